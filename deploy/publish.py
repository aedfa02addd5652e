"""Publishes the guide so that readers never see half of it, and goes back.

    SITE_URL=https://… python deploy/publish.py DEST              (make publish DEST=…)
    python deploy/publish.py DEST --back                          (make rollback DEST=…)

DEST/current is what the server shows: a link to one folder in DEST/versions. A publish builds beside it and only then
turns the link, in one step: whatever goes wrong before, readers stay on the old version. The last three versions are
kept. One that was gone back from stays until the next publish, and is never shown again.
"""

import argparse
import contextlib
import errno
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from compress import compress_all

ROOT = Path(__file__).resolve().parent.parent
KEPT = 3
FREE = int(os.environ.get("HG_FREE", 64 * 1024 * 1024))  # bytes: a build and its compressed copies fit many times


class Refused(Exception):
    """One clear line for the person who publishes."""

    def __str__(self) -> str:
        return f"{self.args[0]} Nothing was changed.{''.join(self.args[1:])}"


@contextlib.contextmanager
def alone(dest: Path):
    """Only one publish at a time; the lock goes with the process, however that ends."""
    try:
        dest.mkdir(parents=True, exist_ok=True)
        lock = (dest / ".lock").open("w")
    except OSError as error:
        raise Refused(f"{dest} cannot be written to ({error.strerror}).") from None
    with lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # not on Windows
            pass
        except BlockingIOError:
            raise Refused(f"Somebody is publishing to {dest} right now: try again when they are done.") from None
        yield


def current(dest: Path) -> str:
    """The name of the version that readers see; empty when there is none."""
    link = dest / "current"
    return link.readlink().name if link.is_symlink() else ""


def versions(dest: Path) -> list[str]:
    return sorted(path.name for path in (dest / "versions").glob("[!.]*") if path.is_dir())


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
    """Makes `name` the version that readers see, in one step."""
    new = dest / ".current-new"
    new.unlink(missing_ok=True)
    new.symlink_to(Path("versions") / name)
    os.replace(new, dest / "current")


def build(aside: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", aside]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if "No space left on device" in run.stderr:
        raise OSError(errno.ENOSPC, "No space left on device")
    if run.returncode:
        lines = run.stderr.splitlines()
        said = [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-3:]
        raise Refused("The guide does not build.", "\n", "\n".join(said))


def carry_over(old: Path, new: Path) -> None:
    """A page that a reader opened a second ago may still ask for its old stylesheet: the last version's assets stay one
    version longer. Their names hold their content's hash, so none stands in the way of another."""
    listed = old / "_carried"
    before, carried = listed.read_text("utf-8").split() if listed.is_file() else [], []
    for path in sorted((old / "assets").rglob("*")):
        name = path.relative_to(old).as_posix()
        if path.is_file() and name not in before and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name)
            carried.append(name)
    (new / "_carried").write_text("\n".join(carried), "utf-8")


def publish(dest: Path) -> str:
    """Builds, and shows readers the new version; what to tell whoever published."""
    address = os.environ.get("SITE_URL", "")
    if not address.startswith(("https://", "http://")):
        what = f'SITE_URL is "{address}", no whole address' if address else "SITE_URL is not set"
        example = "make publish SITE_URL=https://guide.example/ DEST=…"
        raise Refused(f"{what}: write the guide's public address, as in  {example} .")
    with alone(dest):
        place, old = dest / "versions", current(dest)
        if (dest / "current").exists() and not old:
            raise Refused(f"{dest}/current is not a link made by publishing: move it away, or take another DEST.")
        try:
            name, known = made(place, old), versions(dest)
            turn(dest, name)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise Refused("The disk is full." if full else f"{error.filename or dest}: {error.strerror}.") from None
        stays = [version for version in known if version <= (old or name) or version == name][-KEPT:]
        for version in set(known) - set(stays):
            shutil.rmtree(place / version, ignore_errors=True)
    before = f" Before: {old} (make rollback DEST={dest})." if old else ""
    return f"Published: {dest}/current is version {name}.{before}"


def made(place: Path, old: str) -> str:
    """Builds a new version in the folder `place`, on the disk to the last byte; its name."""
    place.mkdir(exist_ok=True)
    for left in place.glob(".new-*"):  # of a publish that was killed
        shutil.rmtree(left, ignore_errors=True)
    if (free := shutil.disk_usage(place).free) < FREE:
        raise Refused(f"The disk of {place.parent} is nearly full ({free // 2**20} MB left).")
    aside = place / f".new-{os.getpid()}"
    try:
        build(aside)
        compress_all(aside)
        if old:
            carry_over(place / old, aside)
        name = name_of_new(time.strftime("%Y%m%d-%H%M%S", time.gmtime()), versions(place.parent))
        os.sync()
        aside.rename(place / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return name


def back(dest: Path) -> str:
    if not dest.is_dir():
        raise Refused(f"{dest} is no folder.")
    with alone(dest):
        now = current(dest)
        older = [name for name in versions(dest) if name < now]
        if not older:
            raise Refused(f"There is no version before {now or 'this'} in {dest}.")
        turn(dest, older[-1])
    return f"Went back: {dest}/current is version {older[-1]} again. {now} is kept until the next publish."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dest", help="the folder that the server's files are in")
    parser.add_argument("--back", action="store_true", help="show readers the version before this one again")
    wanted = parser.parse_args()
    if not wanted.dest:
        print("DEST is not set: write the folder to publish to, as in  make publish DEST=/srv/guide", file=sys.stderr)
        return 2
    try:
        print((back if wanted.back else publish)(Path(wanted.dest).resolve()))
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
