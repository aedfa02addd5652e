"""The visit planner, used as a reader would; its sheet, its form and its pocket card on paper."""

from datetime import date

import pytest
from facts import read_facts
from hands import PLANNER, open_planner, tick
from printing import filled, plain, printed, top_of, what_to_do, written
from signs import line_id

MORE = ".hg-planner__more"
# Lines in sight: notice, act, words with the label.
LINES = """() => [...document.querySelectorAll('.hg-planner [data-notice][data-act]')]
    .filter(line => line.checkVisibility())
    .map(line => [line.dataset.notice, line.dataset.act, line.innerText.replace(/\\s+/g, ' ')])"""


@pytest.fixture
def real(site, page):
    """For what must fit on paper."""
    return open_planner(page, site.url)


@pytest.fixture
def told(small):
    return read_facts(small.dir, date.max)[0]


def lacks(text, parts):
    return [part for part in parts if plain(part) not in text]


def test_every_line_is_reached(site, facts, page, plain_page):
    """Today and soon as ticks, the stronger lines of the same notice above them; the others by the red card."""
    notices = [notice for notice in facts.signs.notices if notice.today or notice.soon]
    open_planner(page, site.url), plain_page.goto(site.url + PLANNER)
    for one in (page, plain_page):
        shown = {(notice, act): says for notice, act, says in one.evaluate(LINES)}
        for notice in notices:
            any_other = any(line.says.lower().startswith("any other") for _, line in notice.lines)
            in_sight = one is plain_page or notice.team_now or any_other
            for label, line in notice.lines:
                says = shown.pop((notice.id, label), "")
                if label in ("today", "soon") or in_sight:
                    assert says.startswith(getattr(facts.urgency, label).name), (notice.id, label)
                    assert plain(says).lower().endswith(plain(line.text).lower()[-30:]), (notice.id, label)
                else:
                    assert not says, "asked about at a tick"
        assert shown == {}
        top = lambda part, one=one: one.locator(part).first.bounding_box()["y"]
        assert top(".hg-danger .hg-calls a") < top(".hg-danger li") < top("#planner-had") < top(".hg-tick")
        assert len(facts.signs.danger_box) == one.locator(".hg-danger li").count()
        assert one.locator(".hg-danger a[href$='/get-help/#areas']").is_visible()


def test_a_tick_asks_about_its_stronger_lines_first(small, page, told):
    open_planner(page, small.url)
    does = lambda label: plain(what_to_do(told, label))
    cases = {  # line: (stronger lines, more words)
        "jaundice-today": (["jaundice-now"], "with a fever"),
        "headache-soon": (["headache-now"], "very painful"),
        "breast-changes-soon": (["breast-changes-today"], "It turns hot and red in days"),
        "breathing-today": (["breathing-now", "breathing-team-now"], "Is it any of the lines above?"),
        "eating-soon": ([], ""),
    }
    notices = {notice.id: notice for notice in told.signs.notices}
    for line, (stronger, words) in cases.items():
        notice, label = line.rsplit("-", 1)
        assert page.is_visible(f".hg-sign[data-notice={notice}]") == (notice == "breathing"), (
            "a team line stays in sight"
        )
        tick(page, line)
        more = page.locator(MORE)
        says = plain(more.inner_text())
        asked = more.locator("[data-act]").evaluate_all(
            "all => all.map(line => [line.dataset.notice, line.dataset.act])"
        )
        wanted = [row for row in notices[notice].lines if line_id(notices[notice], row[0]) in stronger]
        assert asked == [[notice, row[0]] for row in wanted]
        acts = [row[0] for row in wanted] + [label]
        order = [part for act in acts for part in (getattr(told.urgency, act).name, does(act))]
        assert lacks(says, [*order, words]) == [] and "none of these" in says
        assert more.locator("a[href^=tel]").count() == 2 and more.locator("[role=alert]").count() == 1
        assert sorted(order, key=says.index) == order
        page.uncheck(f"[value={line}]")
        assert more.count() == 0
    page.press("#planner-name", "Enter")
    assert page.url.endswith(PLANNER) and page.complaints == []


