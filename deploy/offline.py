"""The guide as one folder that opens by double click, without a server or a network: for a USB stick.

    python deploy/offline.py [--into offline]

The pages are those of the guide. What a browser refuses to do in a folder is written another way: links lead to
files, the search index is a script, and nothing is left that only servers need.
"""

import json
import re
import shutil
import sys
from html import escape, unescape
from pathlib import Path

import build

sys.path.insert(0, str(build.ROOT / "hooks"))
import day
import search_index

FOR_SERVERS = """_headers _redirects _nginx sw.js 404.html 405.html robots.txt favicon.ico apple-touch-icon.png
sitemap.xml sitemap.xml.gz""".split()
LINKS = re.compile(
    r'(<(?:a|link)\b[^>]*?\shref="|<script\b[^>]*?\sdata-to="|http-equiv="refresh" content="0; ?url=)([^"]*)"'
)
PARTS = re.compile(r'(<script\b[^>]*?\sdata-parts=")([^"]*)"')  # of a redirect page: anchors, and where each leads


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


def parts_to_files(parts: str) -> str:
    """
    >>> parts_to_files("{&quot;call&quot;: &quot;../liver/#call&quot;}")
    '{&quot;call&quot;: &quot;../liver/index.html#call&quot;}'
    """
    return escape(json.dumps({anchor: to_file(link) for anchor, link in json.loads(unescape(parts)).items()}))


def for_a_folder(html: str, stamp: str) -> str:
    """One page, for a folder: its links lead to files, its search index is a script, it says from which day it is."""
    html = LINKS.sub(lambda found: f'{found[1]}{to_file(found[2])}"', html)
    html = PARTS.sub(lambda found: f'{found[1]}{parts_to_files(found[2])}"', html)
    html = re.sub(r'(data-index="[^"]*)\.json"', r'\1.js"', html)
    html = re.sub(r"<link rel=\"(?:canonical|manifest)\"[^>]*>", "", html)
    return html.replace("<html", f'<html data-hg-copy="{escape(stamp)}"', 1)


def make(site: Path, stamp: str) -> None:
    """Turns a built site into the edition for a folder, in place."""
    for path in (site / name for name in FOR_SERVERS):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in (site / "assets").glob("search-index.*.json"):
        path.with_suffix(".js").write_text(search_index.as_script(path.read_text("utf-8")), "utf-8")
        path.unlink()
    for path in site.rglob("*.html"):
        path.write_text(for_a_folder(path.read_text("utf-8"), stamp), "utf-8")


if __name__ == "__main__":
    sys.exit(build.main("offline", lambda site: make(site, str(day.today(build.ROOT)))))
