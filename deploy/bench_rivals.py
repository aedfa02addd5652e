"""What the guide is measured against, made from the same pages: the limit page, and Material as it comes.

The limit: each page's article as bare semantic HTML with its CSS inside and no script. Nothing useful can be smaller.
Material: the same words (components filled in, sources cited) under the theme's own settings, fonts and script.
"""

from __future__ import annotations

import re
import shutil
import sys
from html import escape
from pathlib import Path

import yaml
from mkdocs.utils.yaml import yaml_load
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
import bench_build  # noqa: E402
import compress  # noqa: E402
from rcssmin import cssmin  # noqa: E402

NOT_TEXT = "script, style, svg, button, input, textarea, select, template, [hidden]"
FRAMES = ["div", "section", "span", "aside", "nav", "header", "footer", "figure", "label", "fieldset", "legend", "form", "time", "b"]
KEPT = {"id", "href", "datetime", "alt", "src", "start", "colspan", "rowspan", "scope"}
OWN = ("_headers", "_redirects", "_nginx")  # what servers are told

# The hooks that stock Material needs to show the same words: facts, components, citations. No other checks, no outputs.
WORDS = """
import addresses, assets, citations, guide, pages
from mkdocs.plugins import event_priority

@event_priority(100)
def on_config(config):
    return assets.on_config(addresses.on_config(guide.on_config(config)))

def on_page_markdown(markdown, page, config, files):
    markdown = pages.on_page_markdown(markdown, page, config, files)
    return citations.on_page_markdown(f"{page.front.message}\\n\\n{markdown}", page, config, files)

on_files, on_page_read_source = pages.on_files, pages.on_page_read_source
"""


def pages_of(site: Path) -> dict[str, Path]:
    """The file of every page of a built guide, by address; not those that only lead on."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        if 'http-equiv="refresh"' not in path.read_text("utf-8"):
            found["" if path.parent == site else path.parent.relative_to(site).as_posix() + "/"] = path
    return found


def told_to_servers(ours: Path, into: Path) -> None:
    """The same compressed copies and server settings as ours, but for the content policy, which neither rival could keep."""
    compress.compress_all(into)
    shutil.copytree(ours / "_nginx", into / "_nginx")
    server = into / "_nginx/server.conf"
    server.write_text(re.sub(r"add_header Content-Security-Policy.*\n", "", server.read_text("utf-8")), "utf-8")


def bare(html: str) -> str:
    """The limit page of a built page."""
    tree = LexborHTMLParser(html)
    article = tree.css_first("article")
    for node in article.css(NOT_TEXT):
        node.decompose()
    for node in article.css("*"):
        for name in set(node.attributes) - KEPT:
            del node.attrs[name]
    article.unwrap_tags(FRAMES)
    text = re.sub(r"\s*\n\s*", "\n", re.sub(r"</?article[^>]*>", "", article.html))
    title, summary = tree.css_first("title").text(), tree.css_first("meta[name=description]")
    icon = tree.css_first("link[rel=icon]").attributes["href"]
    return (
        '<!doctype html><html lang="en-US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(title)}</title><meta name="description" content="{escape(summary.attributes["content"] if summary else "")}">'
        f'<link rel="icon" href="{icon}"><style>{cssmin((ROOT / "deploy/bench_limit.css").read_text("utf-8"))}</style></head><body><main>{text}</main></body></html>'
    )


def limit(ours: Path, into: Path) -> None:
    """Writes the limit page of every page of `ours`."""
    shutil.copytree(ours / "assets/images", into / "assets/images")
    for address, path in pages_of(ours).items():
        (into / address).mkdir(parents=True, exist_ok=True)
        (into / address / "index.html").write_text(bare(path.read_text("utf-8")), "utf-8")
    shutil.copyfile(into / "index.html", into / "404.html")
    told_to_servers(ours, into)


def stock(ours: Path, folder: Path, into: Path) -> Path:
    """Builds Material as it comes with the words of our pages; returns its settings, to build it again.

    `folder`: for the settings and a copy of docs/; the facts are seen from there.
    """
    with open(ROOT / "mkdocs.yml", encoding="utf-8") as file:
        whole = yaml_load(file)
    kept = {name: whole[name] for name in ("site_name", "site_description", "site_url", "nav", "markdown_extensions", "use_directory_urls", "extra", "validation")}
    macros = next(plugin["macros"] for plugin in whole["plugins"] if "macros" in plugin)
    for name in ("data", "overrides", "tests"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "docs", folder / "docs")
    (folder / "words.py").write_text(WORDS, "utf-8")
    plain = folder / "stock.yml"
    plain.write_text(
        yaml.safe_dump(
            {
                **kept,
                "docs_dir": str(folder / "docs"),
                "theme": {"name": "material"},
                "plugins": ["search", {"macros": {**macros, "module_name": str(ROOT / "hooks/components")}}],
                "hooks": ["words.py"],
            },
            sort_keys=False,
        ),
        "utf-8",
    )
    bench_build.cpu(plain, into)
    told_to_servers(ours, into)
    return plain
