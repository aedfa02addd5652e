"""On paper: what Chromium prints of the pages is read back."""

import re
from datetime import date

from conftest import SITE_URL
from playwright.sync_api import expect
from printing import (
    bare,
    codes_in,
    faults_on_paper,
    pieces,
    plain,
    printed,
    review_of,
    team_of,
    top_of,
    what_to_do,
    written,
)


def stands_alone(sides, path, facts, publisher, head):
    checked, said = f"Facts checked {written(head.checked)}", facts.sentences
    every = [review_of(head, facts), said.no_diagnosis, f"guide.example{path}", checked]
    for number, side in enumerate(sides, 1):
        assert side.startswith(top_of(publisher, facts)), side[:200]
        assert [part for part in (*every, f"{number} of {len(sides)}") if part not in side] == [], number
    somewhere = [team_of(publisher, facts), f"{checked}, next check due {written(head.check_by)}", said.general]
    assert [part for part in somewhere if part not in " ".join(sides)] == []
    assert what_to_do(facts, "now") in sides[0]


def without_side(notices, sides, facts) -> list[str]:
    """The notices that no side holds whole."""
    held = [bare(side) for side in sides]
    whole = lambda notice: any(all(piece in side for piece in pieces(notice, facts)) for side in held)
    return [notice.id for notice in notices if not whole(notice)]


def test_a_place_is_one_sheet_with_whole_notices(site, page, plain_page, facts, publisher, heads):
    """In the dark and without script too."""
    page.emulate_media(color_scheme="dark")
    danger = [bare(row.says) for row in facts.signs.danger_box]
    for number, place in enumerate(facts.places):
        one, paper = ((page, "Letter"), (plain_page, "A4"))[number % 2]
        sides, head = printed(one, site.url + place.page[1:], format=paper)[0], heads[place.page[1:]]
        assert len(sides) <= 2, (place.page, paper)
        assert ("may be out of date" in sides[0]) is (date.today() > head.check_by)
        stands_alone(sides, place.page, facts, publisher, head)
        own = facts.signs.at_place(place.id)
        assert own and without_side(own, sides, facts) == [], place.page
        [box] = [side for side in map(bare, sides) if danger[0] in side]
        assert [row for row in danger if row not in box] == [], "the danger box is torn"
        order = [bare(what_to_do(facts, "now")), pieces(own[0], facts)[0], danger[0], danger[-1]]
        told = bare("".join(sides))
        assert sorted(order, key=told.index) == order, place.page


def test_when_to_get_help_stands_alone_on_three_sides(site, page, facts, publisher, heads):
    path = "/symptoms/get-help/"
    for paper in ("Letter", "A4"):
        sides = printed(page, site.url + path[1:], format=paper)[0]
        assert len(sides) <= 3, paper
        stands_alone(sides, path, facts, publisher, heads[path[1:]])
        assert without_side(facts.signs.notices, sides, facts) == []
        assert "guide.example/about/sources/" in " ".join(sides)


def test_the_whole_guide_takes_48_sides_at_most(site, page):
    """On Letter, the shorter sheet, it takes more than on A4."""
    assert 20 < len(printed(page, site.url + "print/")[0]) <= 48
    page.emulate_media(media="print")
    spans = page.locator(".hg-map--small").evaluate_all("all => all.map(map => getComputedStyle(map).columnSpan)")
    assert set(spans) == {"none"}, "a small map stands apart from its heading"


def test_labels_keep_apart_without_color(small, page):
    page.goto(small.url + "sites/liver/")
    page.emulate_media(media="print", color_scheme="dark")
    looks = page.locator(".hg-labels .hg-label").evaluate_all("""all => all.map(getComputedStyle).map(
        looks => [looks.borderTopStyle, looks.color, looks.backgroundColor, looks.printColorAdjust])""")
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert looks[0] == ["solid", white, black, "exact"]
    assert [look[:3] for look in looks[1:]] == [[style, black, white] for style in ("double", "solid", "dashed")]


