"""Style sheets, scripts and drawings: what is broken stops the build by file and line, what is sent is ours, and every
element that Markdown can make looks like the guide on a screen, in the dark and on paper."""

from __future__ import annotations

import gzip
import json
import re
import shutil

import asset_checks
import brotli
import compress
import pytest
from conftest import ROOT, serve

LOOKS = ROOT / "overrides"
SHEETS = [path for path in sorted(LOOKS.rglob("*.css")) if "handouts" not in path.parts]

BROKEN = [  # what a file says, and the line that is named
    (".css", "a { color: red; }\nb { color: red;\n", 2, "not closed"),
    (".css", "a { color: red;\nb { color: red; }\n", 1, "not closed"),
    (".css", "@media print {\na { color: red; }\nb { color: red; \n", 3, "not closed"),
    (".css", "@media print {\na { color: red; }\n\nb { color: red; }\n", 1, "not closed"),
    (".css", "a color: red; }\n", 1, "no declaration"),
    (".css", "a { color: red; } }\n", 1, "closes nothing"),
    (".css", "a {\n  color: red\n  margin: 0;\n}\n", 2, "a ; is missing"),
    (".css", "a {\n  color red;\n}\n", 2, "no declaration"),
    (".css", "a { color: var(--x; }\n", 1, "bracket"),
    (".css", "a:not(.b { color: red; }\n", 1, "bracket"),
    (".css", 'a {\n  content: "x;\n}\n', 2, "not closed"),
    (".css", "/* no end\na { color: red; }\n", 1, "comment"),
    (".css", "/* no end\na { color: red; }\n/* b */\n", 1, "comment"),
    (".css", "\n no beginning */\na { color: red; }\n", 2, "closes no comment"),
    (".css", "a { color: red; }\n// of another language\n", 2, "comment"),
    (".css", "a { content: “x; }\n", 1, "curly quote"),
    (".css", "\n@media (min-width 60em) {\na { color: red; }\n}\n", 2, "no condition"),
    (".css", "@media screen and {\na { color: red; }\n}\n", 1, "no condition"),
    (".css", "a,, b { color: red; }\n", 1, "no selector"),
    (".css", "@page {\n  margin: 1mm\n  @top-left { color: red; }\n}\n", 2, "no selector"),
    (".css", "@media print { color: red; }\n", 1, "no rule"),
    (".css", "{ color: red; }\n", 1, "selector"),
    (".css", "a\n", 1, "no whole rule"),
    (".css", '@import "b.css";\n', 1, "@import"),
    (".css", "a { background: url(https://a.example/x.png); }\n", 1, "another host"),
    (".css", "a { background: url('//a.example/x.png'); }\n", 1, "another host"),
    (".js", "fetch('http://localhost:8000/x');\n", 1, "another host"),
    (".js", "var a = `https://${host}/`;\n", 1, "another host"),
    (".js", "var a = 'https://www.w3.org.a.example/';\n", 1, "another host"),
    (".svg", '<svg>\n<image href="https://a.example/x.png"/></svg>\n', 2, "another host"),
    (".svg", "<svg><script>a()</script></svg>\n", 1, "does not belong"),
    (".js", "(function () {\n  if (a) {\n    b();\n})();\n", 4, "no whole script"),
    (".js", "var a = [1, 2;\n", 1, "no whole script"),
    (".js", "fetch('https://a.example/');\n", 1, "another host"),
    (".js", "\nvar a = `//a.example/${b}`;\n", 2, "another host"),
    (".svg", '<svg xmlns="http://www.w3.org/2000/svg">\n<g></svg>\n', 2, "no whole SVG"),
    (".svg", "<svg>\n<path d='M0 0\n</svg>\n", 3, "no whole SVG"),
    (".json", '{"a": 1,}\n', 1, "no whole JSON"),
]


@pytest.mark.parametrize(("kind", "text", "line", "what"), BROKEN)
def test_what_is_broken_is_named_with_its_line(kind, text, line, what):
    faults = asset_checks.BY_KIND[kind](text)
    assert len(faults) == 1 and faults[0].startswith(f"line {line}: ") and what in faults[0], faults


