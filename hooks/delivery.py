"""Delivery: what the browser is sent. One stylesheet, one script, content-hashed; nothing unused is shipped.

The stylesheet is the theme's rules that some built page uses, then ours. Runs last but one, on the built site.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import tinycss2
from mkdocs.plugins import event_priority
from selectolax.lexbor import LexborHTMLParser

OURS = ("tokens", "page", "components", "tools", "print")  # in this order, after the theme's
ON_EVERY_PAGE = ("ready", "menu", "actions", "words", "search-box", "notices")  # joined into guide.js
ON_DEMAND = {  # fetched when asked for, by the page that needs it
    "search": ("vendor/minisearch", "search-engine"),
    "planner": ("planner",),
    "go": ("go",),
    "clinics": ("clinics",),
}

# What of the theme's page frame has no use without the theme's script.
LEFTOVERS = re.compile(
    r'\s*<input class="md-toggle"[^>]*>'
    r'|\s*<label class="md-overlay"[^>]*></label>'
    r'|\s*<div data-md-component="(?:skip|announce)">.*?</div>'
    r'|\s*<div class="md-dialog".*?</div>\s*</div>',
    re.DOTALL,
)
# States and attributes that only a reader or a script brings about: such rules are judged without them.
STATES = re.compile(r"::?(?:before|after|hover|focus|focus-visible|focus-within|active|visited|target|checked|disabled|placeholder|marker|selection|details-content|-[a-z-]+)(?![\w-])")
NEVER_USED = re.compile(r"\[dir=rtl\]|\.md-(?:search|nav|sidebar|tabs|header|dialog|consent|source|select|version|tag|annotation|code|clipboard|tooltip|top|banner|progress|path|feedback|status|author|post|toggle|overlay|skip|footer|social|copyright|button|icon|logo|ellipsis|content__button|meta|pagination|profile)|\.(?:js|lb|highlight|tabbed|tasklist|task-list|mermaid|grid|admonition|codehilite|linenos|linenodiv|highlighttable|arithmatex|critic|keys|twemoji|gemoji|emojione|headerlink|magiclink)\b|data-md-color|data-md-(?:toggle|state|level)|\[data-tabs\]")


def joined(folder: Path, names) -> str:
    """The files of these names, one after the other; a name without a file is passed over."""
    paths = (folder / name for name in names)
    return "\n".join(path.read_text("utf-8") for path in paths if path.is_file())


def purge(css: str, pages: list[LexborHTMLParser]) -> str:
    """The rules of `css` whose selector matches something on some page, comments and white space dropped."""
    asked: dict[str, bool] = {}

    def matches(selector: str) -> bool:
        if NEVER_USED.search(selector):
            return False
        plain = STATES.sub("", selector).strip()
        plain = re.sub(r":(?:is|where|not)\(\s*\)", "", plain)
        plain = re.sub(r"(?:^|(?<=[>+~\s]))(?=$|[>+~])", "*", plain) if plain else "*"
        if plain not in asked:
            try:
                asked[plain] = any(page.css_first(plain) is not None for page in pages)
            except Exception:  # a selector the parser does not know: keep its rule
                asked[plain] = True
        return asked[plain]

    def keep(rules) -> str:
        out = []
        for rule in rules:
            if rule.type == "qualified-rule":
                selectors = split_selectors(tinycss2.serialize(rule.prelude))
                used = [selector for selector in selectors if matches(selector)]
                if used:
                    out.append(",".join(used) + "{" + tinycss2.serialize(rule.content).strip() + "}")
            elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports", "layer", "container"):
                inner = keep(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
                if inner:
                    out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
            elif rule.type == "at-rule":
                content = "" if rule.content is None else "{" + tinycss2.serialize(rule.content) + "}"
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{content or ';'}")
        return "".join(out)

    kept = keep(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    return drop_unused_parts(kept)


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
    """Comments and needless white space dropped; nothing clever."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?", r"\1", css).replace(";}", "}").strip()


def hashed(name: str, content: bytes) -> str:
    stem, _, end = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{end}"


@event_priority(-50)  # after search_index.py, before output.py
def on_post_build(config):
    site, assets = Path(config.site_dir), Path(config.site_dir) / "assets"
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    pages = {path: LEFTOVERS.sub("", html) for path, html in pages.items()}

    theme = next((assets / "stylesheets").glob("main.*.css")).read_text("utf-8")
    trees = [LexborHTMLParser(html) for html in pages.values()]
    ours = minify(joined(assets / "stylesheets", (f"{name}.css" for name in OURS)))
    theme = purge(theme, trees)
    scripts = assets / "javascripts"
    made = {"guide.css": (theme + ours), "guide.js": joined(scripts, (f"{name}.js" for name in ON_EVERY_PAGE))}
    made |= {f"{name}.js": joined(scripts, (f"{part}.js" for part in parts)) for name, parts in ON_DEMAND.items()}
    made = {name: text.encode() for name, text in made.items() if text}
    made |= {path.name: path.read_bytes() for path in assets.glob("*.json")}

    for unused in ("stylesheets", "javascripts", "images/favicon.png"):
        path = assets / unused
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for unused in ("components", "search", "partials"):
        shutil.rmtree(site / unused, ignore_errors=True)
    names = {}
    for name, content in made.items():
        (assets / name).unlink(missing_ok=True)
        names[f"assets/{name}"] = f"assets/{hashed(name, content)}"
        (assets / hashed(name, content)).write_bytes(content)
    plain = re.compile("|".join(re.escape(name) for name in names))
    for path, html in pages.items():
        path.write_text(plain.sub(lambda match: names[match[0]], html), "utf-8")
