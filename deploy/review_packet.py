"""The packets of a build: of a page, and of all signs, each with the lines that say later what was reviewed."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from contracts import Change, Question
from guide import Guide, address_of, guide
from handouts import build_aside
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from page_rows import when_to_call
from review_items import Cited, Item, cited, items_of, of_notice, since
from review_words import hashes_of
from reviews import Standing
from signs import HELP
from whole_guide import prefix_of, reading_order, renumber

FED = "What the feed and texts to copy say with it"
Parts = list[tuple[str, list[Item]]]  # under their headings


@dataclass
class Told:
    """What a build tells."""

    found: Guide
    texts: dict[str, str]  # of pages, by address, as made of their Markdown
    whole: list[tuple[str, str]]  # (title, address) of the pages of the whole guide
    hashes: dict[str, str]  # by address, and by id of a notice
    pictures: dict[str, bytes]  # by the name under which each is published
    env: Environment
    day: date

    def items(self, address: str) -> list[Item]:
        return items_of(self.texts[address], self.pictures, self.found)

    def one(self, kind: str) -> list[Item]:
        """The labels' meanings, or the red box, from a page that shows them."""
        pages = [HELP, *(place.page for place in self.found.places if not self.found.archived(place.page))]
        return [item for address in pages for item in self.items(address) if item.kind == kind][:1]


@dataclass
class Packet:
    """A packet as overrides/review/packet.html has it."""

    name: str  # as PAGE has it: an address, "signs", or the id of one
    title: str
    day: date
    parts: Parts
    lines: list[tuple[str, str]]  # (where, what is pasted there): a file, or the id of a notice
    cites: list[Cited] = field(default_factory=list)  # by its prose
    standing: Standing | None = None
    changes: list[Change] = field(default_factory=list)  # since then
    whole: list[tuple[str, str]] = field(default_factory=list)

    file = property(lambda self: f"{prefix_of(self.name)}.html")
    signs = property(lambda self: not self.name.startswith("/"))
    items = property(lambda self: [item for _, items in self.parts for item in items if item.number])


def collect() -> Told:
    """Builds the guide aside, strictly: its faults are told as by every build."""
    told = []

    def keep(env, config, files):
        found, made = guide(config), {address_of(file.page): file.page for file in files.documentation_pages()}
        texts = {address: page.content for address, page in made.items()}
        whole = [(one.front.title, address_of(one)) for one in reading_order(list(made.values()))]
        pictures = {file.dest_uri.rpartition("/")[2]: file.content_bytes for file in files.media_files()}
        options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
        own = env.overlay(bytecode_cache=None, **options)  # the theme's escapes nothing by itself
        # The last commit may be old: a review is of the day on which its packet is made.
        day = found.day if os.environ.get("BUILD_DATE") else max(found.day, datetime.now(UTC).date())
        told.append(Told(found, texts, whole, hashes_of(files, found), pictures, own, day))

    build_aside(os.environ.get("SITE_URL", ""), strict=True, env=keep)
    return told[0]


def signed(name: str, role: str, day: date, text: str, indent: int = 0) -> str:
    """The lines to paste.

    >>> print(signed("Ann \\"A.\\" Lee", "nurse", date(2026, 1, 10), "0a"))
    clinical_review:
      name: "Ann \\"A.\\" Lee"
      role: "nurse"
      date: 2026-01-10
      text: "0a"
    """
    name, role = (json.dumps(one, ensure_ascii=False) for one in (name, role))
    rows = ["clinical_review:", f"  name: {name}", f"  role: {role}", f"  date: {day}", f'  text: "{text}"']
    return "\n".join(" " * indent + row for row in rows)


def numbered(parts: Parts) -> Parts:
    """The parts that hold something; each item that is marked has its number."""
    marked = (item for _, items in parts for item in items if item.kind != "heading")
    for number, item in enumerate(marked, 1):
        item.number = number
    return [(title, items) for title, items in parts if items]


def questions(rows: Iterable[Question]) -> list[Item]:
    return [Item("question", row=row) for row in rows]


def of_page(address: str, told: Told, name: str, role: str) -> Packet:
    """The packet of a page."""
    found, page, items = told.found, told.found.pages[address], told.items(address)
    keys = dict.fromkeys(re.findall(r'href="#fn-([^"]+)"', "".join(item.html for item in items)))
    numbers = {key: number for number, key in enumerate(keys, 1)}
    for item in items:
        item.html = Markup(renumber(item.html, numbers))
    ids, standing = {item.row.id for item in items if item.kind == "notice"}, found.reviews.get(address)
    asks = [row for row in found.facts.review_questions if address in row.pages or ids & {*row.notices}]
    words = [Item("message", row=page.front), *items]
    shown = address == HELP or any(place.page == address for place in found.places)
    fed = [] if shown else [Item("fed", row=when_to_call(address, found))]
    return Packet(
        name=address,
        title=page.front.title,
        day=told.day,
        parts=numbered([("Open questions", questions(asks)), ("The words of the page", words), (FED, fed)]),
        lines=[(f"docs/{page.file}", signed(name, role, told.day, told.hashes[address]))],
        cites=cited(found, list(keys)),
        standing=standing,
        changes=since(found, standing, ids, address),
        whole=told.whole,
    )


def of_signs(which: str, told: Told, name: str, role: str) -> Packet:
    """The packet of all signs, area by area, each question below the first that it is about; or of the one of that id,
    with all about it."""
    found = told.found
    notices = [row for row in found.signs.notices if which in ("signs", row.id)]
    first = {
        row.asks: next((one.id for one in notices if one.id in row.notices), "") for row in found.facts.review_questions
    }
    asks = lambda id: questions(row for row in found.facts.review_questions if first[row.asks] == id)
    parts = [("Questions about no sign in particular", asks(""))] if which == "signs" else []
    parts.append(("What the labels mean", told.one("labels")))
    for area in found.signs.areas:
        rows = [row for row in notices if row.area == area.id]
        parts.append((area.says, [item for row in rows for item in (of_notice(found, row), *asks(row.id))]))
    parts += [("The red box", told.one("danger"))] if which == "signs" else []
    lines = [(row.id, signed(name, role, told.day, told.hashes[row.id], 4)) for row in notices]
    title = "Every sign, and how soon to act" if which == "signs" else notices[0].name
    return Packet(which, title, told.day, numbered(parts), lines)
