"""The visit planner, used as a reader would; its sheet, its form and its pocket card on paper."""

from datetime import date

import pytest
from facts import read_facts
from hands import press, tick
from printing import filled, plain, printed, top_of, what_to_do, written

PATH = "symptoms/planner/"
CARD = ".hg-planner__card"
HOSTILE = "<img src=x onerror=alert(1)>"


def opened(page, url):
    page.goto(url + PATH)
    page.wait_for_selector(".hg-planner--live")
    return page


@pytest.fixture
def real(site, page):
    """For what must fit on paper."""
    return opened(page, site.url)


def lacks(text, parts):
    return [part for part in parts if plain(part) not in text]


def test_the_card_of_the_most_urgent_sign_shows_at_once(small, page):
    told, planner, card = read_facts(small.dir, date.max)[0], opened(page, small.url), page.locator(CARD)
    does = lambda label: filled(getattr(told.urgency, label).do[0], told)
    tick(planner, "off-food")
    assert card.count() == 0
    signs = {"jaundice": "today", "fever-on-treatment": "team_now", "weak-numb-legs": "now", "balance": "now"}
    for sign, label in signs.items():
        tick(planner, sign)
        assert does(label) in card.inner_text(), "of all that is ticked"
    assert planner.locator(f"{CARD} + .hg-planner__details").count() == 1
    assert does("now") in planner.locator("[data-planner-alert]").text_content()
    for sign in signs:
        planner.uncheck(f"[data-sign={sign}] > label input")
    assert card.count() == 0
    planner.press("#planner-name", "Enter")
    assert planner.url.endswith(PATH) and planner.complaints == []


def test_the_sheet_is_one_side_most_urgent_first(real, facts, publisher):
    soon, today, now = ([row for row in facts.symptoms if row.label == label] for label in ("soon", "today", "now"))
    chosen, worst, name = [*soon[:5], *today[:2], now[0]], today[0].id, "مريم 李小龙"
    tick(real, *(row.id for row in chosen))
    since, medicine, question, friend = "2026-11-01", "Trastuzumab", "Can I travel?", "My sister"
    fields = {"name": name, f"since-{worst}": since, "medicines": medicine, "own": question, "coming": friend}
    for field, text in fields.items():
        real.fill(f"#planner-{field}", text)
    real.select_option(f"#planner-change-{worst}", "Worse")
    real.select_option(f"#planner-bad-{worst}", "7")
    [text] = printed(real)[0]
    order = [top_of(publisher, facts), what_to_do(facts, "now"), *(plain(row[0].says) for row in (now, today, soon))]
    order += ["My questions", question, "My medicines", medicine]
    signs, rest = [row.says for row in chosen], [written(date.fromisoformat(since)), "Worse", "7 of 10", friend]
    assert lacks(text, order + signs + rest) == [] and sorted(order, key=text.index) == order
    assert lacks(text, [now[1].says]), "that was not ticked"
    assert real.locator(".hg-sheet__facts dd").first.text_content() == name
    assert real.evaluate("localStorage.length + sessionStorage.length") == 0 and real.complaints == []


def test_nothing_is_kept_unless_asked_and_clear_really_clears(small, page):
    opened(page, small.url)
    page.once("dialog", lambda dialog: dialog.accept())
    state = lambda: page.evaluate("""[localStorage.length + sessionStorage.length,
        ...['input[name=sign]:checked', '.hg-planner__card'].map(part => document.querySelectorAll(part).length),
        document.querySelector('.hg-sheet__notes')?.innerText ?? '', document.querySelector('#planner-notes').value]""")
    nothing = [0, 0, 0, "", ""]
    for kept in (nothing, [1, 1, 1, HOSTILE, HOSTILE]):
        tick(page, "jaundice")
        page.fill("#planner-notes", HOSTILE)
        if kept != nothing:
            page.click("[data-planner-keep]")
        page.reload()
        assert state() == kept
    page.click("[data-planner-clear]")
    assert state() == nothing and not page.is_visible("[data-planner-sheet]")
    press(page, "Print my sheet", "Tick a sign or write something first")
    for broken in ("{", "null", '{"signs": {"__proto__": 1, "jaundice": "x"}, "fields": 3}'):
        page.evaluate("text => localStorage.setItem('hg-planner', text)", broken)
        page.reload()
        assert page.is_visible("[data-planner-buttons]")
    page.evaluate("localStorage.clear()")
    assert page.complaints == []


def test_the_empty_form_prints_without_script(site, plain_page, facts, publisher):
    sides, _ = printed(plain_page, site.url + PATH)
    assert len(sides) <= 8 and all(side.startswith(top_of(publisher, facts)) for side in sides)
    parts = ["What I ticked", "My medicines", "My questions", "Better", "Since", "Who is coming with me", "Team, night"]
    assert lacks(" ".join(sides), parts + [row.says for row in facts.symptoms]) == []


def test_the_pocket_card_is_the_size_of_a_bank_card(real, facts, publisher):
    number = "+1 800 CALL-NOW"
    real.fill("#planner-cancer", "HER2-positive breast cancer, now in the liver and the bones")
    real.fill("#planner-day", number)
    real.press("#planner-day", "Tab")
    real.evaluate("document.documentElement.dataset.hgPaper = 'card'")
    real.emulate_media(media="print")
    for wide, high, cut in real.locator(".hg-pocket__side").evaluate_all("""sides => sides.map(side =>
            [side.offsetWidth, side.offsetHeight, side.scrollHeight > side.clientHeight + 1])"""):
        assert abs(wide / 96 * 25.4 - 85.6) < 0.6 and abs(high / 96 * 25.4 - 54) < 0.6 and not cut
    sizes = "all => all.filter(node => node.innerText).map(node => parseFloat(getComputedStyle(node).fontSize))"
    assert min(real.locator(".hg-pocket__side :is(p, span, dt, dd)").evaluate_all(sizes)) >= 12, "9 points"
    legs = next(row.says for row in facts.symptoms if row.id == "weak-numb-legs")  # the card asks for it by this id
    calls = [filled(getattr(facts.urgency, label).do[0], facts) for label in ("now", "team_now")]
    text = plain(real.locator(".hg-pocket").inner_text())
    assert lacks(text, ["Spine", "Brain", "Breathing", "Fever", *calls, number, legs]) == []
    [side] = printed(real, format="A4")[0]
    assert side.startswith(top_of(publisher, facts))
