"""The visit planner, used as a reader would; its sheet, its form and its pocket card on paper."""

from __future__ import annotations

from datetime import date

import pytest
from facts import read_facts  # hooks/facts.py
from printing import filled, plain, printed, what_to_do, written

PLANNER = "symptoms/planner/"


def opened(page, url: str):
    page.goto(url + PLANNER)
    page.wait_for_selector(".hg-planner--live")
    return page


@pytest.fixture
def planner(small, page):
    """The planner of the small guide, whose signs no editor changes."""
    return opened(page, small.url)


@pytest.fixture
def real(site, page):
    """The real one, for what must fit on paper."""
    return opened(page, site.url)


@pytest.fixture(scope="module")
def told(small):
    """The facts of the small guide."""
    return read_facts(small.dir, date.max)[0]


def tick(page, *names: str) -> None:
    for name in names:
        page.check(f'[data-sign="{name}"] > label input')


def stored(page) -> int:
    return page.evaluate("localStorage.length + sessionStorage.length")


def test_a_sign_to_call_now_for_shows_its_card_at_once(planner, told):
    now, first = (filled(getattr(told.urgency, label).do[0], told) for label in ("now", "team_now"))
    tick(planner, "off-food")
    assert planner.locator(".hg-planner__card").count() == 0
    tick(planner, "jaundice")
    card = planner.locator('[data-sign="jaundice"] .hg-planner__card')
    assert told.urgency.today.name in card.inner_text()
    tick(planner, "fever-on-treatment")
    assert first in planner.locator(".hg-planner__card").inner_text()
    tick(planner, "weak-numb-legs")
    card = planner.locator('[data-sign="weak-numb-legs"] .hg-planner__card')
    assert now in card.inner_text()
    before = "node => node.compareDocumentPosition(node.parentElement.querySelector('.hg-planner__details')) & 4"
    assert card.evaluate(before), "the card stands before the details"
    assert now in planner.locator("[data-planner-alert]").text_content()
    tick(planner, "balance")
    assert now in planner.locator(".hg-planner__card").inner_text(), "the most urgent of all that is ticked"
    for name in ("weak-numb-legs", "fever-on-treatment", "jaundice", "balance"):
        planner.uncheck(f'[data-sign="{name}"] > label input')
    assert planner.locator(".hg-planner__card").count() == 0
    assert not planner.complaints


def test_the_sheet_is_one_side_most_urgent_first(real, facts, publisher):
    soon, today, now = ([row for row in facts.symptoms if row.label == label] for label in ("soon", "today", "now"))
    chosen = [*soon[:5], *today[:2], now[0]]
    tick(real, *(row.id for row in chosen))
    worst, unticked = today[0], now[1]
    real.fill(f"#planner-since-{worst.id}", "2026-11-01")
    real.select_option(f"#planner-change-{worst.id}", "Worse")
    real.select_option(f"#planner-bad-{worst.id}", "7")
    real.fill("#planner-name", "مريم 李小龙")
    real.fill("#planner-medicines", "Trastuzumab\nA steroid")
    real.fill("#planner-own", "Can I travel?")
    real.fill("#planner-coming", "My sister")
    real.evaluate("document.querySelector('input[name=question]').click()")
    sides, _ = printed(real, "")
    assert len(sides) == 1
    text = sides[0]
    assert text.startswith(publisher.clinic.name)
    rows = [plain(row.says) for row in (now[0], worst, soon[0])]
    order = [what_to_do(facts, "now"), *rows, "My questions", "Can I travel?", "My medicines", "Trastuzumab"]
    assert not [part for part in order if part not in text], text
    assert sorted(order, key=text.index) == order
    assert not [row.id for row in chosen if plain(row.says) not in text]
    assert written(date(2026, 11, 1)) in text and "Worse" in text and "7 of 10" in text and "My sister" in text
    names = [f" {getattr(facts.urgency, act).name}" for act in ("now", "today", "soon")]
    assert text.count("What I notice") == 1
    assert real.locator(".hg-sheet__signs th[scope=rowgroup]").all_inner_texts() == names
    assert plain(unticked.says) not in text and real.locator("article h2, main h2").first.inner_text() not in text
    assert real.locator(".hg-sheet__facts dd").first.text_content() == "مريم 李小龙"
    assert stored(real) == 0
    assert not real.complaints


