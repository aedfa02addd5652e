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
REVIEW = f"clinical_review: {{name: A, role: nurse, date: 2026-01-05, text: {64 * 'a'}}}\nrelated:"
QUOTES = "would be read as a number or a day: put it in quotes, as"

LEGS = "    now: {says: Legs that are weak or numb, from: [weak-numb-legs], sources: [agency]}\n"
UNTIL = "    meanwhile: {says: Lie flat if you can., sources: [hospital]}\n"
ACHE = (
    "  - {{id: ache-{0}, area: mood, name: Ache {0}, concepts: [pain], today: {{says: Ache {0}, sources: [agency]}}}}\n"
)

SLIPS = {  # file: what stands there, what is written instead, what is said
    "signs": [
        ("area: trunk", "area: trnk", 'line 33: breathing: area: "trnk" is not there: write one of head, trunk,'),
        ("areas:\n", "areas:\n  - {id: empty, says: a, short: b, see: c}\n", "line 2: empty: no notice stands in this"),
        ("short: Dark thoughts", f"short: {'a' * 31}", "line 6: areas.mood.short has 31 letters: 30 at most"),
        ("[brain, liver]", "[bran, liver]", 'line 19: confusion: places: "bran" is in no row of data/places.yml'),
        ("id: legs", "id: breathing", "line 40: breathing: breathing stands twice among areas and notices"),
        ("now: {says: Legs", "nw: {says: Legs", "line 43: notices.legs.nw is not a key we know: write now"),
        (LEGS, "", "line 40: notices.legs: it says nothing: write now, team_now, today or soon"),
        ("only_if: on", "onlyif: on", "line 36: notices.breathing.team_now.onlyif is not a key we know: write only_if"),
        ("[agency]", "[agenci]", 'line 13: notices.one-side.now.sources: source "agenci" is not in data/sources.yml'),
        ("Legs that", f"Legs{' a' * 30} that", "line 43: notices.legs.now.says: it has 36 words: 30 at most"),
        ("weak legs", f"legs{' a' * 18}", "line 84: danger_box.1.says: it has 26 words: 18 at most"),
        ("[face-droop]", "[]", "line 8: notices: data/urgency_floor.yml needs face-droop: put the line back, or name"),
        (
            "id: eating",
            "id: food",
            "line 8: notices: data/urgency_floor.yml needs eating-soon: put the line back",
        ),
        (
            "[face-droop]",
            "[face-drop]",
            "line 13: one-side: now: from names face-drop, which data/urgency_floor.yml",
        ),
        ("[face-droop]", "[face-droop, balance]", "line 13: one-side: now: balance is kept by today of confusion too"),
        ("today: {says: It", "today: &a {says: It", "line 66: anchors and aliases"),
        ("soon: {says: that", "today: {says: that", "line 24: headache: data/urgency_floor.yml needs headache-soon"),
        ("now: {says: Legs", "today: {says: Legs", "line 43: legs: today is calmer than data/urgency_floor.yml allows"),
        ("now: {says: Legs", "team_now: {says: Legs", "line 43: legs: team_now is calmer than data/urgency_floor.yml"),
        ("{says: One", "{only_if: on A, says: One", "line 13: one-side: now: only_if is narrower than data/urgency_f"),
        ("on Drug A", "on Drug B", 'breathing-team-now: write "on Drug A", or take it out'),
        (
            "only_if: on Drug A, ",
            "",
            "breathing-team-now: only_if asks for less than breathing in data/signs.yml does: put",
        ),
        (
            "[liver]",
            "[brain]",
            "line 50: jaundice: places: data/urgency_floor.yml needs jaundice-now at liver too",
        ),
        ("[liver]", "[liver, brain]", "jaundice-now, jaundice-today, jaundice: places asks for less than jaundice in"),
        ("call: crisis, ", "", "line 80: dark-thoughts: now: data/urgency_floor.yml needs call with dark-thoughts-now"),
        (UNTIL, "", "line 43: legs: now: data/urgency_floor.yml needs meanwhile with legs-now: put it back"),
        ("confusion, one-side]", "confusion]", "line 83: danger_box: no line before the last covers one-side: name"),
        ("[fever, breathing]", "[fever]", "line 83: danger_box: the last line, the team's, does not cover breathing"),
        ("[fever, breathing]", "[fever, breathing, fver]", "line 86: danger_box.3: covers: fver is no notice: mend"),
        ("danger_box:\n", "".join(map(ACHE.format, range(8))) + "danger_box:\n", "line 6: mood: 8 lines of today in"),
        ("danger_box:\n", ACHE.format(1) + "danger_box:\n", "line 83: ache-1: today is new: run `make addresses`"),
        ("name: Headache", "name: Fever", "line 72: fever: name: it stands with headache already"),
        (
            "A new lump",
            "It turns hot and red in days",
            "breast-changes: soon: it says what today of breast-changes says",
        ),
        ("A new lump", "A new lump. Wait and see", "'Wait and see' could make someone wait"),
        (
            "or hard to wake",
            "or hard to wake. Call today",
            'confusion: now: "call today" is the name of a calmer label',
        ),
        ("Suddenly muddled", "Not muddled", 'confusion: now: "Not" leaves people out'),
        (
            "concepts: [yellow]",
            "concepts: [yellow, yellow]",
            'notices.jaundice.concepts: "yellow" stands twice',
        ),
        ("legs: Chest and back", "legs: Belly", 'head: see: "Belly" is the beginning of no other'),
        ("short: Chest and back", "short: Breast and skin", "breast: short: it stands with trunk already"),
        (
            "Your team's line first: fever",
            "Fever",
            'danger_box.3: says: "Your team\'s line first:" begins the last line',
        ),
        (
            "A terrible headache, yellow with fever, hard shaking, dark thoughts",
            "Something else is odd",
            "no word of headache, which it covers",
        ),
        ("says: Hard shaking", 'says: "Hard\\u200b shaking"', "line 73: an invisible character (U+200B)"),
        ("says: Hard shaking", 'says: "Hard <del>shaking</del>"', "line 73: '<del>' would be shown as typed"),
        ("says: Hard shaking", 'says: "~~Hard~~ shaking"', "line 73: '~~' is Markdown"),
        ("says: Hard shaking", 'says: "..."', "line 73: '...' is no text for readers"),
        ("says: Hard shaking", 'says: "Hard shaking ======= x"', "line 73: '=======' is left from a merge"),
        ("says: Hard shaking", 'says: "Hard shaking [JS1]"', "'[JS1]': square brackets hold"),
        ("says: Hard shaking", 'says: "Hard shaking, call 911"', "'call 911' is a number to call"),
        ("Lie flat if you can.", "Take 500 mg.", "'500 mg' is a dose"),
    ],
    "urgency_floor": [
        ("label: now", "label: nwo", "line 1: face-droop: label: \"nwo\" is not known: write 'now', 'team_now'"),
        ("places: [brain]", "place: [brain]", "line 1: face-droop: place is not a key we know: write places"),
        ("face-droop", "one-side-now", "line 2: one-side-now stands twice (also in line 1)"),
        (
            "face-droop: {label: now",
            "face-droop: {label: soon",
            "line 1: face-droop: label asks for less than one-side",
        ),
        (", needs: [meanwhile]", "", "line 16: legs-now: needs asks for less than legs"),
        ("[brain, liver]", "[brain, livr]", 'line 3: sudden-confusion: "livr" is in no row of data/places.yml'),
    ],
    "urgency": [
        ("soon:", "son:", "line 4: son is not a key we know: write soon"),
        (", rule: New or worse", "", "line 3: today.rule is missing"),
        ("Call now", "Call us now", 'line 1: now: its name is "Call now"'),
        ("rule: Very unwell", "rule: Anything else", "line 4: soon: two labels have the same rule"),
    ],
    "sentences": [
        ("[^agency]", "[^agncy]", "[^agncy] is not in data/sources.yml"),
        ("does not replace", "replaces", 'line 10: general: it no longer says "does not replace"'),
        ("Tell us.", "Checked by a doctor.", "line 19: 'Checked by' claims a review"),
    ],
    "places": [
        ("map: none", "map:", "breast: map is empty"),
        ("caption:", "captoin:", "liver: map.captoin is not a key we know: write caption"),
        ("/sites/brain/", "/sites/liver/", "brain: page: it must end with /brain/: mend it"),
        ("[128, 230]", "[1280, 230]", "liver: map.dot.1"),
        ("M116 214", "M1160 214", "liver: map: organ: 1160 214 lies outside the map"),
        ("side: left", "side: right", "liver: map: line: it does not begin at the label"),
        ("[Brain]", "[Liver]", "brain: map: its label is no name of Brain"),
    ],
    "numbers": [
        ("of: 100", "of: 1000", 'of: "1000" is not known: write 100'),
        ("count: 15", "count: 015", 'count: "015" is not a whole number'),
        ("About 15", "About 15.5", "small-share: the picture shows 15, but says does not"),
        ("had this", "fewer had this", 'small-share: says: "fewer" leaves a sum to the reader'),
        ("  count: 15\n", "", "small-share: write count, for one group, or with and without"),
        ("with: 60", "with: 60\n  count: 60", "two-arms: write count, for one group, or with and without"),
        ("without: 37", "without: 101", "two-arms: without: 101 is too high: write 100 at most"),
        ("  without: 37\n", "", "two-arms: one arm stands without the other"),
        ("  arms: [Drug A (Brand), Another drug]\n", "", "two-arms: arms: with and without have two labels"),
        ("[Drug A (Brand), Another drug]", "[Drug A, drug a]", 'two-arms: arms: "drug a" stands twice'),
        ("about 37 out of 100", "some", "two-arms: the picture shows 60 and 37, but says does not"),
    ],
    "sources": [
        ("2026-01-09", "2026-02-30", "2026-02-30 is not a day of the calendar"),
        ("2026-01-09", "2026-01-21", "agency: checked: 2026-01-21 has not come yet"),
        ("example/signs", "example/) [x](/y", "agency: url: "),
        ("2026-01-09", "2016-01-09", "2016-01-09 is before this guide began"),
        ('"2025"', '"2052"', "dated: 2052 has not come yet"),
        ("https://agency.example/signs", "https://bit.ly/x", "agency: url: "),
        ("read_as: page", "read_as: page\n  belongs_at: a house", "agency: belongs_at is only for read_as: elsewhere"),
        ("A page on signs", "404 Not Found", "line 2: '404 Not Found' is no text"),
    ],
    "changes": [
        ("says:", "sais:", "line 1: row 1: sais is not a key we know: write says"),
        ("Ask", f"Ask{' a' * 40}", "line 2: row 2: says: it has 45 words: 40 at most"),
        ("more_urgent: true", "more_urgent: yes", "line 1: row 1: more_urgent: write true or false"),
        (", more_urgent: true", "", "line 1: row 1: more_urgent is missing: write it"),
        (", notices: [headache]", "", "line 1: row 1: notices and pages are missing: write one of them"),
        ("[headache]", "[headach]", "line 1: row 1: notices: headach is no notice: write headache"),
        ("/care/questions/", "care/questions", 'line 2: row 2: pages.1: "care/questions" is not right'),
        ("2026-01-10", "2026-01-21", "line 1: row 1: day: 2026-01-21 has not come yet: write the day it came"),
        ("2026-01-10", "2026-01-09", "line 2: row 2: day: 2026-01-10 is newer than the row above: put it first"),
        ("Ask before", "In 1 in 4 ask before", "line 2: write chances as"),
    ],
    "codes": [
        ("page: /", "page: //evil.example/", "C50: page: "),
        ("page: /", "page: /, place: liver", "C50: write place (of data/places.yml) or page"),
        ("code: C78.7", "code: C78.O", "C78.O: code: C78.O is none of ICD-10-CM"),
        ("6.90, code: C78.7", "6.96, code: C78.7", "C78.7: oid: that of ICD-10-CM is"),
        ("place: brain", "place: liver", "C79.31: liver has no codes that begin so"),
        ("page: /, narrow: 0", "page: /, narrow: 3", "C50: narrow: 3 is for a place's codes"),
    ],
    "words": [
        ("means:", "x: 1\n  means:", "Jaundice: x is not a key we know: take it out"),
        (
            "Yellow skin or eyes.",
            "A test that makes pictures with sound.",
            'Ultrasound: "A test that makes pictures with sound." stands with Jaundice already',
        ),
        ('["US"]', '["THE"]', 'Ultrasound: also: "the" is another word'),
    ],
    "questions": [
        ("Where is the cancer?", "Is it 12%?", "line 3: write '12%' as"),
        ("Can I drive?", "Can I drive", "write a question that ends with ?"),
        ("Can I drive?", "Do I need a scan?", 'brain: questions: "Do I need a scan?" stands twice'),
    ],
    "codes_elsewhere": [
        ("Z17.32", "Z17.23", "Z17.23: code: it is not one of HER2-negative cancer"),
        ("meaning: HER2-negative", "meaning: HER2", "Z17.32: code: it is not one of"),
    ],
    "thesaurus": [
        ("a an and", "a an and headache", "stop: headache would be found no more"),
        ("stop: a an and do i in is it my of or the to what when", "stop: a an", "stop: only 2 words are left"),
        ("[numb, pins and", "[hot, numb, pins and", '"hot" stands in hot and in numb: take it out of one'),
        ("twice:\n", "twice:\n  hefty: a word\n", 'twice: "hefty" does not stand in two concepts'),
        ("[boob, breast]", "[breast, boob]", '"breast" is out of order: put "boob" before it'),
        ("  itch:", "  itcy: {words: [x]}\n  itch:", "itcy"),
    ],
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
        ('"911"', '"999"', "emergency.1: number: that of US is 911"),
        ('country: UK\n    number: "999"', 'country: US\n    number: "911"', "line 1: emergency: US stands twice"),
        ("For anyone in distress.", "Or call 116 132.", "'call 116 132' is a number to call"),
        ("hours: By day", "hours: By day\n    urgent: true", "urgent: a line for urgent help answers at night too"),
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
        (
            "related: [/symptoms/get-help/, /sites/]",
            "related: [/sites/, /sites/]",
            'related: "/sites/" stands twice',
        ),
        ("Call your team about any new sign.", "Wait and see.", "'Wait and see' could make someone wait"),
        (
            "related:",
            REVIEW.replace("name: A", "name: Shimoli Barot"),
            "clinical_review.name: Barot did not review",
        ),
        ("[yellow eyes]", "['{numbr}']", "line 12: keywords: '{numbr}' is not what people type"),
    ],
    "block": [
        ("day_number:", "day_numbr:", "line 3: extra.clinic.day_numbr is not a key"),
        ('"555 0288"', "call us", 'line 3: extra.clinic.day_number: "call us" is no telephone number'),
        ("assets/book.svg", "../data/codes.yml", 'extra.clinic.logo: "../data/codes.yml" is no file'),
        ("assets/book.svg", "//a.example/x.svg", 'logo: "//a.example/x.svg" lies elsewhere'),
        ("help@a.example", "http://a.example", "is no address"),
        ("name: A", "name: <b>A</b>", "extra.clinic.name: '<b>' would be shown"),
        ('"555 0288"', '"911"', "extra.clinic.day_number: 911 is no number of a team"),
        ("help@a.example", "help@example.com", '"help@example.com" is no address that readers'),
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
    assert {Path(file).stem for file, _ in faults} <= {name, *(["urgency_floor"] if name == "signs" else [])}
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
    for logo, said in (("<svg><script/></svg>", "<script does not belong"), (" " * 30_001, "make it 30,000 or less")):
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
