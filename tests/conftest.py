"""What every test may ask for: the built guide on loopback, a real browser, and small guides to break."""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import clinic
import facts as facts_of
import front_matter
import pages
import pytest
import yaml_reader

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests/fixture"
# The days of the small guide's pages, whatever the day of the test: checked lately, and not due yet.
CHECKED, CHECK_BY = str(date.today() - timedelta(days=30)), str(date.today() + timedelta(days=200))
SITE_URL = "https://guide.example/"
HEADERS = yaml_reader.read(ROOT / "deploy/headers.yml").value

# Builds


@functools.cache
def builder() -> subprocess.Popen:
    command = [sys.executable, ROOT / "tests/builder.py"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def mkdocs(project: Path, into: Path, *options: str, **environ: str) -> tuple[int, str]:
    """(exit code, what was said) of one run of `mkdocs build` in `project`."""
    into.parent.mkdir(parents=True, exist_ok=True)
    said = into.with_name(f"{into.name}-said.txt")
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE_URL, **environ}
    builder().stdin.write(json.dumps([str(project), ["--site-dir", str(into), *options], environ, str(said)]) + "\n")
    builder().stdin.flush()
    return int(builder().stdout.readline()), said.read_text("utf-8")


def texts(folder: Path, *ends: str) -> dict[str, str]:
    """The files in a folder whose names end so, by their path."""
    paths = sorted(path for path in folder.rglob("*") if path.name.endswith(ends) and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def straight(text: str) -> str:
    """With the straight quotes that authors type."""
    return text.translate(str.maketrans("‘’“”", "''\"\""))


class Guide:
    """A guide in a folder of its own, to break: the real hooks and looks, on the small guide of tests/fixture."""

    def __init__(self, folder: Path):
        self.dir, self.site = folder, folder / "site"
        for name in ("hooks", "overrides", "deploy"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("docs", "data"):
            shutil.copytree(FIXTURE / name, folder / name)
        (ROOT / ".cache").mkdir(exist_ok=True)
        (folder / ".cache").symlink_to(ROOT / ".cache")
        for path in (folder / "docs").rglob("*.md"):
            dated = path.read_text("utf-8").replace("2026-01-10", CHECKED).replace("2026-12-10", CHECK_BY)
            path.write_text(dated, "utf-8")
        names = sorted(path.relative_to(FIXTURE / "docs").as_posix() for path in (FIXTURE / "docs").rglob("*.md"))
        self.write("mkdocs.yml", settings((ROOT / "mkdocs.yml").read_text("utf-8"), names))

    def write(self, name: str, text: str | bytes) -> None:
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def read(self, name: str) -> str:
        return (self.dir / name).read_text("utf-8")

    def html(self, name: str = "") -> str:
        """A built page."""
        return (self.site / name / "index.html").read_text("utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new, 1))

    def add(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + text)

    def build(self, *options: str, **environ: str) -> tuple[int, str]:
        return mkdocs(self.dir, self.site, *(options or ("--strict",)), **environ)

    def faults(self, *options: str, **environ: str) -> list[str]:
        """What a strict build complains of, a line each; it must then have failed, and never with a traceback."""
        code, said = self.build(*options, **environ)
        told = [line.partition("-  ")[2] for line in said.splitlines() if line.startswith(("WARNING", "ERROR"))]
        assert "Traceback" not in said and bool(code) == bool(told), said[-3000:]
        return told


def settings(text: str, names: list[str]) -> str:
    """The real settings with the pages `names` in nav, a folder a section, and with nothing filled in."""
    lines = ["nav:", "  - Home: index.md"]
    for folder in sorted({name.partition("/")[0] for name in names if "/" in name}):
        inside = [name for name in names if name.startswith(folder + "/")]
        lines.append(f"  - Part {folder}:")
        for name in sorted(inside, key=lambda name: not name.endswith("index.md")):
            lines.append(f"      - {folder if name.endswith('index.md') else Path(name).stem}: {name}")
    lines += [f"  - {Path(name).stem}: {name}" for name in names if "/" not in name and name != "index.md"]
    keys = "".join(f'    {key}: ""\n' for key in ("name", "day_number", "night_number", "logo"))
    block = r"^{}:\n(?:(?: .*)?\n)+?(?=^\S)"
    text = re.sub(block.format("nav"), "\n".join(lines) + "\n\n", text, flags=re.M)
    return re.sub(block.format("extra"), f'extra:\n  clinic:\n{keys}  report_mistakes: ""\n\n', text, flags=re.M)


# Serving


def headers_for(path: str) -> dict[str, str]:
    """The headers of deploy/headers.yml for a path from the guide's root, as nginx sends them."""
    found = {}
    for row in HEADERS:
        below = [value for folder, value in row.get("below", {}).items() if path.startswith(folder)]
        found[row["header"]] = (below or [row["value"]])[0]
    del found["Strict-Transport-Security"]  # loopback has no https
    return {name: value for name, value in found.items() if value}


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder under `prefix` with the guide's own headers and 404 page; `asked` notes every request."""

    prefix, asked = "/", []

    def translate_path(self, path):
        path = path.split("?")[0].split("#")[0]
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path.removeprefix(self.prefix)) if inside else self.directory + "/none"

    def do_GET(self):
        self.asked.append((self.command, self.path, dict(self.headers)))
        super().do_GET()

    def do_POST(self):
        self.asked.append((self.command, self.path, dict(self.headers)))
        self.send_error(405)

    def end_headers(self):
        for name, value in headers_for("/" + self.path.split("?")[0].removeprefix(self.prefix)).items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code, message=None, explain=None):
        if code != 404:
            return super().send_error(code, message, explain)
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@dataclass
class Site:
    """A built guide: its folder, the address where it is served, what was asked for."""

    dir: Path
    url: str
    asked: list = field(default_factory=list)
    stop: object = None

    @functools.cached_property
    def pages(self) -> list[str]:
        """Every page's path from the root, as a reader's browser asks for it; not those that only lead on."""
        found = [path for path in self.dir.rglob("index.html") if 'http-equiv="refresh"' not in path.read_text("utf-8")]
        return sorted(f"{path.parent.relative_to(self.dir).as_posix()}/".removeprefix("./") for path in found)

    def html(self, name: str = "") -> str:
        return (self.dir / name / "index.html").read_text("utf-8")


def serve(folder: Path, prefix: str = "/") -> Site:
    """`folder` on loopback, below `prefix`, until `.stop()`."""
    handler = type("Here", (Handler,), {"prefix": prefix, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop():
        server.shutdown()
        server.server_close()

    return Site(folder, f"http://127.0.0.1:{server.server_port}{prefix}", handler.asked, stop)


# Fixtures


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The guide, built strictly: a fault anywhere fails every test that looks at a page."""
    into = tmp_path_factory.mktemp("guide") / "site"
    code, said = mkdocs(ROOT, into, "--strict")
    if code:
        pytest.fail("the guide does not build:\n" + said[-6000:], pytrace=False)
    return into


@pytest.fixture(scope="session")
def site(built) -> Site:
    made = serve(built)
    yield made
    made.stop()


@pytest.fixture
def guide(tmp_path) -> Guide:
    return Guide(tmp_path / "guide")


def built_once(folder: Path, prefix: str):
    """The small guide, built and served below `prefix`, for tests that only look. `.url`: where it is served."""
    made = Guide(folder / "guide")
    assert made.faults(SITE_URL=SITE_URL + prefix[1:]) == []
    served = serve(made.site, prefix)
    made.url = served.url
    yield made
    served.stop()


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Guide:
    yield from built_once(tmp_path_factory.mktemp("small"), "/")


@pytest.fixture(scope="session")
def below(tmp_path_factory) -> Guide:
    """The small guide below a sub-path, as some hosts have it."""
    yield from built_once(tmp_path_factory.mktemp("below"), "/clinic/guide/")


@pytest.fixture(scope="session")
def browser():
    from install_browser import find
    from playwright.sync_api import sync_playwright

    flags = ["no-sandbox", "disable-gpu", "disable-background-networking", "no-first-run", "font-render-hinting=none"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=[f"--{flag}" for flag in flags])
        yield browser
        browser.close()


def opened(browser, **options):
    """A fresh browser page; anything it says on the console, asks for or stores is on record, also what breaks the
    content policy."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    page.complaints, page.requests = [], []
    page.on("console", lambda told: told.type in ("error", "warning") and page.complaints.append(told.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    context.on("request", lambda request: page.requests.append(request.url))
    return page


@pytest.fixture
def tab(browser):
    """tab(width=…, javaScript…): fresh browser pages with other settings, closed at the end."""
    made = []

    def another(**options):
        made.append(opened(browser, **options))
        return made[-1]

    yield another
    for page in made:
        page.context.close()


@pytest.fixture(scope="session")
def shared(browser):
    """Two pages, with script and without: opening a page costs more than a test does on it."""
    made = [opened(browser, java_script_enabled=script) for script in (True, False)]
    yield made
    for page in made:
        page.context.close()


def as_new(page):
    page.unroute_all()
    page.emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("about:blank")
    page.complaints.clear(), page.requests.clear()
    return page


@pytest.fixture
def page(shared):
    """A page that other tests use too: whoever listens, sets its clock or leaves something stored takes `tab`."""
    return as_new(shared[0])


@pytest.fixture
def plain_page(shared):
    """A page without script."""
    return as_new(shared[1])


@pytest.fixture(scope="session")
def facts():
    """The facts of the real guide, as the hooks read them."""
    return facts_of.read_facts(ROOT, date.max)[0]


@pytest.fixture(scope="session")
def publisher():
    """What whoever runs this copy has filled in."""
    return clinic.read_publisher(ROOT / "mkdocs.yml", ROOT / "docs")


@pytest.fixture(scope="session")
def heads() -> dict:
    """The front matter of every real page, by address from the root: heads["sites/liver/"]."""
    docs = ROOT / "docs"
    names = {path: pages.address_in(path.relative_to(docs).as_posix()).lstrip("/") for path in docs.rglob("*.md")}
    return {name: front_matter.check(path.read_text("utf-8"), date.max)[0] for path, name in names.items()}


@pytest.fixture(scope="session")
def walk(site, browser, heads):
    """Every real page opened once, with all that was seen of it (walk.py)."""
    from walk import Walk

    return Walk(site, browser)
