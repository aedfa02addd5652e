"""`make bench`: every budget beside its figure, and beside those of the limit page and of stock Material.

    python tests/bench/bench.py [--pages "" sites/liver/ …] [--runs 3] [--all] [--tests]

A size or a count over its Must makes the exit code 1; times, scores and ratios never do. What cannot be measured on a
machine is said, never passed. Stock's fonts come from another host: out of its reach they are not in the figures.
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parents[2] / name) for name in ("deploy", "hooks", "tests")]
import builds
import looks
from conftest import ROOT, SITE_URL

PAGES = ["", "sites/liver/", "symptoms/", "symptoms/get-help/", "spread/chances/", "words/"]
# How: the step that measures it, the figure, the guide whose figure it is divided by. Pages: the worst of these counts.
# The Aim of characters is due before the second edition adds what it adds.
BUDGETS = """\
                                                must        aim  how                pages
Requests to other hosts                            0          0  view others
Cookies and storage before a click                 0          0  view stored
First view of a place page                    22,000     18,000  view bytes         sites/.+
HTML and blocking CSS of a place page         16,000     14,000  view html          sites/.+
The same of get-help                          20,000     20,000  view html          symptoms/get-help/
Drawings inside a page                         3,000      2,000  view drawings      (?!print/).*
First view of any page, less print, sources   26,000     22,000  view bytes         (?!print/|about/sources/).*
Blocking CSS                                   7,500      6,500  view css           sites/.+
Script on every page                           3,000      2,500  view script        sites/.+
Requests of a first view                           5          5  view requests      (?!symptoms/planner|clinics|go/).*
Requests of planner, clinics, go                   7          6  view requests      symptoms/planner/|clinics/|go/
Search when first touched                     44,000     38,000  files search
Whole site, identity files, no PDFs        2,500,000  1,800,000  files site
Characters of hooks and deploy               165,000    140,000  files light
The same with overrides and tests            490,000    430,000  files code
Layout shift, 360 and 1280 wide                    0          0  view shift
Lighthouse: performance                          100        100  lighthouse performance
Lighthouse: accessibility                        100        100  lighthouse accessibility
Lighthouse: best practices                       100        100  lighthouse best-practices
Lighthouse: SEO                                  100        100  lighthouse seo
LCP × the limit page                            1.25        1.1  lighthouse largest-contentful-paint limit
Blocking time, ms                                 50          0  lighthouse total-blocking-time
Build, CPU × stock                               1.2          1  build CPU stock
Build, CPU × the first edition                   0.6        0.5  build CPU first
A touched page in serve × stock                  1.3          1  serve seconds stock
make test, CPU × a build of stock                100         75  test CPU build
make check, CPU × a build                          6          4  check CPU build
"""
NAMES = ("ours", "limit", "stock")
APART = re.compile(r"/\.|vendor/|pictures/(?!pictures)[\w-]+\.html")  # drawn, or written by others


def characters(*folders: str) -> int:
    """Without white space, of code: no words, no data."""
    names = [path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.*")]
    code = [name for name in names if re.search(r"\.(py|m?js|css|html|conf)$|^deploy.*yml$", name)]
    texts = [(ROOT / name).read_text("utf-8") for name in code if not APART.search(name)]
    return sum(len(re.sub(r"\s", "", text, flags=re.ASCII)) for text in texts)


def files(site: Path) -> dict[str, int]:
    plain = [path for path in site.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz", ".pdf")]
    search = [path for path in plain if path.name.startswith("search") and path.suffix in (".js", ".json")]
    return {"site": sum(path.stat().st_size for path in plain), "search": sum(map(looks.packed, search))}


def measure(options, work: Path) -> tuple[dict, dict]:
    """({step: {guide: {page: {figure: value}}}}, or of CPU and seconds {step: {guide: value}}; {step: why not})."""
    found, missing = {}, {}

    def step(name, how):
        print(f"{name} …", flush=True)
        try:
            found[name] = how()
        except Exception as error:  # whatever this machine lacks
            missing[name] = str(error).strip().partition("\n")[0] or repr(error)

    projects = {"ours": builds.copy(work / "project"), "stock": builds.stock(work / "stock-project")}
    sites = builds.sites(work, projects)
    found["files"] = {name: {"": files(site.dir)} for name, site in sites.items()}
    light, rest = characters("hooks", "deploy"), characters("overrides", "tests")
    found["files"]["ours"][""] |= {"light": light, "code": light + rest}
    pages, some = sites["ours"].pages, options.pages
    step("view", lambda: looks.views(sites, {"ours": pages, "limit": some, "stock": some}))
    jobs = [(name, page) for _ in range(options.runs) for page in some for name in NAMES]  # turn about
    jobs += [("ours", page) for page in pages if options.all and page not in some]
    step("lighthouse", lambda: looks.lighthouse(sites, jobs))
    step("serve", lambda: {name: builds.touched(project) for name, project in projects.items()})
    step("first", lambda: projects.update(first=builds.first_edition(work / "first")))
    spent = found["build"] = builds.builds(projects, work / "again")
    if options.tests:
        step("test", lambda: {"ours": builds.cpu(["make", "test"]), "build": spent["stock"]})
        step("check", lambda: {"ours": builds.cpu(["make", "check"]), "build": spent["ours"]})
    else:
        missing |= dict.fromkeys(("test", "check"), "takes minutes: ask with --tests")
    return found, missing


def worst(guides: dict, name: str, figure: str, against: str, pages: str, least: bool):
    """(figure, page) of the worst page of a guide, if there is one."""
    seen, base = ({"": {figure: one}} if isinstance(one, float) else one for one in map(guides.get, (name, against)))
    found = [
        (row[figure] / (base[page][figure] if against else 1), page)
        for page, row in (seen or {}).items()
        if re.fullmatch(pages, page) and figure in row and (not against or page in base)
    ]
    return (min if least else max)(found, default=None)


def told(found: dict, missing: dict) -> int:
    """Prints every budget; 1 if a size or a count is over its Must."""
    code, (head, *lines) = 0, BUDGETS.splitlines()
    print(head[:63], *(f"{name:>11}" for name in NAMES))
    for line in lines:
        must, aim, how, pages = (*re.split(r"\s\s+", line)[1:], ".*")[:4]
        step, figure, against = (*how.split(), "")[:3]
        why = missing.get(step) or missing.get(against)
        score = step == "lighthouse" and must == "100"
        seen = [not why and worst(found[step], name, figure, against, pages, score) for name in NAMES]
        if not seen[0]:
            print(line[:63], "  not measured:", why or "no such page")
            continue
        ours, page = seen[0]
        over = [ours < 100 if score else ours > float(budget.replace(",", "")) for budget in (must, aim)]
        code |= over[0] and step in ("view", "files") and figure != "shift"
        cells = [(f"{one[0]:,.0f}" if one[0] > 99 else f"{one[0]:.3g}") if one else "" for one in seen]
        said = ("meets the aim", "meets the Must", "over the Must")[sum(over)]
        print(line[:63], *(f"{cell:>11}" for cell in cells), f" {said}", page if over[1] else "")
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", nargs="*", default=PAGES, help="of Lighthouse, and of the limit and stock")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse on each of them; the median counts")
    parser.add_argument("--all", action="store_true", help="Lighthouse on all other pages of ours too, once")
    parser.add_argument("--tests", action="store_true", help="make test and make check too, for minutes")
    os.environ["SITE_URL"] = SITE_URL  # nothing of this run is published
    with tempfile.TemporaryDirectory() as work:
        return told(*measure(parser.parse_args(), Path(work)))


if __name__ == "__main__":
    sys.exit(main())
