"""YAML, read one way for every file of the guide: data, front matter, mkdocs.yml's own block.

Stricter than YAML itself, because what it guesses can hurt: `tel: 0207` is no number to dial, the second of two
`says:` must not win, and 2026-02-30 is no day. Every value keeps the line it stands on, so that a fault can name it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it
DEEPEST = 20
WORDS = {"true": True, "True": True, "false": False, "False": False, "": None, "~": None, "null": None}
NUMBER = re.compile(
    r"[-+]?(?:\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\d+(?::[0-5]?\d)+|\.\d+|0[xob][\da-f_]+|\.(?:inf|nan))", re.I
)
PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Controls, and what cannot be seen or turns the line round; a joiner between two emoji is left alone.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]|(?<=.)\ufeff")


@dataclass(frozen=True)
class Bare:
    """What YAML would take for a number or a day that it is not: `000`, `1_000`, `2026-02-30`."""

    raw: str

    def __str__(self) -> str:
        return self.raw


@dataclass
class Document:
    """What a file says (`value`), where each part stands (`lines`, by its path of keys) and how it is typed (`raw`)."""

    value: object = None
    lines: dict[tuple, int] = field(default_factory=dict)
    raw: dict[tuple, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def line(self, where: tuple) -> int:
        """The line of a part, or of the nearest that holds it."""
        where = tuple(where)
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def text_of(raw: bytes) -> tuple[str, str]:
    """(the text, "") or ("", why it cannot be read).

    >>> text_of(b"a: \\xff")
    ('', 'line 1: byte 4 is not UTF-8: save the file as UTF-8')
    """
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), ""
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", f"line {line}: byte {error.start + 1} is not UTF-8: save the file as UTF-8"


def scalar(event) -> object:
    """The value of one plain word, as people mean it.

    >>> [scalar(yaml.ScalarEvent(None, None, (True, False), raw)) for raw in ("7", "no", "007", "2026-11-23")]
    [7, 'no', Bare(raw='007'), datetime.date(2026, 11, 23)]
    """
    raw = event.value
    if event.style or not event.implicit[0]:
        return raw
    if raw in WORDS:
        return WORDS[raw]
    if DAY.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return Bare(raw)
    if not NUMBER.fullmatch(raw):
        return raw
    if not PLAIN.fullmatch(raw):
        return Bare(raw)
    return float(raw) if "." in raw else int(raw)


def parse(text: str, first_line: int = 1, tags: bool = False) -> Document:
    """The document of a YAML text. `first_line`: where it begins in its file; `tags`: whether any may stand in it.

    Never raises for bad content: `faults` says what is wrong, as "line N: key: what to write"; then `value` is None.
    """
    found = Document()
    for number, line in enumerate(text.split("\n"), first_line):
        if "\t" in line:
            found.faults.append(f"line {number}: a tab stands in this line: write spaces")
        if odd := UNSEEN.search(line):
            found.faults.append(
                f"line {number}: an invisible character (U+{ord(odd[0]):04X}) stands in this line: take it out"
            )
    if found.faults:
        return found
    try:
        build(text, first_line, tags, found)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or "it cannot be read"
        if "quoted" in (getattr(error, "context", None) or ""):  # a quote that never ends: say where it begins
            mark, problem = error.context_mark, "a quote is not closed"
        elif problem == "could not find expected ':'":
            mark, problem = error.context_mark or mark, "a colon is missing after the key"
        line = first_line + mark.line if mark else first_line
        found.faults.append(f"line {line}: this is not valid YAML ({problem}): mend it, or the line before")
    except ValueError as error:
        found.faults.append(str(error))
    if found.faults:
        found.value = None
    return found


def build(text: str, first_line: int, tags: bool, found: Document) -> None:
    """Fills `found` from the events of the parser, one after the other: nothing nests, so nothing runs too deep."""
    stack: list[tuple[object, tuple, list]] = []  # (map or list, its path, [the key that waits for its value])
    documents, twice = 0, set()

    def place(value: object, line: int, raw: str) -> None:
        holder, path, key = stack[-1] if stack else (None, (), [])
        if holder is None:
            found.value, where = value, ()
        elif isinstance(holder, list):
            where = (*path, len(holder))
            holder.append(value)
        elif not key:
            if isinstance(value, (dict, list)):
                raise ValueError(f"line {line}: a key cannot be a list or a map: write a word before the colon")
            name = raw
            if name in holder and id(holder) not in twice:
                twice.add(id(holder))  # one slip can repeat every key of a row: say it once
                row = f"{next(iter(holder.values()))}: " if path and isinstance(path[-1], int) else ""
                first, where = found.lines[(*path, name)], dotted(path, name)
                dash = ', or begin a new row with "- "' if row else ""
                found.faults.append(f"line {line}: {row}{where} stands twice (also in line {first}): keep one{dash}")
            key.append(name)
            found.lines.setdefault((*path, name), line)
            return
        else:
            where = (*path, key.pop())
            holder[where[-1]] = value
        found.lines.setdefault(where, line)
        found.raw[where] = raw
        if isinstance(value, (dict, list)):
            stack.append((value, where, []))

    for event in yaml.parse(text, Loader=LOADER):
        line = first_line + event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError(
                f"line {line}: anchors and aliases (& and *) are not used here: write it out, or put it in quotes"
            )
        tag = getattr(event, "tag", None)
        if tag and not tags and tag != "!":
            raise ValueError(f"line {line}: the tag {tag} is not used here: take it out, or put the text in quotes")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise ValueError(f"line {line}: a second document begins here: take the --- out")
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= DEEPEST:
                raise ValueError(f"line {line}: this is nested more than {DEEPEST} deep: close the brackets")
            place({} if isinstance(event, yaml.MappingStartEvent) else [], line, "")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
        elif isinstance(event, yaml.ScalarEvent):
            place(scalar(event), line, event.value)


def dotted(path: tuple, name: object) -> str:
    """
    >>> dotted(("clinic",), "name"), dotted((3,), "says")
    ('clinic.name', 'says')
    """
    return ".".join(str(part) for part in (*path, name) if not isinstance(part, int))


def read(path: Path, tags: bool = False) -> Document:
    """The document of a file; what is missing, no file or unreadable is a fault like any other."""
    try:
        if not path.exists():
            return Document(faults=["the file is missing: put it back, or mend its name"])
        if not path.is_file():
            return Document(faults=["this is not a file: put the file back"])
        text, fault = text_of(path.read_bytes())
    except OSError as error:
        return Document(faults=[f"the file cannot be read ({error.strerror}): let everyone read it"])
    return Document(faults=[fault]) if fault else parse(text, tags=tags)
