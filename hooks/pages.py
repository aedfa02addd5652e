"""Pages: reads every page once, before it is built, and holds it to its contracts.

They are: its name, its front matter, its prose, its components, and what it says of other pages.

Faults are told with file, line, what is wrong and what to write, so that one run lists them all. A page that cannot be
read at all is replaced by an empty one: `mkdocs serve` goes on, `--strict` fails.
"""

from __future__ import annotations

import re
from pathlib import Path

import components  # hooks/components.py
import front_matter  # hooks/front_matter.py
import prose  # hooks/prose.py
from facts import at  # hooks/facts.py
from guide import Page, address_of, complain, guide  # hooks/guide.py
from mkdocs.plugins import event_priority
from signs import ALL_SIGNS  # hooks/signs.py
from yaml_reader import text_of  # hooks/yaml_reader.py

MAX_BYTES = 200_000
STUB = "This page could not be read. The build says why."


# Pure functions ----------------------------------------------------------------------------------


def check_name(src_uri: str) -> list[str]:
    """Complaints about a file's name: it becomes an address."""
    if re.fullmatch(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.[a-z0-9]+", src_uri):
        return []
    return ["file names become addresses: use only a to z, 0 to 9 and -"]


def nav_files(nav) -> list[str]:
    """The files of the table of contents, in order."""
    found: list[str] = []

    def walk(item):
        if isinstance(item, str):
            found.append(item)
        for child in item.values() if isinstance(item, dict) else item if isinstance(item, list) else []:
            walk(child)

    walk(nav)
    return found


def address_in(name: str) -> str:
    """The address that a file below docs/ has.

    >>> address_in("sites/liver.md"), address_in("sites/index.md")
    ('/sites/liver/', '/sites/')
    """
    return (
        "/"
        + re.sub(r"(?:^|(?<=/))index\.md$", "", name).removesuffix(".md")
        + "/" * name.endswith(".md") * (not name.endswith("index.md"))
    )


def read_page(path: Path) -> tuple[str, list[str]]:
    """(the text of a page, or a stub; complaints)."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return STUB, [f"{path.stat().st_size // 1000} KB is too long for a page (200 KB at most): split it"]
        text, fault = text_of(path.read_bytes())
    except OSError as error:
        return STUB, [f"the file cannot be read ({error.strerror}): let everyone read it"]
    return (STUB, [fault]) if fault else (text, [])


def with_numbers(keywords: dict[str, list[str]], numbers: list[str]) -> dict[str, list[str]]:
    """Readers' words with each emergency number in the place of "{number}".

    >>> with_numbers({"now": ["call {number}", "fits"]}, ["911", "999"])
    {'now': ['call 911', 'call 999', 'fits']}
    """
    return {
        key: [
            form
            for phrase in phrases
            for form in ([phrase.replace("{number}", one) for one in numbers] if "{number}" in phrase else [phrase])
        ]
        for key, phrases in keywords.items()
    }


# What one page says of another -------------------------------------------------------------------


def between_pages(found, nav) -> list[tuple[str, str]]:
    """(file, complaint) for titles that stand twice, and for addresses, places and rows that do not fit together."""
    faults, titles, calls = [], {}, [call for page in found.pages.values() for call in components.calls_in(page.body)]

    def say(where: str, what: str) -> None:
        faults.append((where, what))

    by_page = {place.page: place for place in found.places}
    files = {page.file for page in found.pages.values()}
    for name in dict.fromkeys(name for name in nav if nav.count(name) > 1):
        say("mkdocs.yml", f"nav names {name} twice: keep one line")
    gone = [name for name in nav if name not in files and not name.startswith(("http:", "https:", "/"))]
    for name in gone:
        if not any(place.page == address_in(name) for place in found.places):
            say("mkdocs.yml", f"nav names {name}, which docs/ does not have: put the page back, or take the line out")
        found.whole = False
    for page in found.pages.values():
        where, front = f"docs/{page.file}", page.front
        if titles.setdefault(front.title.casefold(), page.file) != page.file:
            other = titles[front.title.casefold()]
            say(where, f'the title "{front.title}" is already that of docs/{other}: write another')
        targets = [("related", address) for address in front.related]
        targets += [("withdrawn.go_to", front.withdrawn.go_to)] if front.withdrawn else []
        for key, address in targets:
            if address not in found.pages and address not in map(address_in, gone):
                say(where, f"{key}: {address} is not an address of this guide: mend or take it out")
            elif key == "withdrawn.go_to" and address in found.pages and found.pages[address].front.kind == "archived":
                say(where, f"{key}: {address} was taken down too: name another page")
        if nav and page.file not in nav and front.kind != "archived":
            say(where, "this page stands in no line of nav in mkdocs.yml: add it there")
        if front.kind == "site" and page.address not in by_page:
            say(where, f"kind: site, but no row of data/places.yml has page: {page.address}: add the row")
            found.whole = False
        if page.address in by_page and front.kind not in ("site", "archived") and page.address not in ALL_SIGNS:
            say(where, f"data/places.yml says that this is the page of {by_page[page.address].id}: write kind: site")
    for place in found.places:
        if place.page not in found.pages:
            line = at(found.facts, "places", place.id)
            say("data/places.yml", f"{line}page {place.page} is not there: write docs{place.page.rstrip('/')}.md")
            found.whole = False
    for row in found.codes:
        if row.page not in found.pages and not row.place:
            say("data/codes.yml", f"{row.code}: page {row.page} is no page of this guide: mend it")
    used = {(name, *args[:1]) for _, name, args in calls}
    for row in found.facts.numbers:
        if ("number", row.id) not in used:
            show = f'{{{{ number("{row.id}") }}}}'
            say("data/numbers.yml", f"{row.id} is shown by no page: show it with {show}, or take the row out")
    for row in found.facts.questions:
        if not {("questions",), ("questions", row.id)} & used:
            ask = f'{{{{ questions("{row.id}") }}}}'
            say("data/questions.yml", f"{row.id} is asked on no page: ask with {ask}, or take the group out")
    return faults


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(50)  # before anything asks for pages
def on_files(files, config):
    """Reads every page once; finds names that make bad addresses and two files for one address."""
    found = guide(config)
    numbers = [row.number for row in found.facts.contacts.emergency]
    for file in files:
        if file.generated_by or file.src_dir != config.docs_dir:
            continue
        where = f"docs/{file.src_uri}"
        for line in check_name(file.src_uri):
            complain(config, where, line)
        if not file.is_documentation_page():
            continue
        found.clock.start(where)
        address = address_of(file)
        if address in found.pages:
            complain(config, where, f"{address} is already the address of docs/{found.pages[address].file}: rename one")
            found.whole = False
            continue
        text, faults = read_page(Path(file.abs_src_path))
        front, head_faults = (None, []) if faults else front_matter.check(text, found.latest)
        if not front:
            found.whole, front = False, front_matter.stand_in(text, file.name, found.day)
        _, body, first_line = front_matter.split(text) if not faults else (None, text, 1)
        body, call_faults = components.check_calls(body, first_line, found.components)
        for line in sorted(faults + head_faults + prose.check(body, first_line) + call_faults, key=line_in):
            complain(config, where, line)
        front.message = found.fill(front.message)
        front.keywords = with_numbers(front.keywords, numbers)
        found.pages[address] = Page(file.src_uri, address, front, "" if front.kind == "archived" else body, first_line)
        found.whole = found.whole and not call_faults
    found.clock.stop()
    if found.whole:
        for where, line in between_pages(found, nav_files(config.nav)):
            complain(config, where, line)
    return files


def line_in(complaint: str) -> int:
    """The line that a complaint names."""
    found = re.match(r"line (\d+):", complaint)
    return int(found[1]) if found else 0


def on_page_read_source(page, config):
    return "\n" + guide(config).pages[address_of(page)].body  # MkDocs must not take a rule at its head for front matter


@event_priority(100)  # before the macros plugin
def on_page_markdown(markdown, page, config, files):
    """MkDocs and its plugins ask for these few; everything else asks for the front matter itself."""
    front = page.front = guide(config).pages[address_of(page)].front
    page.meta = {"title": front.title, "description": front.description, "search": front.search}
    page.meta |= {"template": front.template} if front.template else {}
    if front.kind == "archived":
        page.meta["search"] = {"exclude": True}
        page.canonical_url = page.abs_url = None  # it is not in the sitemap
    return markdown


def on_page_context(context, page, config, nav):
    """What the templates need to know of other pages, looked up once."""
    found, by_address = guide(config), {address_of(other): other for other in nav.pages}
    context["front"] = found.pages[address_of(page)].front
    standing = [
        address
        for address in context["front"].related
        if address in by_address and found.pages[address].front.kind != "archived"
    ]
    context["related"] = [by_address[address] for address in standing]
    return context
