"""The guide as one folder that opens by double click, without a server or a network: for a USB stick.

    python deploy/offline.py [--into offline]

The pages are those of the guide. What a browser refuses to do in a folder is written another way: links lead to
files, the search index is a script, and nothing is left that only servers need.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from html import escape
from pathlib import Path

import build  # deploy/build.py

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
import day  # noqa: E402
import search_index  # noqa: E402

FOR_SERVERS = ("_headers", "_redirects", "_nginx", "sw.js", "404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz")
LINKS = re.compile(r'(<(?:a|link)\b[^>]*?\shref|<script\b[^>]*?\sdata-to)="([^"]*)"')


def to_file(link: str) -> str:
    """A link that names a folder, as a link that names its page.

    >>> [to_file(link) for link in ("../liver/#call", "..", "#call", "../assets/guide.css", "https://a.example/", "")]
    ['../liver/index.html#call', '../index.html', '#call', '../assets/guide.css', 'https://a.example/', '']
    """
    path, hash_, anchor = link.partition("#")
    if not path or re.match(r"[a-z][a-z0-9+.-]*:|//", path):
        return link
    if path.endswith("/") or path.rpartition("/")[2] in (".", ".."):
        path = path.rstrip("/") + "/index.html"
    return path.removeprefix("./") + hash_ + anchor


def for_a_folder(html: str, stamp: str) -> str:
    """One page, for a folder: its links lead to files, its search index is a script, it says from which day it is."""
    html = re.sub(LINKS, lambda m: f'{m[1]}="{to_file(m[2])}"', html)
    html = re.sub(r'(http-equiv="refresh" content="0; ?url=)([^"]*)"', lambda m: f'{m[1]}{to_file(m[2])}"', html)
    html = re.sub(r'(data-index="[^"]*)\.json"', r'\1.js"', html)
    html = re.sub(r"<link rel=\"(?:canonical|manifest)\"[^>]*>", "", html)
    return html.replace("<html", f'<html data-hg-copy="{escape(stamp)}"', 1)


def make(site: Path, stamp: str) -> None:
    """Turns a built site into the edition for a folder, in place."""
    for name in FOR_SERVERS:
        path = site / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in (site / "assets").glob("search-index.*.json"):
        path.with_suffix(".js").write_text(search_index.as_script(path.read_text("utf-8")), "utf-8")
        path.unlink()
    for path in site.rglob("*.html"):
        path.write_text(for_a_folder(path.read_text("utf-8"), stamp), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "offline")
    place = parser.parse_args().into.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}-") as folder:
            aside = Path(folder) / "site"
            if code := build.build(aside):
                print("Nothing was changed.", file=sys.stderr)
                return code
            make(aside, str(day.today(ROOT)))
            build.swap(aside, place)
    except OSError as error:
        print(f"{place} cannot be written to ({error.strerror}). Nothing was changed.", file=sys.stderr)
        return 1
    print(f"The guide for a folder: open {place / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
