"""What holds for every page, as seen on one walk through all of them (walk.py)."""

import json
import re
from urllib.parse import unquote, urlsplit

import pytest
import yaml_reader
from conftest import ROOT, Site
from guide import typeset
from selectolax.lexbor import LexborHTMLParser
from walk import LOOK, NOWHERE, PHONE, STORED, WHOLE, WIDE, violations


def faults(walk, check) -> list[str]:
    """`check(path, seen)` names what is wrong with a page, or nothing."""
    return [f"/{path}: {told}" for path, seen in walk.pages.items() for told in [check(path, seen)] if told]


def test_it_has_its_title_language_disclaimer_and_days(walk, heads, site):
    """A page that was taken down says none of what a standing one does."""
    feed = json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))
    holds_still = {row["path"].lstrip("/") for row in feed["pages"] if row["clinical_review"]}

    def check(path, seen):
        head, look = heads[path], seen.look
        review = head.clinical_review
        still = path in holds_still
        by = {"@type": "Person", "name": review.name, "jobTitle": review.role} if still else None
        stands = head.kind != "archived"
        data = ["MedicalWebPage", str(review.date if still else head.checked), by] if stands else [None] * 3
        reviewed = [review.date] * 2 if review else []
        days = [str(day) for day in (head.checked, *reviewed, head.check_by) if stands]
        holds = {
            "status": seen.status == 200,
            "h1": look["h1"] == 1,
            "lang": look["lang"] == head.lang,
            "disclaimer": look["disclaimers"] == [True],
            "days": look["days"] == days,
            "structured data": [look["data"].get(key) for key in ("@type", "lastReviewed", "reviewedBy")] == data,
            "inline script or style": look["inline"] == 0,
            "marks": set(look["marks"]) <= set(look["ids"]),
        }
        return ", ".join(name for name, good in holds.items() if not good)

    assert faults(walk, check) == []
    titles = [seen.look["title"] for seen in walk.pages.values()]
    assert len(set(titles)) == len(titles) and set(walk.pages) == set(heads)


def test_axe_finds_nothing(walk):
    assert faults(walk, lambda path, seen: "\n".join(seen.axe)) == []
    assert walk.nowhere.axe == []


def test_nothing_scrolls_sideways_on_a_phone(walk):
    """320 px is also 1280 px at 400 out of 100."""
    assert faults(walk, lambda path, seen: ", ".join(seen.wide)) == [] and walk.nowhere.wide == []


def test_help_stands_at_the_same_spot_and_the_message_on_the_first_screen(walk):
    assert len({seen.look["help"] for seen in walk.pages.values()}) == 1
    assert faults(walk, lambda path, seen: not 0 < seen.look["message"] < 640 and seen.look["message"]) == []


def test_little_stands_after_the_text(walk):
    """From Sources to the end, with the fold closed: 1.2 screens of a phone. Not after the whole guide."""
    tails = {path: seen.look["tail"] for path, seen in walk.pages.items() if path != WHOLE}
    assert {path: tail for path, tail in tails.items() if tail and tail > 1.2 * PHONE["height"]} == {}
    assert sum(map(bool, tails.values())) > 20


def test_nobody_else_is_asked_nothing_is_stored_and_the_console_is_quiet(walk, site):
    host = urlsplit(site.url).netloc

    def check(path, seen):
        others = [url for url in seen.requests if urlsplit(url).netloc != host]
        return ", ".join(others + seen.stored + seen.complaints)

    assert faults(walk, check) == []


def test_no_field_that_a_reader_writes_in_is_sent_to_a_spelling_service_or_filled_in(walk):
    assert faults(walk, lambda path, seen: ", ".join(seen.look["asks"])) == []


# What translating would change: by data/, by its form, and medicines by the ends of their names.
CHANGED = r"\d F\b|\d C\b|https?:|guide\.example|\w(?:mab|tinib|taxel|platin|tansine|tecan|citabine|ciclib|xifen)\b"


def test_a_translation_leaves_names_numbers_and_addresses_as_they_are(site, facts):
    calls = facts.contacts
    known = [*facts.medicines, *(row.number for row in (*calls.emergency, *calls.helplines, *calls.crisis))]
    form = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, known))})(?!\w)|{CHANGED}", re.I)
    left = {}
    for path in site.pages:
        tree = LexborHTMLParser(site.html(path))
        marked = tree.css("article [translate=no]")
        for node in [*marked, *tree.css("svg, script, textarea, option")]:
            node.decompose()
        found = form.findall(tree.css_first("article").text(separator=" "))
        left |= {path: found} if found else {}
        assert marked or not path.startswith(("sites/", "symptoms/")), path
    assert left == {}


def test_every_link_leads_somewhere(walk, site):
    """As a browser resolves it, from the live page; anchors too."""
    dead = []
    for path, seen in walk.pages.items():
        for link in map(urlsplit, set(seen.look["links"])):
            if link.scheme != "http" or link.netloc != urlsplit(site.url).netloc:
                continue
            to, anchor = unquote(link.path).lstrip("/"), unquote(link.fragment)
            if not (site.dir / to).exists() or anchor and to in walk.pages and anchor not in walk.pages[to].look["ids"]:
                dead.append(f"/{path} → /{to}#{anchor}")
    assert dead == []


def test_everything_the_article_holds_has_its_place(walk):
    table = yaml_reader.read(ROOT / "tests/coverage.yml").value
    assert list(table) == [f"{kind}{n}" for kind, last in (("C", 37), ("F", 6), ("N", 10)) for n in range(1, last + 1)]
    spots = {key: row["at"].lstrip("/").partition("#") for key, row in table.items()}
    assert [key for key, (path, _, anchor) in spots.items() if anchor not in walk.pages[path].look["ids"]] == []


