"""Bundles: the style sheets and scripts that are sent, each joined from the files that overrides/assets.yml lists.

Every file is checked first (asset_checks.py). In a style sheet a later layer wins over an earlier one.
"""

from __future__ import annotations

import re
from pathlib import Path

import asset_checks  # hooks/asset_checks.py
from leavings import left_by_an_editor  # hooks/leavings.py
from rcssmin import cssmin
from rjsmin import jsmin
from yaml_reader import Document, text_of  # hooks/yaml_reader.py

LIST = "overrides/assets.yml"
LAYERS = ("base", "components", "utilities")
FRAME, PAPER = "guide.css", "print.css"  # what FRAME says for paper is sent as PAPER, for which no screen waits
ALONE = ("handouts/", "partials/offline/sw.js")  # in no list: for making PDFs, and written anew by hosting.py
NESTED = re.compile(r"`[^`]*\$\{[^}`]*`")
PAPER_BLOCK = re.compile(r"@media\s+print\s*\{")
Faults = list[tuple[str, str]]  # (file, complaint)


def parts_of(name: str, listed: object) -> list[tuple[str, str, tuple]]:
    """(layer, file, its place in the list) of everything that one file is joined from; ValueError for another form."""
    if name.endswith(".css") and isinstance(listed, dict) and set(listed) <= set(LAYERS):
        if all(isinstance(parts, list) for parts in listed.values()):
            rows = [(layer, place) for layer in LAYERS for place in range(len(listed.get(layer, [])))]
            return [(layer, listed[layer][place], (name, layer, place)) for layer, place in rows]
    if name.endswith(".js") and isinstance(listed, list):
        return [("", part, (name, place)) for place, part in enumerate(listed)]
    raise ValueError(f"{name}: write base, components, utilities over lists of .css files, or a list of .js files")


def for_paper(css: str) -> tuple[str, str]:
    """(what a checked style sheet says for all media, what it says for paper).

    >>> for_paper("a{b:c}@media print{a{d:e}}i{f:g}")
    ('a{b:c}i{f:g}', 'a{d:e}')
    """
    plain = asset_checks.blanked(css, lambda *_: None)  # its braces are the sheet's own
    screen, paper, start = [], [], 0
    for found in PAPER_BLOCK.finditer(plain):
        if plain.count("{", 0, found.start()) != plain.count("}", 0, found.start()):
            continue  # it stands under another condition, which it must keep
        depth, end = 1, found.end()
        while depth:
            depth += (plain[end] == "{") - (plain[end] == "}")
            end += 1
        screen.append(css[start : found.start()])
        paper.append(css[found.end() : end - 1])
        start = end
    return "".join([*screen, css[start:]]), "".join(paper)


def layered(texts: dict[str, str]) -> bytes:
    """One style sheet from the text of each layer.

    >>> layered({"base": "a { b: c }", "utilities": ""})
    b'@layer base,components,utilities;@layer base{a{b:c}}'
    """
    small = {layer: cssmin(text) for layer, text in texts.items()}
    sheet = "".join(f"@layer {layer}{{{text}}}" for layer, text in small.items() if text)
    return f"@layer {','.join(LAYERS)};{sheet}".encode()


def small_script(text: str) -> str:
    """A script made small, so that another can stand behind it. rjsmin loses its way in backticks within backticks.

    >>> small_script("a ()\\n"), small_script("a(`${ `//` }`)"), small_script("")
    ('a();\\n', 'a(`${ `//` }`);\\n', '')
    """
    return f"{text if NESTED.search(text) else jsmin(text)};\n" if text else ""


def text_at(looks: Path, part: object, kind: str) -> tuple[str, str, Faults]:
    """(the text of a file of the list, what is wrong with its line, what is wrong in it)."""
    path = looks / str(part)
    inside = isinstance(part, str) and not Path(part).is_absolute() and ".." not in path.parts
    if not inside or not path.is_file() or path.suffix != kind:
        return "", f"overrides/{part} is not there, or no {kind}: put it back, or take the line out", []
    text, fault = text_of(path.read_bytes())
    if not text.strip():
        fault = fault or "line 1: it holds nothing: put its rules back, or take it out of overrides/assets.yml"
    wrong = [fault] if fault else asset_checks.BY_KIND[kind](text)
    return "" if wrong else text.rstrip("\n") + "\n", "", [(f"overrides/{part}", line) for line in wrong]


def join(looks: Path, document: Document) -> tuple[dict[str, bytes], Faults]:
    """(what each file of the list holds, complaints); `looks` is the folder overrides/."""
    made: dict[str, bytes] = {}
    faults: Faults = [(LIST, line) for line in document.faults]
    listed: set[str] = set()
    if not faults and not isinstance(document.value, dict):
        faults.append((LIST, "line 1: the list of style sheets and scripts is due here: put it back"))
    for name, value in (document.value or {}).items() if not faults else ():
        try:
            parts = parts_of(name, value)
        except ValueError as error:
            faults.append((LIST, f"line {document.line((name,))}: {error}"))
            continue
        texts: dict[str, str] = {}
        for layer, part, place in parts:
            text, what, wrong = text_at(looks, part, Path(name).suffix)
            if not what and part in listed:
                what = f"{part} stands in this list already: keep one line"
            listed.add(str(part))
            faults += [(LIST, f"line {document.line(place)}: {what}")] if what else wrong
            texts[layer] = texts.get(layer, "") + (text if layer else small_script(text))
        if name == FRAME:
            split = {layer: for_paper(text) for layer, text in texts.items()}
            made[FRAME] = layered({layer: screen for layer, (screen, _) in split.items()})
            made[PAPER] = layered({layer: paper for layer, (_, paper) in split.items()})
        elif name.endswith(".css"):
            made[name] = layered(texts)
        else:
            made[name] = texts.get("", "").encode()
    return made, faults if any(where == LIST for where, _ in faults) else faults + unlisted(looks, listed)


def unlisted(looks: Path, listed: set[str]) -> Faults:
    """Complaints about style sheets and scripts that no list names, and about drawings and data that do not parse."""
    faults: Faults = []
    for path in sorted(looks.rglob("*")):
        name = path.relative_to(looks).as_posix()
        if path.suffix not in asset_checks.BY_KIND or left_by_an_editor(name) or name in listed or not path.is_file():
            continue
        text, fault = text_of(path.read_bytes())
        faults += [
            (f"overrides/{name}", line) for line in ([fault] if fault else asset_checks.BY_KIND[path.suffix](text))
        ]
        if path.suffix in (".css", ".js") and not name.startswith(ALONE):
            faults.append((f"overrides/{name}", f"no file of {LIST} is joined from it: list it there, or take it out"))
    return faults
