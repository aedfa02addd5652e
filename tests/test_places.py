"""The places of the body stand in data/places.yml: a further one is a row, a page with its nav line, and a mark."""

import json
import re

from conftest import ROOT
from signs import Signs

ROW = """
- id: pleura
  name: Lining of the lung
  page: /sites/pleura/
  map:
    where: round both lungs
    caption: The lining of the lungs is marked.
    label: [Lung, lining]
    side: right
    width: 90
    y: 320
    line: [240, 330]
    dot: [190, 200]
    organ: M116 200c8-8 21-9 32-5l2 10c-12-4-24-2-30 5z
"""
SIGN = """
- id: rib-ache
  places: [pleura]
  says: An ache by the ribs that stays
  act: today
  why: A test of the small guide.
  sources: [agency]
  keywords: [rib ache]
"""


def further(guide) -> None:
    guide.write("data/places.yml", guide.read("data/places.yml") + ROW)
    brain = (
        guide.read("docs/sites/brain.md")
        .replace("spread to the brain", "spread to the pleura")
        .replace('"brain"', '"pleura"')
    )
    guide.write("docs/sites/pleura.md", brain)
    guide.edit(
        "mkdocs.yml", "      - liver: sites/liver.md", "      - liver: sites/liver.md\n      - pleura: sites/pleura.md"
    )
    guide.write(
        "data/questions.yml",
        guide.read("data/questions.yml") + '- {id: pleura, title: About the lining, questions: ["Is there fluid?"]}\n',
    )
    guide.write("data/symptoms.yml", guide.read("data/symptoms.yml") + SIGN)


def test_a_further_place_is_everywhere(guide, browser):
    further(guide)
    assert guide.faults() == []

    def html(name: str) -> str:
        return (guide.site / name / "index.html").read_text()

    assert "An ache by the ribs" in html("sites/pleura") and "Is there fluid?" in html("sites/pleura")
    assert "The lining of the lungs is marked." in html("sites/pleura")
    assert "Three places in the body" in html("sites") or "Three places in the body" in html("symptoms")
    assert re.search(r'<a href="[^"]*sites/pleura/">Lung lining</a><span>round both lungs', html("symptoms"))
    for name in ("symptoms", "symptoms/get-help"):
        assert "Lining of the lung" in html(name) and "An ache by the ribs" in html(name), name
    assert re.search(r'<fieldset id="planner-pleura">.*?An ache by the ribs', html("symptoms/planner"), re.S)
    assert "data-whole" in html("print") and "An ache by the ribs" in html("print")
    feed = {row["path"]: row for row in json.loads((guide.site / "api/v1/pages.json").read_text())["pages"]}
    own = [sign for part in feed["/sites/pleura/"]["when_to_call"] for sign in part["signs"]]
    assert "An ache by the ribs that stays" in own
    assert "An ache by the ribs that stays" not in str(feed["/sites/brain/"]["when_to_call"])
    index = json.loads(next((guide.site / "assets").glob("search-index.*.json")).read_text())
    pages = [page[0] for page in index["pages"]]
    [sign] = [sign for sign in index["signs"] if sign[2] == "An ache by the ribs that stays"]
    assert [pages.index("/sites/pleura/"), "call-today"] == sign[5][0][:2]
    assert "sites/pleura/" in html("go"), "a place whose codes nobody has written yet is offered all the same"
    guide.write(
        "data/codes.yml",
        guide.read("data/codes.yml")
        + "- {system: ICD-10-CM, oid: 2.16.840.1.113883.6.90, code: C78.2, meaning: Cancer in the pleura, place: pleura}\n",
    )
    assert guide.faults() == []
    assert re.search(r'<a href="[^"]*sites/pleura/" data-page>.*?data-code="C78.2" data-narrow="3"', html("go"), re.S)
    assert 'url=../../../sites/pleura/"' in html("go/icd-10-cm/C78.2")


def test_half_a_place_is_one_line(guide):
    further(guide)
    page, row = guide.read("docs/sites/pleura.md"), guide.read("data/places.yml")
    (guide.dir / "docs/sites/pleura.md").unlink()
    assert [re.sub(r"line \d+: ", "", line) for line in guide.faults()] == [
        "data/places.yml: pleura: page /sites/pleura/ is not there: write docs/sites/pleura.md"
    ]
    guide.write("docs/sites/pleura.md", page)
    guide.write("data/places.yml", row.replace("    organ: M116 200", "    orgn: M116 200"))
    [told] = guide.faults()
    assert re.fullmatch(r"data/places\.yml: line \d+: pleura: map\.orgn is not a key we know: write organ", told)
    guide.write("data/places.yml", re.sub(r"(?s)  map:\n    where: round.*", "", row))
    [told] = guide.faults()
    assert re.fullmatch(r"data/places\.yml: line \d+: pleura: map is missing: write it", told)
    guide.write("data/places.yml", row.replace("id: pleura", "id: liver"))
    assert "liver: this id stands twice" in guide.faults()[0]


def test_a_page_of_a_place_needs_its_row(guide):
    further(guide)
    guide.write("data/places.yml", guide.read("data/places.yml").replace(ROW, ""))
    guide.write("data/symptoms.yml", guide.read("data/symptoms.yml").replace(SIGN, ""))
    told = guide.faults()
    assert [
        line
        for line in told
        if "kind: site, but no row of data/places.yml has page: /sites/pleura/: add the row" in line
    ]
    assert all("pleura" in line for line in told) and len(told) <= 4, told


def test_no_file_of_code_lists_the_places(facts):
    """Nav, redirects and addresses name pages, signs and codes name places: nothing else does."""
    ids = [re.escape(place.id) for place in facts.places if place.map]
    for folder in ("hooks", "overrides", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".html", ".svg", ".js", ".css", ".yml", ".conf"):
                named = set(re.findall(rf"""["'/](?:{"|".join(ids)})["'/]""", path.read_text("utf-8")))
                assert len({name.strip("\"'/") for name in named}) < 3, f"{path} names {named}"


def test_which_signs_a_page_shows(facts):
    """The rule of hooks/signs.py, said again in the words of its contract."""
    signs = Signs(facts.symptoms, facts.places)
    for place in facts.places:
        for act in ("now", "today", "soon"):
            own, elsewhere = signs.own(place.id, act), signs.elsewhere(place.id, act)
            assert all(place.id in row.places and row.act == act for row in own)
            assert act == "now" or not elsewhere
            assert all("anywhere" in row.places and row not in own for row in elsewhere)
            assert {row.id for row in signs.owned(place.id, act)} <= {row.id for row in own}
    assert sum(len(signs.owned(place.id, act)) for place in facts.places for act in ("now", "today", "soon")) == len(
        facts.symptoms
    )
