"""The contracts: what a row of data may hold. A key that is not named here is a fault (explain.py says it).

A text below a key says what it is for; editors show it (schemas.py).
"""

import re
from datetime import date
from typing import Annotated, Literal

import plain
from dial import dial, same
from markup import wrong_address
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from yaml_reader import Bare

OLDEST = 2024  # nothing was read or checked before
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
        return since(value)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        says = '"{shown}" is not a day: write YYYY-MM-DD, as in 2026-11-23'
        raise PydanticCustomError("day", says, {"shown": str(value)[:40]})
    try:
        return since(date.fromisoformat(str(value)))
    except ValueError:
        says = "{shown} is not a day of the calendar: mend it"
        raise PydanticCustomError("day", says, {"shown": str(value)}) from None


def since(value: date) -> date:
    if value.year < OLDEST:
        raise PydanticCustomError("day", "{shown} is before this guide began: mend it", {"shown": str(value)})
    return value


def filled(value: object) -> object:
    if value is None or value == "" or isinstance(value, str) and not value.strip():
        raise PydanticCustomError("empty", "it is empty: write it")
    return value


Text = Annotated[str, AfterValidator(filled)]
Sentence = form(r"(?s).*\S[.!?)]", "write a whole sentence, with its full stop")


def once(values: list[str]) -> list[str]:
    """A list in which nothing stands twice."""
    low = [value.casefold() for value in values]
    if twice := [value for number, value in enumerate(values) if low[number] in low[:number]]:
        raise PydanticCustomError("form", '"{twice}" stands twice: keep one', {"twice": twice[0]})
    return values


Once = AfterValidator(once)


def holding(*names: str, says: str = ""):
    """A text with these words in braces, which are filled in, and no others; `says`: what it must say, | between."""

    def check(text: str) -> str:
        if sorted(re.findall(r"\{([^{}]*)\}|[{}]", text)) != sorted(names):
            due = " and ".join(f"{{{name}}}" for name in names) or "nothing"
            raise PydanticCustomError("form", "in braces it must hold {due}: mend it", {"due": due})
        if lost := [word for word in says.split("|") if word not in text]:
            raise PydanticCustomError("form", 'it no longer says "{due}": put it back', {"due": lost[0]})
        return text

    return Annotated[Text, AfterValidator(check)]


Texts = Annotated[list[Text], Once, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(day)]
Id = form(r"[a-z0-9]+(-[a-z0-9]+)*", "use a to z, 0 to 9 and - between")
Ids = Annotated[list[Id], Once, Field(min_length=1)]
Key = form(r"[A-Za-z0-9_]+", "use letters, digits and _")
Keys = Annotated[list[Key], Once, Field(min_length=1)]
Address = form(r"/([a-z0-9-]+/)*", "write an address of this guide, such as /sites/liver/")
Spot = form(r"/([a-z0-9-]+/)*(#[a-z0-9]+(-[a-z0-9]+)*)?", "write an address of this guide, such as /sites/liver/#call")
Promise = form(
    r"/([A-Za-z0-9.-]+/)*(#[a-z0-9]+(-[a-z0-9]+)*)?", "write an address of this guide, such as /sites/liver/#call"
)
Short = form(r"/[a-z0-9-]+", "write a short link, such as /liver")
Web = form(
    r'https://(?:[^\s()\[\]<>"]|\([^\s()<>"]*\))+(?<![.,;:])',
    "write a whole address that begins with https://, without blanks",
)
PRIVATE = re.compile(
    r"//(?:docs|drive)\.google|//(?:lnkd\.in|ow\.ly|is\.gd|buff\.ly|rb\.gy|fb\.me|cutt\.ly)/"
    r"|sharepoint\.|dropbox\.|[?&;](?:[a-z]*session\w*|s?sid|token)=",
    re.I,
)


def public(address: str) -> str:
    """The address of a source, which everyone can open and which says nothing of who sent them."""
    if (wrong := wrong_address(address)) or PRIVATE.search(address):
        says = "{wrong}: write the source's own, public address"
        raise PydanticCustomError("form", says, {"wrong": wrong.partition(":")[0] or "this is a private one"})
    return address


Path = form(r"[Mm](?:[LlHhVvCcSsQqTtAaZzMm0-9 ,.\-])+", "write the path of an SVG, which begins with M")
System = Literal["ICD-10-CM", "SNOMED CT", "LOINC"]
Dial = Annotated[str, AfterValidator(lambda text: text if dial(text) else text)]


