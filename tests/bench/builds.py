"""Builds the guide and what it is measured against, from the same pages, and says what building costs.

The limit: each page's article as bare semantic HTML with its CSS inside and no script. Nothing useful can be smaller.
Stock: the same words (components filled in, sources cited) under Material's own settings, fonts and script.
"""

import contextlib
import ctypes
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import compress
from conftest import ROOT, Site, serve
from rcssmin import cssmin
from selectolax.lexbor import LexborHTMLParser
from test_serve import Server

FIRST = "b9800cd"  # the commit of the first edition
TRIES = 3  # other work on a machine only ever adds: the least counts
HEAD = ["meta[charset]", "meta[name=viewport]", "title", "meta[name=description]", "link[rel=icon]"]
NOT_TEXT = "script, style, svg, button, input, textarea, select, template, [hidden]"
FRAMES = "div section span aside nav header footer figure label fieldset legend form time b".split()
KEPT = {"id", "href", "datetime", "alt", "src", "start", "colspan", "rowspan", "scope"}
# What Material needs to show the same words.
HOOK = """
import sys
sys.path.insert(0, "hooks")
import assets, citations, guide, pages
guide.wrong_settings = lambda document: []
on_files, on_page_read_source = pages.on_files, pages.on_page_read_source
def on_config(config):
    return assets.on_config(guide.on_config(config))
def on_page_markdown(markdown, page, **context):
    pages.on_page_markdown(markdown, page, **context)
    return citations.on_page_markdown(page.front.message + "\\n\\n" + markdown, page, **context)
on_config.mkdocs_priority = 100
"""


def copy(project: Path) -> Path:
    """A copy of the guide, which may be touched."""
    return shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".*", "site"))


def stock(project: Path) -> Path:
    settings = copy(project) / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("plugins:\n", "plugins:\n  - search\n")
    for part, new in (("copyright", ""), ("theme", "material"), ("hooks", "[stock.py]")):
        text = re.sub(rf"(?m)^{part}:.*\n(  .*\n)*", f"{part}: {new}\n", text)
    settings.write_text(text, "utf-8")
    (project / "stock.py").write_text(HOOK)
    return project


def first_edition(project: Path) -> Path:
    project.mkdir()
    cpu(["sh", "-c", f"git archive {FIRST} | tar -xC '{project}'"])
    build(project, project / "site")  # or say at once why it cannot be built
    return project


def limit(ours: Site, into: Path):
    shutil.copytree(ours.dir / "assets/images", into / "assets/images")
    style = cssmin(Path(__file__).with_name("limit.css").read_text("utf-8"))
    for page in ours.pages:
        tree = LexborHTMLParser(ours.html(page))
        article, head = tree.css_first("article"), "".join(tree.css_first(part).html for part in HEAD)
        for node in article.css(NOT_TEXT):
            node.decompose()
        for node in article.css("*"):
            for name in set(node.attributes) - KEPT:
                del node.attrs[name]
        article.unwrap_tags(FRAMES)
        text = re.sub(r"\s*\n\s*", "\n", article.inner_html)
        head = f'<!doctype html><html lang="en-US"><head>{head}<style>{style}</style></head>'
        (into / page).mkdir(parents=True, exist_ok=True)
        (into / page / "index.html").write_text(f"{head}<body><main>{text}</main></body></html>", "utf-8")


def sites(work: Path, projects: dict[str, Path]) -> dict[str, Site]:
    """The guide, the limit and stock, compressed and with what nginx needs."""
    found = {name: serve(work / name) for name in ("ours", "limit", "stock")}
    for name, project in projects.items():
        build(project, found[name].dir)
    limit(found["ours"], found["limit"].dir)
    for name, site in found.items():
        if name != "ours":  # neither could keep the content policy
            server = shutil.copytree(work / "ours/_nginx", site.dir / "_nginx") / "server.conf"
            server.write_text(re.sub("add_header Content-Security-Policy.*", "", server.read_text()))
        compress.compress_all(site.dir)
    return found


def cpu(command: list, folder: Path = ROOT) -> float:
    """The seconds of CPU of a command and all its processes; Linux hands us those that outlive their parents."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    before = sum(os.times()[2:4])
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    time.sleep(0.1)  # nothing holds its output any more: they are just ending
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    if run.returncode:
        raise RuntimeError(run.stderr)
    return sum(os.times()[2:4]) - before


def build(project: Path, into: Path) -> float:
    return cpu([sys.executable, "-m", "mkdocs", "build", "-q", "-d", into], project)


def builds(projects: dict[str, Path], into: Path) -> dict[str, float]:
    """The seconds of CPU of a build of each, turn about."""
    tries = [{name: build(project, into) for name, project in projects.items()} for _ in range(TRIES)]
    return {name: min(one[name] for one in tries) for name in projects}


def touched(project: Path) -> float:
    """The seconds from a change of a page's file to the page that shows it, in `make serve`."""
    file, tries = project / "docs/sites/liver.md", []
    text, server = file.read_text("utf-8"), Server(SimpleNamespace(dir=project))
    try:
        for number in range(TRIES + 1):  # the first waits for the server
            begun = time.monotonic()
            file.write_text(text.replace("## ", f"## Touched{number} ", 1), "utf-8")
            server.shows(f"Touched{number}")
            tries.append(time.monotonic() - begun)
    finally:
        server.end()
    return min(tries)
