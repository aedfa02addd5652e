"""Output: the pages as readers receive them. Each is finished when it is made, and looked at once, last of all."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from guide import complain, guide
from last_look import dead, faults_of, links_of, target_of, wrong_drawings
from mkdocs.plugins import event_priority

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
WHOLE = "print/index.html"  # repeats what stands on other pages, their faults too
# Anchors that are told already: by MkDocs, and by search_index.py, whose words the A to Z links.
NAMED = re.compile(r"contains a link '[^']*#([^']*)'|keywords: (\S+) is not a section")


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
    whole, told = found.built.pop(WHOLE, ""), False  # it comes last, and only if the pages that it repeats are sound
    for name, html in [*found.built.items(), (WHOLE, whole)] if whole else found.built.items():
        if name == WHOLE and told:
            break
        found.built[name] = html
        for line in faults_of(html, found.tree(name)) + wrong_drawings(html):
            complain(config, name, line)
            told = True
    look_at_links(config, files)


def look_at_links(config, files: set[str]) -> None:
    """Tells each link that leads nowhere, once. `files`: every file of the site."""
    found, root = guide(config), urlsplit(config.site_url or "/").path
    ids = {name: set(ID.findall(html)) for name, html in found.built.items()}
    named = {one[1] or one[2] for one in map(NAMED.search, found.faults) if one}
    nowhere: dict[tuple, list[tuple[str, str]]] = {}
    for name in sorted(found.built, key=lambda name: (name == WHOLE, name)):
        if 'http-equiv="refresh"' in found.built[name]:
            continue  # a page that only leads on: the table it is made from is checked
        for link in links_of(found.tree(name)):
            path, _, anchor = link.partition("#")
            if path.endswith(".md") or any(f"-{anchor}".endswith(f"-{one}") for one in named) or link.startswith("#/"):
                continue  # MkDocs has named it; or it is a script's own
            # The 404 page is served from any depth.
            inside = "/" + link[len(root) :] if name == "404.html" and link.startswith(root) else link
            target = target_of(inside, name)
            gone = found.archived("/" + (target or "").removesuffix("index.html"))  # it says where to go by itself
            repeated = name == WHOLE and (target, anchor) in nowhere
            if not gone and not repeated and dead(inside, name, ids, files):
                nowhere.setdefault((target, anchor), []).append((name, link))
    for (name, link), *others in nowhere.values():
        more = f" (and on {len(others)} more pages)" if others else ""
        complain(config, name, f"the link {link} leads nowhere{more}: mend its address or its anchor")
