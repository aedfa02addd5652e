"""Pages: the contract of front matter, and the rules of prose, checked in the Markdown before it is built.

Faults are logged (file, line or key, what is wrong, what to write), so that one run lists them all.
A page that cannot be read at all is replaced by an empty one: `mkdocs serve` goes on, `--strict` fails.
"""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Annotated, Literal

import yaml
from facts import Address, Row, Text, explain, load_yaml  # hooks/facts.py
from mkdocs.structure.pages import Page
from pydantic import Field, ValidationError, field_validator, model_validator

log = logging.getLogger("mkdocs.hooks.pages")

MAX_BYTES = 200_000
STUB = "This page could not be read. The build says why."


# The front matter contract -----------------------------------------------------------------------


class Review(Row):
    """A review by a clinician that really took place."""

    name: Text
    role: Text
    date: date


class Withdrawn(Row):
    """Why a page was taken down, and where to go instead."""

    day: date
    because: Text
    go_to: Address


class FrontMatter(Row):
    """What stands between the --- lines at the head of a page. Closed: an unknown key is a fault."""

    title: Annotated[str, Field(min_length=1, max_length=60)]  # a statement, unique in the guide
    description: Annotated[str, Field(min_length=50, max_length=160)]  # for search engines and link previews
    kind: Literal["home", "section", "topic", "site", "tool", "reference", "about", "archived"]
    message: str = ""  # 1 to 3 short sentences, one a line: what the page wants you to know
    checked: date  # the day every fact on the page was checked
    check_by: date  # the day it is due again, at most 12 months later
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
            raise ValueError(f"message has {max(len(lines), sentences)} sentences: write 1 to 3 short ones, one a line")
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


# Pure functions ----------------------------------------------------------------------------------


def split(text: str) -> tuple[str | None, str, int]:
    """(front matter or None, body, number of the body's first line) of a page's text."""
    match = re.match(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if not match:
        return None, text, 1
    return match[1], text[match.end() :], text[: match.end()].count("\n") + 1


def front_matter(text: str) -> dict:
    """A page's front matter; empty where there is none that can be read."""
    try:
        meta = load_yaml(split(text)[0] or "")
    except (yaml.YAMLError, ValueError):
        return {}
    return meta if isinstance(meta, dict) else {}


def check_front_matter(text: str) -> list[str]:
    """Complaints about a page's front matter, given the page's whole text."""
    head, _, _ = split(text)
    if head is None:
        return ["front matter is missing: begin the page with --- and its title, description, kind, message, checked and check_by"]
    try:
        meta = load_yaml(head)
    except (yaml.YAMLError, ValueError) as error:
        # MkDocs would publish such a head as text.
        return [f"front matter is not valid YAML: {' '.join(str(error).split())}"]
    if not isinstance(meta, dict):
        return ["front matter is not a map: write one 'key: value' a line"]
    try:
        FrontMatter.model_validate(meta)
    except ValidationError as error:
        return explain(error)
    return []


# Each rule: what to look for in a line of prose, and what to write instead.
LINE_RULES = [
    (re.compile(r"\b\d+ in \d+\b", re.I), "write chances as 'N out of 100', not '{0}'"),
    (re.compile(r"\d\s?(?:%|per ?cent\b)", re.I), "write '{0}' as 'N out of 100'"),
    (re.compile(r"<script\b", re.I), "scripts do not belong in Markdown: take '{0}' out"),
    (re.compile(r"<(?:iframe|object|embed|style|form|link|meta|base)\b", re.I), "take '{0}' out: only components print HTML"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.I), "event attributes do not belong in Markdown: take '{0}' out"),
    (re.compile(r"(?:<[^>]*\s|\{[^}]*)style\s*=", re.I), "styles live in overrides/assets/stylesheets: take '{0}' out"),
    (re.compile(r"(?:\]\(\s*|=\s*[\"']?\s*|<)(?:java|vb)script:", re.I), "script links are not allowed: take '{0}' out"),
    (re.compile(r"(?:\]\(\s*|=\s*[\"']?\s*)data:", re.I), "data links are not allowed: take '{0}' out"),
    (re.compile(r"!\[\s*\]\("), "write what the picture shows between the brackets of '{0}'"),
]
FIGURE = re.compile(r"\d\s?(?:%|per ?cent\b|out of\b|years?\b|months?\b)", re.I)
HEADING = re.compile(r"^(#{1,6})\s")
HEADING_ID = re.compile(r"\{\s*#[a-z0-9]+(?:-[a-z0-9]+)*\s*[^}]*\}\s*$")


