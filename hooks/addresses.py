"""Addresses are promises: whatever was published goes on working, as a page, a redirect or an archived page.

    python hooks/addresses.py      (or: make addresses)

appends to data/addresses.yml every address and anchor of the guide that it does not hold yet. A build then complains
about each one that no longer answers, with the line to add to data/redirects.yml, where short links stand too.
A redirect is a small page of ours; `redirects` hands the same table to servers that can do better.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

import jinja2
from guide import address_of, complain, guide  # hooks/guide.py
from mkdocs.plugins import event_priority
from mkdocs.utils import get_relative_url
from selectolax.lexbor import LexborHTMLParser
from yaml_reader import parse  # hooks/yaml_reader.py

PROMISES, TABLE = "addresses.yml", "redirects.yml"
HEAD = """\
# ADDRESSES: every address and anchor ever published. `make addresses` adds new ones at the end.
# Never take a line out: someone may have linked to it. When a page moves, add its new address to redirects.yml.

"""

# Pure functions ----------------------------------------------------------------------------------


def final(short: dict[str, str], moved: dict[str, str]) -> tuple[dict, list[str]]:
    """({"short": …, "moved": …}, complaints): the tables of data/redirects.yml, every target its last."""
    faults = [
        f"{old} leads round in a circle: let it lead to a page that stands"
        for old in moved
        if end_of(old, moved) is None
    ]
    ended = {old: end for old in moved if (end := end_of(old, moved))}
    return {"short": {old: end_of(new, ended) or new for old, new in short.items()}, "moved": ended}, faults


def end_of(spot: str, moved: dict[str, str]) -> str | None:
    """Where an address leads in the end; None when it goes round in a circle.

    >>> end_of("/a/#x", {"/a/": "/b/", "/b/#x": "/c/#y"})
    '/c/#y'
    """
    seen = set()
    while True:
        if spot in seen:
            return None
        seen.add(spot)
        page, hash_, anchor = spot.partition("#")
        if spot in moved:
            spot = moved[spot]
        elif page in moved:
            spot = moved[page] if "#" in moved[page] else moved[page] + hash_ + anchor
        else:
            return spot


def ids_to_promise(tree: LexborHTMLParser) -> list[str]:
    """The anchors of a page that others may link to: headings, cards, figures, words. Not footnotes, nor forms."""
    # The whole guide on one page: its parts have addresses of their own.
    repeated = {node.attributes["id"] for node in tree.css(".hg-whole [id]")}
    found = [
        node.attributes["id"]
        for node in tree.css("article :is(h2, h3, section, figure, div)[id]")
        if not node.attributes["id"].startswith(("fn", "letter-")) and not node.attributes["id"].endswith("-name")
    ]
    kept = (name for name in dict.fromkeys(found) if name not in repeated)
    return [name for name in kept if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)]


def files_of(site: Path) -> dict[str, str]:
    """The HTML of every page of a built guide, by its file."""
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("index.html"))}


def read_site(built: dict[str, str], tree=None, archived: Iterable[str] = ()) -> dict[str, dict]:
    """The built guide by address: every id of a page, the anchors to promise, whether it is archived or leads on.

    `built`: the HTML of each page by its file, "sites/liver/index.html"; `tree`: the parsed page of a file.
    """
    pages, tree = {}, tree or (lambda name: LexborHTMLParser(built[name]))
    for name, html in sorted(built.items()):
        if not name.endswith("index.html"):
            continue
        address = "/" + name.removesuffix("index.html")
        leads_on = 'http-equiv="refresh"' in html
        pages[address] = {
            "ids": set(re.findall(r'\sid="([^"]+)"', html)),
            "promise": [] if leads_on else ids_to_promise(tree(name)),
            "archived": address in archived,
            "leads_on": leads_on,
        }
    return pages


def to_promise(pages: dict[str, dict]) -> list[str]:
    """Every address and anchor of the built guide, in order."""
    spots = []
    for address, page in pages.items():
        if not page["leads_on"]:
            spots += [address, *(f"{address}#{name}" for name in page["promise"])]
    return spots


def answers(spot: str, pages: dict[str, dict], table: dict) -> bool:
    """Whether an address, with its anchor, still leads to its words."""
    spot = end_of(spot, table["moved"]) or spot
    page, _, anchor = spot.partition("#")
    found = pages.get(page)
    return bool(found) and not found["leads_on"] and (not anchor or found["archived"] or anchor in found["ids"])


def line_to_add(spot: str, promises: list[str], pages: dict[str, dict]) -> str:
    """The line of data/redirects.yml that mends a broken promise; empty where nobody but the author can tell.

    A page has moved when one page that was never promised holds most of its parts. An anchor has a new name when its
    page lost just this one and has just one that was never promised.

    >>> page = {"ids": {"call", "what"}, "promise": ["call", "what"], "leads_on": False}
    >>> line_to_add("/liver/", ["/liver/", "/liver/#call", "/liver/#what"], {"/care/liver/": page})
    '/liver/: /care/liver/'
    >>> line_to_add("/liver/#sings", ["/liver/", "/liver/#call", "/liver/#sings"], {"/liver/": page})
    '/liver/#sings: /liver/#what'
    >>> line_to_add("/liver/", ["/liver/", "/liver/#cure"], {"/care/liver/": page})
    ''
    """
    page, _, anchor = spot.partition("#")
    promised = [name for name in (one.partition("#")[2] for one in promises if one.startswith(f"{page}#")) if name]
    if page in pages and not pages[page]["leads_on"]:
        lost = [name for name in promised if name not in pages[page]["ids"]]
        new = [name for name in pages[page]["promise"] if name not in promised]
        return f"{spot}: {page}#{new[0]}" if lost == [anchor] and len(new) == 1 else ""
    new = [address for address, found in pages.items() if address not in promises and not found["leads_on"]]
    alike = [
        address
        for address in new
        if promised and sum(name in pages[address]["ids"] for name in promised) >= 0.8 * len(promised)
    ]
    return f"{page}: {alike[0]}" if len(alike) == 1 else ""


def broken(promises: list[str], pages: dict[str, dict], table: dict) -> dict[str, str]:
    """By address, one complaint for every promise that is not kept: a page that is gone counts once."""
    faults = {}
    for spot in promises:
        page = spot.partition("#")[0]
        if not answers(spot, pages, table) and spot not in table["moved"] and page not in table["moved"]:
            spot = spot if page in pages and not pages[page]["leads_on"] else page
            line = line_to_add(spot, promises, pages)
            add = (
                f"add '{line}' under moved in data/{TABLE}"
                if line
                else f"put it back, or say under moved in data/{TABLE} where its words stand now"
            )
            faults.setdefault(spot, f"{spot} no longer answers: {add}")
    return faults


def wrong_targets(table: dict, pages: dict[str, dict]) -> dict[str, str]:
    """By "address target", complaints about redirects that lead nowhere, or stand in the way of a page."""
    faults = {}
    for old, new in (*table["short"].items(), *table["moved"].items()):
        page, _, anchor = new.partition("#")
        found = pages.get(page)
        if not found or found["leads_on"]:
            faults[f"{old} {page}"] = f"{old} leads to {page}, which is no page: mend the address"
        elif anchor and anchor not in found["ids"] and not found["archived"]:
            faults[f"{old} {new}"] = f"{old} leads to {new}, but that page has no #{anchor}: mend the anchor"
        own = pages.get(old.rstrip("/") + "/")
        if "#" not in old and own and not own["leads_on"]:
            faults[f"{old} own"] = f"{old} is the address of a page: a redirect cannot have it too"
    return faults


def with_old_ids(html: str, address: str, moved: dict[str, str], standing: Iterable[str]) -> str:
    """The page's HTML with the anchors it used to have: beside the new one, or as a line that says where it is."""
    for old, new in moved.items():
        page, _, anchor = old.partition("#")
        if page != address or not anchor or f'id="{anchor}"' in html:
            continue
        new_page, _, new_anchor = new.partition("#")
        if new_page == page and new_anchor:
            html = re.sub(
                rf'(<\w+[^>]*\sid="{re.escape(new_anchor)}"[^>]*>(?:\s*<dt[^>]*>)?)',
                rf'\1<span id="{anchor}"></span>',
                html,
                count=1,
            )
        elif new_page in standing:
            link = get_relative_url(new_page.lstrip("/") or ".", address.lstrip("/") or ".")
            link = f'<a href="{escape(link + new.removeprefix(new_page))}">on another part of the guide</a>'
            line = f'<p class="hg-moved" id="{anchor}">What stood here is now {link}.</p>'
            html = html.replace("</article>", line + "\n</article>", 1)
    return html


