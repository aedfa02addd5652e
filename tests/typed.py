"""Addresses as people type and paste them, codes as records write them into a path, and what nobody asks for kindly."""

# {}: the path of a short link or page; {u}: in capitals; {t}: as a title.
MEANT = """/{u} /{u}/ /{t} /{}. /{}/. /{}, /{}) /({}) /{}; /%22{}%22 /{}%E2%80%9D /%20{} /{}%20 /{}%2520 /{}.html
/{}.HTM /{t}/index.HTML /{t}?x=1 //{t} /{u}%0d%0a /{}%23now
/{}/%3Fx=1 /{}&nbsp; /{}%C2%A0 /{}!""".split()
LOST = "/no/such/ /{}/no/such /{}x /x{} /assets/{} /{}.pdf /{}.evil.example".split()

# Behind /go/: {s} a system, {c} a code that is known, with its dot; {p} and {l} the same without, or in small letters.
KNOWN = """{s}/{c} {s}/{p} {s}/{l}/ {S}/{l} {s}/{c}. {s}/{c}, {s}%7C{c} {s}:{c} {s}/{c}%20 {o}/{c} urn:oid:{o}/{p}
oid:{o}/{p} {c} {p} {l}/ {s}/{c}?x=1 {s}/{p}.html {s}/{c}/index.html""".split()
# What else stands there is asked of /go/: (path, its system, its code); without a code that can be read, none.
ASKED = [
    ("icd-10-cm/C50.9", "icd-10-cm", "C50.9"),
    ("ICD_10/z1732", "ICD_10", "z1732"),
    ("SNOMED%20CT/94381", "SNOMEDCT", "94381"),
    ("snomed/C78.7", "snomed", "C78.7"),
    ("icd-10-cm/Z99%20.9.", "icd-10-cm", "Z99.9"),
    ("E11.9", "", "E11.9"),
    ("constructor", "", "constructor"),
    ("a/b/c", None, None),
    ("evil.example", None, None),
    ("evil.example/C78.7", None, None),
    ("javascript:alert(1)", None, None),
    ("%2f%2fevil.example", None, None),
]


def forms(table: list[str], path: str) -> list[str]:
    return [one.format(path, u=path.upper(), t=path.title()) for one in table]


def codes_in_paths(row, system: str) -> list[str]:
    """A known code (a row of data/codes.yml) in every form, behind /go/; `system`: its name in addresses."""
    bare = row.code.replace(".", "")
    named = {"s": system, "S": system.upper(), "o": row.oid, "c": row.code, "p": bare, "l": row.code.lower()}
    return [one.format(**named) for one in KNOWN]


def asked_of_go(system: str | None, code: str | None) -> str:
    return "" if code is None else f"?mainSearchCriteria.v.cs={system}&mainSearchCriteria.v.c={code}"


# Hostile requests, as they are sent: {a} a long text. What no browser would send stands in ODD.
INTO = ["", "/go", "/help", "/sites/liver", "/GO/icd-10-cm", "/api/v1"]
PATHS = r"""/.. /../../../etc/passwd /..%2f..%2f..%2fetc%2fpasswd /%2e%2e/%2e%2e/%2e%2e/etc/passwd
/..%5c..%5cetc%5cpasswd /%c0%ae%c0%ae/etc/passwd /%252e%252e%252f%252e%252e%252fetc/passwd
/..;/..;/etc/passwd //evil.example //evil.example/../help /\evil.example /%5cevil.example
/%2f%2fevil.example /%09/evil.example /@evil.example /%0d%0aX-Evil:y %0d%0aLocation:evil.example /%00
/help%00.html /; /%zz /%ff%fe /javascript:alert(1) /<script>alert(1)</script>
/%3Cscript%3Ealert(1)%3C%2fscript%3E ?next=//evil.example
?mainSearchCriteria.v.c=%0d%0aX-Evil:y&mainSearchCriteria.v.cs=//evil.example
?mainSearchCriteria.v.c=../../etc/passwd {a} ?{a}""".split()
FIELDS = r"""X-Forwarded-Host: evil.example|X-Forwarded-Proto: http|X-Original-URL: /_nginx/server.conf
X-Rewrite-URL: //evil.example|Forwarded: host=evil.example|X-HTTP-Method-Override: DELETE|Range: bytes=0-0,2-3,-1
Range: bytes=99999999-|Range: bytes=a-|If-Unmodified-Since: Mon, 01 Jan 1990 00:00:00 GMT|If-Match: "x"
Content-Length: 4\r\nContent-Length: 5|Content-Length: 5\r\nTransfer-Encoding: chunked|Transfer-Encoding: xchunked
Content-Length: -1|Content-Length: 99999999999|Transfer-Encoding: chunked, chunked|Expect: 100-continue
Expect: evil.example|Upgrade: h2c|Host: second.example|Accept: {a}|X: a\0b|no colon| X: folded|X : y"""
FIELDS = FIELDS.replace("\n", "|").encode().decode("unicode_escape").split("|")
ODD = """GET {a}|GET @evil.example|GET http://evil.example/|GET http://evil.example/../help|TRACE /|OPTIONS *|GET /..
GET https://evil.example:443/HELP|CONNECT evil.example:443|get /|FOO /|POST /go/|PUT /x|DELETE /|PATCH /go/C78.7"""
ODD = [f"{line} HTTP/1.1{{h}}" for line in ODD.replace("\n", "|").split("|")]
ODD += [
    "nonsense",
    "GET / HTTP/9.1{h}",
    "GET / HTTP/1.1",
    "GET / HTTP/1.1{h}{h}",
    "GET /",
    "GET /HELP",
    "\0\0 / HTTP/1.1{h}",
]


def hostile() -> list[str]:
    """Requests by their first lines, {h} for Host: evil.example."""
    paths = [f"GET {into}{path} HTTP/1.1{{h}}" for into in INTO for path in PATHS]
    fields = [f"GET {path} HTTP/1.1{{h}}\r\n{field}" for path in ("/", "/HELP", "/go/C78.7", "/no") for field in FIELDS]
    return [*ODD, *paths, *fields]
