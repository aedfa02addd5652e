"""What the walk does not see of a page: each state that a reader brings about, keys, focus, targets, other colors, a
slow line."""

import pytest
from conftest import opened
from hands import open_menu, open_word, search, tick, years_later
from install_browser import find
from walk import PHONE, SMALLEST, WIDE, violations

LIVER = "sites/liver/"


def fill_planner(page):
    page.wait_for_selector(".hg-planner--live")
    tick(page, "jaundice-today", "breathing-today", "headache-soon", "eating-soon")
    page.fill("#planner-since-eating-soon", "0202-01-01")
    page.fill("#planner-notes", "Since the last visit")


def open_fold_and_word(page):
    page.click(".hg-parts summary")
    open_word(page)


STATES = [
    (LIVER, open_menu),
    ("symptoms/planner/", fill_planner),
    ("", lambda page: search(page, "yellow eyes")),  # a card, and pages
    ("", lambda page: search(page, "weather tomorrow")),  # nothing
    (LIVER, open_fold_and_word),
]


def test_axe_finds_nothing_in_any_state(small, page):
    """And where a check is overdue."""
    page.set_viewport_size(PHONE)
    for path, act in STATES:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        years_later(page, small, path)
        act(page)
        assert violations(page) == [], (path, act)
        page.emulate_media(color_scheme="dark")
        assert violations(page, colors=True) == [], (path, act)
    assert page.complaints == []


def test_the_guide_by_keys_alone(small, page):
    """Tab, Enter and Escape are enough, and focus is never lost."""
    focus, press = lambda what: page.evaluate(f"document.activeElement.{what}"), page.keyboard.press
    page.goto(small.url)
    press("Tab")
    assert focus("className") == "hg-skip"
    press("Enter")
    assert page.url.endswith("#hg-text")
    page.press(".hg-menu summary", "Enter")
    press("Tab")
    assert focus("closest('.hg-menu[open] nav')") is not None
    press("Escape")
    assert page.locator(".hg-menu[open]").count() == 0 and focus("tagName") == "SUMMARY"
    page.press(".hg-map svg a[href*=liver]", "Enter")
    page.wait_for_url(f"**/{LIVER}")
    page.press("a.hg-word", "Enter")
    assert "Yellow skin or eyes." in page.inner_text(".hg-popup") and page.url.endswith(LIVER)
    press("Escape")
    assert page.locator(".hg-popup").count() == 0 and focus("className") == "hg-word"
    page.press(".hg-help", "Enter")
    page.wait_for_url("**/symptoms/get-help/")


def test_a_mark_in_the_text_opens_the_sources(small, page, plain_page):
    for one in (page, plain_page):
        one.goto(small.url + LIVER)
        source = one.locator(".footnote li").first
        assert not source.is_visible()
        one.locator("a.footnote-ref").first.click()
        assert source.is_visible() and one.locator(".footnote li:target").count() == 1


def test_focus_can_be_seen_wherever_it_goes(small, page):
    for size in (WIDE, SMALLEST):
        page.set_viewport_size(size)
        page.goto(small.url + LIVER)
        stops = []
        while "the end" not in stops and len(stops) < 200:
            page.keyboard.press("Tab")
            stops.append(
                page.evaluate("""() => {
                const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
                const line = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
                const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
                return one === document.body ? 'the end'
                    : seen && (line || style.boxShadow !== 'none') ? 'seen' : one.outerHTML; }""")
            )
        assert len(stops) > 30 and set(stops) == {"seen", "the end"}


def test_targets_are_44_px_large(small, page):
    page.set_viewport_size(PHONE)
    parts = page.locator(""":is(summary, button, .hg-map__link, header input,
        :is(header, .hg-map__list, .hg-related, .hg-footer, .hg-breadcrumb) a, .hg-area__head a, .hg-areas a,
        .hg-calls a):not(.hg-skip)""").locator("visible=true")
    narrow = """all => all.map(node => [node.outerHTML, node.getBoundingClientRect()])
        .filter(([, box]) => Math.min(box.width, box.height) < 43.5)"""
    for path in ("", LIVER, "symptoms/", "symptoms/get-help/", "care/questions/"):
        page.goto(small.url + path)
        assert parts.count() > 10 and parts.evaluate_all(narrow) == [], path


def test_forced_colors_still_show_labels_and_boxes(small, page):
    page.emulate_media(forced_colors="active")
    page.goto(small.url + LIVER)
    borders = """all => all.map(getComputedStyle).filter(one => parseFloat(one.borderLeftWidth) < 1
        || one.color === one.backgroundColor).length"""
    parts = page.locator(".hg-article :is(.hg-label, .hg-sign, .hg-danger, .hg-calls a)")
    assert parts.count() > 10 and parts.evaluate_all(borders) == 0


def test_the_search_field_takes_the_place_of_the_link(small, page, plain_page):
    """Nothing moves when script swaps one for the other; without it the link leads to the A to Z."""
    for one in (page, plain_page):
        one.goto(small.url + LIVER)
    for width in (320, 390, 768, 1280):
        places = []
        for one, shown in ((page, "#search-input"), (plain_page, ".hg-search__link")):
            one.set_viewport_size({"width": width, "height": 800})
            places.append([one.locator(part).bounding_box() for part in (shown, ".hg-header__bar")])
        assert places[0] == places[1] and places[0][0], width
    plain_page.click(".hg-search__link")
    assert plain_page.url == small.url + "words/a-z/"


def test_the_frame_stands_before_the_rest_has_come(small, page):
    """On a slow line a page comes in pieces."""
    frame = page.locator(".hg-article, .hg-article > h1")
    place = "all => all.map(node => node.getBoundingClientRect()).map(box => [box.x, box.y, box.width])"
    for path in ("", LIVER, "symptoms/", "about/"):
        page.goto(small.url + path)
        whole, html = frame.evaluate_all(place), small.html(path)
        page.set_content(html[: html.index("<p", html.index("</h1>"))])
        assert frame.evaluate_all(place) == whole, path


OPEN = """() => [document.querySelector('.hg-menu').open, document.querySelectorAll('.hg-popup').length > 0,
    document.querySelectorAll('[aria-expanded=true]').length > 0, !document.getElementById('search-panel').hidden,
    !!document.getElementById('search-input').value, document.activeElement.matches('input')]"""


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "made again"])
def test_who_comes_back_finds_nothing_open(small, browser, kept):
    """Whether the browser keeps the page as it was left, or makes it again."""
    flags = {"ignore_default_args": ["--disable-back-forward-cache"]} if kept else {}
    other = browser.browser_type.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"], **flags)
    page = opened(other, viewport=PHONE)
    page.add_init_script("addEventListener('pageshow', event => { window.hgKept = event.persisted; })")
    for act, leave in (
        (open_menu, lambda: page.click(".hg-menu nav a[href*=brain]")),
        (open_word, lambda: page.click(".hg-popup a")),
        (lambda page: search(page, "brain"), lambda: page.click("#search-results a[href*=brain] >> nth=0")),
        (lambda page: search(page, "brain"), lambda: page.press("#search-input", "Enter")),
    ):
        page.goto(small.url + LIVER)
        act(page)
        leave()
        page.wait_for_url(lambda url: not url.endswith(LIVER), wait_until="commit")
        page.go_back(wait_until="commit")
        page.wait_for_function("window.hgKept !== undefined && location.pathname.endsWith('/liver/')")
        assert page.evaluate("hgKept") is kept and not any(page.evaluate(OPEN)), act
        page.locator(".hg-help").click(trial=True)
    other.close()
