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
from contracts import LABELS
from selectolax.lexbor import LexborHTMLParser
from signs import HELP, WATCH, act, line_id
from walk import STORED

REQUESTS = yaml_reader.read(ROOT / "tests/requests.yml").value
ECHO = ("evil.example", "onerror", "alert(1)", "1960", "448812", "__proto__", "CCCCCCCC")
# Where each request leads, what /go/ says and what it shows. Its script runs as if the page had just been opened, but
# what it leads to is noted and not opened.
ANSWERS = """async queries => {
    let left = '';
    const wait = setTimeout;
    window.setTimeout = act => wait(act, 0); // it says nothing for a tenth of a second
    navigation.addEventListener('navigate', event => {
        if (event.destination.sameDocument) return;
        left = event.destination.url;
        event.preventDefault();
    });
    const src = document.querySelector('script[src*="assets/go."]').src, answers = [];
    const says = [...document.querySelectorAll('[data-say]')], lines = [...document.querySelectorAll('[id^=hg-line-]')];
    const home = lines[0].parentNode;
    for (const query of queries) {
        left = '';
        says.forEach(line => { line.hidden = true; });
        home.append(...lines);
        history.pushState(null, '', '?' + query);
        await new Promise((onload, onerror) =>
            document.head.append(Object.assign(document.createElement('script'), { src, onload, onerror })));
        if (!left) await new Promise(done => wait(done, 5));
        const said = says.filter(line => line.checkVisibility()).map(line => line.dataset.say);
        const shown = lines.filter(line => line.checkVisibility()).map(line => line.id.slice(8));
        answers.push([left, said, shown, location.search, document.body.textContent]);
    }
    return answers;
}"""


def test_every_request_gets_its_answer_and_leaves_no_trace(site, page):
    queries = [row["query"].replace("{10000 letters}", "C" * 10_000) for row in REQUESTS]
    page.goto(site.url + "go/")
    page.evaluate("() => { window.alert = () => console.error('a script came through'); }")
    for row, (left, said, lines, query, shown) in zip(REQUESTS, page.evaluate(ANSWERS, queries), strict=True):
        leads_to = row.get("page") or ("/#search=" + quote(row["search"]) if "search" in row else "")
        line = "-".join(filter(None, [row.get("language"), row.get("near") and "near"]))
        path, hash_, part = leads_to.partition("#")
        leads_to = f"{path}#!{line}{hash_}{part}" if leads_to and line else leads_to
        assert left == (site.url + leads_to[1:] if leads_to else ""), row
        assert said == ([row["says"]] if row.get("says", "list") != "list" else []), row
        assert lines == ([row["language"]] if "language" in row and said else []), row
        assert query == "" and [word for word in ECHO if word in shown] == [], row
    page.goto(f"{site.url}go/?{queries[0]}")
    page.wait_for_url(site.url + REQUESTS[0]["page"][1:])
    assert page.complaints == [] and page.evaluate(STORED) == []
    assert [url for url in page.requests if not url.startswith(site.url)] == []


def test_a_line_stands_above_the_page_that_a_request_opens(site, below, page):
    """In the reader's language, or that it is only the nearest page. Its part is reached, its address is clean."""
    code, where = "go/?mainSearchCriteria.v.c=", "&informationRecipient.languageCode.c="
    for guide, query, at, line in (
        (below, f"C78.71{where}ar", "sites/liver/", "ar-near"),
        (site, f"C79.32{where}es", "sites/brain/#lining", "es"),
        (site, "C50.9", "", "near"),
    ):
        page.goto(guide.url + code + query)
        shown = page.wait_for_selector(f"article > #hg-line-{line}:has(+ .hg-message)")
        assert page.url == guide.url + at and page.locator("[id^=hg-line-]").count() == 1
        spoken = [(node.get_attribute("lang"), node.get_attribute("dir")) for node in shown.query_selector_all("span")]
        assert spoken == {"ar": [("ar", "rtl")], "es": [("es", None)]}.get(line[:2], [])
        assert shown.eval_on_selector_all("a", "all => all.map(a => a.href)") == [site.url + "es/"] * (line == "es")
        page.emulate_media(media="print")
        assert not shown.is_visible()
        page.emulate_media(media="screen")
        assert page.evaluate(STORED) == [] and [url for url in page.requests if not url.startswith(guide.url)] == []
        page.requests.clear()
    page.goto(site.url + "go/" + code[3:] + f"C79.32{where}es")
    page.wait_for_url("**#lining")
    assert page.evaluate("scrollY > 0")
    page.requests.clear()
    for forged in ("sites/liver/#!text", "sites/liver/#!es-", "sites/liver/#!near#//evil.example", "404.html#!es"):
        page.goto("about:blank")
        page.goto(site.url + forged)
        page.wait_for_load_state("networkidle")
        assert page.url.startswith(site.url + forged.split("#")[0]) and page.locator("#hg-text").count() == 1, forged
        assert page.locator("[id^=hg-line-]").count() == ("near" in forged) or "404" in forged, forged
    assert [url for url in page.requests if not url.startswith(site.url)] == []


