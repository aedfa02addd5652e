"""The real guide as its readers need it: what to do above the signs, each place's signs, no survival by accident."""

from contracts import ACTS
from selectolax.lexbor import LexborHTMLParser
from signs import ALL_SIGNS, EVERY
from walk import violations

SURVIVAL = ("survival-", "long-term-", "ten-year-alive")  # how the ids of numbers about survival begin
# Of each card: its act; whether what to do is seen, in no fold and above the signs; the signs; the numbers to dial.
CARDS = """cards => cards.map(card => {
    const [does, signs] = ['.hg-act__do', '.hg-signs'].map(part => card.querySelector(part));
    const all = (selector, of) => [...card.querySelectorAll(selector)].filter(node => node.checkVisibility()).map(of);
    return [card.className.match(/hg-act--(\\w+)/)[1],
        does.checkVisibility() && !card.closest('details') && !(signs?.compareDocumentPosition(does) & 4),
        all('.hg-sign__says', says => says.textContent.trim()), all("a[href^='tel:']", call => call.href)];
})"""
# Whether each fold stands open, and its text; then the text that stands in none.
FOLDS = """() => {
    const article = document.querySelector('article').cloneNode(true), folds = [...article.querySelectorAll('details')];
    folds.forEach(fold => fold.remove());
    return [folds.map(fold => [fold.open, fold.textContent]), article.textContent];
}"""


def straight(text: str) -> str:
    """With the straight quotes that authors type."""
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def test_a_place_shows_its_signs_and_those_of_anywhere_below_what_to_do(site, facts, page):
    for place in facts.places:
        page.goto(site.url + place.page[1:])
        cards = page.locator(".hg-article .hg-act").evaluate_all(CARDS)
        assert cards[0][0] == "now" and [act for act, good, _, _ in cards if not good] == [], place.id
        assert {f"tel:{row.number}" for row in facts.contacts.emergency} <= set(cards[0][3]), place.id
        assert page.locator(":is(h1, h2, h3) a.hg-word").count() == 0, place.id
        for act in ACTS if place.page not in ALL_SIGNS else ():
            here = {place.id, EVERY} if act == "now" else {place.id}
            due = sorted(straight(row.says) for row in facts.symptoms if row.act == act and here & set(row.places))
            assert sorted(straight(says) for of, _, signs, _ in cards if of == act for says in signs) == due, place.id


def test_survival_is_never_met_by_accident(site, facts, page):
    rows = [row.says for row in facts.numbers if row.id.startswith(SURVIVAL)]
    for path in ("print/", "spread/chances/"):
        page.goto(site.url + path)
        folds, outside = page.evaluate(FOLDS)
        within = straight("".join(text for open_, text in folds if not open_))
        assert rows and [says for says in rows if says in straight(outside) or says not in within] == [], path
    page.locator("#survival summary", has_text="survival").press("Enter")
    assert page.locator("#survival[open]").count() and violations(page) == []


def test_the_picture_of_a_number_is_right(site, facts):
    whole = LexborHTMLParser(site.html("print"))
    for row in facts.numbers:
        drawn = {part: whole.css_first(f"[id$=number-{row.id}] path.hg-number__{part}") for part in ("yes", "no")}
        marks = [path.attributes["d"].count("M") for path in drawn.values()]
        assert marks == [row.count, row.of - row.count], row.id


def test_an_unknown_address_gets_a_page_that_helps(small, page):
    assert page.goto(f"{small.url}no/such/page/?q=1").status == 404
    assert page.inner_text("h1") == "We could not find that page"
    page.get_by_role("link", name="See when to get help").click()
    assert page.url == f"{small.url}symptoms/get-help/"
