"""Assets: the style sheets, scripts and pictures that browsers are sent, each under a name with its content's hash.

What is joined into which file stands in overrides/assets.yml. Every file is checked (asset_checks.py) and made small
before a page is built, so that templates can ask for its name: `asset("guide.css")`. Nothing of the theme is sent.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import asset_checks  # hooks/asset_checks.py
from guide import complain, guide  # hooks/guide.py
from leavings import left_by_an_editor  # hooks/leavings.py
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from rcssmin import cssmin
from rjsmin import jsmin
from yaml_reader import Document, read, text_of  # hooks/yaml_reader.py

LIST = "overrides/assets.yml"
LAYERS = ("base", "components", "utilities")  # a later one wins
FRAME, PAPER = "guide.css", "print.css"  # what FRAME says for paper is sent as PAPER, for which no screen waits
ALONE = ("handouts/", "partials/offline/sw.js")  # in no list: for making PDFs, and written anew by hosting.py
PAPER_BLOCK = re.compile(r"@media\s+print\s*\{")


# Pure functions ----------------------------------------------------------------------------------


def hashed(name: str, content: bytes) -> str:
    """
    >>> hashed("guide.css", b"")
    'assets/guide.e3b0c442.css'
    """
    stem, _, end = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{end}"


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


def join(looks: Path, document: Document) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """(what each file of the list holds, (file, complaint) pairs); `looks` is the folder overrides/."""
    made: dict[str, bytes] = {}
    faults, listed = [(LIST, line) for line in document.faults], set()
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
            path = looks / str(part)
            what = f"overrides/{part} is not there, or no {Path(name).suffix}: put it back, or take the line out"
            if part in listed:
                what = f"{part} stands in this list already: keep one line"
            elif ".." not in path.parts and path.is_file() and path.suffix == Path(name).suffix:
                what = ""
            listed.add(part)
            if what:
                faults.append((LIST, f"line {document.line(place)}: {what}"))
                continue
            text, fault = text_of(path.read_bytes())
            wrong = [fault] if fault else asset_checks.BY_KIND[path.suffix](text)
            faults += [(f"overrides/{part}", line) for line in wrong]
            texts[layer] = texts.get(layer, "") + ("" if wrong else text.rstrip("\n") + "\n")
        if name == FRAME:
            split = {layer: for_paper(text) for layer, text in texts.items()}
            made[FRAME] = layered({layer: screen for layer, (screen, _) in split.items()})
            made[PAPER] = layered({layer: paper for layer, (_, paper) in split.items()})
        else:
            made[name] = layered(texts) if name.endswith(".css") else jsmin(texts.get("", "")).encode() + b"\n"
    return made, faults if document.faults else faults + unlisted(looks, listed)


def unlisted(looks: Path, listed: set[str]) -> list[tuple[str, str]]:
    """Complaints about style sheets and scripts that no list names, and about drawings and data that do not parse."""
    faults = []
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


def pictures(looks: Path) -> dict[str, bytes]:
    """The guide's own pictures, by their names below overrides/assets/."""
    folder = looks / "assets"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "images").iterdir())
        if not left_by_an_editor(path.name)
    }


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(50)  # before components and templates ask for a name
def on_config(config):
    found = guide(config)
    looks = found.root / "overrides"
    made, faults = join(looks, read(looks / "assets.yml"))
    for where, line in faults:
        complain(config, where, line)
    if not made:  # nothing could be shown without them
        raise Abort(f"The guide cannot be built without {LIST}.")
    contents = made | pictures(looks)
    manifest = (looks / "assets/manifest.json").read_text("utf-8")
    for name, content in contents.items():
        manifest = manifest.replace(f'"{name}"', f'"../{hashed(name, content)}"')
    contents["manifest.json"] = manifest.encode()
    found.assets = {name: (hashed(name, content), content) for name, content in contents.items()}
    return config


@event_priority(60)
def on_files(files, config):
    """Nothing of the theme is copied, of overrides/ only what machines read; ours goes under its hashed name. What
    editors leave beside a file is no part of the guide."""
    found = guide(config)
    for file in list(files):
        foreign = file.src_dir != config.docs_dir
        if left_by_an_editor(file.src_uri) or foreign and not file.src_uri.startswith("api/"):
            files.remove(file)
        if foreign or left_by_an_editor(file.src_uri):
            continue
        if file.src_uri.endswith(".svg") and file.src_uri != found.clinic.logo:  # that one clinic.py has looked at
            for line in asset_checks.drawing(file.content_bytes):
                complain(config, f"docs/{file.src_uri}", line)
        if file.src_uri.startswith("assets/"):  # browsers keep it for a year
            file.dest_uri = file.url = hashed(file.src_uri.removeprefix("assets/"), file.content_bytes)
            found.files[file.src_uri] = file.dest_uri
    for name, content in found.assets.values():
        files.append(File.generated(config, name, content=content))
    return files


def on_env(env, config, files):
    env.globals["asset"] = guide(config).asset
    return env
