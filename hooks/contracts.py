"""The contracts: what a row of data may hold. A key that is not named here is a fault (explain.py says it).

A text below a key says what it is for; editors show it (schemas.py).
"""

import re
from datetime import date
from typing import Annotated, Literal

from dial import dial, same
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

LABELS = ("now", "team_now", "today", "soon")  # most urgent first
ACTS = ("now", "today", "soon")  # how the rows of symptoms.yml say it


class Row(BaseModel):
    """What every contract has in common."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


def form(pattern: str, says: str):
    """A text of one form; `says`: what to write."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise PydanticCustomError("form", '"{shown}" is not right: {says}', {"shown": text[:60], "says": says})
        return text

    return Annotated[str, AfterValidator(check), Field(json_schema_extra={"pattern": f"^(?:{pattern})$"})]


def day(value: object) -> object:
    """A day of the calendar, written as YYYY-MM-DD, with or without quotes."""
    if isinstance(value, date):
        return value
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        says = '"{shown}" is not a day: write YYYY-MM-DD, as in 2026-11-23'
        raise PydanticCustomError("day", says, {"shown": str(value)[:40]})
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        says = "{shown} is not a day of the calendar: mend it"
        raise PydanticCustomError("day", says, {"shown": str(value)}) from None


def filled(value: object) -> object:
    if value is None or value == "" or isinstance(value, str) and not value.strip():
        raise PydanticCustomError("empty", "it is empty: write it")
    return value


Text = Annotated[str, AfterValidator(filled)]
Texts = Annotated[list[Text], Field(min_length=1)]
Day = Annotated[date, BeforeValidator(day)]
Id = form(r"[a-z0-9]+(-[a-z0-9]+)*", "use a to z, 0 to 9 and - between")
Ids = Annotated[list[Id], Field(min_length=1)]
Key = form(r"[A-Za-z0-9_]+", "use letters, digits and _")
Keys = Annotated[list[Key], Field(min_length=1)]
Address = form(r"/([a-z0-9-]+/)*", "write an address of this guide, such as /sites/liver/")
Spot = form(r"/([a-z0-9-]+/)*(#[a-z0-9]+(-[a-z0-9]+)*)?", "write an address of this guide, such as /sites/liver/#call")
Short = form(r"/[a-z0-9-]+", "write a short link, such as /liver")
Web = form(
    r'https://(?:[^\s()<>"]|\([^\s()<>"]*\))+', "write a whole address that begins with https://, without blanks"
)
Path = form(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]+", "write the path of an SVG")
System = Literal["ICD-10-CM", "SNOMED CT", "LOINC"]
Dial = Annotated[str, AfterValidator(lambda text: text if dial(text) else text)]


class Symptom(Row):
    """Something a person would notice, and how soon to act on it."""

    id: Id
    places: Ids
    """The first owns the row, the others show it too."""
    says: Text
    """In the words of the person who notices it."""
    term: str = ""
    """The medical word."""
    act: Literal[ACTS]
    call: Literal["", "team-then-emergency"] = ""
    only_if: str = ""
    """For whom."""
    why: Text
    sources: Keys
    keywords: list[Text] = []
    """What readers type for it."""

    @property
    def label(self) -> str:
        """The label under which it stands: of LABELS."""
        return "team_now" if self.call else self.act


class Urgency(Row):
    """What one label tells the reader to do."""

    name: Text
    heading: Text
    """Begins with the action and reads on into a list of signs."""
    meaning: Texts
    no_answer: Texts
    """If no one answers, or there is no number."""

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


def mark_or_none(value: object) -> object:
    return None if value == "none" else filled(value)


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
    map: Annotated[Mark | None, BeforeValidator(mark_or_none, json_schema_input_type=Mark | Literal["none"])]
    """Its mark, or none."""

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
    sources: Keys
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
    questions: Texts


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
        *others, last = [f"{row.number} ({row.country})" for row in self.emergency]
        return " or ".join(filter(None, (", ".join(others), last))) + ", or your local emergency number"


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


class Search(Row):
    """What the search goes by."""

    stop: Text
    """Words that are left out, with blanks between them."""


class Redirects(Row):
    """Short links, and addresses that have moved."""

    short: dict[Short, Spot]
    moved: dict[Spot, Spot]


class FloorRow(Row):
    """How soon signs must be acted on, and where they must be shown."""

    evidence: Texts
    places: Ids
    sign: Text
    act: Literal[ACTS]
    ids: Ids