def at_most(most: int, least: int = 1):
    """A text of so many words at most, and at the least."""

    def check(text: str) -> str:
        if (count := len(text.split())) > most:
            raise PydanticCustomError("long", "it has {count} words: {most} at most", {"count": count, "most": most})
        if count < least and not plain.wrong_text(text):  # which is told of all texts
            raise PydanticCustomError("long", "it says too little: write {least} words at least", {"least": least})
        return text

    return Annotated[Text, AfterValidator(check)]


def small(text: str) -> str:
    """A text as it reads on after a colon.

    >>> small("Fits"), small("HER2 pain"), small("A lump")
    ('fits', 'HER2 pain', 'a lump')
    """
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def common(text: str, other: str) -> set[str]:
    """The beginnings of the longer words that two texts have in common.

    >>> sorted(common("Bones and spine", "a bone that hurts")), common("Liver", "the brain")
    (['bone'], set())
    """
    one, two = (set(re.findall(r"\b[a-z]{4}", part.lower())) for part in (text, other))
    return one & two


# Whose article the guide began with, and who cannot review: none of them may be named.
NO_REVIEWER = re.compile(
    r"\b(?:Barot|Cleveland|ChatGPT|Claude|AI|some(?:one|body)|anonymous|A\. (?:Doctor|Nurse))\b", re.I
)


# A hash that is not in quotes may begin like a number of YAML: 0b…
Hash = Annotated[
    form(r"[0-9a-f]{64}", "run `make review` and paste the line that it ends with"),
    BeforeValidator(lambda value: str(value) if isinstance(value, Bare) else value, json_schema_input_type=str),
]


class Review(Row):
    """A review by a clinician that really took place; `make review` prints its lines."""

    name: Text
    role: Text
    date: Day
    text: Hash
    """The SHA-256 of the words that were reviewed."""

    @field_validator("name", "role")
    @classmethod
    def real(cls, value: str) -> str:
        if wrong := plain.wrong_text(value) or NO_REVIEWER.search(value):
            raise ValueError(wrong if isinstance(wrong, str) else f"{wrong[0]} did not review this guide: take it out")
        return value

    @model_validator(mode="after")
    def fits_on_a_sheet(self):
        if len(self.name) + len(self.role) > 60:  # the foot of each printed side holds no more
            raise ValueError("name and role have over 60 letters together: shorten the role")
        return self


class Line(Row):
    """One urgency of a notice."""

    says: at_most(30, 2)
    """In the words of the person who notices it; it reads on from the name."""
    only_if: str = ""
    """For whom; it comes first."""
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

    says: Sentence
    sources: Keys


Rule = form(r"[a-z]+(/[a-z]+)*( \+ [a-z]+(/[a-z]+)*)*", "name concepts, as in headache or pain + head/face")


class Notice(Row):
    """Something a person would notice, with all its urgencies side by side."""

    id: Id
    area: Id
    name: Text
    """What a person would call it."""
    places: Annotated[list[Id], Once] = []
    """The place pages that show it."""
    now: Line | None = None
    team_now: Line | None = None
    today: Line | None = None
    soon: Line | None = None
    meanwhile: Advice | None = None
    """What to do until help comes."""
    concepts: Annotated[list[Rule], Once]
    """What opens it in search: concepts of thesaurus.yml, + where both are needed, / where any will do."""
    clinical_review: Review | None = None
    """Who reviewed it: its name, lines, labels and `meanwhile`."""

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

    @property
    def short(self) -> str:
        """Its name within a sentence: "yellow skin or eyes"."""
        return re.split(r",| \(", small(self.name))[0]

    @property
    def text(self) -> str:
        """All its words."""
        until = self.meanwhile.says if self.meanwhile else ""
        return " ".join([self.name, *(f"{line.only_if} {line.says}" for _, line in self.lines), until])

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

    says: at_most(18, 3)
    covers: Ids
    """The notices whose now and team_now lines it stands for."""


class Named(Row):
    """What lines name and not everyone knows, and what it is."""

    names: Annotated[list[Text], Once, Field(min_length=1)]
    are: Text


