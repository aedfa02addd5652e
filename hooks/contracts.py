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


def at_most(most: int):
    """A text of so many words at most."""

    def check(text: str) -> str:
        if (count := len(text.split())) > most:
            raise PydanticCustomError("long", "it has {count} words: {most} at most", {"count": count, "most": most})
        return text

    return Annotated[Text, AfterValidator(check)]


def small(text: str) -> str:
    """A text as it reads on after a colon.

    >>> small("Fits"), small("HER2 pain"), small("A lump")
    ('fits', 'HER2 pain', 'a lump')
    """
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


class Line(Row):
    """One urgency of a notice."""

    says: at_most(30)
    """In the words of the person who notices it; it reads on from the name."""
    only_if: str = ""
    """For whom; it comes first."""
    term: str = ""
    """The medical word."""
    call: Literal["", "crisis"] = ""
    """Whose lines help, of data/contacts.yml."""
    caution: str = ""
    """The words that no source we read shows: our own caution."""
    kept: list[Id] = Field([], alias="from")
    """The ids of the floor whose meaning this line keeps."""
    sources: Keys

    @property
    def text(self) -> str:
        """What stands beside its label, below the notice's name."""
        said = f"{self.only_if}: {small(self.says)}" if self.only_if else self.says
        return said[0].upper() + said[1:]


class Advice(Row):
    """What to do in one case, and the sources that say so."""

    says: Text
    sources: Keys


class Notice(Row):
    """Something a person would notice, with all its urgencies side by side."""

    id: Id
    area: Id
    name: Text
    """What a person would call it."""
    places: list[Id] = []
    """The place pages that show it."""
    now: Line | None = None
    team_now: Line | None = None
    today: Line | None = None
    soon: Line | None = None
    meanwhile: Advice | None = None
    """What to do until help comes."""
    keywords: list[Text] = []
    """What readers type for it."""

    @model_validator(mode="after")
    def has_a_line(self):
        if not self.lines:
            raise ValueError(f"it says nothing: write {', '.join(LABELS[:-1])} or {LABELS[-1]}")
        return self

    @property
    def lines(self) -> list[tuple[str, Line]]:
        """(label, line), most urgent first."""
        return [(label, line) for label in LABELS if (line := getattr(self, label))]

    @property
    def cites(self) -> list[str]:
        """The sources of all that it says, each once."""
        rows = [line for _, line in self.lines] + ([self.meanwhile] if self.meanwhile else [])
        return list(dict.fromkeys(key for row in rows for key in row.sources))

    def rest(self, line: Line) -> str:
        """What a line says after the notice's name."""
        says = "" if line.says == self.name else line.says
        if line.only_if:
            return f", {line.only_if}: {small(says)}"
        return says and (f" {says}" if says[0].islower() else f": {small(says)}")

    def whole(self, line: Line) -> str:
        """A line that stands alone: "Headache: sudden and very painful"."""
        return self.name + self.rest(line)


class Area(Row):
    """Where a reader looks for what they notice."""

    id: Id
    says: Text
    """The heading over its notices."""
    short: Annotated[Text, Field(max_length=30)]
    """Its name on the first screen."""
    see: Text
    """What stands in other areas."""


class Danger(Row):
    """A line of the danger box, which stands on the page of every place."""

    says: at_most(18)
    covers: Ids
    """The notices whose now and team_now lines it stands for."""


class Signs(Row):
    """Everything that a person may notice."""

    areas: Annotated[list[Area], Field(min_length=1)]
    notices: Annotated[list[Notice], Field(min_length=1)]
    danger_box: Annotated[list[Danger], Field(min_length=2)]

    @property
    def lines(self) -> list[tuple[Notice, str, Line]]:
        """(notice, label, line), in the order of the file."""
        return [(notice, label, line) for notice in self.notices for label, line in notice.lines]

    def in_area(self, area: str) -> list[Notice]:
        return [notice for notice in self.notices if notice.area == area]

    def at_place(self, place: str) -> list[Notice]:
        return [notice for notice in self.notices if place in notice.places]


class Urgency(Row):
    """What one label tells the reader to do."""

    name: Text
    do: Texts
    """In sentences, also for those whom no one answers, or who have no number."""
    rule: str = ""
    """For a sign that stands nowhere."""


class Ruled(Urgency):
    """A label with a line in the rule."""

    rule: Text


class Urgencies(Row):
    """The four labels; none may be missing."""

    now: Ruled
    team_now: Urgency
    today: Ruled
    soon: Ruled


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


class Place(Row):
    """A place of the body: its names, its page, its mark."""

    id: Id
    name: Text
    short: Annotated[str, Field(max_length=14)] = ""
    page: Address
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
    unsure: str = ""

    @model_validator(mode="after")
    def drawn_as_said(self):
        if not re.search(rf"(?<![\d.]){self.count}(?!\.?\d)", self.says):
            raise ValueError(f"the picture shows {self.count}, but says does not: let both say the same")
        return self


class Source(Row):
    """A source that was really read, and how."""

    title: Text
    publisher: Text
    url: Web
    dated: Text
    checked: Day
    read_as: Literal["page", "copy", "elsewhere"]

    @property
    def short(self) -> str:
        """The publisher alone, without who quotes it; in full it stands on /about/sources/."""
        return re.split(r", | \(", self.publisher)[0].rstrip(".")


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
    source: Key
    cannot_speak: Advice | None = None
    """What to do for whoever cannot speak or hear."""


class Helpline(Row):
    """A helpline and the source that names it."""

    name: Text
    country: Text
    number: Dial
    tel: form(r"\+?[0-9]{3,15}", "write the digits that are dialed, with + before a country's code")
    says: Text
    hours: str = ""
    urgent: bool = False
    """Whether it is for urgent help that is no emergency."""
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

    def short(self) -> str:
        """The emergency numbers: "911 (US) or 999 (UK)"."""
        *others, last = [f"{row.number} ({row.country})" for row in self.emergency]
        return " or ".join(filter(None, (", ".join(others), last)))

    def numbers(self) -> str:
        """As they stand in a sentence: "911 (US) or 999 (UK), or your local emergency number"."""
        return self.short() + ", or your local emergency number"

    def crisis_numbers(self) -> str:
        """The crisis lines as they stand in a sentence: "988 (US) or 116 123 (UK)"."""
        return " or ".join(f"{row.number} ({row.country})" for row in self.crisis)

    def urgent(self) -> str:
        """What stands after "an emergency room": ", or call NHS 111 in England"."""
        rows = [row for row in self.helplines if row.urgent]
        names = [row.name if row.number in row.name else f"{row.name}, {row.number}," for row in rows]
        return "".join(f", or call {name} in {row.country}" for name, row in zip(names, rows, strict=True))


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
    not_listed: Text
    mistake: Text
    fixed_first: Text
    team_number: Text
    team_card: Text
    withdrawn: Text
    still_breast_cancer: Text
    how_treated: Text


class Search(Row):
    """What the search goes by."""

    stop: Text
    """Words that are left out, with blanks between them."""


class Redirects(Row):
    """Short links, and addresses that have moved."""

    short: dict[Short, Spot]
    moved: dict[Spot, Spot]


class Floor(Row):
    """How soon a sign must be acted on, at the least, for whom, and on which places' pages it stands."""

    label: Literal[LABELS]
    only_if: str = ""
    places: list[Id] = []
    needs: list[Literal["call", "meanwhile"]] = []
    """What its line must hold, too."""
