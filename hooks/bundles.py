"""Bundles: the style sheets and scripts that are sent, each joined from the files that overrides/assets.yml lists.

In a style sheet a later layer wins over an earlier one.
"""

import re
from pathlib import Path

import asset_checks
import script_checks
import tinycss2
from leavings import left_by_an_editor
from rcssmin import cssmin
from rjsmin import jsmin
from yaml_reader import Document

LIST, MANIFEST = "overrides/assets.yml", "manifest.json"  # the one has a contract of its own (assets.py)
LAYERS = ("base", "components", "utilities")
LAYER_OF = {
    "base": re.compile(r"assets/stylesheets/(?:tokens|base|blocks)\.css"),
    "utilities": re.compile(r"assets/stylesheets/(?:utilities|paper|print-place)\.css|/paper-choice\.css"),
}
NAMES = """guide.css planner.css search.css clinics.css lost.css whole.css guide.js search.js planner.js go.js
clinics.js keep.js redirect.js lost.js""".split()
FRAME, PAPER = "guide.css", "print.css"  # what FRAME says for paper is sent as PAPER, for which no screen waits
# In no list: for making PDFs and packets, and written anew by offline_copy.py.
ALONE = ("handouts/", "review/", "partials/offline/sw.js")
# What may lie in overrides/; of the theme's own files these take the place, and must; and what nothing else asks for.
KINDS = re.compile(
    r"(?:components|partials)/(?:[a-z0-9-]+/){0,2}[a-zA-Z0-9-]+\.(?:html|css|js)|redirect/redirect\.(?:html|js)"
    r"|lost/lost\.(?:css|js)"
    r"|assets/(?:[a-z0-9-]+\.js|manifest\.json|stylesheets/[a-z0-9-]+\.css|images/[a-z0-9-]+\.(?:svg|png|webp|jpg))"
    r"|handouts/(?:handout\.html|[a-z0-9-]+\.(?:css|woff2)|FONT-LICENSE)|assets\.yml"
    r"|review/[a-z]+\.(?:html|css)|server/(?:_headers|_redirects|(?:http|headers|server)\.conf)"
)
INSTEAD = ["404.html", "405.html", "main.html", "partials/language.html"]
INSTEAD += ["partials/javascripts/base.html", "partials/javascripts/content.html"]
NEEDED = [*INSTEAD, *(f"api/v1/{name}.schema.json" for name in ("changes", "codes", "pages")), "handouts/FONT-LICENSE"]
NEEDED += "components/changes/atom.xml assets/images/favicon.svg assets/images/preview.png".split()
NEEDED += ["partials/offline/sw.js", "assets/ready.js"]
NEEDED += ["server/robots.txt", "server/favicon.ico", "server/apple-touch-icon.png"]
EMPTY = re.compile(rb"(?:\{#.*?#\}|\s)*", re.DOTALL)
MEDIUM = re.compile(r"@media[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")
NESTED = re.compile(r"`[^`]*\$\{[^}`]*`")
Faults = list[tuple[str, str]]  # (file, complaint)


def parts_of(name: str, listed: object) -> list[tuple[str, object]]:
    """(layer, file) of what one file is joined from; ValueError for another form."""
    if name.endswith(".css") and isinstance(listed, dict) and set(listed) <= set(LAYERS):
        by_layer = {layer: listed.get(layer, []) for layer in LAYERS}
    else:
        by_layer = {"": listed if name.endswith(".js") else None}
    if name not in NAMES:
        raise ValueError(f"{name} is asked for by no page: write one of {', '.join(NAMES)}")
    if not all(isinstance(parts, list) for parts in by_layer.values()):
        raise ValueError(f"{name}: write base, components, utilities over lists of .css files, or a list of .js files")
    listed = [(layer, part) for layer, parts in by_layer.items() for part in parts]
    for layer, part in listed:
        if layer and layer != (
            due := next((one for one, form in LAYER_OF.items() if form.search(str(part))), "components")
        ):
            raise ValueError(f"{part} stands in the layer {layer}: put it into {due}")
    return listed


def for_paper(css: str) -> tuple[str, str]:
    """(what a checked style sheet says for all media, what it says for paper).

    >>> for_paper("a{b:c}@media print{a{d:e}}i{f:g}")
    ('a{b:c}i{f:g}', 'a{d:e}')
    """
    screen, paper = [], []
    if "@media print" not in css:
        return css, ""
    for rule in tinycss2.parse_stylesheet(css):
        apart = rule.type == "at-rule" and tinycss2.serialize(rule.prelude).strip() == "print"
        (paper if apart else screen).append(tinycss2.serialize(rule.content if apart else [rule]))
    return "".join(screen), "".join(paper)


def layered(texts: dict[str, str]) -> bytes:
    """One style sheet from the text of each layer.

    >>> layered({"base": "a { b: c }"})
    b'@layer base,components,utilities;@layer base{a{b:c}}'
    """
    small = {layer: cssmin(text) for layer, text in texts.items()}
    sheet = "".join(f"@layer {layer}{{{text}}}" for layer, text in small.items() if text)
    return f"@layer {','.join(LAYERS)};{sheet}".encode()


