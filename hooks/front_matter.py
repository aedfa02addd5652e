"""Front matter: what stands between the --- lines at the head of a page. The contract, and how it is read."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal

import markup
import plain
import prose
from contracts import Address, Day, Once, Review, Row, Text
from explain import explain
from pydantic import Field, ValidationError, field_validator, model_validator
from yaml_reader import parse

HEAD = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
NEEDS = "title, description, kind, message, checked and check_by"


class Withdrawn(Row):
    """Why a page was taken down, and what to read instead."""

    day: Day
    because: Text
    go_to: Address


class FrontMatter(Row):
    """A page's head. The table in CONTRIBUTING.md is made of this (`make schemas`)."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    """A statement, unique in the guide."""
    description: Annotated[str, Field(min_length=50, max_length=160)]
    """What search engines and link previews show."""
    kind: Literal["home", "section", "topic", "site", "tool", "reference", "about", "archived"]
    """`topic` for most; `site` for a place; `archived` was taken down; the others as pages beside it have it."""
    message: str = ""
    """1 to 3 short sentences, one a line: what the page wants the reader to know."""
    checked: Day
    """The day every fact on the page was checked."""
    check_by: Day
    """The day it is due again, at most 12 months later."""
    clinical_review: Review | None = None
    """A review that really took place, in the lines that `make review` prints; else leave it out."""
    withdrawn: Withdrawn | None = None
    """`day`, `because`, `go_to`, on archived pages only."""
    keywords: dict[str, list[Text]] = {}
    """Readers' own words by section id; `page` is the page as a whole."""
    related: Annotated[list[Address], Once] = []
    """2 to 4 addresses to read next."""
    lang: Literal["en-US", "es"] = "en-US"
    """`es` for a page in Spanish."""
    search: dict[Literal["exclude"], bool] = {}
    """`exclude: true` keeps the page out of the search."""

    @field_validator("message")
    @classmethod
    def short(cls, message: str) -> str:
        most = max(len(message.strip().splitlines()), len(re.findall(r"[.!?](?:\s|$)", message)))
        if most > 3:
            raise ValueError(f"it has {most} sentences: write 1 to 3 short ones, one a line")
        return message.strip()

    @model_validator(mode="after")
    def whole(self):
        archived, leads_on = self.kind == "archived", self.kind in ("site", "topic", "section", "tool")
        wrong = {
            "check_by is more than 12 months after checked: write an earlier day": self.check_by
            > self.checked + timedelta(days=366),
            "check_by is not after checked: write a later day": self.check_by <= self.checked,
            "withdrawn is missing: an archived page says day, because and go_to": archived and not self.withdrawn,
            "withdrawn is for archived pages: take it out, or write kind: archived": self.withdrawn and not archived,
            "message is missing: write 1 to 3 short sentences, what readers should know": not archived
            and not self.message,
            "related is missing: name 2 to 4 addresses, such as /symptoms/get-help/": leads_on and not self.related,
        }
        for what, so in wrong.items():
            if so:
                raise ValueError(what)
        return self

    @property
    def lines(self) -> list[str]:
        """The message, a sentence each."""
        return self.message.splitlines()


def split(text: str) -> tuple[str | None, str, int]:
    """(front matter or None, body, number of the body's first line) of a page's text.

    >>> split("---\\na: 1\\n---\\nText")
    ('a: 1', 'Text', 4)
    """
    if not (head := HEAD.match(text)):
        return None, "" if text.startswith("---") else text, 1  # a head without an end swallows the page
    return head[1], text[head.end() :], head[0].count("\n") + 1


def check(text: str, latest: date) -> tuple[FrontMatter | None, list[str]]:
    """(the front matter of a page's text, or None; complaints). `latest`: no page was checked after it."""
    head, _, _ = split(text)
    if head is None and text.startswith("---"):
        return None, ["line 1: the front matter has no end: write --- in a line of its own below it"]
    if head is None:
        return None, [f"line 1: front matter is missing: begin the page with --- and its {NEEDS}"]
    document = parse(head, first_line=2)
    if not document.faults and not isinstance(document.value, dict):
        document.faults.append("line 2: front matter is not a map: write one 'key: value' a line")
    for path in (("checked",), ("clinical_review", "date"), ("withdrawn", "day")):
        told = document.raw.get(path, "")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", told) and told > str(latest):
            says = f"{'.'.join(path)}: {told} has not come yet: write the day it was done"
            document.faults.append(f"line {document.line(path)}: {says}")
    if document.faults:
        return None, document.faults
    for path, raw in document.raw.items():
        told, where = [], f"line {document.line(path)}: {path[0] if path else ''}: "
        if path and path[0] in ("title", "description", "message"):
            filled = re.sub(r"\{[a-z_]+\}", "It", raw) if path[0] == "message" else raw
            told = prose.wrong_in(raw) + markup.wrong_line(filled)
            told += [says for line in filled.splitlines() if (says := plain.wrong_text(line))][: not told]
            if not told and (found := prose.TELEPHONE.search(raw) or prose.FIGURE.search(raw)):
                told = [f"'{found[0]}' has no source here: say it in the text below"]
        elif path[:1] == ("keywords",) and path[2:] and (odd := re.search(r"\{(?!number\}).*|[<>*`|~]", raw)):
            told = [f"'{odd[0]}' is not what people type: take it out (in braces stands only {{number}})"]
        document.faults += [where + says for says in told[:1]]
    if document.faults:
        return None, document.faults
    try:
        return FrontMatter.model_validate(document.value), []
    except ValidationError as error:
        return None, explain(error, document)
