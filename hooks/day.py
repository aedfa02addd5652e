"""The day this build is for: the commit's, so that building a commit again gives the same bytes; else today.

BUILD_DATE=2026-11-24 sets another, as the weekly job does. Pages whose check is past that day say so, and the
sitemap carries it.
"""

from __future__ import annotations

import os
import subprocess
from datetime import date, datetime, timezone
from pathlib import Path

SENSIBLE = range(2024, 2090)  # years; outside them the clock is wrong


def day_of(wanted: str, commit: str, now: datetime) -> date:
    """The day to build for, from BUILD_DATE, the time of the commit in seconds and the clock; the first that is there.

    >>> day_of("", "1795478400", datetime(2030, 1, 1, tzinfo=timezone.utc))
    datetime.date(2026, 11, 24)
    >>> day_of("24 November", "", datetime(2030, 1, 1, tzinfo=timezone.utc))
    Traceback (most recent call last):
    ValueError: BUILD_DATE is "24 November": write it as 2026-11-24
    >>> day_of("1970-01-01", "", datetime(2030, 1, 1, tzinfo=timezone.utc))
    Traceback (most recent call last):
    ValueError: BUILD_DATE is 1970-01-01, before this guide began: write a day as 2026-11-24
    >>> day_of("", "", datetime(2099, 1, 1, tzinfo=timezone.utc))
    Traceback (most recent call last):
    ValueError: the clock of this computer says 2099-01-01: set it right, or set BUILD_DATE=2026-11-24
    """
    if wanted:
        try:
            day = date.fromisoformat(wanted)
        except ValueError:
            raise ValueError(f'BUILD_DATE is "{wanted}": write it as 2026-11-24') from None
        if day.year < SENSIBLE.start:  # a far day is no harm: then every page says that it is overdue
            raise ValueError(f"BUILD_DATE is {wanted}, before this guide began: write a day as 2026-11-24")
        return day
    if commit:
        return datetime.fromtimestamp(int(commit), timezone.utc).date()
    if now.year not in SENSIBLE:
        raise ValueError(f"the clock of this computer says {now.date()}: set it right, or set BUILD_DATE=2026-11-24")
    return now.date()


def commit_time(root: Path) -> str:
    """When the last commit was made, in seconds; empty without git."""
    try:
        run = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True)
    except OSError:
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""


def today(root: Path) -> date:
    """The day that a build in `root` is for; ValueError says what is wrong with BUILD_DATE or the clock."""
    return day_of(os.environ.get("BUILD_DATE", ""), commit_time(root), datetime.now(timezone.utc))