def test_forty_ticks_and_long_notes_are_not_cut(real):
    real.evaluate("Array.from(document.querySelectorAll('input[name=sign]')).slice(0, 40).forEach(box => box.click())")
    real.fill("#planner-notes", "x" * 2500)
    real.fill("#planner-medicines", "word " * 400)
    assert len(real.input_value("#planner-notes")) == 2000
    assert real.locator(".hg-sheet__signs tbody tr:has(td)").count() == 40
    sides, _ = printed(real, "")
    assert len(sides) <= 4 and "".join(sides).count("x") >= 2000
    real.set_viewport_size({"width": 320, "height": 640})
    assert real.evaluate("document.documentElement.scrollWidth") == 320


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


def test_nothing_leaves_the_device(planner):
    asked = []
    planner.on("request", lambda request: asked.append(request.url))
    tick(planner, "jaundice")
    planner.fill("#planner-notes", "secret")
    planner.keyboard.press("Tab")
    planner.press("#planner-name", "Enter")
    assert not asked and "secret" not in planner.url


def test_an_empty_planner_prints_its_form_and_says_what_to_do(planner, told):
    assert not planner.is_visible("[data-planner-sheet]")
    planner.evaluate("() => { window.print = () => { window.printed = true; }; }")
    planner.click("[data-planner-print=sheet]")
    assert "Tick a sign or write something first" in planner.inner_text("[data-planner-said]")
    assert not planner.evaluate("window.printed")
    planner.click("[data-planner-print=card]")
    assert planner.evaluate("window.printed && document.documentElement.dataset.hgPaper") == "card"
    planner.evaluate("window.dispatchEvent(new Event('afterprint'))")
    text = " ".join(printed(planner, "")[0])
    assert "What I ticked" in text and not [row.id for row in told.symptoms if plain(row.says) not in text]


def test_the_empty_form_prints_without_script(site, browser, facts, publisher):
    context = browser.new_context(java_script_enabled=False)
    sides, _ = printed(context.new_page(), site.url + PLANNER)
    context.close()
    text = " ".join(sides)
    assert len(sides) <= 8 and all(side.startswith(publisher.clinic.name) for side in sides)
    assert not [row.id for row in facts.symptoms if plain(row.says) not in text]
    mine = ("What I ticked", "My medicines", "My questions")
    for part in (*mine, "Better", "Since", "Who is coming with me", "Team, night"):
        assert part in text, part


def test_the_pocket_card_is_the_size_of_a_bank_card(real, facts, publisher):
    real.fill("#planner-cancer", "HER2-positive breast cancer, now in the liver and the bones")
    real.fill("#planner-day", "+1 800 CALL-NOW")
    real.press("#planner-day", "Tab")
    real.evaluate("document.documentElement.dataset.hgPaper = 'card'")
    real.emulate_media(media="print")
    for side in real.locator(".hg-pocket__side").all():
        box = side.bounding_box()
        assert abs(box["width"] / 96 * 25.4 - 85.6) < 0.6 and abs(box["height"] / 96 * 25.4 - 54) < 0.6
        assert side.evaluate("node => node.scrollHeight <= node.clientHeight + 1"), "words are cut off"
    sizes = real.locator(".hg-pocket__side :is(p, span, dt, dd)").evaluate_all(
        """all => all.filter(node => node.textContent.trim())
        .map(node => parseFloat(getComputedStyle(node).fontSize) * .75)"""
    )
    assert min(sizes) >= 9, "smaller than 9 point"
    text = " ".join(real.locator(".hg-pocket").inner_text().split())
    legs = next(row.says for row in facts.symptoms if row.id == "weak-numb-legs")  # the card asks for it by this id
    calls = [filled(getattr(facts.urgency, label).do[0], facts) for label in ("now", "team_now")]
    for part in ("Spine", "Brain", "Breathing", "Fever", *calls, "+1 800 CALL-NOW", legs):
        assert part in text
    sides, _ = printed(real, "", format="A4")
    assert len(sides) == 1 and sides[0].startswith(publisher.clinic.name)
