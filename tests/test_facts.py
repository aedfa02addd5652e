"""The contracts of data/*.yml: a table of what is written and what is complained of."""

import facts
import pytest

ROW = "- {id: a, places: [liver], says: Yellow eyes, act: today, why: Because, sources: [s]}"

COMPLAINTS = [
    # file, what is written, what is said
    ("symptoms", "", "a list of rows is due here"),
    ("symptoms", "a: b", "a list of rows is due here, each beginning with \"- id:\"; found a map"),
    ("symptoms", "- [", "this is not valid YAML"),
    ("symptoms", ROW.replace("places: [liver], ", ""), "a: places is missing: write it"),
    ("symptoms", ROW.replace("[liver]", "[liverr]"), 'a: places.0: "liverr" is not right'),
    ("symptoms", ROW.replace("act: today", "act: tomorrow"), 'a: act: "tomorrow" is not right'),
    ("symptoms", ROW.replace("act: today, ", ""), "a: act is missing"),
    ("symptoms", ROW.replace("sources: [s]", "sources: []"), "a: sources"),
    ("symptoms", ROW.replace("sources: [s]", "sourcs: [s]"), "a: sourcs is not a key we know: take it out or mend its spelling"),
    ("symptoms", f"{ROW}\n{ROW}", "a: this id stands twice"),
    ("symptoms", "- just text", "row 1:"),
    ("numbers", "- {id: a, count: 15, of: 1000, who: w, when: t, where: p, says: s, sources: [s], unsure: u}", 'a: of: "1000"'),
    ("numbers", "- {id: a, count: 115, of: 100, who: w, when: t, where: p, says: s, sources: [s], unsure: u}", 'a: count: "115"'),
    ("sources", "- a", "a map (key: value) is due here; found a list"),
    ("sources", "s: {title: t, publisher: p, url: https://a.example, dated: d, checked: 2026-13-45, read_as: copy}", "this is not valid YAML"),
    ("sources", "s: {title: t, publisher: p, url: http://a.example, dated: d, checked: 2026-01-01, read_as: copy}", 's: url: "http://a.example"'),
    ("sources", "s: {title: t, publisher: p, url: https://a.example, dated: d, checked: 2026-01-01, read_as: heard}", 's: read_as: "heard"'),
    ("codes", "- {system: ICD-10-CM, oid: '1.2', code: C50, meaning: m, page: //evil.example/}", 'C50: page: "//evil.example/"'),
    ("words", "- {term: Mets, means: m, source: s, extra: 1}", "Mets: extra is not a key we know"),
    ("acts", "now: {name: n, heading: h, do: [d]}\ntoday: {name: n, heading: h, do: [d]}", "soon is missing"),
    ("contacts", "emergency: []\nhelplines: []\ncrisis: []", "emergency"),
]


@pytest.mark.parametrize(("name", "text", "said"), COMPLAINTS)
def test_a_fault_is_named(name, text, said):
    _, faults = facts.parse(name, text)
    assert any(said in fault for fault in faults), faults


def test_a_good_row_passes_and_a_bad_one_is_left_out():
    rows, faults = facts.parse("symptoms", f"{ROW}\n- {{id: b}}")
    assert [row["id"] for row in rows] == ["a"]
    assert faults and all(fault.startswith("b:") for fault in faults)


FLOOR = [{"act": "today", "ids": ["a"]}]


@pytest.mark.parametrize(
    ("act", "said"),
    [("now", None), ("today", None), ("soon", 'a: act "soon" is less urgent than its sources allow: write act: today')],
)
def test_no_sign_becomes_less_urgent(act, said):
    assert facts.too_calm([{"id": "a", "act": act}], FLOOR) == ([said] if said else [])


def test_a_sign_of_the_floor_cannot_vanish():
    assert "a is gone" in facts.too_calm([], FLOOR)[0]


def test_a_source_that_nobody_knows_is_named():
    every = {"symptoms": [{"id": "a", "sources": ["no_such"]}], "numbers": [], "words": [], "contacts": {}, "sources": {}}
    assert facts.unknown_sources(every) == [("symptoms", 'a: source "no_such" is not in data/sources.yml: add it there or mend its spelling')]


def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "symptoms.yml").write_bytes(b"- id: \xff\xfe")
    _, faults = facts.read(tmp_path)
    assert ("symptoms.yml", "the file is not UTF-8 text (byte 6): save it as UTF-8") in faults
    assert ("acts.yml", "the file is missing: put it back") in faults
