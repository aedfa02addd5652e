"""On paper: what Chromium prints of the pages is read back."""

import re
from datetime import date

from conftest import SITE_URL
from contracts import ACTS
from printing import codes_in, emergency, faults_on_paper, filled, plain, printed, review_of, team_of, top_of, written
from signs import ALL_SIGNS, Signs


def stands_alone(sides, path, facts, publisher, head):
    checked, said = f"Facts checked {written(head.checked)}", facts.sentences
    every = [review_of(head, facts), said.no_diagnosis, f"guide.example{path}", checked]
    for number, side in enumerate(sides, 1):
        assert side.startswith(top_of(publisher, facts)), side[:200]
        assert [part for part in (*every, f"{number} of {len(sides)}") if part not in side] == [], number
    somewhere = [team_of(publisher, facts), f"{checked}, next check due {written(head.check_by)}", said.general]
    assert [part for part in somewhere if part not in " ".join(sides)] == []
    assert any(line in sides[0] for line in emergency(facts))


def test_the_longest_places_are_one_sheet_with_whole_cards(site, page, plain_page, facts, publisher, heads):
    """In the dark and without script too."""
    on_page, pages = Signs(facts.symptoms, facts.places).on_page, {place.page for place in facts.places}
    signs = {path: {act: on_page(path, act) for act in ACTS} for path in pages - set(ALL_SIGNS)}
    length = lambda path: sum(len(row.says) for rows in signs[path].values() for row in rows)
    page.emulate_media(color_scheme="dark")
    for path, one, paper in zip(sorted(signs, key=length)[-2:], (page, plain_page), ("Letter", "A4"), strict=True):
        sides, head = printed(one, site.url + path[1:], format=paper)[0], heads[path[1:]]
        assert len(sides) <= 2, path
        assert ("may be out of date" in sides[0]) is (date.today() > head.check_by)
        stands_alone(sides, path, facts, publisher, head)
        for act, rows in signs[path].items():
            heading = plain(filled(getattr(facts.urgency, act).heading, facts))
            [side] = [side for side in sides if heading in side] if rows else [""]
            assert act != "now" or side == sides[0], "the most urgent card does not stand on the first side"
            assert [row.id for row in rows if plain(row.says) not in side] == [], f"not beside {heading}"


def test_when_to_get_help_stands_alone(site, page, facts, publisher, heads):
    path = "/symptoms/get-help/"
    stands_alone(printed(page, site.url + path[1:])[0], path, facts, publisher, heads[path[1:]])


def test_every_kind_of_page_prints_whole(page, walk, facts, publisher):
    """On the pages with most of the classes; on all of them: make proof."""
    for url in walk.cover()[:4]:
        assert faults_on_paper(page, url, top_of(publisher, facts)) == [], url


def test_a_sheet_leaves_nothing_half_said(small, page):
    """What a place's sheet leaves out, it leaves out with its sources and words; of the rest nothing is lost."""
    page.goto(small.url + "sites/liver/")
    page.emulate_media(media="print", color_scheme="dark")
    assert [page.is_visible(part) for part in ("#tests", ".hg-sign__why", "#do", "#not-known")] == [0, 0, 1, 1]
    marks, sources, signs, words, meanings, looks = page.evaluate("""() => {
        const seen = node => node.checkVisibility() && parseFloat(getComputedStyle(node).fontSize);
        const all = (selector, of, good = seen) => [...document.querySelectorAll(selector)].filter(good).map(of).sort();
        return [all('a.footnote-ref', a => a.hash), all('.footnote li', li => '#' + li.id),
            all('.hg-act a.footnote-ref', a => a.hash, () => true),
            all('a.hg-word', a => a.hash), all('.hg-words [data-word]', row => '#' + row.dataset.word),
            all('html, body, h1, .hg-act', getComputedStyle).map(looks => [looks.color, looks.backgroundColor])]; }""")
    assert sources and set(sources) == {*marks, *signs} and words == meanings != []
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