def test_the_sheet_is_one_side_most_urgent_first(real, facts, publisher):
    lines = {label: [(n, line) for n, act, line in facts.signs.lines if act == label] for label in ("today", "soon")}
    chosen = [(label, n, line) for label, count in (("soon", 5), ("today", 3)) for n, line in lines[label][:count]]
    worst, name = line_id(lines["today"][0][0], "today"), "مريم 李小龙"
    tick(real, *(line_id(n, label) for label, n, _ in chosen))
    since, medicine, question, friend, had = "2026-11-01", "Trastuzumab", "Can I travel?", "My sister", "A fit, in May"
    fields = {
        "name": name,
        f"since-{worst}": since,
        "medicines": medicine,
        "own": question,
        "coming": friend,
        "had": had,
    }
    for field, text in fields.items():
        real.fill(f"#planner-{field}", text)
    real.select_option(f"#planner-change-{worst}", "Worse")
    real.select_option(f"#planner-bad-{worst}", "7")
    [text] = printed(real)[0]
    first = lambda label: plain(lines[label][0][0].whole(lines[label][0][1]))
    does = lambda label: plain(what_to_do(facts, label))
    order = [top_of(publisher, facts), had, does("today"), first("today"), does("soon"), first("soon")]
    order += ["My questions", question, "My medicines", medicine]
    signs, rest = [plain(n.whole(line)) for _, n, line in chosen], [written(date.fromisoformat(since)), "Worse"]
    assert lacks(text, order + signs + rest + ["7 of 10", friend]) == [] and sorted(order, key=text.index) == order
    assert lacks(text, [plain(lines["today"][5][0].whole(lines["today"][5][1]))]), "that was not ticked"
    assert real.locator(".hg-sheet__facts dd").first.text_content() == name
    assert real.evaluate("localStorage.length + sessionStorage.length") == 0 and real.complaints == []


def test_the_empty_form_prints_without_script(site, plain_page, facts, publisher):
    sides, _ = printed(plain_page, site.url + PLANNER)
    assert len(sides) <= 6 and all(side.startswith(top_of(publisher, facts)) for side in sides)
    parts = ["What I ticked", "My medicines", "My questions", "Better", "Since", "Who is coming with me", "Team, night"]
    parts += [what_to_do(facts, label) for label in ("now", "team_now", "today", "soon")]
    parts += [row.says for row in facts.signs.danger_box]
    squeezed = lambda text: plain(text).replace(" ", "").lower()
    text = squeezed("".join(sides))
    lines = [line.says for notice, _, line in facts.signs.lines if notice.today or notice.soon]
    assert [part for part in parts + lines if squeezed(part) not in text] == []


def test_the_pocket_card_is_the_size_of_a_bank_card(real, facts, publisher):
    number = "+1 800 CALL-NOW"
    real.click("#pocket-card summary")
    real.fill("#planner-cancer", "HER2-positive breast cancer, now in the liver and the bones")
    real.fill("#planner-day", number)
    real.press("#planner-day", "Tab")
    real.evaluate("document.documentElement.dataset.hgPaper = 'card'")
    real.emulate_media(media="print")
    for wide, high, cut in real.locator(".hg-pocket__side").evaluate_all("""sides => sides.map(side =>
            [side.offsetWidth, side.offsetHeight, side.scrollHeight > side.clientHeight + 1])"""):
        assert abs(wide / 96 * 25.4 - 85.6) < 0.6 and abs(high / 96 * 25.4 - 54) < 0.6 and not cut
    sizes = "all => all.filter(node => node.innerText).map(node => parseFloat(getComputedStyle(node).fontSize))"
    assert min(real.locator(".hg-pocket__side :is(p, a, dt, dd)").evaluate_all(sizes)) >= 12, "9 points"
    calls = [filled(facts.urgency.now.do[0], facts), *(row.number for row in facts.contacts.crisis)]
    text = plain(real.locator(".hg-pocket").inner_text())
    assert lacks(text, [*(plain(row.says) for row in facts.signs.danger_box), *calls, number]) == []
    [side] = printed(real, format="A4")[0]
    assert side.startswith(top_of(publisher, facts))


def test_where_print_returns_at_once_the_choice_still_holds(site, tab):
    page = tab()
    page.add_init_script("window.print = () => {}")
    open_planner(page, site.url)
    page.fill("#planner-notes", "Zebra")
    page.click("#pocket-card summary")
    parts = {"card": "Cut along the lines", "form": "What I ticked", "sheet": "Zebra"}
    for choice, part in parts.items():
        for then in ("", "Shift"):
            page.click(f"[data-planner-print={choice}]")
            if then:
                page.keyboard.press(then)
            assert (parts["sheet"] if then else part) in "".join(printed(page)[0]), (choice, then)
