"""The PDF handouts, taken apart; and what hard content, a missing part and a clinic's own name do to them."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import handouts
import pikepdf
import pytest
from conftest import CHECKED, SITE_URL, Guide
from facts import read_facts
from install_pango import missing
from printing import bare, pieces, plain, written
from pypdf import PdfReader

NAME, DAY, NIGHT = "Riverside Clinic", "1 800 CALL-NOW", "+1 212 555 0100"
WIDE = "Pneumonoultramicroscopic"
SAYS = "<title>A thing</title><desc>As it lies.</desc>"
DRAWN = f'viewBox="0 0 24 24" width="240" height="120">{SAYS}<path d="M3 4h18v16H3z"/></svg>'
PICTURE = f'<svg xmlns="http://www.w3.org/2000/svg" {DRAWN}'


def make_handouts(root: Path, *options: str, **environ: str) -> subprocess.CompletedProcess:
    command = [sys.executable, root / "deploy/handouts.py", *options]
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE_URL, "PAPER": "", **environ}
    return subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True)


# What stands in the way is said in one line


@pytest.mark.parametrize(
    ("environ", "lib", "says"),
    [
        ({"SITE_URL": ""}, "", "SITE_URL is missing"),
        ({"SITE_URL": "guide"}, "", "SITE_URL is missing"),
        ({"SITE_URL": "https://me@guide.example/"}, "", "SITE_URL is missing, or no address that"),
        ({"PAPER": "a3"}, "", "PAPER=a3 is not known: write PAPER=a4 or PAPER=letter"),
        ({}, "raise ImportError()", "WeasyPrint is missing: pip install -r requirements/handouts.txt"),
        ({}, "raise OSError()", "Pango is missing: apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
    ],
)
def test_what_is_missing_is_one_line(tmp_path, monkeypatch, environ, lib, says):
    for name, value in ({"SITE_URL": SITE_URL, "PAPER": ""} | environ).items():
        monkeypatch.setenv(name, value)
    if lib:
        (tmp_path / "handout_pdf.py").write_text(lib)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "handout_pdf", raising=False)
    with pytest.raises(handouts.Refused) as refused:
        handouts.make(tmp_path / "out", [])
    assert str(refused.value).startswith(says) and "\n" not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_missing_font_is_one_line(guide):
    (guide.dir / "overrides/handouts/atkinson-hyperlegible-700.woff2").unlink()
    run = make_handouts(guide.dir)
    assert run.returncode == 1 and "atkinson-hyperlegible-700.woff2 is missing: git checkout" in run.stderr
    assert run.stderr.count("\n") == 1


# A clinic's guide with hard content; one of its pages is changed after its handout was made


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Guide:
    if missing():
        pytest.skip(missing())
    guide = Guide(tmp_path_factory.mktemp("own") / "guide")
    for key, value in {"name": NAME, "day_number": DAY, "night_number": NIGHT, "logo": "assets/logo.svg"}.items():
        guide.edit("mkdocs.yml", f'    {key}: ""', f'    {key}: "{value}"')
    guide.write("docs/assets/logo.svg", PICTURE)
    guide.write("docs/sites/liver.svg", PICTURE)
    review = f"clinical_review: {{name: Ann Lee, role: nurse, date: {CHECKED}, text: '{64 * 'a'}'}}"
    guide.edit("docs/sites/liver.md", "\nrelated:", f"\n{review}\nrelated:")
    guide.add("docs/sites/liver.md", "\n![A liver, drawn](liver.svg) ![A book, drawn](/assets/book.svg)\n")
    names, cells = (" | ".join(row) for row in ([f"Column {n}" for n in range(12)], [WIDE] * 12))
    hard = f"| {names} |\n|{'---|' * 12}\n| {cells} |\n\n[{'long-link-' * 5}](https://example.org/)"
    guide.edit("docs/sites/index.md", "\n## ", f"\n{hard}\n\n## ")
    run = make_handouts(guide.dir, "--only", "sites/liver,sites,care/questions,print")
    assert run.returncode == 0, run.stderr[-2000:]
    assert " 1 of 8  sites-liver.pdf" in run.stdout, "it shows how far it is"
    shutil.copytree(guide.dir / "handouts", guide.dir / "made")
    guide.edit("docs/care/questions.md", "Mark three questions", "Mark four questions")
    code, guide.said = guide.build()
    assert code == 0, guide.said[-2000:]
    guide.rows = json.loads((guide.dir / "made/manifest.json").read_text("utf-8"))["files"]
    return guide


def sides_of(guide: Guide, file: str) -> list[str]:
    return [plain(side.extract_text()) for side in PdfReader(guide.dir / "made" / file).pages]


def sizes(reader: PdfReader) -> set[float]:
    """Every size of type in a PDF, in points, but for words inside drawings, which are drawn to scale."""
    found = set()

    def note(text, matrix, text_matrix, font, size):
        if text.strip() and abs(matrix[0]) == 0.75:
            found.add(round(size * abs(text_matrix[3]) * 0.75, 1))

    for side in reader.pages:
        side.extract_text(visitor_text=note)
    return found


def test_every_handout_holds_its_safety_text_and_is_large_enough(own):
    made = ["sites-liver.pdf", "sites.pdf", "care-questions.pdf", "print.pdf"]
    assert [row["file"] for row in own.rows[::2]] == made
    for row in own.rows:
        reader, sides = PdfReader(own.dir / "made" / row["file"]), sides_of(own, row["file"])
        assert NAME in sides[0] and f"{DAY}, at night {NIGHT}." in " ".join(sides), row["file"]
        review = ["No clinician has reviewed this page yet"]
        if row["page"] == "sites/liver.md":
            review = [
                f"Reviewed by Ann Lee, nurse, on {written(date.fromisoformat(CHECKED))}. Changed since then: its words."
            ]
        says = [*review, f"Edition {CHECKED}", "It does not replace advice from your own care team"]
        says += ["Call now", "911"] if row["page"].startswith("sites/") and row["page"] != "sites/index.md" else []
        assert not [part for part in says if part not in " ".join(sides)], row["file"]
        assert row["checked"] == CHECKED and row["address"].removeprefix("https://") in " ".join(sides).replace(
            " /", "/"
        )
        assert len(sides) == row["sides"] and f"Page {row['sides']} of {row['sides']}" in sides[-1]
        small, body = (16, 18) if row["large"] else (11, 12)
        assert min(sizes(reader)) >= small and body in sizes(reader), row["file"]
        assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [612, 792]


def test_a_place_takes_two_sides_at_most_with_whom_to_call_first(own):
    sides = sides_of(own, "sites-liver.pdf")
    assert len(sides) <= 2 and "What is not known" in " ".join(sides)
    facts, text = read_facts(own.dir, date.max)[0], bare(" ".join(sides))
    held = [piece for notice in facts.signs.at_place("liver") for piece in pieces(notice, facts)]
    danger = [bare(row.says) for row in facts.signs.danger_box]
    assert [piece for piece in held + danger if piece not in text] == []
    assert text.index("Call911") < text.index(held[0]) < text.index(danger[0])


def test_hard_content_is_not_cut(own):
    reader = PdfReader(own.dir / "made/sites.pdf")
    for side in reader.pages:  # nothing begins beyond an edge
        places: list[float] = []

        def note(text, matrix, text_matrix, font, size, places=places):
            if text.strip():
                places.append(text_matrix[4] * matrix[0] + matrix[4])

        side.extract_text(visitor_text=note)
        assert all(0 <= place < float(side.mediabox[2]) - 20 for place in places)
    text = "".join("".join(side.extract_text().split()) for side in reader.pages)
    assert text.count("long-link-") >= 5 and text.count(WIDE) == 12


def test_handouts_are_tagged_and_their_links_are_public(own):
    alts = set()
    for row in own.rows:
        raw = (own.dir / "made" / row["file"]).read_bytes()
        assert len(raw) == row["size"]
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            root = pdf.Root
            assert root.MarkInfo.Marked and str(root.Lang) == "en-US" and root.ViewerPreferences.DisplayDocTitle
            assert "/Outlines" in root and "/StructTreeRoot" in root and str(pdf.docinfo["/Title"]) == row["title"]
            assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()
            parts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
            assert {"/H1", "/P", "/L", "/LI", "/Link", "/Figure"} <= {str(part.S) for part in parts}
            figures = [str(part.get("/Alt", "")).strip() for part in parts if part.S == "/Figure"]
            assert all(figures), row["file"]
            alts |= set(figures)
            assert row["page"] != "sites/index.md" or sum(part.S == "/TH" for part in parts) == 12
            streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            read = [thing.read_bytes() for thing in streams if thing.get("/Filter") != "/DCTDecode"]
            held = b"".join(read + [thing.unparse() for thing in pdf.objects])
        assert b"file:" not in held and str(own.dir).encode() not in held
        notes = [note.get_object() for side in PdfReader(io.BytesIO(raw)).pages for note in side.get("/Annots", [])]
        links = [note["/A"]["/URI"] for note in notes if "/A" in note and "/URI" in note["/A"]]
        assert all(re.match(r"(?:https?|tel):", link) for link in links) and any(SITE_URL in link for link in links)
    assert {"A liver, drawn. As it lies.", "A book, drawn. A book with a plain cover."} <= alts, (
        "pictures of plain Markdown"
    )


def test_the_same_pages_give_the_same_bytes(own, tmp_path):
    guide = own.dir
    (guide / "docs/care/questions.md").write_text(own.read("docs/care/questions.md").replace("Mark four", "Mark three"))
    run = make_handouts(guide, "--into", str(tmp_path / "again"), "--only", "sites")
    assert run.returncode == 0, run.stderr[-2000:]
    for path in (tmp_path / "again").glob("*.pdf"):
        assert (guide / "made" / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_build_links_what_was_made_with_its_size_and_not_what_has_changed(own):
    for name in ("sites-liver.pdf", "sites-liver-large.pdf", "sites.pdf"):
        assert (own.site / "handouts" / name).read_bytes() == (own.dir / "handouts" / name).read_bytes()
    size = round((own.dir / "handouts/sites-liver.pdf").stat().st_size / 1000)
    link = rf'href="\.\./\.\./handouts/sites-liver\.pdf">Handout \(PDF, {size} KB\)'
    assert re.search(link, own.html("sites/liver")) and "Large print (PDF, " in own.html("sites/liver")
    assert "care/questions.md has changed since its handout was made" in own.said
    assert not (own.site / "handouts/care-questions.pdf").exists()
    for name in ("care/questions", "sites/skin"):
        assert not (own.site / name).exists() or "handouts/" not in own.html(name)
    assert not (own.site / "handouts/manifest.json").exists()
