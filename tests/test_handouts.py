"""The PDF handouts, taken apart; and what hard content, a missing part and a clinic's own name do to them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import handouts  # deploy/handouts.py
import pytest
from conftest import ROOT, SITE_URL, Guide, serve
from contracts import ACTS  # hooks/contracts.py
from dial import dial  # hooks/dial.py
from facts import read_facts  # hooks/facts.py
from install_pango import missing
from printing import emergency, filled, plain, printed, review_of, team_of, written
from pypdf import PdfReader
from signs import ALL_SIGNS, Signs  # hooks/signs.py


def make_handouts(root: Path, *options: str, **environ: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(root / "deploy/handouts.py"), *options],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE_URL, "PAPER": "", **environ},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="session")
def pango() -> None:
    if missing():
        pytest.skip(missing())


def text_of(reader: PdfReader) -> list[str]:
    return [plain(side.extract_text()) for side in reader.pages]


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

FACTS = read_facts(ROOT, date.max)[0]


def markdown(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def length(path: str) -> int:
    """How much a place's page says, its signs too."""
    signs = Signs(FACTS.symptoms, FACTS.places)
    return len(markdown(f"{path}.md")) + sum(len(row.says) for act in ACTS for row in signs.on_page(f"/{path}/", act))


# The three places that fill their sheets most.
PLACES = sorted((place.page.strip("/") for place in FACTS.places if place.page not in ALL_SIGNS), key=length)[-3:]
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


def test_a_place_takes_two_sides_with_whom_to_call_first(made, facts, publisher):
    checked = []
    for row in rows_of(made):
        if row["large"] or row["address"].removeprefix(SITE_URL).strip("/") not in PLACES:
            continue
        sides = text_of(PdfReader(made / row["file"]))
        assert len(sides) == row["sides"] == 2, row["file"]
        for part in (emergency(facts)[0], filled(facts.urgency.today.heading, facts), team_of(publisher, facts)):
            assert plain(part) in sides[0], f"{row['file']}: {part}"
        for part in ("do", "not-known"):
            heading = re.search(rf"^## (.+) {{ #{part} }}$", markdown(row["page"]), re.MULTILINE)[1]
            assert plain(heading) in sides[1], f"{row['file']}: {heading}"
        checked.append(row["file"])
    assert len(checked) == len(PLACES)


def test_every_handout_holds_its_safety_text_and_is_large_enough(made, facts, publisher, heads):
    for row in rows_of(made):
        reader = PdfReader(made / row["file"])
        text = " ".join(text_of(reader))
        head = heads[row["address"].removeprefix(SITE_URL)]
        days = f"Checked {written(head.checked)}", f"next check due {written(head.check_by)}"
        for part in (*days, review_of(head, facts), facts.sentences.general, team_of(publisher, facts), "Sources"):
            assert part in text, f"{row['file']}: {part}"
        assert publisher.clinic.name in text_of(reader)[0]
        if row["page"] != "care/questions.md":  # a list of questions has no signs
            assert any(line in text for line in emergency(facts)), row["file"]
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
            streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            read = [thing.read_bytes() for thing in streams if thing.get("/Filter") != "/DCTDecode"]
            held = b"".join(read + [thing.unparse() for thing in pdf.objects])
        assert b"file:" not in held and str(ROOT).encode() not in held and b"/tmp" not in held
        reader = PdfReader(io.BytesIO(raw))
        notes = [note.get_object() for side in reader.pages for note in side.get("/Annots", [])]
        links = [note["/A"]["/URI"] for note in notes if "/A" in note and "/URI" in note["/A"]]
        assert links and all(re.match(r"(?:https?|tel):", link) for link in links)
        assert any(link.startswith(SITE_URL) for link in links)


def test_the_same_pages_give_the_same_bytes(made, tmp_path):
    run = make_handouts(ROOT, "--into", str(tmp_path / "again"), "--only", "care/questions,symptoms")
    assert run.returncode == 0, run.stderr[-2000:]
    for row in rows_of(tmp_path / "again"):
        assert (made / row["file"]).read_bytes() == (tmp_path / "again" / row["file"]).read_bytes(), row["file"]


