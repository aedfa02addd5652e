"""Hosting: what servers need, by the templates of overrides/server/, and the worker for reading offline."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from facts import check
from guide import complain, guide
from mkdocs.plugins import event_priority
from redirects import near, rows
from server_checks import DUE, ICONS, Header, wrong_icon, wrong_made
from yaml_reader import read

NGINX = "deploy/nginx.conf"
# What stands in it on any server, behind the server's own folders and names.
IN_NGINX = """_nginx/http.conf; _nginx/headers.conf; _nginx/server.conf; https://$server_name$request_uri; guide.log hg;
TLSv1.2 TLSv1.3;""".split()
HEADERS, WORKER = "deploy/headers.yml", "overrides/partials/offline/sw.js"
MADE = {
    "_headers": "_headers",
    "_redirects": "_redirects",
    "headers.conf": "_nginx/headers.conf",
    "http.conf": "_nginx/http.conf",
    "server.conf": "_nginx/server.conf",
    "robots.txt": "robots.txt",
}
TO_SERVERS = ("_headers", "_redirects", "_nginx", "sw.js", "404.html", "405.html", "robots.txt", "api/", *ICONS)


def copy_list(site: Path) -> tuple[list[str], str]:
    """(addresses to keep on a reader's phone; a mark that changes when any of them does)."""
    kept, mark = [], hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name, content = path.relative_to(site).as_posix(), path.read_bytes()
        leads_on = name.endswith(".html") and b'http-equiv="refresh"' in content[:2000]
        if not leads_on and not name.startswith(TO_SERVERS) and path.suffix not in (".pdf", ".br", ".gz", ".xml"):
            kept.append(re.sub(r"(^|/)index\.html$", r"\1", name))
            mark.update(name.encode() + b"\0" + content)
    return kept, mark.hexdigest()[:12]


# MkDocs


@event_priority(-200)  # after output.py: whatever is in the site now is what readers get
def on_post_build(config):
    found, site = guide(config), Path(config.site_dir)
    looks = found.root / "overrides"
    headers, faults = check(read(found.root / HEADERS), list[Header])
    faults = faults or [f"{name} is gone: put it back" for name in DUE if name not in {row.header for row in headers}]
    for line in faults[:3]:
        complain(config, HEADERS, line)
    if (own := found.root / NGINX).is_file():
        said = re.sub("#.*", "", own.read_text("utf-8"))
        for line in [f"{due} is gone: put it back" for due in IN_NGINX if due not in said][:1]:
            complain(config, NGINX, line)
    jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(looks / "server"), trim_blocks=True, lstrip_blocks=True)
    jinja.filters["regex"] = re.escape
    table = {
        "site_url": config.site_url,
        "base": urlsplit(config.site_url or "").path.rstrip("/") + "/",
        "headers": headers or [],
        "folders": dict.fromkeys(folder for row in headers or [] for folder in row.below),
        "redirects": rows(found),
        "near": near(found),
        "codes": found.codes,
    }
    (site / "_nginx").mkdir(exist_ok=True)
    wrong: list[tuple[str, str]] = []
    for name, made in MADE.items():
        text = jinja.get_template(name).render(table)
        (site / made).write_text(text, "utf-8")
        wrong = wrong or [(name, line) for line in wrong_made(name, text, table)]
    for name in ICONS:
        (site / name).write_bytes(content := (looks / "server" / name).read_bytes())
        wrong += [(name, line) for line in wrong_icon(name, content)]
    for name, line in wrong if headers and not found.faults else ():
        complain(config, f"overrides/server/{name}", line)
    if not config.site_url:  # a sitemap needs whole addresses
        for path in site.glob("sitemap.xml*"):
            path.unlink()
    kept, mark = copy_list(site)
    worker = (found.root / WORKER).read_text("utf-8")
    for name, value in {'"MARK"': mark, '"DAY"': str(found.day), '["LIST"]': kept}.items():
        if worker.count(f"= {name};") != 1:
            complain(config, WORKER, f"it does not hold = {name}; which the build fills in: put it back")
        worker = worker.replace(name, json.dumps(value, separators=(",", ":")))
    (site / "sw.js").write_text(worker, "utf-8")
