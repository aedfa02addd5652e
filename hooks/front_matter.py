"""Front matter: what stands between the --- lines at the head of a page. The contract, and how it is read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from contracts import Address, Day, Row, Text, explain  # hooks/contracts.py
from pydantic import Field, ValidationError, field_validator, model_validator
from yaml_reader import parse  # hooks/yaml_reader.py


class Review(Row):
    """A review by a clinician that really took place."""

    name: Text
    role: Text
    date: Day
    text: Text | None = None  # a mark of the words that were reviewed

    @model_validator(mode="after")
    def fits_on_a_sheet(self):
        if len(self.name) + len(self.role) > 60:  # the foot of each printed side holds no more
            raise ValueError("name and role have over 60 letters together: shorten the role")
        return self


class Withdrawn(Row):
    """Why a page was taken down, and what to read instead."""

    day: Day
    because: Text
    go_to: Address


class FrontMatter(Row):
    """A page's head. Closed: an unknown key is a fault."""

    title: Annotated[str, Field(min_length=1, max_length=60)]  # a statement, unique in the guide
    description: Annotated[str, Field(min_length=50, max_length=160)]  # for search engines and link previews
    kind: Literal["home", "section", "topic", "site", "tool", "reference", "about", "archived"]
    message: str = ""  # 1 to 3 short sentences, one a line: what the page wants you to know
    checked: Day  # the day every fact on the page was checked
    check_by: Day  # the day it is due again, at most 12 months later
    clinical_review: Review | None = None  # absent until real
    withdrawn: Withdrawn | None = None  # on archived pages only
    keywords: dict[str, list[Text]] = {}  # readers' own words by section id; "page" is the page as a whole
    related: list[Address] = []
    search: dict[Literal["exclude", "boost"], bool | float] = {}  # the search plugin's own
    template: str = ""  # the theme's own

    @field_validator("message")
    @classmethod
    def short(cls, message: str) -> str:
        lines = message.strip().splitlines()
        sentences = len(re.findall(r"[.!?](?:\s|$)", message))
        if len(lines) > 3 or sentences > 3:
            raise ValueError(f"it has {max(len(lines), sentences)} sentences: write 1 to 3 short ones, one a line")
        return message.strip()

    @model_validator(mode="after")
    def whole(self):
        if self.check_by > self.checked + timedelta(days=366):
            raise ValueError("check_by is more than 12 months after checked: write an earlier day")
        if self.check_by <= self.checked:
            raise ValueError("check_by is not after checked: write a later day")
        if self.kind == "archived" and not self.withdrawn:
            raise ValueError("withdrawn is missing: an archived page says day, because and go_to")
        if self.kind != "archived" and self.withdrawn:
            raise ValueError("withdrawn is for archived pages: take it out, or write kind: archived")
        if self.kind != "archived" and not self.message:
            raise ValueError("message is missing: write 1 to 3 short sentences, what the page wants the reader to know")
        if self.kind in ("site", "topic", "section", "tool") and not self.related:
            raise ValueError("related is missing: name 2 to 4 addresses, such as /symptoms/get-help/")
        return self

    @property
    def lines(self) -> list[str]:
        """The message, a sentence each."""
        return self.message.splitlines()


# Pure functions ----------------------------------------------------------------------------------


def split(text: str) -> tuple[str | None, str, int]:
    """(front matter or None, body, number of the body's first line) of a page's text.

    >>> split("---\\na: 1\\n---\\nText")
    ('a: 1', 'Text', 4)
    """
    match = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL)
    if not match:
        return None, text, 1
    return match[1], text[match.end() :], text[: match.end()].count("\n") + 1


def check(text: str, latest: date) -> tuple[FrontMatter | None, list[str]]:
    """(the front matter of a page's text, or None; complaints). `latest`: no page was checked after it."""
    head, _, _ = split(text)
    if head is None and text.startswith("---"):
        return None, ["line 1: the front matter has no end: write --- in a line of its own below it"]
    if head is None:
        needs = "title, description, kind, message, checked and check_by"
        return None, [f"line 1: front matter is missing: begin the page with --- and its {needs}"]
    document = parse(head, first_line=2)
    if document.faults:
        return None, document.faults
    if not isinstance(document.value, dict):
        return None, ["line 2: front matter is not a map: write one 'key: value' a line"]
    faults = []
    for path in (("checked",), ("clinical_review", "date"), ("withdrawn", "day")):
        told = document.raw.get(path, "")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", told) and told > str(latest):
            faults.append(
                f"line {document.line(path)}: {'.'.join(path)}: {told} has not come yet: write the day it was done"
            )
    if faults:
        return None, faults
    try:
        return FrontMatter.model_validate(document.value), []
    except ValidationError as error:
        return None, explain(error, document)


def stand_in(text: str, name: str, day: date) -> FrontMatter:
    """What a page goes by while its own front matter has a fault, so that `mkdocs serve` can show the rest of it."""
    told = parse(split(text)[0] or "").value
    told = (
        {key: value for key, value in told.items() if key in FrontMatter.model_fields} if isinstance(told, dict) else {}
    )
    plain = {"title": name, "description": name.ljust(50, "."), "kind": "topic", "message": "-", "related": ["/"]}
    plain |= {"checked": day, "check_by": day + timedelta(days=1)}
    try:
        return FrontMatter.model_validate(plain | told)
    except ValidationError as error:
        wrong = {fault["loc"][0] for fault in error.errors() if fault["loc"]}
    try:
        return FrontMatter.model_validate(plain | {key: value for key, value in told.items() if key not in wrong})
    except ValidationError:
        return FrontMatter.model_validate(plain)