class Signs(Row):
    """Everything that a person may notice."""

    areas: Annotated[list[Area], Field(min_length=1)]
    notices: Annotated[list[Notice], Field(min_length=1)]
    words: list[Named] = []
    danger_box: Annotated[list[Danger], Field(min_length=2)]

    @property
    def lines(self) -> list[tuple[Notice, str, Line]]:
        """(notice, label, line), in the order of the file."""
        return [(notice, label, line) for notice in self.notices for label, line in notice.lines]

    def in_area(self, area: str) -> list[Notice]:
        return [notice for notice in self.notices if notice.area == area]

    def at_place(self, place: str) -> list[Notice]:
        return [notice for notice in self.notices if place in notice.places]

    def explained(self, notices: list[Notice]) -> list[tuple[list[str], str]]:
        """(names, what they are) of the words that those notices or the danger box hold."""
        text = " ".join([row.text for row in notices] + [row.says for row in self.danger_box])
        holds = lambda name: re.search(rf"\b{re.escape(name)}\b", text, re.I)
        return [(names, row.are) for row in self.words if (names := [*filter(holds, row.names)])]


class Urgency(Row):
    """What one label tells the reader to do."""

    name: Text
    es: Text
    """Its name in Spanish."""
    do: Texts
    """In sentences, also for those whom no one answers, or who have no number."""
    rule: str = ""
    """For a sign that stands nowhere."""


class Ruled(Urgency):
    """A label with a line in the rule."""

    rule: Text


# What each label is called, and what it says at the least: how soon, and where to go when no one answers.
NEEDS = {
    "now": ("Call now", "Call {emergency}", "emergency room"),
    "team_now": ("Team line now", "at once", "Call {emergency}"),
    "today": ("Call today", "night", "an hour", "emergency room", "{urgent}"),
    "soon": ("Call soon", "within days", "1 to 2 weeks", "No team?"),
}


class Urgencies(Row):
    """The four labels; none may be missing."""

    now: Ruled
    team_now: Urgency
    today: Ruled
    soon: Ruled

    @model_validator(mode="after")
    def say_enough(self):
        for label, (name, *words) in NEEDS.items():
            row = getattr(self, label)
            if lost := [word for word in words if word not in " ".join(row.do)]:
                raise ValueError(f'{label}: it no longer says "{lost[0]}": a clinician must agree first')
            if odd := set(re.findall(r"\{.*?\}|[{}]", " ".join(row.do))) - {"{emergency}", "{numbers}", "{urgent}"}:
                raise ValueError(f"{label}: {min(odd)} is not filled in here: mend it")
            if row.name != name:
                raise ValueError(f'{label}: its name is "{name}": put it back')
        if len({row.rule.casefold() for row in (self.now, self.today, self.soon)}) < 3:
            raise ValueError("soon: two labels have the same rule: put back what each is for")
        return self


X, Y = (Annotated[float, Field(ge=0, le=most)] for most in (320, 480))
Point = Annotated[tuple[X, Y], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)]


class Mark(Row):
    """A place's mark on the body map, 320 wide and 480 high."""

    where: Text
    caption: Text
    plural: bool = False
    label: Annotated[list[Text], Field(min_length=1, max_length=3)]
    side: Literal["left", "right"]
    width: Annotated[int, Field(ge=44, le=160)]
    y: Annotated[int, Field(ge=20, le=470)]
    line: Point
    dot: Point
    organ: Path | None = None
    vein: Path | None = None
    chain: Path | None = None
    nodes: Path | None = None
    spots: Path | None = None

    @model_validator(mode="after")
    def drawn(self):
        if not (self.organ or self.nodes or self.spots):
            raise ValueError("the mark has no drawing: write organ, nodes or spots")
        for key in ("organ", "vein", "chain", "nodes", "spots"):
            for x, y in re.findall(r"M ?([\d.]+)[ ,]([\d.]+)", getattr(self, key) or ""):
                if float(x) > 320 or float(y) > 480:
                    raise ValueError(f"{key}: {x} {y} lies outside the map, which is 320 wide and 480 high: mend it")
        if (self.side == "left") != (self.line[0] < 160) or abs(self.y - self.line[1]) > 40:
            raise ValueError("line: it does not begin at the label: mend side, y or line")
        if self.width < 9 * max(map(len, self.label)) + 12:
            raise ValueError("width: the label is wider: write more")
        return self


def mark_or_none(value: object) -> object:
    return None if value == "none" else filled(value)


