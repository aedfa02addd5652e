"""A clinic's own block in mkdocs.yml (`extra`): name, numbers and logo that stand on every page and sheet."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import asset_checks
import plain
from contracts import COUNTRIES, Row
from dial import dial
from explain import explain
from pydantic import AfterValidator, Field, ValidationError
from yaml_reader import read

HEAVIEST = 30_000  # bytes of a logo: every page shows it
MAIL = re.compile(r"(?:mailto:)?([^\s@<>\"()]+@[^\s@<>\"()]+\.[^\s@<>\"()]+)")
# Nobody reads what is sent there; an address that holds a password is no address to publish.
NOT_OURS = re.compile(r"\bexample\.(?:com|org|net)\b|\blocalhost\b|//[^/]*[@:]|//[\d.]+(?:/|$)|//[^/.]*(?:/|$)", re.I)
URGENT = {number for numbers, _ in COUNTRIES.values() for number in numbers.split()}


def of_a_team(number: str) -> str:
    """A team's number: none that is too short for one, nor one for emergencies."""
    if number and (len(dialed := dial(number)) < 5 or dialed in URGENT or re.search(r"(\d)\1{5}", dialed)):
        raise ValueError(f"{number} is no number of a team: write it in full, or leave it empty")
    return number


def a_name(name: str) -> str:
    """A name as every page shows it."""
    if wrong := plain.wrong_text(name) if name.strip() else "":
        raise ValueError(wrong)
    if odd := re.search(r"[{}<>]|\S{31,}", name):
        raise ValueError(f"'{odd[0]}' would break the page: mend it")
    return name


Phone = Annotated[str, AfterValidator(of_a_team)]
Name = Annotated[str, Field(max_length=60), AfterValidator(a_name)]


class Clinic(Row):
    """Who runs this copy of the guide, and whom its readers call; all of it may stay empty."""

    name: Name = ""
    day_number: Phone = ""
    night_number: Phone = ""
    logo: str = ""
    """A file below docs/, such as assets/logo.svg."""

    @property
    def numbers(self) -> list[str]:
        """The numbers to call: day and night, or the one there is."""
        return list(dict.fromkeys(filter(None, (self.day_number, self.night_number))))


class Extra(Row):
    """What whoever runs a copy fills in."""

    clinic: Clinic | None = None
    publisher: Name | None = None
    report_mistakes: str | None = None


@dataclass
class Publisher:
    """The block as read: who publishes this copy, or empty; `mistakes`: an address that a link can open, or empty."""

    clinic: Clinic = field(default_factory=Clinic)
    name: str = ""
    mistakes: str = ""
    faults: list[str] = field(default_factory=list)


def read_publisher(path: Path, docs: Path) -> Publisher:
    """The `extra` block of mkdocs.yml at `path`; `docs`: where the logo lies."""
    document = read(path, tags=True)
    if document.faults or not isinstance(document.value, dict):
        return Publisher(faults=document.faults)
    try:
        extra = Extra.model_validate(document.value.get("extra") or {})
    except ValidationError as error:
        told = explain(error, document, ("extra",))
        return Publisher(faults=[re.sub(r"^(line \d+: )", r"\1extra.", line) for line in told])
    found = Publisher(extra.clinic or Clinic())
    found.name = (extra.publisher or "").strip() or found.clinic.name.strip()
    try:
        found.mistakes = as_link((extra.report_mistakes or "").strip())
    except ValueError as error:
        found.faults.append(f"line {document.line(('extra', 'report_mistakes'))}: extra.report_mistakes: {error}")
    if found.clinic.logo and not found.clinic.name:
        line = document.line(("extra", "clinic", "logo"))
        found.faults.append(f"line {line}: extra.clinic.logo: it needs extra.clinic.name, which says what it shows")
    if found.clinic.logo and (fault := wrong_logo(found.clinic.logo, docs)):
        found.faults.append(f"line {document.line(('extra', 'clinic', 'logo'))}: extra.clinic.logo: {fault}")
        found.clinic.logo = ""
    return found


def as_link(told: str) -> str:
    """A mail address or a web address as the target of a link.

    >>> as_link("mistakes@clinic.example"), as_link("https://clinic.example/form")
    ('mailto:mistakes@clinic.example', 'https://clinic.example/form')
    """
    if NOT_OURS.search(told) or told.endswith((".", ",")):
        raise ValueError(f'"{told[:60]}" is no address that readers could write to: mend it')
    if mail := MAIL.fullmatch(told):
        return f"mailto:{mail[1]}"
    if told and not re.fullmatch(r"https://[^\s<>\"()]+", told):
        raise ValueError(f'"{told[:60]}" is no address: write a mail address, or one that begins with https://')
    return told


def wrong_logo(name: str, docs: Path) -> str:
    """What is wrong with a logo; empty when all is well."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.I):
        return f'"{name[:60]}" lies elsewhere: put the file in docs/assets/ and write assets/NAME'
    path = (docs / name.lstrip("/")).resolve()
    if not path.is_relative_to(docs.resolve()) or not path.is_file():
        return f'"{name[:60]}" is no file below docs/: put it there, and write its name as seen from docs/'
    return "; ".join(f"{name}: {line}" for line in asset_checks.picture(name, path.read_bytes(), HEAVIEST))
