"""Assets: the style sheets, scripts and pictures that browsers are sent, each under a name with its content's hash.

Templates ask for them by name: `asset("guide.css")`.
"""

import hashlib
from pathlib import Path
from typing import Annotated, Literal

import asset_checks
import material
from bundles import FRAME, LIST, join, strangers
from contracts import Row, Text, form
from facts import check
from guide import complain, guide, stop_for_faults
from leavings import left_by_an_editor
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from pydantic import Field
from settings import wrong_labels
from watch import limit
from yaml_reader import read

MANIFEST = "overrides/assets/manifest.json"
HEAVIEST = 300_000  # bytes of a picture
Color = form(r"#[0-9a-f]{6}", "write a color such as #faf6ee")


def hashed(name: str, content: bytes) -> str:
    """
    >>> hashed("guide.css", b"")
    'assets/guide.e3b0c442.css'
    """
    stem, _, end = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{end}"


class Icon(Row):
    src: form(r"images/[a-z0-9-]+\.(?:svg|png)", "write a picture below overrides/assets/")
    sizes: Text
    type: Literal["image/svg+xml", "image/png"]


class Manifest(Row):
    """overrides/assets/manifest.json: the guide on a phone's first screen; it opens, and covers, the whole guide."""

    name: Text
    short_name: Annotated[Text, Field(max_length=12)]
    description: Text
    lang: Literal["en-US"]
    dir: Literal["ltr"]
    start_url: Literal["../"]
    scope: Literal["../"]
    display: Literal["minimal-ui", "browser", "standalone"]
    background_color: Color
    theme_color: Color
    icons: list[Icon] = Field(min_length=1)


def manifest(path: Path, contents: dict[str, bytes]) -> tuple[str, list[str]]:
    """(the manifest, its pictures under their published names; complaints)."""
    value, faults = check(read(path), Manifest)
    if not value:
        return "", faults
    text, gone = path.read_text("utf-8"), []
    for name in [icon.src for icon in value.icons]:
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
    limit("overrides/assets.yml")
    for where, line in strangers(looks, Path(material.__file__).parent / "templates"):
        complain(config, where, line, stops=True)
    stop_for_faults(config)
    contents, faults = join(looks, read(found.root / LIST))
    for path in sorted((looks / "assets/images").glob("*")):
        if path.is_file() and not left_by_an_editor(path.name):
            contents[f"images/{path.name}"] = raw = path.read_bytes()
            faults += [
                (f"overrides/assets/images/{path.name}", line)
                for line in asset_checks.picture(path.name, raw, HEAVIEST)
            ]
    text, wrong = manifest(found.root / MANIFEST, contents) if not faults else ("", [])
    for where, line in faults + [(MANIFEST, line) for line in wrong]:
        complain(config, where, line, stops=True)
    for name in {FRAME, "guide.js"} - set(contents):  # nothing could be shown without them
        complain(config, LIST, f"it has no {name}: put it back", stops=True)
    stop_for_faults(config)
    contents["manifest.json"] = text.encode()
    limit("docs/ and overrides/")  # MkDocs lists them now
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
    titles = {}
    for page in guide(config).pages.values():
        said = [page.file[:-3].replace("index", "home"), page.front.title, page.front.description]
        titles[page.file] = " ".join([*said, *page.front.keywords])
    for line in wrong_labels(config.nav, titles):
        complain(config, "mkdocs.yml", line)
    env.globals["asset"] = guide(config).asset
    return env
