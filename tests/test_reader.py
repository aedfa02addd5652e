"""The built guide as a reader meets it, in a real browser: every page, with and without script."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import yaml
from conftest import ROOT, serve
from contracts import ACTS  # hooks/contracts.py
from signs import ALL_SIGNS, EVERY, Signs  # hooks/signs.py

SURVIVAL = ("survival-", "long-term-", "ten-year-alive")  # how the ids of numbers about survival begin


def plain(text: str) -> str:
    """With the straight quotes that authors type."""
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def test_every_page_keeps_its_promises(site, heads, page):
    """Status, one h1, its own title, one disclaimer, dates, sources, nothing asked of anyone else, a quiet console."""
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
                disclaimerSeen: !!document.querySelector('.hg-disclaimer')?.checkVisibility(),
                days: [...document.querySelectorAll('.hg-review time')].map(time => time.dateTime),
                help: document.querySelectorAll('header a.hg-help').length,
                marks: [...document.querySelectorAll('a.footnote-ref')]
                    .filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).length,
                cited: document.querySelectorAll('a.footnote-ref').length,
                sources: document.querySelectorAll('.footnote li').length,
                inline: [...document.scripts]
                    .filter(s => !s.src && s.type !== 'application/ld+json' && s.type !== 'application/json').length,
                styles: document.querySelectorAll('style, [style]').length,
                data: JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? '{}'),
            })"""
        )
        head, review = heads[path], heads[path].clinical_review
        reviewed_by = {"@type": "Person", "name": review.name, "jobTitle": review.role} if review else None
        due = ["MedicalWebPage", str(head.checked), reviewed_by]
        days = [str(day) for day in (head.checked, head.check_by, review and review.date) if day]
        if head.kind == "archived":  # a page that was taken down says none of it
            due, days = [None] * 3, []
        checks = {
            "status 200": response.status == 200,
            "one h1": found["h1"] == 1,
            "lang en-US": found["lang"] == "en-US",
            "a title of its own": titles.setdefault(found["title"], path) == path,
            "one disclaimer, in sight": found["disclaimers"] == 1 and found["disclaimerSeen"],
            "the day checked and the next, that of a review": found["days"] == days,
            "when to get help in the header": found["help"] == 1,
            "every mark has its source": found["marks"] == 0 and (not found["cited"] or found["sources"] > 0),
            "no inline script or style": not found["inline"] and not found["styles"],
            "structured data": [found["data"].get(key) for key in ("@type", "lastReviewed", "reviewedBy")] == due,
        }
        faults += [f"/{path}: not so: {name}" for name, good in checks.items() if not good]
    assert not faults, "\n".join(faults)
    assert set(titles.values()) == set(heads)
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
            folded = "card => !!card.closest('[hidden], details:not([open]), .hg-print-only')"
            assert card.is_visible() or card.evaluate(folded), path
    page.goto(site.url)
    page.locator(".hg-menu summary").press("Enter")
    page.get_by_role("navigation", name="Whole guide").locator("a[href$='sites/liver/']").click()
    assert page.url.endswith("/sites/liver/")
    page.locator("a.hg-search__link").click()
    assert page.url.rstrip("/").endswith("/words") or "/words/" in page.url
    context.close()


def test_the_action_stands_above_the_signs_and_is_never_folded(site, facts, page):
    shown = Signs(facts.symptoms, facts.places)
    for path in [place.page for place in facts.places]:
        page.goto(site.url + path.lstrip("/"))
        assert page.locator("details:not(.hg-menu) .hg-act:visible").count() == 0, path
        due = [act for act in ACTS if shown.on_page(path, act)]
        assert "now" in due, path
        for act in due:
            card = page.locator(f".hg-act--{act}").first
            assert card.is_visible(), (path, act)
            if card.locator(".hg-signs").count():
                ahead = "([action, signs]) => action.compareDocumentPosition(signs) & Node.DOCUMENT_POSITION_FOLLOWING"
                parts = "card => [card.querySelector('.hg-act__do'), card.querySelector('.hg-signs')]"
                assert page.evaluate(ahead, card.evaluate_handle(parts)), (path, act)


def test_a_place_shows_its_own_signs_and_the_now_signs_of_anywhere(site, facts, page):
    for place in [place for place in facts.places if place.page not in ALL_SIGNS]:
        page.goto(site.url + place.page.lstrip("/"))
        for act in ACTS:
            shown = page.locator(f"section.hg-act--{act} .hg-sign__says").all_inner_texts()
            here = {place.id, EVERY} if act == "now" else {place.id}
            due = [row.says for row in facts.symptoms if row.act == act and here.intersection(row.places)]
            assert sorted(map(plain, shown)) == sorted(map(plain, due)), (place.id, act)
        for row in facts.contacts.emergency:
            dial = page.locator(f"section.hg-act--now a[href='tel:{row.number}']").first
            assert dial.is_visible(), (place.id, row.number)


def test_survival_is_never_met_by_accident(site, facts, page):
    page.goto(f"{site.url}spread/chances/")
    fold = page.locator("details#survival")
    assert not fold.evaluate("fold => fold.open")
    summary = fold.locator("summary")
    assert "survival" in summary.inner_text().lower()
    outside = page.locator("article").evaluate(
        """article => {
            const copy = article.cloneNode(true);
            copy.querySelectorAll('details').forEach(d => d.remove());
            return copy.textContent;
        }"""
    )
    for row in [row for row in facts.numbers if row.id.startswith(SURVIVAL)]:
        assert plain(row.says) not in plain(outside), row.id
        assert fold.locator(f"#number-{row.id}").count() == 1, row.id
    summary.press("Enter")
    assert fold.evaluate("fold => fold.open")


def test_an_unknown_address_gets_a_page_that_helps(small, page):
    response = page.goto(f"{small.url}no/such/page/")
    assert response.status == 404
    assert page.locator("h1").inner_text() == "We could not find that page"
    assert page.locator(".hg-disclaimer").is_visible()
    page.get_by_role("link", name="See when to get help").click()
    assert page.url == f"{small.url}symptoms/get-help/"
    assert page.locator("h1").count() == 1


def test_the_guide_works_below_a_sub_path(guide, browser):
    code, said = guide.build(SITE_URL="https://guide.example/her2/")
    assert code == 0, said
    server, url = serve(guide.site, "/her2/")
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
    position = page.locator(".hg-skip").evaluate("link => getComputedStyle(link).position")
    assert position != "static", "the 404 page found its stylesheet"
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
        links = page.locator("article a[href], aside a[href]")
        for href in links.evaluate_all("links => links.map(a => a.getAttribute('href'))"):
            full = urlsplit(urljoin(site.url + path, href))
            if full.scheme == "http" and full.netloc == urlsplit(site.url).netloc:
                wanted.add((path, full.path.lstrip("/"), full.fragment))
    dead = [
        f"/{path} → /{to}#{anchor}"
        for path, to, anchor in wanted
        if not (site.dir / to).exists() or (anchor and to in ids and anchor not in ids[to])
    ]
    assert not dead, "\n".join(sorted(dead))


def test_the_sitemap_names_every_page(site, heads):
    listed = re.findall(r"<loc>https://guide\.example/([^<]*)</loc>", (site.dir / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(heads)
