"""What stands in DEST: versions, the link to the one that readers see, and the order in which they were shown.

versions/.history holds their names in that order; it is written before the link turns. What stands behind the present
one was gone back from, or never shown, and does not count: whoever is killed, at any moment, leaves nothing to mend.
"""

import contextlib
import os
import re
import shutil
import time
from pathlib import Path

KEPT = 3
STAY = 2 * 24 * 60 * 60  # seconds that assets stay for pages that are open


def write_whole(path: Path, text: str) -> None:
    """Writes a file in one step."""
    aside = path.with_name(f"{path.name}-new")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def current(dest: Path) -> str:
    """The name of the version that readers see; empty when there is none."""
    link = dest / "current"
    return link.readlink().name if link.is_symlink() else ""


def versions(dest: Path) -> list[str]:
    return sorted(path.name for path in (dest / "versions").glob("[!.]*") if path.is_dir())


def shown(dest: Path) -> list[str]:
    """The versions that readers were shown, up to the present one, in that order; some may be removed by now."""
    now, listed = current(dest), dest / "versions/.history"
    # Without a list: a folder of a time when there was none, and names told the order.
    names = listed.read_text("utf-8", "replace").split() if listed.is_file() else versions(dest)
    return names[: names.index(now) + 1] if now in names else [now] * bool(now)


def standing(dest: Path) -> list[str]:
    """Those of the versions shown that are still there."""
    return [name for name in shown(dest) if (dest / "versions" / name / "index.html").is_file()]


def name_of_new(stamp: str, known: list[str]) -> str:
    """A name that sorts after all known ones, also when the clock was set back.

    >>> name_of_new("2026", ["2025"]), name_of_new("1970", ["2025"]), name_of_new("1970", ["2025", "2025-0001"])
    ('2026', '2025-0001', '2025-0002')
    """
    if not known or stamp > known[-1]:
        return stamp
    first, count = re.fullmatch(r"(.*?)(?:-(\d{4}))?", known[-1]).groups()
    return f"{first}-{int(count or 0) + 1:04}"


def turn(dest: Path, name: str) -> None:
    """Makes `name` the version that readers see, in one step, once all is on the disk to the last byte."""
    os.sync()
    new = dest / ".current-new"
    new.unlink(missing_ok=True)
    new.symlink_to(Path("versions") / name)
    os.replace(new, dest / "current")


def sweep(dest: Path) -> None:
    """Removes all but the last versions shown; each is renamed first, so that no half one is taken for a version."""
    for name in set(versions(dest)) - set(standing(dest)[-KEPT:]):
        with contextlib.suppress(OSError):
            (dest / "versions" / name).rename(dest / f"versions/.gone-{name}")
    clear(dest)


def clear(dest: Path) -> None:
    """Removes what a killed publish left half built or half removed."""
    for kind in (".new-*", ".gone-*"):
        for left in (dest / "versions").glob(kind):
            shutil.rmtree(left, ignore_errors=True)


def carried(version: Path, now: int) -> dict[str, int]:
    """The assets that a version carries for others, and when they stopped being current: never later than now."""
    listed = version / "_carried"
    lines = listed.read_text("utf-8").splitlines() if listed.is_file() else []
    rows = (line.partition(" ") for line in lines)  # a name alone: of a time when the list had no times
    return {name: min(int(since), now) if since.isdecimal() else now for name, _, since in rows}


def carry_over(old: Path, new: Path) -> None:
    """A page that a reader has open may still ask for its own stylesheet or script: the assets of `old` stay in `new`
    for two days. Their names hold their content's hash, so none stands in the way of another."""
    now = int(time.time())
    theirs, ours, wanted = carried(old, now), carried(new, now), []
    for path in sorted((old / "assets").rglob("*")):
        name = path.relative_to(old).as_posix()
        since, there = theirs.get(name, now), (new / name).exists()
        if path.is_file() and since > now - STAY and (name in ours or not there):
            ours[name] = max(since, ours.get(name, 0))
            wanted += [name] * (not there)
    write_whole(new / "_carried", "".join(f"{name} {since}\n" for name, since in ours.items()))
    for name in wanted:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old / name, new.parent / ".asset")  # without the old one's rights; never half there
        os.replace(new.parent / ".asset", new / name)
