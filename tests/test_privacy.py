"""Nobody learns what a reader reads: under the headers that servers send, everything a reader can do is done on every
page, and what the browser asked for, stored and complained of is looked at. And no hostile content reaches a page."""

import re
from urllib.parse import unquote_plus, urlsplit

import pytest
from conftest import ROOT, Site, mkdocs, serve
from hosted import serve_hosted

# Runs before every page: notes what breaks the policy, what is sent on leaving, and what is printed.
WATCH = """
window.hgSeen = [];
document.addEventListener("securitypolicyviolation", event =>
  window.hgSeen.push("policy: " + event.violatedDirective + " " + event.blockedURI));
for (const [owner, name] of [[Navigator.prototype, "sendBeacon"],
  ...["WebSocket", "EventSource", "RTCPeerConnection"].map(name => [window, name])])
  if (owner[name]) owner[name] = function () { window.hgSeen.push(name); };
window.print = () => { window.hgPrinted = (window.hgPrinted || 0) + 1; };
"""
STORED = """async () => [
  document.cookie && "cookie",
  localStorage.length && "localStorage: " + Object.keys(localStorage),
  sessionStorage.length && "sessionStorage: " + Object.keys(sessionStorage),
  (await caches.keys()).length && "caches",
  (await indexedDB.databases()).length && "indexedDB",
  (await navigator.serviceWorker.getRegistrations()).length && "worker",
  window.name && "window.name",
].filter(Boolean)"""
# The buttons that store something because they are asked to; they have tests of their own.
ASKED = "[data-keep], [data-remove], [data-planner-keep]"


@pytest.fixture(scope="module")
def hosted(built):
    server, url, asked = serve_hosted(built)
    site = Site(built, url)
    site.asked = asked
    yield site
    server.shutdown()


@pytest.fixture(scope="module")
def typed(facts):
    """What a reader types into the search: words of a sign, which find something."""
    return next(row.keywords[0] for row in facts.symptoms if row.keywords)


