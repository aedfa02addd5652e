"""Delivery: what the browser is sent. One stylesheet, one script, content-hashed; nothing unused is shipped.

The stylesheet is the theme's rules that some built page uses, then ours. Runs on the built site, before output.py
looks at it and hosting.py writes what servers need.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from guide import complain  # hooks/guide.py
from mkdocs.plugins import event_priority
from selectolax.lexbor import LexborHTMLParser

OURS = ("tokens", "page", "components", "tools", "clinics", "offline", "print")  # in this order, after the theme's
ON_EVERY_PAGE = ("ready", "menu", "actions", "words", "search-box", "notices", "offline")  # joined into guide.js
ON_DEMAND = {  # fetched when asked for, by the page that needs it
    "search": ("vendor/minisearch", "search-engine"),
    "planner": ("planner",),
    "go": ("go",),
    "clinics": ("clinics",),
}

# What of the page frame has no use: the theme's without the theme's script, and what only dead browsers read.
LEFTOVERS = re.compile(
    r'<input class="md-toggle"[^>]*>'
    r'|<label class="md-overlay"[^>]*></label>'
    r'|<div data-md-component="(?:skip|announce)">.*?</div>'
    r'|<div class="md-dialog".*?</div>\s*</div>',
    re.DOTALL,
)
DEAD = ' focusable="false"'  # for browsers that are gone
# States and attributes that only a reader or a script brings about: such rules are judged without them.
STATES = re.compile(r"::?(?:before|after|hover|focus|focus-visible|focus-within|active|visited|target|checked|disabled|placeholder|marker|selection|details-content|-[a-z-]+)(?![\w-])|\[(?:open|hidden|aria-[a-z]+)[^\]]*\]")
NEVER_USED = re.compile(r"\[dir=rtl\]|\.md-(?:search|nav|sidebar|tabs|header|dialog|consent|source|select|version|tag|annotation|code|clipboard|tooltip|top|banner|progress|path|feedback|status|author|post|toggle|overlay|skip|footer|social|copyright|button|icon|logo|ellipsis|content__button|meta|pagination|profile)|\.(?:js|lb|highlight|tabbed|tasklist|task-list|mermaid|grid|admonition|codehilite|linenos|linenodiv|highlighttable|arithmatex|critic|keys|twemoji|gemoji|emojione|headerlink|magiclink)\b|summary:(?:before|after)|data-md-color|data-md-(?:toggle|state|level)|\[data-tabs\]")

GROUPS = ("media", "supports", "layer", "container")
# A page without a selector's classes settles it at once. (Inside brackets a class may be one of several, or unwanted.)
CLASS, BRACKETS = re.compile(r"\.([a-zA-Z_][\w-]*)"), re.compile(r"\[[^\]]*\]|\([^()]*(?:\([^()]*\)[^()]*)*\)")


def joined(folder: Path, names) -> str:
    """The files of these names, one after the other; a name without a file is passed over."""
    paths = (folder / name for name in names)
    return "\n".join(path.read_text("utf-8") for path in paths if path.is_file())


def settled(selector: str) -> str:
    """A selector without the states that only a reader or a script brings about; empty where no page can ever match.

    >>> settled(".md-typeset a:hover"), settled("::selection"), settled(".md-nav a")
    ('.md-typeset a', '*', '')
    """
    if NEVER_USED.search(selector):
        return ""
    plain = STATES.sub("", selector).strip()
    plain = re.sub(r":(?:is|where|not)\(\s*\)", "", plain)
    return re.sub(r"(?:^|(?<=[>+~\s]))(?=$|[>+~])", "*", plain) if plain else "*"


def found_on(pages: Iterable[LexborHTMLParser], selectors: set[str]) -> set[str]:
    """The selectors that match something on some page. One page at a time: a guide may have a thousand."""
    wanted = {selector: set(CLASS.findall(BRACKETS.sub("", selector))) for selector in selectors}
    found: set[str] = set()
    for page in pages:
        classes = {name for node in page.css("[class]") for name in (node.attributes["class"] or "").split()}
        for selector, needs in wanted.items():
            if selector not in found and needs <= classes:
                try:
                    if page.css_first(selector) is not None:
                        found.add(selector)
                except Exception:  # a selector the parser does not know: keep its rule
                    found.add(selector)
    return found


def selectors_in(rules) -> Iterator[str]:
    """Every selector of a list of rules, those inside @media too."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from split_selectors(tinycss2.serialize(rule.prelude))
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in GROUPS:
            yield from selectors_in(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def purge(css: str, pages: Iterable[LexborHTMLParser]) -> str:
    """The rules of `css` whose selector matches something on some page, comments and white space dropped."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    plain = {selector: settled(selector) for selector in selectors_in(rules)}
    used_on_some = found_on(pages, set(plain.values()) - {""})

    def keep(rules) -> str:
        out = []
        for rule in rules:
            if rule.type == "qualified-rule":
                selectors = split_selectors(tinycss2.serialize(rule.prelude))
                used = [selector for selector in selectors if plain[selector] in used_on_some]
                if used:
                    out.append(",".join(used) + "{" + tinycss2.serialize(rule.content).strip() + "}")
            elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in GROUPS:
                inner = keep(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
                if inner:
                    out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
            elif rule.type == "at-rule":
                content = "" if rule.content is None else "{" + tinycss2.serialize(rule.content) + "}"
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{content or ';'}")
        return "".join(out)

    return drop_unused_parts(keep(rules))


def split_selectors(prelude: str) -> list[str]:
    """`a,b:is(c,d)` in two, at the commas that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(prelude[start:place].strip())
            start = place + 1
    return [*parts, prelude[start:].strip()]


def drop_unused_parts(css: str) -> str:
    """Drops @keyframes that no rule names, and custom properties that no rule reads."""
    def unused_frames(match: re.Match) -> str:
        rest = css.replace(match[0], "")
        return match[0] if re.search(r"animation[^;}]*\b" + re.escape(match[1]) + r"\b", rest) else ""

    css = re.sub(r"@(?:-webkit-)?keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}", unused_frames, css)
    while True:
        read = set(re.findall(r"var\(\s*(--[\w-]+)", css))
        slimmer = re.sub(
            r"(?<=[{;])(--md-[\w-]+):(?:[^;{}\"']|\"[^\"]*\"|'[^']*'|url\([^)]*\))*;?",
            lambda match: match[0] if match[1] in read else "",
            css,
        )
        slimmer = re.sub(r"[^{}]+\{\s*\}", "", slimmer)
        if slimmer == css:
            return css
        css = slimmer


def minify(css: str) -> str:
    """Comments and needless white space dropped, strings left as they are; nothing clever.

    >>> minify("a > b , i { color : red; content: ' ; ' ; } /* x */")
    "a>b,i{color :red;content:' ; '}"
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    parts = re.split(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", css)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r" ?([{};,>]) ?|(:) |(?= !important) ", r"\1\2", re.sub(r"\s+", " ", parts[place])).replace(";}", "}")
    return "".join(parts).strip()


def minify_script(script: str) -> str:
    """Whole lines of comment, and indentation, dropped. A text that runs over several lines is left alone.

    >>> minify_script("// Says a.\\n/* and\\n b */\\nif (a) {\\n  b(); // c\\n}\\n")
    'if (a) {\\nb(); // c\\n}\\n'
    """
    if sum(line.count("`") % 2 for line in script.splitlines()) > 1:
        return script
    script = re.sub(r"^[ \t]*/\*.*?\*/[ \t]*$", "", script, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


RECTS = re.compile(r'(?:<rect class="([\w -]+)" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="[\d.]+"/>\s*){2,}')
CIRCLES = re.compile(r'(?:<circle class="([\w -]+)" cx="[\d.]+" cy="[\d.]+" r="[\d.]+"/>\s*){2,}')


def as_one_shape(html: str) -> str:
    """Equal marks that follow each other in a picture (100 people, say) become one path: the same picture, a third of the bytes.

    >>> as_one_shape('<rect class="a" x="3" y="3" width="14" height="14"/><rect class="a" x="23" y="3" width="14" height="14"/>')
    '<path class="a" d="M3 3h14v14h-14zM23 3h14v14h-14z"/>'
    """
    def path(match: re.Match) -> str:
        if len(set(re.findall(r'class="([^"]+)"', match[0]))) > 1:
            return match[0]
        marks = (tuple(map(float, re.findall(r' (?:x|y|cx|cy|r|width|height)="([\d.]+)"', mark))) for mark in match[0].split("/>") if mark.strip())
        drawn = (
            f"M{m[0]:g} {m[1]:g}h{m[2]:g}v{m[3]:g}h-{m[2]:g}z" if len(m) == 4
            else f"M{m[0] - m[2]:g} {m[1]:g}a{m[2]:g} {m[2]:g} 0 1 0 {2 * m[2]:g} 0a{m[2]:g} {m[2]:g} 0 1 0-{2 * m[2]:g} 0"
            for m in marks
        )
        return f'<path class="{match[1]}" d="{"".join(drawn)}"/>'

    return CIRCLES.sub(path, RECTS.sub(path, html)) if "<rect" in html or "<circle" in html else html


def without_indents(html: str) -> str:
    """Every run of white space with a line break becomes one line break; text that is set as written stays.

    >>> without_indents("<p>\\n\\n   a\\n  b</p><pre>\\n  c\\n</pre>")
    '<p>\\na\\nb</p><pre>\\n  c\\n</pre>'
    """
    parts = re.split(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", html, flags=re.DOTALL)
    parts[::2] = (re.sub(r"\s*\n\s*", "\n", part) for part in parts[::2])
    return "".join(parts).lstrip()


FETCHED = "img[src], img[srcset], source, video, audio, track, script[src], link[href]:not([rel=canonical]), image, use, input[src], meta[http-equiv], portal, frame, noembed, applet"
HARMLESS_LINKS = {"stylesheet", "icon", "manifest", "alternate", "license", "author", "next", "prev"}


def asked_elsewhere(html: str) -> list[str]:
    """What in a page would make a browser ask another host, or play what we do not have, or leave by itself.

    >>> asked_elsewhere('<img src="https://a.example/x.png" alt="x"><a href="https://a.example/">x</a>')
    ['<img> would be fetched from https://a.example/x.png: keep the file in docs/']
    """
    faults = []
    for node in LexborHTMLParser(html).css(FETCHED):
        values = node.attributes
        if node.tag == "meta":
            if (values.get("http-equiv") or "").lower() != "refresh" or not re.match(r"0; ?url=(?![a-z]+:|//)", values.get("content") or "", re.I):
                faults.append(f"<meta http-equiv={values.get('http-equiv')}> does not belong in a page: take it out")
        elif node.tag in ("video", "audio", "source", "track", "portal", "frame", "noembed", "applet"):
            faults.append(f"<{node.tag}> does not belong in a page: take it out")
        elif node.tag == "link" and (values.get("rel") or "").lower() not in HARMLESS_LINKS:
            faults.append(f"<link rel={values.get('rel')}> is no link we allow: take it out")
        for name in ("src", "href", "xlink:href", "srcset"):
            if re.search(r"(?:^|,)\s*(?:[a-z][a-z0-9+.-]*:|//)", values.get(name) or "", re.I):
                faults.append(f"<{node.tag}> would be fetched from {(values.get(name) or '')[:60]}: keep the file in docs/")
    return faults


def hashed(name: str, content: bytes) -> str:
    """
    >>> hashed("assets/guide.css", b"")
    'assets/guide.e3b0c442.css'
    """
    stem, _, end = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{end}"


def renamed(text: str, names: dict[str, str]) -> str:
    """`text` with every asset under its hashed name. What goes before and after a name must not make it another.

    >>> renamed('src="../assets/a.js" data-x="assets/a.json"', {"assets/a.js": "assets/a.1.js"})
    'src="../assets/a.1.js" data-x="assets/a.json"'
    """
    if not names:
        return text
    plain = "|".join(re.escape(name) for name in sorted(names))
    return re.sub(rf"(?<![\w.-])(?:{plain})(?![\w.-])", lambda match: names[match[0]], text)


def ship(site: Path, names: dict[str, str], name: str, content: bytes) -> None:
    """Writes one asset under its hashed name and notes that."""
    (site / name).unlink(missing_ok=True)
    names[name] = hashed(name, content)
    (site / names[name]).parent.mkdir(parents=True, exist_ok=True)
    (site / names[name]).write_bytes(content)


@event_priority(-50)  # after everything that writes a page or an asset, before output.py and hosting.py
def on_post_build(config):
    site, assets = Path(config.site_dir), Path(config.site_dir) / "assets"
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    pages = {path: LEFTOVERS.sub("", html).replace(DEAD, "") for path, html in pages.items()}

    # 1. What is shipped: the theme's rules that are used and ours; our scripts. Nothing else of theirs.
    theme = next((assets / "stylesheets").glob("main.*.css")).read_text("utf-8")
    alike = [path for path, html in pages.items() if 'http-equiv="refresh"' in html]  # pages that only lead on: one stands for all
    passed_over = set(alike[1:])
    trees = (LexborHTMLParser(html) for path, html in pages.items() if path not in passed_over)
    styles, scripts = assets / "stylesheets", assets / "javascripts"
    made = {"guide.css": purge(theme, trees) + minify(joined(styles, (f"{name}.css" for name in OURS)))}
    made |= {f"{name}.js": joined(scripts, (f"{part}.js" for part in parts)) for name, parts in {"guide": ON_EVERY_PAGE, **ON_DEMAND}.items()}
    texts = {f"assets/{name}": minify_script(text) if name.endswith(".js") else text for name, text in made.items() if text}
    texts |= {f"assets/{path.name}": path.read_text("utf-8") for path in sorted(assets.glob("*.json"))}
    for unused in ("stylesheets", "javascripts", "images/favicon.png"):
        path = assets / unused
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for unused in ("components", "search", "partials"):
        shutil.rmtree(site / unused, ignore_errors=True)

    # 2. Names with the content's hash, so that a browser may keep a file for ever: pictures first, then the texts that
    #    may name them, then the pages. A picture that nothing names is not shipped.
    everything = "\n".join([*pages.values(), *texts.values()])
    names: dict[str, str] = {}
    for path in sorted(path for path in assets.rglob("*") if path.is_file() and f"assets/{path.relative_to(assets).as_posix()}" not in texts):
        name = path.relative_to(site).as_posix()
        if re.search(r"\.[0-9a-f]{8}\.\w+$", name):
            continue  # it came with its hash
        if name in everything:
            ship(site, names, name, path.read_bytes())
        else:
            path.unlink()
    pictures = dict(names)
    for name, text in texts.items():
        ship(site, names, name, renamed(text, pictures).encode())
    for path, html in pages.items():
        path.write_text(as_one_shape(without_indents(renamed(html, names))), "utf-8")
        for line in dict.fromkeys(asked_elsewhere(html)):
            complain(config, path.relative_to(site).as_posix(), line)
