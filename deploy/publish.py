"""Publishes the guide so that readers never see half of it, and goes back.

    SITE_URL=https://… python deploy/publish.py DEST              (make publish DEST=…)
    python deploy/publish.py DEST --back                          (make rollback DEST=…)

DEST/current is what the server shows: a link to one folder in DEST/versions. A publish builds beside it and only then
turns the link, in one step: whatever goes wrong before, readers stay on the old version. The last three versions are
kept. One that was gone back from stays until the next publish, and is never shown again (shown.py).
"""

import argparse
import contextlib
import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from compress import compress_all
from shown import carry_over, clear, current, name_of_new, shown, standing, sweep, turn, versions, write_whole

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
import clinic  # noqa: E402
from site_url import wrong_address  # noqa: E402

FREE = int(os.environ.get("HG_FREE", 64 * 1024 * 1024))  # bytes: a build and its compressed copies fit many times


class Refused(Exception):
    """One clear line for the person who publishes."""

    def __str__(self) -> str:
        return f"{self.args[0]} Nothing was changed.{''.join(self.args[1:])}"


@contextlib.contextmanager
def alone(dest: Path):
    """Only one publish at a time, whose files all may read; the lock goes with the process, however that ends."""
    os.umask(os.umask(0o022) & 0o722)  # what is made from here on, others may read: the server is one of them
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
        try:
            yield
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise Refused("The disk is full." if full else f"{error.filename or dest}: {error.strerror}.") from None


def build(aside: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", aside]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if "No space left on device" in run.stderr:
        raise OSError(errno.ENOSPC, "No space left on device")
    if run.returncode:
        lines = run.stderr.splitlines()
        said = [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-3:]
        raise Refused("The guide does not build.", "\n", "\n".join(said))


def look(version: Path, advice: str) -> None:
    """Refuses a version that the server, another user, could not read to the last file."""
    for path in (version, *sorted(version.rglob("*"))):
        mode = path.stat().st_mode & 0o777
        if not mode & (0o001 if path.is_dir() else 0o004):
            name = path.relative_to(version.parent).as_posix().removeprefix(f"{version.name}/")
            raise Refused(f"The server could not read {name} (mode {mode:o}): {advice}.")


def asked_for() -> None:
    """Refuses where readers would not learn who publishes this copy and where to write; or it is told so on purpose."""
    told = clinic.read_publisher(ROOT / "mkdocs.yml", ROOT / "docs")
    keys = {"extra.publisher (or extra.clinic.name)": told.name, "extra.report_mistakes": told.mistakes}
    if told.faults or all(keys.values()) or os.environ.get("PUBLISHER_UNKNOWN") == "1":  # the build names the faults
        return
    missing = " and ".join(key for key, value in keys.items() if not value)
    raise Refused(
        f"mkdocs.yml: write {missing}, or publish with PUBLISHER_UNKNOWN=1: /about/ then says what is not known."
    )


def publish(dest: Path) -> str:
    """Builds, and shows readers the new version; what to tell whoever published."""
    if fault := wrong_address(os.environ.get("SITE_URL", "")):
        raise Refused(f"SITE_URL is {fault} .")
    asked_for()
    with alone(dest):
        old = current(dest)
        if (dest / "current").exists() and not old:
            raise Refused(f"{dest}/current is not a link made by publishing: move it away, or take another DEST.")
        name = made(dest)
        turn(dest, name)
        sweep(dest)
    said = f"Published: {dest}/current is version {name}."
    said += f" Before: {old} (make rollback DEST={dest})." if old else ""
    shut = next((path for path in (dest / "versions", dest, *dest.parents) if not path.stat().st_mode & 0o001), None)
    return said + (
        f"\nNote: only you or your group can enter {shut}: chmod o+x {shut}, if the server cannot." if shut else ""
    )


def made(dest: Path) -> str:
    """Builds a new version in DEST/versions, and lists it; its name."""
    place, before = dest / "versions", shown(dest)
    place.mkdir(exist_ok=True)
    clear(dest)
    if (free := shutil.disk_usage(place).free) < FREE:
        raise Refused(f"The disk of {dest} is nearly full ({free // 2**20} MB left).")
    aside = place / f".new-{os.getpid()}"
    try:
        build(aside)
        compress_all(aside)
        if before:
            carry_over(place / before[-1], aside)
        look(aside, "mend the rights of what it was made from, or publish to another disk")
        name = name_of_new(time.strftime("%Y%m%d-%H%M%S", time.gmtime()), versions(dest))
        write_whole(place / ".history", "\n".join([*before, name]))
        aside.rename(place / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return name


def back(dest: Path) -> str:
    if not dest.is_dir():
        raise Refused(f"{dest} is no folder.")
    with alone(dest):
        now, place = current(dest), dest / "versions"
        older = [name for name in standing(dest) if name != now]
        if not older:
            raise Refused(f"There is no version before {now or 'this'} in {dest}.")
        with contextlib.suppress(OSError):  # a full disk is no reason to stay on a bad version
            carry_over(place / now, place / older[-1])
        look(place / older[-1], f"chmod -R o+rX {place / older[-1]}")
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
