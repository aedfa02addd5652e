"""Asks every address that the sources and contacts name whether it still answers. For the weekly job: needs a network.

    python deploy/outside.py

A page may refuse robots: what is listed is for a person to look at, so the exit code stays 0.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def addresses(root: Path) -> list[str]:
    """Every outside address in the facts and the words, once."""
    found = set()
    for path in [*(root / "data").glob("*.yml"), *(root / "docs").rglob("*.md")]:
        found |= {match.rstrip(".,;:'\"") for match in re.findall(r"https?://[^\s)\]>\"'`]+", path.read_text("utf-8"))}
    return sorted(address for address in found if ".example" not in address)


def answer(address: str) -> str:
    """What the address says; empty when all is well."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (link check of a patient guide)"})
    try:
        with urllib.request.urlopen(request, timeout=30) as page:
            return "" if page.status < 400 else str(page.status)
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def main() -> None:
    wanted = addresses(ROOT)
    with ThreadPoolExecutor(4) as pool:
        said = list(zip(wanted, pool.map(answer, wanted)))
    silent = [(address, what) for address, what in said if what]
    for address, what in silent:
        print(f"{address}: {what}")
    print(f"{len(wanted)} addresses asked, {len(silent)} to look at.")


if __name__ == "__main__":
    main()
