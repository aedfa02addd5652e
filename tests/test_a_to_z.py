"""The A to Z: every subject in a fold a letter, with script and without, on paper, and where it stood before."""

import re

WORDS, A_TO_Z, PRINT = "words/", "words/a-z/", "print/"
FOLDS = "all => all.map(fold => [fold.open, fold.querySelector('ul').checkVisibility()])"
SAME = "hash => { history.replaceState(null, '', hash); dispatchEvent(new Event('hashchange')); }"


def open_letter(page) -> str:
    """The anchor of the one fold that stands open; its letter is in sight, below the header."""
    fold = page.locator(".hg-atoz [open]")
    page.wait_for_function(
        "document.querySelector('.hg-atoz [open] summary').getBoundingClientRect().top < innerHeight"
    )
    top, head = (one.bounding_box() for one in (fold.locator("summary"), page.locator(".hg-header__bar")))
    assert top["y"] >= head["y"] + head["height"] and top["y"] < page.viewport_size["height"]
    return "#" + fold.locator("ul").get_attribute("id")


def test_a_letter_opens_by_its_anchor(small, page, plain_page):
    anchors = re.findall(r'<ul id="(letter-[a-z0-9-]+)"', small.html(A_TO_Z))
    assert re.findall(r"a-z/#(letter-[a-z0-9-]+)", small.html(WORDS)) == anchors and len(anchors) > 5
    for one in (page, plain_page):
        one.goto(small.url + A_TO_Z)
        assert one.locator(".hg-atoz [open]").count() == 0
        one.locator(".hg-atoz summary").first.press("Enter")
        assert open_letter(one) == "#" + anchors[0]
        one.goto("about:blank")
        one.goto(f"{small.url}{A_TO_Z}#{anchors[3]}")
        assert open_letter(one) == "#" + anchors[3]
    page.locator(".hg-atoz [open] summary").click()
    page.evaluate(SAME, "#" + anchors[4])  # where browsers do not open a fold, the script does
    assert open_letter(page) == "#" + anchors[4]


def test_where_it_stood_before_leads_to_it(small, page, plain_page):
    [letter, *_] = re.findall(r'<ul id="(letter-[a-z])"', small.html(A_TO_Z))
    for old in (WORDS + "#", PRINT + "#words-"):
        for anchor, new in (("a-to-z", ""), (letter, "#" + letter)):
            page.goto(small.url + old + anchor)
            page.wait_for_url(small.url + A_TO_Z + new)
            plain_page.goto("about:blank")
            plain_page.goto(small.url + old + anchor)
            link = plain_page.locator(f"[id$='{anchor}'] a")
            assert link.bounding_box()["y"] < 900, "in sight"
            link.click()
            assert plain_page.url == small.url + A_TO_Z + new
    assert open_letter(page) == open_letter(plain_page) == "#" + letter


def test_every_letter_is_open_on_paper(small, page, tab):
    page.goto(small.url + A_TO_Z)
    page.emulate_media(media="print")
    folds = page.locator(".hg-atoz details").evaluate_all(FOLDS)
    assert folds and set(map(tuple, folds)) == {(False, True)}
    old = tab()  # a browser whose style sheets cannot open a fold
    old.add_init_script("CSS.supports = () => false")
    old.goto(small.url + A_TO_Z)
    old.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert {open_ for open_, _ in old.locator(".hg-atoz details").evaluate_all(FOLDS)} == {True}


def test_who_finds_nothing_is_led_to_it(small, page, plain_page):
    """Without script by the link in the place of the search field (test_states.py)."""
    plain_page.goto(small.url + "no/such/page/")
    plain_page.locator("article a[href$='words/a-z/']").click()
    assert plain_page.url == small.url + A_TO_Z
    page.goto(small.url)
    assert page.locator(f".hg-search__near a[href='{A_TO_Z}']").count() == 1
    assert "hg-atoz" in small.html(A_TO_Z) and "hg-atoz" not in small.html(PRINT) + small.html(WORDS)
