"""Links: what a clinic links to once works for ever, by address, by short link, by code; and the feed keeps its word."""

import hashlib
import http.client
import importlib
import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
addresses = importlib.import_module("addresses")
codes = importlib.import_module("codes")
feed = importlib.import_module("feed")
jsonschema = pytest.importorskip("jsonschema")

REQUESTS = yaml.safe_load((ROOT / "tests/requests.yml").read_text("utf-8"))
TABLE = yaml.safe_load((ROOT / "data/redirects.yml").read_text("utf-8"))
CODES = yaml.safe_load((ROOT / "data/codes.yml").read_text("utf-8"))


def sent(row) -> str:
    return row["query"].replace("{10000 letters}", "C" * 10_000)


def path_of(page, site) -> str:
    """Where the browser is, from the guide's root."""
    return "/" + page.url.removeprefix(site.url)


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
                page.wait_for_function("words => document.querySelector('#search-input').value === words", arg=row["search"], timeout=4000)
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


def test_nginx_answers_as_the_script_does_or_not_at_all():
    """The maps, read as nginx reads them, over the same table of requests."""
    text = codes.nginx_maps(CODES)
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
def test_a_real_nginx_answers_as_the_script_does_or_not_at_all(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    temp = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr crit; events {{}} http {{ access_log off; {temp} large_client_header_buffers 4 32k;\n{codes.nginx_maps(CODES)}"
        f"server {{ listen 127.0.0.1:{port}; absolute_redirect off; location = /go/ {{ if ($hg_code_page) {{ return 303 $hg_code_page; }} return 200 'go'; }} }} }}"
    )
    server = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE, text=True)
    try:
        wait_for(server, port)
        for row in REQUESTS:
            if "#" in sent(row):
                continue  # a browser keeps that part to itself
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", f"/go/?{sent(row)}")
            answer = connection.getresponse()
            assert (answer.status, answer.headers.get("Location")) == ((303, row["page"]) if row.get("nginx") else (200, None)), row
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


def test_each_code_has_an_address_that_leads_on_without_script(site, browser):
    for row in CODES:
        html = (site.dir / codes.address(row).strip("/") / "index.html").read_text("utf-8")
        assert 'content="noindex"' in html and "<script>" not in html
        target = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', html)[1]
        resolved = (site.dir / codes.address(row).strip("/") / target).resolve()
        assert resolved == (site.dir / row["page"].strip("/")).resolve(), row
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "go/icd-10-cm/C78.7/")
    page.wait_for_url(site.url + "sites/liver/")
    context.close()


def test_without_script_the_list_names_every_code(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "go/?mainSearchCriteria.v.c=C78.7")
    shown = set(page.locator(".hg-codes [data-code]").evaluate_all("links => links.map(link => link.textContent)"))
    assert shown == {row["code"] for row in CODES}
    assert page.locator("[data-say]:visible").count() == 0
    context.close()


def test_code_pages_are_not_offered_to_search_engines(site):
    sitemap = (site.dir / "sitemap.xml").read_text("utf-8")
    assert "/go/icd-10-cm/" not in sitemap and "guide.example/liver/" not in sitemap


# Addresses ---------------------------------------------------------------------------------------


def test_every_address_ever_published_answers(site):
    promises = yaml.safe_load((ROOT / "data/addresses.yml").read_text("utf-8"))
    table, faults = addresses.parse((ROOT / "data/redirects.yml").read_text("utf-8"))
    pages = addresses.read_site(site.dir)
    assert not faults
    assert len(promises) == len(set(promises))
    assert not addresses.broken(promises, pages, table)
    missing = [spot for spot in addresses.to_promise(pages) if spot not in promises]
    assert not missing, f"not in data/addresses.yml yet: run `make addresses` and commit what it adds: {missing[:7]}"


