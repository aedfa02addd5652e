"""Can everyone use it? axe on every page, at two widths, light and dark; what axe cannot see: keys, reflow, targets."""

from __future__ import annotations

from pathlib import Path

import pytest

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


COLORS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]


def violations(page, only: dict) -> list[str]:
    """What axe finds on the page as it stands: rule, how often, first place."""
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    firsts = [(rule["id"], len(rule["nodes"]), rule["nodes"][0]) for rule in found["violations"]]
    return [f"{rule} ×{times}: {node['target']} {node.get('failureSummary', '')[:200]}" for rule, times, node in firsts]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(site, browser, width):
    """Every rule in light; in dark, where nothing but colors differs, the rules that look at colors."""
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    faults = []
    for path in [*site.pages, "no-such-page/"]:
        page.emulate_media(color_scheme="light")
        page.goto(site.url + path)
        page.evaluate(AXE)
        faults += [f"/{path}: {line}" for line in violations(page, {"type": "tag", "values": TAGS})]
        page.emulate_media(color_scheme="dark")
        faults += [f"/{path} in dark: {line}" for line in violations(page, {"type": "rule", "values": COLORS})]
    context.close()
    assert not faults, "\n".join(faults)


def test_the_guide_by_keys_alone(small, page):
    """Skip link, menu, map, a word, search, help: Tab, Enter and Escape are enough, and focus is never lost."""
    page.goto(small.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "hg-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#hg-text"

    summary = page.locator(".hg-menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".hg-menu").evaluate("menu => menu.open")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.hg-menu nav') !== null")
    page.keyboard.press("Escape")
    assert not page.locator(".hg-menu").evaluate("menu => menu.open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"

    place = page.locator(".hg-map svg a[href*='liver']").first
    place.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sites/liver/")

    word = page.locator("a.hg-word").first
    word.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".hg-popup")
    assert popup.is_visible() and "Yellow skin or eyes." in popup.inner_text()
    assert page.url.endswith("/sites/liver/")
    page.keyboard.press("Escape")
    assert popup.count() == 0
    assert page.evaluate("document.activeElement.className") == "hg-word"

    page.locator(".hg-help").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/symptoms/get-help/")


def test_focus_can_be_seen_wherever_it_goes(site, page):
    page.goto(f"{site.url}sites/liver/")
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
                return {tag: e.outerHTML.slice(0, 90),
                        ring: parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none' || s.boxShadow !== 'none',
                        inside: b.bottom > 0 && b.top < innerHeight && b.width > 0};
            }"""
        )
        assert seen["ring"] and seen["inside"], seen


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways(site, browser, width):
    """320 px is also 1280 px at 400 %. Once as it comes, once with the text spacing of WCAG 1.4.12."""
    context = browser.new_context(viewport={"width": width, "height": 700}, bypass_csp=True)
    page = context.new_page()
    wide = []
    for path in site.pages:
        page.goto(site.url + path)
        for spacing in (False, True):
            if spacing:
                page.add_style_tag(
                    content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
                    "p{margin-bottom:2em!important}"
                )
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(f"/{path}{' with text spacing' if spacing else ''}")
    context.close()
    assert not wide, wide


def test_targets_are_large_enough(site, browser):
    """44 px for everything that stands alone; links in running text are as tall as their line."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    small = []
    for path in ("", "sites/liver/", "symptoms/", "symptoms/get-help/", "care/questions/"):
        page.goto(site.url + path)
        small += page.evaluate(
            """path => [...document.querySelectorAll(
                'header a, header summary, header input, .hg-dial, button, .hg-map__link, .hg-map__list a,'
                + '.hg-related a, .hg-footer a, .hg-breadcrumb a, summary')]
                .filter(e => e.checkVisibility() && !e.matches('.hg-skip'))
                .map(e => [e, e.getBoundingClientRect()])
                .filter(([e, b]) => b.height < 43.5 || b.width < 43.5)
                .map(([e, b]) => `/${path}: ${e.textContent.trim().slice(0, 30)} ${b.width}×${b.height}`)""",
            path,
        )
    context.close()
    assert not small, "\n".join(small)


def test_help_stands_at_the_same_spot_on_every_page(site, browser):
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    spots = set()
    for path in site.pages:
        page.goto(site.url + path)
        spot = "e => { const b = e.getBoundingClientRect(); return [b.left, b.top].map(Math.round).join() }"
        spots.add(page.locator(".hg-help").evaluate(spot))
        box = page.locator(".hg-message").first.bounding_box()
        assert box and box["y"] < 640, f"/{path}: the message is not on the first screen"
    context.close()
    assert len(spots) == 1, spots


def test_forced_colors_and_no_css_still_read(small, browser):
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{small.url}sites/liver/")
    for act, name in (("now", "Call now"), ("today", "Call today"), ("soon", "Call soon")):
        card = page.locator(f".hg-act--{act}").first
        assert name in card.inner_text()
        assert card.evaluate("card => parseFloat(getComputedStyle(card).borderLeftWidth)") >= 3
    context.close()
    context = browser.new_context()
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{small.url}sites/liver/")
    text = page.locator("article").inner_text()
    assert text.index("Call now") < text.index("Call today") < text.index("Call soon")
    context.close()
