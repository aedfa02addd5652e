"""Addresses are promises: a build names each one of data/addresses.yml that no longer answers.

`make addresses` adds to that file every address and anchor of the guide that it does not hold yet, and new editions to
theirs, which sheets on paper name.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from codes import address
from contracts import LABELS
from floor import ADD, FLOOR, add_lines
from guide import complain, guide
from mkdocs.plugins import event_priority
from redirects import end_of
from selectolax.lexbor import LexborHTMLParser
from signs import HELP

PROMISES, TABLE, CODES, EDITIONS = (f"data/{name}.yml" for name in ("addresses", "redirects", "codes", "editions"))
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


def to_promise(pages: dict[str, Built], lead_on: list[str]) -> list[str]:
    """Every address and anchor of the built guide, in order, then those that only lead on."""
    spots = ((address, *(f"{address}#{name}" for name in pages[address].promise)) for address in sorted(pages))
    return [spot for some in spots for spot in some] + lead_on


def answers(spot: str, pages: dict[str, Built], moved: dict[str, str]) -> bool:
    """Whether an address, with its anchor, still leads to its words."""
    page, _, anchor = (end_of(spot, moved) or spot).partition("#")
    found = pages.get(page)
    return bool(found) and (not anchor or found.archived or anchor in found.ids)


def wrong_short(short: dict[str, str], pages: dict[str, Built]) -> list[str]:
    """Complaints about short links that lead elsewhere than to the page, or the part of get-help, of their name."""
    faults = []
    for old, new in short.items():
        name = old.strip("/")
        named = [address for address in pages if name in address.strip("/").rpartition("/")[2].split("-")]
        part = f"{HELP}#{name}" if name in LABELS and HELP in pages else ""
        page, _, anchor = new.partition("#")
        if named and (page not in named or anchor not in ("", name)) or part and new != part:
            faults.append(f"{old} leads to {new}: let it lead to {part or named[0]}")
        if name in ("assets", "api", "qr", "handouts"):
            faults.append(f"{old} is a folder of the guide: take another name")
    return faults


def line_to_add(page: str, promises: list[str], pages: dict[str, Built]) -> str:
    """The line of data/redirects.yml for a page that moved, which is where one new page holds most of its parts.

    >>> found = {"/care/liver/": Built({"call", "what"}, ["call", "what"])}
    >>> line_to_add("/liver/", ["/liver/", "/liver/#call", "/liver/#what"], found)
    '/liver/: /care/liver/'
    """
    promised = {one.partition("#")[2] for one in promises if one.startswith(f"{page}#")}
    new = [address for address in pages if address not in promises]
    alike = [address for address in new if promised and len(promised & pages[address].ids) >= 0.8 * len(promised)]
    return f"{page}: {alike[0]}" if len(alike) == 1 else ""


def broken(promises: list[str], pages: dict[str, Built], moved: dict[str, str]) -> dict[str, str]:
    """By page, one complaint for every page that is gone, or has lost some of its parts."""
    lost: dict[str, list[str]] = {}
    for spot in promises:
        page, _, anchor = spot.partition("#")
        if not answers(spot, pages, moved) and spot not in moved and page not in moved:
            lost.setdefault(page, []).append(f"#{anchor}")
    faults = {}
    for page, anchors in lost.items():
        named = ", ".join(anchors[:3]) + (f" and {len(anchors) - 3} more" if anchors[3:] else "")
        line = "" if page in pages else line_to_add(page, promises, pages)
        if page in pages:
            says = f"{named} no longer answers, which {PROMISES} promises: is its text gone? Put it back"
            faults[page] = f"{says}. Has it moved? Say under moved in {TABLE} where it is now ({page}{anchors[0]}: …)"
        else:
            do = f"if that page moved, add '{line}'" if line else "put it back, or say where its words are now"
            faults[page] = f"{page} no longer answers: {do} (under moved in {TABLE})"
    return faults


def wrong_targets(table: dict[str, str], pages: dict[str, Built], gone: dict[str, str]) -> list[str]:
    """Complaints about redirects that lead nowhere, or hide a page; `gone` is told already."""
    faults = []
    for old, new in table.items():
        page, _, anchor = new.partition("#")
        if old.startswith(f"{HELP}#") and page != HELP:
            faults.append(f"{old} leads away from {HELP}: let it lead to the signs there")
        if anchor in LABELS and (was := old.partition("#")[2].partition("-")[0]) in LABELS and was != anchor:
            faults.append(f"{old} leads to {new}, another label: mend the anchor")
        found = pages.get(page)
        if not found and page not in gone:
            faults.append(f"{old} leads to {page}, which is no page: mend the address")
        elif found and anchor and anchor not in found.ids and not found.archived and page not in gone:
            faults.append(f"{old} leads to {new}, but that page has no #{anchor}: mend the anchor")
        if "#" not in old and old.rstrip("/") + "/" in pages:
            faults.append(f"{old} is the address of a page: a redirect cannot have it too")
    return faults


def add(path: Path, spots: list[str], held: list[str]) -> list[str]:
    """Writes what is not `held` yet at the end of the file; returns it."""
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
            at = "/" + name.removesuffix("index.html")
            pages[at] = read(html, found.tree(name), found.archived(at))
    coded = [*found.codes, *found.facts.codes_elsewhere]
    lead_on = [f"{old}/" for old in found.redirects.short] + [address(row) for row in coded]
    gone = broken([spot for spot in promises if spot not in lead_on], pages, found.redirects.moved)
    table = found.redirects
    wrong = wrong_short(table.short, pages) + wrong_targets({**table.short, **table.moved}, pages, gone)
    faulty = {fault.partition(": ")[0] for fault in found.faults}  # what follows from their faults is not told
    for where, line in gone.items():
        page = found.pages.get(where)
        if not page:
            complain(config, CODES if where.startswith("/go/") else PROMISES, line)
        elif f"docs/{page.file}" not in faulty:
            complain(config, f"docs/{page.file}", line)
    due = to_promise({name: page for name, page in pages.items() if name in promises}, lead_on)
    new = [spot for spot in due if spot not in promises]
    if new and not found.faults and not found.serving and ADD not in os.environ:
        more = f" and {len(new) - 1} more" if new[1:] else ""
        page = found.pages.get(new[0].partition("#")[0])
        on = f" (docs/{page.file})" if page else ""
        says = f"{new[0]}{more}{on} is not in this list: put it back, or, if new, run `make addresses`"
        complain(config, PROMISES, says)
    for line in wrong:
        complain(config, TABLE, line)
    if os.environ.get(ADD) and not found.faults:
        new = add(found.root / PROMISES, to_promise(pages, lead_on), promises)
        new += [line.strip() for line in add_lines(found.root / FLOOR, found.facts)]
        new += add(found.root / EDITIONS, list(map(str, found.editions)), list(map(str, found.facts.editions)))
        says = f"New in {PROMISES}, {EDITIONS} or {FLOOR}: commit it with the pages." if new else "No new addresses."
        print("\n".join([*new, says]))