def test_a_handout_is_made_of_every_page_that_is_one(heads):
    """The list is the menu's: topics, places, sections, the grid, the questions, and the whole guide last."""
    made = [one["page"].url for one in handouts.collect(SITE_URL)[0]]
    wanted = {path for path, head in heads.items() if head.kind in ("topic", "site", "section")}
    assert set(made) == wanted | {"symptoms/get-help/", "care/questions/", "print/"}
    assert made[-1] == "print/" and len(made) == len(set(made))


def test_the_whole_guide_names_the_part_a_link_leads_to_and_each_source_once(small, page):
    page.goto(small.url + "print/")
    parts = page.evaluate("Array.from(document.querySelectorAll('.hg-whole__page > h2'), heading => heading.id)")
    leads = "all => all.map(a => [a.dataset.whole || a.textContent, a.getAttribute('href').slice(1)])"
    links = page.locator(".hg-whole__page a[data-whole]").evaluate_all(leads)
    assert {"sites-liver", "sites-brain", "symptoms-get-help"} <= {anchor.removesuffix("-now") for _, anchor in links}
    for number, anchor in links:
        part = parts[int(number) - 1]
        assert anchor == part or anchor.startswith(part + "-"), (number, anchor)
    page.emulate_media(media="print")
    link = page.locator("#sites-where + p a[data-whole]").first
    assert "(part" in link.evaluate("a => getComputedStyle(a, '::after').content")
    marks = page.locator(".hg-whole .footnote-ref").evaluate_all(leads)
    keys = page.evaluate("Array.from(document.querySelectorAll('.hg-whole .footnote li'), li => li.id)")
    assert keys == ["fn-agency", "fn-hospital"]
    assert ["2", "fn-hospital"] in marks and all(keys[int(number) - 1] == key for number, key in marks)


# Hard content, and a clinic's own copy: one guide of its own -------------------------------------


NAME, DAY, NIGHT = "Riverside Clinic", "1 800 CALL-NOW", "+1 212 555 0100"


def with_clinic(guide: Guide) -> Guide:
    """The guide with a clinic's block filled in; its logo is a wide one."""
    for key, value in {"name": NAME, "day_number": DAY, "night_number": NIGHT, "logo": "assets/logo.svg"}.items():
        guide.edit("mkdocs.yml", f'    {key}: ""', f'    {key}: "{value}"')
    shape = 'viewBox="0 0 600 200" width="600" height="200"><title>R</title><rect width="600" height="200"/>'
    guide.write("docs/assets/logo.svg", f'<svg xmlns="http://www.w3.org/2000/svg" {shape}</svg>')
    return guide


@pytest.fixture(scope="module")
def own(pango, tmp_path_factory) -> Guide:
    """A clinic's guide with 80 more signs of the liver, a very long link, a wide table; one page is changed after its
    handout was made."""
    guide = with_clinic(Guide(tmp_path_factory.mktemp("own") / "guide"))
    rows = "".join(
        f"\n- id: extra-{n}\n  places: [liver]\n  says: A sign of the test, number {n}, that is new for you\n"
        "  act: soon\n  why: It is a test.\n  sources: [agency]\n"
        for n in range(80)
    )
    guide.write("data/symptoms.yml", guide.read("data/symptoms.yml") + rows)
    names, cells = (" | ".join(row) for row in ([f"Column {n}" for n in range(12)], ["Pneumonoultramicroscopic"] * 12))
    hard = f"| {names} |\n|{'---|' * 12}\n| {cells} |\n\n<https://example.org/{'long-link-' * 30}>"
    guide.edit("docs/sites/index.md", "\n## ", f"\n## A wide table {{ #wide }}\n\n{hard}\n\n## ")
    run = make_handouts(guide.dir, "--only", "sites/liver,sites,care/questions")
    assert run.returncode == 0, run.stderr[-2000:]
    guide.edit("docs/care/questions.md", "Mark three questions", "Mark four questions")
    code, guide.said = guide.build()
    assert code == 0, guide.said[-2000:]
    return guide


