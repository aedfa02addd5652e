"""What every test may ask for: the built guide on loopback, a real browser, and small guides to break."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from install_browser import find
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
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
            path.parent.relative_to(self.dir).as_posix().removeprefix(".") + "/"
            if path.parent != self.dir
            else ""
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
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--font-render-hinting=none"],
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
    """A small guide of its own in a folder of its own: the real pipeline, facts and looks, and a page or two to break."""

    def __init__(self, folder: Path):
        self.dir = folder
        for name in ("hooks", "overrides", "data"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "tests").mkdir()
        shutil.copy(ROOT / "tests/acts.yml", folder / "tests/acts.yml")
        shutil.copytree(ROOT / "docs", folder / "docs")
        shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
        self.site = folder / "site"

    def write(self, name: str, text: str | bytes) -> None:
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.dir / name).read_text("utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new, 1))

    def build(self, *options: str, **environ: str) -> tuple[int, str]:
        """(exit code, what was said) of a strict build."""
        run = mkdocs(self.dir, self.site, *(options or ("--strict",)), **environ)
        return run.returncode, run.stdout + run.stderr


@pytest.fixture
def guide(tmp_path) -> Guide:
    return Guide(tmp_path / "guide")
