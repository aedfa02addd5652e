"""The PDF handouts, taken apart."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = "https://guide.example/"



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
    row = {"file": "sites-liver.pdf", "page": "sites/liver.md", "sha256": hashlib.sha256(b"%PDF-1.7 old").hexdigest(), "size": 12, "large": False, "edition": "an older one"}
    guide.write("handouts/manifest.json", json.dumps({"site": PUBLIC, "files": [row]}))
    code, said = guide.build("--strict")
    assert "has changed since its handout was made" in said
    assert not (guide.site / "handouts").exists()
    assert "handouts/sites-liver" not in (guide.site / "sites/liver/index.html").read_text("utf-8")
