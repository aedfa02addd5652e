"""The guide offline, by choice; below another site's address; and years after its last check."""

import shutil
import time

import pytest
from conftest import Handler, serve
from hands import press, search, years_later
from walk import STORED

KEEP = ("Keep this guide on this phone", "You can read it with no signal")
REMOVE = ("Remove it", "Nothing of this guide is kept")
RECORD = "mainSearchCriteria.v.c=C78.7&mainSearchCriteria.v.cs=2.16.840.1.113883.6.90"
# A worker as the first edition had it, whose copies phones still hold.
FIRST = """var CACHE = "hg " + self.registration.scope + " 0123456789ab";
self.addEventListener("install", event => event.waitUntil(caches.open(CACHE).then(cache =>
  cache.addAll(["", "sites/liver/"].map(name => self.registration.scope + name))).then(() => self.skipWaiting())));
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", event => event.request.mode !== "navigate" && event.respondWith(
  caches.match(event.request).then(answer => answer || fetch(event.request))));"""
# The browser looks for a newer worker, as it does by itself some seconds after a page is opened, and it has settled.
RENEWED = """async () => Promise.race([new Promise((_, no) => setTimeout(no, 20000, "it hangs")), (async () => {
  const found = await navigator.serviceWorker.getRegistration();
  await found.update().catch(() => 0);
  while (found.installing || found.waiting) await new Promise(done => setTimeout(done, 20));
  while (found.active.state !== "activated") await new Promise(done => setTimeout(done, 20));
  return caches.keys(); })()])"""


@pytest.fixture
def own(below, tmp_path):
    """The small guide below a sub-path, to change while it is served: `own(name, old, new)` edits a file of it."""
    site = serve(shutil.copytree(below.site, tmp_path / "site"), "/clinic/guide/")

    def edit(name: str, old: str, new: str) -> None:
        text = (site.dir / name).read_text("utf-8")
        assert old in text
        (site.dir / name).write_text(text.replace(old, new), "utf-8")

    edit.url, edit.dir = site.url, site.dir
    yield edit
    site.stop()


def styled(page) -> bool:
    return page.locator(".hg-skip").evaluate("link => getComputedStyle(link).position") != "static"


def test_a_copy_is_read_only_without_a_network_and_removed_whole(small, page, tmp_path):
    site = serve(shutil.copytree(small.site, tmp_path / "site"))
    liver = tmp_path / "site/sites/liver/index.html"
    page.goto(site.url)
    assert page.evaluate(STORED) == []
    press(page, *KEEP)
    assert sorted(page.evaluate(STORED)) == ["caches", "worker"]
    liver.write_text(liver.read_text("utf-8").replace("<h1>", "<h1>Corrected: ", 1), "utf-8")
    page.goto(f"{site.url}sites/liver/")
    assert page.locator("h1").inner_text().startswith("Corrected") and page.locator(".hg-banner--copy").count() == 0
    assert page.complaints == []
    site.stop()
    for path in ("symptoms/planner/", "sites/brain/?x=1#call"):
        page.goto(site.url + path)
        page.get_by_text("You are reading a copy from").wait_for()
    assert page.locator(".hg-act--now").count()
    search(page, "yellow eyes")
    assert page.locator("#search-results a").count()
    press(page, *REMOVE)
    assert page.evaluate(STORED) == []


def test_every_address_that_works_works_without_a_network(own, tab):
    page = tab()
    page.goto(own.url)
    press(page, *KEEP)
    page.context.set_offline(True)
    for asked, opens in {
        "liver": "sites/liver/",
        "HELP.?x=1": "symptoms/get-help/",
        "sites/brain": "sites/brain/",
        "sites/brain?x=1#call": "sites/brain/?x=1#call",
        "sites/index.html": "sites/index.html",
        "go/icd-10-cm/C78.7/": "sites/liver/",
        "go/ICD-10-CM/c787": "sites/liver/",
        "go/icd-10-cm/C50": "",
        "go/icd10/C78.7)": "sites/liver/",
        "Sites/Liver).": "sites/liver/",
        f"go/?{RECORD}": "sites/liver/",
        f"go?{RECORD}": "sites/liver/",
        "print/": "print/",
    }.items():
        page.goto(own.url + asked)
        page.wait_for_url(own.url + opens)
        assert page.locator(".hg-banner--copy").inner_text().endswith("."), asked
        assert styled(page), asked
    for asked in ("no/such/page/", "constructor", "about/changes/atom.xml"):
        assert page.goto(own.url + asked).status == 404
        assert "it needs a signal" in page.locator(".hg-banner--copy").inner_text() and styled(page)
        help = page.locator(".hg-article a", has_text="when to get help")
        assert page.locator(".hg-message a[href^='tel:']").first.is_visible()
        assert help.is_visible() and help.evaluate("link => link.href") == own.url + "symptoms/get-help/"
    search(page, "yellow eyes")