# Outputs -----------------------------------------------------------------------------------------


def redirects(config) -> list[tuple[str, str, int]]:
    """(from, to, status) for servers and static hosts, seen from the guide's root (put the sub-path before both).

    A page that moved is 301, a short link 302, with and without its last slash. An anchor never reaches a server:
    pages some of whose anchors went elsewhere are left out, and answered by the redirect page, which knows.
    """
    table = guide(config).redirects.model_dump()
    split = {old.partition("#")[0] for old in table["moved"] if "#" in old}
    rows = []
    for status, rows_of in ((302, table["short"]), (301, table["moved"])):
        for old, new in rows_of.items():
            if "#" not in old and old not in split:
                rows += [(old.rstrip("/"), new, status), (old.rstrip("/") + "/", new, status)]
    return rows


def write_redirect(config, address: str, to: str, title: str, parts: dict[str, str] | None = None) -> None:
    """Writes a page at `address` that leads on to `to` (both from the guide's root); `parts`: anchor -> target."""

    def seen(target: str) -> str:
        page, hash_, anchor = target.partition("#")
        return get_relative_url(page.lstrip("/") or ".", address.lstrip("/")) + hash_ + anchor

    name = f"{address.strip('/')}/index.html"
    html = redirect_template(tuple(config.theme.dirs)).render(
        config=config,
        asset=guide(config).asset,
        page=None,
        site_name=config.site_name,
        title=title,
        canonical=config.site_url.rstrip("/") + to.partition("#")[0] if config.site_url else "",
        base=get_relative_url(".", address.lstrip("/")).rstrip("/") + "/",
        to=seen(to),
        parts={anchor: seen(target) for anchor, target in (parts or {}).items()},
    )
    guide(config).built[name] = html
    path = Path(config.site_dir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, "utf-8")


