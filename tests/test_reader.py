"""The built guide as a reader meets it, in a real browser: every page, with and without script."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from conftest import ROOT, Site, mkdocs, serve

TOO_BIG_FOR_A_NUMBER = 10_000


def test_every_page_keeps_its_promises(site, page):
    """Status, one h1, a title of its own, one disclaimer, dates, sources, nothing asked of anyone else, a quiet console."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    titles: dict[str, str] = {}
    faults = []
    for path in site.pages:
        response = page.goto(site.url + path)
        found = page.evaluate(
            """() => ({
                h1: document.querySelectorAll('h1').length,
                title: document.title,
                lang: document.documentElement.lang,
                disclaimers: document.querySelectorAll('.hg-disclaimer').length,
                disclaimerSeen: !!document.querySelector('.hg-disclaimer') && document.querySelector('.hg-disclaimer').checkVisibility(),
                checked: document.querySelectorAll('.hg-review time').length,
                help: document.querySelectorAll('header a.hg-help').length,
                marks: [...document.querySelectorAll('a.footnote-ref')].filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).length,
                cited: document.querySelectorAll('a.footnote-ref').length,
                sources: document.querySelectorAll('.footnote li').length,
                inline: [...document.scripts].filter(s => !s.src && s.type !== 'application/ld+json' && s.type !== 'application/json').length,
                styles: document.querySelectorAll('style, [style]').length,
                data: JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent),
            })"""
        )
        checks = {
            "status 200": response.status == 200,
            "one h1": found["h1"] == 1,
            "lang en-US": found["lang"] == "en-US",
            "a title of its own": titles.setdefault(found["title"], path) == path,
            "one disclaimer, in sight": found["disclaimers"] == 1 and found["disclaimerSeen"],
            "the day checked and the next": found["checked"] == 2,
            "when to get help in the header": found["help"] == 1,
            "every mark has its source": found["marks"] == 0 and (not found["cited"] or found["sources"] > 0),
            "no inline script or style": not found["inline"] and not found["styles"],
            "structured data": found["data"]["@type"] == "MedicalWebPage" and re.fullmatch(r"\d{4}-\d\d-\d\d", found["data"]["lastReviewed"]) and "reviewedBy" not in found["data"],
        }
        faults += [f"/{path}: not so: {name}" for name, good in checks.items() if not good]
    assert not faults, "\n".join(faults)
    assert len(titles) >= 30
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site.url).netloc}
    assert page.complaints == []


def test_every_page_reads_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    for path in site.pages:
        page.goto(site.url + path)
        assert page.locator("h1").is_visible(), path
        assert page.locator(".hg-help").is_visible(), path
        assert page.locator(".hg-disclaimer").is_visible(), path
        for card in page.locator(".hg-act").all()[:3]:
            assert card.is_visible() or card.evaluate("card => !!card.closest('[hidden], details:not([open]), .hg-print-only')"), path
    page.goto(site.url)
    page.locator(".hg-menu summary").press("Enter")
    page.get_by_role("navigation", name="Whole guide").get_by_role("link", name="Liver").click()
    assert page.url.endswith("/sites/liver/")
    page.locator("a.hg-search__link").click()
    assert page.url.rstrip("/").endswith("/words") or "/words/" in page.url
    context.close()


def test_the_action_stands_above_the_signs_and_is_never_folded(site, page):
    for path in [path for path in site.pages if re.match(r"sites/.+|symptoms/breast/|symptoms/get-help/", path)]:
        page.goto(site.url + path)
        cards = page.locator(".hg-act")
        assert cards.count() >= 3, path
        assert page.locator("details:not(.hg-menu) .hg-act:visible").count() == 0, path
        for act in ("now", "today", "soon"):
            card = page.locator(f".hg-act--{act}").first
            assert card.is_visible(), (path, act)
            signs = card.locator(".hg-signs").first
            if signs.count():
                order = card.evaluate("card => card.querySelector('.hg-act__do').compareDocumentPosition(card.querySelector('.hg-signs')) & 4")
                assert order, (path, act)


@pytest.mark.parametrize("place", ["liver", "lungs", "bones", "brain", "skin", "lymph-nodes"])
def test_a_place_shows_its_own_signs_and_the_now_signs_of_anywhere(site, page, place):
    page.goto(f"{site.url}sites/{place}/")
    rows = yaml.safe_load((ROOT / "data/symptoms.yml").read_text("utf-8"))
    for act in ("now", "today", "soon"):
        card = page.locator(f"section.hg-act--{act}")
        due = [row["says"] for row in rows if row["act"] == act and (place in row["places"] or (act == "now" and "anywhere" in row["places"]))]
        if due:
            shown = card.locator(".hg-sign__says").all_inner_texts()
            plain = [text.replace("’", "'") for text in shown]
            assert sorted(plain) == sorted(due), act
    assert page.locator("section.hg-act--now a[href='tel:911']").is_visible()


