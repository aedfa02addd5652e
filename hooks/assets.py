"""Assets: the style sheets, scripts and pictures that browsers are sent, each under a name with its content's hash.

Templates ask for them by name: `asset("guide.css")`.
"""

import hashlib
import json
from pathlib import Path

import asset_checks
from bundles import FRAME, LIST, join
from guide import complain, guide, stop_for_faults
from leavings import left_by_an_editor
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from yaml_reader import read

MANIFEST = "overrides/assets/manifest.json"


def hashed(name: str, content: bytes) -> str:
    """
    >>> hashed("guide.css", b"")
    'assets/guide.e3b0c442.css'
    """
    stem, _, end = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{end}"


def manifest(path: Path, contents: dict[str, bytes]) -> tuple[str, list[str]]:
    """(the manifest, its pictures under their published names; complaints)."""
    if not path.is_file():
        return "", ["it is not there: put it back"]
    raw = path.read_bytes()
    if asset_checks.faults_of(".json", raw):
        return "", []  # told already, with its line
    text, gone = raw.decode(), []
    for name in [icon.get("src") for icon in json.loads(text).get("icons", [])]:
        if name in contents:
            text = text.replace(f'"{name}"', f'"../{hashed(name, contents[name])}"')
        else:
            gone.append(f"icons: {name} is no picture below overrides/assets/: mend its name")
    return text, gone


# MkDocs


@event_priority(50)  # before components and templates ask for a name
def on_config(config):
    found = guide(config)
    looks = found.root / "overrides"
    contents, faults = join(looks, read(found.root / LIST))
    for path in sorted((looks / "assets/images").glob("*")):
        if path.is_file() and not left_by_an_editor(path.name):
            contents[f"images/{path.name}"] = path.read_bytes()
    text, wrong = manifest(found.root / MANIFEST, contents)
    for where, line in faults + [(MANIFEST, line) for line in wrong]:
        complain(config, where, line, stops=True)
    for name in {FRAME, "guide.js"} - set(contents):  # nothing could be shown without them
        complain(config, LIST, f"it has no {name}: put it back", stops=True)
    stop_for_faults(config)
    contents["manifest.json"] = text.encode()
    found.assets = {name: (hashed(name, content), content) for name, content in contents.items()}
    return config


@event_priority(60)
def on_files(files, config):
    """Nothing of the theme is sent, of overrides/ only what machines read."""
    found = guide(config)
    for file in list(files):
        foreign = file.src_dir != config.docs_dir
        if left_by_an_editor(file.src_uri) or foreign and not file.src_uri.startswith("api/"):
            files.remove(file)
        elif not foreign:
            if file.src_uri.startswith("assets/"):  # browsers keep it for a year
                file.dest_uri = file.url = hashed(file.src_uri.removeprefix("assets/"), file.content_bytes)
                found.files[file.src_uri] = file.dest_uri
    for name, content in found.assets.values():
        files.append(File.generated(config, name, content=content))
    return files


def on_env(env, config, files):
    env.globals["asset"] = guide(config).asset
    return env
