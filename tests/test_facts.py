"""The contracts of data/*.yml: what is written, and what is complained of; and what one file says of another."""

import shutil
from datetime import date

import contracts
import pytest
from conftest import FIXTURE
from facts import LISTS, MAPS, check_keyed, check_map, check_rows, read_facts
from yaml_reader import parse

SIGN = "- {id: a, places: [liver], says: Yellow eyes, act: today, why: Because, sources: [s]}"
FIGURE = "- {id: a, count: 15, of: 100, who: w, when: t, where: p, says: s, sources: [s], unsure: u}"
SOURCE = "s: {title: t, publisher: p, url: https://a.example, dated: d, checked: 2026-01-01, read_as: copy}"
CODE = "- {system: ICD-10-CM, oid: '1.2', code: C50, meaning: m, page: /}"
PLACE = "- {id: a, name: n, page: /a/, map: none}"
HELP = "{name: n, country: US, number: 116 123, tel: '116123', says: s, source: s}"
CONTACTS = "emergency: [{country: US, number: '911', says: s, source: s}]\nhelplines: [" + HELP + "]\ncrisis: []"

COMPLAINTS = [
    # file, what is written, what is said
    ("symptoms", "", "line 1: a list of rows is due here"),
    ("symptoms", "a: b", 'a list of rows is due here, each beginning with "- ": found a map'),
    ("symptoms", SIGN.replace("places: [liver], ", ""), "line 1: a: places is missing: write it"),
    (
        "symptoms",
        SIGN.replace("act: today", "act: tomorrow"),
        "a: act: \"tomorrow\" is not known: write 'now', 'today' or 'soon'",
    ),
    ("symptoms", SIGN.replace("sources: [s]", "sources: []"), "a: sources is empty: write it"),
    ("symptoms", SIGN.replace("sources: [s]", "sourcs: [s]"), "a: sourcs is not a key we know: write sources"),
    (
        "symptoms",
        SIGN.replace("says: Yellow eyes", "says: 7"),
        'a: says: 7 would be read as a number or a day: put it in quotes, as "7"',
    ),
    ("symptoms", SIGN.replace("says: Yellow eyes", "says: "), "a: says is empty: write it"),
    ("symptoms", SIGN.replace("says: Yellow eyes", "says: ' '"), "a: says is empty: write it"),
    ("symptoms", f"{SIGN}\n{SIGN}", "line 2: a: this id stands twice (also in line 1)"),
    ("symptoms", "- just text", "row 1: "),
    ("places", PLACE.replace(", map: none", ""), "a: map is missing: write it"),
    ("places", PLACE.replace("map: none", "map: "), "a: map is empty: write it"),
    ("places", PLACE.replace("map: none", "map: {where: x}"), "a: map.caption is missing"),
    ("places", f"{PLACE}\n{PLACE}", "a: this id stands twice"),
    ("numbers", FIGURE.replace("of: 100", "of: 1000"), 'a: of: "1000" is not known: write 100'),
    ("numbers", FIGURE.replace("count: 15", "count: 115"), 'a: count: "115"'),
    ("numbers", FIGURE.replace("count: 15", "count: 015"), 'a: count: "015"'),
    ("sources", "- a", "a map is due here, one key a row: found a list"),
    ("sources", SOURCE.replace("2026-01-01", "2026-02-30"), "s: checked: 2026-02-30 is not a day of the calendar"),
    ("sources", SOURCE.replace("2026-01-01", "01/01/2026"), 's: checked: "01/01/2026" is not a day: write YYYY-MM-DD'),
    ("sources", SOURCE.replace("2026-01-01", "20260101"), 's: checked: "20260101" is not a day: write YYYY-MM-DD'),
    ("sources", SOURCE.replace("https", "http"), 's: url: "http://a.example" is not right'),
    ("sources", SOURCE.replace("copy", "heard"), 's: read_as: "heard" is not known'),
    (
        "sources",
        SOURCE.replace("dated: d", "dated: 2023"),
        's: dated: 2023 would be read as a number or a day: put it in quotes, as "2023"',
    ),
    ("codes", CODE.replace("page: /", "page: //evil.example/"), 'C50: page: "//evil.example/" is not right'),
    ("codes", CODE.replace(", page: /", ""), "C50: write place (of data/places.yml) or page, one of the two"),
    ("codes", CODE.replace("page: /", "page: /, place: liver"), "one of the two"),
    ("codes_elsewhere", "[]", "a list of rows is due here"),
    (
        "words",
        "- {term: Mets, means: m, source: s, extra: 1}",
        "Mets: extra is not a key we know: take it out, or write one of term",
    ),
    ("urgency", "now: {name: n, heading: h, meaning: [d], no_answer: [e]}", "team_now is missing"),
    ("sentences", "general: x", "not_reviewed is missing"),
    ("redirects", "short: {}", "moved is missing"),
    ("redirects", "short: {/a: //evil.example/}\nmoved: {}", "is not right: write an address of this guide"),
    ("contacts", "emergency: []\nhelplines: []\ncrisis: []", "emergency is empty"),
    (
        "contacts",
        CONTACTS.replace("'911'", "911"),
        'emergency.1.number: 911 would be read as a number or a day: put it in quotes, as "911"',
    ),
    ("contacts", CONTACTS.replace("'911'", "000"), 'put it in quotes, as "000"'),
    ("contacts", CONTACTS.replace("'911'", "9l1"), 'emergency.1.number: "9l1" is not right: write the 3 to 6 digits'),
    (
        "contacts",
        CONTACTS.replace("'116123'", "'116122'"),
        "number shows 116 123, but tel dials 116122: write the same digits",
    ),
    ("contacts", CONTACTS.replace("116 123,", "116 12,"), "number shows 116 12, but tel dials 116123"),
    ("contacts", CONTACTS.replace("'116123'", "0116123"), 'put it in quotes, as "0116123"'),
]


