"""Links: what a clinic links to once works for ever, by address, short link and code; and the feed keeps its word."""

import hashlib
import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from datetime import date
from urllib.parse import urlsplit

import addresses  # hooks/addresses.py
import codes  # hooks/codes.py
import feed  # hooks/feed.py
import pytest
from conftest import ROOT, SITE_URL, Site, serve
from contracts import ACTS, Redirects  # hooks/contracts.py
from facts import check_addresses, check_map, read_facts  # hooks/facts.py
from last_look import target_of  # hooks/last_look.py
from selectolax.lexbor import LexborHTMLParser
from yaml_reader import parse  # hooks/yaml_reader.py

jsonschema = pytest.importorskip("jsonschema")

REQUESTS = parse((ROOT / "tests/requests.yml").read_text("utf-8")).value


def sent(row) -> str:
    return row["query"].replace("{10000 letters}", "C" * 10_000)


def path_of(page, site) -> str:
    """Where the browser is, from the guide's root."""
    return "/" + page.url.removeprefix(site.url)


@pytest.fixture(scope="session")
def table(facts) -> dict:
    """The real table of redirects, every target as its last one."""
    made, faults = addresses.final(facts.redirects.short, facts.redirects.moved)
    assert not faults
    return made


@pytest.fixture(scope="session")
def archived(heads) -> set[str]:
    """The addresses of real pages that were taken down."""
    return {f"/{address}" for address, front in heads.items() if front.kind == "archived"}


# By code -----------------------------------------------------------------------------------------


def test_every_request_of_the_table(site, page):
    """At least 60 requests in a real browser: the page expected, nothing outside, nothing echoed, nothing kept."""
    assert len(REQUESTS) >= 60
    outside, wrong = [], []
    host = urlsplit(site.url).netloc
    page.on("request", lambda request: outside.append(request.url) if urlsplit(request.url).netloc != host else None)
    page.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    for row in REQUESTS:
        query = sent(row)
        page.goto("about:blank")
        page.goto(f"{site.url}go/?{query}" if query else f"{site.url}go/", wait_until="load")
        try:
            if "page" in row:
                page.wait_for_url(site.url + row["page"][1:], timeout=4000)
            elif "search" in row:
                page.wait_for_url(site.url, timeout=4000)
                typed = "words => document.querySelector('#search-input').value === words"
                page.wait_for_function(typed, arg=row["search"], timeout=4000)
            elif row["says"] == "list":
                page.wait_for_timeout(150)
                assert page.locator("[data-say]:visible").count() == 0
            else:
                page.wait_for_selector(f'[data-say="{row["says"]}"]', state="visible", timeout=4000)
            if "says" in row:
                assert path_of(page, site) in ("/go/", "/go/?", "/go/#"), "the query stays in the address bar"
                assert page.locator(".hg-codes a").first.is_visible()
            shown = page.inner_text("body")
            for echo in ("evil.example", "onerror", "alert(1)", "1960", "448812", "__proto__", "CCCCCCCC"):
                assert echo not in shown and echo not in page.url, f"{echo} is echoed"
            assert "?" not in page.url
        except Exception as fault:
            wrong.append(f"{query[:120]}: at {page.url[:80]}: {str(fault).splitlines()[0][:160]}")
        kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]")
        assert kept == [0, 0, 0]
    assert not wrong, "\n".join(wrong)
    assert not outside, outside
    assert not page.complaints, page.complaints


