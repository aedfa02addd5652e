"""Bad input for looks: words that are too long, lists, tables and links that are too much, numbers at their ends,
places and pictures that nobody knows. What is wrong is named; what is only ugly neither overflows, overlaps nor breaks.

What is too long stands in one guide, built once; each kind of name that nobody knows in one of its own, since what
may follow from another fault is not named."""

from __future__ import annotations

import re

import pytest
from conftest import Guide, serve
from printing import printed

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosishepatosplenalia"  # 60 letters
FAR = "https://a.example/" + "a-very-long-path/" * 17  # 307 letters
WIDTHS = (320, 360, 1280)
PAGES = ("sites/liver/", "symptoms/", "symptoms/get-help/", "symptoms/planner/", "sites/", "words/", "care/questions/")

LIVER = f"""
## {LONG} { '{ #long }' }

### Jaundice and ultrasound in a heading { '{ #terms }' }

A word of {LONG} letters, and {LONG.lower()}, and jaundice in the text. [{FAR}]({FAR}) and [{LONG}]({FAR}).[^far]

- {LONG}
- [{LONG}](/sites/brain.md)

{chr(10).join(f"- Row {number} of a list that is too long" for number in range(1, 13))}

| {LONG} | Two | Three | Four | Five | Six | Seven | Eight |
|---|---|---|---|---|---|---|---|
| {LONG} | {LONG} | three | four | five | six | seven | eight |

> {LONG}

/// details | {LONG}
    open: true

{LONG}
///

{{{{ number("none-at-all") }}}}

{{{{ number("everyone") }}}}
"""

NUMBER = """
- id: {id}
  count: {count}
  of: 100
  who: {long} people
  when: {long}
  where: {long}
  says: "{count} out of 100 {long}."
  sources: [far]
  unsure: {long} {long}.
"""

SIGN = """
- id: {id}
  places: [{place}]
  says: {says}
  act: {act}
  why: Many {long}
  sources: [far]
"""
MANY = [f"Sign number {number} of far too many" for number in range(1, 81)]


def link_to_nothing(guide: Guide) -> None:
    section = "\n## What is not known"
    guide.edit("docs/sites/index.md", section, f"\n[Gone](/sites/brain.md#nowhere)\n{section}")


@pytest.fixture(scope="module")
def ugly(tmp_path_factory):
    """(the folder, its address): a guide with everything too long. None of it is a fault."""
    guide = Guide(tmp_path_factory.mktemp("looks") / "guide")

    def add(name: str, rows: str) -> None:
        guide.write(f"data/{name}.yml", f"{guide.read(f'data/{name}.yml')}\n{rows}")

    guide.edit("docs/sites/liver.md", "title: Cancer that has spread to the liver", f"title: {LONG}")
    guide.edit("docs/sites/liver.md", "  This page belongs", f"  {LONG} belongs")
    guide.edit("docs/sites/liver.md", "\n## It is still", LIVER + "\n## It is still")
    guide.edit("mkdocs.yml", "- liver: sites/liver.md", f"- {LONG}: sites/liver.md")
    sign = SIGN.format(id="long", place="liver", says=LONG, act="today", long=LONG)
    add("symptoms", f"{sign}  term: {LONG}\n  only_if: {LONG}")
    for number, says in enumerate(MANY):
        add("symptoms", SIGN.format(id=f"many-{number}", place="brain", says=says, act="soon", long=""))
    for name, count in (("none-at-all", 0), ("everyone", 100)):
        add("numbers", NUMBER.format(id=name, count=count, long=LONG))
    read = "dated: '2020', checked: 2026-01-09, read_as: copy"
    add("sources", f"far: {{title: {LONG}, publisher: {LONG}, url: '{FAR}', {read}}}")
    add("words", f"- {{term: {LONG.lower()}, means: {LONG} {LONG}, source: far}}")
    guide.edit("data/questions.yml", 'questions: ["Where', f'questions: ["What is {LONG}?", "Where')
    code, said = guide.build()
    assert code == 0, said[-4000:]
    server, url = serve(guide.site)
    yield guide.site, url
    server.shutdown()


def test_names_that_a_page_asks_for_and_nobody_knows(guide):
    asked = {
        'body_map("spleen")': 'body_map("spleen"): the map does not know this place',
        'symptom_list("spleen")': 'symptom_list("spleen"): there is no such place',
        'picture("no-such-picture")': 'picture("no-such-picture"): there is no such picture',
        'number("no-such-number")': "data/numbers.yml has no row no-such-number",
        'questions("spleen")': "data/questions.yml has no group spleen",
    }
    liver = "docs/sites/liver.md"
    guide.edit(liver, '{{ body_map("liver") }}', "\n".join(f"{{{{ {call} }}}}" for call in asked))
    first = guide.read(liver).partition("{{ body_map")[0].count("\n") + 1
    due = enumerate(asked.values(), first)
    assert guide.faults() == [f"{liver}: line {line}: {fault}: mend the name or add the row" for line, fault in due]


def test_rows_that_cannot_be_read_and_nothing_that_may_follow(guide):
    """The number is left out, and so is the sign; the page that asks for the number and its dead link are not named."""
    guide.edit("data/numbers.yml", "count: 15", "count: 101")
    signs = guide.read("data/symptoms.yml")
    lost = SIGN.format(id="lost", place="spleen", says="Lost", act="today", long="").replace("far", "agency")
    guide.write("data/symptoms.yml", signs + lost)
    link_to_nothing(guide)
    number, sign = guide.faults()
    assert re.fullmatch(r'data/numbers\.yml: line \d+: small-share: count: "101" is not right: .+', number)
    line = signs.count("\n") + 2
    says = 'lost: place "spleen" is in no row of data/places.yml: write one of anywhere, '
    assert sign.startswith(f"data/symptoms.yml: line {line}: {says}")
    assert "number-small-share" not in (guide.site / "sites/index.html").read_text("utf-8")


