"""One slip in what an author writes is one line that names it; what is right is left alone."""

import re

import asset_checks
import calls
import last_look
import pictures
import prose
import pytest
import script_checks
import server_checks
from conftest import ROOT
from facts import check
from selectolax.lexbor import LexborHTMLParser
from settings import wrong_labels
from yaml_reader import parse, text_of


def of_page(html: str) -> list[str]:
    return [what for what, _ in last_look.faults_of(html, LexborHTMLParser(html))]


REFERRER = server_checks.Header(header="Referrer-Policy", value="no-referrer")
FOR_SERVERS = {"base": "/", "headers": [REFERRER], "redirects": [], "codes": [], "near": {}}
CHECKS = {
    "yaml": lambda text: list(filter(None, [text_of(text.encode())[1]])) or parse(text).faults,
    "header": lambda text: check(parse(f"- {{{text}}}"), list[server_checks.Header])[1],
    "prose": prose.check,
    "call": lambda text: calls.check(text, 1, {"number"}),
    "page": lambda text: of_page(f"<h1>a</h1>{text}"),
    "made": lambda text: list(server_checks.wrong_made("headers.conf", text, FOR_SERVERS)),
    "nav": lambda text: list(wrong_labels(parse(text).value, {"a.md": "The liver"})),
    "names": lambda text: [f"line {line}: {says}" for line, says in script_checks.wrong(text, "a.js")],
    **asset_checks.BY_KIND,
}
SLIPS = {  # what is written, what is said of it
    "yaml": {
        "a: 1\nb: 2\na: 3": "line 3: a stands twice (also in line 1): keep one",
        "- id: a\n  says: x\n  id: b": "line 3: a: id stands twice (also in line 1): keep one, or begin",
        "a:\n\tb: 1": "line 2: a tab",
        "a: &x [1]\nb: *x": "line 1: anchors",
        "a: 'open\nb: 2\nc: 3": "line 1: this is not valid YAML (a quote is",
        "a: 1\nb 2\nc: 3": "line 2: this is not valid YAML (a colon is",
        "a: !!python/object/apply:os.system [x]": "the tag",
        "a: b #c": "line 1: a # cuts the text off",
        "a: b # c": "",
        "a: b: c": "line 1: this is not valid YAML (a colon too many",
        "a: 1\n---\nb: 2": "line 2: a second document",
        "a: 1\nb: 91\u200b1": "line 2: an invisible character (U+200B)",
        "a: \u202e999": "(U+202E)",
        "[" * 30: "this is nested",
        "[" * 100_000: "this is not valid YAML",
    },
    "header": {
        "header: X-Frame-Options, value: DENY": "",
        "header: Set-Cookie, value: seen=1": "Set-Cookie: header: ",
        "header: Referrer-Policy, value: unsafe-url": "value guards less than it must",
        "header: X-Content-Type-Options, value: ''": "value guards less than it must",
        "header: Strict-Transport-Security, value: max-age=0": "value guards less than it must",
        "header: Strict-Transport-Security, value: max-age=63072000": "",
        "header: Cache-Control, value: no-cache, below: {/symptoms/: no-store}": "below says what no folder",
        "header: Permissions-Policy, value: 'camera=(), geolocation=(self), microphone=()'": "guards less",
        f"header: Content-Security-Policy, value: \"{server_checks.POLICY}; object-src 'none'\"": "",
        f'header: Content-Security-Policy, value: "{server_checks.POLICY}; script-src *"': "guards less",
    },
    "made": {
        "server_tokens off;": "does not say add_header Referrer-Policy",
        'server_tokens off; add_header Referrer-Policy "no-referrer";': "does not say add_header",
        'server_tokens off; add_header Referrer-Policy "no-referrer" always; # said': "",
        'server_tokens off; add_header Referrer-Policy "no-referrer" always; proxy_pass a;': "proxy_pass is nothing",
        'server_tokens off; add_header Referrer-Policy "no-referrer" always; if (a) {': "a brace or a ; is missing",
    },
    "nav": {
        "- Liver: a.md": "",
        "- Lungs: a.md": '"Lungs" shares no word with the page a.md',
    },
    "names": {
        'document.querySelector(".hg-menu").open = true;': "",
        "function folow() {}\nfollow();": "line 2: follow is no name",
        "navigator.sendBeacon('/x');": "navigator.sendBeacon",
        "document['coo' + 'kie'] = 1;": "document.",
        "a.innerHTML = 1; var a;": "a.innerHTML",
        "import('./x.js');": "import()",
        "localStorage.setItem('a', 1);": "localStorage is no name",
        "var a = 'ht' + 'tps:/' + '/t.example';": "another host",
        "setTimeout('a()');": "setTimeout would run",
        "debugger;": "debugger",
    },
    "prose": {
        "About 15 of every 100. On data: it is kept.\n\n- It took 5 years.[^key]\n- Yes\n  or no.": "",
        "<img src=x alt=''>": "line 1: '<img src=x alt=''>' is HTML",
        "It took 6\nmonths.": "line 1: '6 months' stands without a source",
        "- Yes.[^key]\n- It took 5 years.\n- No.[^key]": "line 2: '5 years' stands without a source",
        "~~~\n```\n<p>\n~~~\nIt is 1 in 5.": "line 5: write chances as",
        "Text.\n\n```\nIt comes back in 1 in 9.": "line 3: ``` is not closed",
        "## A heading\n\nText.": "give the heading its own id",
        "# A title { #a }\n\nText.": "the title comes",
        "![](x.png)": "write what the picture shows",
        "<script>alert(1)</script>": "scripts do not belong",
        "Text { style=color:red }": "in braces stands only an id",
        "[x](JavaScript:alert(1))": "is no link that we allow",
        "Text.\n\n<!-- to be checked -->": "line 3: '<!-- to be checked -->' is HTML",
        "Look for:\n- a lump\n- a rash": "line 2: a list needs an empty line",
    },
    "call": {
        "Text.\n{{ numbr() }}": "line 2: numbr is no component",
        "{{ config.site_url }}": "only a component may",
        "{% for x in y %}": "only components, {{ name() }}",
        "{{ number(" + "(" * 5000 + ") }}": "write plain values",
    },
    "page": {
        "<script>alert(1)</script>": "a script stands inside",
        "<p onclick=x>": "<p onclick> is",
        "<p style='x'>": "<p style> is",
        "<a href=' jAva%73cript:x'>": "is not a link",
        "<img src=x>": "no alt text",
        "<iframe>": "<iframe> does not",
        "<meta http-equiv=refresh content='0; url=//a.example'>": "<meta http-equiv",
        "<link rel=prefetch href=x>": "<link rel=prefetch>",
        "<b id=x></b><i id=x></i>": 'the id "x" stands twice',
        "<h1>b</h1>": "2 h1 headings",
    },
    ".css": {
        "main, .hg-danger { display: none; }": "must stay in sight",
        "p .hg-own-logo, .hg-danger::before { display: none; }": "",
        "@media print { .hg-first { display: none; } }": "",
        "/* (https://b.example/) */\n@media (1px <= width <= 2px) { a { content: '//'; --x: a:b; } }": "",
        "@media print {\na { color: red; }\nb { color: red;": "line 3: this block is not closed",
        "@media print {\na { color: red; }": "line 1: this block is not closed",
        "a color: red; }": '"a color: red; }" is no selector',
        "a { color: red; } }": '"}" is no selector',
        'a {\n  color: red\n  content: "x;\n}': 'line 2: "color: red content: ',
        "/* no end\na { color: red; }\n/* b */": "line 1: this comment is not closed",
        "a { color: red; }\n// of another language\nb {}": 'line 2: "// of',
        "it's a slip */ a { color: red; }": "is no selector",
        "a { content: “x; }": "a quote is curly",
        "a,, b { color: red; }": "is no selector",
        '@import "b.css";': "@import",
        "a { background: url('//a.example/x.png'); }": "another host",
        "a { background: url(\\68ttps://a.example/x); }": "another host",
        "a { background: image-set('x.png' 1x); }": "asks for another file",
        '.a::after { content: attr(a) "//"; } [href^="http"] { color: red; }': "",
        "@media prnt { a { color: red; } }": "prnt is no medium",
    },
    ".js": {
        "// 'https://a.example/'\nvar a = b ?? 'http://www.w3.org/2000/svg', c = '//';": "",
        "(function () {\n  if (a) {\n    b();\n})();": "line 4: this is no whole script",
        "\nvar a = `//${host}/`;": "line 2: this names",
    },
    ".svg": {
        "<svg>\n<path d='M0 0\n</svg>": "line 3: this is no whole SVG",
        '<svg>\n<image href="https://a.example/x.png"/></svg>': "line 2: this names",
        "<svg><script>a()</script></svg>": "<script does not belong",
        "<svg><g onclick='a()'/></svg>": "onclick= does not belong",
        "<svg><a href='java&#115;cript:a()'/></svg>": "does not belong",
        "<svg><set attributeName='onclick'/></svg>": "<set does not belong",
        "<svg xmlns:x='y'><x:script>a()</x:script></svg>": "<x:script does not belong",
        "<html><p>404</p></html>": "this is no SVG",
    },
    ".json": {
        '{"a": 1,}': "this is no whole JSON",
        '{"a": 1, "a": 2}': "a stands twice",
        "{}": "this is no JSON schema",
        '{"$schema": "a", "type": "objekt", "properties": {}, "required": []}': "objekt is no type",
        '{"$schema": "a", "type": "object", "properties": {}, "required": ["b"]}': "b is required, but no property",
    },
    ".html": {
        "{% macro a() %}{% endmacro %}\n{% macro a() %}{% endmacro %}": "line 2: a is made twice (also in line 1)",
    },
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_one_line_and_what_is_right_is_none(kind):
    for text, said in SLIPS[kind].items():
        faults = CHECKS[kind](text)
        assert len(faults) == bool(said) and said in "".join(faults), (text[:99], faults)
        assert "\n" not in "".join(faults)


def test_no_brace_of_our_style_sheets_can_be_lost():
    for path in ROOT.glob("overrides/**/*.css"):
        for rule in re.findall(r"[^{}]+\{[^{}]*\}", path.read_text("utf-8")):
            for sign in re.finditer(r"[{}]|/\*", rule):
                assert asset_checks.css(rule[: sign.start()] + rule[sign.end() :]), (path, sign, rule)


def test_every_picture_is_what_its_name_says():
    for name in ("a.png", "a.jpg", "a.webp"):
        assert "what it holds is no" in asset_checks.picture(name, b"patient photo", 99)[0]
    assert "has 1,000 bytes" in asset_checks.picture("a.png", b"x" * 1000, 99)[0]


def test_a_drawing_is_named_whole_and_light():
    first, named = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">', "<title>An eye</title>"
    whole = f"{first}{named}<desc>An eye that is yellow.</desc></svg>"
    assert pictures.faults_of("eye.svg", whole.encode()) == []
    for content, says in (
        (whole.replace("</desc>", ""), "line 1: this is no whole SVG"),
        (whole.replace(named, ""), "it has no <title>: write what it is"),
        (whole.replace("An eye that is yellow.", " "), "it has no <desc>: write what one sees"),
        (whole.replace(' width="9"', ""), "it does not say how wide"),
        (whole.replace("<desc>", f"<!--{'x' * pictures.DRAWING}--><desc>"), "it has 6,"),
    ):
        assert pictures.faults_of("eye.svg", content.encode())[0].startswith(says)