def test_a_copy_of_an_older_edition_is_renewed_and_what_became_more_urgent_is_told(own, tab):
    page, worker = tab(), (own.dir / "sw.js").read_text("utf-8")
    (own.dir / "sw.js").write_text(FIRST, "utf-8")
    page.goto(own.url)
    press(page, *KEEP)
    press(page, *REMOVE)
    assert page.evaluate(STORED) == []
    press(page, *KEEP)
    older = page.evaluate("caches.keys()")
    (own.dir / "sw.js").write_text(worker, "utf-8")
    own("sites/liver/index.html", "<h1>", "<h1>Corrected: ")
    page.goto(f"{own.url}sites/liver/")
    assert page.locator("h1").inner_text().startswith("Corrected"), "at once"
    [renewed] = page.evaluate(RENEWED)
    assert renewed not in older
    told = page.locator(".hg-banner--renewed a")
    told.wait_for()
    assert "More urgent since then: headache; " in page.locator(".hg-banner--renewed").inner_text()
    page.context.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text().startswith("Corrected"), "and in the copy"
    told.click()
    page.wait_for_url("**/about/changes/")
    page.context.set_offline(False)
    own("sw.js", f'MARK = "{renewed[-12:]}"', 'MARK = "another"')  # nothing is more urgent
    page.goto(own.url)
    assert page.evaluate(RENEWED) != [renewed]
    page.reload()
    page.get_by_role("button", name="Remove it").wait_for()
    assert told.count() == 0
    own("sw.js", 'MARK = "another"', 'MARK = "third"')
    own("sw.js", '{"2026-01-10 headache"', '{"2999-01-01 cough":"cough","2026-01-10 headache"')
    page.evaluate(RENEWED)
    told.wait_for()
    assert "More urgent since then: cough. See" in page.locator(".hg-banner--renewed").inner_text()


def test_a_page_out_of_the_copy_says_when_the_guide_has_a_newer_one(own, tab, monkeypatch):
    page, answer, slow = tab(), Handler.do_GET, "sites/brain/"
    monkeypatch.setattr(Handler, "do_GET", lambda one: (time.sleep(one.path.endswith(slow)), answer(one)))
    own("sw.js", "PATIENCE = 4000", "PATIENCE = 400")
    newer = page.locator(".hg-banner--new")
    page.goto(own.url)
    press(page, *KEEP)
    for path in ("sites/liver/", slow):
        own(f"{path}index.html", "<h1>", "<h1>Corrected: ")
        page.context.set_offline(path != slow)
        page.goto(own.url + path)
        page.locator(".hg-banner--copy").wait_for()
        assert not newer.count() and not page.locator("h1").inner_text().startswith("Corrected")
        page.evaluate("scrollTo(0, 600)")
        page.context.set_offline(False)
        newer.wait_for()
        assert newer.evaluate("banner => banner.getBoundingClientRect().bottom <= innerHeight"), "in sight"
        newer.get_by_role("button", name="Show the new page").click()
        page.get_by_role("heading", name="Corrected").wait_for()


def test_a_copy_is_stored_whole_or_not_at_all_and_the_one_before_stays(own, tab):
    page, brain, elsewhere = tab(), own.dir / "sites/brain", own.dir / "elsewhere"
    brain.rename(elsewhere)
    page.goto(own.url)
    press(page, KEEP[0], "It could not be stored")
    assert page.evaluate(STORED) == []
    elsewhere.rename(brain)
    press(page, *KEEP)
    before = page.evaluate("caches.keys()")
    brain.rename(elsewhere)
    own("sw.js", 'MARK = "', 'MARK = "0')
    assert page.evaluate(RENEWED) == before
    page.context.set_offline(True)
    page.goto(f"{own.url}sites/brain/")
    page.locator(".hg-banner--copy").wait_for()


def test_everything_works_below_another_sites_address(below, page):
    page.goto(below.url)
    page.locator(".hg-help").click()
    assert page.url == f"{below.url}symptoms/get-help/"
    page.locator(".hg-brand").click()
    assert page.url == below.url
    search(page, "yellow eyes")
    assert page.locator("#search-results a").first.evaluate("a => a.href").startswith(below.url)
    press(page, *KEEP)
    press(page, *REMOVE)
    assert page.complaints == []
    assert page.goto(f"{below.url}no/such/").status == 404
    assert page.locator(".hg-brand").evaluate("link => link.href") == below.url
    assert styled(page)


def test_an_overdue_page_says_so_when_nobody_has_built_it_since(small, page):
    years_later(page, small, "sites/liver/")
    banner = page.locator(".hg-banner--overdue")
    assert "due to be checked by" in banner.inner_text() and page.locator(".hg-act--now").first.is_visible()
    # On paper a place's two sides have no room for the banner: the foot of each says it.
    assert page.evaluate("document.documentElement.dataset.hgSheet").count("may be out of date") == 1
    page.emulate_media(media="print")
    assert not banner.is_visible()
    years_later(page, small, "care/questions/")
    assert banner.is_visible()