class Place(Row):
    """A place of the body: its names, its page, its mark."""

    id: Id
    name: Text
    short: Annotated[str, Field(max_length=14)] = ""
    page: Address
    icd: list[form(r"[A-Z]\d\d(\.\d)?", "write the beginning of its codes, such as C78.7")] = []
    """How its codes of ICD-10-CM begin."""
    icon: Path | None = None
    map: Annotated[Mark | None, BeforeValidator(mark_or_none, json_schema_input_type=Mark | Literal["none"])]
    """Its mark, or none."""

    @model_validator(mode="after")
    def is_called_alike(self):
        if self.page.split("/")[-2:] != [self.id, ""]:
            raise ValueError(f"page: it must end with /{self.id}/: mend it")
        if self.page.startswith("/sites/") and not self.map:
            raise ValueError("map: a place where cancer spreads to has its mark: put it back")
        if self.map and not common(self.name, self.map_name):
            raise ValueError(f"map: its label is no name of {self.name}: mend it")
        return self

    @property
    def map_name(self) -> str:
        """Its name on the map, which for bones and nodes is not the heading over its signs."""
        return " ".join(self.map.label) if self.map else self.name


Share = Annotated[int, Field(ge=0, le=100)]


class Number(Row):
    """A figure out of 100, or two of one group, with whom it counts and what it cannot tell."""

    id: Id
    count: Share | None = None
    with_: Share | None = Field(None, alias="with")
    without: Share | None = None
    arms: Annotated[list[Text], Once, Field(min_length=2, max_length=2)] | None = None
    """What the people of with had, and those of without."""
    of: Literal[100]
    who: Text
    when: Text
    where: Text
    says: Text
    sources: Keys
    unsure: str = ""
    chosen: bool = False
    """Whether a reader meets it only by choice, in a fold."""

    @property
    def parts(self) -> list[tuple[int, str]]:
        """(count, label) of each part of the picture; one group needs no label."""
        return list(zip((self.with_, self.without), self.arms, strict=True)) if self.arms else [(self.count, "")]

    @model_validator(mode="after")
    def drawn_as_said(self):
        two = self.with_ is not None
        if two != (self.without is not None):
            raise ValueError("one arm stands without the other: write both, with and without")
        if two == (self.count is not None):
            raise ValueError("write count, for one group, or with and without, for two: one of the two")
        if two != bool(self.arms):
            raise ValueError("arms: with and without have two labels, count has none: write [label, label]")
        if not self.chosen and re.search(r"\b(?:alive|lived?|died?|deaths?|survi\w+)\b", self.says):
            raise ValueError("chosen: true is missing: readers choose whether to meet such a figure: put it back")
        if bare := re.search(r"(?<!or )\b(?:fewer|more|less)\b", self.says):
            raise ValueError(f'says: "{bare[0]}" leaves a sum to the reader: write how many with, and how many without')
        said = re.findall(r"(?<!\w)(\d[\d.,]*)(?: [a-z]+){0,3} (?:out of|for every) 100", self.says)
        if said != [str(count) for count, _ in self.parts]:
            shows = " and ".join(str(count) for count, _ in self.parts)
            raise ValueError(f"the picture shows {shows}, but says does not: write {shows} out of 100, once")
        if self.arms:
            first, _, second = (self.says + " ").casefold().rpartition(f" {self.without} ")
            one, other = (arm.partition(" (")[0].casefold() for arm in self.arms)
            if one in second and one not in first or other in first and other not in second:
                raise ValueError("arms stand the other way round than in says: the first had the figure of with")
        return self


class Source(Row):
    """A source that was really read, and how."""

    title: Text
    publisher: Text
    url: Annotated[Web, AfterValidator(public)]
    dated: Text
    checked: Day
    read_as: Literal["page", "copy", "elsewhere"]
    belongs_at: Text = ""
    """Whose words they are, or their address, where `url` shows them."""

    @model_validator(mode="after")
    def belongs_elsewhere(self):
        if self.belongs_at and self.read_as != "elsewhere":
            raise ValueError("belongs_at is only for read_as: elsewhere: take it out")
        return self

    @property
    def home(self) -> str:
        """Where the words belong, if that is an address that can be linked; else empty."""
        return self.belongs_at if self.belongs_at.startswith("https://") else ""

    @property
    def short(self) -> str:
        """The publisher alone. In full, and who shows its words: /about/sources/."""
        return re.split(r", | \(", self.publisher)[0].rstrip(".")


def about_something(row):
    """A row that names a notice or a page."""
    if not (row.notices or row.pages):
        raise ValueError("notices and pages are missing: write one of them")
    return row


