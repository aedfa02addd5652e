"""What is wrong with a style sheet, a script, a drawing or JSON before it is sent, each fault with its line."""

import json
import re
from collections.abc import Iterator
from xml.parsers import expat

import esprima
import tinycss2
from kept import Sound
from yaml_reader import text_of

# Another host's address; not what only looks like one: the names of XML, and of the code systems of health records.
NAMES = r"(?:www\.w3\.org|hl7\.org|snomed\.info|loinc\.org)[/\"'`]"
ELSEWHERE = re.compile(rf"[\"'`(]\s*(?:[a-z][a-z0-9+.-]*:)?//(?!{NAMES})[\w$@\[-]", re.I)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\\\w\"'`(/])//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
HOLDS_RULES = ("media", "supports", "layer", "container", "scope", "starting-style", "keyframes")
END = "hg-end"  # set behind a style sheet; whatever is not closed takes it in
# In a drawing: what runs, and what it would have fetched. Names of XML, which look like addresses, are none.
RUNS = re.compile(r"<(?:script|foreignObject)\b|\son\w+\s*=|@import\b|(?:java|vb)script:|<!ENTITY", re.I)
DRAWN = re.compile(r"(?:\b(?:href|src)\s*=\s*[\"']|url\()\s*[\"']?(?:[a-z][a-z0-9+.-]*:)?//", re.I)
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
SOUND = Sound(__file__)


def line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def named_hosts(text: str, named: re.Pattern = ELSEWHERE) -> list[str]:
    """Complaints about addresses of other hosts, comments left out."""
    plain = COMMENT.sub(lambda part: part[0] if part[0][0] != "/" else re.sub(r"[^\n]", " ", part[0]), text)
    what = "this names another host, which readers' browsers would ask: keep the file here"
    return [f"line {line_at(plain, found.start())}: {what}" for found in named.finditer(plain)]


def css(text: str) -> list[str]:
    """Complaints about a style sheet: what browsers would skip in silence, and other hosts.

    >>> css("a { color: red; }"), css("a { color: red;")
    ([], ['line 1: this block is not closed: write }'])
    """
    rules = tinycss2.parse_stylesheet(f"{text}\n{END}{{}}", skip_whitespace=True)
    faults = [f"line {line}: {what}" for line, what in slips(rules)]
    whole = rules[-1].type == "qualified-rule" and tinycss2.serialize(rules[-1].prelude).strip() == END
    if not faults and not whole:
        what = "comment is not closed: write */" if rules[-1].type == "comment" else "block is not closed: write }"
        faults.append(f"line {rules[-1].source_line}: this {what}")
    return faults[:1] + named_hosts(text)


def slips(nodes: list) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of the rules or declarations of a block."""
    for node in nodes:
        holds = node.type == "at-rule" and node.lower_at_keyword in HOLDS_RULES
        if node.type == "error":
            yield node.source_line, f"this is no rule ({node.message}): mend it"
        elif node.type == "comment" and "/*" in node.value:
            yield node.source_line, "this comment is not closed: write */"
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield node.source_line, "@import asks for another file: list it in overrides/assets.yml"
        elif holds and node.content is not None:
            yield from slips(tinycss2.parse_rule_list(node.content, skip_whitespace=True))
        elif node.type == "qualified-rule" or node.type == "at-rule" and node.content is not None:
            yield from wrong_rule(node)


def wrong_rule(rule) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of a selector and its declarations."""
    head = " ".join(tinycss2.serialize(rule.prelude).split())
    odd = not head or re.search(r"^,|,\s*(?:,|$)|[;{}“”‘’]|(?<!\\)/", head)
    if rule.type == "qualified-rule" and (odd or any(token.type == "error" for token in rule.prelude)):
        says = head.removesuffix(END).strip()[:40]
        yield rule.source_line, f'"{says}" is no selector: mend it, or close what stands before it'
    for part in tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True):
        says = " ".join(tinycss2.serialize([part]).split()) if part.type != "error" else ""
        if part.type == "qualified-rule":
            yield rule.source_line, "this block is not closed: write }"
        elif part.type == "declaration" and not part.name.startswith("--"):
            if any(token == ":" or token.type == "error" for token in part.value) or re.search("[“”‘’]", says):
                yield part.source_line, f'"{says[:60]}": a ; is missing, or a quote is curly or not closed'
        elif part.type == "error":
            yield part.source_line, f"{part.message}: write name: value;"


def script(text: str) -> list[str]:
    """Complaints about a script: it does not parse, or names another host.

    >>> script("if (a) {"), script("a?.b()")
    (['line 1: this is no whole script (Unexpected end of input): mend it'], [])
    """
    try:
        esprima.parseScript(text)
    except esprima.Error as error:
        what = re.sub(r"^Line \d+: ", "", str(error))
        return [f"line {error.lineNumber}: this is no whole script ({what}): mend it"]
    return named_hosts(text)


def drawing(text: str) -> list[str]:
    """Complaints about an SVG.

    >>> drawing("<svg><g></svg>")
    ['line 1: this is no whole SVG (mismatched tag): mend it']
    """
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        return [f"line {error.lineno}: this is no whole SVG ({expat.errors.messages[error.code]}): mend it"]
    runs = ((line_at(text, found.start()), found[0].strip()) for found in RUNS.finditer(text))
    return [f"line {line}: {what} does not belong in a drawing: take it out" for line, what in runs] + named_hosts(
        text, DRAWN
    )


def data(text: str) -> list[str]:
    """Complaints about JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return [f"line {error.lineno}: this is no whole JSON ({error.msg}): mend it"]
    return []


BY_KIND = {".css": css, ".js": script, ".svg": drawing, ".json": data, ".html": lambda text: []}


def faults_of(kind: str, raw: bytes) -> list[str]:
    """Complaints about a file; `kind`: how its name ends."""
    if raw in SOUND:
        return []
    text, fault = text_of(raw)
    faults = [fault] if fault else BY_KIND[kind](text)
    if not faults:
        SOUND.add(raw)
    return faults


def picture(name: str, content: bytes, heaviest: int) -> list[str]:
    """Complaints about a picture; `heaviest`: in bytes."""
    kind = "." + name.rpartition(".")[2].lower()
    if kind not in PICTURES:
        return [f"this is no picture that we can show: make it one of {', '.join(PICTURES)}"]
    if len(content) > heaviest:
        return [f"it has {len(content) // 1000} KB: make it {heaviest // 1000} KB or less"]
    return faults_of(".svg", content) if kind == ".svg" else []
