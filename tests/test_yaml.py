"""The one reader of YAML: what is refused, with its line; and what people write is read as they meant it."""

from datetime import date

import pytest
import yaml_reader
from yaml_reader import Bare, parse

REFUSED = [
    # what is written, what is said
    ("a: 1\nb: 2\na: 3", "line 3: a stands twice (also in line 1): keep one"),
    ("- {id: jaundice, says: x, says: y}", "line 1: jaundice: says stands twice"),
    (
        "- id: a\n  says: x\n  id: b\n  says: y",
        'line 3: a: id stands twice (also in line 1): keep one, or begin a new row with "- "',
    ),
    ("a:\n  b: 1\n  c: 2\n  b: 3", "line 4: a.b stands twice (also in line 2)"),
    ("a:\n\tb: 1", "line 2: a tab stands in this line: write spaces"),
    ("a: &x [1]\nb: *x", "line 1: anchors and aliases"),
    ("a: [1,\nb: 2", "line"),
    ("a: 'open\nb: 2\nc: 3", "line 1: this is not valid YAML (a quote is not closed)"),
    ("a: 1\nb 2\nc: 3", "this is not valid YAML"),
    (
        "a: !!python/object/apply:os.system [x]",
        "line 1: the tag tag:yaml.org,2002:python/object/apply:os.system is not used here",
    ),
    ("a: 1\n---\nb: 2", "line 2: a second document begins here"),
    ("? [a]\n: 1", "line 1: a key cannot be a list or a map"),
    ("a: 91\u200b1", "line 1: an invisible character (U+200B)"),
    ("a: \u202e999", "line 1: an invisible character (U+202E)"),
    ("a: \x00", "line 1: an invisible character (U+0000)"),
    ("[" * 30, "line 1: this is nested more than 20 deep"),
    ("[" * 100_000, "line 1: this is not valid YAML"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=range(len(REFUSED)))
def test_what_could_be_misread_is_refused_with_its_line(text, said):
    found = parse(text)
    assert found.value is None and len(found.faults) == 1 and said in found.faults[0], found.faults


@pytest.mark.parametrize(
    ("raw", "value"),
    [("7", 7), ("2.5", 2.5), ("true", True), ("no", "no"), ("NO", "NO"), ("on", "on"), ("~", None), ("", None), ('"7"', "7"),
     ("000", Bare("000")), ("02071234567", Bare("02071234567")), ("1_000", Bare("1_000")), ("12:30", Bare("12:30")),
     ("2026-11-23", date(2026, 11, 23)), ("2026-02-30", Bare("2026-02-30")), ("23.11.2026", "23.11.2026"), ("2.16.840.1", "2.16.840.1")],
)  # fmt: skip
def test_a_plain_word_is_what_people_mean(raw, value):
    assert parse(f"a: {raw}").value == {"a": value}


def test_each_part_knows_its_line_also_when_the_text_begins_further_down():
    found = parse("a: 1\nb:\n  - c: 2\n  - d: 3", first_line=2)
    assert [found.line(path) for path in (("a",), ("b",), ("b", 1, "d"), ("b", 1, "missing"), ("none",))] == [
        2,
        3,
        5,
        5,
        2,
    ]


def test_a_file_that_cannot_be_read_is_a_fault_like_any_other(tmp_path):
    (tmp_path / "latin.yml").write_bytes("a: 1\nb: é".encode("latin-1"))
    (tmp_path / "utf16.yml").write_bytes("a: 1".encode("utf-16"))
    (tmp_path / "bom.yml").write_bytes("a: 1\r\n".encode("utf-8-sig"))
    said = {name: yaml_reader.read(tmp_path / f"{name}.yml").faults for name in ("latin", "utf16", "none", "bom")}
    assert said["latin"] == ["line 2: byte 9 is not UTF-8: save the file as UTF-8"]
    assert "is not UTF-8" in said["utf16"][0]
    assert said["none"] == ["the file is missing: put it back, or mend its name"]
    assert said["bom"] == [] and yaml_reader.read(tmp_path / "bom.yml").value == {"a": 1}
    assert yaml_reader.read(tmp_path).faults == ["this is not a file: put the file back"]
