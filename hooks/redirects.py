"""Redirects: small pages that lead on, for short links, moved addresses and the codes of health records."""

import functools
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

import codes
import jinja2
from guide import address_of, complain, guide, stop_for_faults
from mkdocs.plugins import event_priority
from mkdocs.utils import get_relative_url
from parts import stands


def final(short: dict[str, str], moved: dict[str, str]) -> tuple[dict, dict, list[str]]:
    """(short links, moved addresses, complaints): the two tables of data/redirects.yml, every target its last."""
    ended = {old: end for old in moved if (end := end_of(old, moved))}
    circles = [f"{old} leads round in a circle: let it lead to a page that stands" for old in moved if old not in ended]
    return {old: end_of(new, ended) or new for old, new in short.items()}, ended, circles


def end_of(spot: str, moved: dict[str, str]) -> str | None:
    """Where an address leads in the end; None when it goes round in a circle.

    >>> end_of("/a/#x", {"/a/": "/b/", "/b/#x": "/c/#y"})
    '/c/#y'
    """
    seen = set()
    while spot not in seen:
        seen.add(spot)
        page, hash_, anchor = spot.partition("#")
        if spot in moved:
            spot = moved[spot]
        elif page in moved:
            spot = moved[page] if "#" in moved[page] else moved[page] + hash_ + anchor
        else:
            return spot
    return None


def with_old_ids(html: str, address: str, moved: dict[str, str], standing: Iterable[str]) -> str:
    """The page's HTML with the anchors it used to have, beside the new ones or as a line that says where."""
    for old, new in moved.items():
        page, _, anchor = old.partition("#")
        if page != address or not anchor or f'id="{anchor}"' in html:
            continue
        new_page, _, new_anchor = new.partition("#")
        if new_page == page and new_anchor:
            here = rf'(<\w+[^>]*\sid="{re.escape(new_anchor)}"[^>]*>(?:\s*<dt[^>]*>)?)'
            html = re.sub(here, rf'\1<span id="{anchor}"></span>', html, count=1)
        elif new_page in standing:
            link = f'<a href="{escape(relative(new, address))}">on another part of the guide</a>'
            line = f'<p class="hg-moved" id="{anchor}">What stood here is now {link}.</p>'
            html = html.replace("</article>", line + "\n</article>", 1)
    return html


def relative(target: str, address: str) -> str:
    """An address of the guide, as a link on the page of another.

    >>> relative("/sites/liver/#call", "/sites/brain/"), relative("/", "/go/")
    ('../liver/#call', '..')
    """
    page, hash_, anchor = target.partition("#")
    return get_relative_url(page.lstrip("/") or ".", address.lstrip("/") or ".") + hash_ + anchor


def rows(found) -> list[tuple[str, str, int]]:
    """(from, to, status) for servers, seen from the guide's root: a page that moved is 301, a short link 302.

    Pages some of whose anchors went elsewhere are left to the redirect page: an anchor never reaches a server.
    """
    split = {old.partition("#")[0] for old in found.redirects.moved if "#" in old}
    table = [(old, new, 302) for old, new in found.redirects.short.items()]
    table += [(old, new, 301) for old, new in found.redirects.moved.items() if "#" not in old and old not in split]
    return [(old.rstrip("/") + end, new, status) for old, new, status in table for end in ("", "/")]


def near(found) -> dict[str, str]:
    """Where an address leads that was typed or pasted not quite right, by its name: small letters, no mark around it.

    A short link, a moved address or a page; of a page inside another the last word too, where no other has it.
    """
    pages = {page.strip("/"): page for page in found.pages}
    last = [name.rpartition("/")[2] for name in pages]
    table = {word: page for word, page in zip(last, pages.values(), strict=True) if last.count(word) == 1}
    table |= {old.strip("/"): f"/{old.strip('/')}/" for old in found.redirects.moved if "#" not in old}
    table |= pages | {old.strip("/"): new for old, new in found.redirects.short.items()}
    return {name or "index": page for name, page in sorted(table.items())}


def write(config, address: str, to: str, title: str, parts: dict[str, str] | None = None) -> None:
    """Writes a page at `address` that leads on to `to` (both from the guide's root); `parts`: anchor -> target."""
    name = f"{address.strip('/')}/index.html"
    html = guide(config).built[name] = template(tuple(config.theme.dirs)).render(
        config=config,
        asset=guide(config).asset,
        page=None,
        site_name=config.site_name,
        title=title,
        canonical=config.site_url.rstrip("/") + to.partition("#")[0] if config.site_url else "",
        base=relative("/", address).rstrip("/") + "/",
        to=relative(to, address),
        parts={anchor: relative(target, address) for anchor, target in (parts or {}).items()},
    )
    path = Path(config.site_dir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, "utf-8")


@functools.cache
def template(folders: tuple[str, ...]):
    looks = {"autoescape": True, "undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folders), **looks).get_template("redirect/redirect.html")


# MkDocs


@event_priority(5)  # after guide.py has read the facts
def on_config(config):
    table = guide(config).redirects
    table.short, table.moved, faults = final(table.short, table.moved)
    for old in table.moved:
        if stands(guide(config).root, old):
            what = f"moved: {old} is the address of a page that stands: take the row out"
            complain(config, "data/redirects.yml", what, stops=True)
    stop_for_faults(config)
    for line in faults:
        complain(config, "data/redirects.yml", line)
    return config


def on_env(env, config, files):
    env.globals["near"] = near(guide(config))  # for the page that is not there
    return env


def on_post_page(output, page, config):
    for old in guide(config).redirects.moved:
        if old.startswith(f"{address_of(page)}#") and f' id="{old.partition("#")[2]}"' in output:
            complain(config, "data/redirects.yml", f"moved: {old} still stands on its page: take the row out")
    return with_old_ids(output, address_of(page), guide(config).redirects.moved, guide(config).pages)


@event_priority(5)  # before output.py looks at what is written here
def on_post_build(config):
    found = guide(config)
    moved = found.redirects.moved
    for old, new in (*found.redirects.short.items(), *moved.items()):
        address = old.rstrip("/") + "/"
        if "#" not in old and address not in found.pages:  # else its old anchors are on the page
            parts = {spot.partition("#")[2]: end for spot, end in moved.items() if spot.startswith(f"{old}#")}
            write(config, address, new, found.title(new, config.site_name), parts)
    for row in found.codes:
        if row.page in found.pages:
            if found.pages[row.page].front.kind in ("tool", "reference", "about"):
                says = f"{row.code} leads to {row.page}, which says nothing of it: name another page"
                complain(config, "data/codes.yml", says)
            write(config, codes.address(row), row.leads, found.title(row.page))
    for row in found.facts.codes_elsewhere if codes.GO in found.pages else ():
        write(config, codes.address(row), codes.ELSEWHERE, found.title(codes.GO))