def test_codes_and_short_links_lead_on_without_script_too(site, small, page, plain_page, facts):
    """By an address of its own; a code also by the list on /go/, one for another guide to what is said of those."""
    elsewhere = [(codes.address(row), codes.ELSEWHERE) for row in facts.codes_elsewhere]
    short, _, _ = redirects.final(facts.redirects.short, facts.redirects.moved)
    for old, new in [*short.items(), *((codes.address(row), row.leads) for row in facts.codes), *elsewhere]:
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
    assert plain_page.is_visible(".hg-codes [data-code]")
    assert plain_page.locator(":is([data-say], [id^=hg-line-]):visible").count() == 0


def test_every_address_is_promised(site, facts):
    """That each promise is kept, a strict build sees to."""
    trees = {f"/{path}": (site.html(path), LexborHTMLParser(site.html(path))) for path in site.pages}
    spots = addresses.to_promise({address: addresses.read(*page) for address, page in trees.items()}, [])
    assert set(spots) - set(facts.addresses) == set(), "run `make addresses` and commit what it adds"


def of_git(*command: str) -> str:
    run = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True)
    if run.returncode or not run.stdout:
        pytest.skip("no git history here to compare with")
    return run.stdout


def test_no_promise_is_taken_back(site, facts):
    """The list on the main branch may only grow, and each of its addresses has its page and its anchor."""
    promised = yaml_reader.parse(of_git("show", "main:data/addresses.yml")).value
    assert set(promised) - set(facts.addresses) == set()
    spots = [spot.partition("#") for spot in promised]
    html = {page: site.html(page[1:]) for page, _, _ in spots}
    assert [page + anchor for page, _, anchor in spots if anchor and f'id="{anchor}"' not in html[page]] == []


AREAS = {"brain": "head", "lungs": "chest", "bones": "back", "liver": "belly", "anywhere": "areas"}
AREAS |= dict.fromkeys(("breast", "skin", "lymph-nodes"), "breast")


def test_old_anchors_of_signs_stand_on_what_holds_them_now(site, facts):
    """Without a line that says so: the number to call must not move down for it."""
    get_help, watch = (LexborHTMLParser(site.html(path[1:])) for path in (HELP, WATCH))
    for place, area in AREAS.items():
        old = [f"{name}-{place}" for name in ("now", "today", "soon") if f"{HELP}#{name}-{place}" in facts.addresses]
        assert old and [name for name in old if not get_help.css_matches(f"#{area} #{name}")] == [], place
        link = area if area == "areas" else f"area-{area}"
        assert watch.css_matches(f"#{link} #grid-{place}"), place
    assert get_help.css_matches("#areas #map") and watch.css_matches("#areas #grid")
    assert [
        name for name in ("now", "today", "soon") if not get_help.css_matches(f"#labels ~ .hg-labels #{name}")
    ] == []
    assert not get_help.css_matches(".hg-moved") and not watch.css_matches(".hg-moved")


def test_a_notice_and_an_area_have_one_address(site, facts):
    html = site.html(HELP[1:])
    for row in (*facts.signs.areas, *facts.signs.notices):
        assert html.count(f' id="{row.id}"') == 1 and f"{HELP}#{row.id}" in facts.addresses, row.id
    alone = [f'.hg-notice[id="{row.id}"]' for row in facts.signs.notices]
    others = [path for path in site.pages if f"/{path}" != HELP]
    assert [path for path in others if LexborHTMLParser(site.html(path)).css_matches(",".join(alone))] == []


def test_a_pasted_link_shouts_no_diagnosis(site):
    for name in ("sites/liver", "liver", "go/icd-10-cm/C78.7", "go"):
        shown = re.findall(r'<meta property="og:(?:title|description|image:alt)" content="([^"]*)"', site.html(name))
        assert len(shown) == 3 and not re.search("cancer|HER2|liver", " ".join(shown), re.I), name


