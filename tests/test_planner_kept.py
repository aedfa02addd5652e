"""What the visit planner keeps, and what it asks: of what was kept before, before it is lost, of strange days."""

import json
from datetime import date, timedelta

from facts import read_facts
from hands import PLANNER, open_planner, press, tick
from printing import plain, written

MORE = ".hg-planner__more"
HOSTILE = "<img src=x onerror=alert(1)>"


def keep(page, kept):
    text = kept if isinstance(kept, str) else json.dumps(kept)
    page.evaluate("text => localStorage.setItem('hg-planner', text)", text)
    page.reload()


def test_nothing_is_kept_unless_asked_and_clear_really_clears(small, tab):
    page = open_planner(tab(), small.url)
    page.on("dialog", lambda dialog: dialog.accept())
    state = lambda: page.evaluate("""[localStorage.length + sessionStorage.length,
        ...['input[name=sign]:checked', '.hg-planner__more'].map(part => document.querySelectorAll(part).length),
        document.querySelector('.hg-sheet__part p')?.innerText ?? '',
        document.querySelector('#planner-notes').value]""")
    nothing = [0, 0, 0, "", ""]
    for kept in (nothing, [1, 1, 1, HOSTILE, HOSTILE]):
        tick(page, "jaundice-today")
        page.fill("#planner-notes", HOSTILE)
        if kept != nothing:
            page.click("[data-planner-keep]")
        page.reload()
        assert state() == kept
    page.click("[data-planner-clear]")
    assert state() == nothing and not page.is_visible("[data-planner-sheet]")
    press(page, "Print my sheet", "Tick a sign or write something first")
    for broken in ("{", "null", '{"signs": {"__proto__": 1, "jaundice": "x"}, "fields": 3}'):
        keep(page, broken)
        assert page.is_visible(".hg-planner__buttons") and state()[1:] == nothing[1:]
    page.evaluate("localStorage.clear()")
    assert page.complaints == []


def test_what_was_kept_by_old_ids_shows(small, page):
    told = read_facts(small.dir, date.max)[0]
    open_planner(page, small.url)
    old = {
        "balance": ["2026-11-01", "The same", "3"],
        "off-food": ["2026-11-03", "Better", "2"],  # two of one line: the longer, the worse
        "itching": ["2026-10-03", "Worse", "4"],
        "breast-lump": ["2026-11-05", "Worse", "6"],
        "breast-changes-soon": ["", "", ""],  # kept since, of the same line
        "face-droop": ["2026-11-02", "Better", ""],  # of a notice that has no tick
        "severe-breathing": ["2026-11-04", "", ""],  # a stronger line
        "no-longer-here": ["", "Worse", "5"],
        "hostile": [HOSTILE, HOSTILE, HOSTILE],
    }
    keep(page, {"signs": old, "questions": [], "fields": {"name": "Ann", "had": "A fit"}})
    ticked = page.locator("input[name=sign]:checked").evaluate_all("all => all.map(box => box.value)")
    assert ticked == ["confusion-today", "eating-soon", "breast-changes-soon"]
    value = lambda name: page.input_value(f"#planner-{name}")
    more = lambda line: [value(f"{name}-{line}") for name in ("since", "change", "bad")]
    assert more("eating-soon") == ["2026-10-03", "Worse", "4"] and more("breast-changes-soon") == old["breast-lump"]
    whole = lambda id: next(n.whole(line) for n, _, line in told.signs.lines if id in line.kept)
    had = [plain(line) for line in value("had").split("\n")]
    assert had[:4] == [
        "A fit",
        f"{told.urgency.now.name}: {whole('face-droop')} (November 2, 2026, Better)",
        f"{told.urgency.now.name}: {whole('severe-breathing')} (November 4, 2026)",
        "no longer here (Worse, 5 of 10)",
    ]
    assert whole("face-droop") in plain(page.inner_text(".hg-sheet")) and value("name") == "Ann"
    page.evaluate("localStorage.clear()")
    assert page.complaints == []


def test_what_the_guide_no_longer_has_stays_in_words(small, page):
    open_planner(page, small.url)
    boxes = page.locator("input[name=question]")
    says = [plain(box.locator("+ span").text_content()) for box in boxes.all()]
    ticked = lambda: [plain(box.locator("+ span").text_content()) for box in boxes.all() if box.is_checked()]
    value = lambda name: page.input_value(f"#planner-{name}")
    gone = "Is this asked no more?"
    keep(page, {"questions": [says[0], gone], "fields": {"oldfield": "Ann", "notes": "Mine", "own": "My own?"}})
    assert ticked() == [says[0]] and value("own") == f"My own?\n{gone}" and value("notes") == "Mine\noldfield: Ann"
    press(page, "Keep on this device", "Kept on this device")
    page.reload()
    assert ticked() == [says[0]] and value("own").count(gone) == value("notes").count("Ann") == 1
    group = page.get_attribute("[data-group]", "data-group")
    keep(page, {"questions": [f"{group}-2", "liver-99"], "fields": {"own": ""}})  # once, by place
    assert ticked() == [says[1]] and value("own") == "A question no longer here: liver-99"
    page.evaluate("localStorage.clear()")
    assert page.complaints == []


