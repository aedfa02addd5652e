"""The whole guide on one page (/print/): each page as a part of it, with ids of its own and one list of sources."""

import re
from posixpath import normpath
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.utils import get_relative_url

KINDS = ("home", "section", "topic", "site", "tool")  # what a reader reads, in the order of the menu
LEFT_OUT = ("symptoms/planner.md", "go.md")  # tools, not reading
HELP = "symptoms/get-help/"
ALSO = ("words/index.md", "about/disclaimer.md")  # belongs to it too, at the end
MARKER = "<div data-whole-guide></div>"  # printed by overrides/components/whole-guide/whole-guide.html
TAG = re.compile(r"<[a-zA-Z][^>]*>")
IDS = re.compile(r'\s(id|for|aria-labelledby|aria-describedby|aria-controls|headers|list)="([^"]*)"')
LINK = re.compile(r'\s((?:xlink:)?href|src)="([^"]*)"')
# As hooks/citations.py has them made.
NOTES = re.compile(r'<h2 id="sources">.*?</details>', re.DOTALL)
NOTE = re.compile(r'<li id="fn-([^"]+)"[^>]*>\s*<p>(.*?)</p>\s*</li>', re.DOTALL)
# Told once, in the part of HELP; not the rule.
LABELS = re.compile(r'<ul class="hg-labels">.*?</ul>', re.DOTALL)
CHANGED = re.compile(r'<p class="hg-changed.*?</p>', re.DOTALL)
MARK = re.compile(r'(<a class="footnote-ref" href="#)[^"]*?fn-([^"]+)">\d+</a>')


def reading_order(pages: list) -> list:
    """The pages of the whole guide, in the order of the menu, each once."""
    pages = list({page.file.src_uri: page for page in pages}.values())
    main = [page for page in pages if page.front.kind in KINDS and page.file.src_uri not in LEFT_OUT]
    return main + [page for page in pages if page.file.src_uri in ALSO]


def prefix_of(url: str) -> str:
    """The prefix that makes a page's ids its own within the whole guide.

    >>> prefix_of("sites/liver/"), prefix_of("./")
    ('sites-liver', 'home')
    """
    return re.sub(r"[^a-z0-9]+", "-", url.lower()).strip("-") or "home"


def target(link: str, url: str) -> tuple[str, str] | None:
    """(page, anchor) inside the guide that `link` on the page `url` leads to; None for anything else.

    >>> target("../lungs/#call", "sites/liver/"), target("#signs", "sites/liver/"), target("tel:911", "")
    (('sites/lungs/', 'call'), ('sites/liver/', 'signs'), None)
    >>> target("../..", "sites/liver/")
    ('', '')
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("/"):
        return None
    if not parts.path:
        return url.removeprefix("./"), parts.fragment
    path = normpath("/" + url.removeprefix("./") + parts.path).lstrip("/")
    folder = path and (parts.path.endswith(("/", ".")) or "." not in path.rsplit("/", 1)[-1])
    return path + "/" * bool(folder), parts.fragment


def within(html: str, url: str, inside: dict[str, str], whole: str) -> str:
    """A page's HTML as part of the page `whole`: its own ids, links between the parts inside it, headings one deeper.

    `inside`: the prefix of each part, by page.
    """
    own = inside[url.removeprefix("./")]

    def ids(tag: re.Match) -> str:
        text = IDS.sub(lambda m: f' {m[1]}="{" ".join(f"{own}-{name}" for name in m[2].split())}"', tag[0])
        return LINK.sub(link, re.sub(r"url\(#([^)]+)\)", rf"url(#{own}-\1)", text))

    def link(match: re.Match) -> str:
        if (found := target(match[2], url)) is None:
            return match[0]
        page, anchor = found
        if page not in inside:
            return f' {match[1]}="{get_relative_url(page or ".", whole)}{anchor and "#" + anchor}"'
        new = f' {match[1]}="#{inside[page]}{anchor and "-" + anchor}"'
        if inside[page] == own or match[1] != "href":
            return new
        return f'{new} data-whole="{list(inside).index(page) + 1}"'  # paper cannot follow a link: it names the part

    html = TAG.sub(ids, html)
    return re.sub(r"(</?h)([1-6])(?=[\s>])", lambda m: f"{m[1]}{min(6, int(m[2]) + 1)}", html)


def without_notes(html: str) -> tuple[str, dict[str, str]]:
    """(a page's HTML without its list of sources, each source's line by key).

    >>> note = '<li id="fn-nhs"><p>NHS.</p></li>'
    >>> without_notes(f'<p>Text</p><h2 id="sources">Sources</h2><details><ol>{note}</ol></details>')
    ('<p>Text</p>', {'nhs': 'NHS.'})
    """
    found = NOTES.search(html)
    return (html[: found.start()] + html[found.end() :], dict(NOTE.findall(found[0]))) if found else (html, {})


def renumber(html: str, numbers: dict[str, int]) -> str:
    """The same text with its marks pointing into one list of sources.

    >>> renumber('<a class="footnote-ref" href="#home-fn-nhs">1</a>', {"nhs": 7})
    '<a class="footnote-ref" href="#fn-nhs">7</a>'
    """
    known = lambda mark: f'{mark[1]}fn-{mark[2]}">{numbers[mark[2]]}</a>' if mark[2] in numbers else mark[0]
    return MARK.sub(known, html)


def parts_of(pages: list, whole: str) -> dict:
    """What components/whole-guide/all-pages.html needs: `whole`, a row a page, its HTML in pieces between which a line
    leads to what the labels mean, in part number `help`; `notes`, the sources by key."""
    parts = reading_order(pages)
    inside = {part.url.removeprefix("./"): prefix_of(part.url) for part in parts}
    split = [without_notes(part.content) for part in parts]
    notes = {key: Markup(note) for _, own in split for key, note in own.items()}
    numbers = {key: number for number, key in enumerate(notes, 1)}
    rows = []
    for part, (text, _) in zip(parts, split, strict=True):
        html = renumber(within(text, part.url, inside, whole), numbers)
        html = html.replace('<p class="hg-byline"></p>', "")  # of the part about get-help: one stands above all
        pieces = [html] if part.url == HELP else LABELS.split(CHANGED.sub("", html))
        rows.append({"page": part, "id": inside[part.url.removeprefix("./")], "html": [*map(Markup, pieces)]})
    return {"whole": rows, "notes": notes, "help": [*inside, HELP].index(HELP) + 1}
