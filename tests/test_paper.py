"""On paper: what Chromium prints of the pages is read back."""

from __future__ import annotations

import re
from datetime import date

import pytest
import zxingcpp
from conftest import ROOT
from contracts import ACTS  # hooks/contracts.py
from facts import read_facts  # hooks/facts.py
from paper import prefix_of  # hooks/paper.py
from printing import emergency, filled, plain, printed, review_of, team_of, written
from signs import ALL_SIGNS, Signs  # hooks/signs.py

PUBLIC = "https://guide.example/"
PLACE_PAGES = [place.page.lstrip("/") for place in read_facts(ROOT, date.max)[0].places if place.page not in ALL_SIGNS]
MENU_WORDS = ("Whole guide", "Find a word, A to Z", "Skip to the text", "Copy link", "On this page", "Read next")
SHOWN = """() => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const own = walk.currentNode.parentElement;
    const seen = own.checkVisibility({ visibilityProperty: true }) && !own.closest('svg, script');
    if (seen && parseFloat(getComputedStyle(own).fontSize)) found.push(walk.currentNode.textContent.trim()); }
  return found.join(" "); }"""
MOST_SIDES = 2  # of a place page: one piece of paper


@pytest.mark.parametrize(
    ("path", "paper", "script", "scheme"),
    [
        (PLACE_PAGES[0], "Letter", True, "light"),
        (PLACE_PAGES[1], "A4", False, "dark"),
        (PLACE_PAGES[-1], "A4", True, "light"),
        ("symptoms/get-help/", "Letter", False, "dark"),
    ],
)
def test_a_sheet_stands_alone(site, browser, facts, publisher, heads, path, paper, script, scheme):
    context = browser.new_context(java_script_enabled=script, color_scheme=scheme)
    sides, reader = printed(context.new_page(), site.url + path, format=paper, print_background=True)
    context.close()
    text = " ".join(sides)
    assert any(line in sides[0] for line in emergency(facts))
    assert team_of(publisher, facts) in text
    assert facts.sentences.general in text
    assert review_of(heads[path], facts) in sides[0]
    assert f"guide.example/{path}" in text.replace(" /", "/")
    assert f"Facts checked {written(heads[path].checked)}, next check due {written(heads[path].check_by)}" in text
    assert f"1 of {len(sides)}" in sides[0]
    for word in MENU_WORDS:
        assert word not in text, f"{word} is printed"
    wide, high = (round(float(side)) for side in reader.pages[0].mediabox[2:])
    assert (wide, high) in ([(612, 792)] if paper == "Letter" else [(595, 842), (596, 843), (596, 842)])


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("path", PLACE_PAGES)
def test_a_place_is_one_sheet_and_its_cards_are_whole(site, page, facts, publisher, heads, path, paper):
    sides, _ = printed(page, site.url + path, format=paper)
    assert len(sides) <= MOST_SIDES, f"{path} takes {len(sides)} sides"
    head = heads[path]
    checked = f"Facts checked {written(head.checked)}"
    says = (facts.sentences.no_diagnosis, review_of(head, facts), f"guide.example/{path}", checked)
    for number, side in enumerate(sides, 1):
        assert side.startswith(publisher.clinic.name), f"side {number} does not say who runs the guide"
        for part in (*says, f"Page {number} of {len(sides)}"):
            assert part in side, f"side {number} does not say {part}"
    if date.today() > head.check_by:
        assert "may be out of date" in sides[0]
    cards = {act: Signs(facts.symptoms, facts.places).on_page(f"/{path}", act) for act in ACTS}
    headings = {act: plain(filled(getattr(facts.urgency, act).heading, facts)) for act in ACTS if cards[act]}
    assert next(iter(headings.values())) in sides[0], "the most urgent card does not stand on the first side"
    for act, heading in headings.items():
        [side] = [side for side in sides if heading in side]
        for sign in cards[act]:
            assert plain(sign.says) in side, f"{sign.id} is on another side than {heading}"


def test_a_sheet_leaves_nothing_half_said(site, page):
    """What a place's sheet leaves out, it leaves out with its sources and words; of the rest nothing is lost."""
    for path in PLACE_PAGES:
        page.goto(site.url + path)
        page.emulate_media(media="print")
        assert not page.is_visible("#tests") and not page.is_visible(".hg-sign__why")
        assert page.is_visible("#do") and page.is_visible("#not-known")
        shown = page.evaluate(
            """() => { const seen = node => node.checkVisibility() && parseFloat(getComputedStyle(node).fontSize) > 0;
            const all = selector => [...document.querySelectorAll(selector)];
            return { marks: all('a.footnote-ref').filter(seen).map(a => a.hash.slice(1)),
              sources: all('.footnote li').filter(seen).map(li => li.id),
              signs: all('.hg-act a.footnote-ref').map(a => a.hash.slice(1)),
              words: all('a.hg-word').filter(seen).map(a => a.hash.slice(1)),
              meanings: all('.hg-words [data-word]').filter(seen).map(row => row.dataset.word) }; }"""
        )
        assert set(shown["sources"]) == set(shown["marks"]) | set(shown["signs"]), path
        assert sorted(shown["words"]) == sorted(shown["meanings"]), path