def check_prose(body: str, first_line: int = 1) -> list[str]:
    """Complaints about a page's Markdown, each with its line number. Fenced code is left alone."""
    faults, paragraph, fenced = [], [], False
    for number, line in enumerate([*body.splitlines(), ""], first_line):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        for rule, say in LINE_RULES:
            if found := rule.search(line):
                faults.append(f"line {number}: {say.format(found[0].strip())}")
        if HEADING.match(line):
            if line.startswith("# "):
                faults.append(f"line {number}: the title comes from the front matter: begin headings with ##")
            if not HEADING_ID.search(line):
                faults.append(f"line {number}: give the heading its own id, such as '{line.strip()} {{ #short-name }}'")
        if line.strip() and not HEADING.match(line) and not re.match(r"\s*(?:[-*+]|\d+\.)\s", line):
            paragraph.append((number, line))
            continue
        faults += uncited(paragraph)
        paragraph = [(number, line)] if re.match(r"\s*(?:[-*+]|\d+\.)\s", line) else []
    return faults


def uncited(paragraph: list[tuple[int, str]]) -> list[str]:
    """A figure without a source in its paragraph (or list item)."""
    text = " ".join(line for _, line in paragraph)
    if (found := FIGURE.search(re.sub(r"\{\{.*?\}\}", "", text))) and "[^" not in text:
        return [f"line {paragraph[0][0]}: '{found[0]}' stands without a source: add [^key] with a key from data/sources.yml"]
    return []


def check_name(src_uri: str) -> list[str]:
    """Complaints about a file's name: it becomes an address."""
    if re.fullmatch(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.[a-z0-9]+", src_uri):
        return []
    return ["file names become addresses: use only a to z, 0 to 9 and -"]


def check_text(raw: bytes) -> tuple[str, list[str]]:
    """The page's text and its complaints; an empty page where it cannot be read."""
    if len(raw) > MAX_BYTES:
        return STUB, [f"{len(raw) // 1000} KB is too long for a page (200 KB at most): split it"]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return STUB, [f"byte {error.start} is not UTF-8: save the file as UTF-8"]
    head, body, first_line = split(text)
    faults = check_front_matter(text)
    if faults and head is not None:
        try:
            load_yaml(head)
        except (yaml.YAMLError, ValueError):
            text = body
    return text, faults + check_prose(body, first_line)


# MkDocs ------------------------------------------------------------------------------------------


def complain(config, name: str, lines: list[str]) -> None:
    for line in lines:
        log.warning("docs/%s: %s", name, line)
        config.extra.setdefault("faults", []).append(f"docs/{name}: {line}")


def on_files(files, config):
    """Reads every page once; finds names that make bad addresses and two files for one address."""
    sources, addresses, metas = {}, {}, {}
    for file in files:
        if file.generated_by or not file.src_dir or file.src_dir != config.docs_dir:
            continue
        complain(config, file.src_uri, check_name(file.src_uri))
        if not file.is_documentation_page():
            continue
        address = "/" + file.url.removeprefix("./")
        if address in addresses:
            complain(config, file.src_uri, [f"{address} is already the address of docs/{addresses[address]}: rename one"])
        addresses[address] = file.src_uri
        text, faults = check_text(open(file.abs_src_path, "rb").read())
        complain(config, file.src_uri, faults)
        sources[file.src_uri] = text
        metas[address] = front_matter(text)
    config.extra["page_meta"] = metas
    config.extra["addresses"] = addresses
    config.extra["page_sources"] = sources
    return files


def on_page_read_source(page, config):
    return config.extra["page_sources"].get(page.file.src_uri)


def on_env(env, config, files):
    """All pages are known now: titles, related pages and keyword sections can be compared."""
    titles: dict[str, str] = {}
    pages = [file.page for file in files.documentation_pages() if isinstance(file.page, Page)]
    for page in pages:
        name = page.file.src_uri
        title = str(page.meta.get("title", ""))
        if title and titles.setdefault(title.casefold(), name) != name:
            complain(config, name, [f'the title "{title}" is already that of docs/{titles[title.casefold()]}: write another'])
        related = page.meta.get("related")
        for address in related if isinstance(related, list) else []:
            if address not in config.extra["addresses"]:
                complain(config, name, [f"related: {address} is not an address of this guide: mend or take it out"])
    return env


def on_page_context(context, page, config, nav):
    """What the templates need to know of other pages, looked up once."""
    by_address = config.extra.get("pages_by_address")
    if by_address is None or by_address.get("/" + page.url.removeprefix("./")) is not page:
        by_address = {"/" + other.url.removeprefix("./"): other for other in nav.pages}
        config.extra["pages_by_address"] = by_address
    related = page.meta.get("related")
    context["related"] = [by_address[address] for address in related or [] if address in by_address]
    return context