def test_nginx_answers_as_the_script_does_or_not_at_all(facts):
    """The maps, read as nginx reads them, over the same table of requests."""
    text = codes.nginx_maps(facts.codes)
    orders = re.findall(r'"~\*(\^.*\$)" "\$hg_s\d\|\$hg_c\d";', text)
    assert len(orders) == 2
    pages = {key.lower(): page for key, page in re.findall(r'^    "([^"~]+)" (\S+);', text, re.M)}
    for row in REQUESTS:
        found = ""
        for order in orders:
            match = re.match(order.replace("(?<", "(?P<").replace("(?P<!", "(?<!"), "&" + sent(row), re.I)
            if match:
                parts = match.groupdict()
                system = next(value for name, value in parts.items() if name.startswith("hg_s"))
                code = next(value for name, value in parts.items() if name.startswith("hg_c"))
                found = pages.get(f"{system}|{code}".lower(), "")
                break
        if row.get("nginx") == "page":
            assert found == row["page"], row
        else:
            assert found in ("", row.get("page")), f"nginx would answer {found}: {row}"
            assert not found, f"the table does not expect nginx to answer: {row}"


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed: its maps were read, not run")
def test_a_real_nginx_answers_as_the_script_does_or_not_at_all(facts, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temp = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr crit; events {{}} http {{ access_log off; {temp} "
        f"large_client_header_buffers 4 32k;\n{codes.nginx_maps(facts.codes)}"
        f"server {{ listen 127.0.0.1:{port}; absolute_redirect off; "
        "location = /go/ { if ($hg_code_page) { return 303 $hg_code_page; } return 200 'go'; } } }"
    )
    run = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    server = subprocess.Popen(run, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(server, port)
        for row in REQUESTS:
            if "#" in sent(row):
                continue  # a browser keeps that part to itself
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", f"/go/?{sent(row)}")
            answer = connection.getresponse()
            due = (303, row["page"]) if row.get("nginx") else (200, None)
            assert (answer.status, answer.headers.get("Location")) == due, row
            connection.close()
    finally:
        server.terminate()
        server.wait(10)


def wait_for(server, port: int) -> None:
    for _ in range(50):
        assert server.poll() is None, server.stderr.read()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def test_each_code_has_an_address_that_leads_on_without_script(site, small, browser, facts):
    for row in facts.codes:
        html = (site.dir / codes.address(row).strip("/") / "index.html").read_text("utf-8")
        assert 'content="noindex"' in html and "<script>" not in html
        target = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', html)[1]
        resolved = (site.dir / codes.address(row).strip("/") / target).resolve()
        assert resolved == (site.dir / row.page.strip("/")).resolve(), row
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small.url + "go/icd-10-cm/C78.7/")
    page.wait_for_url(small.url + "sites/liver/")
    context.close()


def test_without_script_the_list_names_every_code(site, browser, facts):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "go/?mainSearchCriteria.v.c=C78.7")
    shown = set(page.locator(".hg-codes [data-code]").evaluate_all("links => links.map(link => link.textContent)"))
    assert shown == {row.code for row in facts.codes}
    assert page.locator("[data-say]:visible").count() == 0
    context.close()


def test_code_pages_are_not_offered_to_search_engines(small):
    sitemap = (small.site / "sitemap.xml").read_text("utf-8")
    assert f"{SITE_URL}sites/liver/<" in sitemap
    assert "/go/icd-10-cm/" not in sitemap and f"{SITE_URL}liver/" not in sitemap


# Addresses ---------------------------------------------------------------------------------------


def test_every_address_ever_published_answers(site, facts, table, archived):
    pages = addresses.read_site(addresses.files_of(site.dir), archived=archived)
    assert not addresses.broken(facts.addresses, pages, table)
    missing = [spot for spot in addresses.to_promise(pages) if spot not in facts.addresses]
    assert not missing, f"not in data/addresses.yml yet: run `make addresses` and commit what it adds: {missing[:7]}"


def test_a_promise_that_stands_twice_is_named():
    _, faults = check_addresses(parse("- /a/\n- /b/\n- /a/\n"))
    assert faults == ["line 3: /a/ stands twice (also in line 1): take one out"]


def test_no_promise_was_taken_back(facts):
    """The list on the main branch may only grow."""
    run = subprocess.run(["git", "show", "main:data/addresses.yml"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("no main branch here to compare with")
    gone = set(parse(run.stdout).value) - set(facts.addresses)
    assert not gone, f"put back into data/addresses.yml: {sorted(gone)}"


def test_what_was_renamed_is_named_with_the_lines_that_mend_it(guide):
    (guide.dir / "docs/care/questions.md").rename(guide.dir / "docs/care/asking.md")
    guide.edit("mkdocs.yml", "care/questions.md", "care/asking.md")
    guide.write("docs/sites/liver.md", re.sub(r"\btests(?=: \[| })", "scans", guide.read("docs/sites/liver.md")))
    lines = ["/care/questions/: /care/asking/", "/sites/liver/#tests: /sites/liver/#scans"]
    says = "data/addresses.yml: {} no longer answers: add '{}' under moved in data/redirects.yml"
    assert guide.faults() == [says.format(line.partition(": ")[0], line) for line in lines]
    guide.edit("data/redirects.yml", "moved: {}", "moved:\n  " + "\n  ".join(lines))
    assert not guide.faults()


def made(*ids: str, leads_on: bool = False) -> dict:
    """A page as addresses.read_site() sees it."""
    return {"ids": set(ids), "promise": list(ids), "archived": False, "leads_on": leads_on}


@pytest.mark.parametrize(
    ("spot", "pages"),
    [
        pytest.param("/old/", {"/one/": made("a", "b"), "/two/": made("a", "b")}, id="two pages are like it"),
        pytest.param("/old/", {"/known/": made("a", "b")}, id="the page like it was there before"),
        pytest.param("/old/", {"/new/": made("a", "c")}, id="the new page has half of it"),
        pytest.param("/old/", {"/new/": made("a", "b", leads_on=True)}, id="the new page only leads on"),
        pytest.param("/old/#a", {"/old/": made("b", "c", "d")}, id="two anchors are new"),
        pytest.param("/old/#a", {"/old/": made("c")}, id="two anchors are gone"),
        pytest.param("/old/#a", {"/old/": made("b")}, id="no anchor is new"),
    ],
)
def test_no_line_is_proposed_that_may_be_wrong(spot, pages):
    """Whoever pastes a wrong line keeps the letter of a promise: the reader who follows the link meets other words."""
    said = addresses.broken(["/old/", "/old/#a", "/old/#b", "/known/"], pages, {"short": {}, "moved": {}})
    unclear = "put it back, or say under moved in data/redirects.yml where its words stand now"
    assert said[spot] == f"{spot} no longer answers: {unclear}"
    assert "#" in spot or not any(other.startswith("/old/#") for other in said), "a page that is gone counts once"


def test_moved_and_renamed_addresses_still_answer(guide, browser):
    """A page that moved, its anchors too; an anchor renamed; one gone to another page; a short link to what moved."""
    old = ["/sites/gone/", "/sites/gone/#call", "/sites/gone/#far", "/sites/liver/#oldcall", "/sites/liver/#away"]
    guide.write("data/addresses.yml", guide.read("data/addresses.yml") + "".join(f"- {spot}\n" for spot in old))
    guide.edit("data/redirects.yml", "/liver: /sites/liver/", "/liver: /sites/gone/")
    guide.edit("data/redirects.yml", "moved: {}", """moved:
  /sites/gone/: /sites/liver/
  /sites/gone/#far: /sites/brain/#call
  /sites/liver/#oldcall: /sites/liver/#call
  /sites/liver/#away: /sites/brain/#call""")
    assert not guide.faults()
    server, url = serve(guide.site)
    page = browser.new_page()
    for asked, reached in {
        "liver/": "sites/liver/",
        "liver/#call": "sites/liver/#call",
        "sites/gone/#call": "sites/liver/#call",
        "sites/gone/#far": "sites/brain/#call",
    }.items():
        page.goto("about:blank")
        page.goto(url + asked)
        page.wait_for_url(url + reached)
    html = (guide.site / "sites/liver/index.html").read_text("utf-8")
    assert re.search(r'id="call"[^>]*><span id="oldcall">', html)
    assert re.search(r'id="away">What stood here is now <a href="\.\./brain/#call">', html)
    page.close()
    server.shutdown()


def test_a_page_taken_down_says_why_and_what_to_read_and_leaves_every_list(guide):
    """Its old words hold no longer, so they stand nowhere; its address and all its anchors still answer."""
    head = "kind: archived\nwithdrawn: {day: 2026-01-10, because: its facts no longer hold, go_to: /sites/brain/}"
    guide.edit("docs/sites/liver.md", "kind: site", head)
    guide.edit("docs/sites/brain.md", "liver.md#call", "liver.md")
    guide.edit("docs/sites/brain.md", "related: [", "related: [/sites/liver/, ")
    assert "/sites/liver/#call" in guide.read("data/addresses.yml")
    assert not guide.faults()
    pages = {name: (guide.site / name / "index.html").read_text("utf-8") for name in Site(guide.site, "").pages}
    article = LexborHTMLParser(pages["sites/liver/"]).css_first("article")
    said = read_facts(guide.dir, date.max)[0].sentences.withdrawn
    said = said.format(day="January 10, 2026", because="its facts no longer hold")
    told = " ".join(article.css_first(".hg-message").text().split())
    assert told == f"{said}. Please read Cancer that has spread to the brain instead."
    assert [link.attributes["href"] for link in article.css(".hg-message a")] == ["../brain/"]
    assert [node.attributes.get("class") for node in article.iter()] == [None, "hg-message", "hg-disclaimer"]
    assert article.css_first("h1").text() == "Cancer that has spread to the liver"
    for name, html in pages.items():
        assert "under your right ribs" not in html, f"/{name} still shows its words"
        lists = LexborHTMLParser(html).css(".hg-menu a, .hg-local a, .hg-related a, .hg-poster a")
        listed = {target_of(link.attributes["href"], f"{name}index.html") for link in lists}
        assert "sites/brain/index.html" in listed and "sites/liver/index.html" not in listed, name
    assert 'href="#sites-brain"' in pages["print/"] and "sites-liver" not in pages["print/"]
    told = json.loads((guide.site / "api/v1/pages.json").read_text("utf-8"))["pages"]
    assert "/sites/liver/" not in [row["path"] for row in told]


def test_redirects_that_cannot_work_are_named():
    """Round in a circle; not an address of this guide; to what is not there; in the place of a page."""
    table, faults = addresses.final({}, {"/x/": "/y/", "/y/": "/x/", "/z/": "/w/"})
    assert [line.partition(" leads round in a circle")[0] for line in faults] == ["/x/", "/y/"]
    assert table["moved"] == {"/z/": "/w/"}
    for wrong, text in {
        "short.//evil.example": "short: {//evil.example: /sites/}\nmoved: {}\n",
        '"//evil.example/" is not right': "short: {/a: //evil.example/}\nmoved: {}\n",
        '"https://evil.example/" is not right': "short: {/a: https://evil.example/}\nmoved: {}\n",
        "moved./a/: \"//evil.example/\" is not right": "short: {}\nmoved: {/a/: //evil.example/}\n",
        "moved: a map is due here": "short: {}\nmoved: [1]\n",
        "shrt is not a key we know: write short": "shrt: {}\nmoved: {}\n",
    }.items():
        faults = check_map(parse(text), Redirects)[1]
        assert len(faults) == 1 and wrong in faults[0], (text, faults)
    table = {"short": {"/a": "/sites/#nowhere", "/b": "/gone/", "/sites": "/sites/"}, "moved": {}}
    wrong = addresses.wrong_targets(table, {"/sites/": made("where")})
    assert set(wrong) == {"/a /sites/#nowhere", "/b /gone/", "/sites own"}


def test_the_command_adds_at_the_end_and_takes_nothing_out(tmp_path):
    path = tmp_path / "addresses.yml"
    assert addresses.append(path, ["/", "/#a"]) == ["/", "/#a"]
    before = path.read_text()
    assert addresses.append(path, ["/new/", "/"]) == ["/new/"]
    assert path.read_text() == before + "- /new/\n"
    assert addresses.append(path, ["/"]) == []


# Short links -------------------------------------------------------------------------------------


def test_each_short_link_leads_to_its_page(site, page, table):
    for old, new in table["short"].items():
        page.goto("about:blank")
        page.goto(f"{site.url}{old[1:]}/")
        page.wait_for_url(site.url + new[1:], timeout=4000)
        assert page.locator("h1").count() == 1
    assert not page.complaints


def test_short_links_are_shown_to_clinics(site, facts):
    html = (site.dir / "clinics/index.html").read_text("utf-8")
    for old in facts.redirects.short:
        assert f"<code>{old}</code>" in html


# The feed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pages", "codes"])
def test_the_feed_keeps_its_schema(site, name):
    data = json.loads((site.dir / f"api/v1/{name}.json").read_text("utf-8"))
    schema = json.loads((site.dir / f"api/v1/{data['$schema']}").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    faults = [f"{list(fault.path)}: {fault.message}" for fault in validator(schema).iter_errors(data)]
    assert not faults, faults[:5]
    for row in data[name]:
        assert row["address"] == SITE_URL + row["path"][1:]


def test_the_feed_names_every_page_and_only_anchors_that_stand(site, heads, archived):
    pages = json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))["pages"]
    assert {row["path"] for row in pages} == {f"/{name}" for name in site.pages} - archived
    for row in pages:
        html = (site.dir / row["path"].strip("/") / "index.html").read_text("utf-8")
        assert row["sha256"] == hashlib.sha256(feed.article_text(LexborHTMLParser(html)).encode()).hexdigest(), row["path"]
        front = heads[row["path"][1:]]
        assert (row["checked"], row["check_by"]) == (str(front.checked), str(front.check_by)), row["path"]
        review = front.clinical_review
        told = {"name": review.name, "role": review.role, "date": str(review.date)} if review else None
        assert row["clinical_review"] == told, row["path"]
        acts = [part["act"] for part in row["when_to_call"]]
        assert acts == sorted(acts, key=ACTS.index) and acts[0] == "now", row["path"]
        for anchor in row["anchors"]:
            assert f'id="{anchor}"' in html, f"{row['path']}#{anchor}"


def test_the_hash_follows_the_words_and_nothing_else():
    page = '<article><p>One  two.</p><script src="a.1.js"></script><div class="hg-actions">Print</div></article>'
    same = page.replace("One  two", "One\ntwo").replace("a.1.js", "a.2.js").replace("Print", "Copy")
    first, second, third = (feed.digest(LexborHTMLParser(html)) for html in (page, same, page.replace("two", "three")))
    assert first == second != third


def test_the_feed_holds_every_sign_of_a_place(site, facts, archived):
    pages = {row["path"]: row for row in json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))["pages"]}
    for place in (place for place in facts.places if place.page not in archived):
        for row in facts.symptoms:
            if place.id in row.places or (row.act == "now" and "anywhere" in row.places):
                told = [part["signs"] for part in pages[place.page]["when_to_call"] if part["act"] == row.act]
                assert any(line.startswith(row.says) for line in sum(told, [])), f"{place.page}: {row.id}"