def test_survival_is_never_met_by_accident(site, page):
    page.goto(f"{site.url}spread/chances/")
    fold = page.locator("details#survival")
    assert not fold.evaluate("fold => fold.open")
    summary = fold.locator("summary")
    assert "survival" in summary.inner_text().lower()
    outside = page.locator("article").evaluate("article => { const copy = article.cloneNode(true); copy.querySelectorAll('details').forEach(d => d.remove()); return copy.textContent; }")
    numbers = yaml.safe_load((ROOT / "data/numbers.yml").read_text("utf-8"))
    for row in numbers:
        if row["id"].startswith(("survival-", "long-term-", "ten-year-alive")):
            assert row["says"] not in outside, row["id"]
    summary.press("Enter")
    assert fold.evaluate("fold => fold.open")


def test_an_unknown_address_gets_a_page_that_helps(site, page):
    response = page.goto(f"{site.url}no/such/page/")
    assert response.status == 404
    assert page.locator("h1").inner_text() == "We could not find that page"
    assert page.locator(".hg-disclaimer").is_visible()
    page.get_by_role("link", name="See when to get help").click()
    assert page.url == f"{site.url}symptoms/get-help/"
    assert page.locator("h1").count() == 1


def test_the_guide_works_below_a_sub_path(tmp_path, browser):
    into = tmp_path / "site"
    run = mkdocs(ROOT, into, SITE_URL="https://guide.example/her2/")
    assert run.returncode == 0, run.stderr
    server, url = serve(into, "/her2/")
    page = browser.new_page()
    missing = []
    page.on("response", lambda response: response.status >= 400 and missing.append(response.url))
    page.goto(url)
    page.locator(".hg-help").click()
    assert page.url == f"{url}symptoms/get-help/"
    page.locator(".hg-breadcrumb a").first.click()
    assert page.url.rstrip("/") == url.rstrip("/")
    page.goto(f"{url}sites/brain/")
    assert missing == []
    page.goto(f"{url}no/such/")
    assert page.locator("header .hg-brand").evaluate("link => link.href").rstrip("/") == url.rstrip("/")
    assert page.evaluate("getComputedStyle(document.querySelector('.hg-skip')).position") != "static", "the 404 page found its stylesheet"
    page.close()
    server.shutdown()


def test_everything_the_article_holds_has_its_place(site):
    table = yaml.safe_load((ROOT / "tests/coverage.yml").read_text("utf-8"))
    due = [f"C{n}" for n in range(1, 38)] + [f"F{n}" for n in range(1, 7)] + [f"N{n}" for n in range(1, 11)]
    assert list(table) == due
    lost = []
    for key, row in table.items():
        path, _, anchor = row["at"].partition("#")
        file = site.dir / path.strip("/") / "index.html"
        if not file.is_file() or f'id="{anchor}"' not in file.read_text("utf-8"):
            lost.append(f"{key} ({row['what']}): {row['at']}")
    assert not lost, "\n".join(lost)


def test_every_link_answers(site, page):
    """As a browser resolves it, from the live page; anchors too."""
    ids: dict[str, set[str]] = {}
    wanted: set[tuple[str, str, str]] = set()
    for path in site.pages:
        page.goto(site.url + path)
        ids[path] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        for href in page.evaluate("[...document.querySelectorAll('article a[href], aside a[href]')].map(a => a.getAttribute('href'))"):
            full = urlsplit(urljoin(site.url + path, href))
            if full.scheme == "http" and full.netloc == urlsplit(site.url).netloc:
                wanted.add((path, full.path.lstrip("/"), full.fragment))
    dead = [f"/{path} → /{to}#{anchor}" for path, to, anchor in wanted if not (site.dir / to).exists() or (anchor and to in ids and anchor not in ids[to])]
    assert not dead, "\n".join(sorted(dead))


def test_the_site_fixture_knows_every_page(site: Site):
    listed = re.findall(r"<loc>https://guide\.example/([^<]*)</loc>", (site.dir / "sitemap.xml").read_text("utf-8"))
    assert set(listed) <= set(site.pages)
    assert len(listed) >= 30
