"""What a reader's device is sent: how much, how often, under which names and headers, and the same each time."""

import gzip
import hashlib
import json
import re
import shutil
from datetime import datetime, timezone

import brotli
import delivery
import hosting
import pytest
from conftest import ROOT, Guide, mkdocs

KB = 1024
FIRST_VIEW, REQUESTS, STYLE, SCRIPT, SEARCH, WHOLE = 32 * KB, 5, 15 * KB, 5 * KB, 40 * KB, 3 * KB * KB
HEAVY = ("print/", "about/sources/")  # a whole book, and every source: no first views
COMPRESSED = (".br", ".gz")
HEADERS = hosting.read_headers((ROOT / "deploy/headers.yml").read_text())


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def size(path) -> int:
    """What travels: the brotli form where there is one."""
    packed = path.with_name(path.name + ".br")
    return (packed if packed.exists() else path).stat().st_size


def asked_at_once(site, page: str) -> set:
    """The files that a browser fetches to show a page: itself, what its head names, its pictures."""
    path = site.dir / page / "index.html"
    html = path.read_text()
    names = re.findall(r'<(?:link rel="(?:stylesheet|icon|preload)"|script|img)[^>]*?(?:href|src)="([^"]+)"', html)
    return {path, *((path.parent / name).resolve() for name in names)}


def test_the_first_view_of_every_page_is_light(site):
    heavy = {}
    for page in site.pages:
        asked = asked_at_once(site, page)
        bytes_ = sum(size(path) for path in asked)
        if len(asked) > REQUESTS or (bytes_ > FIRST_VIEW and page not in HEAVY):
            heavy[page] = (len(asked), bytes_)
    assert heavy == {}, f"pages over {REQUESTS} requests or {FIRST_VIEW} bytes"


def test_style_script_and_search_keep_their_budgets(site):
    def total(*patterns):
        return sum(size(path) for pattern in patterns for path in (site.dir / "assets").glob(pattern))

    assert 0 < total("guide.*.css") <= STYLE
    assert 0 < total("guide.*.js") <= SCRIPT
    assert 0 < total("search.*.js", "search-index.*.json") <= SEARCH


def test_the_whole_guide_keeps_its_budget(site):
    whole = sum(path.stat().st_size for path in files(site.dir) if path.suffix not in (*COMPRESSED, ".pdf"))
    assert whole <= WHOLE


def test_nothing_unused_is_shipped(site):
    names = [path.relative_to(site.dir).as_posix() for path in files(site.dir)]
    assert not [name for name in names if name.endswith(".map") or "/lunr/" in name or "bundle" in name or "workers/" in name]
    everything = "".join(path.read_text() for path in files(site.dir) if path.suffix in (".html", ".css", ".js", ".json"))
    lone = [name for name in names if name.startswith("assets/") and not name.endswith(COMPRESSED) and name.rpartition("/")[2] not in everything]
    assert lone == []


def test_every_asset_carries_its_content_in_its_name(site):
    for path in files(site.dir / "assets"):
        if path.suffix not in COMPRESSED:
            assert path.name.split(".")[-2] == hashlib.sha256(path.read_bytes()).hexdigest()[:8], path


def test_compressed_copies_stand_beside_every_text_and_are_the_same_text(site):
    for path in files(site.dir):
        if path.suffix in hosting.TEXT and not path.relative_to(site.dir).as_posix().startswith("_"):
            content = path.read_bytes()
            packed = path.with_name(path.name + ".gz").read_bytes()
            assert gzip.decompress(packed) == content, path
            assert packed[4:8] == bytes(4), f"{path}: a time inside"
            assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == content, path


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


def test_servers_get_the_headers_and_redirects_of_one_table(site):
    static = (site.dir / "_headers").read_text()
    server = (site.dir / "_nginx/server.conf").read_text()
    for row in HEADERS:
        assert row["header"] in server and row["header"] in static
    assert "immutable" in static and "immutable" in (site.dir / "_nginx/http.conf").read_text()
    lines = (site.dir / "_redirects").read_text().splitlines()
    assert "/liver /sites/liver/ 302" in lines
    assert all(f"location = {old} {{ return {status} {new}; }}" in server for old, new, status in map(str.split, lines))


@pytest.mark.parametrize("row", ["- {header: X, value: 'a\"b'}", "- {header: X, value: $uri}", "- {value: a}", "- [", "- {header: X, value: a, below: {assets: b}}"])
def test_a_header_that_could_break_a_server_is_refused(row):
    with pytest.raises(ValueError):
        hosting.read_headers(row)


