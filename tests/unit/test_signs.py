"""The signs against their draft (tests/signs_draft.yml): no shorter line loses a symptom, time, medicine or border."""

import re

import pytest
import yaml_reader
from conftest import ROOT
from contracts import LABELS
from signs import line_id

STOP = set("a an and are at be by for in is it of on or such as that the to with you your".split())


def words(text: str) -> set[str]:
    """The words and figures of a text that mean something, in small letters."""
    return set(re.findall(r"\d+(?:\.\d+)?|[a-z]+(?:[-'][a-z]+)*", text.lower().replace("’", "'"))) - STOP


@pytest.fixture(scope="module")
def draft():
    document = yaml_reader.read(ROOT / "tests/signs_draft.yml")
    assert document.faults == []
    return document.value


def test_the_floor_is_where_the_draft_has_it(facts, draft):
    """How soon, for whom and on which pages: for each line, and for every older sign that it keeps."""
    labels = {line_id(notice, label): label for notice in facts.signs.notices for label in LABELS}
    for name, row in draft["lines"].items():
        due = (labels[name], row.get("only_if", ""), row["places"])
        for one in (name, *row.get("from", [])):
            floor = facts.urgency_floor[one]
            assert (floor.label, floor.only_if, floor.places) == due, one


def test_each_word_of_the_draft_stands_or_is_listed_as_dropped(facts, draft):
    says = {}
    for notice, label, line in facts.signs.lines:
        until = notice.meanwhile.says if notice.meanwhile else ""
        for name in (line_id(notice, label), *line.kept):
            says[name] = words(f"{notice.name} {line.only_if} {line.says} {until}")
    lost = {}
    for name, row in draft["lines"].items():
        gone = words(f"{row.get('only_if', '')} {row['says']}") - says.get(name, set())
        lost |= {name: sorted(gone)} if gone else {}
    listed = {name: sorted(gone) for name, gone in draft["dropped"].items()}
    assert lost == listed, "dropped:\n" + "".join(f"  {name}: [{', '.join(gone)}]\n" for name, gone in lost.items())
