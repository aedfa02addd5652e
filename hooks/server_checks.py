"""Checks of what is made for servers: what their headers may say, and what must stand in each file as made."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from contracts import Row, Text
from pydantic import model_validator

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
types default_type types_hash_max_size location return if try_files map map_hash_bucket_size log_format
client_max_body_size
default""".split()
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
        *("error_page 403 404 =404 @lost ;", "location ^~ {base}_ {{ return 404 ; }}"),
        *(
            "try_files {base}404.html =404 ;",
            "if ($request_method !~ ^(?:GET|HEAD)$) {{ return 405 ; }}",
            "add_header Allow $hg_allow always ;",
        ),
        "error_page 400 405 412 413 414 416 494 500 502 503 504 {base}405.html ;",
    ],
    "http.conf": [
        "log_format hg '$time_iso8601 $request_method $hg_path $status' ;",
        """map $request_uri $hg_path {{ "~^(?<hg_plain>{regex}(?:assets/[a-z0-9./_-]*|api/v1/[a-z.-]*|her2/?"""
        """|(?!go/.)[a-z/-]*(?:[.][a-z]{{2,4}})?))(?:[?]|$)" $hg_plain ; default "{base}(other)" ; }}""",
    ],
    "_headers": [],
    "_redirects": [],
    "robots.txt": ["User-agent: *", "Disallow:"],
}
# What browsers and phones ask for under these names, whatever a page says; how each begins (a size of 180 by 180).
ICONS = {
    "favicon.ico": b"\0\0\1\0",
    "apple-touch-icon.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\xb4\0\0\0\xb4",
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


def wrong_icon(name: str, content: bytes) -> Iterator[str]:
    if not content.startswith(ICONS[name]) or len(content) > 20_000:
        yield "this is no icon of its kind and size, or over 20,000 bytes: put it back"


def wrong_made(name: str, text: str, table: dict) -> Iterator[str]:
    """Complaints about a file made for servers, as it would be read. `table`: what it is made from (hosting.py)."""
    base, headers, rows = table["base"], table["headers"], table["redirects"]
    tokens = [token for token in TOKEN.findall(text) if token[0] != "#"]
    said = "; " + " ".join(tokens) + " "
    stands = [line.format(base=base, regex=re.escape(base)) for line in STANDS[name]]
    here = lambda address: base + address[1:]
    if name == "_redirects":
        stands += [f"{here(old)} {here(new)} {status}" for old, new, status in rows]
    elif name == "_headers":
        stands += [f"{base}* " + " ".join(f"{row.header}: {row.value}" for row in headers if not row.below)]
        stands += [f"{here(folder)}* {row.header}: {value}" for row in headers for folder, value in row.below.items()]
        stands = [" ".join(TOKEN.findall(line)) for line in stands]
    elif name == "http.conf":
        stands += [f'"{row.oid}|{row.code}" {here(row.leads)} ;' for row in table["codes"]]
        stands += [f'"{one}" {here(page)} ;' for one, page in table["near"].items() if page != "/go/"]
        stands += [f'default "{row.value}" ;' for row in headers if row.below]
    elif name != "robots.txt":
        value = lambda row: f"${row.variable}" if row.below else f'"{row.value}"'
        stands += [f"add_header {row.header} {value(row)} always ;" for row in headers]
    if name == "server.conf":
        stands += [f"location = {here(old)} {{ return {status} {here(new)} ; }}" for old, new, status in rows]
    at = table.get("site_url")
    if name == "robots.txt" and tokens[3:] != (["Sitemap:", f"{at}sitemap.xml"] if at else []):
        yield "the file made from it does not say that all may be read: put it back"
    elif lost := [line for line in stands if f" {line} " not in said]:
        yield f"the file made from it does not say {lost[0]}: put it back"
    elif name.endswith(".conf"):
        first = {word for before, word in pairwise([";", *tokens]) if before in "{};" and word[0] not in '{};"'}
        if odd := sorted(first - {*WORDS}):
            yield f"{odd[0]} is nothing that our servers are told: take it out, or put a ; before it"
        elif tokens.count("{") != tokens.count("}") or tokens[-1] not in ("}", ";"):
            yield "a brace or a ; is missing: mend it"
