"""Assets: the style sheets, scripts and pictures that browsers are sent, each under a name with its content's hash.

What is joined into which file stands in overrides/assets.yml (bundles.py). All is ready before a page is built, so that
templates can ask for a name: `asset("guide.css")`. Nothing of the theme is sent.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import asset_checks  # hooks/asset_checks.py
from bundles import FRAME, LIST, join  # hooks/bundles.py
from guide import complain, guide  # hooks/guide.py
from leavings import left_by_an_editor  # hooks/leavings.py
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from yaml_reader import read, text_of  # hooks/yaml_reader.py


# Pure functions ----------------------------------------------------------------------------------


def hashed(name: str, content: bytes) -> str:
    """
    >>> hashed("guide.css", b"")
    'assets/guide.e3b0c442.css'
    """
    stem, _, end = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{end}"


def pictures(looks: Path) -> dict[str, bytes]:
    """The guide's own pictures, by their names below overrides/assets/."""
    folder = looks / "assets"
    found = sorted((folder / "images").iterdir()) if (folder / "images").is_dir() else []
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.is_file() and not left_by_an_editor(path.name)
    }


def manifest(looks: Path, contents: dict[str, bytes]) -> tuple[str, list[str]]:
    """(the manifest of the copy on a phone, its pictures under their published names; complaints)."""
    path = looks / "assets/manifest.json"
    if not path.is_file():
        return "", ["it is not there: put it back"]
    text, fault = text_of(path.read_bytes())
    if fault or asset_checks.data(text):
        return "", []  # told already, with its line
    icons = [icon.get("src") for icon in json.loads(text).get("icons", [])]
    for name, content in contents.items():
        text = text.replace(f'"{name}"', f'"../{hashed(name, content)}"')
    gone = [
        f"icons: {name} is no picture below overrides/assets/: mend its name" for name in icons if name not in contents
    ]
    return text, gone


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(50)  # before components and templates ask for a name
def on_config(config):
    found = guide(config)
    looks = found.root / "overrides"
    made, faults = join(looks, read(looks / "assets.yml"))
    for where, line in faults:
        complain(config, where, line)
    if not {FRAME, "guide.js"} <= set(made):  # nothing could be shown without them
        raise Abort(f"The guide cannot be built without guide.css and guide.js in {LIST}.")
    contents = made | pictures(looks)
    text, faults = manifest(looks, contents)
    for line in faults:
        complain(config, "overrides/assets/manifest.json", line)
    contents["manifest.json"] = text.encode()
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
