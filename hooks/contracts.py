"""The contracts: what a row of data, a page's head and a clinic's block may hold, and how a fault in one is said.

A row is closed: a key that is not named here is a fault, so a slip of the pen never goes unseen.
"""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import Annotated, Literal

from dial import dial, same  # hooks/dial.py
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from yaml_reader import Bare, Document  # hooks/yaml_reader.py

LABELS = ("now", "team_now", "today", "soon")  # most urgent first
ACTS = ("now", "today", "soon")  # how the rows of symptoms.yml say it


class Row(BaseModel):
    """What every contract has in common."""

    model_config = ConfigDict(extra="forbid", strict=True)


def form(pattern: str, says: str):
    """A text of one form; `says`: what to write."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise PydanticCustomError("form", '"{shown}" is not right: {says}', {"shown": text[:60], "says": says})
        return text

    return Annotated[str, AfterValidator(check)]


def day(value: object) -> object:
    """A day of the calendar, written as YYYY-MM-DD, with or without quotes."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else _no_day(value)
        except ValueError:
            pass
    return value if isinstance(value, date) else _no_day(value)


def _no_day(value: object):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        raise PydanticCustomError("no_day", "{shown} is not a day of the calendar: mend it", {"shown": str(value)})
    raise PydanticCustomError(
        "day", '"{shown}" is not a day: write YYYY-MM-DD, as in 2026-11-23', {"shown": str(value)[:40]}
    )


Text = Annotated[str, AfterValidator(lambda text: text if text.strip() else _empty())]
Day = Annotated[date, BeforeValidator(day)]
Id = form(r"[a-z0-9]+(-[a-z0-9]+)*", "use a to z, 0 to 9 and - between")
Key = form(r"[A-Za-z0-9_]+", "use letters, digits and _")
Address = form(r"/([a-z0-9-]+/)*", "write an address of this guide, such as /sites/liver/")
Spot = form(r"/([a-z0-9-]+/)*(#[a-z0-9]+(-[a-z0-9]+)*)?", "write an address of this guide, such as /sites/liver/#call")
Short = form(r"/[a-z0-9-]+", "write a short link, such as /liver")
Web = form(
    r"https://(?:[^\s()<>\"]|\([^\s()<>\"]*\))+", "write a whole address that begins with https://, without blanks"
)
Path = form(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]+", "write the path of an SVG")
System = Literal["ICD-10-CM", "SNOMED CT", "LOINC"]
Dial = Annotated[str, AfterValidator(lambda text: text if dial(text) else text)]


def _empty():
    raise PydanticCustomError("empty", "it is empty: write it")


class Symptom(Row):
    """Something a person would notice, and how soon to act on it."""

    id: Id
    places: Annotated[list[Id], Field(min_length=1)]  # the first owns the row, the others show it too
    says: Text  # in the words of the person who notices it
    term: str = ""  # the medical word
    act: Literal[ACTS]
    call: Literal["", "team-then-emergency"] = ""
    only_if: str = ""  # for whom
    why: Text
    sources: Annotated[list[Key], Field(min_length=1)]
    keywords: list[Text] = []

    @property
    def label(self) -> str:
        """The label under which it stands: of LABELS."""
        return "team_now" if self.call else self.act


class Urgency(Row):
    """What one label tells the reader to do."""

    name: Text
    heading: Text  # begins with the action and reads on into a list of signs
    meaning: Annotated[list[Text], Field(min_length=1)]
    no_answer: Annotated[list[Text], Field(min_length=1)]  # if no one answers, or there is no number

    @property
    def do(self) -> list[str]:
        return self.meaning + self.no_answer


class Urgencies(Row):
    """The four labels; none may be missing."""

    now: Urgency
    team_now: Urgency
    today: Urgency
    soon: Urgency


