"""The visit planner, used as a reader would; its sheet, its form and its pocket card on paper."""

from __future__ import annotations

import pytest
from printing import printed

PLANNER = "symptoms/planner/"



@pytest.fixture
def planner(site, page):
    page.goto(site.url + PLANNER)
    page.wait_for_selector(".hg-planner--live")
    return page


def tick(page, *names: str) -> None:
    for name in names:
        page.check(f'[data-sign="{name}"] > label input')


def stored(page) -> int:
    return page.evaluate("localStorage.length + sessionStorage.length")


def test_a_sign_to_call_now_for_shows_its_card_at_once(planner):
    tick(planner, "off-food")
    assert planner.locator(".hg-planner__card").count() == 0
    tick(planner, "jaundice")
    card = planner.locator('[data-sign="jaundice"] .hg-planner__card')
    assert "Call today" in card.inner_text()
    tick(planner, "fever-on-treatment")
    assert "Call your team's 24-hour line at once" in planner.locator(".hg-planner__card").inner_text()
    tick(planner, "weak-numb-legs")
    card = planner.locator('[data-sign="weak-numb-legs"] .hg-planner__card')
    assert "Call 911 (US) or 999 (UK)" in card.inner_text()
    assert card.evaluate("node => node.compareDocumentPosition(node.parentElement.querySelector('.hg-planner__details')) & 4"), "the card stands before the details"
    assert "Call 911" in planner.locator("[data-planner-alert]").text_content()
    tick(planner, "balance")
    assert "Call 911" in planner.locator(".hg-planner__card").inner_text(), "the most urgent of all that is ticked"
    for name in ("weak-numb-legs", "fever-on-treatment", "jaundice", "balance"):
        planner.uncheck(f'[data-sign="{name}"] > label input')
    assert planner.locator(".hg-planner__card").count() == 0
    assert not planner.complaints


def test_the_sheet_is_one_side_most_urgent_first(planner):
    tick(planner, "off-food", "lasting-cough", "jaundice", "balance", "weak-numb-legs", "tired", "breast-lump", "armpit-lump")
    planner.fill("#planner-since-jaundice", "2026-11-01")
    planner.select_option("#planner-change-jaundice", "Worse")
    planner.select_option("#planner-bad-jaundice", "7")
    planner.fill("#planner-name", "مريم 李小龙")
    planner.fill("#planner-medicines", "Trastuzumab\nA steroid")
    planner.fill("#planner-own", "Can I travel?")
    planner.fill("#planner-coming", "My sister")
    planner.evaluate("document.querySelector('input[name=question]').click()")
    sides, _ = printed(planner, "")
    assert len(sides) == 1
    text = sides[0]
    order = ["Call 911", "Weak or numb legs", "Yellow skin", "Being off your food", "My questions", "Can I travel?", "My medicines", "Trastuzumab"]
    assert not [part for part in order if part not in text], text
    assert sorted(order, key=text.index) == order
    assert "November 1, 2026" in text and "Worse" in text and "7 of 10" in text and "My sister" in text
    assert text.count("What I notice") == 1 and planner.locator(".hg-sheet__signs th[scope=rowgroup]").all_inner_texts() == [" Call now", " Call today", " Call soon"]
    assert "Coughing up blood" not in text and "Four steps" not in text
    assert planner.locator(".hg-sheet__facts dd").first.text_content() == "مريم 李小龙"
    assert stored(planner) == 0
    assert not planner.complaints