class Passage(Row):
    """What a source was seen to say, in our own words, for whoever reviews the guide."""

    says: Text
    supports: Annotated[list[Id], Once] = Field([], alias="for")
    """The notices and numbers that it bears on."""


class Question(Row):
    """What a clinician is asked before anything is made calmer."""

    asks: form(r"\S+ .*[^\s?]\?", "write a question that ends with ?")
    notices: Annotated[list[Id], Once] = []
    pages: Annotated[list[Address], Once] = []

    @model_validator(mode="after")
    def is_about_something(self):
        return about_something(self)


class Word(Row):
    """A word with its plain meaning."""

    term: Text
    also: Annotated[list[Text], Once] = []
    means: Sentence
    source: Key


class Questions(Row):
    """A group of questions for the care team."""

    id: Id
    title: Text
    questions: Annotated[list[form(r"\S+ .*[^\s?]\?", "write a question that ends with ?")], Once, Field(min_length=1)]


# By system: its oid, and the form of its codes.
SYSTEMS = {
    "ICD-10-CM": ("2.16.840.1.113883.6.90", r"[A-TV-Z]\d[0-9AB](\.[0-9A-HJ-NP-Z]{1,4})?"),
    "SNOMED CT": ("2.16.840.1.113883.6.96", r"[1-9]\d{5,17}"),
    "LOINC": ("2.16.840.1.113883.6.1", r"\d{1,5}-\d"),
}
ELSEWHERE = {"Z17.32", "Z17.411", "Z17.421"}  # of ICD-10-CM: HER2-negative
NEGATIVE = re.compile(r"(?:her2|receptor 2|factor 2)[- ]neg", re.I)


class Coded(Row):
    """A code as a health record sends it."""

    system: System
    oid: Text
    code: Text
    meaning: Text

    @model_validator(mode="after")
    def is_of_its_system(self):
        oid, pattern = SYSTEMS[self.system]
        if self.oid != oid:
            raise ValueError(f"oid: that of {self.system} is {oid}: write it")
        if not re.fullmatch(pattern, self.code):
            raise ValueError(f"code: {self.code} is none of {self.system}: write it as its table does")
        return self


class Code(Coded):
    """A code that a health record sends, and the page that answers it: an address, or the page of a place."""

    place: Id | None = None
    page: Address | None = None
    part: Id | None = None
    """An anchor of that page."""
    narrow: Annotated[int, Field(ge=0, le=3)] = 3

    @property
    def leads(self) -> str:
        """The address that it opens, with its part."""
        return f"{self.page}#{self.part}" if self.part else str(self.page)

    @model_validator(mode="after")
    def leads_to_one_page(self):
        if (self.place is None) == (self.page is None):
            raise ValueError("write place (of data/places.yml) or page, one of the two")
        if self.page and self.narrow == 3:
            raise ValueError("narrow: 3 is for a place's codes: write 0, 1 or 2")
        if NEGATIVE.search(self.meaning) or self.code in ELSEWHERE:
            raise ValueError(f"code: {self.code} is HER2-negative: it belongs in data/codes_elsewhere.yml")
        return self


class Elsewhere(Coded):
    """A code whose guide is another one: HER2-negative."""

    @model_validator(mode="after")
    def is_negative(self):
        if "negative" not in self.meaning or self.system == "ICD-10-CM" and self.code not in ELSEWHERE:
            raise ValueError("code: it is not one of HER2-negative cancer: mend code or meaning")
        return self


# By country: its emergency numbers, and the form of its others. A country that does not stand here may have any.
AMERICA = r"[2-9]\d\d|1?[2-9]\d\d[2-9]\d{6}"
BRITAIN = r"\d{3}|116\d{3}|(?:\+44|0)[1-9]\d{8,9}"
COUNTRIES = {
    "US": ("911", AMERICA),
    "Canada": ("911", AMERICA),
    "UK": ("999 112", BRITAIN),
    "England": ("999 112", BRITAIN),
    "Ireland": ("112 999", ""),
    "Australia": ("000 112", ""),
    "New Zealand": ("111", ""),
}
Country = form(r"[A-Z][a-z].+|US|UK|EU|UAE", "write the country's name")


class Emergency(Row):
    """An emergency number and the source that names it."""

    country: Country
    number: form(r"[0-9]{3,6}", "write the 3 to 6 digits that are dialed, nothing else")
    source: Key
    cannot_speak: Advice | None = None
    """What to do for whoever cannot speak or hear."""

    @model_validator(mode="after")
    def is_that_of_the_country(self):
        due, _ = COUNTRIES.get(self.country, (self.number, ""))
        if self.number not in due.split():
            raise ValueError(f"number: that of {self.country} is {' or '.join(due.split())}: mend number or country")
        return self


