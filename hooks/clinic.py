"""A clinic's own block in mkdocs.yml (`extra`): name, numbers and logo that stand on every page and sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from xml.parsers import expat

from contracts import Row, explain  # hooks/contracts.py
from dial import dial  # hooks/dial.py
from pydantic import AfterValidator, Field, ValidationError
from yaml_reader import read  # hooks/yaml_reader.py

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")
HEAVIEST = 30_000  # bytes of a logo: every page shows it
# What in an SVG runs, or asks another host.
RUNS = re.compile(
    rb"<script|\son[a-z]+\s*=|<foreignobject|javascript:|<!entity|@import"
    rb"|(?:href|src)\s*=\s*[\"']?\s*(?:[a-z]+:)?//|url\(\s*[\"']?(?:[a-z]+:)?//",
    re.I,
)

Phone = Annotated[str, AfterValidator(lambda number: number if not number or dial(number) else number)]


class Clinic(Row):
    """Who runs this copy of the guide, and whom its readers call; all of it may stay empty."""

    name: Annotated[str, Field(max_length=60)] = ""
    day_number: Phone = ""
    night_number: Phone = ""
    logo: str = ""  # a file below docs/, such as assets/logo.svg

    @property
    def numbers(self) -> list[str]:
        """The numbers to call: day and night, or the one there is."""
        return list(dict.fromkeys(number for number in (self.day_number, self.night_number) if number))


class Extra(Row):
    """What whoever runs a copy fills in."""

    clinic: Clinic | None = None
    report_mistakes: str | None = None


@dataclass
class Publisher:
    """The block as read: `mistakes` is an address that a link can open, or empty."""

    clinic: Clinic = field(default_factory=Clinic)
    mistakes: str = ""
    faults: list[str] = field(default_factory=list)


def read_publisher(path: Path, docs: Path) -> Publisher:
    """The `extra` block of mkdocs.yml at `path`; `docs`: where the logo lies. Faults: "line N: extra…"."""
    document = read(path, tags=True)
    if document.faults or not isinstance(document.value, dict):
        return Publisher(faults=document.faults)
    told = document.value.get("extra") or {}
    try:
        extra = Extra.model_validate(
            {key: {} if key == "clinic" and value is None else value for key, value in told.items()}
            if isinstance(told, dict)
            else told
        )
    except ValidationError as error:
        return Publisher(
            faults=[re.sub(r"^(line \d+: )", r"\1extra.", line) for line in explain(error, document, ("extra",))]
        )
    found = Publisher(extra.clinic or Clinic())
    line = document.line(("extra", "clinic", "logo"))
    if found.clinic.logo and (fault := wrong_logo(found.clinic.logo, docs)):
        found.faults.append(f"line {line}: extra.clinic.logo: {fault}")
        found.clinic.logo = ""
    try:
        found.mistakes = as_link((extra.report_mistakes or "").strip())
    except ValueError as error:
        found.faults.append(f"line {document.line(('extra', 'report_mistakes'))}: extra.report_mistakes: {error}")
    return found


def as_link(told: str) -> str:
    """A mail address or a web address as the target of a link.

    >>> as_link("mistakes@clinic.example"), as_link("https://clinic.example/form")
    ('mailto:mistakes@clinic.example', 'https://clinic.example/form')
    """
    if re.fullmatch(r"(?:mailto:)?[^\s@<>\"()]+@[^\s@<>\"()]+\.[^\s@<>\"()]+", told):
        return "mailto:" + told.removeprefix("mailto:")
    if not told or re.fullmatch(r"https://[^\s<>\"()]+", told):
        return told
    raise ValueError(f'"{told[:60]}" is no address: write a mail address, or one that begins with https://')


def wrong_logo(name: str, docs: Path) -> str:
    """What is wrong with a logo; empty when all is well."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.I):
        return f'"{name[:60]}" lies elsewhere: put the file in docs/assets/ and write assets/NAME'
    path = (docs / name.lstrip("/")).resolve()
    if not path.is_relative_to(docs.resolve()) or not path.is_file():
        return f'"{name[:60]}" is no file below docs/: put it there, and write its name as seen from docs/'
    if path.suffix.lower() not in KINDS:
        return f'"{name[:60]}" is no picture that we can show: make it one of {", ".join(KINDS)}'
    content = path.read_bytes()
    if len(content) > HEAVIEST:
        return f"{name} has {len(content) // 1000} KB, and every page shows it: make it {HEAVIEST // 1000} KB or less"
    if path.suffix.lower() == ".svg":
        if found := RUNS.search(content):
            what = found[0].decode(errors="replace").strip()[:30]
            return f"{name} holds {what}, which runs or asks another host: take it out"
        try:
            expat.ParserCreate().Parse(content, True)
        except expat.ExpatError as error:
            return f"{name} is no whole SVG (line {error.lineno}): save it again"
    return ""
