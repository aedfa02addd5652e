"""Publishes the guide so that readers never see half of it, and goes back.

    SITE_URL=https://… python deploy/publish.py DEST              (make publish DEST=…)
    python deploy/publish.py DEST --back                          (make rollback DEST=…)

DEST/current is what the server shows: a link to one folder in DEST/versions. A publish builds beside it, looks at the
result, and only then turns the link, in one step. Whatever goes wrong before that, readers stay on the old version.
The last three versions are kept. A version that was gone back from is kept until the next publish: readers are never
sent back to it.
"""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
from compress import compress_all  # noqa: E402  (deploy/compress.py)

KEPT = 3
FREE = int(os.environ.get("HG_FREE", 64 * 1024 * 1024))  # bytes: a build and its compressed copies fit many times
FIRST_VIEW, WHOLE = 32 * 1024, 3 * 1024 * 1024  # as in tests/test_delivery.py
HEAVY = ("print/", "about/sources/")


class Refused(Exception):
    """One clear line for the person who publishes."""


@contextlib.contextmanager
def alone(dest: Path):
    """Only one publish at a time; the lock goes with the process, however that ends."""
    try:
        dest.mkdir(parents=True, exist_ok=True)
        lock = open(dest / ".lock", "w")  # noqa: SIM115
    except OSError as error:
        raise Refused(f"{dest} cannot be written to ({error.strerror}). Nothing was changed.") from None
    try:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # not on Windows
        pass
    except OSError as error:
        lock.close()
        if error.errno in (errno.EACCES, errno.EAGAIN):
            raise Refused(f"Somebody is publishing to {dest} right now. Nothing was changed; try again when they are done.") from None
        raise
    with lock:
        yield


def current(dest: Path) -> str:
    """The name of the version that readers see; empty when there is none."""
    link = dest / "current"
    return link.readlink().name if link.is_symlink() else ""


def versions(dest: Path) -> list[str]:
    folder = dest / "versions"
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")) if folder.is_dir() else []


def name_of_new(stamp: str, known: list[str]) -> str:
    """A name that sorts after all known ones, also when the clock was set back.

    >>> name_of_new("2026", ["2025"]), name_of_new("1970", ["2025"]), name_of_new("1970", ["2025", "2025-0001"])
    ('2026', '2025-0001', '2025-0002')
    """
    if not known or stamp > known[-1]:
        return stamp
    first, _, count = known[-1].rpartition("-") if re.search(r"-\d{4}$", known[-1]) else (known[-1], "", "0")
    return f"{first}-{int(count) + 1:04}"


def turn(dest: Path, name: str) -> None:
    """Makes `name` the version that readers see, in one step."""
    new = dest / ".current-new"
    new.unlink(missing_ok=True)
    new.symlink_to(Path("versions") / name)
    os.replace(new, dest / "current")


def faults_of(site: Path) -> list[str]:
    """What forbids to publish a finished build: something missing, links that lead nowhere, pages too heavy."""
    import last_look  # hooks/last_look.py
    from selectolax.lexbor import LexborHTMLParser

    faults = [f"{name} is missing" for name in ("index.html", "404.html", "_headers", "sw.js", "symptoms/get-help/index.html", "about/disclaimer/index.html") if not (site / name).is_file()]
    if faults:
        return faults
    if "default-src 'none'" not in (site / "_headers").read_text("utf-8"):
        faults.append("_headers holds no strict content policy")
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {name: (site / name).read_text("utf-8") for name in names if name.endswith(".html")}
    trees = {name: LexborHTMLParser(html) for name, html in pages.items()}
    ids = {name: {node.attributes["id"] for node in tree.css("[id]")} for name, tree in trees.items()}
    for name, tree in trees.items():
        if name != "404.html":
            faults += [f"{name}: the link {link} leads nowhere" for link in set(last_look.links_of(tree)) if last_look.dead(link, name, ids, names)]

    def size(name: str) -> int:
        return (site / (name + ".br" if name + ".br" in names else name)).stat().st_size

    frame = sum(size(name) for name in names if re.fullmatch(r"assets/(?:guide|print)\.[0-9a-f]{8}\.(?:css|js)", name))
    for name in pages:
        if not name.startswith(HEAVY) and frame + size(name) > FIRST_VIEW:
            faults.append(f"{name}: its first view takes {frame + size(name)} bytes, {FIRST_VIEW} are allowed")
    whole = sum((site / name).stat().st_size for name in names if not name.endswith((".br", ".gz", ".pdf")))
    if whole > WHOLE:
        faults.append(f"the whole guide takes {whole} bytes, {WHOLE} are allowed")
    return faults