def test_a_question_taken_out_ticks_no_other(small, page):
    open_planner(page, small.url)
    for box in page.locator("input[name=question]").all()[:2]:
        box.evaluate("box => { box.checked = true; }")
    press(page, "Keep on this device", "Kept on this device")
    first, last = page.locator("input[name=question]:checked + span").all_text_contents()
    html = small.html(PLANNER).replace(f"<span>{first}</span>", "<span>Another one now?</span>")
    page.route(small.url + PLANNER, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.reload()
    assert page.locator("input[name=question]:checked + span").all_text_contents() == [last]
    assert page.input_value("#planner-own") == first
    page.evaluate("localStorage.clear()")


def test_a_number_that_nobody_typed_is_not_kept(small, page):
    """A clinic's: it may change."""
    html, number = small.html(PLANNER), "555 0288"
    page.route(small.url + PLANNER, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    html = html.replace('id="planner-day"', f'id="planner-day" value="{number}"')
    open_planner(page, small.url)
    press(page, "Keep on this device", "Kept on this device")
    html = html.replace(number, "555 0299")
    page.reload()
    assert page.input_value("#planner-day") == "555 0299"
    page.evaluate("localStorage.clear()")


def test_a_question_before_what_was_written_is_lost_but_never_before_a_call(small, tab):
    asked = []

    def fresh():
        page = open_planner(tab(), small.url)
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        return page

    page = fresh()
    page.click("#planner")  # no browser asks whoever did nothing
    page.fill("#planner-notes", "New")
    page.fill("#planner-notes", "")
    page.reload()
    assert asked == [], "nothing is written"
    for act in (lambda: tick(page, "jaundice-today"), lambda: page.fill("#planner-notes", "New")):
        page.click("#planner")
        act()
        page.reload()
        assert asked.pop() == "beforeunload" and asked == []
    tick(page, "jaundice-today")
    press(page, "Keep on this device", "Kept on this device")
    page.reload()
    page.fill("#planner-notes", "New")
    page.click(".hg-danger a[href*=get-help]")
    page.wait_for_url("**/get-help/**")
    calling = fresh()
    tick(calling, "jaundice-today")
    calling.click(f"{MORE} a[href^=tel]")
    calling.wait_for_timeout(300)
    assert asked == []


def test_strange_days_and_long_texts_are_met_kindly(small, page):
    open_planner(page, small.url)
    tick(page, "jaundice-today")
    since, row = "#planner-since-jaundice-today", page.locator(".hg-sheet__signs tbody tr").last
    later = date.today() + timedelta(days=400)
    cases = {"0001-01-01": "", "9999-12-31": "", "0202-05-06": "", str(later): written(later)}
    for day, says in cases.items():
        page.fill(since, day)
        page.focus("#planner-notes")
        assert f"{says}: is that the day you mean?" in page.inner_text(f"{since}-note"), day
        assert page.get_attribute(since, "aria-describedby") == f"{since[1:]}-note"
        assert "years" not in row.inner_text() and page.input_value(since) == day
    page.fill("#planner-visit", str(date.today() - timedelta(days=300)))  # of the year before
    page.focus("#planner-notes")
    assert "is that the day you mean?" in page.inner_text("#planner-visit-note")
    page.fill(since, str(date.today() - timedelta(days=3)))
    page.fill("#planner-visit", str(later))
    page.focus("#planner-notes")
    assert page.locator(".hg-planner__note").count() == 0 and "(3 days)" in row.inner_text()
    page.fill("#planner-notes", "x" * 2500)
    page.fill("#planner-visit", "9999-01-01")
    page.focus("#planner-name")
    notes = page.locator(".hg-planner__note").all_inner_texts()
    assert "you mean?" in notes[0] and "2000 letters fit here, you have 2500" in notes[1]
    assert "x" * 2500 in page.inner_text(".hg-sheet"), "nothing is cut"
    assert page.complaints == []


def test_no_field_is_spell_checked_or_filled_in_by_the_browser(small, page):
    open_planner(page, small.url)
    tick(page, "jaundice-today")
    fields = page.locator(".hg-planner :is(input, textarea):not([type=checkbox])")
    assert fields.count() > 11 and set(fields.evaluate_all("all => all.map(field => field.spellcheck)")) == {False}
    assert page.get_attribute(".hg-planner form", "autocomplete") == "off"