def test_without_a_public_address_nothing_invents_one(guide):
    assert not guide.faults(SITE_URL="")
    text = "".join((guide.site / f"api/v1/{name}.json").read_text("utf-8") for name in ("pages", "codes"))
    assert "guide.example" not in text and '"address"' not in text
    html = (guide.site / "clinics/index.html").read_text("utf-8")
    assert "no public address yet" in html and "hg-poster__codes" not in html
    assert not (guide.site / "clinics/qr").exists()


# For clinics -------------------------------------------------------------------------------------


def test_a_clinic_can_copy_each_form(small, page):
    facts = read_facts(small.dir, date.max)[0]
    title, address = "Cancer that has spread to the liver", SITE_URL + "sites/liver/"
    page.goto(small.url + "clinics/")
    page.select_option("#snippet-page", label=title)
    value = lambda name: page.input_value(f"#snippet-{name}")
    assert value("link") == address
    assert value("card").startswith(f'<p><a href="{address}">')
    assert facts.sentences.not_reviewed.format(what="this page") in value("card")
    assert value("markdown").startswith(f"[{title}]({address})")
    text = value("text")
    places = [text.index(getattr(facts.urgency, act).name.upper()) for act in ACTS]
    assert places == sorted(places) and len(set(places)) == 3
    assert f"Call {facts.contacts.numbers()}." in text and text.rstrip().endswith(address)
    with page.expect_download() as download:
        page.click("#snippet-qr")
    assert download.value.suggested_filename == "sites-liver.svg"
    page.click('[data-copies="snippet-link"]')
    page.wait_for_function("document.querySelector('[data-copied-snippet]').textContent !== ''")
    assert not page.complaints


