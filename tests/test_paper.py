"""On paper: what Chromium prints of the pages is read back."""

from __future__ import annotations

import re
import unicodedata

import pytest
import zxingcpp
from printing import printed

PUBLIC = "https://guide.example/"
PLACES = ["breast", "liver", "lungs", "bones", "brain", "skin", "lymph-nodes"]
PLACE_PAGES = ["symptoms/breast/"] + [f"sites/{place}/" for place in PLACES[1:]]
MENU_WORDS = ("Whole guide", "Find a word, A to Z", "Skip to the text", "Copy link", "On this page", "Read next")
SHOWN = """() => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const own = walk.currentNode.parentElement;
    if (own.checkVisibility({ visibilityProperty: true }) && !own.closest('svg, script') && parseFloat(getComputedStyle(own).fontSize)) found.push(walk.currentNode.textContent.trim()); }
  return found.join(" "); }"""
MOST_SIDES = 2  # of a place page: one piece of paper


@pytest.mark.parametrize(
    ("path", "paper", "script", "scheme"),
    [
        ("sites/liver/", "Letter", True, "light"),
        ("sites/liver/", "A4", False, "dark"),
        ("sites/bones/", "A4", True, "light"),
        ("symptoms/get-help/", "Letter", False, "dark"),
    ],
)
def test_a_sheet_stands_alone(site, browser, path, paper, script, scheme):
    context = browser.new_context(java_script_enabled=script, color_scheme=scheme)
    sides, reader = printed(context.new_page(), site.url + path, format=paper, print_background=True)
    context.close()
    text = " ".join(sides)
    assert "Call 911 (US) or 999 (UK), or your local emergency number" in sides[0]
    assert "Your team's number" in text
    assert "It does not replace advice from your own care team" in text
    assert "No clinician has reviewed this page yet" in sides[0]
    assert f"guide.example/{path}" in text.replace(" /", "/")
    assert "Facts checked November 23, 2026, next check due" in text
    assert f"1 of {len(sides)}" in sides[0]
    for word in MENU_WORDS:
        assert word not in text, f"{word} is printed"
    wide, high = (round(float(side)) for side in reader.pages[0].mediabox[2:])
    assert (wide, high) in ([(612, 792)] if paper == "Letter" else [(595, 842), (596, 843), (596, 842)])


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("path", PLACE_PAGES)
def test_a_place_is_one_sheet_and_its_cards_are_whole(site, page, path, paper):
    sides, _ = printed(page, site.url + path, format=paper)
    assert len(sides) <= MOST_SIDES, f"{path} takes {len(sides)} sides"
    assert re.search(r"Call (?:911|your team)", sides[0])
    for number, side in enumerate(sides, 1):
        for part in ("General information, not a diagnosis", "No clinician has reviewed this page yet", f"guide.example/{path}", "Facts checked November 23, 2026", f"Page {number} of {len(sides)}"):
            assert part in side, f"side {number} does not say {part}"
    page.emulate_media(media="print")
    cards = page.evaluate("Array.from(document.querySelectorAll('.hg-act'), card => [card.querySelector('.hg-act__heading'), ...card.querySelectorAll('.hg-sign__says')].map(node => node.innerText))")
    assert len(cards) == 3
    for heading, *signs in cards:
        [side] = [side for side in sides if " ".join(heading.split()) in side]
        for sign in signs:
            assert " ".join(unicodedata.normalize("NFKC", sign).split()) in side, f"{sign} is on another side than {heading}"


def test_a_sheet_leaves_nothing_half_said(site, page):
    """What a place's sheet leaves out, it leaves out with its sources and words; of the rest nothing is lost."""
    for path in PLACE_PAGES:
        page.goto(site.url + path)
        page.emulate_media(media="print")
        assert not page.is_visible("#tests") and not page.is_visible(".hg-sign__why") and page.is_visible("#do") and page.is_visible("#not-known")
        shown = page.evaluate(
            """() => { const seen = node => node.checkVisibility() && parseFloat(getComputedStyle(node).fontSize) > 0;
            return { marks: [...document.querySelectorAll('a.footnote-ref')].filter(seen).map(a => a.hash.slice(1)),
              sources: [...document.querySelectorAll('.footnote li')].filter(seen).map(li => li.id),
              signs: [...document.querySelectorAll('.hg-act a.footnote-ref')].map(a => a.hash.slice(1)),
              words: [...document.querySelectorAll('a.hg-word')].filter(seen).map(a => a.hash.slice(1)),
              meanings: [...document.querySelectorAll('.hg-words [data-word]')].filter(seen).map(row => row.dataset.word) }; }"""
        )
        assert set(shown["sources"]) == set(shown["marks"]) | set(shown["signs"]), path
        assert sorted(shown["words"]) == sorted(shown["meanings"]), path


