"""Hosting: what servers need beside the pages. Headers, redirects, the worker for reading offline.

All from deploy/headers.yml and from the tables of addresses.py and codes.py. Runs last, on the finished site.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import addresses  # hooks/addresses.py
import codes  # hooks/codes.py
from contracts import Row, explain, form  # hooks/contracts.py
from guide import complain, guide  # hooks/guide.py
from mkdocs.plugins import event_priority
from pydantic import ValidationError
from yaml_reader import Document, read  # hooks/yaml_reader.py

OURS_TO_SERVERS = ("_headers", "_redirects", "_nginx")  # not for readers
WORKER = "sw.js"


Value = form(r'[^"\n$]*', 'leave out " and $')


class Header(Row):
    """One row of deploy/headers.yml."""

    header: form(r"[A-Z][A-Za-z-]+", "write the name of a header, such as X-Frame-Options")
    value: Value  # as it stands between the quotes of nginx
    below: dict[form(r"/([a-z0-9-]+/)+", "write a folder of the site, such as /assets/"), Value] = {}


# Pure functions ----------------------------------------------------------------------------------


def check_headers(document: Document) -> tuple[list[dict], list[str]]:
    """(the rows of deploy/headers.yml, complaints)."""
    rows, faults = [], list(document.faults)
    if not faults and not (isinstance(document.value, list) and document.value):
        faults.append("line 1: a list of headers is due here: put it back")
    for place, row in enumerate(document.value or [] if not faults else []):
        try:
            rows.append(Header.model_validate(row).model_dump())
        except ValidationError as error:
            faults += explain(error, document, (place,))
    return rows, faults


def headers_for(table: list[dict], path: str) -> dict[str, str]:
    """The headers of the answer for a path, seen from the guide's root.

    >>> headers_for([{"header": "A", "value": "1", "below": {"/x/": "2"}}, {"header": "B", "value": "", "below": {}}], "/x/y")
    {'A': '2'}
    """
    found = {}
    for row in table:
        value = next((value for start, value in row["below"].items() if path.startswith(start)), row["value"])
        if value:
            found[row["header"]] = value
    return found


def static_headers(table: list[dict], base: str) -> str:
    """_headers, as static hosts read it."""
    rules: dict[str, list[str]] = {
        f"{base}*": [f"{row['header']}: {row['value']}" for row in table if not row["below"]]
    }
    for row in table:
        for start, value in row["below"].items():
            rules.setdefault(f"{base}{start[1:]}*", []).append(f"{row['header']}: {value}")
    return "\n".join(f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules.items())


def static_redirects(rows: list[tuple[str, str, int]], base: str) -> str:
    """_redirects, as static hosts read it."""
    return "".join(f"{base}{old[1:]} {base}{new[1:]} {status}\n" for old, new, status in rows)


def nginx_http(table: list[dict], code_maps: str, base: str) -> str:
    """What belongs into nginx's http block: the log's form, and values that depend on the address."""
    lines = [
        code_maps,  # first: it sets how large nginx makes the tables of all maps
        "# Written by the build. The log knows when, which page and how it went; not who, nor what stood behind a question mark.",
        'map $request_uri $hg_path { "~^(?<hg_plain>[^?]*)" $hg_plain; }',
        "log_format hg '$time_iso8601 $request_method $hg_path $status';",
    ]
    for number, row in enumerate(table):
        if row["below"]:
            lines += [f"map $uri $hg_header_{number} {{", f'    default "{row["value"]}";']
            lines += [f'    "~^{re.escape(base + start[1:])}" "{value}";' for start, value in row["below"].items()]
            lines += ["}"]
    return "\n".join(lines) + "\n"


def nginx_server(table: list[dict], rows: list[tuple[str, str, int]], base: str) -> str:
    """What belongs into nginx's server block, on port, certificate and root."""
    lines = [
        "# Written by the build.",
        "charset utf-8;",
        "server_tokens off;",
        "absolute_redirect off;",
        "log_not_found off;",
        "index index.html;",
    ]
    lines += [
        f"error_page 403 404 =404 {base}404.html;",
        "gzip_static on;",
        "gzip_vary on;",
        "types_hash_max_size 4096;",
        "",
    ]
    for number, row in enumerate(table):
        value = f"$hg_header_{number}" if row["below"] else f'"{row["value"]}"'
        lines.append(f"add_header {row['header']} {value} always;")
    lines += [
        "",
        f"location ^~ {base}_ {{ return 404; }}",
        f"location = {base}go/ {{ if ($hg_code_page) {{ return 303 $hg_code_page; }} }}",
    ]
    lines += [f"location = {base}{old[1:]} {{ return {status} {base}{new[1:]}; }}" for old, new, status in rows]
    return "\n".join(lines) + "\n"


def worth_keeping(name: str, html: str = "") -> bool:
    """Whether a file of the site belongs into the copy on a reader's phone: what can be read, not what only leads on."""
    if (
        name.startswith(OURS_TO_SERVERS)
        or name in (WORKER, "404.html", "robots.txt")
        or name.startswith(("sitemap", "api/"))
    ):
        return False
    return not name.endswith((".pdf", ".br", ".gz")) and 'http-equiv="refresh"' not in html


def copy_list(site: Path) -> tuple[list[str], str]:
    """(addresses to keep, as seen from the guide's root; a mark that changes when any of them does)."""
    kept, mark = [], hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        content = path.read_bytes()
        if worth_keeping(name, content.decode("utf-8", "replace")[:2000] if name.endswith(".html") else ""):
            kept.append(re.sub(r"(^|/)index\.html$", r"\1", name))
            mark.update(name.encode() + b"\0" + content)
    return kept, mark.hexdigest()[:12]


def base_of(site_url: str | None) -> str:
    """
    >>> base_of("https://clinic.example/guide"), base_of("")
    ('/guide/', '/')
    """
    return urlsplit(site_url or "").path.rstrip("/") + "/"


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(-200)  # after output.py: whatever is in the site now is what readers get
def on_post_build(config):
    found, site, base = guide(config), Path(config.site_dir), base_of(config.site_url)
    root = found.root
    if (root / "deploy").is_dir():
        table, faults = check_headers(read(root / "deploy/headers.yml"))
        for line in faults:
            complain(config, "deploy/headers.yml", line)
        rows = addresses.redirects(config)
        (site / "_headers").write_text(static_headers(table, base), "utf-8")
        (site / "_redirects").write_text(static_redirects(rows, base), "utf-8")
        (site / "_nginx").mkdir(exist_ok=True)
        (site / "_nginx/http.conf").write_text(nginx_http(table, codes.nginx_maps(found.codes, base), base), "utf-8")
        (site / "_nginx/server.conf").write_text(nginx_server(table, rows, base), "utf-8")

    if not config.site_url:  # a sitemap needs whole addresses
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)
    kept, mark = copy_list(site)
    worker = root / "overrides/partials/offline/sw.js"
    if worker.is_file():
        text = (
            worker.read_text("utf-8").replace('"MARK"', json.dumps(mark)).replace('"DAY"', json.dumps(str(found.day)))
        )
        (site / WORKER).write_text(text.replace('["LIST"]', json.dumps(kept, separators=(",", ":"))), "utf-8")