def test_words_of_signs_that_no_source_shows_are_told(site, facts):
    told = " ".join(LexborHTMLParser(site.html("about/sources")).css_first("#caution + p + details").text().split())
    for notice, label, line in facts.signs.lines:
        says = f"{notice.name} ({getattr(facts.urgency, label).name.lower()}): {line.caution[:12]}"
        assert not line.caution or typeset(says) in told, says


def test_the_sitemap_names_every_page(site, heads):
    listed = re.findall(r"<loc>https://guide\.example/([^<]*)</loc>", (site.dir / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(heads)


# On the few pages that together hold every class of ours

# Runs before every page: notes what is sent on leaving, what breaks the content policy, and what is printed.
WATCH = """
window.hgSeen = [];
document.addEventListener("securitypolicyviolation", event =>
  window.hgSeen.push("policy: " + event.violatedDirective + " " + event.blockedURI));
for (const [owner, name] of [[Navigator.prototype, "sendBeacon"],
  ...["WebSocket", "EventSource", "RTCPeerConnection"].map(name => [window, name])])
  if (owner[name]) owner[name] = function () { window.hgSeen.push(name); };
window.print = () => { window.hgPrinted = (window.hgPrinted || 0) + 1; };
"""


@pytest.fixture(scope="module")
def typed(facts):
    """Words of a sign, which find something."""
    return next(row.words[0] for row in facts.thesaurus.signs.values())


# What a reader can do on one page without leaving it, but for the search.
DO_EVERYTHING = """() => {
    const all = selector => [...document.querySelectorAll(selector)].filter(node => node.checkVisibility());
    const write = (field, text) => { field.value = text; field.dispatchEvent(new Event('input', {bubbles: true}));
        field.dispatchEvent(new Event('change', {bubbles: true})); };
    scrollTo(0, document.body.scrollHeight);
    all('summary').forEach(summary => summary.click());
    all('a.hg-word').slice(0, 3).forEach(word => word.click());
    all('article :is([type=checkbox], [type=radio])').slice(0, 12).forEach(box => box.click());
    all('article :is([type=text], textarea:not([readonly]))').forEach(field => write(field, 'my liver hurts'));
    all('article [type=date]').forEach(field => write(field, '2026-11-24'));
    all('article select').forEach(select => write(select, select.options[select.options.length - 1].value));
    all('button:not([data-offline] button, [data-planner-keep])').forEach(button => button.click());
}"""


def do_everything(page, typed: str) -> None:
    before = page.url
    page.evaluate(DO_EVERYTHING)
    page.keyboard.press("Escape")
    page.locator("#search-input").fill(typed)
    page.locator("#search-results li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.url == before, "a button or the search changed the address"


def test_whatever_a_reader_does_nothing_is_sent_or_stored(walk, site, tab, typed):
    page, host, bad = tab(permissions=["clipboard-read", "clipboard-write"]), urlsplit(site.url).netloc, {}
    page.context.add_init_script(WATCH)
    page.set_default_timeout(5000)
    site.asked.clear()
    for url in [*walk.cover()[:9], site.url + NOWHERE]:  # together they hold nearly every class
        page.requests.clear(), page.complaints.clear()
        page.goto(url)
        page.complaints.clear() if url.endswith(NOWHERE) else None  # the browser reports the 404 itself
        do_everything(page, typed)
        sent = [url for url in page.requests if not url.startswith(("data:", "blob:"))]
        found = [url for url in sent if urlsplit(url).netloc != host or "?" in url or typed in unquote(url)]
        found += page.evaluate("window.hgSeen") + page.evaluate(STORED) + page.context.cookies() + page.complaints
        bad |= {url: found} if found else {}
    page.goto("about:blank")  # leaving sends nothing
    assert bad == {}
    assert not [row for row in site.asked if row[0] != "GET" or "/" in urlsplit(row[2].get("Referer", "")).path[1:]]


def test_axe_finds_nothing_on_a_wide_screen_or_in_the_dark(walk, site, small, tab):
    """On the small guide's pages where they have the classes: they are quick to look at."""
    page, found, looks = tab(reduced_motion="reduce", viewport=WIDE), [], {}
    for path in Site(small.site, small.url).pages:
        page.goto(small.url + path)
        looks[small.url + path] = page.evaluate(LOOK)
    for url in [*walk.cover(looks), site.url + NOWHERE]:
        page.emulate_media(color_scheme="light")
        page.goto(url)
        found += [f"{url} wide: {line}" for line in violations(page, colors=False)]
        page.emulate_media(color_scheme="dark")
        found += [f"{url} in the dark: {line}" for line in violations(page, colors=True)]
    assert found == []


def test_it_reads_without_script(walk, site, tab):
    page = tab(java_script_enabled=False, viewport=PHONE)
    folded = "card => !!card.closest('[hidden], details:not([open]), .hg-print-only')"
    for url in walk.cover():
        page.goto(url)
        assert all(page.locator(part).is_visible() for part in ("h1", ".hg-help", ".hg-disclaimer")), url
        assert all(card.is_visible() or card.evaluate(folded) for card in page.locator(".hg-sign").all()[:3]), url
    page.goto(site.url)
    page.locator(".hg-menu summary").press("Enter")
    page.get_by_role("navigation", name="Whole guide").locator("a[href$='sites/liver/']").click()
    assert page.url.endswith("/sites/liver/")
    page.locator("a.hg-search__link").click()
    assert page.url.endswith("/words/a-z/")