@pytest.fixture
def watched(browser, hosted, typed):
    """A page whose every request and complaint is on record."""
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=allowed)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(5000)
    page.typed = typed
    page.complaints, page.requests = [], []
    page.on("console", lambda message: message.type in ("error", "warning") and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    context.on("request", lambda request: page.requests.append(request.url))
    yield page
    context.close()


def do_everything(page) -> None:
    """What a reader can do on one page without leaving it."""
    address = page.url
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for summary in page.locator("summary:visible").all():
        summary.click()
    page.keyboard.press("Escape")
    for word in page.locator("a.hg-word:visible").all()[:3]:
        word.click()
        page.keyboard.press("Escape")
    for box in page.locator("article input[type=checkbox]:visible, article input[type=radio]:visible").all()[:12]:
        box.check(force=True)
    fields = "input[type=text], input[type=date], input:not([type]), textarea:not([readonly])"
    for field in page.locator(f"article :is({fields}):visible").all()[:8]:
        field.fill("2026-11-24" if field.get_attribute("type") == "date" else "my liver hurts")
    for chooser in page.locator("article select:visible").all()[:3]:
        chooser.select_option(index=1)
    for button in page.locator(f"button:visible:not({ASKED})").all():
        if button.is_visible() and button.is_enabled():
            button.click()
    page.keyboard.press("Escape")
    assert page.url.split("#")[0] == address.split("#")[0], "a button changed the address"
    search = page.locator("#search-input")
    if search.is_visible():
        before = page.url
        search.fill(page.typed)
        page.locator("#search-results li").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        assert page.url == before, "the search words are in the address"


def looked_at(page, host: str) -> list[str]:
    """What nobody should see: requests to others, storage, cookies, complaints."""
    sent = [url for url in page.requests if not url.startswith(("data:", "blob:"))]
    found = [f"asked {url}" for url in sent if urlsplit(url).netloc != host]
    found += [url for url in page.requests if "?" in url or page.typed in unquote_plus(url)]
    found += page.evaluate("window.hgSeen")
    found += page.evaluate(STORED)
    found += [str(cookie) for cookie in page.context.cookies()]
    return found + page.complaints


def test_whatever_a_reader_does_on_any_page_nothing_is_sent_or_stored(hosted, watched):
    host, bad = urlsplit(hosted.url).netloc, {}
    for name in hosted.pages:
        watched.requests.clear(), watched.complaints.clear()
        watched.goto(hosted.url + name)
        do_everything(watched)
        if found := looked_at(watched, host):
            bad[name] = found
    watched.goto("about:blank")  # leaving sends nothing
    assert bad == {}
    assert not [row for row in hosted.asked if row[0] != "GET"]
    assert not [row for row in hosted.asked if "/" in urlsplit(row[2].get("Referer", "")).path.strip("/")]


def test_a_page_that_is_not_there_keeps_the_same_promises(hosted, watched):
    answer = watched.goto(hosted.url + "no/such/page/?q=1")
    assert answer.status == 404 and "default-src 'none'" in answer.headers["content-security-policy"]
    watched.requests.clear()
    watched.complaints.clear()  # the browser reports the 404 itself
    do_everything(watched)
    assert looked_at(watched, urlsplit(hosted.url).netloc) == []


def test_a_code_in_the_address_is_not_kept_and_leads_only_where_the_table_says(hosted, watched, facts):
    row = next(row for row in facts.codes if row.place)
    watched.goto(hosted.url + f"go/?mainSearchCriteria.v.c={row.code}&mainSearchCriteria.v.cs={row.oid}")
    watched.wait_for_url(f"**{row.page}**")
    assert watched.evaluate(STORED) == []
    attacks = ["//evil.test", "javascript:alert(1)", "<img src=x onerror=alert(1)>", "constructor", "%00"]
    for attack in (*attacks, f"{row.code}%0d%0aSet-Cookie:a=b"):
        watched.goto(hosted.url + f"go/?mainSearchCriteria.v.c={attack}&mainSearchCriteria.v.cs={row.oid}&to={attack}")
        watched.wait_for_timeout(150)
        assert watched.url.startswith(hosted.url)
        assert watched.evaluate("window.hgSeen") == [] and watched.evaluate(STORED) == []


def test_keeping_stores_only_on_the_click_and_removing_leaves_nothing(hosted, watched):
    watched.goto(hosted.url + "about/privacy/")
    assert watched.evaluate(STORED) == []
    watched.get_by_role("button", name="Keep this guide on this phone").click()
    watched.locator("[data-offline] [role=status]", has_text="You can read it with no signal").wait_for(timeout=30_000)
    assert sorted(watched.evaluate(STORED)) == ["caches", "worker"]
    watched.get_by_role("button", name="Remove it").click()
    watched.locator("[data-offline] [role=status]", has_text="Nothing of this guide is kept").wait_for()
    assert watched.evaluate(STORED) == [] and watched.complaints == [] and watched.evaluate("window.hgSeen") == []


def test_under_a_sub_path_pages_search_and_keeping_work(built_below, watched):
    server, url, _ = serve_hosted(built_below, "/clinic/guide/")
    watched.goto(url + "sites/liver/")
    watched.locator("#search-input").fill(watched.typed)
    watched.locator("#search-results li").first.wait_for()
    watched.get_by_role("button", name="Keep this guide on this phone").click()
    watched.locator("[data-offline] [role=status]", has_text="You can read it with no signal").wait_for(timeout=30_000)
    watched.get_by_role("button", name="Remove it").click()
    watched.locator("[data-offline] [role=status]", has_text="Nothing of this guide is kept").wait_for()
    answer = watched.goto(url + "no/such/")
    assert answer.status == 404
    assert watched.locator("link[rel=stylesheet]").first.get_attribute("href").startswith("/clinic/guide/assets/")
    assert not [line for line in watched.complaints if "404" not in line]
    server.shutdown()


@pytest.fixture(scope="module")
def built_below(tmp_path_factory):
    into = tmp_path_factory.mktemp("below") / "site"
    run = mkdocs(ROOT, into, "--strict", SITE_URL="https://guide.example/clinic/guide/")
    assert run.returncode == 0, run.stderr[-3000:]
    return into


# Hostile content ---------------------------------------------------------------------------------

IN_WORDS = [
    "<script>alert(1)</script>",
    "<script src='https://evil.test/x.js'></script>",
    "<img src=x alt=y onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "[x](data:text/html,<b>hi</b>)",
    "[x](javascript:alert(1))",
    "<iframe src='https://evil.test/'></iframe>",
    "<object data='x'></object>",
    "<embed src='x'>",
    "<style>p{color:red}</style>",
    "<p style='color:red'>x</p>",
    "Text { style=color:red }",
    "**Text**{ onclick=alert(1) }",
    "<form action='https://evil.test/'><input name=a></form>",
    "<base href='https://evil.test/'>",
    "<link rel=stylesheet href='https://evil.test/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.test/'>",
    "<video src='https://evil.test/x.mp4'></video>",
    "![x](https://evil.test/pixel.png)",
    "<img src='https://evil.test/pixel.png' alt='x'>",
]


def test_hostile_markdown_fails_the_build_and_every_piece_is_named(guide):
    """One page for each, in one run: each is named with what is wrong, and nothing else is."""
    head = re.match(r"---\n.*?\n---\n", guide.read("docs/about/privacy.md"), re.S)[0]
    for number, text in enumerate(IN_WORDS):
        own_head = re.sub(r"^title:.*", f"title: Hostile page {number}", head, flags=re.M)
        guide.write(f"docs/about/hostile-{number}.md", f"{own_head}\n{text}\n")
    lines = "".join(f"      - Hostile {number}: about/hostile-{number}.md\n" for number in range(len(IN_WORDS)))
    guide.edit("mkdocs.yml", "  - Part about:\n", "  - Part about:\n" + lines)
    named = {number: [] for number in range(len(IN_WORDS))}
    for line in guide.faults():
        where = re.search(r"about/hostile-(\d+)[./]", line)
        assert where, line
        named[int(where[1])].append(line)
    assert [IN_WORDS[number] for number, lines in named.items() if all("leads nowhere" in line for line in lines)] == []


IN_FACTS = {  # what stands before the hostile piece, by file of data/
    "symptoms": ["says: Yellow skin", "term: jaundice", "only_if: during", "why: A test", "keywords: [yellow eyes"],
    "words": ["means: Yellow skin or eyes."],
    "numbers": ["says: About 15", "who: people", "unsure: It"],
    "questions": ["title: About the spread", "Where is the cancer?"],
    "contacts": ["says: For any sign to call now for.", "name: A helpline", "hours: By day"],
    "urgency": ["name: Call now", 'heading: "Call {emergency},', 'meaning: ["Call', 'no_answer: ["Or'],
    "sentences": ['no_harm: "A call', 'not_reviewed: "No', 'general: "The', 'nobody_pays: "Who'],
    "places": ["name: Liver", "where: high", "caption: The liver", "label: [Liver"],
    "sources": ["title: A page", "publisher: A health", 'dated: "2025'],
    "codes": ["meaning: Cancer of the breast"],
    "codes_elsewhere": ["meaning: HER2-negative"],
}


def test_hostile_facts_are_text_not_markup(guide, page):
    pieces = [(name, old) for name, olds in IN_FACTS.items() for old in olds]
    for number, (name, old) in enumerate(pieces):
        piece = f"<script>hit{number}()</script><img src=x onerror=hit{number}()><b>hostile</b>"
        guide.edit(f"data/{name}.yml", old, f"{old} {piece}")
    code, said = guide.build("--no-strict")
    assert code == 0, said[-3000:]
    html, json = ("".join(path.read_text() for path in guide.site.rglob(f"*.{kind}")) for kind in ("html", "json"))
    assert [piece for number, piece in enumerate(pieces) if f"hit{number}()" not in html + json] == []
    markup = set(re.findall(r"<(?:script>|img src=x onerror=)hit(\d+)", html))
    assert [pieces[int(number)] for number in sorted(markup)] == []
    assert "<b>hostile" not in html
    for name in set(IN_FACTS) - {"sources", "codes", "codes_elsewhere"}:  # what readers read is refused, too
        assert re.search(rf"data/{name}\.yml: line \d+: scripts do not belong here", said), name

    server, url = serve(guide.site)
    for path in ("symptoms/planner/", "go/?code=none", ""):
        page.goto(url + path)
        page.locator("#search-input").fill("yellow skin")
        page.locator("#search-results li").first.wait_for()
        assert page.locator("img[src=x]").count() == 0 and "hostile" in page.locator("#search-results").inner_text()
    assert not [line for line in page.complaints if "hit" in line]
    server.shutdown()


def test_hostile_addresses_in_facts_are_refused(guide):
    guide.edit("data/sources.yml", "url: https://agency.example/signs", "url: javascript:alert(1)")
    assert [line for line in guide.faults() if line.startswith("data/sources.yml: line ") and "agency: url: " in line]
    for path in guide.site.rglob("*.html"):
        assert "javascript:" not in path.read_text(), path