WHOLE = [
    (".css", "/* as on https://a.example/ (https://b.example/) */\na { color: red; }\n"),
    (".css", "@keyframes x { from { color: red; } to { color: #000; } }\n"),
    (".css", "@media (400px <= width <= 700px) and (hover: hover) { a::before { content: '//'; } }\n"),
    (".css", ":root { --x: a:b; }\n"),
    (
        ".svg",
        '<!-- "https://a.example/" --><svg xmlns:i="http://www.inkscape.org/i" xmlns="http://www.w3.org/2000/svg"/>',
    ),
    (".js", "// see 'https://a.example/'\n/* and \"//b.example/\" */\nvar a = b ?? c?.d;\n"),
    (".js", "var ns = 'http://www.w3.org/2000/svg', at = a.indexOf('//');\n"),
]


@pytest.mark.parametrize(("kind", "text"), WHOLE)
def test_what_is_whole_is_not_refused(kind, text):
    assert asset_checks.BY_KIND[kind](text) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_brace_and_no_quote_of_our_style_sheets_can_be_lost(path):
    text = path.read_text()
    assert asset_checks.css(text) == []
    plain = asset_checks.blanked(text, lambda *_: None)
    for found in re.finditer(r"[{}]", plain):
        place = found.start()
        assert asset_checks.css(text[:place] + text[place + 1 :]), f"line {text.count(chr(10), 0, place) + 1}"
    for found in re.finditer(r"/\*", text):
        place = found.start()
        assert asset_checks.css(text[:place] + text[place + 2 :]), f"line {text.count(chr(10), 0, place) + 1}"


def whole_files() -> list:
    """One of each kind: a style sheet, a script, one fetched when asked for, a drawing of the looks and of a page."""
    found = [next(path for path in SHEETS if "components" in path.parts)]
    found += [
        LOOKS / "partials/menu/menu.js",
        LOOKS / "partials/offline/sw.js",
        LOOKS / "partials/search/minisearch.js",
    ]
    return [path.relative_to(ROOT).as_posix() for path in [*found, LOOKS / "assets/images/favicon.svg"]]


@pytest.mark.parametrize("name", [*whole_files(), "docs/assets/book.svg"])
def test_a_build_stops_at_the_last_line_that_is_missing(guide, name):
    text = guide.read(name).rstrip()
    end = max(text.rfind("}"), text.rfind("</"))
    guide.write(name, text[:end] + "\n")
    faults = guide.faults()
    assert len(faults) == 1 and re.match(re.escape(name) + r": line \d+: .*: (?:mend it|write )", faults[0]), faults


