"""What a reader's device is sent: how much, how often, under which names and headers, and the same each time."""

import functools
import hashlib
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import bench
import brotli
import due
import material
from conftest import HEADERS, ROOT, SITE_URL, Guide, headers_for, texts
from yaml_reader import read

# What the table of budgets wants less of than there is yet: no more than this, until it holds.
FIRST_VIEW = "First view of any page, less print, sources"
YET = {(FIRST_VIEW, "clinics/"): 29_750, (FIRST_VIEW, "symptoms/planner/"): 29_150}
ROOM = 300  # bytes more for the name and the numbers of a clinic that runs its own copy


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


@functools.cache
def size(path: Path) -> int:
    """What travels: a text as brotli makes it."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".png" else len(brotli.compress(content))


def view(site, page: str) -> dict[str, int]:
    """What a browser fetches to show a page: all but a clinic's logo, which has a limit of its own."""
    html = re.sub('(?s)<a class="hg-brand".*?</a>', "", site.html(page))
    html = re.sub('<img[^>]* loading="lazy">', "", html)  # below the first screen (test_drawings.py)
    names = re.findall(r'<(?:link rel="(?:stylesheet|icon|preload)"|script|img)[^>]*?(?:href|src)="([^"]+)"', html)
    own = {name: size((site.dir / page / name).resolve()) for name in {"index.html", *names}}
    css = sum(own[name] for name in re.findall('<link rel="stylesheet" href="([^"]+)">', html))  # paper's can wait
    drawings = "".join(re.findall("(?s)<figure.*?(<svg.*?</svg>)", html))
    assert not re.search(r"<script(?![^>]* defer)(?![^>]*ld\+json)", html), f"a script of /{page} does not wait"
    return {
        "bytes": sum(own.values()),
        "css": css,
        "html": own["index.html"] + css,
        "script": sum(own[name] for name in own if name.endswith(".js")),
        "drawings": len(brotli.compress(drawings.encode())),
        "requests": len(own),
    }


def test_sizes_and_requests_keep_their_budgets(site, publisher):
    room = {figure: ROOM for figure in ("bytes", "html") if publisher.name or publisher.clinic.numbers}
    sent, over, kept = files(site.dir), {}, 0
    search = [path for path in (site.dir / "assets").glob("search*") if path.suffix in (".js", ".json")]
    whole = sum(path.stat().st_size for path in sent.values() if path.suffix != ".pdf")
    found = {"view": {page: view(site, page) for page in site.pages if page != "print/"}}
    found["files"] = {"": {"site": whole, "search": sum(map(size, search))}}
    for line in bench.BUDGETS.splitlines()[1:]:
        name, must, _, how, pages = (*re.split(r"\s\s+", line), ".*")[:5]
        step, figure = how.split()[:2]
        for page, row in found.get(step, {}).items():
            if figure in row and re.fullmatch(pages, page):
                kept += 1
                if row[figure] > YET.get((name, page), int(must.replace(",", ""))) + room.get(figure, 0):
                    over[name, page] = row[figure]
    assert over == {} and kept > 100


def test_every_file_is_ours_and_used_and_named_by_its_content(site, small):
    for folder in (site.dir, small.site):
        sent = files(folder)
        every = "".join(texts(folder, ".html", ".css", ".js", ".json").values())
        assert not re.findall(r'class="[^"]*\bmd-|data-md-|id="__|\.md-|--md-|!important|rel="(?:prev|next)"', every)
        for name in (name for name in sent if name.startswith("assets/")):
            assert name.rpartition("/")[2] in every, f"nothing asks for {name}"
            assert name.split(".")[-2] == hashlib.sha256(sent[name].read_bytes()).hexdigest()[:8], name
    names = {re.sub(r"\.\w{8}\.", ".", path.name) for path in (small.site / "assets").iterdir() if path.is_file()}
    made = {"print.css", "manifest.json", "search-index.json", "book.svg"}
    assert names == made.union(read(ROOT / "overrides/assets.yml").value)
    for name in ("planner", "clinics"):  # only their own pages ask for
        asking = [page for page, html in texts(small.site, ".html").items() if f"assets/{name}." in html]
        assert [page.split("/")[-2] for page in asking] == [name]
    [icon] = re.findall('"src": "../(.*?)"', every)
    assert (small.site / icon).is_file()


