"""The last look at the built site: what a reader would receive. Runs after everything else.

Dead links and anchors (raw HTML too), ids used twice, pictures without alt text, scripts and styles inside a
page, footnote marks left as text. Faults are logged with page, what is wrong and what to do.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guide import complain, guide  # hooks/guide.py
from mkdocs.plugins import event_priority
from selectolax.lexbor import LexborHTMLParser

ALLOWED_SCRIPTS = ("application/ld+json", "application/json")
WHOLE = "print/index.html"  # repeats what stands on other pages, their faults too
# Anchors that are told already: by MkDocs, and by search_index.py, whose words the A to Z links.
NAMED = re.compile(r"contains a link '[^']*#([^']*)'|keywords: (\S+) is not a section")


def faults_of(html: str) -> list[str]:
    """What is wrong inside one page, whatever stands elsewhere."""
    tree = LexborHTMLParser(html)
    faults = []
    for node in tree.css("script"):
        if node.attributes.get("src") is None and node.attributes.get("type") not in ALLOWED_SCRIPTS:
            faults.append("a script stands inside the page: move it to overrides/assets/javascripts")
    for node in tree.css("style, iframe, object, embed, base, form[action]"):
        faults.append(f"<{node.tag}> does not belong in a page: take it out")
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on"):
                faults.append(f"<{node.tag} {name}> is an event attribute: take it out")
            elif name == "style":
                faults.append(f"<{node.tag} style> is an inline style: use a class of ours (hg-…)")
            elif name in (
                "href",
                "src",
                "xlink:href",
                "action",
                "srcset",
                "data",
                "poster",
                "formaction",
                "ping",
            ) and re.match(r"\s*(?:javascript|vbscript|data):", unquote(value or ""), re.I):
                faults.append(f'<{node.tag} {name}="{(value or "")[:40]}"> is not a link we allow: write an address')
        if node.tag == "img" and not (node.attributes.get("alt") or node.attributes.get("role") == "presentation"):
            faults.append(f"the picture {node.attributes.get('src')} has no alt text: say what it shows")
    seen: set[str] = set()
    for node in tree.css("[id]"):
        name = node.attributes["id"]
        if name in seen:
            faults.append(f'the id "{name}" stands twice: give each its own')
        seen.add(name)
    if len(tree.css("h1")) != 1:
        faults.append(f"{len(tree.css('h1'))} h1 headings: a page has one, its title")
    text = tree.body.text(separator=" ") if tree.body else ""
    if mark := re.search(r"\[\^[^\]]*\]?", re.sub(r"<pre.*?</pre>", "", text)):
        faults.append(f'"{mark[0]}" stands as text: a citation did not resolve')
    return faults


def links_of(html: str) -> list[str]:
    """Every address inside the guide that a page points at."""
    tree = LexborHTMLParser(html)
    found = [node.attributes.get(name) or "" for name in ("href", "src") for node in tree.css(f"[{name}]")]
    return [link for link in found if link and not re.match(r"[a-z][a-z0-9+.-]*:|//", link)]


def target_of(link: str, page: str) -> str | None:
    """The site path a link on `page` leads to ("sites/liver/index.html"); None if it leaves the guide.

    >>> target_of("../liver/#call", "sites/bones/index.html")
    'sites/liver/index.html'
    """
    path = unquote(urlsplit(link).path)
    if not path:
        return page
    steps: list[str] = [] if path.startswith("/") else page.split("/")[:-1]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return "/".join([*steps, "index.html"] if folder or not steps else steps)


def dead(link: str, page: str, ids: dict[str, set[str]], files: set[str]) -> bool:
    """Whether `link` on `page` (both as site paths) leads nowhere.

    `ids`: the ids of every page by path ("sites/liver/index.html"); `files`: every file of the site.
    """
    target, anchor = target_of(link, page), unquote(urlsplit(link).fragment)
    return target not in files or bool(anchor) and target in ids and anchor not in ids[target]


@event_priority(-100)
def on_post_build(config):
    site = Path(config.site_dir)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {name: (site / name).read_text("utf-8") for name in sorted(files) if name.endswith(".html")}
    ids = {name: set(re.findall(r'\sid="([^"]+)"', html)) for name, html in pages.items()}
    root = urlsplit(config.site_url or "/").path
    gone = {
        f"{address[1:]}index.html" for address, page in guide(config).pages.items() if page.front.kind == "archived"
    }
    named = {found[1] or found[2] for found in map(NAMED.search, guide(config).faults) if found}
    nowhere: dict[tuple, list[tuple[str, str]]] = {}
    told = False
    for name, html in sorted(pages.items(), key=lambda page: page[0] == WHOLE):
        if told and name == WHOLE:
            continue
        for line in dict.fromkeys(faults_of(html)):
            complain(config, name, line)
            told = True
        if 'http-equiv="refresh"' in html:
            continue  # a page that only leads on: the table it is made from is checked
        for link in dict.fromkeys(links_of(html)):
            if link.partition("#")[0].endswith(".md") or any(
                f"-{link.partition('#')[2]}".endswith(f"-{anchor}") for anchor in named
            ):
                continue  # MkDocs has named it
            inside = link
            if name == "404.html" and link.startswith(root):  # the 404 page is served from any depth
                inside = "/" + link[len(root) :]
            if target_of(inside, name) in gone:
                continue  # the page that was taken down says where to go, whatever part of it was wanted
            if not link.startswith("#/") and dead(inside, name, ids, files):
                nowhere.setdefault((target_of(inside, name), urlsplit(link).fragment), []).append((name, link))
                told = True
    for places in nowhere.values() if guide(config).whole else ():  # else it may be a consequence
        name, link = places[0]
        more = f" (and on {len(places) - 1} more pages)" if len(places) > 1 else ""
        complain(config, name, f"the link {link} leads nowhere{more}: mend its address or its anchor")
