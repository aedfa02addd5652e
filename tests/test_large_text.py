"""Large text, set in the browser: 200 out of 100 at 360 px, 150 at 320 px. Nothing is cut, laid over something or out
of reach, on any page and in any state."""

import pytest
from conftest import opened
from hands import search
from install_browser import find
from test_looks import CRAMPED, STATES
from test_states import fill_planner
from walk import NOWHERE, WHOLE

# Where parts of the header lie over one another, or reach out of the screen.
HEADER = """() => {
    const all = [...document.querySelectorAll('.hg-brand, .hg-header__bar :is(a, summary, input, button)')];
    const seen = all.filter(node => node.checkVisibility() && !node.closest('nav, .hg-search__panel')
        && getComputedStyle(node).clipPath === 'none' && getComputedStyle(node.parentElement).clipPath === 'none');
    const boxes = seen.map(node => node.getBoundingClientRect()).filter(box => box.width);
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.flatMap((a, at) => boxes.slice(at + 1).filter(b => over(a, b) || b.right > innerWidth));
}"""
REACHED = """one => { const { x, y, width, height } = one.getClientRects()[0];
    return one.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"""
ROLLS = "document.getElementById('search-panel').scrollHeight > document.getElementById('search-panel').clientHeight"
SIZES = [(32, 360, 440), (24, 320, 560)]  # of letters, width, height
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module", params=SIZES, ids=["200", "150"])
def large(browser, request):
    size, width, height = request.param
    flags = ["--no-sandbox", "--disable-gpu", f"--blink-settings=defaultFontSize={size}"]
    other = browser.browser_type.launch(executable_path=find(), args=flags)
    page = opened(other, viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.goto("about:blank")
    assert page.evaluate("matchMedia('(min-width: 23em)').matches") is False, "the browser's own size counts"
    yield page
    other.close()


def cut(page) -> list:
    wide = page.evaluate(SIDEWAYS)
    return page.evaluate(CRAMPED) + page.evaluate(HEADER) + ([f"{wide} px sideways"] if wide > 0 else [])


@pytest.mark.parametrize("large", SIZES[:1], indirect=True, ids=["200"])
def test_no_page_is_cut(large, site):
    """Fewer letters fit beside each other in 360 px at 200 than in 320 px at 150."""
    found, folds = {}, "article details:not(.hg-snippets__all *)"
    for path in [*(path for path in site.pages if path != WHOLE), NOWHERE]:
        large.goto(site.url + path)
        large.evaluate("folds => document.querySelectorAll(folds).forEach(fold => { fold.open = true; })", folds)
        found[path] = cut(large)
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_no_state_is_cut_and_all_is_within_reach(large, small):
    states = [state for state in STATES if state[1]] + [("symptoms/planner/", fill_planner), ("go/?code=x", None)]
    states += [("", lambda page, words=words: search(page, words)) for words in ("pain", "weather tomorrow")]
    for path, act in states:
        large.goto(small.url + path)
        if act:
            act(large)
        assert cut(large) == [], (path, act)
        assert not large.evaluate(ROLLS), "the page rolls, not a part of it that would be a few lines high"
        for part in large.locator("#search-panel:visible a:visible").all():
            part.scroll_into_view_if_needed()
            assert part.evaluate(REACHED), (path, part.inner_text())
