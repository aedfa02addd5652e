"""Output: the pages as readers receive them. Each is finished when it is made, and looked at once, last of all."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from dial import dial
from figures import wrong_figures
from guide import complain, guide
from last_look import dead, faults_of, links_of, target_of, wrong_drawings
from mkdocs.plugins import event_priority
from page_text import found_in, wrong_words
from parts import NO_PAGES, lost_parts

# What the theme's base.html writes outside its blocks, for its own script and style sheet, which we do not send.
LEFTOVERS = re.compile(
    r'<input class="md-toggle"[^>]*>'
    r'|<label class="md-overlay"[^>]*></label>'
    r'|<div data-md-component="(?:skip|announce)">.*?</div>'
    r'|<div class="md-dialog".*?</div>\s*</div>'
    r'|(?:(?<=<div)|(?<=<main)) class="md-(?:container|main)[^"]*"(?: data-md-component="[^"]*")?',
    re.DOTALL,
)
ID = re.compile(r'\sid="([^"]+)"')
AS_WRITTEN = re.compile(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", re.DOTALL)
INDEX = "assets/search-index.json"  # as templates write it; its content is known when all pages are
TYPED = "words/a-z/index.html"  # holds words as readers type them
WHOLE = "print/index.html"  # repeats what stands on other pages, their faults too
NAMED = re.compile(r"keywords: (\S+) is not a section")  # told by search_index.py, whose words the A to Z links


def finish(html: str) -> str:
    """A page without what only the theme needed; a run of white space with a line break is one line break.

    >>> finish('<p>\\n\\n   a\\n  b</p><pre>\\n  c\\n</pre>')
    '<p>\\na\\nb</p><pre>\\n  c\\n</pre>'
    """
    start, end = html.find("<article"), html.rfind("</article>")  # the theme writes nothing between them
    html = LEFTOVERS.sub("", html[:start]) + html[start:end] + LEFTOVERS.sub("", html[end:])
    parts = AS_WRITTEN.split(html)
    parts[::2] = map(without_indents, parts[::2])
    return "".join(parts).lstrip()


def without_indents(html: str) -> str:
    """White space at the ends of lines, and empty lines, dropped; what is before the first and after the last stays.

    >>> without_indents("a \\n\\n  b\\n c ")
    'a\\nb\\nc '
    """
    first, *rest = html.split("\n")
    if not rest:
        return html
    *middle, last = rest
    return "\n".join([first.rstrip(), *filter(None, map(str.strip, middle)), last.lstrip()])


# MkDocs


@event_priority(-100)
def on_post_page(output, page, config):
    html = guide(config).built[page.file.dest_uri] = finish(output)
    return html


@event_priority(-100)
def on_post_template(output, template_name, config):
    if template_name.endswith(".html"):
        output = guide(config).built[template_name] = finish(output)
    return output


@event_priority(-100)  # when every page is made and every file of the site is there
def on_post_build(config):
    found, site = guide(config), Path(config.site_dir)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    index = next((name for name in files if name.startswith("assets/search-index.")), INDEX)
    for name, html in found.built.items():
        if INDEX in html:
            found.built[name] = html.replace(INDEX, index)
            (site / name).write_text(found.built[name], "utf-8")
    look_at_pages(config)
    trees = [(name, found.tree(name)) for name in found.built if 'http-equiv="refresh"' not in found.built[name]]
    for where, line in lost_parts(found, trees) if not found.faults else ():  # else it may follow from them
        complain(config, where, line)
    for where, line in wrong_figures(found, trees).items() if not found.faults else ():
        complain(config, where, line)
    look_at_links(config, files)


def look_at_pages(config) -> None:
    """Tells what is wrong inside each page, with the file that it comes from."""
    found = guide(config)
    contacts = found.facts.contacts
    dialed = {getattr(row, "tel", row.number) for row in (*contacts.emergency, *contacts.helplines, *contacts.crisis)}
    dialed |= set(map(dial, found.clinic.numbers))
    told = {fault.partition(": ")[0] for fault in found.faults}
    own = f'<a href="{config.site_url}' if config.site_url else "\0"
    for name, html in sorted(found.built.items(), key=lambda row: row[0] == WHOLE):
        if name == WHOLE and found.faults:  # it repeats the others, and their faults
            break
        page = found.pages.get("/" + name.removesuffix("index.html"))
        if page and f"docs/{page.file}" in told:  # what follows from its faults is not told
            continue
        faults = faults_of(html, found.tree(name), dialed) + (wrong_words(html) if page and name != TYPED else [])
        faults += wrong_drawings(html)
        if own in html:
            faults.append((f"a link names {config.site_url}: write a file of docs/, such as /sites/liver.md", own[9:]))
        for what, clue in faults:
            where, _, line = (found_in(found.root, page.file if page else "", clue) or name).partition(": ")
            complain(config, where, f"{line}: {what}" if line else what)


def look_at_links(config, files: set[str]) -> None:
    """Tells each link that leads nowhere, once, in the file that has it. `files`: every file of the site."""
    found, root = guide(config), urlsplit(config.site_url or "/").path
    ids = {name: set(ID.findall(html)) for name, html in found.built.items()}
    named = {one[1] for one in map(NAMED.search, found.faults) if one}
    nowhere: dict[tuple, list[tuple[str, str]]] = {}
    for name in sorted(found.built, key=lambda name: (name == WHOLE, name)):
        if 'http-equiv="refresh"' in found.built[name]:
            continue  # a page that only leads on: the table it is made from is checked
        for link in links_of(found.tree(name)):
            anchor = link.partition("#")[2]
            if any(f"-{anchor}".endswith(f"-{one}") for one in named) or link.startswith("#/"):
                continue  # it is told already; or it is a script's own
            inside = "/" + link[len(root) :] if name in NO_PAGES and link.startswith(root) else link
            target = target_of(inside, name)
            gone = found.archived("/" + (target or "").removesuffix("index.html"))  # it says where to go by itself
            repeated = name == WHOLE and nowhere
            if not gone and not repeated and dead(inside, name, ids, files):
                nowhere.setdefault((target, anchor), []).append((name, link))
    for (target, anchor), ((name, link), *others) in nowhere.items():
        page = found.pages.get("/" + name.removesuffix("index.html"))
        end = (target or link).removesuffix("/index.html").removesuffix(".html").rpartition("/")[2]
        clues = [link, *(f"{end}{form}#{anchor}" for form in (".md", "/index.md", "/") if anchor), f"{end}.md"]
        places = [found_in(found.root, page.file if page else "", clue) for clue in clues]
        places.sort(key=lambda place: not place.startswith("docs/"))
        where = next((place for place in places if ": line" in place), f"docs/{page.file}" if page else name)
        where, _, line = where.partition(": ")
        more = f" (and on {len(others)} more pages)" if others else ""
        says = f"the link {link} leads nowhere{more}: mend its address or its anchor"
        complain(config, where, f"{line}: {says}" if line else says)
