"""The walk: every real page opened once, on a phone, with all that the tests want to know of it."""

from dataclasses import dataclass, field
from pathlib import Path

from conftest import Site, opened

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast-enhanced", "link-in-text-block"]
WEAKER = ["color-contrast"]  # whatever passes the enhanced rule passes this one
PHONE, SMALLEST = {"width": 360, "height": 780}, {"width": 320, "height": 560}
WIDE = {"width": 1280, "height": 800}
NOWHERE, WHOLE = "no-such-page/", "print/"

# What is read of a page as it stands.
LOOK = """() => {
    const one = selector => document.querySelector(selector);
    const all = selector => [...document.querySelectorAll(selector)];
    const data = one('script[type="application/ld+json"]'), help = one('.hg-help')?.getBoundingClientRect();
    return {
        title: document.title, lang: document.documentElement.lang, h1: all('h1').length,
        ids: all('[id]').map(node => node.id),
        classes: [...new Set(all('body [class]').flatMap(node => [...node.classList]))],
        disclaimers: all('.hg-disclaimer').map(node => node.checkVisibility()),
        days: all('article > :is(.hg-byline, .hg-disclaimer) time').map(time => time.dateTime),
        marks: all('a.footnote-ref').map(a => decodeURIComponent(a.hash.slice(1))),
        inline: all('style, [style], script:not([src]):not([type$=json])').length,
        data: data ? JSON.parse(data.textContent) : {},
        help: help && [help.left, help.top, help.width, help.height].map(Math.round).join(),
        tail: document.documentElement.scrollHeight - one('#sources, .hg-actions')?.getBoundingClientRect().top,
        message: one('.hg-message')?.getBoundingClientRect().top,
        asks: all('textarea:not([readonly]), input:not([type=checkbox], [type=radio])').filter(field => field.spellcheck
            || (field.getAttribute('autocomplete') || field.form?.getAttribute('autocomplete')) !== 'off')
            .map(field => field.id),
        links: all(':is(article, aside) a[href]:not(svg a)').map(a => a.href),
    };
}"""
STORED = """async () => [
  document.cookie && "cookie",
  localStorage.length && "localStorage: " + Object.keys(localStorage),
  sessionStorage.length && "sessionStorage: " + Object.keys(sessionStorage),
  (await caches.keys()).length && "caches",
  (await indexedDB.databases()).length && "indexedDB",
  (await navigator.serviceWorker.getRegistrations()).length && "worker",
  window.name && "window.name",
].filter(Boolean)"""
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
    + ' word-spacing: .16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet]; }"""


def violations(page, colors: bool | None = None) -> list[str]:
    """What axe finds on the page as it stands. `colors`: True, only what looks at them; False, all else."""
    only = {"type": "rule", "values": COLORS} if colors else {"type": "tag", "values": TAGS}
    left_out = [] if colors else COLORS + WEAKER if colors is False else WEAKER
    page.evaluate(AXE)
    run = "options => axe.run(document, {...options, resultTypes: ['violations']})"
    found = page.evaluate(run, {"runOnly": only, "rules": {rule: {"enabled": False} for rule in left_out}})
    firsts = [(rule["id"], len(rule["nodes"]), rule["nodes"][0]) for rule in found["violations"]]
    says = "{} ×{}: {} {:.200}".format
    return [says(name, times, node["target"], node.get("failureSummary") or "") for name, times, node in firsts]


@dataclass
class Seen:
    """One page as it was seen: `look` as LOOK has it."""

    status: int
    look: dict
    axe: list[str]
    stored: list[str]
    wide: list[str] = field(default_factory=list)  # at which sizes it scrolls sideways
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class Walk:
    """`pages`: what was seen, by path from the root at `url`; `nowhere`: the page that is not there."""

    def __init__(self, site: Site, browser):
        page = opened(browser, viewport=PHONE, reduced_motion="reduce")
        self.url = site.url
        self.pages = {path: self.see(page, site.url + path) for path in site.pages}
        self.nowhere = self.see(page, site.url + NOWHERE)
        page.context.close()

    def see(self, page, url: str) -> Seen:
        page.requests.clear(), page.complaints.clear()
        status = page.goto(url).status
        # The whole guide has the colors of the pages that it repeats.
        axe = violations(page, colors=False if url.endswith(WHOLE) else None)
        seen = Seen(status, page.evaluate(LOOK), axe, page.evaluate(STORED))
        seen.requests, seen.complaints = list(page.requests), list(page.complaints)
        for size, spaced in ((PHONE, False), (SMALLEST, False), (SMALLEST, True)):
            page.set_viewport_size(size)
            if spaced:
                page.evaluate(SPACED)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                seen.wide.append(f"{size['width']}{' with the text spacing of WCAG' if spaced else ''}")
        page.set_viewport_size(PHONE)
        return seen

    def cover(self, others: dict[str, dict] | None = None) -> list[str]:
        """The addresses of few pages (as a greedy search finds them) that together hold every class of ours.

        Not the whole guide, which repeats them all. `others`: pages of another guide to take first, as LOOK sees them.
        """
        ours = lambda look: {name for name in look["classes"] if name.startswith("hg-")}
        real = {self.url + path: ours(seen.look) for path, seen in self.pages.items() if path != WHOLE}
        left, chosen = set().union(*real.values()), []
        for pages in ({url: ours(look) for url, look in (others or {}).items()}, real):
            while best := max(pages, key=lambda url: len(pages[url] & left), default=""):
                if not pages[best] & left:
                    break
                chosen.append(best)
                left -= pages[best]
        return chosen
