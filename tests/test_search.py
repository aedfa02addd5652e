"""Search, as a reader meets it: the right page first, the card for a red flag, and no harm from any input."""

import json
import os
from datetime import date

import pytest
from conftest import FIXTURE, opened
from contracts import LABELS
from facts import read_facts
from guide import typeset
from hands import search
from printing import filled, plain
from search import box
from signs import act

HOSTILE = [
    "a" * 10_000,
    "seizure " * 10_000,
    "\x00\x07\x1b[31m seizure \u202e\u2066 😀👩‍👩‍👧 \ud83d",  # the last: half an emoji
    "اليرقان في العين 黄疸 眼睛",
    '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>',
    "__proto__ constructor prototype hasOwnProperty toString",
    "(.*)+[a-z]{1,99999}\\ ^$ *?|(?<x> %00 %E0%A4%A %%% 100% \"jaundice\" 'liver' `bones`",
    "what is the of and to me",
    "!!! ??? ... ---   \t\n  ",
]


@pytest.fixture(scope="module")
def real(site, browser):
    page = box.opened(opened(browser), site.url + "sites/liver/")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def answers(real):
    rows = box.measured(real)
    if "SEARCH_REPORT" in os.environ:  # make search-report
        print(box.report(rows))
    return rows


def test_queries_find_their_page_misspelled_too(answers):
    rows = [row for row in answers if row.get("accept")]
    for misspelled, least in ((False, (88, 95)), (True, (88, 96))):
        first, three, none = box.shares([row for row in rows if (row["kind"] == "misspelled") is misspelled])
        assert first >= least[0] and three >= least[1] and none <= 3, (misspelled, first, three, none)


def test_every_red_flag_shows_its_card_however_it_is_spelled(answers):
    assert [(row["q"], row["card"]) for row in answers if "act" in row and not row["at"]] == []


def test_no_correction_turns_one_fear_into_another(real):
    """Dying is not lying, dead is not deaf."""
    assert [answer["note"] for answer in box.ask(real, ["am I dying", "wish I was dead"])] == ["", ""]


def test_where_there_is_nothing_it_says_so(answers):
    told = ["nothing" in row["note"] and row["near"] != "" for row in answers if row.get("accept") == []]
    assert sum(told) >= 0.75 * len(told) > 0


def test_bad_input_does_no_harm(real):
    """On the real index, since it is the large one."""
    assert [answer for answer in box.ask(real, HOSTILE) if answer["took"] > 3000 or len(answer["found"]) > 8] == []
    assert real.evaluate("!window.hurt && !document.querySelector('.hg-search img, .hg-search script')")
    assert real.complaints == []


def test_every_line_stands_in_the_index_beside_its_label(site, facts):
    (index,) = site.dir.glob("assets/search-index.*.json")
    rows = json.loads(index.read_text("utf-8"))["notices"]
    found = {name: [(LABELS[label], text) for label, text, _ in lines] for name, _, lines, *_ in rows}
    told = {row.id: [(label, typeset(line.text)) for label, line in row.lines] for row in facts.signs.notices}
    assert found == told


# The box, on the small guide


@pytest.fixture
def ready(page, small):
    page.goto(small.url + "sites/liver/")
    return page


def test_a_touch_fetches_it_and_enter_opens_the_first_result(ready, small):
    fetched = lambda: sum("assets/search" in url for url in ready.requests)
    assert fetched() == 0
    search(ready, "yellow eyes")
    assert fetched() == 3, "engine, looks and index"
    first = ready.locator("#search-results a").first.evaluate("link => link.href")
    assert first.startswith(small.url + "sites/liver/")
    ready.keyboard.press("Enter")
    ready.wait_for_url(first)


def test_keys_reach_the_results_and_come_back(ready):
    press = ready.keyboard.press
    state = lambda: ready.evaluate("""(field => [document.activeElement.id, field.ariaExpanded, field.value,
        document.querySelector('#search-results [aria-selected=true]')?.id ?? null,
        field.getAttribute('aria-activedescendant')])(document.querySelector('#search-input'))""")
    search(ready, "ultrasound")
    first, second, field = "search-result-1", "search-result-2", "search-input"
    press("ArrowDown")
    assert state() == [field, "true", "ultrasound", first, first]
    press("Tab")
    assert state()[0] == first
    press("ArrowDown")
    assert state()[0] == second
    press("Escape")
    assert state()[:3] == [field, "false", "ultrasound"] and not ready.is_visible("#search-panel")
    press("Escape")
    assert state()[:3] == [field, "false", ""], "a second Escape empties the field"


