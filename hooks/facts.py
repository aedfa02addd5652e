"""The facts: reads data/*.yml, checks every row against its contract, hands them on.

Shape handed on (`config.extra["facts"]`): one key a file, `symptoms`, `numbers`, `questions`, `codes`, `words` as
lists of rows; `acts`, `sources`, `contacts` as maps. A faulty row is reported and left out, so that
`mkdocs serve` goes on; with `--strict` the build then fails and lists every fault of the run.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from mkdocs.plugins import event_priority
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

log = logging.getLogger("mkdocs.hooks.facts")

PLACES = ("breast", "liver", "lungs", "bones", "brain", "skin", "lymph-nodes", "anywhere")
ACTS = ("now", "today", "soon")  # most urgent first

Place = Literal[PLACES]
Act = Literal[ACTS]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^/([a-z0-9-]+/)*$")]
Web = Annotated[str, Field(pattern=r"^https://")]


# The contracts -----------------------------------------------------------------------------------


class Row(BaseModel):
    """A row is closed: a key that is not named here is a fault, so a slip of the pen never goes unseen."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class Symptom(Row):
    """Something a person would notice, and how soon to act on it."""

    id: Id
    places: Annotated[list[Place], Field(min_length=1)]  # the first owns the row, the others show it too
    says: Text  # in the words of the person who notices it
    term: str = ""  # the medical word
    act: Act
    call: Literal["", "team-then-emergency"] = ""
    only_if: str = ""  # for whom
    why: Text
    sources: Annotated[list[Key], Field(min_length=1)]
    keywords: list[Text] = []


class ActText(Row):
    """What one act tells the reader to do: written here and nowhere else."""

    name: Text
    heading: Text
    do: Annotated[list[Text], Field(min_length=1)]
    team_first: str = ""  # for rows with call: team-then-emergency


class Number(Row):
    """A figure out of 100, with whom it counts and what it cannot tell."""

    id: Id
    count: Annotated[int, Field(ge=0, le=100)]
    of: Literal[100]
    who: Text
    when: Text
    where: Text
    says: Text
    sources: Annotated[list[Key], Field(min_length=1)]
    unsure: Text


class Source(Row):
    """A source that was really read, and how."""

    title: Text
    publisher: Text
    url: Web
    dated: Text
    checked: date
    read_as: Literal["page", "copy", "elsewhere"]


class Word(Row):
    """A word with its plain meaning."""

    term: Text
    also: list[Text] = []
    means: Text
    source: Key


class Questions(Row):
    """A group of questions for the care team."""

    id: Id
    title: Text
    questions: Annotated[list[Text], Field(min_length=1)]


class Code(Row):
    """A code that a health record sends, and the page that answers it."""

    system: Literal["ICD-10-CM", "SNOMED CT", "LOINC"]
    oid: Annotated[str, Field(pattern=r"^[0-9.]+$")]
    code: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9.\-]*$")]
    meaning: Text
    page: Address
    narrow: Annotated[int, Field(ge=0, le=3)] = 0


class Emergency(Row):
    """An emergency number and the source that names it."""

    country: Text
    number: Text
    says: Text
    source: Key


class Helpline(Row):
    """A helpline and the source that names it."""

    name: Text
    country: Text
    number: Text
    tel: Annotated[str, Field(pattern=r"^\+?[0-9]+$")]
    says: Text
    hours: str = ""
    source: Key


class Contacts(Row):
    """Whom to call, by kind."""

    emergency: Annotated[list[Emergency], Field(min_length=1)]
    helplines: list[Helpline]
    crisis: list[Helpline]


class Acts(Row):
    """The three acts; none may be missing."""

    now: ActText
    today: ActText
    soon: ActText

    @model_validator(mode="after")
    def now_names_the_team_first(self):
        if not self.now.team_first:
            raise ValueError("now: team_first is missing: say whom to call first, and when to call the emergency number")
        return self


LISTS = {"symptoms": Symptom, "numbers": Number, "questions": Questions, "words": Word, "codes": Code}
MAPS = {"acts": Acts, "contacts": Contacts}
UNIQUE = {"symptoms": "id", "numbers": "id", "questions": "id", "words": "term", "codes": "code"}


# Pure functions ----------------------------------------------------------------------------------


def load_yaml(text: str) -> object:
    """The content of a YAML text; raises yaml.YAMLError, or ValueError for an impossible date.

    By the parser in C where PyYAML was built with it: ten times as fast.
    """
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def explain(error: ValidationError) -> list[str]:
    """One line a fault: key, what is wrong, what to write instead.

    >>> try: Questions(id="x", title="", questions=["a"])
    ... except ValidationError as error: explain(error)
    ['title: "" is not right: String should have at least 1 character']
    """
    lines = []
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"]) or "row"
        if fault["type"] == "missing":
            lines.append(f"{key} is missing: write it")
        elif fault["type"] == "extra_forbidden":
            lines.append(f"{key} is not a key we know: take it out or mend its spelling")
        elif fault["type"] == "value_error":
            lines.append(fault["msg"].removeprefix("Value error, "))
        else:
            shown = str(fault["input"])
            shown = shown if len(shown) < 60 else shown[:57] + "..."
            lines.append(f'{key}: "{shown}" is not right: {fault["msg"]}')
    return lines


