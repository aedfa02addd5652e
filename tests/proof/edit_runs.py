"""Applies one bad edit after the other to a guide of its own and builds it (bad_edits.py)."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests"), str(ROOT / "deploy")]
import yaml_reader  # noqa: E402
from conftest import SITE_URL, Guide  # noqa: E402
from yaml_reader import read  # noqa: E402

yaml_reader.strange = lambda text: ""  # the tables hold odd letters on purpose
SLOWEST, MOST = 30, 3  # seconds of a build, lines of what it says
NOTED = "    guide(config).stopped |= stops\n"  # in `complain`
NOTE = """\
    import sys
    with open("{}", "a") as sites:
        frame = sys._getframe(1)
        print(Path(frame.f_code.co_filename).name, frame.f_lineno, sep=":", file=sites)
"""


class Real(Guide):
    """A copy of the real guide, to break."""

    def __init__(self, folder: Path):
        self.dir, self.site = folder, folder / "site"
        for name in ("hooks", "overrides", "deploy", "docs", "data"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "mkdocs.yml", folder)
        (folder / ".cache").symlink_to(ROOT / ".cache")


class Worker:
    """One process that builds, and the two guides that it may break."""

    def __init__(self, folder: Path):
        self.folder = folder
        command = [sys.executable, ROOT / "tests/builder.py"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.guides = {True: Real(folder / "real"), False: Guide(folder / "small")}
        for guide in self.guides.values():  # each complaint leaves the place that it comes from
            guide.edit("hooks/guide.py", NOTED, NOTED + NOTE.format(str(folder / "sites.txt")))

    def build(self, guide: Guide, **environ: str) -> tuple[int, list[str], str, float]:
        """(exit code, what was told, all that was said, seconds)."""
        said, began = self.folder / "said.txt", time.time()
        environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE_URL, **environ}
        words = ["--strict", "--site-dir", str(guide.site)]
        self.process.stdin.write(json.dumps([str(guide.dir), words, environ, str(said)]) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        text = said.read_text("utf-8", "replace")
        told = [line.partition("-  ")[2] for line in text.splitlines() if line.startswith(("WARNING", "ERROR"))]
        return code, told, text, time.time() - began

    def sites(self) -> set[tuple[str, int]]:
        """(hook, line) of each complaint of the last build."""
        lines = (self.folder / "sites.txt").read_text().splitlines()
        return {(name, int(line)) for name, _, line in (one.partition(":") for one in lines)}

    def tried(self, row: dict) -> tuple[str, list[str]]:
        """(what is wrong with how a row was answered, what was told)."""
        guide = self.guides[bool(row.get("real"))]
        path = guide.dir / row["file"]
        before = path.read_bytes() if path.is_file() else None
        (self.folder / "sites.txt").write_text("")
        try:
            apply(guide, path, row)
            code, told, text, seconds = self.build(guide, **({"SITE_URL": row["address"]} if "address" in row else {}))
        except LookupError as error:
            return str(error), []
        finally:
            if path.is_symlink() or path.exists():
                path.unlink()
            if before is not None:
                path.write_bytes(before)
        return verdict(row, code, told, text, seconds), told


def apply(guide: Guide, path: Path, row: dict) -> None:
    """Makes the edit of a row; LookupError where the file does not hold what it is about."""
    if "address" in row:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if {"gone", "link", "pipe"} & set(row):
        path.unlink(missing_ok=True)
        if "link" in row:
            path.symlink_to(row["link"])
        elif "pipe" in row:
            os.mkfifo(path)
        return
    if "write" in row:
        path.write_text(row["write"], "utf-8")
        return
    text = path.read_text("utf-8") if path.exists() else ""
    if row.get("old", "") not in text:
        raise LookupError(f"the file does not hold {row['old']!r}")
    path.write_text(text.replace(row["old"], row["new"], 1) if "old" in row else text + row["new"], "utf-8")


def verdict(row: dict, code: int, told: list[str], text: str, seconds: float) -> str:
    """What is wrong with how an edit was answered; empty when all is well."""
    if seconds > SLOWEST:
        return f"it took {seconds:.0f} s"
    if "Traceback" in text:
        return "a traceback"
    if "harmless" in row:
        return "" if code == 0 else "it was refused, though it is harmless"
    if code == 0:
        return "PUBLISHED"
    if not told:
        told = text.strip().splitlines()[-1:]
    if len(told) > MOST:
        return f"{len(told)} lines"
    named = Path(row["file"]).name if row.get("gone") else row["file"]
    if not any(named in line for line in told):
        return "the file is not named"
    return "" if any(row["says"] in line for line in told) else f"nothing says {row['says']!r}"


def rows_of(paths: list[Path]) -> list[dict]:
    """The rows of the tables."""
    found = []
    for path in paths:
        document = read(path)
        if document.faults:
            raise SystemExit(f"{path}: {document.faults[0]}")
        found += [{**row, "at": f"{path.name}: line {document.line((n,))}"} for n, row in enumerate(document.value)]
    return found