LISTED = [
    (
        "partials/menu/menu.css\n",
        "partials/menu/menu.cs\n",
        r"overrides/assets\.yml: line \d+: .*menu\.cs is not there",
    ),
    ("partials/menu/menu.css\n", "partials/menu/menu.js\n", r"overrides/assets\.yml: line \d+: .*, or no \.css"),
    ("    - partials/menu/menu.css\n", "", r"overrides/partials/menu/menu\.css: no file of overrides/assets\.yml"),
    (
        "  utilities:\n",
        "  utility:\n",
        r"overrides/assets\.yml: line \d+: guide\.css: write base, components, utilities",
    ),
    (
        "    - partials/local/local.css",
        "    - partials/menu/menu.css",
        r"overrides/assets\.yml: line \d+: .*menu\.css stands in",
    ),
    ("partials/menu/menu.js", "partials/../partials/menu/menu.js", r"overrides/assets\.yml: line \d+: .*is not there"),
    ("guide.js:", "guide.json:", r"overrides/assets\.yml: line \d+: guide\.json: write base"),
    ("guide.js:", "guide.jss: [", r"overrides/assets\.yml: line \d+: this is not valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "due"), LISTED)
def test_a_slip_in_the_list_is_named(guide, old, new, due):
    guide.edit("overrides/assets.yml", old, new)
    faults = guide.faults()
    assert re.match(due, faults[0]), faults


def test_a_file_of_the_list_that_is_gone_is_named(guide):
    (guide.dir / "overrides/partials/menu/menu.css").unlink()
    assert [re.sub(r"line \d+", "line N", line) for line in guide.faults()] == [
        "overrides/assets.yml: line N: overrides/partials/menu/menu.css is not there, or no .css: "
        "put it back, or take the line out"
    ]


def test_a_script_whose_last_sign_is_lost_does_not_take_the_next_with_it(guide, page):
    text = guide.read("overrides/partials/menu/menu.js").rstrip()
    assert text.endswith("})();")
    guide.write("overrides/partials/menu/menu.js", text[:-1])
    assert guide.faults() == []
    server, url = serve(guide.site)
    page.goto(url)
    assert page.locator("#search-input").is_visible() and page.complaints == []
    server.shutdown()


def test_a_file_that_holds_nothing_and_an_icon_that_is_gone_are_named(guide):
    guide.write("overrides/partials/menu/menu.css", "\n")
    guide.edit("overrides/assets/manifest.json", "images/favicon.svg", "images/no.svg")
    faults = guide.faults()
    assert [line.partition(": ")[0] for line in faults] == [
        "overrides/partials/menu/menu.css",
        "overrides/assets/manifest.json",
    ]


def test_what_a_page_draws_is_looked_at_too(guide):
    guide.edit("docs/about/index.md", "\n## Who", '\n<svg viewBox="0 0 9 9"><g><path d="M0 0"/></svg>\n\n## Who')
    faults = guide.faults()
    assert len(faults) == 1 and "about/index.html: a drawing" in faults[0] and "mismatched tag" in faults[0], faults


def test_no_declaration_of_ours_is_dropped_by_the_browser(page):
    """A browser skips what it does not know in silence: each declaration and selector is put to it."""
    asked = []
    for path in SHEETS:
        raw = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for block in re.findall(r"\{([^{}]*)\}", raw):
            for line in re.sub(r"\"[^\"]*\"|'[^']*'", '"x"', block).split(";"):
                if ":" in line and not line.strip().startswith("--"):
                    asked.append([path.name, *(part.strip() for part in line.split(":", 1))])
        for selector in re.findall(r"([^{}]+)\{[^{}]*\}", re.sub(r"\"[^\"]*\"|'[^']*'", '"x"', raw)):
            if "@" not in selector:  # a list of them at its outer commas
                asked += [[path.name, "selector", part] for part in outer_parts(selector)]
    assert len(asked) > 1000
    unknown = page.evaluate(
        """asked => asked.filter(([, name, value]) => name === "selector"
        ? !CSS.supports(`selector(${value})`)
        : !CSS.supports(name, value))""",
        asked,
    )
    assert [one for one in unknown if one[2] != "summary::-webkit-details-marker"] == []  # that is for Safari


def outer_parts(selectors: str) -> list[str]:
    """A list of selectors, taken apart at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in selectors:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def test_nothing_of_the_theme_s_own_is_sent(small):
    for path in small.site.rglob("*.html"):
        html = path.read_text()
        assert not re.search(r"class=\"[^\"]*\bmd-|data-md-|id=\"__|rel=\"(?:prev|next)\"", html), path
        assert html.count("skip") <= 1 and "<main>" in html or 'http-equiv="refresh"' in html, path
    for path in (small.site / "assets").rglob("*.css"):
        assert not re.search(r"\.md-|--md-|!important", path.read_text()), path
    names = {re.sub(r"\.[0-9a-f]{8}\.", ".", path.name) for path in (small.site / "assets").iterdir() if path.is_file()}
    listed = {line[:-1].split(":")[0] for line in (LOOKS / "assets.yml").read_text().splitlines() if line[:1].isalpha()}
    assert names == listed | {"print.css", "manifest.json", "search-index.json", "book.svg"}


@pytest.mark.parametrize("name", ["planner", "clinics"])
def test_what_one_component_alone_needs_is_asked_for_on_its_page_alone(small, name):
    asking = {
        path.parent.relative_to(small.site).as_posix()
        for path in small.site.rglob("index.html")
        if re.search(rf'<link rel="stylesheet" href="[./]*assets/{name}\.', path.read_text())
    }
    assert asking == {"symptoms/planner" if name == "planner" else name}


# Every element ----------------------------------------------------------------------------------

LOOK = """() => {
  const root = getComputedStyle(document.documentElement);
  const own = ["--hg-text", "--hg-display"].map(name => root.getPropertyValue(name));
  const first = family => family.split(",")[0].replace(/["']/g, "").trim();
  const fonts = new Set([...own.map(first), "ui-monospace"]);
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    const style = getComputedStyle(node);
    if (style.display === "none" || !node.getClientRects().length || node.closest("svg")) continue;
    const size = parseFloat(style.fontSize);
    const wide = node.getBoundingClientRect().right > innerWidth + 1 && !node.closest("table");
    if (!fonts.has(first(style.fontFamily))) found.push(["font", node.outerHTML.slice(0, 60), style.fontFamily]);
    if (wide) found.push(["wider than the page", node.outerHTML.slice(0, 60)]);
    if (style.boxSizing !== "border-box") found.push(["box", node.outerHTML.slice(0, 60)]);
    const mayBeSmall = node.closest("sup, sub, small, a[data-at]");
    if (size < SMALLEST && !mayBeSmall) found.push(["small", node.outerHTML.slice(0, 60), size]);
  }
  return found;
}"""


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_element_that_markdown_can_make_looks_like_the_guide(small, browser, tmp_path, mode, width):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=mode if mode == "dark" else "light"
    )
    page = context.new_page()
    page.goto(small.url + "about/elements/")
    page.emulate_media(media="print" if mode == "print" else "screen")
    paper = mode == "print"
    assert page.evaluate(LOOK.replace("SMALLEST", "14.6" if paper else "13")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.locator("#hidden-text").is_visible()
    plain = page.evaluate(
        """() => [...document.querySelectorAll(".hg-article :is(blockquote, pre > code, th, summary, mark, dt, hr)")]
        .filter(node => { const base = getComputedStyle(node.parentElement), own = getComputedStyle(node);
          return ["color", "backgroundColor", "borderLeft", "borderTop", "borderBottom", "fontWeight", "fontSize"]
            .every(name => own[name] === base[name]); }).map(node => node.tagName)"""
    )
    assert plain == [], "an element that looks like the text around it"
    for side, kind in (("left", "td"), ("center", "td:nth-child(2)"), ("right", "td:nth-child(3)")):
        assert page.locator(f"table {kind}").first.evaluate("node => getComputedStyle(node).textAlign") == side
    folds = page.locator(".hg-article > details")
    assert folds.nth(0).get_by_role("listitem").is_visible() is paper, "on paper folds are open"
    assert folds.nth(1).get_by_role("paragraph").first.is_visible()
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    light = sum(map(int, re.findall(r"\d+", ground)[:3])) > sum(map(int, re.findall(r"\d+", ink)[:3]))
    assert light is (mode != "dark")
    shot = page.screenshot(path=tmp_path / f"{mode}-{width}.png", full_page=True)  # to look at
    assert len(shot) > 10_000
    context.close()


# Compressed copies, which publishing makes ----------------------------------------------------------


def test_compressed_copies_stand_beside_every_text_and_are_the_same_text(small, tmp_path, monkeypatch):
    site = tmp_path / "site"
    shutil.copytree(small.site, site)
    assert not list(site.rglob("*.br")), "a build makes none"
    compress.compress_all(site)
    for path in sorted(site.rglob("*")):
        if path.suffix in compress.TEXT and not path.relative_to(site).as_posix().startswith("_"):
            content, packed = path.read_bytes(), path.with_name(path.name + ".gz").read_bytes()
            assert gzip.decompress(packed) == content, path
            assert packed[4:8] == bytes(4), f"{path}: a time inside"
            assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == content, path


def test_without_brotli_gzip_serves(small, tmp_path, monkeypatch, capsys):
    site = tmp_path / "site"
    shutil.copytree(small.site, site)
    monkeypatch.setattr(compress, "brotli", None)
    monkeypatch.setattr("sys.argv", ["compress.py", str(site)])
    assert compress.main() == 0 and "brotli is not there" in capsys.readouterr().out
    assert (site / "index.html.gz").exists() and not list(site.rglob("*.br"))
    monkeypatch.setattr("sys.argv", ["compress.py", str(tmp_path)])
    assert compress.main() == 2


def test_the_manifest_names_the_picture_as_it_is_published(small):
    path = next((small.site / "assets").glob("manifest.*.json"))
    assert all((path.parent / icon["src"]).resolve().is_file() for icon in json.loads(path.read_text())["icons"])