def test_a_link_to_a_part_that_is_not_there(guide):
    link_to_nothing(guide)
    (fault,) = guide.faults()
    assert fault.startswith("Doc file 'sites/index.md' contains a link '/sites/brain.md#nowhere'")


def test_a_picture_of_none_and_of_all(ugly, page):
    page.goto(ugly[1] + "sites/liver/")
    for name, yes, no in (("none-at-all", 0, 100), ("everyone", 100, 0)):
        figure = page.locator(f"#number-{name}")
        for part, due in (("yes", yes), ("no", no)):
            paths = figure.locator(f"path.hg-number__{part}").all()
            assert sum(path.get_attribute("d").upper().count("M") for path in paths) == due, (name, part)
        assert f"{yes} of 100 marks are filled" in figure.locator("title").text_content()


def test_a_word_to_know_is_no_link_in_a_heading(ugly, page):
    page.goto(ugly[1] + "sites/liver/")
    assert page.locator("#terms").inner_text() == "Jaundice and ultrasound in a heading"
    assert page.locator(":is(h1, h2, h3, h4) a.hg-word").count() == 0
    assert page.locator("a.hg-word", has_text="jaundice").count() == 1


# What sticks out of the window, out of its box (which then cuts it off), or lies over another text.
CRAMPED = """() => {
    const faults = [], root = document.documentElement, wide = root.clientWidth;
    const words = node => `"${node.textContent.trim().slice(0, 40)}"`;
    const say = (what, node) => faults.push(`${what}: ${node.closest('[class]')?.className || ''} ${words(node)}`);
    if (root.scrollWidth > wide) faults.push(`the page is ${root.scrollWidth} wide`);
    const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const within = (node, is) => node && (is(node, getComputedStyle(node)) || within(node.parentElement, is));
    const clipped = node => within(node, (_, style) => style.clipPath !== 'none');
    const wider = box => box.scrollWidth > box.clientWidth + 1;
    const scrolls = node => within(node, (box, style) => /auto|scroll/.test(style.overflowX) && wider(box));
    while (walker.nextNode()) {
        const node = walker.currentNode, owner = node.parentElement;
        if (!node.data.trim() || owner.closest('svg, script, option, textarea') || clipped(owner)) continue;
        if (!owner.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width < 2 || box.height < 2) continue;
            if (!scrolls(owner) && (box.right > wide + 1 || box.left < -1)) say('outside the window', owner);
            for (let up = owner; up && up !== document.body; up = up.parentElement) {
                const style = getComputedStyle(up), edge = up.getBoundingClientRect();
                if (style.display.startsWith('inline')) continue;
                if (style.overflowX !== 'auto' && (box.right > edge.right + 2 || box.left < edge.left - 2)) {
                    if (!scrolls(owner)) say('out of its box', owner);
                    break;
                }
                if (/absolute|fixed/.test(style.position)) break; // a layer of its own
            }
            texts.push([box, owner]);
        }
    }
    texts.sort((a, b) => a[0].top - b[0].top);
    texts.forEach(([a, one], place) => {
        for (let next = place + 1; next < texts.length && texts[next][0].top < a.bottom; next++) {
            const [b, other] = texts[next];
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            const layer = '.hg-popup, .hg-search__panel, .hg-menu nav, header';
            const over = across > 2 && down > Math.min(a.height, b.height) / 2;
            if (over && one.closest(layer) === other.closest(layer)) say(`over ${words(other)}`, one);
        }
    });
    return [...new Set(faults)].slice(0, 5);
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_overlaps_or_breaks(ugly, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    faults = []

    def look(where: str) -> None:
        faults.extend(f"{where}: {line}" for line in page.evaluate(CRAMPED))

    for path in PAGES:
        page.goto(ugly[1] + path)
        look(path)
    page.goto(ugly[1] + "sites/liver/")
    page.locator(".hg-menu summary").click()
    look("menu")
    page.keyboard.press("Escape")
    page.locator("a.hg-word", has_text=LONG.lower()).click()
    popup = page.locator(".hg-popup").bounding_box()
    assert popup["x"] >= 0 and popup["x"] + popup["width"] <= width, popup
    look("pop-up")
    page.keyboard.press("Escape")
    page.locator("#search-input").fill(LONG)
    page.locator("#search-results [role=option]").first.wait_for()
    look("search")
    page.goto(ugly[1] + "symptoms/planner/")
    page.locator("[data-sign=long] input").evaluate(
        "box => { for (let fold = box; fold = fold.parentElement.closest('details'); ) fold.open = true; box.click(); }"
    )
    look("planner")
    context.close()
    assert not faults, "\n".join(faults)


def test_nothing_is_cut_on_paper(ugly, page):
    page.set_viewport_size({"width": 725, "height": 900})  # Letter and A4 less the margins
    for path in ("sites/liver/", "symptoms/", "words/", "care/questions/"):
        page.goto(ugly[1] + path)
        page.emulate_media(media="print")
        cut = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert cut <= 0, f"{path} is {cut} px too wide for paper"
    sides, _ = printed(page, ugly[1] + "sites/liver/")
    text = re.sub(r"[\s-]", "", "".join(sides))
    assert text.count(LONG) >= 8 and re.sub(r"-", "", FAR.partition("//")[2]) in text and "None" not in text
    sides, _ = printed(page, ugly[1] + "sites/brain/", format="A4")
    text = " ".join(sides)
    assert [says for says in MANY if says not in text] == []
    assert "Call your team within days if you notice:" in text and f"of {len(sides)}" in sides[-1]