def test_the_frame_of_the_theme_is_as_we_saw_it():
    """When it changes, look whether ours misses something, then note the new hash here."""
    frame = Path(material.__file__).parent / "templates/base.html"
    assert hashlib.sha256(frame.read_bytes()).hexdigest()[:12] == "8536d352b009"


# Under which headers


def test_servers_get_the_headers_and_redirects_of_one_table(small, below):
    for site, base in ((small.site, "/"), (below.site, "/clinic/guide/")):
        static, lines, http, server, redirects = texts(site, ".conf", "_headers", "_redirects").values()
        assert all(row["header"] in static and row["header"] in lines for row in HEADERS) and lines in server
        assert f"\n{base}assets/*\n" in static and "immutable" in static and "immutable" in http
        lines = redirects.splitlines()
        assert f"{base}liver {base}sites/liver/ 302" in lines
        assert all(f"location = {old} {{ return {code} {new}; }}" in server for old, new, code in map(str.split, lines))


def test_the_policy_has_no_holes():
    policy = headers_for("/")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|sha256|http|\*", policy)


# The same each time

BUILD = """
import copy
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config(site_dir="site")
before = copy.deepcopy(dict(config.extra))
build(config)
found = config.extra.pop("guide")
print(config.extra == before, found.faults)
"""
LEFT = "docs/.DS_Store docs/sites/liver.md~ docs/assets/book.svg~ data/.words.yml.swp data/words.yml~".split()
LEFT += [f"overrides/partials/header/header.{kind}~" for kind in ("html", "css")]
LOCKS = "docs/sites/.#liver.md data/.#words.yml overrides/partials/.#say.html overrides/.#x.css".split()


def test_the_same_words_and_day_give_the_same_bytes(small, tmp_path):
    """In another folder, with other hashes of Python's, and beside all that editors leave. Hooks hand on one object."""
    other = Guide(tmp_path / "elsewhere/deeper")
    for name in LEFT:
        other.write(name, b"\xff\x00 {% left <div>")
    for name in LOCKS:  # of Emacs: a link that leads nowhere
        (other.dir / name).symlink_to("somebody@machine.123")
    first = {name: path.read_bytes() for name, path in files(small.site).items()}
    day = re.search(rb"<lastmod>([\d-]+)<", first["sitemap.xml"])[1].decode()
    environ = {**os.environ, "SITE_URL": SITE_URL, "BUILD_DATE": day, "PYTHONHASHSEED": "7"}
    run = subprocess.run([sys.executable, "-c", BUILD], cwd=other.dir, env=environ, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1:] == ["True []"], run.stderr[-3000:]
    second = {name: path.read_bytes() for name, path in files(other.site).items()}
    assert first.keys() == second.keys() and [name for name in first if first[name] != second[name]] == []
    assert due.due(other.dir, date.min) == []


def test_without_a_public_address_none_is_made_up_and_what_is_overdue_says_so(guide, small):
    assert guide.faults(SITE_URL="", BUILD_DATE="2099-01-01") == []
    every = "".join(texts(guide.site, ".html", ".json", ".xml", ".txt").values())
    assert not re.search('guide.example|rel="canonical"|"address": "|hg-poster__codes', every)
    assert "no public address yet" in every and not re.search("sitemap|/qr/", str(files(guide.site)))
    due = "This page was due to be checked by"
    assert guide.html("sites/liver").count(due) == 1 and due not in small.html("sites/liver")
    assert "hg-act--now" in guide.html("sites/liver")
