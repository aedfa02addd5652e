"""The PDF handouts, taken apart; and what hard content, a missing part and a clinic's own name do to them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Guide, mkdocs
from install_pango import missing
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = "https://guide.example/"
SAFETY = (
    "Call 911 (US) or 999 (UK), or your local emergency number", "Checked November 23, 2026", "next check due May 23, 2027",
    "No clinician has reviewed this page yet", "It does not replace advice from your own care team", "Your team's number", "Sources",
)  # fmt: skip


def make_handouts(root: Path, *options: str, **environ: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(root / "deploy/handouts.py"), *options],
        cwd=root, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": PUBLIC, "PAPER": "", **environ}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def pango() -> None:
    if missing():
        pytest.skip(missing())


def text_of(reader: PdfReader) -> list[str]:
    return [" ".join(side.extract_text().split()) for side in reader.pages]


def sizes(reader: PdfReader) -> set[float]:
    """Every size of type in a PDF, in points, but for words inside drawings, which are drawn to scale."""
    found = set()

    def note(text, matrix, text_matrix, font, size):
        if text.strip() and abs(matrix[0]) == 0.75:
            found.add(round(size * abs(text_matrix[3]) * 0.75, 1))

    for side in reader.pages:
        side.extract_text(visitor_text=note)
    return found


# What stands in the way is said in one line ------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"SITE_URL": ""}, "SITE_URL is missing"),
        ({"SITE_URL": "guide"}, "SITE_URL is missing"),
        ({"PAPER": "a3"}, "PAPER=a3 is not known: write PAPER=a4 or PAPER=letter"),
    ],
)
def test_handouts_need_an_address_and_a_known_paper(tmp_path, environ, says):
    run = make_handouts(ROOT, "--into", str(tmp_path / "out"), **environ)
    assert run.returncode == 1 and run.stderr.startswith(says) and len(run.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("raise ImportError('No module named weasyprint')", "pip install -r requirements-handouts.txt"),
        ("raise OSError('cannot load library libpango-1.0-0')", "apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
    ],
)
def test_a_missing_library_is_said_in_one_line(tmp_path, fault, says):
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint/__init__.py").write_text(fault)
    run = make_handouts(ROOT, "--into", str(tmp_path / "out"), PYTHONPATH=str(tmp_path))
    assert run.returncode == 1 and says in run.stderr and len(run.stderr.strip().splitlines()) == 1


def test_a_missing_font_is_said_in_one_line(tmp_path):
    for name in ("deploy", "overrides/handouts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "overrides/handouts/atkinson-hyperlegible-700.woff2").unlink()
    run = make_handouts(tmp_path)
    assert run.returncode == 1 and "atkinson-hyperlegible-700.woff2 is missing: git checkout" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


# The handouts of the guide itself ----------------------------------------------------------------

PLACES = ("symptoms/breast", "sites/bones", "sites/brain")  # the fullest ones
MADE = (*PLACES, "symptoms", "care/questions")


@pytest.fixture(scope="module")
def made(pango, tmp_path_factory) -> Path:
    into = tmp_path_factory.mktemp("handouts") / "made"
    run = make_handouts(ROOT, "--into", str(into), "--only", ",".join(MADE))
    assert run.returncode == 0, run.stderr[-2000:]
    assert " 1 of 10  symptoms" in run.stdout or " 1 of 10  sites" in run.stdout, "it shows how far it is"
    return into


def rows_of(folder: Path) -> list[dict]:
    return json.loads((folder / "manifest.json").read_text("utf-8"))["files"]


def test_a_place_takes_two_sides_with_whom_to_call_first(made):
    for row in rows_of(made):
        if row["large"] or row["address"].removeprefix(PUBLIC).strip("/") not in PLACES:
            continue
        reader = PdfReader(made / row["file"])
        sides = text_of(reader)
        assert len(sides) == row["sides"] == 2, row["file"]
        assert "Call 911 (US) or 999 (UK)" in sides[0] and "Call today" in sides[0] and "Your team's number: day" in sides[0]
        for part in ("What you can do", "What is not known"):
            assert part in sides[1], f"{row['file']}: {part}"


def test_every_handout_holds_its_safety_text_and_is_large_enough(made):
    for row in rows_of(made):
        reader = PdfReader(made / row["file"])
        text = " ".join(text_of(reader))
        for part in SAFETY:
            if part.startswith("Call 911") and row["page"] == "care/questions.md":
                continue  # a list of questions has no signs
            assert part in text, f"{row['file']}: {part}"
        assert row["address"].removeprefix("https://") in text.replace(" /", "/")
        assert f"Page {row['sides']} of {row['sides']}" in text
        small, body = (16, 18) if row["large"] else (11, 12)
        found = sizes(reader)
        assert min(found) >= small and body in found, f"{row['file']}: {sorted(found)}"
        assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [612, 792]


def test_handouts_are_tagged(made):
    import pikepdf

    for row in rows_of(made):
        raw = (made / row["file"]).read_bytes()
        assert len(raw) == row["size"]
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            root = pdf.Root
            assert root.MarkInfo.Marked and str(root.Lang) == "en-US" and root.ViewerPreferences.DisplayDocTitle
            assert "/Outlines" in root and "/StructTreeRoot" in root
            assert str(pdf.docinfo["/Title"]) == row["title"]
            assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()
            parts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
            kinds = {str(part.S) for part in parts}
            assert {"/H1", "/P", "/L", "/LI", "/Link", "/Figure"} <= kinds, kinds
            assert all(str(part.get("/Alt", "")).strip() for part in parts if part.S == "/Figure")
            assert all(page.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page)
            plain = b"".join(thing.read_bytes() if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") != "/DCTDecode" else thing.unparse() for thing in pdf.objects)
        assert b"file:" not in plain and str(ROOT).encode() not in plain and b"/tmp" not in plain
        reader = PdfReader(io.BytesIO(raw))
        notes = [note.get_object() for side in reader.pages for note in side.get("/Annots", [])]
        links = [note["/A"]["/URI"] for note in notes if "/A" in note and "/URI" in note["/A"]]
        assert links and all(re.match(r"(?:https?|tel):", link) for link in links)
        assert any(link.startswith(PUBLIC) for link in links)


def test_the_same_pages_give_the_same_bytes(made, tmp_path):
    run = make_handouts(ROOT, "--into", str(tmp_path / "again"), "--only", "care/questions,symptoms")
    assert run.returncode == 0, run.stderr[-2000:]
    for row in rows_of(tmp_path / "again"):
        assert (made / row["file"]).read_bytes() == (tmp_path / "again" / row["file"]).read_bytes(), row["file"]


def test_a_handout_is_made_of_every_page_that_is_one():
    """The list is the menu's: topics, places, sections, the grid, the questions, and the whole guide last."""
    sys.path.insert(0, str(ROOT / "deploy"))
    import handouts

    kinds = {path.relative_to(ROOT / "docs").as_posix(): re.search(r"^kind: (\w+)", path.read_text("utf-8"), re.MULTILINE)[1] for path in (ROOT / "docs").rglob("*.md")}
    pages, _ = handouts.collect(PUBLIC)
    uris = [one["page"].file.src_uri for one in pages]
    assert set(uris) == {uri for uri, kind in kinds.items() if kind in ("topic", "site", "section")} | {"symptoms/get-help.md", "care/questions.md", "print.md"}
    assert uris[-1] == "print.md" and len(uris) == len(set(uris))


