"""`make search-report`: how well search answers, by kind of query, through the real box in Chromium.

    python tests/search/report.py [--site FOLDER] [--misses]
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent / "hooks")]

import box  # noqa: E402
import typos  # noqa: E402
from conftest import ROOT, mkdocs, serve  # noqa: E402
from install_browser import find  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402


def rows_to_ask() -> list[dict]:
    """Every query with the group it counts for."""
    rows = [{**row, "group": row["kind"]} for row in box.read("queries.json")]
    slips = [
        {**row, "q": made, "group": f"typo made by machine: {kind}", "of": row["q"]}
        for row in rows
        if row["accept"]
        for kind, made in typos.typos(row["q"])
    ]
    flags = [{**row, "group": "red flag"} for row in box.read("red-flags.json")]
    flag_slips = [
        {**row, "q": made, "group": "red flag, with a typo", "of": row["q"]}
        for row in flags
        for _, made in typos.typos(row["q"])
    ]
    return rows + slips + flags + flag_slips


def measure(page, url: str) -> list[dict]:
    rows = rows_to_ask()
    answers = box.ask(box.open_box(page, url), [row["q"] for row in rows])
    return [{**row, **answer} for row, answer in zip(rows, answers)]


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:4.0f}" if whole else "   -"


def table(rows: list[dict]) -> str:
    groups = defaultdict(list)
    for row in rows:
        groups[row["group"]].append(row)
        if row.get("accept"):
            slip = row["group"].startswith("typo made")
            groups["= all typos made by machine" if slip else "= all queries with a page"].append(row)
    lines = [f"{'In 100 queries':34}{'n':>5}{'first':>7}{'1 to 3':>7}{'none':>6}{'card':>6}"]
    for name, found in groups.items():
        n, cards = len(found), sum(bool(row["card"]) for row in found)
        if "accept" not in found[0]:  # red flags: the act's card is the answer
            right = sum(box.shows(row, row["act"]) for row in found)
            lines.append(f"{name:34}{n:5}{'':7}{'':7}{'':6}{share(right, n):>6}")
        else:
            places = [box.place(row, row["accept"]) for row in found]
            first, three = sum(place == 1 for place in places), sum(bool(place) and place <= 3 for place in places)
            none = sum(not row["found"] for row in found)
            good = [share(part, n) if found[0]["accept"] else "" for part in (first, three)]
            lines.append(f"{name:34}{n:5}{good[0]:>7}{good[1]:>7}{share(none, n):>6}{share(cards, n):>6}")
    return "\n".join(lines)


def misses(rows: list[dict]) -> str:
    lines = []
    for row in rows:
        if "act" in row:
            if not box.shows(row, row["act"]):
                lines.append(f"{row['group']}: {row['q']!r} shows {row['card'] or 'no card'} (want {row['act']})")
        elif row["accept"] and box.place(row, row["accept"]) != 1:
            lines.append(f"{row['group']}: {row['q']!r} {row['found'][:3]} (want {row['accept']})")
        elif not row["accept"] and row["found"]:
            lines.append(f"{row['group']}: {row['q']!r} {row['found'][:3]} (want nothing)")
        if "act" not in row and row["card"] and "of" not in row:
            lines.append(f"   card {row['card']}: {row['q']!r}: {row['sign']}")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--site", type=Path, help="a built guide; without it one is built")
    options.add_argument("--misses", action="store_true", help="name each query that went wrong, and each card shown")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = chosen.site or Path(folder) / "site"
        if not chosen.site and mkdocs(ROOT, site).returncode:
            sys.exit("The guide does not build: run make build to see why.")
        server, url = serve(site)
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        rows = measure(browser.new_page(), url)
        print(table(rows))
        if chosen.misses:
            print("\n" + misses(rows))
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
