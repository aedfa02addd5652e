"""What is wrong with a style sheet, a script or a drawing before it is sent to anyone, each fault with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.parsers import expat

import esprima
from kept import Known  # hooks/kept.py

# A string, a comment, or a url() without quotes: what stands inside is no code.
SKIPPED = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|url\([^)\"'\s]*\)", re.DOTALL)
# Another host's address; not what only looks like one: the names of XML, and of the code systems of health records.
NAMES = r"(?:www\.w3\.org|hl7\.org|snomed\.info|loinc\.org)[/\"'`]"
ELSEWHERE = re.compile(rf"[\"'`(]\s*(?:[a-z][a-z0-9+.-]*:)?//(?!{NAMES})[\w$@\[-]", re.I)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\\\w\"'`(/])//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
IMPORT = re.compile(r"@import\b", re.I)
STRAYS = {  # what no style sheet holds outside strings and comments
    "*/": "this closes no comment: write the /* before it",
    "//": "a comment in a style sheet is written /* */",
    **dict.fromkeys("“”‘’", "a curly quote: write a straight one"),
}
STRAY = re.compile(r"\*/|^\s*//|[“”‘’]", re.MULTILINE)
NO_SELECTOR = re.compile(r"^,|,\s*(?:,|$)|\.\.|\.\s")
NO_QUERY = re.compile(
    r"^@(?:media|supports|container)\b(?:.*\(\s*[a-z-]+\s+[^:()<>=]+\)|.*\b(?:and|or|not|only)\s*$|\s*$)", re.I
)
DECLARATION = re.compile(r"\s*(?:--|-?[a-z])[\w-]*\s*:\s*\S", re.I | re.DOTALL)
PARSED = Known("scripts")
HOLDS_RULES = re.compile(r"@(?:media|supports|layer|container|page|scope|starting-style|keyframes)\b", re.I)
# In a drawing: what runs, and what it would have fetched. Names of XML, which look like addresses, are none.
RUNS = re.compile(r"<(?:script|foreignObject)\b|\son\w+\s*=|@import\b|(?:java|vb)script:", re.I)
DRAWN = re.compile(r"(?:\b(?:href|src)\s*=\s*[\"']|url\()\s*[\"']?(?:[a-z][a-z0-9+.-]*:)?//", re.I)


def line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def named_hosts(text: str, named: re.Pattern = ELSEWHERE) -> list[str]:
    """Complaints about addresses of other hosts. `text`: without comments, where any may stand."""
    what = "this names another host, which readers' browsers would ask: keep the file here"
    return [f"line {line_at(text, found.start())}: {what}" for found in named.finditer(text)]


def uncommented(text: str) -> str:
    """A style sheet or script with its comments blanked, its lines as they were."""
    return COMMENT.sub(lambda found: found[0] if found[0][0] != "/" else re.sub(r"[^\n]", " ", found[0]), text)


def blanked(text: str, complain: Callable[[int, str], None]) -> str:
    """A style sheet with strings and comments blanked, so that each brace left is one."""

    def blank(found: re.Match) -> str:
        part = found[0]
        if part.startswith("/*"):
            if len(part) < 4 or not part.endswith("*/") or "/*" in part[2:]:
                complain(found.start(), "this comment is not closed: write */")
            return re.sub(r"[^\n]", " ", part)
        if part[0] in "\"'" and (len(part) < 2 or part[-1] != part[0]):
            complain(found.start(), f"this {part[0]} is not closed: write the second one")
        return re.sub(r"[^\n]", "_", part)

    return SKIPPED.sub(blank, text)


def css(text: str) -> list[str]:
    """Complaints about a style sheet: blocks, declarations, brackets, other hosts. Browsers would skip in silence.

    >>> css("a { color: red; }"), css("a { color: red;"), css("a { color red; }")
    ([], ['line 1: this block is not closed: write }'], ['line 1: "color red" is no declaration: write name: value;'])
    """
    faults: list[tuple[int, str]] = []
    plain = blanked(text, lambda place, what: faults.append((place, what)))
    faults += [(found.start(), STRAYS[found[0].strip()]) for found in STRAY.finditer(plain)]
    if not faults and (slip := first_slip(plain)):
        faults.append(slip)
    told = "@import asks for another file: list it in overrides/assets.yml"
    faults += [(found.start(), told) for found in IMPORT.finditer(plain)]
    return [f"line {line_at(text, place)}: {what}" for place, what in faults] + named_hosts(uncommented(text))


def first_slip(plain: str) -> tuple[int, str] | None:
    """(where, what is wrong) of the first slip in a style sheet whose strings and comments are blanked."""
    stack: list[tuple[int, str]] = []  # of open blocks: where, and what stands before the brace
    start = 0
    for found in re.finditer(r"[{};]", plain):
        part = plain[start : found.start()]
        where, start = start + len(part) - len(part.lstrip()), found.end()
        head, within = " ".join(part.split()), stack[-1][1] if stack else ""
        if part.count("(") != part.count(")") or part.count("[") != part.count("]"):
            return where, f'"{head[:40]}": a bracket is not closed, or closed twice: mend it'
        if found[0] == "{":
            if stack and not HOLDS_RULES.match(within):
                what = "this block is not closed before the next one opens: write } (a rule within a rule is not read)"
                return stack[-1][0], what
            if what := wrong_head(head, within):
                return where, what
            stack.append((where, head))
            continue
        if head and not head.startswith("@") and (what := wrong_declaration(head, within)):
            return where, what
        if found[0] == "}":
            if not stack:
                return found.start(), "this } closes nothing: take it out, or write the { before it"
            stack.pop()
    if stack:
        return stack[-1][0], "this block is not closed: write }"
    return (start, "the end of the file is no whole rule: mend it") if plain[start:].strip() else None


def wrong_head(head: str, within: str) -> str:
    """What is wrong with what stands before a {; `within`: the same of the block around it."""
    if not head:
        return "a block without a selector: write one before the {"
    if not head.startswith("@") and (NO_SELECTOR.search(head) or within.startswith("@page")):
        return f'"{head[:40]}" is no selector: mend it, or write a ; before it'
    return f'"{head[:40]}" is no condition: write it as (min-width: 45em)' if NO_QUERY.search(head) else ""


def wrong_declaration(head: str, within: str) -> str:
    """What is wrong with a declaration; `within`: what stands before the { of its block."""
    if not within or not DECLARATION.match(head):
        return f'"{head[:40]}" is no declaration: write name: value;'
    if HOLDS_RULES.match(within) and not within.startswith("@page"):
        return f'"{head[:40]}" stands in no rule: write a selector and {{ before it'
    if head.count(":") > 1 and not head.startswith("--"):
        return f'"{head[:60]}": a ; is missing between two declarations: write it'
    return ""


def script(text: str) -> list[str]:
    """Complaints about a script: it does not parse, or names another host.

    >>> script("if (a) {"), script("a?.b()")
    (['line 1: this is no whole script (Unexpected end of input): mend it'], [])
    """
    if text not in PARSED:
        try:
            esprima.parseScript(text)
        except esprima.Error as error:
            what = re.sub(r"^Line \d+: ", "", str(error))
            return [f"line {error.lineNumber}: this is no whole script ({what}): mend it"]
        PARSED.add(text)
    return named_hosts(uncommented(text))


def drawing(text: str | bytes) -> list[str]:
    """Complaints about an SVG, a whole file or one that stands in a page.

    >>> drawing("<svg><g></svg>")
    ['line 1: this is no whole SVG (mismatched tag): mend it']
    """
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        return [f"line {error.lineno}: this is no whole SVG ({what}): mend it"]
    text = text if isinstance(text, str) else text.decode("utf-8", "replace")
    runs = [
        f"line {line_at(text, found.start())}: {found[0].strip()} does not belong in a drawing: take it out"
        for found in RUNS.finditer(text)
    ]
    return runs + named_hosts(text, DRAWN)


def data(text: str) -> list[str]:
    """Complaints about JSON."""
    try:
        json.loads(text)
    except ValueError as error:
        return [f"line {getattr(error, 'lineno', 1)}: this is no whole JSON ({getattr(error, 'msg', error)}): mend it"]
    return []


BY_KIND: dict[str, Callable[[str], list[str]]] = {".css": css, ".js": script, ".svg": drawing, ".json": data}
