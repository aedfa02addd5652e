"""Hosting: what servers need, by the templates of overrides/server/, and the worker for reading offline."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from contracts import Row, form
from facts import check
from guide import complain, guide
from mkdocs.plugins import event_priority
from redirects import rows
from yaml_reader import read

HEADERS = "deploy/headers.yml"
MADE = {
    "_headers": "_headers",
    "_redirects": "_redirects",
    "http.conf": "_nginx/http.conf",
    "server.conf": "_nginx/server.conf",
}
TO_SERVERS = ("_headers", "_redirects", "_nginx", "sw.js", "404.html", "robots.txt", "sitemap", "api/")
Value = form(r'[^"\n$]*', 'leave out " and $')


class Header(Row):
    """One row of deploy/headers.yml."""

    header: form(r"[A-Z][A-Za-z-]+", "write the name of a header, such as X-Frame-Options")
    value: Value
    """As it stands between the quotes of nginx."""
    below: dict[form(r"/([a-z0-9-]+/)+", "write a folder of the site, such as /assets/"), Value] = {}
    """Another value below a folder."""

    @property
    def variable(self) -> str:
        """What nginx calls a value that depends on the address."""
        return "hg_" + self.header.lower().replace("-", "_")


def copy_list(site: Path) -> tuple[list[str], str]:
    """(addresses to keep on a reader's phone; a mark that changes when any of them does)."""
    kept, mark = [], hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name, content = path.relative_to(site).as_posix(), path.read_bytes()
        leads_on = name.endswith(".html") and b'http-equiv="refresh"' in content[:2000]
        if not leads_on and not name.startswith(TO_SERVERS) and path.suffix not in (".pdf", ".br", ".gz"):
            kept.append(re.sub(r"(^|/)index\.html$", r"\1", name))
            mark.update(name.encode() + b"\0" + content)
    return kept, mark.hexdigest()[:12]


# MkDocs


@event_priority(-200)  # after output.py: whatever is in the site now is what readers get
def on_post_build(config):
    found, site = guide(config), Path(config.site_dir)
    looks = found.root / "overrides"
    headers, faults = check(read(found.root / HEADERS), list[Header])
    for line in faults:
        complain(config, HEADERS, line)
    jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(looks / "server"), trim_blocks=True, lstrip_blocks=True)
    jinja.filters["regex"] = re.escape
    table = {
        "base": urlsplit(config.site_url or "").path.rstrip("/") + "/",
        "headers": headers or [],
        "folders": dict.fromkeys(folder for row in headers or [] for folder in row.below),
        "redirects": rows(found),
        "codes": found.codes,
    }
    (site / "_nginx").mkdir(exist_ok=True)
    for name, made in MADE.items():
        (site / made).write_text(jinja.get_template(name).render(table), "utf-8")
    if not config.site_url:  # a sitemap needs whole addresses
        for path in site.glob("sitemap.xml*"):
            path.unlink()
    kept, mark = copy_list(site)
    worker = (looks / "partials/offline/sw.js").read_text("utf-8")
    for name, value in {'"MARK"': mark, '"DAY"': str(found.day), '["LIST"]': kept}.items():
        worker = worker.replace(name, json.dumps(value, separators=(",", ":")))
    (site / "sw.js").write_text(worker, "utf-8")