def parse(name: str, text: str) -> tuple[object, list[str]]:
    """The validated content of one data file (plain dicts and lists) and its faults.

    `name` is the file's stem ("symptoms"), `text` its YAML. Never raises for bad content.
    """
    empty: object = [] if name in LISTS else {}
    try:
        raw = load_yaml(text)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-45
        return empty, [f"this is not valid YAML: {' '.join(str(error).split())}"]
    if name in LISTS:
        if not isinstance(raw, list) or not raw:
            return empty, [f"a list of rows is due here, each beginning with \"- {UNIQUE[name]}:\"; found {kind_of(raw)}"]
        return parse_rows(name, raw)
    if not isinstance(raw, dict) or not raw:
        return empty, [f"a map (key: value) is due here; found {kind_of(raw)}"]
    if name == "sources":
        good, faults = {}, []
        for key, row in raw.items():
            try:
                good[str(key)] = Source.model_validate(row).model_dump()
            except ValidationError as error:
                faults += [f"{key}: {line}" for line in explain(error)]
        return good, faults
    try:
        return MAPS[name].model_validate(raw).model_dump(), []
    except ValidationError as error:
        return empty, explain(error)


def parse_rows(name: str, raw: list) -> tuple[list[dict], list[str]]:
    good, faults, seen = [], [], set()
    for place, row in enumerate(raw, 1):
        label = row.get(UNIQUE[name], f"row {place}") if isinstance(row, dict) else f"row {place}"
        if label in seen:
            faults.append(f"{label}: this {UNIQUE[name]} stands twice: give each row its own")
            continue
        seen.add(label)
        try:
            good.append(LISTS[name].model_validate(row).model_dump())
        except ValidationError as error:
            faults += [f"{label}: {line}" for line in explain(error)]
    return good, faults


def kind_of(raw: object) -> str:
    return {type(None): "nothing", list: "a list", dict: "a map"}.get(type(raw), f'"{raw}"') if raw else "nothing"


def unknown_sources(facts: dict) -> list[tuple[str, str]]:
    """(file, complaint) for every row that names a source which data/sources.yml does not hold."""
    named = [(name, row[UNIQUE[name]], row["sources"]) for name in ("symptoms", "numbers") for row in facts[name]]
    named += [("words", row["term"], [row["source"]]) for row in facts["words"]]
    named += [("contacts", row["number"], [row["source"]]) for group in facts["contacts"].values() for row in group]
    return [
        (name, f'{label}: source "{key}" is not in data/sources.yml: add it there or mend its spelling')
        for name, label, keys in named
        for key in keys
        if key not in facts["sources"]
    ]


def too_calm(symptoms: list[dict], floor: list[dict]) -> list[str]:
    """Complaints about signs that are less urgent than the floor (tests/acts.yml) allows, or gone.

    `floor`: rows of {act, ids}; a sign may be more urgent than its row, never less.
    """
    acts = {row["id"]: row["act"] for row in symptoms}
    faults = []
    for row in floor:
        for sign in row["ids"]:
            if sign not in acts:
                faults.append(f'{sign} is gone, but tests/acts.yml needs it at "{row["act"]}": put the row back')
            elif ACTS.index(acts[sign]) > ACTS.index(row["act"]):
                faults.append(f'{sign}: act "{acts[sign]}" is less urgent than its sources allow: write act: {row["act"]}')
    return faults


def read(folder: Path) -> tuple[dict, list[tuple[str, str]]]:
    """All facts under `folder`, and (file name, complaint) for every fault."""
    facts, faults = {}, []
    for name in (*LISTS, *MAPS, "sources"):
        path = folder / f"{name}.yml"
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            text, found = "", ["the file is missing: put it back"]
        except UnicodeDecodeError as error:
            text, found = "", [f"the file is not UTF-8 text (byte {error.start}): save it as UTF-8"]
        else:
            found = []
        if found:
            facts[name] = [] if name in LISTS else {}
        else:
            facts[name], found = parse(name, text)
        faults += [(path.name, line) for line in found]
    faults += [(f"{name}.yml", line) for name, line in unknown_sources(facts)]
    return facts, faults


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(100)  # before the macros plugin asks for them
def on_config(config):
    root = Path(config.config_file_path).parent
    facts, faults = read(root / "data")
    floor = root / config.extra.get("acts_floor", "")
    if floor.is_file() and facts["symptoms"]:
        rows = load_yaml(floor.read_text("utf-8"))
        faults += [("symptoms.yml", line) for line in too_calm(facts["symptoms"], rows)]
    for name, line in faults:
        log.warning("data/%s: %s", name, line)
    config.extra["facts"] = facts
    config.extra["faults"] = [f"data/{name}: {line}" for name, line in faults]
    return config
