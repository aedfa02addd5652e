"""What is wrong with a style sheet, a script, a drawing or JSON before it is sent, each fault with its line."""

import json
import re
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

import esprima
import script_checks
import template_checks
import tinycss2
from kept import Sound
from yaml_reader import text_of

# Another host's address; not what only looks like one: the names of XML, and of the code systems of health records.
NAMES = r"(?:www\.w3\.org|hl7\.org|snomed\.info|loinc\.org)[/\"'`]"
ELSEWHERE = re.compile(rf"[\"'`(]\s*(?:[a-z][a-z0-9+.-]*:)?//(?!{NAMES})[\w$@\[-]", re.I)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\\\w\"'`(/])//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
HOLDS_RULES = ("media", "supports", "layer", "container", "scope", "starting-style", "keyframes")
MEDIA = {"print", "screen", "all", "and", "or", "not", "only"}
# What must stay in sight on a screen, and what would hide it.
NAMED = r"(?:^|[\s>+~,])(?:{}\.hg-(?:{}sign|danger|labels?|notices?|disclaimer|message|act--\w+))\s*,"
ON_PAPER = re.compile(NAMED.format("", ""))
SAFETY = re.compile(NAMED.format("article|main|body|p|ul|li|a|", "article|calls|areas|help|"))
HIDES = re.compile(
    r"(?:content-)?visibility: hidden|display: none|(?:opacity|font-size): 0(?![.]?[1-9])|clip-path: inset"
)
END = "hg-end"  # set behind a style sheet; whatever is not closed takes it in
# In a drawing: what runs, and what it would have fetched. Names of XML, which look like addresses, are none.
RUNS = re.compile(
    r"<(?:\w+:)?(?:script|foreignObject|iframe|image|set|animate\w*|handler|style)\b|\son\w+\s*=|@import\b"
    r"|(?:java|vb)script:|<!(?:ENTITY|DOCTYPE)|<\?xml-stylesheet"
    r"|\bhref\s*=\s*[\"'](?!#|\.{0,2}/[a-z]|[a-z-]+/|[a-z/]+\.svg)",
    re.I,
)
DRAWN = re.compile(r"(?:\b(?:href|src)\s*=\s*[\"']|url\()\s*[\"']?(?:[a-z][a-z0-9+.-]*:)?//", re.I)
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
SOUND = Sound(__file__, template_checks.__file__, script_checks.__file__)


# How the content of a picture begins.
MAGIC = {".png": rb"\x89PNG\r\n\x1a\n", ".jpg": rb"\xff\xd8\xff", ".jpeg": rb"\xff\xd8\xff", ".webp": rb"RIFF....WEBP"}
TYPES = {"object", "array", "string", "integer", "number", "boolean", "null"}


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
    what = "this asks for another file, or another host: draw it here, or in a template"
    faults = faults or [f"line {line}: {what}" for line in fetched(rules)]
    return (faults or named_hosts(text))[:1]


def fetched(nodes: list, inside: bool = False) -> Iterator[int]:
    """The line of each address in the blocks of a style sheet, as browsers read it; one beside it is left alone."""
    for node in nodes:
        asks = node.type == "function" and node.lower_name in ("url", "src", "image", "image-set")
        if (
            node.type == "url"
            or node.type == "string"
            and (inside or script_checks.HOST.match(node.value) and node.value[2:])
        ):
            if not re.fullmatch(r"[a-z0-9-]+\.woff2|#[\w-]+", node.value):
                yield node.source_line
        for part in ("content", "arguments") if node.type != "[] block" else ():
            yield from fetched(getattr(node, part, None) or [], inside or asks)


def slips(nodes: list, paper: bool = False) -> Iterator[tuple[int, str]]:
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
            media = {token.lower_value for token in node.prelude if token.type == "ident"} - MEDIA
            if node.lower_at_keyword == "media" and media:
                yield node.source_line, f"{media.pop()} is no medium: write print or screen"
            on_paper = paper or tinycss2.serialize(node.prelude).strip() == "print"
            yield from slips(tinycss2.parse_rule_list(node.content, skip_whitespace=True), on_paper)
        elif node.type == "qualified-rule" or node.type == "at-rule" and node.content is not None:
            yield from wrong_rule(node, paper)


