"""The contracts of data/, a page's head and a clinic's block: one slip is one line, and nothing follows from it."""

import functools
from datetime import date
from pathlib import Path

import clinic
import facts
import front_matter
import pages
import pytest
import yaml_reader
from conftest import FIXTURE
from yaml_reader import Bare, parse

LATEST = date(2026, 1, 20)
RIGHT = {Path(name).stem: (FIXTURE / name).read_text("utf-8") for name in facts.FILES}
RIGHT["page"] = (FIXTURE / "docs/sites/liver.md").read_text("utf-8")
RIGHT["block"] = """\
site_url: !ENV [SITE_URL, '']
extra:
  clinic: {name: A, day_number: "555 0288", night_number: "555 0288", logo: assets/book.svg}
  report_mistakes: help@a.example
"""
REVIEW = "clinical_review: {name: A, role: nurse, date: 2026-01-05}\nrelated:"
QUOTES = "would be read as a number or a day: put it in quotes, as"

SLIPS = {  # file: what stands there, what is written instead, what is said
    "symptoms": [
        ("  act: now\n", "", "line 1: severe-breathing: act is missing"),
        ("act: now", "act: soner", 'line 4: severe-breathing: act: "soner" is not known'),
        ("says: Yellow skin or eyes", "says: ' '", "jaundice: says is empty"),
        ("sudden-confusion", "severe-breathing", "line 17: severe-breathing: this stands twice"),
        ("[brain]", "[bran]", 'face-droop: place "bran" is in no row of data/places.yml'),
        ("[agency]", "[agenci]", 'line 6: source "agenci" is not in data/sources.yml'),
        ("act: today", "act: soon", 'jaundice: act "soon" is less urgent'),
        ("id: jaundice", "id: yellow", "jaundice is gone, but tests/acts.yml needs it"),
        ("[liver]", "[brain]", "jaundice: tests/acts.yml needs it in liver too"),
        ("act: today", "act: now", ""),
    ],
    "places": [
        ("map: none", "map:", "anywhere: map is empty"),
        ("caption:", "captoin:", "liver: map.captoin is not a key we know: write caption"),
        ("place: 1", "place: 2", "brain: planner.place 2 is already that of liver"),
    ],
    "numbers": [
        ("of: 100", "of: 1000", 'of: "1000" is not known: write 100'),
        ("count: 15", "count: 015", 'count: "015" is not a whole number'),
    ],
    "sources": [
        ("2026-01-09", "2026-02-30", "2026-02-30 is not a day of the calendar"),
        ("2026-01-09", "2026-01-21", "agency: checked: 2026-01-21 has not come yet"),
        ("example/signs", "example/) [x](/y", "agency: url: "),
    ],
    "codes": [
        ("page: /", "page: //evil.example/", "C50: page: "),
        ("page: /", "page: /, place: liver", "C50: write place (of data/places.yml) or page"),
    ],
    "words": [("means:", "x: 1\n  means:", "Jaundice: x is not a key we know: take it out")],
    "questions": [("Where is the cancer?", "Is it 12%?", "line 3: write '12%' as")],
    "redirects": [
        ("/liver:", "//evil.example:", "short.//evil.example: "),
        ("/sites/liver/", "//evil.example/", "short./liver: "),
    ],
    "contacts": [
        ('"911"', "000", f'emergency.1.number: 000 {QUOTES} "000"'),
        ('"911"', '"9l1"', 'emergency.1.number: "9l1" is not right'),
        ('"116123"', "0116123", f'crisis.1.tel: 0116123 {QUOTES} "0116123"'),
        ('"116123"', '"116122"', "number shows 116 123, but tel dials 116122"),
        ("helplines:", "emergency:", "emergency stands twice (also in line 1)"),
    ],
    "addresses": [
        ("- /clinics/\n", "- clinics/\n", '"clinics/" is not right'),
        ("- /clinics/\n", "- /\n", "/: this stands twice (also in line 1)"),
    ],
    "page": [
        ("---\n", "", "line 1: front matter is missing"),
        ("---\n\n", "", "line 1: the front matter has no end"),
        ("2026-01-10", "10.1.2026", 'line 8: checked: "10.1.2026" is not a day'),
        ("2026-01-10", "2031-01-10", "line 8: checked: 2031-01-10 has not come yet"),
        ("2026-12-10", "2028-12-10", "line 9: check_by is more than 12"),
        ("2026-12-10", "2025-12-10", "line 9: check_by is not after checked"),
        ("checked:", "kind: tool\nchecked:", "line 8: kind stands twice (also in line 4)"),
        ("A page", "A # page", "line 3: description has 1 letters: 50 at least"),
        ("tests.\n", "tests. No. No.\n", "line 5: message: it has 4 sentences"),
        ("kind: site", "kind: archived", "withdrawn is missing"),
        ("related:", REVIEW, ""),
        ("related:", REVIEW.replace("2026", "2031"), "line 14: clinical_review.date: 2031-01-05 has not come yet"),
    ],
    "block": [
        ("day_number:", "day_numbr:", "line 3: extra.clinic.day_numbr is not a key"),
        ('"555 0288"', "call us", 'line 3: extra.clinic.day_number: "call us" is no telephone number'),
        ("assets/book.svg", "../data/codes.yml", 'extra.clinic.logo: "../data/codes.yml" is no file'),
        ("assets/book.svg", "//a.example/x.svg", 'logo: "//a.example/x.svg" lies elsewhere'),
        ("help@a.example", "http://a.example", "is no address"),
    ],
}
parsed = functools.cache(parse)