def test_hard_content_is_not_cut(own):
    text = " ".join(text_of(PdfReader(own.dir / "handouts/sites-liver.pdf")))
    assert all(f"number {n}, that is new" in text for n in range(80))
    assert "What is not known" in text
    reader = PdfReader(own.dir / "handouts/sites.pdf")
    for side in reader.pages:  # nothing begins beyond an edge
        wide = float(side.mediabox[2])
        places: list[float] = []

        def note(text, matrix, text_matrix, font, size, places=places):
            if text.strip():
                places.append(text_matrix[4] * matrix[0] + matrix[4])

        side.extract_text(visitor_text=note)
        assert all(0 <= place < wide - 20 for place in places)
    text = "".join(side.extract_text() for side in reader.pages)
    assert "".join(text.split()).count("long-link-") >= 30
    assert "".join(text.split()).count("Pneumonoultramicroscopic") == 12
    import pikepdf

    with pikepdf.open(own.dir / "handouts/sites.pdf") as pdf:
        heads = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
        assert len(heads) == 12


def test_the_build_links_what_was_made_with_its_size_and_not_what_has_changed(own):
    for name in ("sites-liver.pdf", "sites-liver-large.pdf", "sites.pdf"):
        assert (own.site / "handouts" / name).read_bytes() == (own.dir / "handouts" / name).read_bytes()
    page = (own.site / "sites/liver/index.html").read_text("utf-8")
    size = round((own.dir / "handouts/sites-liver.pdf").stat().st_size / 1000)
    assert re.search(rf'href="\.\./\.\./handouts/sites-liver\.pdf">Handout \(PDF, {size} KB\)', page)
    assert re.search(r'href="\.\./\.\./handouts/sites-liver-large\.pdf">Large print \(PDF, \d+ KB\)', page)
    assert "care/questions.md has changed since its handout was made" in own.said
    assert not (own.site / "handouts/care-questions.pdf").exists()
    assert "handouts/" not in (own.site / "care/questions/index.html").read_text("utf-8")
    assert "handouts/" not in (own.site / "sites/brain/index.html").read_text("utf-8")
    assert not (own.site / "handouts/manifest.json").exists()


def test_a_clinics_name_numbers_and_logo_stand_on_pages_cards_sheets_and_planner(own, page):
    sides = text_of(PdfReader(own.dir / "handouts/sites-liver.pdf"))
    assert NAME in sides[0] and f"{DAY}, at night {NIGHT}." in sides[0]
    server, url = serve(own.site)
    sides, _ = printed(page, url + "sites/liver/")
    assert len(sides) > 1 and all(side.startswith(NAME) for side in sides)
    assert DAY in page.inner_text(".hg-act--today") and NAME in page.inner_text(".hg-footer")
    call = page.locator(".hg-act--today a[href^='tel:']").first.get_attribute("href")
    assert call == f"tel:{dial(DAY)}" == "tel:18002255669"
    assert page.locator(".hg-brand img").get_attribute("alt") == NAME
    assert page.evaluate("document.querySelector('.hg-brand img').naturalWidth > 0")
    page.goto(url + "symptoms/planner/")
    page.wait_for_selector(".hg-planner--live")
    assert page.input_value("#planner-day") == DAY and page.input_value("#planner-night") == NIGHT
    page.emulate_media(media="print")
    assert DAY in page.inner_text(".hg-pocket__front") and NAME in page.inner_text("body")
    page.check('[data-sign="jaundice"] > label input')
    assert DAY in page.text_content("[data-planner-sheet]")
    server.shutdown()


def test_a_wide_logo_stays_small_on_a_phone(guide, small, page):
    code, said = with_clinic(guide).build()
    assert code == 0, said[-2000:]
    server, url = serve(guide.site)
    page.set_viewport_size({"width": 360, "height": 740})
    heights = []
    for address in (small.url, url):
        page.goto(address + "sites/liver/")
        heights.append(page.locator(".hg-header").bounding_box()["height"])
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    logo = page.locator(".hg-brand img").bounding_box()
    server.shutdown()
    assert 0 < logo["height"] <= 40 and logo["width"] / logo["height"] == pytest.approx(3, abs=0.1)
    assert heights[1] - heights[0] <= 48, "the header grows by more than a line for the logo"
