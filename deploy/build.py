"""Builds the guide aside, strictly, and only then puts it in the place of the last good one.

    python deploy/build.py [--into site]

Exit code 1 on any fault of the build, which has then listed all of them; the old site is as it was.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # README.md says what the theme says there
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
import yaml_reader  # noqa: E402


def look() -> int:
    """The exit code: 1 where mkdocs.yml or a hook cannot be read, which is then said in a line a fault.

    A slip in them stops MkDocs before anything of ours can say where it is.
    """
    faults = [f"mkdocs.yml: {fault}" for fault in yaml_reader.read(ROOT / "mkdocs.yml", tags=True).faults]
    for path in sorted((ROOT / "hooks").glob("[!.]*.py")):
        try:
            ast.parse(path.read_bytes())
        except SyntaxError as error:
            faults.append(f"hooks/{path.name}: line {error.lineno}: {error.msg}: mend it")
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


def swap(new: Path, place: Path) -> None:
    """Puts `new` in the place of `place`, both on one file system."""
    old = place.with_name(f".{place.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def main(usual: str = "site", finish=None) -> int:
    """The exit code. `usual`: the folder to build into; `finish`: what is done to the site before it goes there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=ROOT / usual)
    place = parser.parse_args().into.resolve()
    aside = place.with_name(f".{place.name}-new")
    if look():
        return 1
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        # Never with -q or -v: they make MkDocs swallow faults.
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", aside]
        if code := subprocess.run(command, cwd=ROOT).returncode:
            print(f"{place} is as it was." if place.exists() else "Nothing was built.", file=sys.stderr)
            return code
        if finish:
            finish(aside)
        swap(aside, place)
    except OSError as error:
        print(f"{place} cannot be written to ({error.strerror}). Nothing was changed.", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    print(f"The guide stands in {place}: open {place / 'index.html'}" if finish else f"The guide stands in {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
