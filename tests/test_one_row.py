"""One row or one line changes every place that shows it."""

import json
import re

import pytest
from conftest import Guide, Site, serve, texts
from hands import search
from selectolax.lexbor import LexborHTMLParser

LIVER, BRAIN = "docs/sites/liver.md", "docs/sites/brain.md"
NUMBERS = {"Japan": "119", "EU": "112", "India": "102"}
SENTENCE = "119 (Japan), 112 (EU) or 102 (India), or your local emergency number"
SIGN = """{id: ribs, area: trunk, name: Ribs, places: [pleura], concepts: [numb],
    today: {says: An ache by the ribs, sources: [agency]}}"""
CODE = "- {system: ICD-10-CM, oid: 2.16.840.1.113883.6.90, code: C78.2, meaning: Cancer there, place: pleura}\n"
RENAMED = ["/care/questions/: /care/asking/", "/sites/liver/#tests: /sites/liver/#scans"]
MOVED = ["/gone/: /sites/liver/", "/gone/#far: /sites/brain/#call", "/sites/liver/#away: /sites/brain/#call"]


def rename(guide: Guide) -> None:
    """A page and a heading under other names."""
    (guide.dir / "docs/care/questions.md").rename(guide.dir / "docs/care/asking.md")
    guide.edit("mkdocs.yml", "care/questions.md", "care/asking.md")
    guide.write(LIVER, re.sub(r"\btests(?=: \[| })", "scans", guide.read(LIVER)))


def further_place(guide: Guide) -> None:
    """As the brain is one; its codes go over to it."""
    brain = guide.read("data/places.yml").partition("- id: brain")[2].replace("C79.3, C79.4", "C78.2")
    guide.add("data/places.yml", ("\n- id: brain" + brain).replace("brain", "pleura").replace("Brain", "Pleura"))
    guide.write("docs/sites/pleura.md", guide.read(BRAIN).replace("brain", "pleura"))
    guide.edit("mkdocs.yml", "      - liver:", "      - pleura: sites/pleura.md\n      - liver:")
    guide.add("data/questions.yml", '- {id: pleura, title: About the pleura, questions: ["Is there fluid?"]}\n')
    guide.edit("data/signs.yml", "danger_box:", f"  - {SIGN}\n\ndanger_box:")
    guide.add("data/urgency_floor.yml", "ribs-today: {label: today, places: [pleura]}\n")
    guide.edit("data/addresses.yml", "- /go/icd-10-cm/C79.31/\n", "")
    guide.write("data/codes.yml", re.sub(".*brain}\n", CODE, guide.read("data/codes.yml")))


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Guide:
    """A guide with a row changed or added in each table, built once."""
    guide = Guide(tmp_path_factory.mktemp("changed") / "guide")
    row = '  - {{country: {}, number: "{}", source: agency}}\n'
    rows = "".join(row.format(*one) for one in NUMBERS.items())
    guide.write(
        "data/contacts.yml", re.sub("(?s)  - .*?(?=helplines:)", rows, guide.read("data/contacts.yml"), count=1)
    )
    further_place(guide)
    rename(guide)
    guide.add("data/addresses.yml", "- /gone/\n- /gone/#far\n- /sites/liver/#away\n")
    guide.edit("data/redirects.yml", "/liver: /sites/liver/", "/liver: /gone/")
    guide.edit("data/redirects.yml", "moved: {}", "\n  ".join(["moved:", *RENAMED, *MOVED]))
    assert guide.faults(ADD_ADDRESSES="1") == guide.faults() == []
    return guide


def shows(guide: Guide, name: str, *words: str) -> None:
    html = re.sub("</?bdi[^>]*>", "", guide.html(name))  # which names and numbers stand in
    assert [one for one in words if one not in html] == [], name


def signs(guide: Guide, address: str) -> str:
    """What the feed says of when to call."""
    pages = json.loads((guide.site / "api/v1/pages.json").read_text("utf-8"))["pages"]
    return str([row["when_to_call"] for row in pages if row["path"] == address])


def test_a_further_place(changed):
    ache = "an ache by the ribs"
    shows(changed, "sites/pleura", ache, "Is there fluid?", "The pleura is marked.")
    shows(changed, "symptoms", "Three places in the body", 'sites/pleura/">Pleura</a><span>inside the head')
    for name in ("symptoms/get-help", "symptoms/planner", "print"):
        shows(changed, name, ache)
    assert ache in signs(changed, "/sites/pleura/") and ache not in signs(changed, "/sites/brain/")
    assert "An ache by the ribs" in str(texts(changed.site / "assets", ".json"))
    shows(changed, "go/icd-10-cm/C78.2", 'url=../../../sites/pleura/"')
    code = 'sites/pleura/" data-page>.*?data-code="C78.2" data-narrow="3"'
    assert re.search(code, changed.html("go"), re.DOTALL)
    shows(changed, "go", "sites/brain/")  # without codes it is offered all the same


