"""Addresses are promises: a build names each one of data/addresses.yml that no longer answers.

`make addresses` adds to that file every address and anchor of the guide that it does not hold yet.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from floor import ADD, FLOOR, add_lines
from guide import complain, guide
from mkdocs.plugins import event_priority
from redirects import end_of
from selectolax.lexbor import LexborHTMLParser

PROMISES, TABLE = "data/addresses.yml", "data/redirects.yml"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NOT_PROMISED = re.compile(r"(?:fn|letter-).*|.*-name")


@dataclass
class Built:
    """A built page: its ids, those of them that others may link to, whether it was taken down."""

    ids: set[str]
    promise: list[str]
    archived: bool = False


def read(html: str, tree: LexborHTMLParser, archived: bool = False) -> Built:
    """A built page; `tree`: the same, parsed. Others may link to headings, cards, figures and words."""
    # The whole guide on one page: its parts have addresses of their own.
    repeated = {node.attributes["id"] for node in tree.css(".hg-whole [id]")}
    found = dict.fromkeys(node.attributes["id"] for node in tree.css("article :is(h2, h3, section, figure, div)[id]"))
    promise = [name for name in found if name not in repeated and NAME.fullmatch(name)]
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    return Built(ids, [name for name in promise if not NOT_PROMISED.fullmatch(name)], archived)


def to_promise(pages: dict[str, Built]) -> list[str]:
    """Every address and anchor of the built guide, in order."""
    return [
        spot
        for address in sorted(pages)
        for spot in (address, *(f"{address}#{name}" for name in pages[address].promise))
    ]


def answers(spot: str, pages: dict[str, Built], moved: dict[str, str]) -> bool:
    """Whether an address, with its anchor, still leads to its words."""
    page, _, anchor = (end_of(spot, moved) or spot).partition("#")
    found = pages.get(page)
    return bool(found) and (not anchor or found.archived or anchor in found.ids)


def line_to_add(spot: str, promises: list[str], pages: dict[str, Built]) -> str:
    """The line of data/redirects.yml that mends a broken promise; empty where nobody but the author can tell.

    A page has moved when one new page holds most of its parts; an anchor, when its page lost one and has one new one.

    >>> page = Built({"call", "what"}, ["call", "what"])
    >>> line_to_add("/liver/", ["/liver/", "/liver/#call", "/liver/#what"], {"/care/liver/": page})
    '/liver/: /care/liver/'
    >>> line_to_add("/liver/#sings", ["/liver/", "/liver/#call", "/liver/#sings"], {"/liver/": page})
    '/liver/#sings: /liver/#what'
    """
    page, _, anchor = spot.partition("#")
    promised = {one.partition("#")[2] for one in promises if one.startswith(f"{page}#")}
    if page in pages:
        new = [name for name in pages[page].promise if name not in promised]
        return f"{spot}: {page}#{new[0]}" if promised - pages[page].ids == {anchor} and len(new) == 1 else ""
    new = [address for address in pages if address not in promises]
    alike = [address for address in new if promised and len(promised & pages[address].ids) >= 0.8 * len(promised)]
    return f"{page}: {alike[0]}" if len(alike) == 1 else ""


def broken(promises: list[str], pages: dict[str, Built], moved: dict[str, str]) -> dict[str, str]:
    """By address, one complaint for every promise that is not kept: a page that is gone counts once."""
    faults = {}
    for spot in promises:
        page = spot.partition("#")[0]
        if answers(spot, pages, moved) or spot in moved or page in moved:
            continue
        spot = spot if page in pages else page
        line = line_to_add(spot, promises, pages)
        add = f"add '{line}' under moved in {TABLE}" if line else ""
        add = add or f"put it back, or say under moved in {TABLE} where its words stand now"
        faults.setdefault(spot, f"{spot} no longer answers: {add}")
    return faults


def wrong_targets(table: dict[str, str], pages: dict[str, Built], gone: dict[str, str]) -> list[str]:
    """Complaints about redirects that lead nowhere, or hide a page; `gone` is told already."""
    faults = []
    for old, new in table.items():
        page, _, anchor = new.partition("#")
        found = pages.get(page)
        if not found and page not in gone:
            faults.append(f"{old} leads to {page}, which is no page: mend the address")
        elif found and anchor and anchor not in found.ids and not found.archived and new not in gone:
            faults.append(f"{old} leads to {new}, but that page has no #{anchor}: mend the anchor")
        if "#" not in old and old.rstrip("/") + "/" in pages:
            faults.append(f"{old} is the address of a page: a redirect cannot have it too")
    return faults


def add(path: Path, spots: list[str], held: list[str]) -> list[str]:
    """Writes the addresses that are not `held` yet at the end of the file; returns them."""
    new = [spot for spot in spots if spot not in held]
    if new:
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + "".join(f"- {spot}\n" for spot in new), "utf-8")
    return new


# MkDocs


@event_priority(10)  # before redirects.py writes pages that only lead on
def on_post_build(config):
    found, promises = guide(config), guide(config).facts.addresses
    pages = {}
    for name, html in found.built.items():
        if name.endswith("index.html"):
            address = "/" + name.removesuffix("index.html")
            pages[address] = read(html, found.tree(name), found.archived(address))
    gone = broken(promises, pages, found.redirects.moved)
    wrong = wrong_targets({**found.redirects.short, **found.redirects.moved}, pages, gone)
    faulty = {fault.partition(": ")[0] for fault in found.faults}  # what follows from their faults is not told
    for spot, line in gone.items():
        page = found.pages.get(spot.partition("#")[0])
        if not page or f"docs/{page.file}" not in faulty:
            complain(config, PROMISES, line)
    for line in wrong:
        complain(config, TABLE, line)
    if os.environ.get(ADD) and not found.faults:
        new = add(found.root / PROMISES, to_promise(pages), promises)
        new += [line.strip() for line in add_lines(found.root / FLOOR, found.facts)]
        says = f"New in {PROMISES} or {FLOOR}: commit it with the pages." if new else "No new addresses."
        print("\n".join([*new, says]))
