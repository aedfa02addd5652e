"""`make bench`: sizes, counts and speeds beside their budgets, and beside what could be and what is usual.

    python deploy/bench.py [--pages "" sites/liver/ …] [--runs 3] [--all]

Builds, in one run and from the same pages, the guide, the limit page and stock Material (deploy/bench_rivals.py), serves
all three the same way (nginx, TLS, HTTP/2, brotli) and looks at them with Chromium and Lighthouse. Sizes and counts that
break a Must budget make the exit code 1; times never do. What is missing on this machine is said, never passed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]
os.environ["SITE_URL"] = os.environ.get("SITE_URL") or "https://guide.example/"  # nothing of this run is published

import bench_build  # noqa: E402
import bench_rivals as rivals  # noqa: E402
import compress  # noqa: E402
import install_browser  # noqa: E402
import loopback  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

LIGHTHOUSE = "12.8.2"  # the last line that runs on Node 20
PAGES = ("", "sites/liver/", "symptoms/", "symptoms/get-help/", "spread/chances/", "words/")
HEAVY = ("print/", "about/sources/")  # a whole book, and every source: no first views
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
NAMES = ("ours", "limit", "stock")
KB = 1000
LONGER = {"symptoms/planner/": 7, "clinics/": 7, "go/": 7}  # requests; other pages 5


# What files weigh --------------------------------------------------------------------------------


def packed(path: Path) -> int:
    """The bytes of a file as they travel: its brotli form."""
    other = path.with_name(path.name + ".br")
    return (other if other.exists() else path).stat().st_size


def sizes(site: Path) -> dict[str, int]:
    """What the budgets name, in bytes."""
    def total(*patterns: str) -> int:
        return sum(packed(path) for pattern in patterns for path in (site / "assets").glob(pattern))

    places = [path / "index.html" for path in sorted((site / "sites").iterdir()) if path.is_dir()]
    return {
        "stylesheet": total("guide.*.css"),
        "place": total("guide.*.css") + max(map(packed, places)),
        "script": total("guide.*.js"),
        "search": total("search.*.js", "search-index.*.json"),
        "whole": sum(path.stat().st_size for path in site.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz", ".pdf")),
    }


# What a browser asks for -------------------------------------------------------------------------

SHIFTS = "window.hgShift = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) window.hgShift += one.value }).observe({type: 'layout-shift', buffered: true})"
STORED = "(async () => document.cookie.length + localStorage.length + sessionStorage.length + (await caches.keys()).length + (await indexedDB.databases()).length)()"


def first_view(browser, url: str, site: Path, page: str, width: int) -> dict:
    """One cold load: the bytes (br) of the files asked for, and on the wire with their headers; requests, other hosts
    asked, what was stored, how far things moved.
    """
    context = browser.new_context(viewport={"width": width, "height": 800}, ignore_https_errors=True)
    context.add_init_script(SHIFTS)
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    asked: dict[str, str] = {}
    bytes_: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda event: bytes_.update({event["requestId"]: event["encodedDataLength"]}))
    wire.send("Network.enable")
    tab.goto(url + page, wait_until="networkidle")
    asked = {name: address for name, address in asked.items() if not address.startswith("data:")}
    own = [site / address.removeprefix(url).split("?")[0] for address in asked.values() if address.startswith(url)]
    files = [path / "index.html" if path.is_dir() else path for path in own]
    seen = {
        "bytes": sum(packed(path) for path in files if path.is_file()),
        "wire": round(sum(bytes_.get(name, 0) for name in asked)),
        "requests": len(asked),
        "others": sorted({address.split("/")[2] for address in asked.values() if not address.startswith(url)}),
        "stored": tab.evaluate(STORED) + len(context.cookies()),
        "shift": tab.evaluate("window.hgShift"),
    }
    context.close()
    return seen


# Lighthouse --------------------------------------------------------------------------------------


def lighthouse() -> Path | str:
    """The command, installed outside the tree if need be; or what is missing."""
    for name in ("node", "npm"):
        if not shutil.which(name):
            return f"missing {name}"
    if not install_browser.find():
        return "missing Chromium"
    folder = Path(tempfile.gettempdir()) / f"hg-lighthouse-{LIGHTHOUSE}"
    command = folder / "node_modules/.bin/lighthouse"
    if not command.exists():
        folder.mkdir(exist_ok=True)
        run = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, f"lighthouse@{LIGHTHOUSE}"], capture_output=True, text=True)
        if run.returncode:
            return f"missing lighthouse {LIGHTHOUSE} (npm could not install it: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else run.returncode})"
    return command


def scored(command: Path, address: str) -> dict | None:
    """One run of Lighthouse on a simulated phone: scores out of 100, times in ms, what lost points."""
    flags = "--headless --no-sandbox --disable-gpu --ignore-certificate-errors"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        subprocess.run(
            [command, address, "--quiet", "--output=json", f"--output-path={out}", "--disable-full-page-screenshot", f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"],
            env={**os.environ, "CHROME_PATH": install_browser.find() or ""}, capture_output=True, timeout=300,
        )
        if not out.exists():
            return None
        report = json.loads(out.read_text("utf-8"))
    audits = report["audits"]
    if report.get("runtimeError"):
        return None
    lost = [
        f"{name} {row['id']} {audits[row['id']]['displayValue'] if audits[row['id']].get('displayValue') else ''}".strip()
        for name, category in report["categories"].items() for row in category["auditRefs"]
        if row["weight"] and audits[row["id"]]["score"] is not None and audits[row["id"]]["score"] < 0.9
    ]
    return {
        **{name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES},
        "FCP": audits["first-contentful-paint"]["numericValue"],
        "LCP": audits["largest-contentful-paint"]["numericValue"],
        "TBT": audits["total-blocking-time"]["numericValue"],
        "CLS": audits["cumulative-layout-shift"]["numericValue"],
        "lost": lost,
    }


def medians(runs: list[dict]) -> dict:
    found = {name: statistics.median(run[name] for run in runs) for name in runs[0] if name != "lost"}
    return {**found, "lost": sorted({line for run in runs for line in run["lost"]})}


# Saying it ---------------------------------------------------------------------------------------


class Table:
    """The budgets, one line each; remembers whether a size or a count broke its Must."""

    def __init__(self):
        self.broken = False
        print(f"\n{'':44}{'must':>11}{'aim':>11}{'ours':>12}{'limit':>12}{'stock':>12}")

    def row(self, what: str, must: float, aim: float, ours: float | None, *others: float | None, form: str = "{:,.0f}", counts: bool = True, least: bool = False, why: str = "") -> None:
        """`counts`: a size or a count, which may fail; `least`: the budget is a floor; `why`: what is missing, if `ours` is None."""
        if ours is None:
            print(f"{what:44}{form.format(must):>11}{form.format(aim):>11}  not measured: {why}")
            return
        over = (lambda budget: ours < budget) if least else (lambda budget: ours > budget)
        verdict = "over the Must" if over(must) else "meets the Must" if over(aim) else "meets the aim"
        self.broken |= counts and over(must)
        cells = "".join(f"{'' if other is None else form.format(other):>12}" for other in others)
        print(f"{what:44}{form.format(must):>11}{form.format(aim):>11}{form.format(ours):>12}{cells:24}  {verdict}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, each page and each rival")
    parser.add_argument("--all", action="store_true", help="Lighthouse on every page of ours, once")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="hg-bench-"))
    try:
        return bench(options, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def bench(options, work: Path) -> int:
    sites = {name: work / name for name in NAMES}
    print("Building the guide, the limit page and stock Material …", flush=True)
    bench_build.cpu(ROOT / "mkdocs.yml", sites["ours"])
    compress.compress_all(sites["ours"])
    rivals.limit(sites["ours"], sites["limit"])
    plain, first = rivals.stock(sites["ours"], work, sites["stock"]), bench_build.first_edition(work / "first")
    kinds = {"ours": ROOT / "mkdocs.yml", "stock": plain} | ({"first": first} if first else {})
    spent = bench_build.builds(kinds, work / "again")
    print("Touching a page in `mkdocs serve`, ours and stock …", flush=True)
    soon = {"ours": bench_build.touched(ROOT / "mkdocs.yml", ROOT / "docs"), "stock": bench_build.touched(plain, work / "docs")}
    weight, pages = sizes(sites["ours"]), list(rivals.pages_of(sites["ours"]))

    missing = "" if install_browser.find() else "missing Chromium"
    servers: dict[str, loopback.Nginx] = {}
    try:
        for name, site in sites.items():
            servers[name] = loopback.Nginx(site, work / f"nginx-{name}").start()
    except (FileNotFoundError, RuntimeError) as error:
        missing = missing or f"missing {error}"
    if not compress.brotli or not (loopback.MODULES / "ngx_http_brotli_static_module.so").exists():
        missing = missing or "missing brotli (Debian: libnginx-mod-http-brotli-static)"
    try:
        return measured(options, work, sites, servers, weight, pages, spent, soon, missing)
    finally:
        for server in servers.values():
            if hasattr(server, "process"):
                server.stop()


def measured(options, work, sites, servers, weight, pages, spent, soon, missing) -> int:
    views: dict[str, dict[str, dict]] = {name: {} for name in NAMES}
    moved: dict[str, float] = {}
    if not missing:
        print(f"Loading {len(pages)} pages in Chromium …", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=install_browser.find(), args=["--no-sandbox", "--disable-gpu"])
            for page in pages:
                views["ours"][page] = first_view(browser, servers["ours"].url, sites["ours"], page, 360)
                moved[page] = max(views["ours"][page]["shift"], first_view(browser, servers["ours"].url, sites["ours"], page, 1280)["shift"])
            for name in ("limit", "stock"):
                views[name] = {page: first_view(browser, servers[name].url, sites[name], page, 360) for page in options.pages}
            browser.close()

    command = missing or lighthouse()
    runs: dict[tuple[str, str], list[dict]] = {}
    if isinstance(command, Path):
        print(f"Lighthouse {LIGHTHOUSE}, a simulated phone: {options.runs} × {len(options.pages)} pages × 3 …", flush=True)
        for number in range(options.runs):
            print(f"  run {number + 1} of {options.runs}", flush=True)
            for page in options.pages:
                for name in NAMES:  # turn about, so that a busy moment of the machine hits all three
                    if found := scored(command, servers[name].url + page):
                        runs.setdefault((name, page), []).append(found)
        for page in [page for page in pages if options.all and page not in options.pages]:
            if found := scored(command, servers["ours"].url + page):
                runs.setdefault(("ours", page), []).append(found)
    lights = {key: medians(found) for key, found in runs.items()}

    first = [page for page in pages if page not in HEAVY]
    chosen = [page for page in options.pages if page in views["limit"]]

    def most(name: str, key: str, of: list[str]):
        return max((views[name][page][key] for page in of if page in views[name]), default=None)

    def worst(name: str, key: str, pick=max):
        return pick((found[key] for (whose, _), found in lights.items() if whose == name), default=None)

    table = Table()
    why = str(missing or command)
    if views["ours"]:
        heaviest = max(first, key=lambda page: views["ours"][page]["bytes"])
        print(f"(first views: files that Chromium asked for, as they are compressed; the heaviest of {len(first)} pages is /{heaviest}, {views['ours'][heaviest]['wire']:,} on the wire with headers; rivals: of the {len(chosen)} pages below)")
    places = [page for page in pages if page.startswith("sites/") and page != "sites/"]
    table.row("First view of a place page, bytes (br)", 23 * KB, 18 * KB, most("ours", "bytes", places), why=why)
    table.row("First view of any page, bytes (br)", 26 * KB, 22 * KB, most("ours", "bytes", first), most("limit", "bytes", chosen), most("stock", "bytes", chosen), why=why)
    table.row("HTML and blocking CSS of a place, bytes (br)", 18 * KB, 14 * KB, weight["place"])
    table.row("Blocking CSS, bytes (br)", 7.5 * KB, 6.5 * KB, weight["stylesheet"])
    table.row("Script on every page, bytes (br)", 3 * KB, 2.5 * KB, weight["script"])
    table.row("Requests of a first view", 5, 5, most("ours", "requests", [page for page in pages if page not in LONGER]), most("limit", "requests", chosen), most("stock", "requests", chosen), why=why)
    table.row("Requests: planner, clinics, go", 7, 6, most("ours", "requests", list(LONGER)), why=why)
    table.row("Search when first touched, bytes (br)", 44 * KB, 38 * KB, weight["search"])
    table.row("Whole site, bytes, identity files, no PDFs", 2.5 * KB * KB, 1.8 * KB * KB, weight["whole"], sizes(sites["limit"])["whole"], sizes(sites["stock"])["whole"])
    others = {name: len({host for view in views[name].values() for host in view["others"]}) if views[name] else None for name in NAMES}
    table.row("Other hosts asked", 0, 0, others["ours"], others["limit"], others["stock"], why=why)
    table.row("Cookies and keys stored before a click", 0, 0, most("ours", "stored", pages), most("limit", "stored", chosen), most("stock", "stored", chosen), why=why)
    for name in CATEGORIES:
        table.row(f"Lighthouse {name}, lowest median", 100, 100, worst("ours", name, min), worst("limit", name, min), worst("stock", name, min), counts=False, least=True, why=why)
    ratio = lambda name: max((lights[name, page]["LCP"] / lights["limit", page]["LCP"] for page in chosen if (name, page) in lights and ("limit", page) in lights), default=None)  # noqa: E731
    typical = lambda name: statistics.median([lights[name, page]["LCP"] / lights["limit", page]["LCP"] for page in chosen if (name, page) in lights and ("limit", page) in lights] or [0]) or None  # noqa: E731
    table.row("LCP × limit, median of pages", 1.25, 1.1, typical("ours"), 1.0 if typical("ours") else None, typical("stock"), form="{:.2f}", counts=False, why=why)
    table.row("LCP × limit, worst page", 1.25, 1.1, ratio("ours"), 1.0 if ratio("ours") else None, ratio("stock"), form="{:.2f}", counts=False, why=why)
    shifts = {**moved, **{page: max(moved[page], found["CLS"]) for (whose, page), found in lights.items() if whose == "ours"}}
    restless = max(shifts, key=shifts.get, default=None)
    still = "" if restless is None or not shifts[restless] else f", /{restless}"
    table.row(f"Layout shift, 360 and 1280 wide{still}", 0, 0, shifts.get(restless), worst("limit", "CLS"), worst("stock", "CLS"), form="{:.4f}", counts=False, why=why)
    table.row("Blocking time, ms, worst median", 50, 0, worst("ours", "TBT"), worst("limit", "TBT"), worst("stock", "TBT"), counts=False, why=why)
    table.row("Build, CPU × stock Material", 1.2, 1, spent["ours"] / spent["stock"], None, 1.0, form="{:.2f}", counts=False)
    table.row("Build, CPU × the first edition", 0.6, 0.5, spent["ours"] / spent["first"] if "first" in spent else None, form="{:.2f}", counts=False, why="the history here does not hold it")
    table.row("A touched page in serve × stock Material", 1.3, 1, soon["ours"] / soon["stock"], None, 1.0, form="{:.2f}", counts=False)

    if views["ours"]:
        print(f"\n{'page':24}{'':7}{'bytes':>9}{'wire':>9}{'× limit':>8}{'req.':>6}{'FCP':>7}{'LCP':>7}{'× limit':>8}{'TBT':>6}{'CLS':>7}   perf/a11y/best/seo")
        for page in dict.fromkeys([*options.pages, *(page for page in pages if ("ours", page) in lights)]):
            for name in NAMES:
                view, light, limit = views[name].get(page), lights.get((name, page)), lights.get(("limit", page))
                if not view or (name != "ours" and not light and command != missing and page not in options.pages):
                    continue
                times = f"{light['FCP']:7.0f}{light['LCP']:7.0f}{light['LCP'] / limit['LCP'] if limit else 0:8.2f}{light['TBT']:6.0f}{light['CLS']:7.3f}   {'/'.join(f'{light[key]:.0f}' for key in CATEGORIES)}" if light else "  Lighthouse: not measured"
                part = view["bytes"] / views["limit"][page]["bytes"] if page in views["limit"] else 0
                print(f"{'/' + page if name == 'ours' else '':24}{name:7}{view['bytes']:9,}{view['wire']:9,}{part:8.1f}{view['requests']:6}{times}")
        lost = {line for (name, _), found in lights.items() if name == "ours" for line in found["lost"]}
        if lost:
            print("\nWhere ours lost points in some run:\n" + "\n".join(f"  /{page}: {line}" for (name, page), found in lights.items() if name == "ours" for line in found["lost"]))
    if others["stock"]:
        print("\nStock Material asks other hosts for its fonts; where they cannot be reached, their bytes and time are not in its figures.")
    if why:
        print(f"\nNot measured: {why}" if not isinstance(command, Path) else "")
    return 1 if table.broken else 0


if __name__ == "__main__":
    sys.exit(main())
