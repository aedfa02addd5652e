"""The facts: reads data/*.yml, checks every row against its contract (contracts.py) and against the other files.

A faulty row is named and left out, so that `mkdocs serve` goes on; with `--strict` the build then fails and lists every
fault of the run. What follows from a row that is gone is not named: `lost` says which files are not whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import contracts as c  # hooks/contracts.py
import prose  # hooks/prose.py
from leavings import left_by_an_editor  # hooks/leavings.py
from pydantic import ValidationError
from yaml_reader import Document, read  # hooks/yaml_reader.py

FLOOR = "tests/acts.yml"  # how soon each sign must be acted on: a guard, so it lies apart from what it guards
LISTS = {"places": c.Place, "symptoms": c.Symptom, "numbers": c.Number, "questions": c.Questions, "words": c.Word,
         "codes": c.Code, "codes_elsewhere": c.Elsewhere}  # fmt: skip
MAPS = {"urgency": c.Urgencies, "contacts": c.Contacts, "sentences": c.Sentences, "redirects": c.Redirects}
NAME = {"words": "term", "codes": "code", "codes_elsewhere": "code"}  # what a row is called by; else its id
WORDED = ("places", "symptoms", "numbers", "questions", "words", "urgency", "contacts", "sentences")
NO_PROSE = (
    "id",
    "source",
    "sources",
    "keywords",
    "also",
    "tel",
    "number",
    "page",
    "icon",
    "organ",
    "vein",
    "chain",
    "nodes",
    "spots",
)


@dataclass
class Facts:
    """Everything under data/, as the objects of contracts.py; a file that cannot be read is empty or None."""

    places: list[c.Place] = field(default_factory=list)
    symptoms: list[c.Symptom] = field(default_factory=list)
    numbers: list[c.Number] = field(default_factory=list)
    questions: list[c.Questions] = field(default_factory=list)
    words: list[c.Word] = field(default_factory=list)
    codes: list[c.Code] = field(default_factory=list)
    codes_elsewhere: list[c.Elsewhere] = field(default_factory=list)
    sources: dict[str, c.Source] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    urgency: c.Urgencies | None = None
    contacts: c.Contacts | None = None
    sentences: c.Sentences | None = None
    redirects: c.Redirects = field(default_factory=lambda: c.Redirects(short={}, moved={}))
    floor: list[c.FloorRow] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)  # by file, for the line of a row
    lost: set[str] = field(default_factory=set)  # files of which something was left out

    def place(self, id: str) -> c.Place | None:
        return next((row for row in self.places if row.id == id), None)

    def number(self, id: str) -> c.Number | None:
        return next((row for row in self.numbers if row.id == id), None)


# Pure functions ----------------------------------------------------------------------------------


def check_rows(name: str, document: Document, model: type[c.Row]) -> tuple[list, list[str]]:
    """(the good rows of a list, complaints)."""
    if not isinstance(document.value, list) or not document.value:
        return [], [f'line 1: a list of rows is due here, each beginning with "- ": found {kind_of(document.value)}']
    good, faults, seen = [], [], {}
    key = NAME.get(name, "id")
    for place, row in enumerate(document.value):
        label = str(row[key]) if isinstance(row, dict) and isinstance(row.get(key), (str, int)) else f"row {place + 1}"
        line = document.line((place,))
        if seen.setdefault(label, line) != line:
            faults.append(
                f"line {line}: {label}: this {key} stands twice (also in line {seen[label]}): give each row its own"
            )
            continue
        try:
            good.append(model.model_validate(row))
        except ValidationError as error:
            faults += c.explain(error, document, (place,), label)
    return good, faults


def check_keyed(document: Document, model: type[c.Row]) -> tuple[dict, list[str]]:
    """(the good rows of a map, complaints)."""
    if not isinstance(document.value, dict) or not document.value:
        return {}, [f"line 1: a map is due here, one key a row: found {kind_of(document.value)}"]
    good, faults = {}, []
    for key, row in document.value.items():
        try:
            good[key] = model.model_validate(row)
        except ValidationError as error:
            faults += c.explain(error, document, (key,), key)
    return good, faults


def check_map(document: Document, model: type[c.Row]) -> tuple[object, list[str]]:
    """(the one object of a file or None, complaints)."""
    if not isinstance(document.value, dict):
        return None, [f"line 1: a map (key: value) is due here: found {kind_of(document.value)}"]
    try:
        return model.model_validate(document.value), []
    except ValidationError as error:
        return None, c.explain(error, document)


def check_addresses(document: Document) -> tuple[list[str], list[str]]:
    """(the addresses that are promised, complaints)."""
    if not isinstance(document.value, list) or not document.value:
        return [], [f"line 1: a list of addresses is due here: found {kind_of(document.value)}"]
    good, faults = {}, []
    for place, spot in enumerate(document.value):
        line = document.line((place,))
        if not isinstance(spot, str) or not re.fullmatch(r"/([a-z0-9-]+/)*(#[a-z0-9]+(-[a-z0-9]+)*)?", spot):
            faults.append(f'line {line}: "{spot}" is no address: write one such as /sites/liver/#call')
        elif spot in good:
            faults.append(f"line {line}: {spot} stands twice (also in line {good[spot]}): take one out")
        else:
            good[spot] = line
    return list(good), faults


def kind_of(raw: object) -> str:
    return (
        {type(None): "nothing", list: "a list", dict: "a map"}.get(type(raw), f'"{str(raw)[:40]}"')
        if raw
        else "nothing"
    )


def read_facts(root: Path, latest: date) -> tuple[Facts, list[tuple[str, str]]]:
    """(the facts of the guide in `root`, (file, complaint) for every fault). `latest`: no fact was checked after it."""
    facts, faults = Facts(), []

    def take(path: str, check, *model) -> object:
        document = facts.documents[path] = read(root / path)
        value, said = check(document, *model) if not document.faults else (None, [])
        if document.faults or said:
            facts.lost.add(path)
        faults.extend((path, line) for line in document.faults + said)
        return value

    for name, model in LISTS.items():
        setattr(
            facts,
            name,
            take(f"data/{name}.yml", lambda document, model, name=name: check_rows(name, document, model), model) or [],
        )
    for name, model in MAPS.items():
        if (value := take(f"data/{name}.yml", check_map, model)) is not None:
            setattr(facts, name, value)
    facts.sources = take("data/sources.yml", check_keyed, c.Source) or {}
    facts.addresses = take("data/addresses.yml", check_addresses) or []
    facts.floor = take(FLOOR, lambda document: check_floor(document)) or []
    for path in sorted((root / "data").glob("*.y*ml")):
        if left_by_an_editor(path.name):
            continue
        if f"data/{path.name}" not in facts.documents:
            faults.append((f"data/{path.name}", "no part of the guide reads this file: mend its name, or take it out"))
    faults += [
        *wrong_places(facts),
        *unknown_sources(facts),
        *too_calm(facts),
        *wrong_words(facts),
        *in_the_future(facts, latest),
    ]
    return facts, faults


def check_floor(document: Document) -> tuple[list, list[str]]:
    rows, faults = [], []
    if not isinstance(document.value, list) or not document.value:
        return [], [
            f"line 1: the floor of urgency is a list of rows: found {kind_of(document.value)}: put the rows back"
        ]
    for place, row in enumerate(document.value):
        try:
            rows.append(c.FloorRow.model_validate(row))
        except ValidationError as error:
            faults += c.explain(error, document, (place,), f"row {place + 1}")
    return rows, faults


# What one file says of another -------------------------------------------------------------------


def wrong_places(facts: Facts) -> list[tuple[str, str]]:
    """Signs and codes of places that data/places.yml does not hold, and places that share a page or a rank.

    A code takes its place's page; a sign without a place that is known is left out."""
    faults, known, whole = [], {row.id: row for row in facts.places}, "data/places.yml" not in facts.lost
    for what, key in (("page", lambda row: row.page), ("planner.place", lambda row: row.planner and row.planner.place)):
        seen: dict = {}
        for row in facts.places:
            if key(row) and seen.setdefault(key(row), row.id) != row.id:
                faults.append(
                    (
                        "data/places.yml",
                        f"{at(facts, 'places', row.id)}{what} {key(row)} is already that of {seen[key(row)]}: write another",
                    )
                )
    for row in list(facts.symptoms):
        strange = [place for place in row.places if place not in known]
        row.places = [place for place in row.places if place in known]
        if strange and whole:
            says = f'place "{strange[0]}" is in no row of data/places.yml: write one of {", ".join(known)}'
            faults.append(("data/symptoms.yml", f"{at(facts, 'symptoms', row.id)}{says}"))
        if not row.places:
            facts.symptoms.remove(row)
            facts.lost.add("data/symptoms.yml")
    for row in list(facts.codes):
        if row.place in known:
            row.page = known[row.place].page
        elif row.place:
            facts.codes.remove(row)
            if whole:
                says = f'place "{row.place}" is in no row of data/places.yml: write one of {", ".join(known)}'
                faults.append(("data/codes.yml", f"{at(facts, 'codes', row.code)}{says}"))
    return faults