def test_every_page_prints_whole_with_its_address_and_no_menu(site, page, publisher):
    page.set_viewport_size({"width": 725, "height": 900})  # the width of Letter and A4 without margins, in CSS pixels
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
              const aside = own.closest('svg, sup, template, script, .hg-pocket') || !own.getClientRects().length;
              if (!node.textContent.trim() || aside) continue;
              const size = parseFloat(getComputedStyle(own).fontSize);
              if (size && size < 14.6) found.push(size + ' ' + node.textContent.trim().slice(0, 40)); }
            return found; }"""
        )
        assert not small, f"{path or 'home'}: smaller than 11 point: {small[:3]}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path or 'home'} is cut at the edge"
        if path.startswith("codes/"):
            continue
        sides = printed(page, "")[0]
        assert all(side.startswith(publisher.clinic.name) for side in sides), path or "home"
        words = set(re.findall(r"[a-z]{4,}", plain(text).lower()))
        paper = re.sub(r"-\s", "-", " ".join(sides).lower())
        lost = {word for word in words if word not in paper and word not in re.sub(r"\s", "", paper)}
        assert not lost, f"{path or 'home'} loses {sorted(lost)[:5]}"


def test_paper_is_black_on_white_in_the_dark(small, browser):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(small.url + "sites/liver/")
    page.emulate_media(media="print", color_scheme="dark")
    looks = page.evaluate(
        """['html', 'body', 'h1', '.hg-act', '.hg-message p'].map(selector => {
        const looks = getComputedStyle(document.querySelector(selector));
        return [looks.color, looks.backgroundColor]; })"""
    )
    context.close()
    for color, ground in looks:
        assert sum(map(int, re.findall(r"\d+", color)[:3])) < 160, looks
        assert ground in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"), looks


@pytest.mark.parametrize("path", ["", "sites/brain/", "symptoms/get-help/"])
def test_the_square_code_opens_the_page(small, browser, path):
    context = browser.new_context(device_scale_factor=2)
    page = context.new_page()
    page.goto(small.url + path)
    page.emulate_media(media="print")
    code = page.locator(".hg-paper .hg-qr").first
    side = code.bounding_box()["width"]
    assert side >= 2 / 2.54 * 96, "narrower than 2 cm"
    pixels = page.evaluate(
        """async () => { const drawing = document.querySelector('.hg-paper .hg-qr').cloneNode(true);
        drawing.setAttribute('width', 400); drawing.setAttribute('height', 400);
        drawing.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
        const picture = new Image(); picture.src = 'data:image/svg+xml,' + encodeURIComponent(drawing.outerHTML);
        await picture.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 400 });
        const pen = canvas.getContext('2d'); pen.drawImage(picture, 0, 0, 400, 400);
        return Array.from(pen.getImageData(0, 0, 400, 400).data).filter((_, place) => place % 4 === 0); }"""
    )
    found = zxingcpp.read_barcodes(memoryview(bytes(pixels)).cast("B", shape=[400, 400]))
    context.close()
    assert [one.text for one in found] == [PUBLIC + path]


# The whole guide ---------------------------------------------------------------------------------


def test_the_whole_guide_holds_every_page_once(site, page, heads):
    page.goto(site.url + "print/")
    ids = page.evaluate("Array.from(document.querySelectorAll('[id]'), node => node.id)")
    assert len(ids) == len(set(ids))
    contents = page.locator(".hg-whole__contents a").evaluate_all("all => all.map(a => a.hash.slice(1))")
    read = {path for path, head in heads.items() if head.kind in ("home", "section", "topic", "site", "tool")}
    inside = read - {"symptoms/planner/", "go/"} | {"words/", "about/disclaimer/"}  # tools are used, not read
    assert contents[0] == "home" and set(contents) <= set(ids)
    assert sorted(contents) == sorted(["sources", *map(prefix_of, inside)])
    links = page.locator(".hg-whole a[href^='#']").evaluate_all("all => all.map(a => a.getAttribute('href').slice(1))")
    assert links and set(links) <= set(ids)
    folds = page.locator(".hg-whole details")
    assert folds.evaluate_all("all => all.every(fold => !fold.open && fold.querySelector('summary'))")