def test_the_numbers_of_another_country(changed):
    dialed = {}
    for path, text in texts(changed.site, ".html", ".json").items():
        assert not re.search(r"(?<![\w.])(?:911|999)(?![\w.])", text), path
        rows = re.findall('(?s)<(p|div) class="hg-(?:calls|header__dials)"(.*?)</\\1>', text)
        dialed[path] = [set(re.findall('href="tel:([^"]*)"', row)) for _, row in rows]
        assert [one for one in dialed[path] if one != set(NUMBERS.values())] == [], path
    assert len(dialed["symptoms/get-help/index.html"]) == 2, "the page's own and those of the header"
    dials = [f'href="tel:{number}"' for number in NUMBERS.values()]
    shows(changed, "sites/liver", f"Call {SENTENCE}.", *dials)
    shows(changed, "go", f"call now: {SENTENCE}")
    shows(changed, "words/a-z", "call 119")
    assert f"Call {SENTENCE}." in signs(changed, "/sites/liver/")


def test_what_was_renamed_is_named_with_the_lines_that_mend_it(guide):
    rename(guide)
    (page,) = guide.faults()
    assert page.startswith("docs/care/asking.md: line 19: ") and f"add '{RENAMED[0]}' under moved" in page
    guide.edit("data/redirects.yml", "moved: {}", f"moved: {{{RENAMED[0]}}}")
    (part,) = guide.faults()
    assert part.startswith("docs/sites/liver.md: #tests no longer answers") and "is its text gone?" in part


def test_what_moved_still_answers(changed, page):
    site = serve(changed.site)
    for asked, reached in {
        "liver/#call": "sites/liver/#call",
        "care/questions/": "care/asking/",
        "gone/": "sites/liver/",
        "gone/#far": "sites/brain/#call",
    }.items():
        page.goto("about:blank")
        page.goto(site.url + asked)
        page.wait_for_url(site.url + reached)
    site.stop()
    assert re.search('id="scans"[^>]*><span id="tests">', changed.html("sites/liver"))
    shows(changed, "sites/liver", 'id="away">What stood here is now <a href="../brain/#call">')


# A copy that a clinic runs, with a page taken down


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Guide:
    guide = Guide(tmp_path_factory.mktemp("filled") / "guide")
    for key, value in {
        "name": "River & Partners",
        "day_number": "(01) 555 0288, ext. 4",
        "night_number": "1 800 CALL-NOW",
        "logo": "assets/logo.svg",
        "report_mistakes": "help@river.example",
    }.items():
        guide.edit("mkdocs.yml", f'{key}: ""', f'{key}: "{value}"')
    guide.write("docs/assets/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"/>')
    head = "kind: archived\nwithdrawn: {day: 2026-01-10, because: its facts no longer hold, go_to: /sites/brain/}"
    guide.edit(LIVER, "kind: site", head)
    source = guide.read("data/sources.yml").partition("\n\n")[0]
    guide.add("data/sources.yml", source.replace("agency:", "\nonly_there:"))
    guide.add(LIVER, "\nWhat one source alone says.[^only_there]\n")
    guide.edit(BRAIN, "liver.md#call", "liver.md")
    guide.edit(BRAIN, "related: [", "related: [/sites/liver/, ")
    assert guide.faults() == []
    return guide


def test_the_clinic_stands_on_every_page(filled, page):
    site = serve(filled.site)
    clinic = '="River &amp; Partners"'
    for name in site.pages:
        shows(filled, name, f"alt{clinic}", f"data-hg-clinic{clinic}")
    dials = '"tel:015550288,4">(01) 555 0288, ext. 4</a>, at night <a href="tel:18002255669">1 800 CALL-NOW</a>'
    shows(filled, "sites/brain", dials)
    shows(filled, "clinics", "ext. 4, at night 1 800 CALL-NOW")
    shows(filled, "about/review", 'href="mailto:help@river.example"')
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(site.url)
    logo = page.locator(".hg-brand img").bounding_box()
    assert 0 < logo["height"] <= 40 and logo["width"] <= 180
    assert page.locator(".hg-header__bar").bounding_box()["y"] < 150
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    search(page, "breathless")  # its numbers stand at its team's labels, not at the emergency number's
    dials = page.locator("#search-help li").evaluate_all(
        "all => all.map(line => [line.dataset.act, ...[...line.querySelectorAll('a')].map(link => link.href)])"
    )
    team = ["tel:015550288,4", "tel:18002255669"]
    assert dials[0][0] == "now" and not {*team} & {*dials[0]} and [row[1:] for row in dials[1:]] == [team, team]
    site.stop()


def test_a_page_taken_down(filled):
    """It says why, and what to read; its old words stand nowhere. Its address and all its anchors still answer."""
    article = LexborHTMLParser(filled.html("sites/liver")).css_first("article")
    assert [node.attributes.get("class") for node in article.iter()] == [None, "hg-message", "hg-disclaimer"]
    assert " ".join(article.css_first(".hg-message").text().split()) == (
        "We took this page down on January 10, 2026: its facts no longer hold."
        " Please read Cancer that has spread to the brain instead."
    )
    shows(filled, "sites/liver", '<a href="../brain/">Cancer that')
    for name in Site(filled.site, "").pages:
        tree = LexborHTMLParser(filled.html(name))
        lists = [link.attributes["href"] for link in tree.css(".hg-menu a, .hg-local a, .hg-related a, .hg-poster a")]
        assert len(lists) > 9 and "liver/" not in str(lists), name
        assert "under your right ribs" not in tree.html, name
    assert "sites-liver" not in filled.html("print") and signs(filled, "/sites/liver/") == "[]"