def test_no_promise_was_taken_back():
    """The list on the main branch may only grow."""
    run = subprocess.run(["git", "show", "main:data/addresses.yml"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("no main branch here to compare with")
    now = set(yaml.safe_load((ROOT / "data/addresses.yml").read_text("utf-8")))
    gone = [spot for spot in yaml.safe_load(run.stdout) if spot not in now]
    assert not gone, f"put back into data/addresses.yml: {gone}"


def test_a_moved_page_without_a_redirect_is_named_with_the_line_to_add(guide):
    guide.write("data/addresses.yml", "- /sites/liver/\n- /sites/liver/#call\n- /sites/bones/#call\n")
    (guide.dir / "docs/sites/liver.md").rename(guide.dir / "docs/care/liver.md")
    _, said = guide.build()
    assert "add '/sites/liver/: /care/liver/' under moved in data/redirects.yml" in said
    assert said.count("no longer answers") == 1


def test_moved_archived_and_renamed_addresses_still_answer(guide, browser):
    """One small guide: a page that moved, an anchor renamed, an anchor gone to another page, a page taken down."""
    liver = (guide.dir / "docs/sites/liver.md").read_text("utf-8")
    guide.write("docs/sites/old-page.md", re.sub(r"(?s)^---\n.*?\n---", "---\ntitle: A page that was taken down\ndescription: This page was taken down because what it said no longer holds.\nkind: archived\nchecked: 2026-11-23\ncheck_by: 2027-05-23\nwithdrawn:\n  day: 2026-11-23\n  because: its facts no longer hold\n  go_to: /sites/\n---", liver, count=1).split("\n## ")[0])
    guide.write("data/addresses.yml", "- /sites/gone/\n- /sites/gone/#call\n- /sites/gone/#far\n- /sites/liver/#oldcall\n- /sites/liver/#away\n- /sites/old-page/\n- /sites/old-page/#part\n")
    guide.write("data/redirects.yml", "short:\n  /liver: /sites/gone/\nmoved:\n  /sites/gone/: /sites/liver/\n  /sites/gone/#far: /sites/brain/#call\n  /sites/liver/#oldcall: /sites/liver/#call\n  /sites/liver/#away: /sites/bones/#call\n")
    _, said = guide.build("--no-strict")
    assert "no longer answers" not in said and "redirects.yml" not in said, said
    from conftest import serve

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
    assert re.search(r'id="away">What stood here is now <a href="\.\./bones/#call">', html)
    assert "We took this page down on" in (guide.site / "sites/old-page/index.html").read_text("utf-8")
    page.close()
    server.shutdown()


def test_redirects_that_cannot_work_are_named():
    table, faults = addresses.parse("short:\n  /a: /sites/\nmoved:\n  /x/: /y/\n  /y/: /x/\n")
    assert any("in a circle" in line for line in faults)
    for bad in ("short:\n  //evil.example: /sites/\n", "short:\n  /a: //evil.example/\n", "short:\n  /a: https://evil.example/\n", "moved: [1]\n", "short: {", "shrt: {}\n"):
        assert addresses.parse(bad)[1], bad
    pages = {"/sites/": {"ids": {"where"}, "promise": ["where"], "archived": False, "leads_on": False}}
    table = {"short": {"/a": "/sites/#nowhere", "/b": "/gone/", "/sites": "/sites/"}, "moved": {}}
    assert len(addresses.wrong_targets(table, pages)) == 3


def test_the_command_adds_at_the_end_and_takes_nothing_out(tmp_path):
    path = tmp_path / "addresses.yml"
    assert addresses.append(path, ["/", "/#a"]) == ["/", "/#a"]
    before = path.read_text()
    assert addresses.append(path, ["/new/", "/"]) == ["/new/"]
    assert path.read_text() == before + "- /new/\n"
    assert addresses.append(path, ["/"]) == []


# Short links -------------------------------------------------------------------------------------


def test_each_short_link_leads_to_its_page(site, page):
    for old, new in TABLE["short"].items():
        page.goto("about:blank")
        page.goto(f"{site.url}{old[1:]}/")
        page.wait_for_url(site.url + new[1:], timeout=4000)
        assert page.locator("h1").count() == 1
    assert not page.complaints


def test_short_links_are_shown_to_clinics(site):
    html = (site.dir / "clinics/index.html").read_text("utf-8")
    for old in TABLE["short"]:
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
        assert row["address"] == "https://guide.example" + row["path"]


def test_the_feed_names_every_page_and_only_anchors_that_stand(site):
    pages = json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))["pages"]
    assert {row["path"].lstrip("/") for row in pages} == set(site.pages)
    for row in pages:
        html = (site.dir / row["path"].strip("/") / "index.html").read_text("utf-8")
        assert row["sha256"] == hashlib.sha256(feed.article_text(html).encode()).hexdigest(), row["path"]
        assert row["clinical_review"] is None or row["clinical_review"]["name"]
        assert [part["act"] for part in row["when_to_call"]] == sorted((part["act"] for part in row["when_to_call"]), key=["now", "today", "soon"].index)
        assert row["when_to_call"][0]["act"] == "now"
        for anchor in row["anchors"]:
            assert f'id="{anchor}"' in html, f"{row['path']}#{anchor}"


