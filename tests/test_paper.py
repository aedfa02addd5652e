"""On paper: what Chromium prints is read back; the planner is used as a reader would; the handouts are taken apart."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = "https://guide.example/"
PLACES = ["breast", "liver", "lungs", "bones", "brain", "skin", "lymph-nodes"]
PLACE_PAGES = ["symptoms/breast/"] + [f"sites/{place}/" for place in PLACES[1:]]
PLANNER = "symptoms/planner/"
MENU_WORDS = ("Whole guide", "Find a word, A to Z", "Skip to the text", "Copy link", "On this page", "Read next")
MOST_SIDES = 7  # of a place page; a sheet with its signs, its sources and the meaning of its words


def printed(page, url: str, **options) -> tuple[list[str], PdfReader]:
    """(text of each side, the PDF) of the page as Chromium prints it."""
    if url:
        page.goto(url)
    reader = PdfReader(io.BytesIO(page.pdf(**{"format": "Letter", **options})))
    return [" ".join(unicodedata.normalize("NFKC", side.extract_text()).split()) for side in reader.pages], reader


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


@pytest.mark.parametrize("path", PLACE_PAGES)
def test_who_to_call_is_on_the_first_side_of_a_place(site, page, path):
    sides, _ = printed(page, site.url + path)
    assert re.search(r"Call (?:911|your team)", sides[0])
    assert len(sides) <= MOST_SIDES, f"{path} takes {len(sides)} sides"


def test_every_page_prints_with_its_address_and_no_menu(site, page):
    for path in site.pages:
        if path == "print/":
            continue
        page.goto(site.url + path)
        page.emulate_media(media="print")
        text = page.evaluate("document.body.innerText")
        for word in MENU_WORDS:
            assert word not in text, f"{path or 'home'} prints {word}"
        if page.query_selector(".hg-paper__address"):
            assert f"guide.example/{path}" in text, path
        if path.startswith(("clinics/", "go/", "codes/")):
            continue  # for staff: lists of codes and text to copy, not sheets for patients
        small = page.evaluate(
            """() => { const found = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) { const node = walk.currentNode, own = node.parentElement;
              if (!node.textContent.trim() || own.closest('svg, sup, template, script, .hg-pocket') || !own.getClientRects().length) continue;
              const size = parseFloat(getComputedStyle(own).fontSize); if (size < 14.6) found.push(size + ' ' + node.textContent.trim().slice(0, 40)); }
            return found; }"""
        )
        assert not small, f"{path or 'home'}: smaller than 11 point: {small[:3]}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path or 'home'} is cut at the edge"


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


# The planner -------------------------------------------------------------------------------------


@pytest.fixture
def planner(site, page):
    page.goto(site.url + PLANNER)
    page.wait_for_selector(".hg-planner--live")
    return page


def tick(page, *names: str) -> None:
    for name in names:
        page.check(f'[data-sign="{name}"] > label input')


def stored(page) -> int:
    return page.evaluate("localStorage.length + sessionStorage.length")


def test_a_sign_to_call_now_for_shows_its_card_at_once(planner):
    tick(planner, "off-food")
    assert planner.locator(".hg-planner__card").count() == 0
    tick(planner, "jaundice")
    card = planner.locator('[data-sign="jaundice"] .hg-planner__card')
    assert "Call today" in card.inner_text()
    tick(planner, "fever-on-treatment")
    assert "Call your team's 24-hour line at once" in planner.locator(".hg-planner__card").inner_text()
    tick(planner, "weak-numb-legs")
    card = planner.locator('[data-sign="weak-numb-legs"] .hg-planner__card')
    assert "Call 911 (US) or 999 (UK)" in card.inner_text()
    assert card.evaluate("node => node.compareDocumentPosition(node.parentElement.querySelector('.hg-planner__details')) & 4"), "the card stands before the details"
    assert "Call 911" in planner.locator("[data-planner-alert]").text_content()
    tick(planner, "balance")
    assert "Call 911" in planner.locator(".hg-planner__card").inner_text(), "the most urgent of all that is ticked"
    for name in ("weak-numb-legs", "fever-on-treatment", "jaundice", "balance"):
        planner.uncheck(f'[data-sign="{name}"] > label input')
    assert planner.locator(".hg-planner__card").count() == 0
    assert not planner.complaints


def test_the_sheet_is_one_side_most_urgent_first(planner):
    tick(planner, "off-food", "lasting-cough", "jaundice", "balance", "weak-numb-legs", "tired", "breast-lump", "armpit-lump")
    planner.fill("#planner-since-jaundice", "2026-11-01")
    planner.select_option("#planner-change-jaundice", "Worse")
    planner.select_option("#planner-bad-jaundice", "7")
    planner.fill("#planner-name", "مريم 李小龙")
    planner.fill("#planner-medicines", "Trastuzumab\nA steroid")
    planner.fill("#planner-own", "Can I travel?")
    planner.fill("#planner-coming", "My sister")
    planner.evaluate("document.querySelector('input[name=question]').click()")
    sides, _ = printed(planner, "")
    assert len(sides) == 1
    text = sides[0]
    order = ["Call 911", "Weak or numb legs", "Yellow skin", "Being off your food", "My questions", "Can I travel?", "My medicines", "Trastuzumab"]
    assert not [part for part in order if part not in text], text
    assert sorted(order, key=text.index) == order
    assert "November 1, 2026" in text and "Worse" in text and "7 of 10" in text and "My sister" in text
    assert "Coughing up blood" not in text and "Four steps" not in text
    assert planner.locator(".hg-sheet__facts dd").first.text_content() == "مريم 李小龙"
    assert stored(planner) == 0
    assert not planner.complaints


def test_forty_ticks_and_long_notes_are_not_cut(planner):
    planner.evaluate("Array.from(document.querySelectorAll('input[name=sign]')).slice(0, 40).forEach(box => box.click())")
    planner.fill("#planner-notes", "x" * 2500)
    planner.fill("#planner-medicines", "word " * 400)
    assert len(planner.input_value("#planner-notes")) == 2000
    assert planner.locator(".hg-sheet__signs tbody tr").count() == 40
    sides, _ = printed(planner, "")
    assert len(sides) <= 4 and "".join(sides).count("x") >= 2000
    planner.set_viewport_size({"width": 320, "height": 640})
    assert planner.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_is_kept_unless_asked_and_clear_really_clears(planner):
    planner.on("dialog", lambda dialog: dialog.accept())
    tick(planner, "jaundice")
    planner.fill("#planner-notes", "<img src=x onerror=alert(1)>")
    planner.reload()
    assert stored(planner) == 0 and planner.locator("input[name=sign]:checked").count() == 0
    tick(planner, "jaundice")
    planner.fill("#planner-notes", "<img src=x onerror=alert(1)>")
    planner.click("[data-planner-keep]")
    assert stored(planner) == 1
    planner.reload()
    assert planner.locator("input[name=sign]:checked").count() == 1
    assert planner.locator(".hg-planner__card").count() == 1, "the card shows again"
    assert planner.locator(".hg-sheet__notes").text_content() == "<img src=x onerror=alert(1)>"
    planner.click("[data-planner-clear]")
    assert stored(planner) == 0 and planner.locator("input[name=sign]:checked").count() == 0
    assert planner.input_value("#planner-notes") == "" and not planner.is_visible("[data-planner-sheet]")
    for broken in ("{", "null", '{"signs": {"__proto__": 1, "jaundice": "x"}, "fields": 3}'):
        planner.evaluate("text => localStorage.setItem('hg-planner', text)", broken)
        planner.reload()
        assert planner.is_visible("[data-planner-buttons]")
    assert not planner.complaints


def test_nothing_leaves_the_device(site, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + PLANNER)
    page.wait_for_selector(".hg-planner--live")
    asked.clear()
    tick(page, "jaundice")
    page.fill("#planner-notes", "secret")
    page.keyboard.press("Tab")
    page.press("#planner-name", "Enter")
    assert not asked and "secret" not in page.url


def test_the_empty_form_prints_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    sides, _ = printed(context.new_page(), site.url + PLANNER)
    context.close()
    text = " ".join(sides)
    for part in ("Weak or numb legs", "Better", "Since", "My medicines", "My questions", "Who is coming with me", "In case I need help fast"):
        assert part in text, part


def test_the_pocket_card_is_the_size_of_a_bank_card(planner):
    planner.fill("#planner-cancer", "HER2-positive breast cancer, now in the liver and the bones")
    planner.fill("#planner-day", "+1 800 CALL-NOW")
    planner.press("#planner-day", "Tab")
    planner.evaluate("document.documentElement.dataset.hgPaper = 'card'")
    planner.emulate_media(media="print")
    for side in planner.locator(".hg-pocket__side").all():
        box = side.bounding_box()
        assert abs(box["width"] / 96 * 25.4 - 85.6) < 0.6 and abs(box["height"] / 96 * 25.4 - 54) < 0.6
        assert side.evaluate("node => node.scrollHeight <= node.clientHeight + 1"), "words are cut off"
    text = " ".join(planner.locator(".hg-pocket").inner_text().split())
    for part in ("Spine", "Brain", "Breathing", "Fever", "Call 911", "+1 800 CALL-NOW", "Weak or numb legs"):
        assert part in text
    sides, _ = printed(planner, "", format="A4")
    assert len(sides) == 1


# Handouts ----------------------------------------------------------------------------------------


def make_handouts(into: Path, *options: str, **environ: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(ROOT / "deploy/handouts.py"), "--into", str(into), *options],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": PUBLIC, **environ}, capture_output=True, text=True,
    )


def test_handouts_need_a_public_address(tmp_path):
    for environ in ({"SITE_URL": ""}, {"SITE_URL": "guide"}, {"PAPER": "a3"}):
        run = make_handouts(tmp_path / "out", **environ)
        assert run.returncode == 1 and len(run.stderr.strip().splitlines()) == 1 and not (tmp_path / "out").exists()


def has_weasyprint() -> bool:
    if not importlib.util.find_spec("weasyprint"):
        return False
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


@pytest.mark.skipif(has_weasyprint(), reason="WeasyPrint is installed here")
def test_a_missing_library_is_said_in_one_line(tmp_path):
    run = make_handouts(tmp_path / "out")
    assert run.returncode == 1 and re.search(r"pip install -r requirements-handouts.txt|apt-get install", run.stderr)
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(not has_weasyprint(), reason="WeasyPrint is not installed: pip install -r requirements-handouts.txt")
def test_handouts_are_tagged_and_the_same_twice(tmp_path):
    import pikepdf

    first, second = tmp_path / "one", tmp_path / "two"
    for into in (first, second):
        run = make_handouts(into, "--only", "sites/liver")
        assert run.returncode == 0, run.stderr[-2000:]
    manifest = json.loads((first / "manifest.json").read_text())
    assert [row["file"] for row in manifest["files"]] == ["sites-liver.pdf", "sites-liver-large.pdf"]
    for row in manifest["files"]:
        raw = (first / row["file"]).read_bytes()
        assert raw == (second / row["file"]).read_bytes() and len(raw) == row["size"]
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            root = pdf.Root
            assert root.MarkInfo.Marked and str(root.Lang) == "en-US" and root.ViewerPreferences.DisplayDocTitle
            assert "/Outlines" in root and "/StructTreeRoot" in root
            assert str(pdf.docinfo["/Title"]) == row["title"]
            assert b"pdfuaid" in root.Metadata.read_bytes()
            figures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"]
            assert figures and all(str(figure.get("/Alt", "")).strip() for figure in figures)
            plain = b"".join(thing.read_bytes() if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") != "/DCTDecode" else thing.unparse() for thing in pdf.objects)
        assert b"file:" not in plain and str(ROOT).encode() not in plain and b"/tmp" not in plain
        reader = PdfReader(io.BytesIO(raw))
        text = " ".join(" ".join(side.extract_text() for side in reader.pages).split())
        assert "Call 911 (US) or 999 (UK)" in text and "guide.example/sites/liver/" in text and "not a diagnosis" in text
        links = [note.get_object()["/A"]["/URI"] for side in reader.pages for note in side.get("/Annots", []) if "/A" in note.get_object()]
        assert links and all(re.match(r"(?:https?|tel):", link) for link in links)


def test_handouts_that_no_longer_say_what_the_page_says_are_not_offered(guide):
    (guide.dir / "handouts").mkdir()
    guide.write("handouts/sites-liver.pdf", b"%PDF-1.7 old")
    import hashlib

    row = {"file": "sites-liver.pdf", "page": "sites/liver.md", "sha256": hashlib.sha256(b"%PDF-1.7 old").hexdigest(), "size": 12, "large": False, "edition": "an older one"}
    guide.write("handouts/manifest.json", json.dumps({"site": PUBLIC, "files": [row]}))
    code, said = guide.build("--strict")
    assert "has changed since its handout was made" in said
    assert not (guide.site / "handouts").exists()
    assert "handouts/sites-liver" not in (guide.site / "sites/liver/index.html").read_text("utf-8")
