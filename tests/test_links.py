"""Links: what a clinic or a health record links to leads to its page, and the feed keeps its word."""

import json
import re
import subprocess
from urllib.parse import quote, urljoin

import addresses
import codes
import feed
import jsonschema
import pytest
import redirects
import yaml_reader
from conftest import ROOT, SITE_URL
from contracts import ACTS
from selectolax.lexbor import LexborHTMLParser
from signs import Signs
from walk import STORED

REQUESTS = yaml_reader.read(ROOT / "tests/requests.yml").value
ECHO = ("evil.example", "onerror", "alert(1)", "1960", "448812", "__proto__", "CCCCCCCC")
# Where each request leads, what /go/ says and what it shows. Its script runs as if the page had just been opened, but
# what it leads to is noted and not opened. It waits a tenth of a second before it says anything.
ANSWERS = """async queries => {
    let left = '';
    navigation.addEventListener('navigate', event => {
        if (event.destination.sameDocument) return;
        left = event.destination.url;
        event.preventDefault();
    });
    const src = document.querySelector('script[src*="assets/go."]').src, answers = [];
    const lines = [...document.querySelectorAll('[data-say]')];
    for (const query of queries) {
        left = '';
        lines.forEach(line => { line.hidden = true; });
        history.pushState(null, '', '?' + query);
        await new Promise((onload, onerror) =>
            document.head.append(Object.assign(document.createElement('script'), { src, onload, onerror })));
        if (!left) await new Promise(done => setTimeout(done, 100));
        const said = lines.filter(line => line.checkVisibility()).map(line => line.dataset.say);
        answers.push([left, said, location.search, document.body.textContent]);
    }
    return answers;
}"""


def test_every_request_gets_its_answer_and_leaves_no_trace(site, page):
    queries = [row["query"].replace("{10000 letters}", "C" * 10_000) for row in REQUESTS]
    page.goto(site.url + "go/")
    page.evaluate("() => { window.alert = () => console.error('a script came through'); }")
    for row, (left, said, query, shown) in zip(REQUESTS, page.evaluate(ANSWERS, queries), strict=True):
        leads_to = row.get("page") or ("/#search=" + quote(row["search"]) if "search" in row else "")
        assert left == (site.url + leads_to[1:] if leads_to else ""), row
        assert said == ([row["says"]] if row.get("says", "list") != "list" else []), row
        assert query == "" and [word for word in ECHO if word in shown] == [], row
    page.goto(f"{site.url}go/?{queries[0]}")
    page.wait_for_url(site.url + REQUESTS[0]["page"][1:])
    assert page.complaints == [] and page.evaluate(STORED) == []
    assert [url for url in page.requests if not url.startswith(site.url)] == []


def test_codes_and_short_links_lead_on_without_script_too(site, small, page, plain_page, facts):
    """By an address of its own; a code also by the list on /go/."""
    short, _, _ = redirects.final(facts.redirects.short, facts.redirects.moved)
    for old, new in [*short.items(), *((codes.address(row), row.page) for row in facts.codes)]:
        html = site.html(old[1:])
        target = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', html)[1]
        assert urljoin(f"{old.rstrip('/')}/", target).rstrip("/") == new.rstrip("/") and 'content="noindex"' in html, (
            old
        )
    assert [old for old in short if f"<code>{old}</code>" not in site.html("clinics")] == []
    listed = LexborHTMLParser(site.html("go")).css(".hg-codes [data-code]")
    assert {link.text() for link in listed} == {row.code for row in facts.codes}
    plain_page.goto(small.url + "go/icd-10-cm/C78.7/")
    plain_page.wait_for_url(small.url + "sites/liver/")
    page.goto(small.url + "liver/#call")
    page.wait_for_url(small.url + "sites/liver/#call")
    plain_page.goto(small.url + "go/?mainSearchCriteria.v.c=C78.7")
    assert plain_page.is_visible(".hg-codes [data-code]") and plain_page.locator("[data-say]:visible").count() == 0


def test_every_address_is_promised(site, facts):
    """That each promise is kept, a strict build sees to."""
    trees = {f"/{path}": (site.html(path), LexborHTMLParser(site.html(path))) for path in site.pages}
    spots = addresses.to_promise({address: addresses.read(*page) for address, page in trees.items()})
    assert set(spots) - set(facts.addresses) == set(), "run `make addresses` and commit what it adds"


def test_no_promise_is_taken_back(facts):
    """The list on the main branch may only grow."""
    run = subprocess.run(["git", "show", "main:data/addresses.yml"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("no main branch here to compare with")
    assert set(yaml_reader.parse(run.stdout).value) - set(facts.addresses) == set()


def test_a_pasted_link_shouts_no_diagnosis(site):
    for name in ("sites/liver", "liver", "go/icd-10-cm/C78.7", "go"):
        shown = re.findall(r'<meta property="og:(?:title|description|image:alt)" content="([^"]*)"', site.html(name))
        assert len(shown) == 3 and not re.search("cancer|HER2|liver", " ".join(shown), re.I), name


def test_the_feed_keeps_its_schema_and_says_what_stands_on_each_page(site, heads, facts):
    told = lambda name: json.loads((site.dir / "api/v1" / name).read_text("utf-8"))
    for name in ("codes", "pages"):
        data = told(f"{name}.json")
        schema = told(data["$schema"])
        jsonschema.Draft202012Validator.check_schema(schema)
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []
        assert all(row["address"] == SITE_URL + row["path"][1:] for row in data[name])
        assert name != "codes" or "SNOMED International" in data["terminology_notice"]
    assert {row["path"] for row in data["pages"]} == {f"/{path}" for path in heads if heads[path].kind != "archived"}
    on_page = Signs(facts.symptoms, facts.places).on_page
    for row in data["pages"]:
        path, html, front = row["path"], site.html(row["path"][1:]), heads[row["path"][1:]]
        review = front.clinical_review
        by = {"name": review.name, "role": review.role, "date": str(review.date)} if review else None
        says = [row["sha256"], row["checked"], row["check_by"], row["clinical_review"]]
        assert says == [feed.digest(LexborHTMLParser(html)), str(front.checked), str(front.check_by), by], path
        assert [anchor for anchor in row["anchors"] if f'id="{anchor}"' not in html] == [], path
        acts = [part["act"] for part in row["when_to_call"]]
        assert acts == sorted(acts, key=ACTS.index) and acts[0] == "now", path
        for act in ACTS:
            lines = sorted(line for part in row["when_to_call"] if part["act"] == act for line in part["signs"])
            due = sorted(sign.says for sign in on_page(path, act))
            assert len(due) == len(lines) and all(map(str.startswith, lines, due)), (path, act)
