"""Pages: reads every page once, before it is built, and holds it to its contracts.

They are: its name, its front matter, its prose, its components, and what it says of other pages.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import calls
import front_matter
import markdown_blocks
import parts
import prose
from guide import Guide, Page, address_of, complain, guide, stop_for_faults
from mkdocs.plugins import event_priority
from watch import limit
from yaml_reader import text_of

MAX_BYTES = 200_000


def nav_files(nav) -> list[str]:
    """The files of the table of contents, in order.

    >>> nav_files([{"Home": "index.md"}, {"Part": [{"A": "a.md"}, "b.md"]}])
    ['index.md', 'a.md', 'b.md']
    """
    if isinstance(nav, str):
        return [nav]
    inside = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else []
    return [name for one in inside for name in nav_files(one)]


def address_in(name: str) -> str:
    """The address that a file below docs/ has.

    >>> address_in("sites/liver.md"), address_in("sites/index.md"), address_in("index.md")
    ('/sites/liver/', '/sites/', '/')
    """
    return re.sub(r"(?:(?<=/)index/|\.md/)$", "/", f"/{name}/").replace("/index/", "/")


def read_page(path: Path) -> tuple[str, str]:
    """(the text of a page, why it cannot be read)."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return "", f"{path.stat().st_size // 1000} KB is too long for a page (200 KB at most): split it"
        return text_of(path.read_bytes())
    except OSError as error:
        return "", f"the file cannot be read ({error.strerror}): let everyone read it"


def with_numbers(keywords: dict[str, list[str]], numbers: list[str]) -> dict[str, list[str]]:
    """Readers' words with each emergency number in the place of "{number}".

    >>> with_numbers({"now": ["call {number}", "fits"]}, ["911", "999"])
    {'now': ['call 911', 'call 999', 'fits']}
    """

    def forms(phrase: str) -> list[str]:
        return [phrase.replace("{number}", one) for one in numbers] if "{number}" in phrase else [phrase]

    return {key: [form for phrase in phrases for form in forms(phrase)] for key, phrases in keywords.items()}


Faults = Iterator[tuple[str, str]]  # (file, complaint)


def missing_pages(found: Guide, nav: list[str]) -> Faults:
    """Pages that the table of contents, or a place, has and docs/ has not."""
    for place in found.places:
        if place.page not in found.pages:
            says = f"page {place.page} is not there: write docs{place.page.rstrip('/')}.md"
            yield "data/places.yml", found.facts.at("data/places.yml", place.id) + says
    known = {*found.pages, *(place.page for place in found.places)}
    for name in nav:
        if not name.startswith(("http:", "https:", "/")) and address_in(name) not in known:
            yield "mkdocs.yml", f"nav names {name}, which docs/ does not have: put the page back, or take the line out"


def between_pages(found: Guide, nav: list[str]) -> Faults:
    """What does not fit together: nav, titles, addresses, places, rows that no page shows."""
    for name in dict.fromkeys(name for name in nav if nav.count(name) > 1):
        yield "mkdocs.yml", f"nav names {name} twice: keep one line"
    titles, says, by_page = {}, {}, {place.page: place for place in found.places}
    for page in found.pages.values():
        title = page.front.title
        if (other := titles.setdefault(title.casefold(), page.file)) != page.file:
            yield f"docs/{page.file}", f'the title "{title}" is already that of docs/{other}: write another'
        if (other := says.setdefault(page.front.description, page.file)) != page.file:
            yield f"docs/{page.file}", f"the description is already that of docs/{other}: write its own"
        if re.search(r"\.md\b|/", title):
            yield f"docs/{page.file}", f'the title "{title}" is a file name or an address: write a statement'
        for line in wrong_head(page, found, by_page.get(page.address)):
            yield f"docs/{page.file}", line
        if nav and page.file not in nav and page.front.kind != "archived":
            yield f"docs/{page.file}", "this page stands in no line of nav in mkdocs.yml: add it there"
    yield from unused_rows(found)


def wrong_head(page: Page, found: Guide, place) -> Iterator[str]:
    """What a page's front matter says of other pages, and of the place whose page it is."""
    kind, withdrawn = page.front.kind, page.front.withdrawn
    targets = [("related", address) for address in page.front.related]
    for key, address in targets + ([("withdrawn.go_to", withdrawn.go_to)] if withdrawn else []):
        if address not in found.pages:
            yield f"{key}: {address} is not an address of this guide: mend or take it out"
        elif key == "withdrawn.go_to" and found.archived(address):
            yield f"{key}: {address} was taken down too: name another page"
    if place and place.id[:4] not in " ".join(page.front.keywords.get("page", [])).lower():
        yield f"keywords: page holds no word of {place.id}: write what readers call it"
    if len(set(page.front.lines)) < len(page.front.lines):
        yield "message: a sentence stands twice: take one out"
    if kind == "site" and not place:
        yield f"kind: site, but no row of data/places.yml has page: {page.address}: add the row"
    kept = parts.table(found.root)[0]
    if page.address in kept.stays and kind == "archived":
        yield f"{page.address} cannot be taken down, for readers in need look here: mend its words"
    if page.front.search.get("exclude") and (place or page.address in kept.stays):
        yield "search: this page must be found: take exclude out"
    if place and kind not in ("site", "archived"):
        yield f"data/places.yml says that this is the page of {place.id}: write kind: site"


def unused_rows(found: Guide) -> Faults:
    """Rows of data that lead to no page, or that no page shows."""
    for row in found.codes:
        if row.page not in found.pages and not row.place:
            yield "data/codes.yml", f"{row.code}: page {row.page} is no page of this guide: mend it"
    known = {*found.pages, *found.facts.addresses}  # or one that has moved
    facts = found.facts
    for name, rows in (("data/changes.yml", facts.changes), ("data/review_questions.yml", facts.review_questions)):
        for number, row in enumerate(rows):
            for address in {*row.pages} - known:
                line = facts.documents[name].line((number, "pages"))
                yield name, f"line {line}: row {number + 1}: page {address} is no page of this guide: mend it"
    bodies = [calls.calls_in(page.body + page.gone) for page in found.pages.values()]
    used = {(name, *args[:1]) for body in bodies for _, name, args in body}
    asked = {args[0] for name, *args in used if name == "number" and args}
    misspelt = asked - {row.id for row in found.facts.numbers}  # the row that nobody shows may be the one that is meant
    for row in found.facts.numbers if not misspelt else ():
        if row.id not in asked:
            show = f'{{{{ number("{row.id}") }}}}'
            yield "data/numbers.yml", f"{row.id} is shown by no page: show it with {show}, or take the row out"
    for row in found.facts.questions:
        if not {("questions",), ("questions", row.id)} & used:
            ask = f'{{{{ questions("{row.id}") }}}}'
            yield "data/questions.yml", f"{row.id} is asked on no page: ask with {ask}, or take the group out"


# MkDocs


@event_priority(50)  # before anything asks for pages
def on_files(files, config):
    """Reads every page once; finds names that make bad addresses and two files for one address."""
    found = guide(config)
    for line in parts.table(found.root)[1]:
        complain(config, parts.FILE, line, stops=True)
    stop_for_faults(config)
    for file in files:
        if file.generated_by or file.src_dir != config.docs_dir:
            continue
        where = f"docs/{file.src_uri}"
        if not file.is_documentation_page():
            continue
        limit(where)
        if other := found.pages.get(address_of(file)):
            says = f"{other.address} is already the address of docs/{other.file}: rename one"
            complain(config, where, says, stops=True)
            continue
        page, faults, stops = page_of(file, found)
        for line in sorted(faults, key=line_in):
            complain(config, where, line, stops=stops)
        if page:
            found.pages[page.address] = page
    nav = nav_files(config.nav)
    for where, line in () if found.stopped else list(missing_pages(found, nav)):
        complain(config, where, line, stops=True)
    stop_for_faults(config)
    for where, line in between_pages(found, nav):
        complain(config, where, line)
    return files


def page_of(file, found: Guide) -> tuple[Page | None, list[str], bool]:
    """(a page as its file has it, complaints, whether they stop the build)."""
    text, fault = read_page(Path(file.abs_src_path))
    if fault:
        return None, [fault], True
    front, head_faults = front_matter.check(text, found.latest)
    _, body, first_line = front_matter.split(text)
    contacts = found.facts.contacts
    call_faults = calls.check(body, first_line, found.components)
    numbers = tuple(row.number for row in (*contacts.emergency, *contacts.helplines, *contacts.crisis))
    faults = head_faults + prose.check(body, first_line, numbers) + call_faults
    # What follows from a tag or a fold that swallows the rest would fill the page.
    stops = bool(head_faults or call_faults) or any(re.search("is HTML|not closed|is no fold", line) for line in faults)
    if not front:
        return None, faults, True
    front.message = found.fill(front.message)
    if odd := re.search(r"\{.*?\}", front.message):
        faults.append(f"message: {odd[0]} is no sentence of data/sentences.yml: mend it")
    front.keywords = with_numbers(front.keywords, [row.number for row in contacts.emergency])
    body, gone = ("", body) if front.kind == "archived" else (body, "")
    page = Page(file.src_uri, address_of(file), front, body, first_line, gone)
    wrong = [] if call_faults or not body else [*parts.wrong_calls(page, found), *wrong_asks(page, found)]
    return page, faults + wrong, stops or bool(wrong)


def wrong_asks(page: Page, found: Guide) -> Iterator[str]:
    """Numbers that stand twice, or in no fold though a reader should choose to see them; links with another's name."""
    lines, seen = prose.outside_fences(page.body, page.first_line)[0], set()
    folded = markdown_blocks.folded(lines)
    for line, name, args in calls.calls_in(page.body, page.first_line):
        row = found.facts.number(args[0]) if name == "number" and args else None
        if row and row.id in seen:
            yield f"line {line}: {row.id} stands twice: take one out, or name another"
        elif row and row.chosen and line not in folded:
            yield f"line {line}: {row.id} is met by choice only: put it in a closed fold, /// details | …"
        seen |= {row.id} if row else set()
    for line, text in lines if page.front.kind != "about" else ():
        if text.strip() == "open: true":
            yield f"line {line}: a fold stays closed until its reader opens it: take open: true out"
    by_name = {name.lower(): place for place in found.places for name in (place.id, place.name, place.short) if name}
    for line, text in lines:
        for words, target in re.findall(r"\[(?:[Tt]he )?([^\]]+)\]\((/[^)#]+\.md)", text):
            place = by_name.get(words.lower())
            if place and address_in(target[1:]) in {other.page for other in found.places} - {place.page}:
                yield f"line {line}: [{words}] leads to {target}: mend the words or the address"


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
    page.meta = {"title": front.title, "description": front.description}
    if front.kind == "archived":
        page.canonical_url = page.abs_url = None  # it is not in the sitemap
    return markdown


def on_page_context(context, page, config, nav):
    """What the templates need to know of other pages, looked up once."""
    found, by_address = guide(config), {address_of(other): other for other in nav.pages}
    context["front"] = front = found.pages[address_of(page)].front
    context["related"] = [
        by_address[address] for address in front.related if address in by_address and not found.archived(address)
    ]
    return context
