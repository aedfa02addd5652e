"""What a script must not do: ask for names that nothing makes, name another host, run text, or touch safety text."""

import functools
import re
from collections.abc import Iterator

import esprima
from kept import Sound

# What a script may ask of the browser; what only the files that are named may.
NAMES = set(
    """Array Boolean CSS Date Error Event IntersectionObserver Infinity JSON Map Math NaN Number Object Option Promise
    RegExp Set String Symbol URL URLSearchParams Uint8Array addEventListener arguments clearTimeout decodeURIComponent
    document encodeURIComponent hgPlanner history isNaN location matchMedia navigator parseFloat parseInt self
    setTimeout undefined window""".split()
)
ONLY = {
    "localStorage": ("planner-keep.js",),
    "caches": ("keep.js", "sw.js"),
    "fetch": ("keep.js", "sw.js", "search-box.js"),
    "XMLHttpRequest": ("anchors.js",),
    "Request": ("sw.js",),
    "Response": ("sw.js",),
}
ASKED = {
    "window": "IntersectionObserver addEventListener caches confirm hgGo hgSearch hgSearchIndex print scrollTo",
    "self": "addEventListener clients hgSearch registration skipWaiting",
    "document": "activeElement addEventListener body createElement createTextNode currentScript dispatchEvent title "
    "documentElement getElementById head querySelector querySelectorAll",
    "navigator": "clipboard serviceWorker",
    "location": "hash href pathname protocol reload replace search",
    "history": "replaceState",
    "localStorage": "getItem removeItem setItem",
}
ASKED = {name: set(words.split()) for name, words in ASKED.items()}
RUNS = set("innerHTML outerHTML insertAdjacentHTML write writeln cookie sendBeacon srcdoc innerText eval".split())
NO_HOST = r"http://(?:hl7\.org|snomed\.info|loinc\.org|www\.w3\.org)(?:/|$)"
HOST = re.compile(rf"(?!{NO_HOST})(?:.*:/|\s*[/\\]{{2}}|https?:?$|(?:java|vb)script:|data:|blob:|wss?:)", re.I | re.S)
SOUND = Sound(__file__)


@functools.cache
def parsed(text: str) -> esprima.nodes.Script:
    """The syntax tree of a script; esprima.Error for none."""
    return esprima.parseScript(text, {"loc": True})


def nodes(tree: object, parent: object = None, key: str = "") -> Iterator[tuple]:
    """(node, its parent, its name in the parent) of a syntax tree."""
    stack = [(tree, parent, key)]
    while stack:
        node, parent, key = stack.pop()
        if isinstance(node, list):
            stack += [(one, parent, key) for one in node]
        elif isinstance(node, esprima.nodes.Node):
            yield node, parent, key
            stack += [(value, node, name) for name, value in vars(node).items() if name not in ("loc", "range")]


def is_name(node, parent, key: str) -> bool:
    """Whether an identifier is asked for: not a key, and not what a property is called."""
    if node.type != "Identifier" or makes(parent, key):
        return False
    told = {"MemberExpression": "property", "Property": "key", "MethodDefinition": "key"}.get(parent.type)
    return told != key or bool(parent.computed)


def makes(parent, key: str) -> bool:
    """Whether a name is made where it stands."""
    return key in ("id", "params", "param") and not parent.type.startswith(("Call", "Member"))


def wrong(text: str, file: str) -> Iterator[tuple[int, str]]:
    """(line, complaint).

    >>> [says for _, says in wrong("var a = 1; b(a);", "a.js")]
    ['b is no name that a script may ask for: mend it, or take it out']
    """
    found = list(nodes(parsed(text)))
    made = {node.name for node, parent, key in found if node.type == "Identifier" and makes(parent, key)}
    may = NAMES | made | {name for name, files in ONLY.items() if file in files}
    told = {}
    for node, parent, key in found:
        line, says = node.loc.start.line, ""
        if node.type in ("DebuggerStatement", "ImportExpression"):
            says = "debugger and import() do not belong here: take them out"
        elif is_name(node, parent, key) and node.name not in may:
            says = f"{node.name} is no name that a script may ask for: mend it, or take it out"
        elif node.type == "MemberExpression":
            asked = getattr(node.property, "value" if node.computed else "name", "")
            of = getattr(node.object, "name", None) or "…"
            if asked in RUNS or of in ASKED and of not in made and asked not in ASKED[of]:
                says = f"{of}.{asked} is nothing that a script may ask for: mend it, or take it out"
        elif node.type in ("Literal", "TemplateElement"):
            value = node.value if node.type == "Literal" else node.value.cooked
            if not isinstance(value, str):
                continue
            if HOST.match(value):
                says = f'"{value[:40]}" names another host, or a part of its address: keep the file here'
            elif getattr(getattr(parent, "callee", None), "name", "") == "setTimeout":
                says = "setTimeout would run a text: write a function"
        if says:
            told.setdefault(says, line)
    yield from sorted((line, says) for says, line in told.items())


def faults_of(name: str, raw: bytes) -> list[str]:
    """Complaints about a script that parses; `name`: its path."""
    file = name.rpartition("/")[2]
    if (whole := f"{file}\0".encode() + raw) in SOUND:
        return []
    told = [f"line {line}: {says}" for line, says in wrong(raw.decode("utf-8-sig"), file)]
    if not told:
        SOUND.add(whole)
    return told