def test_without_script_each_page_has_its_text(small, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small.url + "clinics/")
    assert page.locator(".hg-snippets__all details").count() == len(Site(small.site, small.url).pages)
    assert not page.locator(".hg-snippets__tool").is_visible()
    page.locator(".hg-snippets__all summary").first.click()
    now = read_facts(small.dir, date.max)[0].urgency.now.name.upper()
    assert now in page.locator(".hg-snippets__all pre").first.inner_text()
    context.close()


def test_the_poster_fits_one_sheet_and_its_codes_read_back(site, page, tmp_path):
    zxingcpp, pypdf = pytest.importorskip("zxingcpp"), pytest.importorskip("pypdf")
    page.goto(site.url + "clinics/")
    page.evaluate("document.documentElement.classList.add('hg-only-poster')")
    for size in ("A4", "Letter"):
        page.pdf(path=tmp_path / "poster.pdf", format=size)
        assert len(pypdf.PdfReader(tmp_path / "poster.pdf").pages) == 1, size
    from PIL import Image

    page.emulate_media(media="print")
    page.locator(".hg-poster").screenshot(path=tmp_path / "poster.png", scale="css")
    picture = Image.open(tmp_path / "poster.png").convert("L")
    read = {found.text for found in zxingcpp.read_barcodes(picture.resize((picture.width * 3, picture.height * 3)))}
    wanted = {SITE_URL + link[1:] for link in feed_poster(site)}
    assert read == wanted, wanted ^ read


def feed_poster(site) -> list[str]:
    pages = json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))["pages"]
    return [row["path"] for row in pages if row["kind"] in feed.ON_POSTER and row["path"] not in feed.NOT_ON_POSTER]


def test_each_page_offers_links_to_its_parts(small, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small.url + "sites/liver/")
    page.locator(".hg-parts summary").click()
    page.click('.hg-parts a[href="#call"]')
    assert page.url.endswith("/sites/liver/#call")
    context.close()


def test_a_pasted_link_does_not_shout_a_diagnosis(site):
    for name in ("sites/liver", "liver", "go/icd-10-cm/C78.7", "go"):
        html = (site.dir / name / "index.html").read_text("utf-8")
        shown = re.findall(r'<meta property="og:(?:title|description|image:alt)" content="([^"]*)"', html)
        assert len(shown) == 3, name
        assert not re.search(r"cancer|HER2|liver", " ".join(shown), re.I), name


def test_the_notice_of_snomed_ct_stands_where_its_codes_are_used(site):
    for name in ("go/index.html", "clinics/index.html", "api/v1/codes.json"):
        assert "SNOMED International" in (site.dir / name).read_text("utf-8"), name
