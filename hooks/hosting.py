"""Hosting: what servers need, by the templates of overrides/server/."""

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
HEADERS = "deploy/headers.yml"
MADE = {
    "_headers": "_headers",
    "_redirects": "_redirects",
    "headers.conf": "_nginx/headers.conf",
    "http.conf": "_nginx/http.conf",
    "server.conf": "_nginx/server.conf",
    "robots.txt": "robots.txt",
}


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