def small_script(text: str) -> str:
    """A script made small, so that another can stand behind it; rjsmin loses its way in backticks within backticks.

    >>> small_script("a ()\\n"), small_script("a(`${ `//` }`)"), small_script("")
    ('a();\\n', 'a(`${ `//` }`);\\n', '')
    """
    return f"{text if NESTED.search(text) else jsmin(text)};\n" if text else ""


def text_at(looks: Path, part: object, kind: str) -> tuple[str, str, Faults]:
    """(the text of a file of the list, what is wrong with its line, what is wrong in it)."""
    path = looks / str(part)
    if not isinstance(part, str) or ".." in path.parts or not path.is_file() or path.suffix != kind:
        return "", f"overrides/{part} is not there, or no {kind}: put it back, or take the line out", []
    raw = path.read_bytes()
    wrong = asset_checks.faults_of(kind, raw)
    wrong = wrong or (script_checks.faults_of(str(part), raw) if kind == ".js" else [])
    if not raw.strip():
        wrong = ["line 1: it holds nothing: put its rules back, or take it out of overrides/assets.yml"]
    text = "" if wrong else raw.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n") + "\n"
    return text, "", [(f"overrides/{part}", line) for line in wrong]


def strangers(looks: Path, theme: Path) -> Faults:
    """Complaints about what does not belong in overrides/, or is missing; `theme`: the theme's own templates."""
    faults = [(f"overrides/{name}", "this is gone: put it back") for name in NEEDED if not (looks / name).exists()]
    for path in sorted(looks.rglob("*")):
        name = path.relative_to(looks).as_posix()
        if left_by_an_editor(name):
            continue
        if path.is_symlink() or not path.is_file() and not path.is_dir():
            faults.append((f"overrides/{name}", "this is a link, or no file: put the file itself here"))
        elif path.is_dir() or name in NEEDED:
            continue
        elif not KINDS.fullmatch(name):
            faults.append((f"overrides/{name}", "no file of this name belongs here: take it out, or mend its name"))
        elif (theme / name).exists():
            faults.append((f"overrides/{name}", "this takes the place of a file of the theme: give it another name"))
    return faults


def join(looks: Path, document: Document) -> tuple[dict[str, bytes], Faults]:
    """(what each file of the list holds, complaints); `looks` is the folder overrides/."""
    made: dict[str, bytes] = {}
    faults = [(LIST, line) for line in document.faults]
    listed: set[str] = set()
    sheets: dict[str, str] = {}
    if not faults and not isinstance(document.value, dict):
        faults.append((LIST, "line 1: the list of style sheets and scripts is due here: put it back"))
    for name, value in document.value.items() if not faults else ():
        try:
            parts = parts_of(name, value)
        except ValueError as error:
            faults.append((LIST, f"line {document.line((name,))}: {error}"))
            continue
        texts, paper = dict.fromkeys(LAYERS, ""), dict.fromkeys(LAYERS, "")
        for layer, part in parts:
            text, what, wrong = text_at(looks, part, Path(name).suffix)
            if not what and part in listed:
                what = f"{part} stands in this list already: keep one line"
            listed.add(str(part))
            line = max((document.line(path) for path, raw in document.raw.items() if raw == str(part)), default=1)
            faults += [(LIST, f"line {line}: {what}")] if what else wrong
            sheets |= {str(part): text} if layer else {}
            text, apart = for_paper(text) if name == FRAME else (text, "")
            texts[layer] = texts.get(layer, "") + (text if layer else small_script(text))
            paper[layer] = paper.get(layer, "") + apart
        made[name] = layered(texts) if name.endswith(".css") else texts.get("", "").encode()
        made |= {PAPER: layered(paper)} if name == FRAME else {}
    return made, faults or [*undefined(sheets), *unlisted(looks, listed)]


def undefined(sheets: dict[str, str]) -> Faults:
    """Complaints about design values that no style sheet holds: browsers would drop what asks for them in silence."""
    always = MEDIUM.sub("", "\n".join(sheets.values()))
    held = set(re.findall(r"(--[\w-]+)\s*:", always))
    return [
        (f"overrides/{name}", f"line {line}: {value} is no value of tokens.css: mend its name")
        for name, text in sheets.items()
        for line, says in enumerate(text.splitlines(), 1)
        for value in re.findall(r"var\(\s*(--[\w-]+)\s*\)", says)
        if value not in held
    ]


def unlisted(looks: Path, listed: set[str]) -> Faults:
    """Complaints about files that no list names, and about drawings and data that do not parse."""
    faults: Faults = []
    for path in sorted(looks.rglob("*")):
        name, kind = path.relative_to(looks).as_posix(), path.suffix
        if left_by_an_editor(name) or not path.is_file():
            continue
        if kind == ".html" and name not in INSTEAD[2:] and EMPTY.fullmatch(path.read_bytes()):
            faults.append((f"overrides/{name}", "it holds nothing: put the template back"))
        if kind not in asset_checks.BY_KIND or name in listed or path.name == MANIFEST:
            continue
        told = asset_checks.faults_of(kind, raw := path.read_bytes())
        if kind == ".js" and not told:
            told = script_checks.faults_of(name, raw)
        if kind in (".css", ".js") and not name.startswith(ALONE):
            told.append(f"no file of {LIST} is joined from it: list it there, or take it out")
        faults += [(f"overrides/{name}", line) for line in told]
    return faults
