"""The one reader of YAML: data/*.yml, front matter, mkdocs.yml and the tables of the build.

Stricter than YAML, whose guesses can hurt: `tel: 0207` is no number to dial, the second of two `says:` must not win.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from characters import odd_lines, strange

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it
DEEPEST = 20
WORDS = {"true": True, "True": True, "false": False, "False": False, "": None, "~": None, "null": None}
NUMBER = re.compile(
    r"[-+]?(?:\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\d+(?::[0-5]?\d)+|\.\d+|0[xob][\da-f_]+|\.(?:inf|nan))", re.I
)
PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def text_of(raw: bytes) -> tuple[str, str]:
    """(the text, "") or ("", why it cannot be read).

    >>> text_of(b"a: \\xff"), text_of(b"a\\n<<<<<<< HEAD")[1][:36]
    (('', 'line 1: byte 4 is not UTF-8: save the file as UTF-8'), 'line 2: <<<<<<< is left from a merge')
    """
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", f"line {line}: byte {error.start + 1} is not UTF-8: save the file as UTF-8"
    fault = next(odd_lines(text), "")
    return "" if fault else text, fault


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


def parse(text: str, first_line: int = 1, tags: bool = False) -> Document:
    """The document of a YAML text; with `faults`, its value is None. `tags`: whether any may stand in it."""
    found = Document()
    tabs = (number for number, line in enumerate(text.split("\n"), first_line) if "\t" in line)
    found.faults += [f"line {number}: a tab stands in this line: write spaces" for number in tabs]
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
        elif problem.startswith("mapping values"):
            problem = "a colon too many: put a text that has one in quotes"
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
    documents, told, lines = 0, set(), text.split("\n")
    for event in yaml.parse(text, Loader=LOADER):
        line, kind = first_line + event.start_mark.line, type(event)
        documents += kind is yaml.DocumentStartEvent
        if fault := refused(event, tags, documents, len(stack)):
            raise ValueError(f"line {line}: {fault}")
        if kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            stack.pop()
        if kind not in (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent):
            continue
        scalar = kind is yaml.ScalarEvent
        if scalar and not event.style and re.match(r" +#\S", lines[event.end_mark.line][event.end_mark.column :]):
            raise ValueError(f"line {line}: a # cuts the text off here: put it in quotes, or a blank behind the #")
        if scalar and (fault := strange(event.value)):  # which may be written as an escape
            raise ValueError(f"line {line}: {fault}")
        value = value_of(event) if scalar else {} if kind is yaml.MappingStartEvent else []
        raw = event.value if scalar else ""
        holder, path, key = stack[-1] if stack else (None, (), [])
        if isinstance(holder, dict) and not key:  # this is a key
            if not scalar:
                raise ValueError(f"line {line}: a key cannot be a list or a map: write a word before the colon")
            if raw in holder and path not in told:
                told.add(path)  # one slip can repeat every key of a row: say it once
                found.faults.append(f"line {line}: {twice(holder, path, raw, found.lines[(*path, raw)])}")
            key.append(raw)
            found.lines.setdefault((*path, raw), line)
            continue
        where = () if holder is None else (*path, len(holder)) if isinstance(holder, list) else (*path, key.pop())
        if isinstance(holder, list):
            holder.append(value)
        elif holder is None:
            found.value = value
        else:
            holder[where[-1]] = value
        found.lines.setdefault(where, line)
        found.raw[where] = raw
        if not scalar:
            stack.append((value, where, []))


def refused(event, tags: bool, documents: int, depth: int) -> str:
    """Why an event of the parser cannot stand in our files; empty when it can."""
    tag = getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors and aliases (& and *) are not used here: write it out, or put it in quotes"
    if tag and not tags and tag != "!":
        return f"the tag {tag} is not used here: take it out, or put the text in quotes"
    if documents > 1:
        return "a second document begins here: take the --- out"
    if isinstance(event, yaml.CollectionStartEvent) and depth >= DEEPEST:
        return f"this is nested more than {DEEPEST} deep: close the brackets"
    return ""


def twice(holder: dict, path: tuple, key: str, first: int) -> str:
    """The complaint about a key that a map holds already; in a row of a list the next row's dash may be missing."""
    name = ".".join(part for part in (*path, key) if not isinstance(part, int))
    in_row = bool(path) and isinstance(path[-1], int)
    row, dash = (f"{next(iter(holder.values()))}: ", ', or begin a new row with "- "') if in_row else ("", "")
    return f"{row}{name} stands twice (also in line {first}): keep one{dash}"


def value_of(event) -> object:
    """The value of one plain word, as people mean it.

    >>> [value_of(yaml.ScalarEvent(None, None, (True, False), raw)) for raw in ("7", "no", "007", "2026-11-23")]
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
    return (float(raw) if "." in raw else int(raw)) if PLAIN.fullmatch(raw) else Bare(raw)