def test_what_is_found_is_announced_and_fits_a_small_phone(ready):
    ready.set_viewport_size({"width": 320, "height": 560})
    search(ready, "jaundise")
    note = ready.locator("#search-note").text_content()
    assert note == "Showing results for jaundice."
    ready.locator("#search-status", has_text="pages found").filter(has_text=note).wait_for(state="attached")
    boxes = [link.bounding_box() for link in ready.locator("#search-results a").all()]
    assert len(boxes) > 1 and all(box["height"] >= 44 and box["x"] + box["width"] <= 320 for box in boxes)


def test_a_card_shows_every_line_of_its_notice_what_to_do_and_whom_to_call(ready):
    shown = read_facts(FIXTURE, date.max)[0]
    contacts, urgency = shown.contacts, shown.urgency
    for notice in shown.signs.notices:
        search(ready, (notice.keywords or [notice.name])[0])
        card = ready.locator(f"#search-help > [data-notice={notice.id}]")
        signs, dials, text, more = card.evaluate("""card => [
            [...card.querySelectorAll('li')].map(line => [line.dataset.notice, line.dataset.act, line.textContent]),
            [...card.querySelectorAll("a[href^='tel:']")].map(link => link.href), card.textContent,
            card.lastChild.href]""")
        told = [[notice.id, label, f"{getattr(urgency, label).name} {line.text}"] for label, line in notice.lines]
        assert [[*row, says[: len(line)]] for (*row, says), (*_, line) in zip(signs, told, strict=True)] == told
        top, line = notice.lines[0]
        numbers = [row.tel for row in contacts.crisis if line.call] + [row.number for row in contacts.emergency]
        assert dials == [f"tel:{number}" for number in numbers if act(top) == "now"]
        parts = [*getattr(urgency, top).do, notice.meanwhile.says if notice.meanwhile else ""]
        assert [part for part in parts if filled(part, shown).replace("{urgent}", contacts.urgent()) not in text] == []
        assert more.endswith(f"/symptoms/get-help/#{notice.id}") and ready.locator("#search-results a").count()


def test_a_sign_in_no_list_has_one_rule_in_all_its_places(ready, small):
    """Where search finds nothing, its net stands before the links."""
    shown = read_facts(FIXTURE, date.max)[0]
    rows = {label: getattr(shown.urgency, label) for label in LABELS}
    told = {label: [row.name, row.rule, row.do[0]] for label, row in rows.items() if row.rule}
    numbers = [f"tel:{row.number}" for row in shown.contacts.emergency]
    search(ready, "qqxzzy")
    assert ready.locator("#search-note:visible ~ #search-help:visible ~ #search-near:visible").count() == 1
    assert not ready.locator("#search-help [data-notice]").count()
    for path, part in (
        ("", "#search-help"),
        ("symptoms/", "article"),
        ("symptoms/planner/", "#planner-other-name + ul"),
        ("print/", "article"),
    ):
        if path:
            ready.goto(small.url + path)
        lines = ready.locator(f"{part} li[data-act]:not([data-notice])")
        seen = dict(lines.evaluate_all("all => all.map(line => [line.dataset.act, line.innerText])"))
        assert list(seen) == list(told), path
        lost = [says for label, row in told.items() for says in row if filled(says, shown) not in plain(seen[label])]
        assert lost == [], path
        dials = lines.locator("a[href^='tel:']").evaluate_all("all => all.map(link => link.getAttribute('href'))")
        assert dials == numbers and lines.locator("a").first.is_visible(), path


def test_a_link_may_carry_words_and_they_leave_the_address(page, small):
    page.goto(small.url + "#search=%E0%A4%A")  # badly written
    page.goto(small.url + "#search=yellow%20eyes")
    page.locator("#search-results a").first.wait_for()
    assert page.url == small.url and page.locator("#search-input").input_value() == "yellow eyes"
    assert page.complaints == []


def test_bad_signal_leaves_the_words(ready):
    ready.route("**/search-index.*", lambda route: route.abort())
    ready.locator("#search-input").focus()
    ready.locator("#search-status", has_text="did not load").wait_for(state="attached")
    assert ready.is_visible(".hg-search__link")
