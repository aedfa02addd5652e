"""Bad input for looks: words that are too long, lists, tables and links that are too much, numbers at their ends, places
and pictures that nobody knows. What is wrong is named; what is only ugly neither overflows, overlaps nor breaks.

All of it stands in one guide, built once."""

from __future__ import annotations

import re

import pytest
from conftest import Guide, serve
from printing import printed

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosishepatosplenalia"  # 60 letters
FAR = "https://a.example/" + "a-very-long-path/" * 17  # 307 letters
WIDTHS = (320, 360, 1280)
PAGES = ("sites/liver/", "symptoms/", "symptoms/get-help/", "symptoms/planner/", "spread/chances/", "words/", "care/questions/")

LIVER = f"""
## {LONG} { '{ #long }' }

### Jaundice and ascites in a heading { '{ #terms }' }

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
- {{id: {id}, count: {count}, of: 100, who: {long} people, when: {long}, where: {long}, says: "{count} out of 100 {long}.", sources: [far], unsure: {long} {long}.}}
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """(what the build said, the folder, its address): a guide with everything too long, and with names that nobody knows."""
    guide = Guide(tmp_path_factory.mktemp("looks") / "guide")
    guide.edit("docs/sites/liver.md", "title: Breast cancer that has spread to the liver", f"title: {LONG}")
    guide.edit("docs/sites/liver.md", "  Breast cancer can spread", f"  {LONG} can spread")
    guide.edit("docs/sites/liver.md", "\n## Liver spread is still", LIVER + "\n## Liver spread is still")
    guide.edit("docs/sites/liver.md", "\n## What is not known", '\n[Gone](/sites/brain.md#nowhere)\n\n{{ body_map("spleen") }}\n{{ symptom_list("spleen") }}\n{{ picture("no-such-picture") }}\n{{ number("one-too-many") }}\n{{ questions("spleen") }}\n\n## What is not known')
    guide.edit("mkdocs.yml", "- Liver: sites/liver.md", f"- {LONG}: sites/liver.md")
    guide.edit("data/symptoms.yml", "\n- id: ", f"\n- {{id: long, places: [liver], says: {LONG}, term: {LONG}, act: today, only_if: {LONG}, why: {LONG} {LONG}, sources: [far]}}\n- {{id: lost, places: [spleen], says: Lost, act: today, why: Lost, sources: [far]}}\n- id: ")
    many = "".join(f"- {{id: many-{number}, places: [skin], says: Sign number {number} of far too many, act: soon, why: Many, sources: [far]}}\n" for number in range(1, 81))
    guide.write("data/symptoms.yml", (guide.dir / "data/symptoms.yml").read_text() + "\n" + many)
    rows = (("none-at-all", 0), ("everyone", 100), ("one-too-many", 101))
    guide.write("data/numbers.yml", (guide.dir / "data/numbers.yml").read_text() + "".join(NUMBER.format(id=name, count=count, long=LONG) for name, count in rows))
    guide.write("data/sources.yml", (guide.dir / "data/sources.yml").read_text() + f"\nfar: {{title: {LONG}, publisher: {LONG}, url: '{FAR}', dated: '2020', checked: 2026-11-20, read_as: copy}}\n")
    guide.write("data/words.yml", (guide.dir / "data/words.yml").read_text() + f"\n- {{term: {LONG.lower()}, means: {LONG} {LONG}, source: far}}\n")
    guide.edit("data/questions.yml", "questions:\n", f"questions:\n    - What is {LONG}?\n")
    code, said = guide.build("--clean")
    assert code == 0, said[-4000:]
    server, url = serve(guide.site)
    yield said, guide.site, url
    server.shutdown()


def test_what_nobody_knows_is_named(broken):
    said = broken[0]
    for fault in (
        'data/numbers.yml: one-too-many: count: "101" is not right',
        "docs/sites/liver.md: data/numbers.yml has no row one-too-many",
        'data/symptoms.yml: lost: places.0: "spleen" is not right',
        'docs/sites/liver.md: symptom_list("spleen"): there is no such place',
        'docs/sites/liver.md: body_map("spleen"): the map does not know this place',
        'docs/sites/liver.md: picture("no-such-picture"): there is no such picture',
        "docs/sites/liver.md: data/questions.yml has no group spleen",
        "Doc file 'sites/liver.md' contains a link '/sites/brain.md#nowhere'",
    ):
        assert fault in said, fault
    assert "Traceback" not in said


def test_a_picture_of_none_and_of_all(broken, page):
    page.goto(broken[2] + "sites/liver/")
    for name, yes, no in (("none-at-all", 0, 100), ("everyone", 100, 0)):
        figure = page.locator(f"#number-{name}")
        marks = {part: sum(path.get_attribute("d").upper().count("M") for path in figure.locator(f"path.hg-number__{part}").all()) for part in ("yes", "no")}
        assert marks == {"yes": yes, "no": no}, name
        assert f"{yes} of 100 marks are filled" in figure.locator("title").text_content()
    assert page.locator("#number-one-too-many").count() == 0


def test_a_word_to_know_is_no_link_in_a_heading(broken, page):
    page.goto(broken[2] + "sites/liver/")
    assert page.locator("#terms").inner_text() == "Jaundice and ascites in a heading"
    assert page.locator(":is(h1, h2, h3, h4) a.hg-word").count() == 0
    assert page.locator("a.hg-word", has_text="jaundice").count() == 1


# What sticks out of the window, out of its box (which then cuts it off), or lies over another text.
CRAMPED = """() => {
    const faults = [], wide = document.documentElement.clientWidth, say = (what, node) => faults.push(`${what}: ${node.closest('[class]')?.className || ''} "${node.textContent.trim().slice(0, 40)}"`);
    if (document.documentElement.scrollWidth > wide) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = node => { for (; node; node = node.parentElement) if (getComputedStyle(node).clipPath !== 'none') return false; return true; };
    const scrolls = node => { for (; node; node = node.parentElement) if (/auto|scroll/.test(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1) return true; };
    while (walker.nextNode()) {
        const node = walker.currentNode, owner = node.parentElement;
        if (!node.data.trim() || !owner.checkVisibility({visibilityProperty: true, opacityProperty: true}) || owner.closest('svg, script, option, textarea') || !seen(owner)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width < 2 || box.height < 2) continue;
            if (!scrolls(owner) && (box.right > wide + 1 || box.left < -1)) say('outside the window', owner);
            for (let up = owner; up && up !== document.body; up = up.parentElement) {
                const style = getComputedStyle(up), edge = up.getBoundingClientRect();
                if (style.display.startsWith('inline')) continue;
                if (style.overflowX !== 'auto' && (box.right > edge.right + 2 || box.left < edge.left - 2)) { if (!scrolls(owner)) say('out of its box', owner); break; }
                if (/absolute|fixed/.test(style.position)) break; // a layer of its own
            }
            texts.push([box, owner]);
        }
    }
    texts.sort((a, b) => a[0].top - b[0].top);
    texts.forEach(([a, one], place) => {
        for (let next = place + 1; next < texts.length && texts[next][0].top < a.bottom; next++) {
            const [b, other] = texts[next];
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            const layer = '.hg-popup, .hg-search__panel, .hg-menu nav, header';
            if (across > 2 && down > Math.min(a.height, b.height) / 2 && one.closest(layer) === other.closest(layer)) say(`over "${other.textContent.trim().slice(0, 40)}"`, one);
        }
    });
    return [...new Set(faults)].slice(0, 5);
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_overlaps_or_breaks(broken, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    faults = []

    def look(where: str) -> None:
        faults.extend(f"{where}: {line}" for line in page.evaluate(CRAMPED))

    for path in PAGES:
        page.goto(broken[2] + path)
        look(path)
    page.goto(broken[2] + "sites/liver/")
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
    page.goto(broken[2] + "symptoms/planner/")
    page.locator("[data-sign=long] input").evaluate("box => { for (let fold = box; fold = fold.parentElement.closest('details'); ) fold.open = true; box.click(); }")
    look("planner")
    context.close()
    assert not faults, "\n".join(faults)


def test_nothing_is_cut_on_paper(broken, page):
    page.set_viewport_size({"width": 725, "height": 900})  # Letter and A4 less the margins
    for path in ("sites/liver/", "symptoms/", "words/", "care/questions/"):
        page.goto(broken[2] + path)
        page.emulate_media(media="print")
        cut = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert cut <= 0, f"{path} is {cut} px too wide for paper"
    sides, _ = printed(page, broken[2] + "sites/liver/")
    text = re.sub(r"[\s-]", "", "".join(sides))
    assert text.count(LONG) >= 8 and re.sub(r"-", "", FAR.partition("//")[2]) in text and "None" not in text
    sides, _ = printed(page, broken[2] + "sites/skin/", format="A4")
    text = " ".join(sides)
    assert [number for number in range(1, 81) if f"Sign number {number} of far too many" not in text] == []
    assert "Call your team within days if you notice:" in text and f"of {len(sides)}" in sides[-1]