class Helpline(Row):
    """A helpline and the source that names it."""

    name: Text
    country: Country
    number: Dial
    tel: form(r"\+?[0-9]{3,15}", "write the digits that are dialed, with + before a country's code")
    says: Text
    hours: str = ""
    urgent: bool = False
    """Whether it is for urgent help that is no emergency."""
    source: Key

    @model_validator(mode="after")
    def dials_what_it_shows(self):
        if "urgent" in self.says and not self.urgent:
            raise ValueError("urgent: true is missing, so that no label names it: put it back")
        if not same(self.number, self.tel):
            raise ValueError(f"number shows {self.number}, but tel dials {self.tel}: write the same digits")
        pattern = COUNTRIES.get(self.country, ("", ""))[1] or r"\+?\d{3,15}"
        if not re.fullmatch(pattern, self.tel) or re.search(r"(\d)\1{5}", self.tel):
            raise ValueError(f"tel: {self.tel} is no number of {self.country}: mend it")
        if self.urgent and self.hours and not re.search("night|24", self.hours):
            raise ValueError("urgent: a line for urgent help answers at night too: take it out, or mend hours")
        return self


class Contacts(Row):
    """Whom to call, by kind."""

    emergency: Annotated[list[Emergency], Field(min_length=1)]
    helplines: list[Helpline]
    crisis: list[Helpline]

    @model_validator(mode="after")
    def stand_once(self):
        dialed = [row.number for row in self.emergency]
        for key in ("emergency", "helplines", "crisis"):
            rows = getattr(self, key)
            names = [getattr(row, "name", row.country) for row in rows]
            if twice := [name for name in names if names.count(name) > 1]:
                raise ValueError(f"{key}: {twice[0]} stands twice: keep one")
            if odd := [row.name for row in rows if key != "emergency" and row.tel in dialed]:
                raise ValueError(f"{key}: {odd[0]} has the emergency number: mend it")
        return self

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


Said = holding()


class Sentences(Row):
    """What is said the same way everywhere."""

    not_reviewed: holding("what", says="No clinician has reviewed")
    reviewed: holding("name", "role", "day", says="Reviewed by")
    changed_since: holding("what", says="Changed since then")
    its_words: Said
    many_signs: Said
    some_reviewed: holding("pages", "all_pages", "signs", "all_signs", says="reviewed")
    signs_reviewed: holding("signs", "all_signs", says="reviewed")
    review_stands: holding(says="Whether a clinician has reviewed")
    edition: holding("day", says="dition")
    general: holding(says="does not replace")
    no_diagnosis: holding(says="not a diagnosis")
    no_harm: holding(says="not needed does little harm|late one can do a lot")
    two_fit: holding(says="more urgent")
    why_call: Said
    nobody_pays: holding(says="No one pays")
    run_by: holding("publisher", says="published by")
    run_by_no_one: holding(says="Nobody")
    no_address: holding(says="no address")
    nothing_collected: holding(says="nothing is collected")
    not_listed: Said
    mistake: Said
    team_number: holding(says="team's number")
    team_card: holding(says="card")
    withdrawn: holding("day", "because", says="took this page down")
    still_breast_cancer: holding(says="breast cancer|[^")
    how_treated: holding(says="edicine")


class Redirects(Row):
    """Short links, and addresses that have moved."""

    short: dict[Short, Spot]
    moved: dict[Spot, Spot]


class Change(Row):
    """What changed, on a day, in what a reader should do."""

    day: Day
    says: at_most(40)
    """What to do now, and what it was before, in a reader's words."""
    notices: list[Id] = []
    """The notices that it is about."""
    pages: list[Address] = []
    """The pages whose own words changed."""
    more_urgent: bool
    """Whether anyone is to call sooner than before; pages say so for 30 days."""

    @model_validator(mode="after")
    def is_about_something(self):
        return about_something(self)


class Floor(Row):
    """How soon a sign must be acted on, at the least, for whom, and on which places' pages it stands."""

    label: Literal[LABELS]
    only_if: str = ""
    places: list[Id] = []
    needs: list[Literal["call", "meanwhile"]] = []
    """What its line must hold, too."""
