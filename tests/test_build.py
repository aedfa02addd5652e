"""The whole pipeline, given bad input: it names every fault in one run, fails, and leaves the last good site."""

import doctest
import hashlib
import importlib
import json
import re
import sys
from pathlib import Path

import build as deploy_build
import material
import pytest
from conftest import ROOT

LIVER = "docs/sites/liver.md"
SYMPTOMS = "data/symptoms.yml"
TITLE = re.compile(r"^title: .*$", re.M)


def test_all_faults_of_one_run_are_named_together(guide):
    """One bad guide with many faults: building takes seconds, so they share a run, as they would for an author."""
    guide.write("docs/big.md", b"word " * 1_000_000)
    guide.write("docs/bad-utf8.md", b"---\ntitle: \xff\n---\n")
    guide.write("docs/Bad Name.md", "x")
    guide.write("docs/sites/bones/index.md", (guide.dir / "docs/sites/bones.md").read_text())
    guide.edit("docs/sites/lungs.md", "checked: 2026", "checked: 2026-13-45 # 2026")
    text = (guide.dir / LIVER).read_text()
    title = TITLE.search((guide.dir / "docs/sites/brain.md").read_text())[0]
    guide.write(LIVER, TITLE.sub(title, text) + "\n\n[gone](/sites/spleen.md) [gone](/sites/brain.md#nowhere)[^no_such_source]\n")
    guide.edit("docs/sites/lymph-nodes.md", "\n## ", "\n{{ no_such_component() }}\n\n## ")
    guide.edit("docs/sites/skin.md", "\n## ", '\n<a href="../../nowhere/">raw</a> <img src="x.png">\n\nAbout 1 in 4.\n\n## ')
    guide.edit("docs/sites/brain.md", "keywords:", "keywords:\n  no-such-section: [word]")
    guide.edit(SYMPTOMS, "act: today", "act: soon")
    guide.edit(SYMPTOMS, "sources: [", "sources: [no_such_source, ")
    guide.write("data/questions.yml", "")
    guide.write("data/codes.yml", "a: list is due")
    guide.site.mkdir()
    code, said = guide.build()
    assert code != 0
    for fault in (
        "docs/big.md: 5000 KB is too long for a page",
        "docs/bad-utf8.md: byte 11 is not UTF-8",
        "docs/Bad Name.md: file names become addresses",
        "/sites/bones/ is already the address of",
        "docs/sites/lungs.md: front matter is not valid YAML",
        "is already that of docs/",
        "sites/spleen.md",
        "#nowhere",
        "[^no_such_source] is not in data/sources.yml",
        "'no_such_component' is undefined",
        "nowhere/ leads nowhere",
        "the picture x.png has no alt text",
        "write chances as 'N out of 100', not '1 in 4'",
        "no-such-section",
        "is less urgent than its sources allow",
        'source "no_such_source" is not in data/sources.yml',
        "data/questions.yml: a list of rows is due here",
        "data/codes.yml: a list of rows is due here",
    ):
        assert fault in said, f"not named: {fault}\n{said[-8000:]}"
    assert "Traceback (most recent call last)" not in re.sub(r"```.*?```", "", said, flags=re.S)


def test_a_fault_leaves_the_last_good_site(guide, monkeypatch, capfd):
    monkeypatch.setattr(deploy_build, "ROOT", guide.dir)
    monkeypatch.setattr(sys, "argv", ["build.py"])
    monkeypatch.setenv("SITE_URL", "")
    assert deploy_build.main() == 0, capfd.readouterr().err[-3000:]
    before = {path: path.read_bytes() for path in guide.site.rglob("*") if path.is_file()}
    assert before
    guide.edit(LIVER, "title:", "titel:")
    assert deploy_build.main() != 0
    assert "titel is not a key we know" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in guide.site.rglob("*") if path.is_file()} == before
    assert not [path for path in guide.dir.iterdir() if path.name.startswith(".site")]


def test_one_row_changes_every_place_that_shows_it(guide):
    guide.edit(SYMPTOMS, "says: Yellow skin or eyes", "says: Canary colored skin or eyes")
    code, said = guide.build()
    assert code == 0, said[-3000:]
    for name in ("symptoms", "sites/liver", "symptoms/get-help", "symptoms/planner"):
        assert "Canary colored" in (guide.site / name / "index.html").read_text(), name
    assert any("canary" in path.read_text().lower() for path in (guide.site / "assets").glob("search*.json"))


def test_without_hooks_pages_still_carry_disclaimer_dates_and_structured_data(guide):
    text = (guide.dir / "mkdocs.yml").read_text()
    guide.write("mkdocs.yml", re.sub(r"^hooks:\n(?:  .*\n)+", "hooks: []\n", text, flags=re.M))
    code, said = guide.build("--no-strict")
    assert code == 0, said[-3000:]
    for path in guide.site.rglob("index.html"):
        html = path.read_text()
        assert html.count('class="hg-disclaimer"') == 1, path
        assert "Next check due" in html and "<time datetime=" in html, path
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
        assert json.loads(data[1])["lastReviewed"], path
    liver = (guide.site / "sites/liver/index.html").read_text()
    assert "hg-act--now" in liver and "Yellow skin or eyes" in liver


SEEN = {"base": "8536d352b009", "partials/header": "8cf3fb15bcf9", "partials/footer": "50c2a75f013b", "partials/actions": "1bcd66d6f428", "partials/search": "bfd556535abc"}


@pytest.mark.parametrize("name", SEEN)
def test_what_we_lean_on_or_replace_in_the_theme_is_as_we_saw_it(name):
    """When the theme changes one of these, look whether ours misses something, then note its new hash here."""
    original = (Path(material.__file__).parent / f"templates/{name}.html").read_bytes()
    assert hashlib.sha256(original).hexdigest()[:12] == SEEN[name]


@pytest.mark.parametrize("name", sorted(path.stem for folder in ("hooks", "deploy") for path in (ROOT / folder).glob("*.py") if ">>> " in path.read_text("utf-8")))
def test_the_examples_beside_the_code_hold(name):
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.attempted and not ran.failed