def complaints(name: str, text: str) -> list[str]:
    document = parse(text)
    assert not document.faults, document.faults
    if name == "sources":
        return check_keyed(document, contracts.Source)[1]
    return (check_rows(name, document, LISTS[name]) if name in LISTS else check_map(document, MAPS[name]))[1]


@pytest.mark.parametrize(("name", "text", "said"), COMPLAINTS, ids=range(len(COMPLAINTS)))
def test_a_fault_is_named(name, text, said):
    faults = complaints(name, text)
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("symptoms", SIGN),
        ("places", PLACE),
        ("numbers", FIGURE),
        ("sources", SOURCE),
        ("codes", CODE),
        ("contacts", CONTACTS),
    ],
)
def test_what_the_table_breaks_was_right(name, text):
    assert complaints(name, text) == []


def test_a_good_row_passes_and_a_bad_one_is_left_out():
    rows, faults = check_rows("symptoms", parse(f"{SIGN}\n- {{id: b}}"), LISTS["symptoms"])
    assert [row.id for row in rows] == ["a"]
    assert faults and all(fault.startswith("line 2: b:") for fault in faults)


# One file and another ----------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path):
    """The facts of the small guide, to edit: root(file, old, new) returns what is then complained of."""
    for name in ("data", "tests"):
        shutil.copytree(FIXTURE / name, tmp_path / name)

    def edit(name: str, old: str, new: str) -> list[str]:
        text = (tmp_path / name).read_text("utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
        return [f"{file}: {line}" for file, line in read_facts(tmp_path, date(2026, 11, 23))[1]]

    edit.path = tmp_path
    return edit


BETWEEN = [
    # file, what is written, in its place, what is said
    (
        "data/symptoms.yml",
        "places: [liver]",
        "places: [spleen]",
        'jaundice: place "spleen" is in no row of data/places.yml: write one of anywhere, breast, liver, brain',
    ),
    ("data/symptoms.yml", "sources: [agency]", "sources: [agenci]", 'source "agenci" is not in data/sources.yml'),
    (
        "data/symptoms.yml",
        "act: today",
        "act: soon",
        'jaundice: act "soon" is less urgent than its sources allow: write act: today',
    ),
    (
        "data/symptoms.yml",
        "id: jaundice",
        "id: yellow",
        'jaundice is gone, but tests/acts.yml needs it at "today": put the row back',
    ),
    (
        "data/symptoms.yml",
        "why: A test",
        "why: 1 in 8 of a test",
        "line 5: write chances as 'N out of 100', not '1 in 8'",
    ),
    ("data/questions.yml", "Where is the cancer?", "Is it 12%?", "write '2%' as 'N out of 100'"),
    ("data/codes.yml", "place: liver", "place: livr", 'C78.7: place "livr" is in no row of data/places.yml'),
    (
        "data/places.yml",
        "page: /sites/brain/",
        "page: /sites/liver/",
        "brain: page /sites/liver/ is already that of liver",
    ),
    (
        "data/places.yml",
        "planner: {place: 1}",
        "planner: {place: 2}",
        "brain: planner.place 2 is already that of liver",
    ),
    ("data/sources.yml", "2026-01-09", "2026-11-24", "agency: checked: 2026-11-24 has not come yet"),
    ("data/addresses.yml", "- /clinics/\n", "- clinics/\n", '"clinics/" is no address: write one such as'),
    ("tests/acts.yml", "act: today", "act: later", 'tests/acts.yml: line 4: row 1: act: "later" is not known'),
    (
        "tests/acts.yml",
        "ids: [jaundice]",
        "idss: [jaundice]",
        "tests/acts.yml: line 5: row 1: idss is not a key we know: write ids",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), BETWEEN)
def test_what_one_file_says_of_another_is_one_line(root, name, old, new, said):
    faults = root(name, old, new)
    assert len(faults) == 1 and said in faults[0], faults


def test_the_small_guide_has_no_fault(root):
    assert root("data/words.yml", "Yellow", "Yellow") == []


def test_more_urgent_than_the_floor_is_right(root):
    assert root("data/symptoms.yml", "act: today", "act: now") == []


@pytest.mark.parametrize(
    "name",
    ["tests/acts.yml", "data/addresses.yml", "data/redirects.yml", "data/codes_elsewhere.yml", "data/places.yml"],
)
def test_a_guard_can_not_go(root, name):
    """Missing, empty or under another name: a guard that is not there is a fault, and the only one."""
    kept = (root.path / name).read_text("utf-8")
    (root.path / name).write_text("")
    empty = read_facts(root.path, date.max)[1]
    (root.path / name).unlink()
    missing = read_facts(root.path, date.max)[1]
    (root.path / name).with_name("misspelt.yml").write_text(kept)
    misspelt = read_facts(root.path, date.max)[1]
    assert [file for file, _ in empty] == [file for file, _ in missing] == [name]
    assert "the file is missing" in missing[0][1]
    assert {file for file, _ in misspelt} <= {name, "data/misspelt.yml"} and name in dict(misspelt)


@pytest.mark.parametrize(
    ("name", "old", "new"), [("data/sources.yml", "  title", "  titel"), ("data/places.yml", "- id:", "- id")]
)
def test_what_follows_from_a_file_that_cannot_be_read_is_not_said(root, name, old, new):
    assert len(root(name, old, new)) == 1