def told(site, name: str) -> dict:
    return json.loads((site.dir / "api/v1" / name).read_text("utf-8"))


def faults_of(data: dict, schema: dict) -> list[str]:
    jsonschema.Draft202012Validator.check_schema(schema)
    return [fault.message for fault in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def test_the_feed_keeps_its_schema_and_says_what_stands_on_each_page(site, heads):
    for name in ("changes", "codes", "pages"):
        data = told(site, f"{name}.json")
        assert faults_of(data, told(site, data["$schema"])) == []
        assert all(row["address"] == SITE_URL + row["path"][1:] for row in data[name])
        assert name != "codes" or "SNOMED International" in data["terminology_notice"]
    assert {row["path"] for row in data["pages"]} == {f"/{path}" for path in heads if heads[path].kind != "archived"}
    for row in data["pages"]:
        path, html, front = row["path"], site.html(row["path"][1:]), heads[row["path"][1:]]
        review = front.clinical_review
        by = {key: str(value) for key, value in review.model_dump().items()} if review else None
        fed = row["clinical_review"] or row.get("earlier_review")
        by = {**by, "changed_since": "earlier_review" in row} if by else None
        says = [row["sha256"], row["checked"], row["check_by"], fed]
        assert says == [feed.digest(LexborHTMLParser(html)), str(front.checked), str(front.check_by), by], path
        assert [anchor for anchor in row["anchors"] if f'id="{anchor}"' not in html] == [], path


@pytest.mark.parametrize("name", ["changes", "codes", "pages"])
def test_the_feed_keeps_every_schema_that_it_ever_had(site, name):
    """Whoever reads it by an older one still can."""
    file = f"overrides/api/v1/{name}.schema.json"
    for commit in of_git("log", "--format=%H", "--", file).split():
        assert faults_of(told(site, f"{name}.json"), json.loads(of_git("show", f"{commit}:{file}"))) == [], commit


def test_every_line_is_in_the_feed_with_its_label(site, facts):
    """Once by notice, with older ids; and on each page that shows it among what that page says on when to call."""
    data = told(site, "pages.json")
    lines = {line["id"]: (row["id"], line) for row in data["notices"] for line in row["lines"]}
    assert list(lines) == [line_id(notice, label) for notice, label, _ in facts.signs.lines]
    assert {name for _, line in lines.values() for name in line["from"]} | set(lines) >= set(facts.urgency_floor)
    assert list(data["labels"]) == list(LABELS) and len(data["areas"]) == len(facts.signs.areas)
    pages = {row["path"]: row for row in data["pages"]}
    assert pages[HELP]["notices"] == [row["id"] for row in data["notices"]]
    assert {row["path"] for row in data["notices"]} <= {f"{HELP}#{anchor}" for anchor in pages[HELP]["anchors"]}
    for notice, label, line in facts.signs.lines:
        id, entry = lines[line_id(notice, label)]
        assert (id, entry["label"]) == (notice.id, label) and entry["says"].startswith(line.text), id
        at = {place.page for place in facts.places if place.id in notice.places}
        assert [path for path in at if id not in pages[path]["notices"]] == [], id
        for path in {path for path, row in pages.items() if id in row["notices"]} - {"/print/", "/symptoms/planner/"}:
            parts = [part for part in pages[path]["when_to_call"] if part["name"] == data["labels"][label]["name"]]
            said = [says for part in parts if part["act"] == act(label) for says in part["signs"]]
            assert [says for says in said if says.startswith(notice.whole(line))], (path, id)


def test_every_page_says_all_that_one_may_call_now_for(site, facts):
    """By its own lines and the danger box, which covers the rest; a page about no place says what can wait too."""
    *box, team = [row.says.rpartition(": ")[2] for row in facts.signs.danger_box]
    at_place = {place.page for place in facts.places}
    for row in told(site, "pages.json")["pages"]:
        acts = [part["act"] for part in row["when_to_call"]]
        says = [sign for part in row["when_to_call"] if part["act"] == "now" for sign in part["signs"]]
        assert acts == sorted(acts, key=LABELS.index) and acts[0] == "now", row["path"]
        assert row["path"] in at_place or set(acts) == {"now", "today", "soon"}, row["path"]
        assert row["path"] in (HELP, WATCH) or {line.lower() for line in says} >= {
            line.lower() for line in (*box, team)
        }
