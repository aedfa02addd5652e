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
from search import box, report
from signs import act
from thesaurus import alternatives

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


def test_readers_words_find_their_sign_and_questions_their_page(real, facts):
    """The fixed part of make search-report: signs, slips, temperatures, numbers that are none, questions."""
    figures, failed = report.measured(real, {row.id: row.area for row in facts.signs.notices})
    if "SEARCH_REPORT" in os.environ:  # make search-report
        print("", report.report(figures, failed), sep="\n")
    assert report.missed(figures) == [] and min(count for _, count, *_ in figures) > 5


def test_a_bare_word_shows_the_most_urgent_line_that_it_may_mean(real):
    words = ["headache", "dizzy", "rash", "tired", "cough", "vomiting", "swelling", "pain", "fever", "bleeding"]
    for word, answer in zip(words, box.ask(real, words), strict=True):
        acts = [LABELS.index(line["act"]) for line in answer["lines"]]
        assert acts and acts[0] == min(acts) and answer["lines"][0]["seen"], word
        assert LABELS[acts[0]] == ("today" if word == "tired" else "now"), word


def test_no_correction_turns_one_fear_into_another(real):
    """Dying is not lying, dead is not deaf."""
    assert [answer["note"] for answer in box.ask(real, ["am I dying", "wish I was dead"])] == ["", ""]


def test_bad_input_does_no_harm(real):
    """On the real index, since it is the large one."""
    for answer in box.ask(real, HOSTILE):
        assert answer["took"] < 3000 and len(answer["found"]) <= 8
        assert answer["lines"] or answer["note"] or answer["found"], "it says something"
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


def typed(shown, notice) -> str:
    """Words that open a notice: the first of each concept of its first rule."""
    concepts = shown.thesaurus.concepts
    return " ".join(concepts[part[0]].words[0] for part in alternatives(notice.concepts[0]))


def test_a_touch_fetches_it_and_enter_opens_the_first_result(ready, small):
    fetched = lambda: sum("assets/search" in url for url in ready.requests)
    assert fetched() == 0
    search(ready, "ultrasound")
    assert fetched() == 3, "engine, looks and index"
    assert not ready.locator("#search-help:visible").count(), "no card for a question"
    first = ready.locator("#search-results a").first.evaluate("link => link.href")
    ready.keyboard.press("Enter")
    ready.wait_for_url(first)


def test_enter_opens_what_the_first_card_says_or_what_an_arrow_chose(ready, small):
    search(ready, "yellow eyes")
    chosen = ready.locator("#search-results a").first.evaluate("link => link.href")
    ready.keyboard.press("Enter")
    ready.wait_for_url(small.url + "symptoms/get-help/#jaundice")
    search(ready, "yellow eyes")
    ready.keyboard.press("ArrowDown")
    ready.keyboard.press("Enter")
    ready.wait_for_url(chosen)


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
        search(ready, typed(shown, notice))
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
        assert card.get_attribute("data-area") == notice.area
        parts = [*getattr(urgency, top).do, notice.meanwhile.says if notice.meanwhile else ""]
        assert [part for part in parts if filled(part, shown).replace("{urgent}", contacts.urgent()) not in text] == []
        assert more.endswith(f"/symptoms/get-help/#{notice.id}") and ready.locator("#search-results a").count()


def test_two_signs_have_two_cards_and_a_word_of_many_a_line_for_each_area(ready):
    cards = ready.locator("#search-help > .hg-search__card")
    said = lambda kind: cards.evaluate_all("(all, kind) => all.map(card => card.dataset[kind] ?? null)", kind)
    first = lambda: cards.locator("li:first-of-type").evaluate_all("all => all.map(line => line.dataset.act)")
    search(ready, "itching and yellow skin")
    assert said("notice") == ["jaundice", "eating"] and first() == ["now", "soon"], "the more urgent one first"
    search(ready, "pain")
    lines = cards.locator("li").evaluate_all("all => all.map(line => [line.dataset.area, line.dataset.act])")
    assert said("notice") == [None] and [act for _, act in lines] == ["now", "now", "today"]
    assert {area for area, _ in lines} == {"head", "trunk", "breast"} and cards.locator("a[href^='tel:']").count()
    leads = cards.locator("li a:not([href^='tel:'])").evaluate_all("all => all.map(link => link.hash.slice(1))")
    assert leads == [area for area, _ in lines]


def test_nothing_urgent_is_left_out_beside_what_is_calm(ready):
    """A notice that fits less well but is more urgent; a sign that no calm card speaks of; an overdose."""
    cards = ready.locator("#search-help > .hg-search__card")
    for words, due in {
        "boob red": ["fever", "breast-changes"],
        "off food and numb": [None, "eating"],
        "overdose": [None],
        "off food overdose": [None, "eating"],
        "is it normal to be off food after a scan": ["eating"],
        "40 mg": [],
    }.items():
        search(ready, words)
        assert cards.evaluate_all("all => all.map(card => card.dataset.notice ?? null)") == due, words
        assert cards.count() < 2 or cards.first.locator("li").first.get_attribute("data-act") == "now"
    assert ready.is_visible("#search-note") and ready.is_visible("#search-near"), "a number alone: it says so"


def test_typed_spanish_has_the_labels_in_spanish_too(ready):
    shown = read_facts(FIXTURE, date.max)[0]
    told = ready.locator("#search-help [lang=es]")
    search(ready, "no puedo respirar")
    due = (shown.urgency.now, shown.urgency.team_now, shown.urgency.today)
    assert told.all_text_contents() == [f" {row.es}:" for row in due]
    search(ready, "cannot breathe")
    assert told.count() == 0


def test_the_first_line_and_its_number_are_in_sight_above_the_keyboard(ready):
    ready.set_viewport_size({"width": 360, "height": 440})
    search(ready, "headache")
    for part in ("li .hg-label", "a[href^='tel:']"):
        box = ready.locator(f"#search-help {part}").first.bounding_box()
        assert box["y"] + box["height"] < 440


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
