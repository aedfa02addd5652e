"""The facts: reads data/*.yml and checks every row against its contract (contracts.py).

Nothing is built of facts that have a fault.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import get_args, get_origin

import contracts as c
from cross_checks import between
from explain import explain
from leavings import left_by_an_editor
from pydantic import TypeAdapter, ValidationError
from thesaurus import Thesaurus
from yaml_reader import Document, read

NAMES = ("id", "term", "code", "header")  # keys that a row is called by


@dataclass
class Facts:
    """Everything under data/, a file each: a list of rows, rows by key, or one map."""

    places: list[c.Place] = field(default_factory=list)
    numbers: list[c.Number] = field(default_factory=list)
    questions: list[c.Questions] = field(default_factory=list)
    words: list[c.Word] = field(default_factory=list)
    codes: list[c.Code] = field(default_factory=list)
    codes_elsewhere: list[c.Elsewhere] = field(default_factory=list)
    sources: dict[c.Key, c.Source] = field(default_factory=dict)
    addresses: list[c.Promise] = field(default_factory=list)
    signs: c.Signs = None
    urgency_floor: dict[c.Id, c.Floor] = field(default_factory=dict)
    urgency: c.Urgencies = None
    changes: list[c.Change] = field(default_factory=list)
    editions: list[c.Day] = field(default_factory=list)
    passages: dict[c.Key, list[c.Passage]] = field(default_factory=dict)
    review_questions: list[c.Question] = field(default_factory=list)
    medicines: list[c.Text] = field(default_factory=list)
    contacts: c.Contacts = None
    sentences: c.Sentences = None
    redirects: c.Redirects = None
    thesaurus: Thesaurus = None
    documents: dict[str, Document] = field(default_factory=dict)  # by file, for the line of a row

    def place(self, id: str) -> c.Place | None:
        return next((row for row in self.places if row.id == id), None)

    def number(self, id: str) -> c.Number | None:
        return next((row for row in self.numbers if row.id == id), None)

    def at(self, file: str, name: str) -> str:
        """The beginning of a complaint about a row: "line 12: jaundice: "."""
        document = self.documents[file]
        rows = (key for key, row in enumerate(document.value or []) if name_of(row, key) == name)
        return "".join(f"line {document.line((key,))}: " for key in list(rows)[:1]) + f"{name}: "


FILES = {f"data/{one.name}.yml": one.type for one in fields(Facts) if one.name != "documents"}


def name_of(row: object, key: object) -> str:
    """What a row is called in a complaint; `key`: its place in a list, or its key in a map."""
    if isinstance(key, str) or isinstance(row, str):
        return key if isinstance(key, str) else row
    told = [row[name] for name in NAMES if isinstance(row, dict) and isinstance(row.get(name), (str, int))]
    return str(told[0]) if told else f"row {key + 1}"


def check(document: Document, kind) -> tuple[object, list[str]]:
    """(what a file holds, without its faulty rows; complaints). `kind`: of FILES."""
    if document.faults:
        return None, document.faults
    shape, rows = get_origin(kind) or dict, document.value
    if not isinstance(rows, shape) or not rows:
        due = "a map is due here, key: value" if shape is dict else 'a list is due here, each row beginning with "- "'
        found = {list: "a list", dict: "a map"}.get(type(rows), f'"{str(rows)[:40]}"') if rows else "nothing"
        return None, [f"line 1: {due}: found {found}"]
    if kind is shape or not get_args(kind):  # one map
        try:
            return kind.model_validate(rows), []
        except ValidationError as error:
            return None, explain(error, document)
    validate, good, faults, seen = TypeAdapter(get_args(kind)[-1]).validate_python, {}, [], {}
    for key, row in rows.items() if shape is dict else enumerate(rows):
        name, line = name_of(row, key), document.line((key,))
        if seen.setdefault(name, line) != line:
            faults.append(f"line {line}: {name}: this stands twice (also in line {seen[name]}): give each row its own")
            continue
        try:
            good[key] = validate(row)
        except ValidationError as error:
            faults += explain(error, document, (key,), name)
    return good if shape is dict else list(good.values()), faults


def read_facts(root: Path, latest: date) -> tuple[Facts, list[tuple[str, str]]]:
    """(the facts of the guide in `root`, (file, complaint) for every fault). `latest`: no fact was checked after it."""
    facts, faults = Facts(), []
    for file, kind in FILES.items():
        document = facts.documents[file] = read(root / file)
        value, said = check(document, kind)
        if value is not None:
            setattr(facts, Path(file).stem, value)
        faults += [(file, line) for line in said]
    known = {*FILES, *(f"data/schemas/{Path(name).stem}.json" for name in FILES)}
    for path in sorted((root / "data").rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() and not left_by_an_editor(path.name):
            faults.append((name, "this is a link: put the file itself here"))
        elif name not in known and not path.is_dir() and not left_by_an_editor(name):
            faults.append((name, "no part of the guide reads this file: mend its name, or take it out"))
    return facts, faults or between(facts, latest)
