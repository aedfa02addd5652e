"""Every line of every sign is reached, with its label: on pages and paper, in the planner, the feed and search."""

import json
import re

import pytest
from conftest import straight
from contracts import LABELS
from signs import CARE, HELP, of_page

PLANNER = "/symptoms/planner/"
# Of each line in sight: its notice, its act, the words of its label, its own words without marks and terms.
LINES = """() => [...document.querySelectorAll('article [data-notice][data-act]')]
    .filter(line => line.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map(line => {
        const copy = line.cloneNode(true), label = copy.querySelector('.hg-label');
        copy.querySelectorAll('sup, input, .hg-label').forEach(part => part.remove());
        return [line.dataset.notice, line.dataset.act, label?.textContent, copy.textContent.trim()];
    })"""
IN_SIGHT = "label => label.checkVisibility({ visibilityProperty: true }) && label.getClientRects().length > 0"


def due(facts, notices, *labels) -> list[list[str]]:
    """The lines of notices as a page must show them."""
    return [
        [notice.id, label, getattr(facts.urgency, label).name, words(notice, line)]
        for notice in notices
        for label, line in notice.lines
        if label in (labels or LABELS)
    ]


def words(notice, line) -> str:
    """A line beside its notice's name, or with it."""
    return notice.whole(line) if len(notice.lines) == 1 else line.text


def seen(page) -> list[list[str]]:
    """The lines in sight."""
    return [[*row, bare(straight(" ".join(says.split())))] for *row, says in page.evaluate(LINES)]


def bare(says: str) -> str:
    """A line without the numbers behind its words."""
    return re.sub(r": call \d.*", "", says)


def wrong(found: list, wanted: list) -> list:
    """The lines that are missing or should not be there, or the first that stands out of order."""
    odd = [row for row in (*found, *wanted) if (row in found) != (row in wanted)]
    return odd or [row for row, other in zip(found, wanted, strict=True) if row != other][:1]


@pytest.fixture(scope="module")
def pages(facts) -> dict[str, list]:
    """The pages that list signs, and their notices."""
    signed = [HELP, CARE, *(place.page for place in facts.places)]
    return {address: of_page(facts.signs, facts.places, address) for address in signed}


def test_every_line_stands_on_its_pages_and_on_paper(site, facts, page, pages):
    found = {}
    for address, notices in pages.items():
        page.goto(site.url + address[1:])
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            found[address, media] = wrong(seen(page), due(facts, notices))
            assert page.locator(".hg-sign .hg-label").first.evaluate(IN_SIGHT), (address, media)
        page.emulate_media(media="screen")
    assert {where: lines for where, lines in found.items() if lines} == {}
    assert {notice.id for notice in pages[HELP]} == {notice.id for notice in facts.signs.notices}


def test_every_line_is_in_the_planner_or_led_to(site, facts, page, plain_page):
    """Today and soon as ticks; the stronger lines of the same notice there, all others by the link of the card."""
    ticked = [notice for notice in facts.signs.notices if notice.today or notice.soon]
    for one, labels in ((page, ("today", "soon")), (plain_page, LABELS)):
        one.goto(site.url + PLANNER[1:])
        found = {tuple(row[:3]): row[3] for row in seen(one) if row[1] in labels}
        lines = {(row.id, label): (line.text, row.whole(line)) for row, label, line in facts.signs.lines}
        assert sorted(found) == sorted(tuple(row[:3]) for row in due(facts, ticked, *labels))
        assert [row for row, says in found.items() if says not in lines[row[:2]]] == []
        leads = one.locator(f".hg-danger a[href*='{HELP[10:]}']")
        assert leads.count() == 1 and leads.is_visible()
    boxes = page.locator("article [data-act] input[type=checkbox]")
    assert boxes.count() == len(due(facts, ticked, "today", "soon"))


def test_every_line_is_in_the_feed_and_in_the_index_of_search(site, facts):
    feed = json.loads((site.dir / "api/v1/pages.json").read_text("utf-8"))
    [index] = (site.dir / "assets").glob("search-index.*.json")
    rows = {row[0]: row for row in json.loads(index.read_text("utf-8"))["notices"]}
    told = {row["id"]: [(line["label"], line["says"]) for line in row["lines"]] for row in feed["notices"]}
    found = {name: [(LABELS[act], straight(says)) for act, says, *_ in row[2]] for name, row in rows.items()}
    for notice in facts.signs.notices:
        lines = [(label, line.text) for label, line in notice.lines]
        for given in (told, found):
            cut = [(label, bare(says)) for label, says in given[notice.id]]
            assert cut == lines, notice.id
        assert straight(rows[notice.id][1]) == notice.name