class Mark(Row):
    """A place's mark on the body map, 320 wide and 480 high."""

    where: Text
    caption: Text
    plural: bool = False
    label: Annotated[list[Text], Field(min_length=1, max_length=3)]
    side: Literal["left", "right"]
    width: Annotated[int, Field(ge=44, le=160)]
    y: Annotated[int, Field(ge=20, le=470)]
    line: Annotated[list[float], Field(min_length=2, max_length=2)]
    dot: Annotated[list[float], Field(min_length=2, max_length=2)]
    organ: Path | None = None
    vein: Path | None = None
    chain: Path | None = None
    nodes: Path | None = None
    spots: Path | None = None

    @model_validator(mode="after")
    def drawn(self):
        if not (self.organ or self.nodes or self.spots):
            raise ValueError("the mark has no drawing: write organ, nodes or spots")
        return self


class InPlanner(Row):
    """Where a place stands in the visit planner, and its name there."""

    place: Annotated[int, Field(ge=1)]
    name: Text | None = None


class Place(Row):
    """A place of the body: its names, its page, its mark."""

    id: Id
    name: Text
    short: Annotated[str, Field(max_length=14)] = ""
    page: Address
    planner: InPlanner | None = None
    icon: Path | None = None
    map: Annotated[
        Mark | None, BeforeValidator(lambda mark: None if mark == "none" else _empty() if mark is None else mark)
    ]

    @property
    def map_name(self) -> str:
        """Its name on the map, which for bones and nodes is not the heading over its signs."""
        return " ".join(self.map.label) if self.map else self.name


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
    checked: Day
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
    """A code that a health record sends, and the page that answers it: an address, or the page of a place."""

    system: System
    oid: form(r"[0-9.]+", "write digits and points")
    code: form(r"[A-Z0-9][A-Z0-9.\-]*", "write the code as its table does")
    meaning: Text
    place: Id | None = None
    page: Address | None = None
    narrow: Annotated[int, Field(ge=0, le=3)] = 3

    @model_validator(mode="after")
    def leads_to_one_page(self):
        if (self.place is None) == (self.page is None):
            raise ValueError("write place (of data/places.yml) or page, one of the two")
        return self


class Elsewhere(Row):
    """A code whose guide is another one."""

    system: System
    oid: Text
    code: Text
    meaning: Text


class Emergency(Row):
    """An emergency number and the source that names it."""

    country: Text
    number: form(r"[0-9]{3,6}", "write the 3 to 6 digits that are dialed, nothing else")
    says: Text
    source: Key


class Helpline(Row):
    """A helpline and the source that names it."""

    name: Text
    country: Text
    number: Dial
    tel: form(r"\+?[0-9]{3,15}", "write the digits that are dialed, with + before a country's code")
    says: Text
    hours: str = ""
    source: Key

    @model_validator(mode="after")
    def dials_what_it_shows(self):
        if not same(self.number, self.tel):
            raise ValueError(f"number shows {self.number}, but tel dials {self.tel}: write the same digits")
        return self


class Contacts(Row):
    """Whom to call, by kind."""

    emergency: Annotated[list[Emergency], Field(min_length=1)]
    helplines: list[Helpline]
    crisis: list[Helpline]

    def numbers(self) -> str:
        """The emergency numbers as they stand in a sentence: "911 (US) or 999 (UK), or your local emergency number"."""
        named = [f"{row.number} ({row.country})" for row in self.emergency]
        listed = ", ".join(named[:-1]) + " or " * (len(named) > 1) + named[-1]
        return f"{listed}, or your local emergency number"


class Sentences(Row):
    """What is said the same way everywhere."""

    not_reviewed: Text
    reviewed: Text
    review_stands: Text
    general: Text
    no_diagnosis: Text
    no_harm: Text
    nobody_pays: Text
    run_by: Text
    nothing_collected: Text
    team_number: Text
    team_card: Text
    withdrawn: Text


class Redirects(Row):
    """Short links, and addresses that have moved."""

    short: dict[Short, Spot]
    moved: dict[Spot, Spot]


