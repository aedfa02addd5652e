"""What a person with a connection must open before the guide goes public; then what is due to be checked again, and how
much of it clinicians have reviewed.

    python deploy/due.py [--within 30]

First each source that was not read on its own page, those behind a sign's "now" line before the others. Then pages and
sources whose day has passed, or comes within the given days: a page says it (check_by), a source is due twelve months
after it was read (checked).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
import day  # noqa: E402
import facts  # noqa: E402
import front_matter  # noqa: E402
from leavings import left_by_an_editor  # noqa: E402
from yaml_reader import read, text_of  # noqa: E402

YEAR = timedelta(days=365)
NOW = date.min  # due at once: it has a fault


def rows_of(root: Path, file: str) -> tuple[object, list[str]]:
    """(what a file of data/ holds, complaints)."""
    return facts.check(read(root / file), facts.FILES[file])


def to_open(root: Path) -> list[str]:
    """Each source that was not read on its own page, with what to open; the signs that lean on it most come first."""
    sources, signs = (rows_of(root, f"data/{name}.yml")[0] for name in ("sources", "signs"))
    lines = signs.lines if signs else []
    now = Counter(key for _, label, line in lines if "now" in label for key in line.sources)
    used = Counter(key for _, _, line in lines for key in line.sources)
    left = [key for key, row in (sources or {}).items() if row.read_as != "page"]
    left.sort(key=lambda key: (-now[key], -used[key]))
    return [f"{key}  {sources[key].belongs_at or sources[key].url}" for key in left]


def due(root: Path, by: date) -> list[tuple[date, str]]:
    """(day, what) of everything due on or before `by`, the longest overdue first; what has a fault is due at once."""
    found = []
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        if not left_by_an_editor(name):
            head, faults = front_matter.check(text_of(path.read_bytes())[0], date.max)
            if faults:
                found.append((NOW, f"{name}: {faults[0]}"))
            elif head.kind != "archived":
                found.append((head.check_by, name))
    file = "data/sources.yml"
    rows, faults = rows_of(root, file)
    found += [(NOW, f"{file}: {line}") for line in faults]
    found += [(row.checked + YEAR, f"{file} {key}") for key, row in (rows or {}).items()]
    return sorted((day, what) for day, what in found if day <= by)


def reviewed(root: Path) -> list[str]:
    """How many pages and signs clinicians have reviewed as they are now, and those that changed since: of a build."""
    with tempfile.TemporaryDirectory() as aside:
        command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", aside]
        built = subprocess.run(command, cwd=root, capture_output=True)
        feed = Path(aside, "api/v1/pages.json")
        if built.returncode or not feed.is_file():
            return ["How much clinicians have reviewed is known once the guide builds: make build"]
        told = json.loads(feed.read_text("utf-8"))
    pages, signs = told["pages"], told["notices"]
    hold = lambda rows: f"{sum(bool(row['clinical_review']) for row in rows)} of {len(rows)}"
    counts = f"{hold(pages)} pages reviewed by clinicians, {hold(signs)} signs."
    earlier = [(row["path"], row["earlier_review"]) for row in pages + signs if "earlier_review" in row]
    return [counts] + [f"changed since {one['name']} reviewed it on {one['date']}: {path}" for path, one in earlier]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--within", type=int, default=30, help="days from today (or from BUILD_DATE)")
    within = parser.parse_args().within
    try:
        today = day.day_of(os.environ.get("BUILD_DATE", ""), "", datetime.now(UTC))
    except ValueError as error:
        sys.exit(str(error))
    left = to_open(ROOT)
    print(f"{len(left)} sources were not read on their own page. Open each before the guide goes public:")
    print("\n".join(left), end="\n\n")
    rows = due(ROOT, today + timedelta(days=within))
    for due_on, what in rows:
        when = due_on if due_on != NOW else "no day    "
        print(f"{'OVERDUE' if due_on < today else 'due    '}  {when}  {what}")
    late = sum(due_on < today for due_on, _ in rows)
    print("\n".join(reviewed(ROOT)))
    print(f"{len(rows)} due by {today + timedelta(days=within)}, {late} of them overdue.")


if __name__ == "__main__":
    main()
