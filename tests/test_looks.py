"""Words that are too long for a page, every element of Markdown, styles that a browser does not know."""

from itertools import groupby

import tinycss2
from conftest import FIXTURE, ROOT
from hands import open_menu, open_word, search, tick
from walk import SMALLEST, WIDE

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosishepatosplenalia"
SWELL = """long => {
    const texts = document.evaluate('(//article | //nav | //*[@id="search-panel"])//text()[normalize-space()]',
        document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    for (let place = 0, text; (text = texts.snapshotItem(place)); place++)
        if (!text.parentElement.closest('svg, script, option, button, time'))
            text.data = text.data.replace(/\\S+/, long);
}"""
# What sticks out of its box, which may then cut it off or lay it over something else.
CRAMPED = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    const found = new Set();
    while (walk.nextNode()) {
        const owner = walk.currentNode.parentElement;
        let edges = [];
        if (owner.closest('svg, script, option, textarea, .hg-skip') || !owner.checkVisibility()) continue;
        range.selectNodeContents(walk.currentNode);
        for (let up = owner; up; up = up.parentElement) {
            const { display, overflowX, position, clipPath } = getComputedStyle(up);
            const scrolls = /auto|scroll/.test(overflowX) && up.scrollWidth > up.clientWidth + 1;
            if (scrolls || clipPath !== 'none') edges = [];
            else if (!/^(inline|contents)/.test(display)) edges.push(up.getBoundingClientRect());
            if (scrolls || clipPath !== 'none' || /absolute|fixed/.test(position)) break;
        }
        for (const { left, right } of walk.currentNode.data.trim() ? range.getClientRects() : [])
            if (edges.some(edge => right > edge.right + 2 || left < edge.left - 2)) found.add(owner.outerHTML);
    }
    return [...found].slice(0, 5);
}"""
STATES = [
    *(
        (path, None)
        for path in (
            "",
            "symptoms/",
            "symptoms/get-help/",
            "sites/",
            "words/",
            "words/a-z/",
            "clinics/",
            "about/elements/",
        )
    ),
    ("sites/liver/", open_menu),
    ("sites/liver/", open_word),
    ("sites/liver/", lambda page: search(page, "yellow eyes")),
    ("symptoms/planner/", lambda page: tick(page, "jaundice-today", "breathing-today")),
]


def test_no_word_is_too_long(small, page):
    sideways = lambda: page.evaluate("document.documentElement.scrollWidth - innerWidth")
    for path, act in STATES:
        page.emulate_media(media="screen", reduced_motion="reduce")
        page.set_viewport_size(SMALLEST)
        page.goto(small.url + path)
        if act:
            act(page)
        page.evaluate(SWELL, LONG)
        for size in (SMALLEST, WIDE):
            page.set_viewport_size(size)
            assert page.evaluate(CRAMPED) == [] and sideways() <= 0, (path, act, size)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 725, "height": 900})  # Letter and A4 less the margins
        assert sideways() <= 0, path


# Elements that are too small, look like the text around them or have a font of their own.
ELEMENTS = """smallest => {
    const all = selector => [...document.querySelectorAll(selector)].filter(node => node.checkVisibility());
    const style = getComputedStyle;
    const same = (node, other, names) => names.every(name => style(node)[name] === style(other)[name]);
    const looks = ['color', 'backgroundColor', 'borderLeft', 'borderTop', 'borderBottom', 'fontWeight', 'fontSize'];
    return [
        ...all('article *:not(svg *, sup, sup *, sub, small)')
            .filter(node => parseFloat(style(node).fontSize) < smallest),
        ...all('article :is(blockquote, pre > code, th, summary, mark, dt, hr)')
            .filter(node => same(node, node.parentElement, looks)),
        ...all('article :is(input, select, textarea)').filter(node => !same(node, document.body, ['fontFamily'])),
    ].map(node => node.outerHTML);
}"""


def test_every_element_of_markdown_looks_like_the_guide(small, page):
    page.goto(small.url + "about/elements/")
    of_components = (FIXTURE / "elements.html").read_text("utf-8")
    page.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", of_components)
    for media, scheme in (("screen", "light"), ("screen", "dark"), ("print", "light")):
        page.emulate_media(media=media, color_scheme=scheme)
        paper = media == "print"
        assert page.evaluate(ELEMENTS, 14.6 if paper else 13) == [], (media, scheme)
        folds = page.locator("article > details > :not(summary, .footnote + p)")
        assert [fold.is_visible() for fold in folds.all()] == [paper, paper, True, paper], "on paper folds are open"
        assert not page.is_visible("#hidden-text")


# A browser skips in silence what it does not know: each declaration, selector and condition of ours is put to it.
# A condition that it knows holds, or its opposite does.
KNOWN = """([kind, text]) => kind === 'selector' ? CSS.supports(`selector(${text})`)
    : kind !== 'media' ? CSS.supports(kind, text)
    : [text, /^ *\\(/.test(text) ? `not (${text})` : `not ${text}`].some(query => matchMedia(query).matches)"""


def parts(text, parse=tinycss2.parse_stylesheet):
    for found in parse(text, skip_comments=True, skip_whitespace=True):
        if found.type == "declaration":
            if not found.name.startswith("--"):
                yield found.name, tinycss2.serialize(found.value)
        elif found.type == "at-rule" and found.at_keyword == "media":
            yield "media", tinycss2.serialize(found.prelude)
            yield from parts(found.content)
        else:
            if found.type == "qualified-rule":
                lists = groupby(found.prelude, lambda node: node == ",")
                yield from (("selector", tinycss2.serialize(nodes)) for comma, nodes in lists if not comma)
            yield from parts(found.content, tinycss2.parse_blocks_contents)


def test_the_browser_knows_every_declaration_selector_and_condition(page):
    sheets = [path for path in (ROOT / "overrides").rglob("*.css") if "handouts" not in path.parts]
    asked = [(path.name, *part) for path in sheets for part in parts(path.read_text("utf-8"))]
    unknown = page.evaluate(f"asked => asked.filter(([, ...part]) => !({KNOWN})(part))", asked)
    assert len(asked) > 1000
    assert [one for one in unknown if one[2].strip() != "summary::-webkit-details-marker"] == []  # that is for Safari
