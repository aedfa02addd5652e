"""Other browsers than the one of the tests, by puppeteer (browsers.mjs); what they printed is read back here."""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import brotli
import front_matter
from facts import read_facts
from install_browser import find
from printing import bare, plain, printed, review_of
from pypdf import PdfReader
from tools import NPM, NotRun, need, run

ROOT = Path(__file__).resolve().parents[2]
OLD = "119.0.2"  # Chromium of October 2023
SIDES = {"symptoms/get-help/": 3, "print/": 48}


def installed(package: str, folder: Path) -> None:
    need("node", "npm")
    folder.mkdir(exist_ok=True)
    told = run(*NPM, package, cwd=folder, env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"})
    if told.returncode:
        raise NotRun(f"{package} could not be installed")


def old_chromium(folder: Path) -> Path:
    """An old Chromium without a window, as npm has it."""
    package = f"@sparticuz/chromium@{OLD}"
    installed(package, folder / "old-chromium")
    program = folder / "old-chromium/chromium"
    packed = folder / "old-chromium/node_modules/@sparticuz/chromium/bin/chromium.br"
    program.write_bytes(brotli.decompress(packed.read_bytes()))
    program.chmod(0o755)
    if missing := re.findall(r"(\S+) => not found", run("ldd", program).stdout):
        raise NotRun(f"missing for {package}: {', '.join(missing)}")
    return program


def walked(kind: str, program: str | Path, url: str, folder: Path, site) -> str:
    """What the walk said; AssertionError with what is wrong, on screen or on paper."""
    tools = folder / f"walked-{kind}"
    installed("puppeteer-core@24", tools)
    (tools / "pages.txt").write_text("\n".join(site.pages))
    shutil.copy(ROOT / "tests/proof/browsers.mjs", tools)
    axe = ROOT / "tests/vendor/axe.min.js"
    told = run("node", "browsers.mjs", kind, program, url, axe, cwd=tools, timeout=900)
    assert told.returncode == 0, told.stdout + told.stderr
    sides = on_paper(tools, site)
    site.stop()
    return f"{told.stdout.strip().splitlines()[-1]}; {sides} sides with address and day"


def on_paper(tools: Path, site) -> int:
    """How many sides were printed: each page with the words that today's Chromium prints, each side with its foot."""
    from playwright.sync_api import sync_playwright

    if not find():
        raise NotRun("missing: a Chromium, to compare what is printed with")
    facts, count = read_facts(ROOT, date.max)[0], 0
    places = {place.page.lstrip("/") for place in facts.places}
    sides_of = lambda name: [plain(side.extract_text()) for side in PdfReader(tools / name).pages]
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"]).new_page()
        for path in site.pages:
            due = printed(page, site.url + path, format="A4")[0]
            shown = " ".join(due).lower().replace("mm/dd/yyyy", "")  # an empty field, on no paper
            foot = plain(page.evaluate("document.documentElement.dataset.hgSheet || ''"))
            for file in sorted(tools.glob(f"{path.replace('/', '_')}[AL]*-light.pdf")):
                found = sides_of(file.name)
                most = SIDES.get(path, 2 if path in places else len(due) + 1)
                assert len(found) <= most, f"{file.name}: {len(found)} sides"
                assert not [side[-200:] for side in found if foot not in side], f"{file.name}: no foot {foot}"
                text = "".join(found).replace(" ", "").lower()
                lost = {word for word in re.findall("[a-z]{4,}", shown) if word not in text}
                assert not lost, f"{file.name}: lost {sorted(lost)[:9]}"
                assert bare(facts.sentences.general).lower() in text, f"{file.name}: no disclaimer"
                count += len(found)
    for name in ("sites_liver_", "symptoms_"):
        light, dark = (PdfReader(tools / f"{name}A4-{scheme}.pdf").pages for scheme in ("light", "dark"))
        one, other = ([side.get_contents().get_data() for side in sides] for sides in (light, dark))
        assert one == other, f"{name}: paper is another in dark"
    head = front_matter.check((ROOT / "docs/sites/liver.md").read_text("utf-8"), date.max)[0]
    text = " ".join(sides_of("sites_liver_A4-light.pdf"))
    due = [row.number for row in facts.contacts.emergency] + [row.name for _, row in facts.urgency]
    assert not [words for words in (*due, review_of(head, facts), "Facts checked") if words not in text]
    assert not [words for words in ("Search", "Copy link", "Keep this guide") if words in text]
    for button in ("poster", "sheet", "card"):
        assert len(sides_of(f"button-{button}.pdf")) == 1, f"the {button}'s button prints more than it"
    return count