def test_where_style_sheets_cannot_open_folds_script_does_and_closes_them_after(small, tab):
    """By events, and in browsers without them by the change of the medium; a fold that was open stays so."""
    page = tab()
    page.add_init_script("CSS.supports = () => false")
    page.goto(small.url + "about/elements/")
    opened = lambda: page.locator("article details").evaluate_all("all => all.map(fold => fold.open)")
    before = opened()
    assert set(before) == {True, False}
    event = lambda name: page.evaluate("name => { dispatchEvent(new Event(name)) }", name)
    shut = page.locator("article details:not([open])")
    for begin, end in (
        (lambda: event("beforeprint"), lambda: event("afterprint")),
        (lambda: page.emulate_media(media="print"), lambda: page.emulate_media(media="screen")),
    ):
        begin()
        expect(shut).to_have_count(0)
        end()
        expect(shut).to_have_count(before.count(False))
        assert opened() == before


def test_where_margins_hold_nothing_every_side_ends_with_address_and_day(small, page):
    """As browsers without margin boxes read the style sheet: its foot repeats, and is not doubled in those with."""
    css = next((small.site / "assets").glob("print.*.css")).read_text("utf-8")
    [condition] = re.findall(r"@supports ([^{]+)\{(?=@page)", css)
    assert not page.evaluate("condition => CSS.supports(condition)", condition), "two feet"
    older = re.sub(r"@[a-z]+-[a-z]+\{[^}]+\}", "", css.replace(condition, "(color: red)"))
    page.route("**/print.*.css", lambda route: route.fulfill(body=older, content_type="text/css"))
    sides = printed(page, small.url + "print/")[0]
    foot = plain(page.evaluate("document.documentElement.dataset.hgSheet"))
    assert len(sides) > 1 and {side.count(foot) for side in sides} == {1}


def test_every_kind_of_page_prints_whole(page, walk, facts, publisher):
    """On the pages with most of the classes; on all of them: make proof."""
    for url in walk.cover()[:4]:
        assert faults_on_paper(page, url, top_of(publisher, facts)) == [], url


def test_a_sheet_leaves_nothing_half_said(small, page):
    """A place's sheet leaves out tests and treatment; each source and word of what it shows stands on it."""
    page.goto(small.url + "sites/liver/")
    page.emulate_media(media="print", color_scheme="dark")
    assert [page.is_visible(part) for part in ("#tests", ".hg-calls", "#do", "#not-known")] == [0, 0, 1, 1]
    marks, sources, words, meanings, looks = page.evaluate("""() => {
        const seen = node => node.checkVisibility() && parseFloat(getComputedStyle(node).fontSize);
        const all = (selector, of) => [...document.querySelectorAll(selector)].filter(seen).map(of).sort();
        return [all('a.footnote-ref', a => a.hash), all('.footnote li', li => '#' + li.id),
            all('a.hg-word', a => a.hash), all('.hg-words [data-word]', row => '#' + row.dataset.word),
            all('html, body, h1, .hg-sign, .hg-danger', getComputedStyle).map(
                looks => [looks.color, looks.backgroundColor])]; }""")
    assert marks and set(marks) <= set(sources) and words and set(words) <= set(meanings)
    for ink, ground in looks:
        assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 160 and ground in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


def test_the_square_code_opens_the_page(small, page):
    page.goto(small.url + "sites/brain/")
    page.emulate_media(media="print")
    code = page.locator(".hg-paper .hg-qr")
    assert code.bounding_box()["width"] >= 2 / 2.54 * 96, "narrower than 2 cm"
    assert codes_in(code) == [f"{SITE_URL}sites/brain/"]


def test_the_whole_guide_holds_every_page_once(small, page):
    page.goto(small.url + "print/")
    ids = page.locator("[id]").evaluate_all("all => all.map(node => node.id)")
    contents = page.locator(".hg-whole__contents a").evaluate_all("all => all.map(link => link.hash.slice(1))")
    read = "sites sites-brain sites-liver symptoms symptoms-breast symptoms-get-help care-questions words sources"
    assert contents[0] == "home" and sorted(contents) == sorted(["home", "about-disclaimer", *read.split()])
    assert len(ids) == len(set(ids))
