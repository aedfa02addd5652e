"""The real guide as its readers need it: what to do above the signs, each with its label, no survival by accident."""

import re
import shutil

import pytest
from clinic import read_publisher
from conftest import ROOT, Guide, serve, straight
from dial import dial
from selectolax.lexbor import LexborHTMLParser
from walk import PHONE, violations

HELP, SCREEN = "symptoms/get-help/", PHONE["height"]
SURVIVAL = ("survival-", "eight-years-", "ten-year-alive")  # how the ids of numbers about survival begin
# Of a page that lists signs: how far down what comes first ends, and what of it is not as it must be.
SIGNS = """() => {
    const all = part => [...document.querySelectorAll(`article ${part}`)], lines = all('.hg-sign[data-act]');
    const place = node => node.getBoundingClientRect(), end = nodes => Math.max(...nodes.map(one => place(one).bottom));
    const before = (one, other) => !!(one.compareDocumentPosition(other) & 4);
    const [calls] = all('.hg-calls'), [means] = all('.hg-labels'), [box] = all('.hg-danger');
    const seen = node => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length;
    const far = all('.hg-area').flatMap(area => [...area.querySelectorAll('.hg-sign')]
        .map(line => place(line).bottom - place(area.querySelector('h2')).top));
    return {
        first: end([...all('.hg-message'), calls]), areas: end(all('.hg-areas a')), sign: end([lines[0]]),
        far: Math.max(...far), lines: lines.length, dials: [...calls.querySelectorAll('a')].map(call => call.href),
        hidden: [calls, means, ...lines].filter(one => !seen(one) || one.closest("details")).map(one => one.outerHTML),
        labeled: lines.every(line => seen(line.firstElementChild) && line.firstElementChild.matches('.hg-label')
            && place(line.firstElementChild).top < place(line).top + 9),
        above: before(calls, lines[0]) && before(means, lines[0]),
        box: !box || before(lines.at(-1), box) && all('h2').every(h2 => before(h2, lines[0]) || before(box, h2)),
    };
}"""
# Whether each fold stands open, and its text; then the text that stands in none.
FOLDS = """() => {
    const article = document.querySelector('article').cloneNode(true), folds = [...article.querySelectorAll('details')];
    folds.forEach(fold => fold.remove());
    return [folds.map(fold => [fold.open, fold.textContent]), article.textContent];
}"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The real guide as a clinic runs it, with its numbers."""
    guide = Guide(tmp_path_factory.mktemp("copy") / "guide")
    for name in ("docs", "data"):
        shutil.rmtree(guide.dir / name)
        shutil.copytree(ROOT / name, guide.dir / name)
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    for key, value in {"name": "River Clinic", "day_number": "(01) 555 0288", "night_number": "(01) 555 0299"}.items():
        text = re.sub(f'(?m)^( +{key}:) ""', rf'\1 "{value}"', text)
    guide.write("mkdocs.yml", text)
    assert guide.faults() == []
    served = serve(guide.site)
    served.publisher = read_publisher(guide.dir / "mkdocs.yml", guide.dir / "docs")
    yield served
    served.stop()


@pytest.mark.parametrize("whose", ["site", "copy"])
def test_what_to_do_comes_first_and_every_sign_has_its_label(request, whose, facts, publisher, page):
    served, wrong = request.getfixturevalue(whose), []
    page.set_viewport_size(PHONE)
    clinic = getattr(served, "publisher", publisher).clinic
    dials = {f"tel:{dial(number)}" for number in (*(row.number for row in facts.contacts.emergency), *clinic.numbers)}
    most = 2 if clinic.numbers or clinic.logo else 1.8
    for path in (HELP, *(place.page[1:] for place in facts.places)):
        page.goto(served.url + path)
        seen = page.evaluate(SIGNS)
        holds = {
            "numbers to dial": dials == set(seen["dials"]),
            f"in sight: {seen['hidden'][:1]}": seen["hidden"] == [],
            "a label at the head of each line": seen["labeled"],
            "what to do above the signs": seen["above"],
            "the danger box before the rest": seen["box"],
        }
        if path == HELP:
            holds[f"call buttons within 560 px: {seen['first']}"] = seen["first"] <= 560
            holds[f"areas on the first screen: {seen['areas']}"] = seen["areas"] <= SCREEN
            holds[f"a line within 2.4 screens of its heading: {seen['far']}"] = seen["far"] <= 2.4 * SCREEN
        else:
            holds[f"own first sign within {most} screens: {seen['sign']}"] = seen["sign"] <= most * SCREEN
            holds[f"14 own lines at most: {seen['lines']}"] = 0 < seen["lines"] <= 14
        wrong += [f"/{path}: {name}" for name, good in holds.items() if not good]
        assert page.locator(":is(h1, h2, h3, .hg-notice) a.hg-word").count() == 0, path
    assert wrong == []


def test_lists_explain_what_they_name(site, facts):
    """Each word that the list, or its red box, holds as a reader sees it, and which of two lines counts."""
    met = set()
    for path in (HELP, "care/", "symptoms/planner/", *(place.page[1:] for place in facts.places)):
        tree = LexborHTMLParser(site.html(path))
        (told,) = [node.text() for node in tree.css(".hg-labels__words")]
        listed = " ".join(node.text(separator=" ") for node in tree.css(".hg-notices, .hg-notice, .hg-danger"))
        assert facts.sentences.two_fit in told
        for row in facts.signs.words:
            used = {name for name in row.names if re.search(rf"\b{name}\b", listed, re.I)}
            assert {name for name in row.names if name.lower() in told.lower()} >= used and (
                row.are in told or not used
            )
            met |= used
    assert met == {name for row in facts.signs.words for name in row.names}


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
        marks = []
        for path in whole.css(f"[id$=number-{row.id}] path"):
            lines = map(float, re.findall(r"h([\d.]+)", path.attributes["d"]))  # a mark each 20
            marks.append(sum((line + 20) // 20 for line in lines))
        assert marks == [one for count, _ in row.parts for one in (count, *[row.of - count] * 2)], row.id


def test_spanish_is_a_link_away_with_whom_to_call_and_the_labels(site, facts):
    foot = LexborHTMLParser(site.html("sites/liver")).css_first(".hg-footer a[lang=es]")
    page = LexborHTMLParser(site.html("es"))
    assert foot.attributes["href"] == "../../es/" and page.css_first("html").attributes["lang"] == "es"
    dials = [call.attributes["href"] for call in page.css(".hg-calls a:not(.hg-calls__team)")]
    assert dials == [f"tel:{row.number}" for row in facts.contacts.emergency]
    labels = [" ".join(label.text().split()) for label in page.css("li[class^=hg-act]")]
    assert labels == [f"{row.name} {row.es}" for _, row in facts.urgency]


def test_an_unknown_address_gets_a_page_that_helps(small, page):
    assert page.goto(f"{small.url}no/such/page/?q=1").status == 404
    assert page.inner_text("h1") == "We could not find that page"
    page.get_by_role("link", name="See when to get help").click()
    assert page.url == f"{small.url}symptoms/get-help/"
