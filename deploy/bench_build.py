"""How much work a build is, and how soon a touched page shows, against stock Material and the first edition.

Other work on a machine only ever adds, so of several tries, turn about, the least counts.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import serve

ROOT = Path(__file__).resolve().parent.parent
FIRST = "b9800cd"  # the commit of the first edition
TRIES = 3
MARK = "Touchedpage"


def environ(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(folder / "hooks"), "NO_MKDOCS_2_WARNING": "1"}


def cpu(settings: Path, into: Path) -> float:
    """Builds, and returns the seconds of CPU it took; the build's own words are shown only if it fails."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = spent()
    home = settings.parent if (settings.parent / "hooks").is_dir() else ROOT
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", settings, "--site-dir", into]
    run = subprocess.run(command, cwd=home, capture_output=True, text=True, env=environ(home))
    if run.returncode:
        raise RuntimeError(run.stderr[-3000:])
    return spent() - before


def first_edition(folder: Path) -> Path | None:
    """The settings of the first edition, taken out of the history; None where the history does not hold it."""
    folder.mkdir()
    packed = subprocess.run(["git", "-C", ROOT, "archive", FIRST], capture_output=True)
    if packed.returncode:
        return None
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return folder / "mkdocs.yml"


def builds(kinds: dict[str, Path], into: Path) -> dict[str, float]:
    """Seconds of CPU of a build, by name; `kinds`: settings by name."""
    tries = [{name: cpu(settings, into) for name, settings in kinds.items()} for _ in range(TRIES)]
    return {name: min(one[name] for one in tries) for name in kinds}


def touched(settings: Path, docs: Path, page: str = "sites/liver") -> float:
    """Seconds from a change of a page's file to the page that shows it, in `mkdocs serve`."""
    port = 8600
    while serve.wrong(f"127.0.0.1:{port}"):
        port += 1
    address, path = f"http://127.0.0.1:{port}/{page}/", docs / f"{page}.md"
    home = settings.parent if (settings.parent / "hooks").is_dir() else ROOT
    command = [sys.executable, "-m", "mkdocs", "serve", "--config-file", settings, "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**environ(home), "SITE_URL": ""}
    )
    text = path.read_text("utf-8")

    def shows(words: str) -> bool:
        try:
            return words in urllib.request.urlopen(address, timeout=60).read().decode()
        except OSError:
            return False

    def wait(words: str) -> None:
        end = time.monotonic() + 120
        while not shows(words):
            if time.monotonic() > end:
                raise RuntimeError(f"{settings}: mkdocs serve does not show the change")
            time.sleep(0.05)

    try:
        wait("<h2")
        tries = []
        for number in range(TRIES + 1):  # the first one warms up
            path.write_text(re.sub(r"^## ", f"## {MARK}{number} ", text, count=1, flags=re.M), "utf-8")
            start = time.monotonic()
            wait(f"{MARK}{number}")
            tries.append(time.monotonic() - start)
        return min(tries[1:])
    finally:
        path.write_text(text, "utf-8")
        server.terminate()
        server.wait()
