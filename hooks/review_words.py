"""The words that a clinician reviews, and their hash: of a page, and of a notice of data/signs.yml.

Not of them: dates, sources, a clinic's own block, related links, meanings of words, and what the guide says round
every page. The emergency numbers are: a country's copy needs its own review.
"""

import hashlib
import re
import unicodedata
from html import unescape

from contracts import Notice
from guide import Guide, Page
from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser
from whole_guide import MARKER, reading_order, without_notes

# What stands in a page and is not reviewed; elsewhere templates mark theirs with data-unread.
UNREAD = """script, style, template, sup, time, [data-unread], [data-pocket], .hg-changed, .hg-byline, .hg-from,
.hg-sources, .hg-calls__team, .hg-labels__team, .hg-snippets, .hg-poster"""
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|button|cite|code|em|i|input|label|mark|q|s|small|span|strong|sub|u|wbr)\b[^>]*>"
)
ALT = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')


def plain(html: str) -> str:
    """The words of an HTML text: blocks are apart, quotes straight, runs of white space one blank.

    >>> plain("<li><b>Call</b> now</li><li>It\\u2019s\\n  new<sup>1</sup></li>")
    "Call now It's new"
    """
    tree = LexborHTMLParser(html)
    for node in tree.css(UNREAD):
        node.decompose()
    text = unescape(re.sub(r"<[^>]*>", " ", INLINE.sub("", ALT.sub(r" \1 ", tree.body.inner_html or ""))))
    text = unicodedata.normalize("NFC", text).translate(str.maketrans("\u2018\u2019\u201c\u201d\xa0", "''\"\" "))
    return " ".join(text.split())


def mark(*texts: str) -> str:
    """The hash of texts."""
    return hashlib.sha256("\n".join(map(plain, texts)).encode()).hexdigest()


def of_words(page: Page, made: dict, found: Guide) -> str:
    """The hash of a page. `made`: each page of MkDocs, by address, with its text as made of its Markdown."""
    head = [found.facts.contacts.numbers(), page.front.title, *page.front.lines]
    texts = [made[page.address].content]
    if MARKER in texts[0]:
        texts += [part.content for part in reading_order(list(made.values()))]
    return mark(*map(escape, head), *(without_notes(text)[0] for text in texts))


def of_notice(row: Notice, found: Guide) -> str:
    """The hash of a notice: its name, lines, what their labels say, what to do until help comes."""
    texts = [row.name, row.meanwhile.says if row.meanwhile else ""]
    for label, line in row.lines:
        urgency = getattr(found.facts.urgency, label)
        texts += [urgency.name, *map(found.fill, urgency.do), line.text]
        texts += [found.facts.contacts.crisis_numbers()] if line.call else []
    return mark(*map(escape, texts))


def hashes_of(made: dict, found: Guide) -> dict[str, str]:
    """The hashes of all that may be reviewed: pages by address, signs by id."""
    pages = {address: of_words(found.pages[address], made, found) for address in made if not found.archived(address)}
    return pages | {row.id: of_notice(row, found) for row in found.signs.notices}