def test_the_hash_follows_the_words_and_nothing_else():
    page = '<article class="x"><h1>A</h1> <p>One  two.</p><script src="a.1.js"></script><div class="hg-actions">Print</div></article>'
    assert feed.digest(page) == feed.digest(page.replace("One  two", "One\ntwo").replace("a.1.js", "a.2.js").replace("Print", "Copy"))
    assert feed.digest(page) != feed.digest(page.replace("two", "three"))


def test_the_feed_holds_every_sign_of_a_place(site):
    pages = {row["path"]: row for row in json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))["pages"]}
    for row in yaml.safe_load((ROOT / "data/symptoms.yml").read_text("utf-8")):
        for address, place in feed.PLACE_PAGES.items():
            if place in row["places"] or (row["act"] == "now" and "anywhere" in row["places"]):
                listed = [line for part in pages[address]["when_to_call"] if part["act"] == row["act"] for line in part["signs"]]
                assert any(line.startswith(row["says"]) for line in listed), f"{address}: {row['id']}"


def test_without_a_public_address_nothing_invents_one(guide):
    code, said = guide.build("--no-strict", SITE_URL="")
    text = "".join((guide.site / f"api/v1/{name}.json").read_text("utf-8") for name in ("pages", "codes"))
    assert "guide.example" not in text and '"address"' not in text
    html = (guide.site / "clinics/index.html").read_text("utf-8")
    assert "no public address yet" in html and "hg-poster__codes" not in html
    assert not (guide.site / "clinics/qr").exists()


# For clinics -------------------------------------------------------------------------------------


def test_a_clinic_can_copy_each_form(site, page):
    page.goto(site.url + "clinics/")
    page.select_option("#snippet-page", label="Breast cancer that has spread to the liver")
    value = lambda name: page.input_value(f"#snippet-{name}")
    assert value("link") == "https://guide.example/sites/liver/"
    assert value("card").startswith('<p><a href="https://guide.example/sites/liver/">') and "No clinician has reviewed" in value("card")
    assert value("markdown").startswith("[Breast cancer that has spread to the liver](https://guide.example/sites/liver/)")
    text = value("text")
    assert text.index("CALL NOW") < text.index("CALL TODAY") < text.index("CALL SOON")
    assert "Call 911 (US) or 999 (UK), or your local emergency number." in text and text.rstrip().endswith("https://guide.example/sites/liver/")
    with page.expect_download() as download:
        page.click("#snippet-qr")
    assert download.value.suggested_filename == "sites-liver.svg"
    page.click('[data-copies="snippet-link"]')
    page.wait_for_function("document.querySelector('[data-copied-snippet]').textContent !== ''")
    assert not page.complaints


def test_without_script_each_page_has_its_text(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "clinics/")
    assert page.locator(".hg-snippets__all details").count() == len(site.pages)
    assert not page.locator(".hg-snippets__tool").is_visible()
    page.locator(".hg-snippets__all summary").first.click()
    assert "CALL NOW" in page.locator(".hg-snippets__all pre").first.inner_text()
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
    wanted = {"https://guide.example" + link for link in feed_poster(site)}
    assert read == wanted, wanted ^ read


def feed_poster(site) -> list[str]:
    pages = json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))["pages"]
    return [row["path"] for row in pages if row["kind"] in feed.ON_POSTER and row["path"] not in feed.NOT_ON_POSTER]


def test_each_page_offers_links_to_its_parts(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "sites/liver/")
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
