"""Hosting: what servers need, by the templates of overrides/server/."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import jinja2
from contracts import Row, Text
from facts import check
from guide import complain, guide
from mkdocs.plugins import event_priority
from pydantic import model_validator
from redirects import rows
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
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
POLICY += "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# What may be said, as patterns: what must be (no answer goes out without it), what guards more, what differs below.
DUE = {
    "Content-Security-Policy": f"{POLICY}(?:; (?!(?:default|script|style|img|font|connect|worker|manifest)-src"
    r"|base-uri|form-action|frame-ancestors)[a-z-]+ 'none')*",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "".join(rf"(?=.*\b{one}=\(\))" for one in ("camera", "geolocation", "microphone"))
    + r"(?:[a-z-]+=\(\)(?:, |$))+",
    "Strict-Transport-Security": r"max-age=(?:3153600\d|31[6-9]\d{5}|3[2-9]\d{6}|[4-9]\d{7}|1\d{8})",
    "Cache-Control": "no-cache",
    "Access-Control-Allow-Origin": "",
}
MORE = {
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": r"\?1",
}
BELOW = {
    "Cache-Control": {"/assets/": "public, max-age=31536000, immutable"},
    "Access-Control-Allow-Origin": {"/api/": "*"},
}
# What a statement for nginx may begin with, and statements that must be there.
WORDS = """server_tokens add_header charset absolute_redirect log_not_found index error_page gzip_static gzip_vary
types default_type types_hash_max_size location return if map_hash_bucket_size map log_format default""".split()
STANDS = {
    "headers.conf": ["server_tokens off ;"],
    "server.conf": [
        *(
            "charset utf-8 ;",
            "absolute_redirect off ;",
            "log_not_found off ;",
            "index index.html ;",
            "gzip_static on ;",
        ),
        *("error_page 403 404 =404 {base}404.html ;", "location ^~ {base}_ {{ return 404 ; }}"),
    ],
    "http.conf": [
        "log_format hg '$time_iso8601 $request_method $hg_path $status' ;",
        'map $request_uri $hg_path {{ "~^(?<hg_plain>[^?]*)" $hg_plain ; }}',
    ],
    "_headers": [],
    "_redirects": [],
}
TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|[{};]|[^\s{};"'#][^\s{};]*|#.*""")


class Header(Row):
    """One row of deploy/headers.yml."""

    header: Literal[*DUE, *MORE]
    value: Text | Literal[""]
    below: dict[str, str] = {}
    """Another value below a folder."""

    @model_validator(mode="after")
    def guards(self) -> "Header":
        if not re.fullmatch((DUE | MORE)[self.header], self.value.replace("\n", " ")):
            due = POLICY if "Content" in self.header else (DUE | MORE)[self.header]
            raise ValueError(f"value guards less than it must, or is none: write {due}")
        if self.below != BELOW.get(self.header, {}):
            raise ValueError(f"below says what no folder of ours needs: write {BELOW.get(self.header) or 'nothing'}")
        return self

    @property
    def variable(self) -> str:
        """What nginx calls a value that depends on the address."""
        return "hg_" + self.header.lower().replace("-", "_")


def wrong_made(name: str, text: str, base: str, headers: list[Header], rows: list[tuple], codes: list) -> Iterator[str]:
    """Complaints about a file made for servers, as it would be read. `rows`: of redirects (from, to, status)."""
    tokens = [token for token in TOKEN.findall(text) if token[0] != "#"]
    said = "; " + " ".join(tokens) + " "
    stands = [line.format(base=base) for line in STANDS[name]]
    here = lambda address: base + address[1:]
    if name == "_redirects":
        stands += [f"{here(old)} {here(new)} {status}" for old, new, status in rows]
    elif name == "_headers":
        stands += [f"{base}* " + " ".join(f"{row.header}: {row.value}" for row in headers if not row.below)]
        stands += [f"{here(folder)}* {row.header}: {value}" for row in headers for folder, value in row.below.items()]
        stands = [" ".join(TOKEN.findall(line)) for line in stands]
    elif name == "http.conf":
        stands += [f'"{row.oid}|{row.code}" {here(row.leads)} ;' for row in codes]
        stands += [f'default "{row.value}" ;' for row in headers if row.below]
    else:
        value = lambda row: f"${row.variable}" if row.below else f'"{row.value}"'
        stands += [f"add_header {row.header} {value(row)} always ;" for row in headers]
    if name == "server.conf":
        stands += [f"location = {here(old)} {{ return {status} {here(new)} ; }}" for old, new, status in rows]
    if lost := [line for line in stands if f" {line} " not in said]:
        yield f"the file made from it does not say {lost[0]}: put it back"
    elif name.endswith(".conf"):
        first = {word for before, word in pairwise([";", *tokens]) if before in "{};" and word[0] not in '{};"'}
        if odd := sorted(first - {*WORDS}):
            yield f"{odd[0]} is nothing that our servers are told: take it out, or put a ; before it"
        elif tokens.count("{") != tokens.count("}") or tokens[-1] not in ("}", ";"):
            yield "a brace or a ; is missing: mend it"


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
        "base": urlsplit(config.site_url or "").path.rstrip("/") + "/",
        "headers": headers or [],
        "folders": dict.fromkeys(folder for row in headers or [] for folder in row.below),
        "redirects": rows(found),
        "codes": found.codes,
    }
    (site / "_nginx").mkdir(exist_ok=True)
    wrong: list[tuple[str, str]] = []
    for name, made in MADE.items():
        text = jinja.get_template(name).render(table)
        (site / made).write_text(text, "utf-8")
        given = table["base"], table["headers"], table["redirects"], found.codes
        wrong = wrong or [(name, line) for line in wrong_made(name, text, *given)]
    for name, line in wrong if headers and not found.faults else ():
        complain(config, f"overrides/server/{name}", line)
    if not config.site_url:  # a sitemap needs whole addresses
        for path in site.glob("sitemap.xml*"):
            path.unlink()
