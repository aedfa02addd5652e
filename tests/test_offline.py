"""The guide offline, by choice; below another site's address; and years after its last check."""

import shutil

from conftest import serve
from hands import press, search, years_later
from walk import STORED

KEEP = ("Keep this guide on this phone", "You can read it with no signal")
REMOVE = ("Remove it", "Nothing of this guide is kept")


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
    assert page.locator(".hg-skip").evaluate("link => getComputedStyle(link).position") != "static", "it has its styles"


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
