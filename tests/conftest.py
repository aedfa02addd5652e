"""What every test may ask for: the built guide on loopback, a real browser, and small guides to break."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import clinic  # hooks/clinic.py
import front_matter  # hooks/front_matter.py
import pages  # hooks/pages.py
import pytest
from facts import read_facts  # hooks/facts.py
from install_browser import find
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests/fixture"
# The days of the small guide's pages, whatever the day of the test: checked lately, and not due yet.
CHECKED, CHECK_BY = str(date.today() - timedelta(days=30)), str(date.today() + timedelta(days=200))
SITE_URL = "https://guide.example/"


@dataclass
class Site:
    """A built guide: its folder, and the address where it is served."""

    dir: Path
    url: str

    @property
    def pages(self) -> list[str]:
        """Every page's path from the root, as a reader's browser asks for it."""
        return sorted(
            path.parent.relative_to(self.dir).as_posix().removeprefix(".") + "/" if path.parent != self.dir else ""
            for path in self.dir.rglob("index.html")
            if 'http-equiv="refresh"' not in path.read_text("utf-8")
        )


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder under `prefix`, with the guide's own 404 page."""

    prefix = "/"

    def translate_path(self, path):
        path = path.split("?")[0].split("#")[0]
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "no-such-file")
        return super().translate_path("/" + path[len(self.prefix) :])

    def send_error(self, code, message=None, explain=None):
        if code != 404:
            return super().send_error(code, message, explain)
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def log_message(self, *args):
        pass


def serve(folder: Path, prefix: str = "/"):
    """(server, address): `folder` on loopback, below `prefix`."""
    handler = type("Prefixed", (Handler,), {"prefix": prefix})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}{prefix}"


def mkdocs(project: Path, into: Path, *options: str, **environ: str) -> subprocess.CompletedProcess:
    """One run of `mkdocs build` in `project`."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(into), *options],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE_URL, **environ},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The guide, built strictly: a fault anywhere fails every test that looks at a page."""
    into = tmp_path_factory.mktemp("guide") / "site"
    run = mkdocs(ROOT, into, "--strict")
    if run.returncode:
        pytest.fail("the guide does not build:\n" + run.stderr[-6000:], pytrace=False)
    return into


@pytest.fixture(scope="session")
def site(built):
    server, url = serve(built)
    yield Site(built, url)
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--font-render-hinting=none",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A fresh browser page at 1280 wide; anything it says on the console, or asks of another host, is on record."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type in ("error", "warning") and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


class Guide:
    """A guide in a folder of its own, to break: the real hooks and looks, on the small guide of tests/fixture."""

    def __init__(self, folder: Path):
        self.dir, self.site = folder, folder / "site"
        for name in ("hooks", "overrides", "deploy"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("docs", "data", "tests"):
            shutil.copytree(FIXTURE / name, folder / name)
        for path in (folder / "docs").rglob("*.md"):
            dated = path.read_text("utf-8").replace("2026-01-10", CHECKED).replace("2026-12-10", CHECK_BY)
            path.write_text(dated, "utf-8")
        pages = sorted(path.relative_to(FIXTURE / "docs").as_posix() for path in (FIXTURE / "docs").rglob("*.md"))
        self.write("mkdocs.yml", settings(ROOT / "mkdocs.yml", nav(pages)))

    def write(self, name: str, text: str | bytes) -> None:
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def read(self, name: str) -> str:
        return (self.dir / name).read_text("utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new, 1))

    def build(self, *options: str, **environ: str) -> tuple[int, str]:
        """(exit code, what was said) of a strict build."""
        run = mkdocs(self.dir, self.site, *(options or ("--strict",)), **environ)
        return run.returncode, run.stdout + run.stderr

    def faults(self, *options: str, **environ: str) -> list[str]:
        """What a strict build complains of, a line each; it must then have failed, and never with a traceback."""
        code, said = self.build(*options, **environ)
        told = [line.partition("-  ")[2] for line in said.splitlines() if line.startswith(("WARNING", "ERROR"))]
        assert "Traceback" not in said, said[-3000:]
        assert bool(code) == bool(told), said[-3000:]
        return told


def nav(pages: list[str]) -> str:
    """A table of contents: what stands in a folder is a section."""
    lines = ["nav:", "  - Home: index.md"]
    for folder in sorted({page.partition("/")[0] for page in pages if "/" in page}):
        lines.append(f"  - Part {folder}:")
        inside = sorted(
            (page for page in pages if page.startswith(folder + "/")), key=lambda page: not page.endswith("index.md")
        )
        lines += [f"      - {Path(page).stem if page != f'{folder}/index.md' else folder}: {page}" for page in inside]
    return "\n".join(
        [*lines, *(f"  - {Path(page).stem}: {page}" for page in pages if "/" not in page and page != "index.md"), ""]
    )


def settings(real: Path, contents: str) -> str:
    """The real settings with other pages, and with nothing filled in by whoever runs the guide."""
    text = re.sub(r"^nav:\n(?:(?: .*)?\n)+?(?=^\S)", contents + "\n", real.read_text("utf-8"), flags=re.M)
    keys = "".join(f'    {key}: ""\n' for key in ("name", "day_number", "night_number", "logo"))
    empty = f'extra:\n  clinic:\n{keys}  report_mistakes: ""\n\n'
    return re.sub(r"^extra:\n(?:(?: .*)?\n)+?(?=^\S)", empty, text, flags=re.M)


@pytest.fixture
def guide(tmp_path) -> Guide:
    return Guide(tmp_path / "guide")


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Guide:
    """The small guide, built once, for tests that only look. `small.url`: where it is served."""
    made = Guide(tmp_path_factory.mktemp("small") / "guide")
    code, said = made.build()
    if code:
        pytest.fail("the small guide does not build:\n" + said[-6000:], pytrace=False)
    server, made.url = serve(made.site)
    yield made
    server.shutdown()


@pytest.fixture(scope="session")
def facts():
    """The facts of the real guide, as the hooks read them."""
    return read_facts(ROOT, date.max)[0]


@pytest.fixture(scope="session")
def publisher():
    """What whoever runs this copy has filled in."""
    return clinic.read_publisher(ROOT / "mkdocs.yml", ROOT / "docs")


@pytest.fixture(scope="session")
def heads() -> dict:
    """The front matter of every real page, by address from the root: heads["sites/liver/"]."""
    found = {}
    for path in (ROOT / "docs").rglob("*.md"):
        name = path.relative_to(ROOT / "docs").as_posix()
        found[pages.address_in(name).lstrip("/")] = front_matter.check(path.read_text("utf-8"), date.max)[0]
    return found
