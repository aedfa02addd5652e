"""The words that a clinician reviews, and their hash: of a page, and of a notice of data/signs.yml.

Of a page's: what the feed says of when to call. Not: dates, sources, a clinic's own block, related links, meanings of
words, where links lead, and what the guide says round every page. The emergency numbers are: a country's copy needs its
own review.
"""

import hashlib
import re
import unicodedata
from html import unescape

from contracts import Notice
from guide import Guide, Page, address_of
from markupsafe import escape
from page_rows import when_to_call
from selectolax.lexbor import LexborHTMLParser
from whole_guide import MARKER, reading_order, without_notes

# What stands in a page and is not reviewed; elsewhere templates mark theirs with data-unread.
UNREAD = """script, style, template, time, sup:has(.footnote-ref), [data-unread], [data-pocket], .hg-changed,
.hg-byline, .hg-from, .hg-sources, .hg-calls__team, .hg-labels__team, .hg-snippets, .hg-poster"""
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|button|cite|code|em|i|input|label|mark|q|s|small|span|strong|sub|u|wbr)\b[^>]*>"
)
SAID = re.compile(r'\s(?:alt|title|placeholder|aria-label)="([^"]*)"')
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="(?:[^"]*/)?([^"/]+)"')
DRAWN = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)


def plain(html: str) -> str:
    """The words of an HTML text: blocks are apart, quotes straight, runs of white space one blank.

    >>> plain("<li><b>Call</b> now</li><li>It\\u2019s\\n  new<sup><a class='footnote-ref'>1</a></sup></li>")
    "Call now It's new"
    """
    tree = LexborHTMLParser(html)
    for node in tree.css(UNREAD):
        node.decompose()
    html = tree.body.inner_html or ""
    text = unescape(" ".join([re.sub(r"<[^>]*>", " ", INLINE.sub("", html)), *SAID.findall(html)]))
    text = unicodedata.normalize("NFC", text).translate(str.maketrans("\u2018\u2019\u201c\u201d\xa0", "''\"\" "))
    return " ".join(text.split())


def mark(*texts: str) -> str:
    """The hash of texts."""
    return hashlib.sha256("\n".join(map(plain, texts)).encode()).hexdigest()


def drawings(files) -> dict[str, str]:
    """The words in each drawing of docs/, by the name under which it is published. `files`: of MkDocs."""
    drawn = (file for file in files.media_files() if file.src_uri.endswith(".svg"))
    return {file.dest_uri.rpartition("/")[2]: " ".join(DRAWN.findall(file.content_string)) for file in drawn}


def of_words(page: Page, made: dict, drawn: dict[str, str], found: Guide) -> str:
    """The hash of a page. `made`: each page of MkDocs, by address, with its text as made of its Markdown."""
    calls = [text for row in when_to_call(page.address, found) for text in (row["name"], *row["do"], *row["signs"])]
    head = [found.facts.contacts.numbers(), page.front.description, *calls]
    parts = [made[page.address]]
    if MARKER in parts[0].content:
        parts += reading_order(list(made.values()))
    texts = [without_notes(part.content)[0] for part in parts]
    texts += [drawn.get(name, "") for text in texts for name in IMAGE.findall(text)]
    head += [text for part in parts for text in (part.front.title, *part.front.lines)]
    return mark(*map(escape, head), *texts)


def of_notice(row: Notice, found: Guide) -> str:
    """The hash of a notice: its name, lines, what their labels say, what to do until help comes."""
    texts = [row.name, row.meanwhile.says if row.meanwhile else ""]
    for label, line in row.lines:
        urgency = getattr(found.facts.urgency, label)
        texts += [urgency.name, *map(found.fill, urgency.do), line.text]
        texts += [found.facts.contacts.crisis_numbers()] if line.call else []
    return mark(*map(escape, texts))


def hashes_of(files, found: Guide) -> dict[str, str]:
    """The hashes of all that may be reviewed: pages by address, signs by id. `files`: of MkDocs, their pages made."""
    made, drawn = {address_of(file.page): file.page for file in files.documentation_pages()}, drawings(files)
    live = [page for address, page in found.pages.items() if address in made and page.front.kind != "archived"]
    pages = {page.address: of_words(page, made, drawn, found) for page in live}
    return pages | {row.id: of_notice(row, found) for row in found.signs.notices}
