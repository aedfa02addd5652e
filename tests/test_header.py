"""The row with help, search and menu: it stays within reach, and hides nothing."""

from datetime import date

from conftest import FIXTURE
from facts import read_facts
from walk import PHONE, SMALLEST, WIDE

LIVER, HELP = "sites/liver/", "symptoms/get-help/"
ROW, DIALS, FIELD = ".hg-header__bar", ".hg-header__dials", "#search-input"
BOTTOM = "document.querySelector('.hg-header__bar').getBoundingClientRect().bottom"


def seen(page, part: str) -> bool:
    """Whether a touch on the middle of it would reach it."""
    return page.locator(part).evaluate("""node => { const { x, y, width, height } = node.getBoundingClientRect();
        return node.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }""")


def test_the_row_stays_where_there_is_room_for_it(small, page):
    low, aside, flat = (360, 400), (780, 360), (1280, 400)
    rooms = [(tuple(size.values()), True) for size in (PHONE, SMALLEST, WIDE)]
    for (width, height), stays in (*rooms, (low, False), (aside, False), (flat, False)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(small.url + LIVER)
        page.evaluate("scrollTo(0, 600)")
        assert (0 < page.evaluate(BOTTOM) <= 60) is stays, (width, height)
        page.click(".hg-menu summary")
        assert abs(page.locator(".hg-menu nav").bounding_box()["y"] - page.evaluate(BOTTOM)) <= 1
        page.locator(".hg-menu nav a").last.scroll_into_view_if_needed()
        assert not stays or (seen(page, ".hg-menu summary") and page.evaluate("scrollY") == 600), (width, height)


def test_the_row_hides_neither_an_anchor_nor_the_focus(small, page):
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        page.goto(small.url + LIVER)
        for anchor in page.locator("article h2[id]:visible").evaluate_all("all => all.map(node => node.id)"):
            page.evaluate("id => { location.hash = id; }", anchor)
            assert page.evaluate(f"id => document.getElementById(id).getBoundingClientRect().top >= {BOTTOM}", anchor)
        page.locator(".hg-footer a").last.focus()
        for _ in range(40):
            page.keyboard.press("Shift+Tab")
            assert page.evaluate(f"""(one => one === document.body || one.closest('header, .hg-skip') ||
                one.getBoundingClientRect().top >= {BOTTOM})(document.activeElement)""")


def test_an_open_field_takes_the_whole_row(small, page):
    page.set_viewport_size(PHONE)
    page.goto(small.url + LIVER)
    width = lambda: page.locator(FIELD).bounding_box()["width"]
    narrow, height, press = width(), page.locator(ROW).bounding_box()["height"], page.keyboard.press
    for keys in (["Escape"], ["Tab", "Enter"], ["Tab", "Tab"]):
        page.focus(FIELD)
        assert width() > 230 and not seen(page, ".hg-help") and not seen(page, ".hg-menu summary")
        assert page.locator(ROW).bounding_box()["height"] == height
        for key in keys:
            press(key)
        assert width() == narrow and seen(page, ".hg-help") and seen(page, ".hg-menu summary"), keys
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "Tab leads on to the menu"


def test_the_numbers_take_the_place_of_the_help_button(small, page):
    numbers = [f"tel:{row.number}" for row in read_facts(FIXTURE, date.max)[0].contacts.emergency]
    for size in (PHONE, SMALLEST, WIDE):
        page.set_viewport_size(size)
        page.goto(small.url + HELP)
        assert seen(page, ".hg-help") and not page.is_visible(DIALS)
        page.evaluate("scrollTo(0, 900)")
        page.locator(DIALS).wait_for()
        dials = page.locator(f"{DIALS} a")
        assert dials.evaluate_all("all => all.map(link => link.getAttribute('href'))") == numbers
        assert not page.is_visible(".hg-help") and page.evaluate(BOTTOM) <= 60
        dials.first.evaluate("link => link.after(link.cloneNode(true))")  # a country more
        assert page.evaluate(BOTTOM) <= 60 and page.evaluate("document.documentElement.scrollWidth") == size["width"]
        page.evaluate("scrollTo(0, 0)")
        page.locator(".hg-help").wait_for()
        assert not page.is_visible(DIALS)
