"""The day this build is for: BUILD_DATE; else the commit's, so that the same bytes come again; else today."""

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

FIRST, LAST = 2024, 2090  # years; a clock that says another is wrong


def day_of(wanted: str, commit: str, now: datetime) -> date:
    """The day, from BUILD_DATE, the seconds of the commit and the clock; ValueError says what is wrong with one.

    >>> day_of("", "1795478400", datetime(2030, 1, 1, tzinfo=UTC))
    datetime.date(2026, 11, 24)
    >>> day_of("24 November", "", datetime(2030, 1, 1, tzinfo=UTC))
    Traceback (most recent call last):
    ValueError: BUILD_DATE is "24 November": write it as 2026-11-24
    """
    if wanted:
        try:
            day = date.fromisoformat(wanted)
        except ValueError:
            raise ValueError(f'BUILD_DATE is "{wanted}": write it as 2026-11-24') from None
        if day.year < FIRST:  # a far day is no harm: then every page says that it is overdue
            raise ValueError(f"BUILD_DATE is {wanted}, before this guide began: write a day as 2026-11-24")
        return day
    if commit:
        return datetime.fromtimestamp(int(commit), UTC).date()
    if not FIRST <= now.year < LAST:
        raise ValueError(f"the clock of this computer says {now.date()}: set it right, or set BUILD_DATE=2026-11-24")
    return now.date()


def today(root: Path) -> date:
    """The day that a build in `root` is for, or ValueError."""
    try:
        run = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True)
        commit = run.stdout.strip() if run.returncode == 0 else ""
    except OSError:  # no git
        commit = ""
    return day_of(os.environ.get("BUILD_DATE", ""), commit, datetime.now(UTC))