def test_under_a_sub_path_servers_get_it_too():
    assert "\n/guide/assets/*\n" in hosting.static_headers(HEADERS, "/guide/")
    assert hosting.static_redirects([("/a", "/b/#c", 301)], "/guide/") == "/guide/a /guide/b/#c 301\n"
    assert "location = /guide/a { return 301 /guide/b/#c; }" in hosting.nginx_server(HEADERS, [("/a", "/b/#c", 301)], "/guide/")


def test_the_purge_keeps_what_a_page_or_a_state_of_it_needs():
    page = delivery.LexborHTMLParser('<article class="md-typeset"><a href="#">x</a><details><summary>y</summary></details></article>')
    css = ".md-typeset a:hover{color:red}.md-typeset table{color:red}.md-typeset details[open]>summary{color:red}@media print{.md-typeset a{color:blue}}@media print{.x{color:red}}.md-nav{color:red}"
    assert delivery.purge(css, [page]) == ".md-typeset a:hover{color:red}.md-typeset details[open]>summary{color:red}@media print{.md-typeset a{color:blue}}"


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
    first, second = ({path.relative_to(one.site).as_posix(): path.read_bytes() for path in files(one.site)} for one in (guide, other))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert b"<lastmod>2026-12-01" in first["sitemap.xml"]


def test_an_overdue_page_says_so_in_its_text_and_the_rest_stays(guide):
    code, said = guide.build(BUILD_DATE="2099-01-01")
    assert code == 0, said[-3000:]
    html = (guide.site / "sites/liver/index.html").read_text()
    assert html.count("This page was due to be checked by") == 1 and html.count("hg-banner--overdue") == 1
    assert "hg-act--now" in html


def test_a_script_says_it_when_nobody_rebuilt(site, page):
    page.clock.set_fixed_time(datetime(2030, 1, 1, tzinfo=timezone.utc))
    page.goto(site.url + "sites/liver/")
    banner = page.locator(".hg-banner--overdue")
    assert banner.count() == 1 and "due to be checked by" in banner.inner_text()
    page.emulate_media(media="print")
    assert banner.is_visible()


def test_a_day_that_is_none_is_one_clear_line(guide):
    code, said = guide.build(BUILD_DATE="soon")
    assert code != 0 and 'BUILD_DATE is "soon": write it as 2026-11-24' in said and "Traceback" not in said


def test_without_site_url_no_address_is_made_up(guide):
    run = mkdocs(guide.dir, guide.site, "--strict", SITE_URL="")
    assert run.returncode == 0, run.stderr[-3000:]
    assert not (guide.site / "sitemap.xml").exists()
    assert not [path for path in guide.site.rglob("*.html") if "canonical" in path.read_text() and 'rel="canonical"' in path.read_text()]


def test_without_brotli_the_guide_builds_and_gzip_serves(guide):
    guide.write("without/brotli.py", "raise ImportError\n")
    code, said = guide.build(PYTHONPATH=str(guide.dir / "without"))
    assert code == 0, said[-3000:]
    assert "brotli is not there" in said
    assert (guide.site / "index.html.gz").exists() and not list(guide.site.rglob("*.br"))


# Reading offline, by choice ----------------------------------------------------------------------


def test_the_copy_holds_every_page_and_asset_and_nothing_that_only_servers_need(site):
    kept = json.loads(re.search(r"var LIST = (\[.*?\]);", (site.dir / "sw.js").read_text())[1])
    assert set(site.pages) <= set(kept)
    for name in kept:
        assert (site.dir / (name + "index.html" if name.endswith("/") or not name else name)).is_file(), name
    assert not [name for name in kept if name.startswith(("_", "api/")) or name.endswith((".br", ".gz", ".pdf"))]


def test_keep_read_without_a_network_and_remove(built, page, tmp_path):
    from conftest import serve

    folder = tmp_path / "served"
    shutil.copytree(built, folder)
    server, url = serve(folder)
    page.goto(url + "sites/liver/")
    keep, remove = page.get_by_role("button", name="Keep this guide on this phone"), page.get_by_role("button", name="Remove it")
    assert page.evaluate("caches.keys()") == []
    keep.click()
    page.get_by_text("You can read it with no signal").wait_for(timeout=30_000)
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
    page.get_by_text("Nothing of this guide is kept").wait_for()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_corrected_words_are_never_old_when_there_is_a_network(built, page, tmp_path):
    from conftest import serve

    folder = tmp_path / "served"
    shutil.copytree(built, folder)
    server, url = serve(folder)
    page.goto(url)
    page.get_by_role("button", name="Keep this guide on this phone").click()
    page.get_by_text("You can read it with no signal").wait_for(timeout=30_000)
    path = folder / "sites/liver/index.html"
    path.write_text(path.read_text().replace("<h1>", "<h1>Corrected: ", 1))
    page.goto(url + "sites/liver/")
    assert page.locator("h1").inner_text().startswith("Corrected")
    assert page.locator(".hg-banner--copy").count() == 0
    server.shutdown()
