"""Bad edits: each row of edits/*.yml is applied alone to a guide, which then must not build, or is harmless.

    python tests/proof/bad_edits.py [edits/words.yml …]        (a part of make proof)

A row: `file`, and `old` and `new` (the first `old` becomes `new`; without `old`, `new` is added at the end), or `write`
(what the file then holds), `gone: true`, `link` (to what), `pipe: true`, `address` (what SITE_URL then is); `says`, a
part of what must be told, or `harmless`, why it may be published; `real: true` for the real guide, else the small one
of tests/fixture.

With all tables, each call of `complain` in hooks/ is then taken out, alone: a row must miss it.
"""

import ast
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from edit_runs import NOTE, NOTED, ROOT, Worker, rows_of

EDITS = Path(__file__).parent / "edits"


def calls_of_complain() -> list[tuple[str, int, int, int]]:
    """(hook, first line, last line, column) of each call."""
    found = []
    for path in sorted((ROOT / "hooks").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "complain":
                found.append((path.name, node.lineno, node.end_lineno, node.func.col_offset))
    return found


def missed(worker: Worker, fired: list[tuple[dict, set]]) -> list[str]:
    """The calls of `complain` that no row misses when they are taken out. `fired`: the sites of each row."""
    alone = []
    for name, first, last, column in calls_of_complain():
        shift = NOTE.count("\n") if name == "guide.py" else 0
        here = lambda sites, name=name, first=first + shift, last=last + shift: [
            site for site in sites if site[0] == name and first <= site[1] <= last
        ]
        rows = sorted((row for row in fired if here(row[1])), key=lambda row: (bool(row[0].get("real")), len(row[1])))
        for guide in worker.guides.values():
            path = guide.dir / "hooks" / name
            before = path.read_text("utf-8").splitlines(True)
            line = before[first + shift - 1]
            changed = line[:column] + line[column:].replace("complain(", "(lambda *_, **__: None)(", 1)
            path.write_text("".join([*before[: first + shift - 1], changed, *before[first + shift :]]), "utf-8")
        if not any(worker.tried(row)[0] for row, _ in rows[:4]):
            alone.append(f"hooks/{name}: line {first}: without this complaint no row fails ({len(rows)} make it)")
        for guide in worker.guides.values():
            shutil.copy(ROOT / "hooks" / name, guide.dir / "hooks" / name)
            if name == "guide.py":
                guide.edit("hooks/guide.py", NOTED, NOTED + NOTE.format(str(worker.folder / "sites.txt")))
    return alone


def main() -> int:
    rows = rows_of([Path(name) for name in sys.argv[1:]] or sorted(EDITS.glob("*.yml")))
    failed, fired, workers = 0, [], Queue()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(min(len(rows), int(os.environ.get("WORKERS", os.cpu_count())))):
            workers.put(Worker(Path(folder) / str(number)))

        def one(row: dict):
            worker = workers.get()
            try:
                wrong, told = worker.tried(row)
                return row, wrong, told, worker.sites()
            finally:
                workers.put(worker)

        with ThreadPoolExecutor(workers.qsize()) as pool:
            for row, wrong, told, sites in pool.map(one, rows):
                failed += bool(wrong)
                fired.append((row, sites))
                if wrong or os.environ.get("SHOW"):
                    lines = (f"    {line[:240]}" for line in told)
                    print(f"{row['at']}: {row['file']}: {wrong}", *lines, sep="\n", flush=True)
        alone = missed(workers.get(), fired) if len(sys.argv) < 2 else []
    print(
        *alone,
        f"{len(rows)} edits, {failed} not as they should be, {len(alone)} complaints that no edit needs",
        sep="\n",
    )
    return int(bool(failed or alone))


if __name__ == "__main__":
    sys.exit(main())