def told(name: str, text: str, folder: Path) -> list[str]:
    """What is complained of when a file of the small guide says this."""
    if name == "page":
        return front_matter.check(text, LATEST)[1]
    if name == "block":
        (folder / "mkdocs.yml").write_text(text)
        return clinic.read_publisher(folder / "mkdocs.yml", FIXTURE / "docs").faults
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "read", lambda path: parsed(text if path.stem == name else RIGHT[path.stem]))
        faults = facts.read_facts(FIXTURE, LATEST)[1]
    assert {Path(file).stem for file, _ in faults} <= {name}
    return [line for _, line in faults]


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_one_line_of_its_file(tmp_path, name):
    for old, new, said in SLIPS[name]:
        assert old in RIGHT[name]
        faults = told(name, RIGHT[name].replace(old, new, 1), tmp_path)
        assert len(faults) == bool(said) and said in "".join(faults), (new, faults)


def test_what_the_table_breaks_was_right(tmp_path):
    assert [fault for name, text in RIGHT.items() for fault in told(name, text, tmp_path)] == []
    found = clinic.read_publisher(tmp_path / "mkdocs.yml", FIXTURE / "docs")
    assert (found.clinic.numbers, found.mistakes) == (["555 0288"], "mailto:help@a.example")


def test_no_file_may_be_empty_or_go_and_none_may_come(tmp_path):
    """Also a guard under another name: nothing reads it."""
    for name in map(Path, facts.FILES):
        for text, found in (("", "nothing"), ("x", '"x"')):
            assert [line.partition("found ")[2] for line in told(name.stem, text, tmp_path)] == [found]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/adresses.yml").write_text("- /\n")
    *missing, (file, line) = facts.read_facts(tmp_path, LATEST)[1]
    assert missing == [(name, "the file is missing: put it back, or mend its name") for name in facts.FILES]
    assert file == "data/adresses.yml" and "no part of the guide reads this file" in line


def test_a_logo_that_runs_or_weighs_is_refused(tmp_path):
    for logo, said in (("<svg><script/></svg>", "<script does not belong"), (" " * 30_001, "make it 30 KB or less")):
        (tmp_path / "logo.svg").write_text(logo)
        assert said in clinic.wrong_logo("logo.svg", tmp_path)


def test_a_plain_word_is_what_people_mean():
    meant = {raw: Bare(raw) for raw in ("000", "02071234567", "1_000", "12:30", "2026-02-30")}
    meant |= {"2.5": 2.5, "true": True, "on": "on", "": None, '"7"': "7", "2.16.8": "2.16.8"}
    assert {raw: parse(f"a: {raw}").value["a"] for raw in meant} == meant


def test_a_file_that_cannot_be_read_is_a_fault_like_any_other(tmp_path):
    (tmp_path / "mark.yml").write_bytes("a: 1\r\n".encode("utf-8-sig"))
    (tmp_path / "long.md").write_bytes(b"x" * 5_000_000)
    assert yaml_reader.read(tmp_path / "mark.yml").value == {"a": 1}
    assert yaml_reader.read(tmp_path).faults == ["this is not a file: put the file back"]
    assert "5000 KB is too long for a page" in pages.read_page(tmp_path / "long.md")[1]
