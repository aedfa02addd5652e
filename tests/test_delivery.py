"""What a reader's device is sent: how much, how often, under which names and headers, and the same each time."""

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timezone

import brotli
import clinic
import hosting
import pytest
import yaml_reader
from conftest import SITE_URL, Guide, mkdocs, serve
from hosted import TABLE as HEADERS

KB = 1000
FIRST_VIEW, STYLE, SCRIPT, SEARCH, WHOLE = 30 * KB, 7.5 * KB, 3 * KB, 44 * KB, 3000 * KB
PLACE_VIEW, PLACE_BLOCKS, HELP_BLOCKS = 23 * KB, 18 * KB, 20 * KB
REQUESTS = {"symptoms/planner/": 7, "clinics/": 7, "go/": 7}  # others: 5
HEAVY = ("print/", "about/sources/")  # a whole book, and every source: no first views


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@functools.cache
def size(path) -> int:
    """What travels: a text as brotli makes it."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".png" else len(brotli.compress(content))


def asked_at_once(site, page: str) -> tuple[set, set]:
    """(what a browser fetches to show a page: itself, what it names, its pictures; a clinic's own logo)."""
    path = site.dir / page / "index.html"
    html = path.read_text()
    names = re.findall(r'<(?:link rel="(?:stylesheet|icon|preload)"|script|img)[^>]*?(?:href|src)="([^"]+)"', html)
    logo = re.findall(r'<a class="hg-brand"[^>]*>\s*<img src="([^"]+)"', html)
    asked, logo = ({(path.parent / name).resolve() for name in some} for some in (names, logo))
    return {path, *asked} - logo, logo


def test_the_first_view_of_every_page_is_light(site, publisher, facts):
    """A clinic's logo is one request more, and has a limit of its own."""
    places = {place.page.lstrip("/") for place in facts.places if place.map}
    heavy = {}
    for page in site.pages:
        asked, logo = asked_at_once(site, page)
        assert len(logo) == bool(publisher.clinic.logo), page
        assert sum(path.stat().st_size for path in logo) <= clinic.HEAVIEST, page
        bytes_, most = sum(map(size, asked)), PLACE_VIEW if page in places else FIRST_VIEW
        if len(asked) > REQUESTS.get(page, 5) or (bytes_ > most and page not in HEAVY):
            heavy[page] = (len(asked), bytes_)
    assert heavy == {}, "pages with too many requests or bytes"


def test_what_must_be_there_before_anything_is_drawn_comes_with_the_first_packets(site, facts):
    style = next((site.dir / "assets").glob("guide.*.css"))
    assert size(style) <= STYLE
    limits = {place.page.lstrip("/"): PLACE_BLOCKS for place in facts.places if place.map} | {
        "symptoms/get-help/": HELP_BLOCKS
    }
    blocks = {page: size(site.dir / page / "index.html") + size(style) for page in limits}
    assert {page: size for page, size in blocks.items() if size > limits[page]} == {}
    for page in site.pages:  # nothing else holds a page up: paper's sheet is none of a screen's, scripts wait
        html = (site.dir / page / "index.html").read_text()
        assert re.search(r'<link rel="stylesheet" href="[./]*assets/print\.\w+\.css" media="print">', html), page
        assert not re.search(r"<script(?![^>]* defer)(?![^>]*ld\+json)", html), page


def test_script_and_search_keep_their_budgets(site):
    def total(*patterns):
        return sum(size(path) for pattern in patterns for path in (site.dir / "assets").glob(pattern))

    assert 0 < total("guide.*.js") <= SCRIPT
    assert 0 < total("search.*.js", "search-index.*.json") <= SEARCH


def test_the_whole_guide_keeps_its_budget(site):
    whole = sum(path.stat().st_size for path in files(site.dir) if path.suffix != ".pdf")
    assert whole <= WHOLE


def test_nothing_unused_is_shipped(site):
    names = [path.relative_to(site.dir).as_posix() for path in files(site.dir)]
    assert not [name for name in names if re.search(r"\.map$|/lunr/|bundle|workers/", name)]
    texts = [path for path in files(site.dir) if path.suffix in (".html", ".css", ".js", ".json")]
    everything = "".join(path.read_text() for path in texts)
    assets = [name for name in names if name.startswith("assets/")]
    assert [name for name in assets if name.rpartition("/")[2] not in everything] == []


def test_every_asset_carries_its_content_in_its_name(site):
    for path in files(site.dir / "assets"):
        assert path.name.split(".")[-2] == hashlib.sha256(path.read_bytes()).hexdigest()[:8], path


def test_no_executable_script_or_style_stands_inside_a_page(site):
    for path in site.dir.rglob("*.html"):
        html = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", html), path
        for attributes in re.findall(r"<script([^>]*)>", html):
            assert "src=" in attributes or "application/ld+json" in attributes or "application/json" in attributes, path


def test_the_policy_has_no_holes():
    policy = hosting.headers_for(HEADERS, "/")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "sha256" not in policy and "http" not in policy and "*" not in policy


def test_servers_get_the_headers_and_redirects_of_one_table(small):
    static = (small.site / "_headers").read_text()
    server = (small.site / "_nginx/server.conf").read_text()
    for row in HEADERS:
        assert row["header"] in server and row["header"] in static
    assert "immutable" in static and "immutable" in (small.site / "_nginx/http.conf").read_text()
    lines = (small.site / "_redirects").read_text().splitlines()
    assert "/liver /sites/liver/ 302" in lines
    assert all(f"location = {old} {{ return {status} {new}; }}" in server for old, new, status in map(str.split, lines))


REFUSED = [
    ("- {header: X-A, value: 'a\"b'}", "value: "),
    ("- {header: X-A, value: $uri}", "value: "),
    ("- {header: X-A, value: a, below: {assets: b}}", "below.assets"),
    ("- {header: X-A, value: a, below: {/assets/: 'b\"'}}", "below./assets/"),
    ("- {header: 'X A', value: a}", "header: "),
    ("- {value: a}", "header is missing"),
    ("- [", "this is not valid YAML"),
    ("[]", "a list of headers is due"),
]


@pytest.mark.parametrize(("row", "named"), REFUSED)
def test_a_header_that_could_break_a_server_is_refused(row, named):
    rows, faults = hosting.check_headers(yaml_reader.parse(row))
    assert rows == [] and len(faults) == 1 and re.match(r"line \d: " + re.escape(named), faults[0]), faults


def test_a_table_of_headers_with_a_fault_fails_the_build(guide):
    guide.write("deploy/headers.yml", "- {header: X-A, value: $uri}\n")
    faults = guide.faults()
    assert faults and all(line.startswith("deploy/headers.yml: line 1: ") for line in faults), faults


def test_under_a_sub_path_servers_get_it_too():
    assert "\n/guide/assets/*\n" in hosting.static_headers(HEADERS, "/guide/")
    assert hosting.static_redirects([("/a", "/b/#c", 301)], "/guide/") == "/guide/a /guide/b/#c 301\n"
    server = hosting.nginx_server(HEADERS, [("/a", "/b/#c", 301)], "/guide/")
    assert "location = /guide/a { return 301 /guide/b/#c; }" in server


@pytest.mark.parametrize("name", ["", "sites/liver/", "symptoms/", "about/"])
def test_the_text_stands_where_it_will_stand_before_the_rest_has_come(site, page, name):
    """On a slow line a page comes in pieces: its frame must not move when the last piece is there."""

    def place() -> list[float]:
        page.goto(site.url + name)
        box = page.locator(".hg-article > h1").bounding_box()
        return [box["x"], box["y"], page.locator(".hg-article").bounding_box()["width"]]

    whole = place()
    html = (site.dir / name / "index.html").read_text()
    first_piece = html[: html.index("<p", html.index("</h1>"))]
    page.route(site.url + name, lambda route: route.fulfill(body=first_piece, content_type="text/html; charset=utf-8"))
    assert place() == whole


# The day, and the same bytes each time -----------------------------------------------------------


def test_the_same_commit_and_day_give_the_same_bytes(guide, tmp_path):
    other = Guide(tmp_path / "elsewhere" / "deeper")
    for one, seed in ((guide, "1"), (other, "2")):
        code, said = one.build(BUILD_DATE="2026-12-01", PYTHONHASHSEED=seed)
        assert code == 0, said[-3000:]
    sites = (guide.site, other.site)
    first, second = ({path.relative_to(one).as_posix(): path.read_bytes() for path in files(one)} for one in sites)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert b"<lastmod>2026-12-01" in first["sitemap.xml"]


@pytest.mark.parametrize(("day", "in_its_text"), [("2026-02-01", 0), ("2099-01-01", 1)])
def test_an_overdue_page_says_so_once_by_script_when_nobody_rebuilt_and_the_rest_stays(guide, page, day, in_its_text):
    code, said = guide.build(BUILD_DATE=day)
    assert code == 0, said[-3000:]
    html = (guide.site / "sites/liver/index.html").read_text()
    assert html.count("This page was due to be checked by") == html.count("hg-banner--overdue") == in_its_text
    assert "hg-act--now" in html
    server, url = serve(guide.site)
    page.clock.set_fixed_time(datetime(2099, 1, 1, tzinfo=timezone.utc))
    page.goto(url + "sites/liver/")
    banner = page.locator(".hg-banner--overdue")
    assert banner.count() == 1 and "due to be checked by" in banner.inner_text()
    # On paper a place's two sides have no room for the banner: the foot of each says it.
    assert page.evaluate("document.documentElement.dataset.hgSheet").count("may be out of date") == 1
    page.emulate_media(media="print")
    assert not banner.is_visible()
    page.goto(url + "care/questions/")
    assert banner.is_visible()
    server.shutdown()


def test_a_day_that_is_none_is_one_clear_line(guide):
    code, said = guide.build(BUILD_DATE="soon")
    assert code != 0 and 'BUILD_DATE is "soon": write it as 2026-11-24' in said and "Traceback" not in said


def test_without_site_url_no_address_is_made_up(guide):
    run = mkdocs(guide.dir, guide.site, "--strict", SITE_URL="")
    assert run.returncode == 0, run.stderr[-3000:]
    assert not (guide.site / "sitemap.xml").exists()
    assert not [path for path in guide.site.rglob("*.html") if 'rel="canonical"' in path.read_text()]


def test_hooks_hand_on_one_object_and_leave_the_rest_of_the_settings_alone(guide):
    code = """
import copy
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config(site_dir="site")
before = copy.deepcopy(dict(config.extra))
build(config)
print(sorted(set(config.extra) - set(before)), [key for key in before if config.extra.get(key) != before[key]])
"""
    environ = {**os.environ, "SITE_URL": SITE_URL}
    run = subprocess.run([sys.executable, "-c", code], cwd=guide.dir, env=environ, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1:] == ["['guide'] []"], run.stderr[-3000:]


# Reading offline, by choice ----------------------------------------------------------------------


def test_the_copy_holds_every_page_and_asset_and_nothing_that_only_servers_need(site):
    kept = json.loads(re.search(r"var LIST = (\[.*?\]);", (site.dir / "sw.js").read_text())[1])
    assert set(site.pages) <= set(kept)
    for name in kept:
        assert (site.dir / (name + "index.html" if name.endswith("/") or not name else name)).is_file(), name
    assert not [name for name in kept if name.startswith(("_", "api/")) or name.endswith((".br", ".gz", ".pdf"))]


def test_keep_read_without_a_network_and_remove(small, page, tmp_path):
    folder = tmp_path / "served"
    shutil.copytree(small.site, folder)
    server, url = serve(folder)
    page.goto(url + "sites/liver/")
    keep, remove = (page.get_by_role("button", name=name) for name in ("Keep this guide on this phone", "Remove it"))
    assert page.evaluate("caches.keys()") == []
    keep.click()
    page.locator("[data-offline] [role=status]", has_text="You can read it with no signal").wait_for(timeout=30_000)
    assert remove.is_visible() and not keep.is_visible()
    server.shutdown()
    server.server_close()

    page.goto(url + "symptoms/get-help/")
    page.get_by_text("You are reading a copy from").wait_for()
    page.goto(url + "sites/brain/?x=1#call")
    assert page.locator("h1").count() == 1 and page.locator(".hg-act--now").count() > 0
    page.locator("#search-input").fill("yellow eyes")
    page.locator("#search-results li").first.wait_for()
    page.goto(url + "symptoms/planner/")
    assert page.locator(".hg-banner--copy").count() == 1
    assert page.locator("main, article").first.is_visible()
    page.get_by_role("button", name="Remove it").click()
    page.locator("[data-offline] [role=status]", has_text="Nothing of this guide is kept").wait_for()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_corrected_words_are_never_old_when_there_is_a_network(small, page, tmp_path):
    folder = tmp_path / "served"
    shutil.copytree(small.site, folder)
    server, url = serve(folder)
    page.goto(url)
    page.get_by_role("button", name="Keep this guide on this phone").click()
    page.locator("[data-offline] [role=status]", has_text="You can read it with no signal").wait_for(timeout=30_000)
    path = folder / "sites/liver/index.html"
    path.write_text(path.read_text().replace("<h1>", "<h1>Corrected: ", 1))
    page.goto(url + "sites/liver/")
    assert page.locator("h1").inner_text().startswith("Corrected")
    assert page.locator(".hg-banner--copy").count() == 0
    server.shutdown()
