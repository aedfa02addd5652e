"""What is due to be checked again: pages, numbers and sources whose day has passed, or comes within the given days.

    python deploy/due.py [--within 30]

A page says its day itself (check_by); what was read elsewhere is due twelve months after it was (checked).
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
import contracts  # noqa: E402
import day  # noqa: E402
import front_matter  # noqa: E402
import yaml_reader  # noqa: E402
from leavings import left_by_an_editor  # noqa: E402

YEAR = timedelta(days=365)


def as_day(value: object) -> date | None:
    """The day that a value says, with or without quotes; None where it says none."""
    try:
        return contracts.day(value)
    except contracts.PydanticCustomError:
        return None


def rows_with_a_day(facts, where: str = ""):
    """(where, the day it was checked) for every row of a file of facts that says so, however deep."""
    if isinstance(facts, list):
        facts = {
            str(row.get("id", number)) if isinstance(row, dict) else str(number): row
            for number, row in enumerate(facts, 1)
        }
    if isinstance(facts, dict):
        if day := as_day(facts.get("checked")):
            yield where, day
        for key, row in facts.items():
            yield from rows_with_a_day(row, f"{where} {key}".strip())


def due(root: Path, by: date) -> list[tuple[date, str]]:
    """(day, what) of everything due on or before `by`, the longest overdue first."""
    found = []
    for path in sorted((root / "docs").rglob("*.md")):
        if left_by_an_editor(path.relative_to(root).as_posix()):
            continue
        text, _ = yaml_reader.text_of(path.read_bytes())
        meta = yaml_reader.parse(front_matter.split(text)[0] or "").value
        name, meta = path.relative_to(root).as_posix(), meta if isinstance(meta, dict) else {}
        if meta.get("kind") != "archived":
            day = as_day(meta.get("check_by"))
            found.append((day, name) if day else (date.min, f"{name} has no check_by"))
    for path in sorted((root / "data").glob("*.yml")):
        if left_by_an_editor(path.name):
            continue
        document = yaml_reader.read(path)
        if document.faults:
            found.append((date.min, f"data/{path.name} cannot be read"))
        found += [
            (checked + YEAR, f"data/{path.name} {where}".strip()) for where, checked in rows_with_a_day(document.value)
        ]
    return sorted((day, what) for day, what in found if day <= by)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--within", type=int, default=30, help="days from today (or from BUILD_DATE)")
    within = parser.parse_args().within
    try:
        today = day.day_of(os.environ.get("BUILD_DATE", ""), "", datetime.now(timezone.utc))
    except ValueError as error:
        sys.exit(str(error))
    rows = due(ROOT, today + timedelta(days=within))
    for due_on, what in rows:
        print(f"{'OVERDUE' if due_on < today else 'due    '}  {due_on if due_on != date.min else 'no day    '}  {what}")
    print(
        f"{len(rows)} due by {today + timedelta(days=within)},"
        f" {sum(due_on < today for due_on, _ in rows)} of them overdue."
    )


if __name__ == "__main__":
    main()