class FloorRow(Row):
    """How soon signs must be acted on, and where they must be shown."""

    evidence: Annotated[list[Text], Field(min_length=1)]
    places: Annotated[list[Id], Field(min_length=1)]
    sign: Text
    act: Literal[ACTS]
    ids: Annotated[list[Id], Field(min_length=1)]


DUE = {  # by the kind of a fault, for what is none of the kind
    "string_type": "a text is due here: write words, in quotes if need be",
    "list_type": "a list is due here: write [one, another]",
    "dict_type": "a map is due here: write key: value, one a line",
    "model_type": "a map is due here: write key: value, one a line",
    "bool_type": "write true or false",
    "int_type": '"{shown}" is not a whole number: write one such as 15',
}


# How a fault is said ------------------------------------------------------------------------------


def explain(error: ValidationError, document: Document, path: tuple = (), label: str = "") -> list[str]:
    """One line a fault: "line N: row: key: what is wrong: what to write".

    `path`: where the model stands in the document; `label`: what the row is called.
    A key that is only misspelt is said once, not as one too many and one too few.
    """
    lines, missing, misspelt = {}, [], []
    for fault in error.errors():
        loc = fault["loc"]
        kind, shown = fault["type"], document.raw.get((*path, *loc)) or str(fault["input"])
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)
        known = _keys(fault, error)
        if kind == "missing":
            missing.append(key)
            said = f"{key} is missing: write it"
        elif kind == "extra_forbidden":
            near = difflib.get_close_matches(str(loc[-1]), known, 1, 0.6)
            misspelt += [".".join(map(str, (*loc[:-1], near[0])))] if near else []
            said = f"{key} is not a key we know: " + (
                f"write {near[0]}" if near else f"take it out, or write one of {', '.join(known)}"
            )
        elif kind == "string_type" and isinstance(fault["input"], (int, float, date, Bare)):
            said = f'{key}: {shown} would be read as a number or a day: put it in quotes, as "{shown}"'
        elif kind == "too_short" and fault["input"]:
            said = f"{key} has {len(fault['input'])} of {fault['ctx']['min_length']} values: write all of them"
        elif fault["input"] is None or kind in ("string_too_short", "too_short", "empty"):
            said = f"{key} is empty: write it"
        elif kind in DUE:
            said = f"{key}: {DUE[kind].format(shown=shown[:40])}"
        elif kind == "literal_error":
            said = f'{key}: "{shown[:60]}" is not known: write {fault["ctx"]["expected"]}'
        elif kind == "string_too_long":
            said = f"{key} has {len(shown)} letters: {fault['ctx']['max_length']} at most"
        elif kind in ("value_error", "form", "day", "no_day"):
            said = (f"{key}: " if key else "") + fault["msg"].removeprefix("Value error, ")
        else:
            said = f'{key or "this row"}: "{shown[:60]}" is not right: {fault["msg"]}'
        if not loc and (about := re.match(r"[a-z_]+", said)) and (*path, about[0]) in document.lines:
            loc = (about[0],)  # a complaint of the whole row that begins with the key it is about
        where = f"line {document.line((*path, *loc))}: "
        lines.setdefault((kind, key), where + (f"{label}: " if label else "") + said)
    return [line for (kind, key), line in lines.items() if not (kind == "missing" and key in misspelt)]


def _keys(fault: dict, error: ValidationError) -> list[str]:
    """The keys that may stand where a fault is."""
    model = next((one for one in (Row.__subclasses__()) if one.__name__ == error.title), None)
    for part in fault["loc"][:-1]:
        annotation = model.model_fields[part].annotation if model and part in model.model_fields else None
        inner = [
            one
            for one in (annotation, *getattr(annotation, "__args__", ()))
            if isinstance(one, type) and issubclass(one, Row)
        ]
        model = inner[0] if inner else model
    return list(model.model_fields) if model else []