def build(aside: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", aside], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        if "No space left on device" in run.stderr:
            raise Refused(f"The disk of {aside.parent} is full. Nothing was changed.")
        said = [line for line in run.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))] or run.stderr.splitlines()[-3:]
        raise Refused("The guide does not build. Nothing was changed.\n" + "\n".join(said))


def carry_over(old: Path, new: Path) -> None:
    """A page that a reader opened a second ago may still ask for its old stylesheet: the last version's assets stay one
    version longer. Their names hold their content's hash, so none stands in the way of another."""
    listed = new / "_carried"
    before = set((old / "_carried").read_text("utf-8").split()) if (old / "_carried").is_file() else set()
    carried = []
    for path in sorted((old / "assets").rglob("*")) if (old / "assets").is_dir() else ():
        name = path.relative_to(old).as_posix()
        if path.is_file() and name not in before and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name)
            carried.append(name)
    listed.write_text("\n".join(carried), "utf-8")


def publish(dest: Path) -> str:
    address = os.environ.get("SITE_URL", "")
    if not address.startswith(("https://", "http://")):
        what = f'SITE_URL is "{address}", no whole address' if address else "SITE_URL is not set"
        raise Refused(f"{what}: write the guide's public address, as in  make publish SITE_URL=https://guide.example/ DEST=… . Nothing was changed.")
    with alone(dest):
        place = dest / "versions"
        if (dest / "current").exists() and not (dest / "current").is_symlink():
            raise Refused(f"{dest}/current is not a link made by publishing: move it away, or publish to another DEST. Nothing was changed.")
        try:
            place.mkdir(exist_ok=True)
            for left in place.glob(".new-*"):  # of a publish that was killed
                shutil.rmtree(left, ignore_errors=True)
            if shutil.disk_usage(place).free < FREE:
                raise Refused(f"The disk of {dest} is nearly full ({shutil.disk_usage(place).free // 2**20} MB left). Nothing was changed.")
            aside = place / f".new-{os.getpid()}"
            try:
                build(aside)
                compress_all(aside)
                if faults := faults_of(aside):
                    raise Refused("The build was not published; readers stay on the old version.\n" + "\n".join(sorted(faults)))
                old = current(dest)
                if old:
                    carry_over(place / old, aside)
                stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
                known = versions(dest)
                name = name_of_new(stamp, known)
                os.sync() if hasattr(os, "sync") else None  # on the disk before anybody is sent there
                aside.rename(place / name)
                turn(dest, name)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        except OSError as error:
            why = "The disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else f"{error.filename or dest}: {error.strerror}"
            raise Refused(f"{why}. Nothing was changed.") from None
        left = [version for version in known if old and version > old]  # gone back from
        stays = [version for version in known if version not in left][-(KEPT - 1) :]
        for version in set(known) - set(stays):
            shutil.rmtree(place / version, ignore_errors=True)
    return f"Published: {dest}/current is version {name}." + (f" Before: {old} (make rollback DEST={dest})." if old else "")


def back(dest: Path) -> str:
    if not dest.is_dir():
        raise Refused(f"{dest} is no folder. Nothing was changed.")
    with alone(dest):
        now = current(dest)
        older = [name for name in versions(dest) if name < now]
        if not older:
            raise Refused(f"There is no version before {now or 'this'} in {dest}. Nothing was changed.")
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