@functools.cache
def redirect_template(folders: tuple[str, ...]):
    jinja = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return jinja.get_template("redirect/redirect.html")


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(5)  # after guide.py has read the facts
def on_config(config):
    redirects = guide(config).redirects
    table, faults = final(redirects.short, redirects.moved)
    for line in faults:
        complain(config, f"data/{TABLE}", line)
    redirects.short, redirects.moved = table["short"], table["moved"]
    return config


def on_post_page(output, page, config):
    return with_old_ids(output, address_of(page), guide(config).redirects.moved, guide(config).pages)


@event_priority(10)  # before output.py looks at what is written here
def on_post_build(config):
    found = guide(config)
    table = found.redirects.model_dump()
    archived = {address for address, page in found.pages.items() if page.front.kind == "archived"}
    pages = read_site(found.built, found.tree, archived)
    if found.whole:
        gone = broken(found.facts.addresses, pages, table)
        for spot, line in gone.items():
            complain(config, f"data/{PROMISES}", line)
        for old, line in wrong_targets(table, pages).items():
            if not any(old.endswith(f" {spot}") for spot in gone):
                complain(config, f"data/{TABLE}", line)
    whole = {old: new for old, new in table["moved"].items() if "#" not in old}
    for old, new in (*table["short"].items(), *whole.items()):
        address = old.rstrip("/") + "/"
        if address in pages and not pages[address]["leads_on"]:
            continue  # a page: its old anchors are on it
        parts = {spot.partition("#")[2]: end for spot, end in table["moved"].items() if spot.startswith(f"{old}#")}
        write_redirect(config, address, new, found.title(new, config.site_name), parts)


# The command -------------------------------------------------------------------------------------


def append(path: Path, spots: list[str]) -> list[str]:
    """Adds the addresses that the file does not hold yet at its end; returns them."""
    text = path.read_text("utf-8") if path.is_file() else HEAD
    held = set(parse(text).value or [])
    new = [spot for spot in spots if spot not in held]
    if new:
        path.write_text(
            text.rstrip("\n") + ("\n\n" if text == HEAD else "\n") + "".join(f"- {spot}\n" for spot in new), "utf-8"
        )
    return new


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
        )
        if run.returncode:
            print(run.stderr, file=sys.stderr)
            return run.returncode
        new = append(root / "data" / PROMISES, to_promise(read_site(files_of(Path(folder)))))
    print(
        "\n".join(
            [
                *new,
                f"{len(new)} new addresses in data/{PROMISES}. Commit it with the pages."
                if new
                else "No new addresses.",
            ]
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