def wrong_rule(rule, paper: bool) -> Iterator[tuple[int, str]]:
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
            elif HIDES.match(says) and (ON_PAPER if paper else SAFETY).search(f"{head},") and "--live" not in head:
                yield part.source_line, f'"{head[:60]}" must stay in sight: take "{says[:40]}" out'
        elif part.type == "error":
            yield part.source_line, f"{part.message}: write name: value;"


def script(text: str) -> list[str]:
    """Complaints about a script: it does not parse, or names another host.

    >>> script("if (a) {"), script("a?.b()")
    (['line 1: this is no whole script (Unexpected end of input): mend it'], [])
    """
    try:
        script_checks.parsed(text)
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
    if not re.match(r"\s*(?:<\?xml [^>]*>\s*)?(?:<!--.*?-->\s*)*<svg\b", text, re.DOTALL):
        return ["line 1: this is no SVG: put the drawing back"]
    text = unescape(text)
    runs = ((line_at(text, found.start()), found[0].strip()) for found in RUNS.finditer(text))
    runs = [f"line {line}: {what} does not belong in a drawing: take it out" for line, what in runs]
    return (named_hosts(text, DRAWN) or runs)[:1]


def data(text: str) -> list[str]:
    """Complaints about a JSON schema.

    >>> data('{"a": 1, "a": 2}'), data('{"$schema": "x", "type": "objekt"}')
    (['line 1: a stands twice: keep one'], ['line 1: objekt is no type of JSON: mend it'])
    """
    try:
        found = json.loads(text, object_pairs_hook=schema_part)
    except json.JSONDecodeError as error:
        return [f"line {error.lineno}: this is no whole JSON ({error.msg}): mend it"]
    except ValueError as error:
        return [f"line {line_at(text, text.rfind(str(error).partition(' ')[0]))}: {error}"]
    whole = isinstance(found, dict) and {"$schema", "type", "properties", "required"} <= set(found)
    return [] if whole else ["line 1: this is no JSON schema: put it back"]


def schema_part(pairs: list[tuple]) -> dict:
    """A map of a JSON schema; ValueError for one that says nothing, or what the feed does not hold."""
    names, found = [name for name, _ in pairs], dict(pairs)
    kind, due, known = found.get("type", "object"), found.get("required"), found.get("properties")
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{twice[0]} stands twice: keep one")
    if isinstance(kind, str) and kind not in TYPES:
        raise ValueError(f"{kind} is no type of JSON: mend it")
    if isinstance(due, list) and isinstance(known, dict) and (odd := [one for one in due if one not in known]):
        raise ValueError(f"{odd[0]} is required, but no property: mend its name")
    if isinstance(found.get("minItems"), int) and found["minItems"] > 1:
        raise ValueError("minItems asks for more than the feed holds: write 1")
    return found


BY_KIND = {".css": css, ".js": script, ".svg": drawing, ".json": data, ".html": template_checks.template}


def faults_of(kind: str, raw: bytes) -> list[str]:
    """Complaints about a file; `kind`: how its name ends."""
    if (told := kind.encode() + raw) in SOUND:
        return []
    text, fault = text_of(raw)
    faults = [fault] if fault else BY_KIND[kind](text)
    if not faults:
        SOUND.add(told)
    return faults


def picture(name: str, content: bytes, heaviest: int) -> list[str]:
    """Complaints about a picture; `heaviest`: in bytes."""
    kind = "." + name.rpartition(".")[2].lower()
    if kind not in PICTURES:
        return [f"this is no picture that we can show: make it one of {', '.join(PICTURES)}"]
    if len(content) > heaviest:
        return [f"it has {len(content):,} bytes: make it {heaviest:,} or less"]
    if kind != ".svg" and not re.match(MAGIC[kind], content, re.DOTALL):
        return [f"what it holds is no {kind[1:]}: save the picture anew"]
    return faults_of(".svg", content) if kind == ".svg" else []
