"""`make bench-scale`: what the guide costs to build as it grows: CPU and memory a page, page weight, search.

    python deploy/bench_scale.py [--pages 100 1000]

Fills a scratch copy of the guide with copies of its place pages, under new addresses and titles, in sections of 25, and
builds it with every check on. The copies share their words, so real prose would compress less than they do.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("data", "docs", "hooks", "overrides")
SECTION = 25  # pages
MUST, AIM = 1.5, 1.1  # CPU a page, the most pages against the fewest


def copies(docs: Path, count: int) -> dict[str, list[str]]:
    """Writes `count` pages like the place pages; returns their files by section."""
    models = [path.read_text("utf-8") for path in sorted((docs / "sites").glob("*.md")) if path.name != "index.md"]
    sections: dict[str, list[str]] = {}
    for number in range(count):
        text = models[number % len(models)]
        text = re.sub(r"^title: (.{0,54}).*$", rf"title: \1 {number}", text, count=1, flags=re.MULTILINE)
        section = f"clinic-{number // SECTION + 1}"
        name = f"{section}/page-{number}.md"
        (docs / section).mkdir(exist_ok=True)
        (docs / name).write_text(text, "utf-8")
        sections.setdefault(section, []).append(name)
    return sections


def grown(folder: Path, count: int) -> Path:
    """A copy of the guide in `folder` with `count` pages in all; returns the folder of its docs' copies."""
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests/acts.yml", "deploy/headers.yml"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    own = sum(1 for _ in (folder / "docs").rglob("*.md"))
    sections = copies(folder / "docs", count - own)
    nav = [{section.replace("-", " ").capitalize(): [{f"Page {Path(name).stem.removeprefix('page-')}": name} for name in names]} for section, names in sections.items()]
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    lines = "".join(f"  {line}\n" for line in yaml.safe_dump(nav, sort_keys=False).splitlines())
    (folder / "mkdocs.yml").write_text(re.sub(r"(?m)^nav:\n(?:(?:  .*)?\n)*?(?=\S|\n\S)", lambda match: match[0].rstrip("\n") + "\n" + lines + "\n", text, count=1), "utf-8")
    return folder


def measured(folder: Path, count: int) -> dict[str, float]:
    """Builds it once; what that took and gave."""
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": os.environ.get("SITE_URL") or "https://guide.example/"}
    with open(folder / "log", "w") as log:
        begun = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder / "site"], cwd=folder, env=environ, stderr=log, stdout=log)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit((folder / "log").read_text()[-4000:])
    site = folder / "site"
    pages = [path for path in site.glob("clinic-*/page-*/index.html")]

    def br(path: Path) -> int:
        return path.with_name(path.name + ".br").stat().st_size

    index = next((site / "assets").glob("search-index.*.json"))
    return {
        "CPU a page, ms": 1000 * (used.ru_utime + used.ru_stime) / count,
        "CPU in all, s": used.ru_utime + used.ru_stime,
        "by the clock, s": time.monotonic() - begun,
        "most memory, MB": used.ru_maxrss / 1024,
        "memory a page, KB": used.ru_maxrss / count,
        "a page, bytes (br)": statistics.median(br(path) for path in pages),
        "a page, bytes": statistics.median(path.stat().st_size for path in pages),
        "search index, bytes (br)": br(index),
        "search index, bytes": index.stat().st_size,
        "largest page, bytes": max(path.stat().st_size for path in site.rglob("*.html")),
        "whole site, bytes a page": sum(path.stat().st_size for path in site.rglob("*") if path.suffix not in (".br", ".gz") and path.is_file()) / count,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000])
    counts = parser.parse_args().pages
    found = []
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="hg-scale-") as folder:
            print(f"Building {count} pages, every check on …", flush=True)
            found.append(measured(grown(Path(folder), count), count))
    print(f"\n{'pages':28}" + "".join(f"{count:>14,}" for count in counts) + f"{'ratio':>9}")
    for what in found[0]:
        values = [row[what] for row in found]
        print(f"{what:28}" + "".join(f"{value:14,.1f}" if value < 1000 else f"{value:14,.0f}" for value in values) + f"{values[-1] / values[0]:9.2f}")
    ratio = found[-1]["CPU a page, ms"] / found[0]["CPU a page, ms"]
    print(f"\nCPU a page grows {ratio:.2f} × (must {MUST} ×, aim {AIM} ×): {'over the Must' if ratio > MUST else 'meets the Must' if ratio > AIM else 'meets the aim'}. A time, so it fails nothing.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