def test_forty_ticks_and_long_notes_are_not_cut(planner):
    planner.evaluate("Array.from(document.querySelectorAll('input[name=sign]')).slice(0, 40).forEach(box => box.click())")
    planner.fill("#planner-notes", "x" * 2500)
    planner.fill("#planner-medicines", "word " * 400)
    assert len(planner.input_value("#planner-notes")) == 2000
    assert planner.locator(".hg-sheet__signs tbody tr:has(td)").count() == 40
    sides, _ = printed(planner, "")
    assert len(sides) <= 4 and "".join(sides).count("x") >= 2000
    planner.set_viewport_size({"width": 320, "height": 640})
    assert planner.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_is_kept_unless_asked_and_clear_really_clears(planner):
    planner.on("dialog", lambda dialog: dialog.accept())
    tick(planner, "jaundice")
    planner.fill("#planner-notes", "<img src=x onerror=alert(1)>")
    planner.reload()
    assert stored(planner) == 0 and planner.locator("input[name=sign]:checked").count() == 0
    tick(planner, "jaundice")
    planner.fill("#planner-notes", "<img src=x onerror=alert(1)>")
    planner.click("[data-planner-keep]")
    assert stored(planner) == 1
    planner.reload()
    assert planner.locator("input[name=sign]:checked").count() == 1
    assert planner.locator(".hg-planner__card").count() == 1, "the card shows again"
    assert planner.locator(".hg-sheet__notes").text_content() == "<img src=x onerror=alert(1)>"
    planner.click("[data-planner-clear]")
    assert stored(planner) == 0 and planner.locator("input[name=sign]:checked").count() == 0
    assert planner.input_value("#planner-notes") == "" and not planner.is_visible("[data-planner-sheet]")
    for broken in ("{", "null", '{"signs": {"__proto__": 1, "jaundice": "x"}, "fields": 3}'):
        planner.evaluate("text => localStorage.setItem('hg-planner', text)", broken)
        planner.reload()
        assert planner.is_visible("[data-planner-buttons]")
    assert not planner.complaints


def test_nothing_leaves_the_device(site, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + PLANNER)
    page.wait_for_selector(".hg-planner--live")
    asked.clear()
    tick(page, "jaundice")
    page.fill("#planner-notes", "secret")
    page.keyboard.press("Tab")
    page.press("#planner-name", "Enter")
    assert not asked and "secret" not in page.url


def test_an_empty_planner_prints_its_form_and_says_what_to_do(planner):
    assert not planner.is_visible("[data-planner-sheet]")
    planner.evaluate("() => { window.print = () => { window.printed = true; }; }")
    planner.click("[data-planner-print=sheet]")
    assert "Tick a sign or write something first" in planner.inner_text("[data-planner-said]")
    assert not planner.evaluate("window.printed")
    planner.click("[data-planner-print=card]")
    assert planner.evaluate("window.printed && document.documentElement.dataset.hgPaper") == "card"
    planner.evaluate("window.dispatchEvent(new Event('afterprint'))")
    sides, _ = printed(planner, "")
    assert "Weak or numb legs" in " ".join(sides) and "What I ticked" in " ".join(sides)


def test_the_empty_form_prints_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    sides, _ = printed(context.new_page(), site.url + PLANNER)
    context.close()
    text = " ".join(sides)
    assert len(sides) <= 8
    for part in ("Weak or numb legs", "What I ticked", "Better", "Since", "My medicines", "My questions", "Who is coming with me", "Team, night"):
        assert part in text, part


def test_the_pocket_card_is_the_size_of_a_bank_card(planner):
    planner.fill("#planner-cancer", "HER2-positive breast cancer, now in the liver and the bones")
    planner.fill("#planner-day", "+1 800 CALL-NOW")
    planner.press("#planner-day", "Tab")
    planner.evaluate("document.documentElement.dataset.hgPaper = 'card'")
    planner.emulate_media(media="print")
    for side in planner.locator(".hg-pocket__side").all():
        box = side.bounding_box()
        assert abs(box["width"] / 96 * 25.4 - 85.6) < 0.6 and abs(box["height"] / 96 * 25.4 - 54) < 0.6
        assert side.evaluate("node => node.scrollHeight <= node.clientHeight + 1"), "words are cut off"
    sizes = planner.evaluate("Array.from(document.querySelectorAll('.hg-pocket__side :is(p, span, dt, dd)'), node => node.textContent.trim() ? parseFloat(getComputedStyle(node).fontSize) * .75 : 99)")
    assert min(sizes) >= 9, "smaller than 9 point"
    text = " ".join(planner.locator(".hg-pocket").inner_text().split())
    for part in ("Spine", "Brain", "Breathing", "Fever", "Call 911", "+1 800 CALL-NOW", "Weak or numb legs", "Call your team's 24-hour line at once"):
        assert part in text
    sides, _ = printed(planner, "", format="A4")
    assert len(sides) == 1
