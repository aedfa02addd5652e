"""What Chromium asks for on the first view of a page, and what Lighthouse says of it on a simulated phone."""

import contextlib
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

import brotli
import loopback
from conftest import Site, opened
from install_browser import find
from playwright.sync_api import sync_playwright
from walk import PHONE, STORED, WIDE

LIGHTHOUSE = "12.8.2"  # the last line that runs on Node 20
FLAGS = "--chrome-flags=--headless --no-sandbox --disable-gpu --ignore-certificate-errors"
OPTIONS = ["--quiet", "--output=json", "--disable-full-page-screenshot", FLAGS]
WATCH = """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(one => shift += one.value))
.observe({type: "layout-shift", buffered: true})"""
SEEN = """[shift, performance.getEntries().filter(one => one.renderBlockingStatus == "blocking").map(one => one.name),
[...document.querySelectorAll("figure svg")].map(one => one.outerHTML).join("")]"""


def packed(path: Path) -> int:
    """The bytes of a file as they travel: its brotli form."""
    small = path.with_name(path.name + ".br")
    return (small if small.exists() else path).stat().st_size


def view(browser, site: Site, page: str) -> dict[str, float]:
    """One cold load on a wide screen, one on a phone: how far things move on both, all else on the phone."""
    shifts = []
    for screen in (WIDE, PHONE):
        tab = opened(browser, viewport=screen, bypass_csp=True)  # stock could not keep it
        tab.add_init_script(WATCH)
        tab.goto(site.url + page, wait_until="networkidle")
        (shift, blocking, drawings), stored = map(tab.evaluate, (SEEN, STORED))
        shifts.append(shift)
        tab.context.close()
    paths = {url: site.dir / url.removeprefix(site.url) for url in tab.requests if url.startswith(site.url)}
    own = {url: packed(path / "index.html" if path.is_dir() else path) for url, path in paths.items()}
    css = sum(own.get(url, 0) for url in blocking)
    return {
        "bytes": sum(own.values()),
        "css": css,
        "html": own[site.url + page] + css,
        "script": sum(size for url, size in own.items() if url.endswith(".js")),
        "drawings": len(brotli.compress(drawings.encode())),
        "requests": len(tab.requests),
        "others": sum(not url.startswith(site.url) for url in tab.requests),
        "stored": len(stored),
        "shift": max(shifts),
    }


def views(sites: dict[str, Site], pages: dict[str, list[str]]) -> dict:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        return {name: {page: view(browser, site, page) for page in pages[name]} for name, site in sites.items()}


def lighthouse(sites: dict[str, Site], jobs: list[tuple[str, str]]) -> dict:
    """The medians of all runs; `jobs`: the guide and the page of each."""
    folder, found = Path(tempfile.gettempdir(), f"hg-lighthouse-{LIGHTHOUSE}"), {name: {} for name in sites}
    command = folder / "node_modules/.bin/lighthouse"
    if not command.exists():
        folder.mkdir(exist_ok=True)
        npm = ["npm", "install", "--prefix", folder, f"lighthouse@{LIGHTHOUSE}"]
        subprocess.run(npm, check=True, capture_output=True)
    if not loopback.BROTLI.exists():
        raise FileNotFoundError(f"missing {loopback.BROTLI}")
    with contextlib.ExitStack() as running:
        servers = {name: loopback.Nginx(site.dir, Path(f"{site.dir}-nginx")) for name, site in sites.items()}
        urls = {name: running.enter_context(server).url for name, server in servers.items()}
        os.environ["CHROME_PATH"] = str(find())
        for name, page in jobs:
            run = subprocess.run([command, urls[name] + page, *OPTIONS], capture_output=True, text=True)
            if run.returncode:
                print(f"  no report of {name} /{page}: {run.stderr[-300:]}")
                continue
            said = json.loads(run.stdout)
            audits = said["audits"].items()
            print(f"  {name} /{page}:", *(key for key, one in audits if one["score"] not in (None, 1)))
            scores = {key: 100 * part["score"] for key, part in said["categories"].items()}
            times = {key: one["numericValue"] for key, one in audits if "numericValue" in one}
            found[name].setdefault(page, []).append(scores | times)
    if not any(found.values()):
        raise RuntimeError(run.stderr)
    for pages in found.values():
        for page, runs in pages.items():
            pages[page] = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    return found
