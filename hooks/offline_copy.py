"""The copy that readers keep on a device for reading offline: what it holds, and the worker that keeps it (sw.js)."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import codes
from guide import complain, guide
from mkdocs.plugins import event_priority

WORKER = "overrides/partials/offline/sw.js"
# What only servers and programs read; PDF handouts would double the copy.
NOT_KEPT = re.compile(
    r"_|api/|assets/images/preview\..*png$|(?:robots\.txt|sw\.js|405\.html|apple-touch-icon\.png)$"
    r"|.*\.(?:br|gz|ico|pdf|xml)$"
)


def kept(site: Path) -> Iterator[tuple[str, Path]]:
    """(address, file) of all that the copy holds. What only leads on is in the table of `ways`."""
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if not NOT_KEPT.match(name):
            if path.suffix != ".html" or b'http-equiv="refresh"' not in path.read_bytes()[:2000]:
                yield re.sub(r"(^|/)index\.html$", r"\1", name), path


def ways(found) -> dict[str, str]:
    """Where short links, moved addresses and codes lead, from the guide's root; written as sw.js compares them."""
    table = {**found.redirects.moved, **found.redirects.short}
    table |= {codes.address(row): row.leads for row in found.codes if row.page in found.pages}
    return {old.strip("/").replace(".", "").lower(): new[1:] for old, new in table.items() if "#" not in old}


def urgent(found) -> dict[str, str]:
    """All that ever became more urgent, newest first: names of signs and pages, by day and id."""
    names = {row.id: row.short for row in found.signs.notices}
    rows = sorted((row for row in found.facts.changes if row.more_urgent), key=lambda row: row.day, reverse=True)
    told = {f"{row.day} {id}": names.get(id) or found.title(id) for row in rows for id in (*row.notices, *row.pages)}
    return {key: name for key, name in told.items() if name}


# MkDocs


@event_priority(-200)  # after output.py: whatever is in the site now is what readers get
def on_post_build(config):
    found, site = guide(config), Path(config.site_dir)
    files = dict(kept(site))
    worker = (found.root / WORKER).read_text("utf-8")
    values = {
        '"DAY"': str(found.day),
        '"BASE"': urlsplit(config.site_url or "").path.rstrip("/") + "/",
        '["LIST"]': [*files],
        '"WAYS"': ways(found),
        '"URGENT"': urgent(found),
        '"MARK"': "",
    }
    mark = hashlib.sha256(b"\0".join(path.read_bytes() for path in files.values()))
    for name, value in values.items():
        if worker.count(f"= {name};") != 1:
            complain(config, WORKER, f"it does not hold = {name}; which the build fills in: put it back")
        if name == '"MARK"':  # the last: of all that can differ
            mark.update(worker.encode())
            value = mark.hexdigest()[:12]
        worker = worker.replace(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    (site / "sw.js").write_text(worker, "utf-8")