def test_the_whole_guide_names_the_part_a_link_leads_to_and_each_source_once(site, page):
    page.goto(site.url + "print/")
    parts = page.evaluate("Array.from(document.querySelectorAll('.hg-whole__page > h2'), heading => heading.id)")
    links = page.evaluate("Array.from(document.querySelectorAll('.hg-whole__page a[data-whole]'), a => [a.dataset.whole, a.getAttribute('href').slice(1)])")
    assert len(links) > 100
    for number, anchor in links:
        part = parts[int(number) - 1]
        assert anchor == part or anchor.startswith(part + "-"), (number, anchor)
    page.emulate_media(media="print")
    assert "(part" in page.evaluate("getComputedStyle(document.querySelector('#home-answers ~ ul a[data-whole]'), '::after').content")
    marks = page.evaluate("Array.from(document.querySelectorAll('.hg-whole .footnote-ref'), a => [a.textContent, a.getAttribute('href').slice(1)])")
    keys = page.evaluate("Array.from(document.querySelectorAll('.hg-whole .footnote li'), li => li.id)")
    assert len(keys) == len(set(keys)) > 80
    assert marks and all(keys[int(number) - 1] == key for number, key in marks)


# Hard content, and a clinic's own copy: one guide of its own -------------------------------------


@pytest.fixture(scope="module")
def own(pango, tmp_path_factory) -> Guide:
    """A clinic's guide with 80 more signs of the liver, a very long link, a wide table; its handouts made, one page changed after."""
    guide = Guide(tmp_path_factory.mktemp("own") / "guide")
    shutil.copytree(ROOT / "deploy", guide.dir / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    guide.edit("mkdocs.yml", '    name: ""\n    day_number: ""\n    night_number: ""\n    logo: ""', '    name: Riverside Clinic\n    day_number: 1 800 CALL-NOW\n    night_number: "+1 212 555 0100"\n    logo: assets/logo.svg')
    guide.write("docs/assets/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><title>R</title><rect width="40" height="20" fill="#000"/></svg>')
    rows = "".join(f"\n- id: extra-{n}\n  places: [liver]\n  says: A sign of the test, number {n}, that is new for you\n  act: soon\n  why: It is a test.\n  sources: [nhs_breath]\n  keywords: [extra {n}]\n" for n in range(80))
    guide.write("data/symptoms.yml", (guide.dir / "data/symptoms.yml").read_text("utf-8") + rows)
    table = "| " + " | ".join(f"Column {n}" for n in range(12)) + " |\n|" + "---|" * 12 + "\n| " + " | ".join("Pneumonoultramicroscopic" for _ in range(12)) + " |\n"
    guide.edit("docs/spread/why.md", "\n## ", f"\n## A wide table {{ #wide }}\n\n{table}\n<https://example.org/{'long-link-' * 30}>\n\n## ")
    run = make_handouts(guide.dir, "--only", "sites/liver,spread/why,care/questions")
    assert run.returncode == 0, run.stderr[-2000:]
    guide.edit("docs/care/questions.md", "Three is plenty for one visit.", "Three is plenty for a visit.")
    run = mkdocs(guide.dir, guide.site)
    guide.said = run.stdout + run.stderr
    assert run.returncode == 0, guide.said[-2000:]
    return guide


def test_hard_content_is_not_cut(own):
    text = " ".join(text_of(PdfReader(own.dir / "handouts/sites-liver.pdf")))
    assert all(f"number {n}, that is new" in text for n in range(80))
    assert "What is not known" in text
    reader = PdfReader(own.dir / "handouts/spread-why.pdf")
    for side in reader.pages:  # nothing begins beyond an edge
        wide = float(side.mediabox[2])
        places: list[float] = []
        side.extract_text(visitor_text=lambda text, matrix, text_matrix, font, size, places=places: text.strip() and places.append(text_matrix[4] * matrix[0] + matrix[4]))
        assert all(0 <= place < wide - 20 for place in places)
    text = "".join(side.extract_text() for side in reader.pages)
    assert "".join(text.split()).count("long-link-") >= 30
    assert "".join(text.split()).count("Pneumonoultramicroscopic") == 12
    import pikepdf

    with pikepdf.open(own.dir / "handouts/spread-why.pdf") as pdf:
        heads = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
        assert len(heads) == 12


def test_the_build_links_what_was_made_with_its_size_and_not_what_has_changed(own):
    for name in ("sites-liver.pdf", "sites-liver-large.pdf", "spread-why.pdf"):
        assert (own.site / "handouts" / name).read_bytes() == (own.dir / "handouts" / name).read_bytes()
    page = (own.site / "sites/liver/index.html").read_text("utf-8")
    size = round((own.dir / "handouts/sites-liver.pdf").stat().st_size / 1000)
    assert re.search(rf'href="\.\./\.\./handouts/sites-liver\.pdf">Handout \(PDF, {size} KB\)', page)
    assert re.search(r'href="\.\./\.\./handouts/sites-liver-large\.pdf">Large print \(PDF, \d+ KB\)', page)
    assert "care/questions.md has changed since its handout was made" in own.said
    assert not (own.site / "handouts/care-questions.pdf").exists()
    assert "handouts/" not in (own.site / "care/questions/index.html").read_text("utf-8")
    assert "handouts/" not in (own.site / "sites/lungs/index.html").read_text("utf-8")
    assert not (own.site / "handouts/manifest.json").exists()


def test_a_clinics_name_numbers_and_logo_stand_on_pages_cards_sheets_and_planner(own, site, browser):
    from conftest import serve

    text = " ".join(text_of(PdfReader(own.dir / "handouts/sites-liver.pdf")))
    assert "Riverside Clinic" in text and "1 800 CALL-NOW" in text and "+1 212 555 0100" in text
    server, url = serve(own.site)
    page = browser.new_page()
    page.goto(url + "sites/liver/")
    assert "1 800 CALL-NOW" in page.inner_text(".hg-act--today") and "Riverside Clinic" in page.inner_text(".hg-footer")
    assert page.locator(".hg-act--today a[href^='tel:']").first.get_attribute("href") == "tel:1800CALL-NOW"
    assert page.locator(".hg-brand img").get_attribute("alt") == "Riverside Clinic"
    assert page.evaluate("document.querySelector('.hg-brand img').naturalWidth > 0")
    page.goto(url + "symptoms/planner/")
    page.wait_for_selector(".hg-planner--live")
    assert page.input_value("#planner-day") == "1 800 CALL-NOW" and page.input_value("#planner-night") == "+1 212 555 0100"
    page.emulate_media(media="print")
    assert "1 800 CALL-NOW" in page.inner_text(".hg-pocket__front") and "Riverside Clinic" in page.inner_text("body")
    page.check('[data-sign="jaundice"] > label input')
    assert "1 800 CALL-NOW" in page.text_content("[data-planner-sheet]")
    page.context.close()
    server.shutdown()