def at(facts: Facts, name: str, id: str) -> str:
    """The beginning of a complaint about a row: "line 12: jaundice: "."""
    document, key = facts.documents[f"data/{name}.yml"], NAME.get(name, "id")
    for place, row in enumerate(document.value or []):
        if isinstance(row, dict) and row.get(key) == id:
            return f"line {document.line((place,))}: {id}: "
    return f"{id}: "


def unknown_sources(facts: Facts) -> list[tuple[str, str]]:
    """Rows that name a source which data/sources.yml does not hold."""
    if "data/sources.yml" in facts.lost:
        return []
    faults = []
    for name in WORDED:
        document = facts.documents.get(f"data/{name}.yml", Document())
        for path, raw in document.raw.items():
            if ("source" in path or "sources" in path) and raw and raw not in facts.sources:
                says = f'source "{raw}" is not in data/sources.yml: add it there or mend its spelling'
                faults.append((f"data/{name}.yml", f"line {document.line(path)}: {says}"))
    return faults


def too_calm(facts: Facts) -> list[tuple[str, str]]:
    """Signs that are less urgent than the floor allows, or gone. A sign may be more urgent than its row, never less."""
    acts, faults = {row.id: row.act for row in facts.symptoms}, []
    for row in facts.floor:
        for sign in row.ids:
            if sign in acts and c.ACTS.index(acts[sign]) > c.ACTS.index(row.act):
                says = f'act "{acts[sign]}" is less urgent than its sources allow: write act: {row.act}'
                faults.append(("data/symptoms.yml", f"{at(facts, 'symptoms', sign)}{says}"))
                facts.lost.add("data/symptoms.yml")  # where it is asked for as more urgent, it is not found
            elif sign not in acts and "data/symptoms.yml" not in facts.lost:
                faults.append(
                    ("data/symptoms.yml", f'{sign} is gone, but {FLOOR} needs it at "{row.act}": put the row back')
                )
    return faults


def wrong_words(facts: Facts) -> list[tuple[str, str]]:
    """What the rules of prose say of the words in data, as of those in docs/."""
    faults = []
    for name in WORDED:
        document = facts.documents.get(f"data/{name}.yml", Document())
        for path, raw in document.raw.items():
            if not any(part in NO_PROSE for part in path):
                faults += [(f"data/{name}.yml", f"line {document.line(path)}: {says}") for says in prose.wrong_in(raw)]
    return faults


def in_the_future(facts: Facts, latest: date) -> list[tuple[str, str]]:
    """Sources that were checked on a day that has not come."""
    document = facts.documents["data/sources.yml"]
    return [
        (
            "data/sources.yml",
            f"line {document.line((key, 'checked'))}: {key}: checked: {row.checked} has not come yet: write the day it was read",
        )
        for key, row in facts.sources.items()
        if row.checked > latest
    ]