def test_every_page_prints_whole_with_its_address_and_no_menu(site, page):
    page.set_viewport_size({"width": 725, "height": 900})  # the printed width of Letter and A4, less the margins, in CSS pixels
    for path in site.pages:
        if path == "print/":
            continue
        page.goto(site.url + path)
        page.emulate_media(media="print")
        text = page.evaluate(SHOWN)
        for word in MENU_WORDS:
            assert word not in text, f"{path or 'home'} prints {word}"
        if page.query_selector(".hg-paper__address"):
            assert f"guide.example/{path}" in text, path
        small = page.evaluate(
            """() => { const found = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) { const node = walk.currentNode, own = node.parentElement;
              if (!node.textContent.trim() || own.closest('svg, sup, template, script, .hg-pocket') || !own.getClientRects().length) continue;
              const size = parseFloat(getComputedStyle(own).fontSize); if (size && size < 14.6) found.push(size + ' ' + node.textContent.trim().slice(0, 40)); }
            return found; }"""
        )
        assert not small, f"{path or 'home'}: smaller than 11 point: {small[:3]}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path or 'home'} is cut at the edge"
        if path.startswith("codes/"):
            continue
        words = set(re.findall(r"[a-z]{4,}", unicodedata.normalize("NFKC", text).lower()))
        paper = re.sub(r"-\s", "-", " ".join(printed(page, "")[0]).lower())
        lost = {word for word in words if word not in paper and word not in re.sub(r"\s", "", paper)}
        assert not lost, f"{path or 'home'} loses {sorted(lost)[:5]}"


def test_paper_is_black_on_white_in_the_dark(site, browser):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site.url + "sites/liver/")
    page.emulate_media(media="print", color_scheme="dark")
    looks = page.evaluate("['html', 'body', 'h1', '.hg-act', '.hg-message p'].map(s => { const c = getComputedStyle(document.querySelector(s)); return [c.color, c.backgroundColor]; })")
    context.close()
    for color, ground in looks:
        assert sum(map(int, re.findall(r"\d+", color)[:3])) < 160, looks
        assert ground in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"), looks


@pytest.mark.parametrize("path", ["", "sites/brain/", "symptoms/get-help/"])
def test_the_square_code_opens_the_page(site, browser, path):
    context = browser.new_context(device_scale_factor=2)
    page = context.new_page()
    page.goto(site.url + path)
    page.emulate_media(media="print")
    code = page.locator(".hg-paper .hg-qr").first
    side = code.bounding_box()["width"]
    assert side >= 2 / 2.54 * 96, "narrower than 2 cm"
    pixels = page.evaluate(
        """async () => { const drawing = document.querySelector('.hg-paper .hg-qr').cloneNode(true); drawing.setAttribute('width', 400); drawing.setAttribute('height', 400);
        drawing.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
        const picture = new Image(); picture.src = 'data:image/svg+xml,' + encodeURIComponent(drawing.outerHTML); await picture.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 400 }), pen = canvas.getContext('2d'); pen.drawImage(picture, 0, 0, 400, 400);
        return Array.from(pen.getImageData(0, 0, 400, 400).data).filter((_, place) => place % 4 === 0); }"""
    )
    found = zxingcpp.read_barcodes(memoryview(bytes(pixels)).cast("B", shape=[400, 400]))
    context.close()
    assert [one.text for one in found] == [PUBLIC + path]


# The whole guide ---------------------------------------------------------------------------------


def test_the_whole_guide_holds_every_page_once(site, page):
    page.goto(site.url + "print/")
    ids = page.evaluate("Array.from(document.querySelectorAll('[id]'), node => node.id)")
    assert len(ids) == len(set(ids))
    contents = page.evaluate("Array.from(document.querySelectorAll('.hg-whole__contents a'), a => a.getAttribute('href').slice(1))")
    assert len(contents) >= 18 and contents[0] == "home" and set(contents) <= set(ids)
    assert {f"sites-{place}" for place in PLACES[1:]} | {"symptoms-get-help", "spread-chances", "about-disclaimer"} <= set(contents)
    dead = page.evaluate("Array.from(document.querySelectorAll('.hg-whole a[href^=\"#\"]'), a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))")
    assert not dead
    assert page.evaluate("Array.from(document.querySelectorAll('.hg-whole details')).every(fold => !fold.open && fold.querySelector('summary'))")
