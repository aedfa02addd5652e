"""Reviews by clinicians: the hash of the words that were reviewed, and whether a page or a sign still says them.

Not of its words: dates, sources, a clinic's own block, related links, meanings of words, and what the guide says round
every page. The emergency numbers are: a country's copy needs its own review.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape

from contracts import Notice, Review
from front_matter import split
from guide import Guide, Page, address_of, complain, guide, log
from markupsafe import escape
from mkdocs.plugins import event_priority
from selectolax.lexbor import LexborHTMLParser
from signs import of_page
from whole_guide import MARKER, reading_order, without_notes
from yaml_reader import parse

# What stands in a page and is not reviewed; elsewhere templates mark theirs with data-unread.
UNREAD = """script, style, template, sup, time, [data-unread], [data-pocket], .hg-changed, .hg-byline, .hg-from,
.hg-sources, .hg-calls__team, .hg-labels__team, .hg-snippets, .hg-poster"""
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|button|cite|code|em|i|input|label|mark|q|s|small|span|strong|sub|u|wbr)\b[^>]*>"
)
ALT = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
SIGNS = "data/signs.yml"
# Written where a page tells of reviews: whether words still stand is known when all pages are made.
TOKEN = re.compile(r"@@review (\w+) ?([^@]*)@@")
MOST = 4  # names of signs that one line holds


@dataclass(frozen=True)
class Standing:
    """A review, whether the words are as they were then, and what changed since, if /about/changes/ says it."""

    review: Review
    holds: bool
    since: str = ""


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


def since(day: date, names: list[str], address: str, found: Guide) -> str:
    """What changed after a day in what to do, of those notices and on the page of that address, in a line."""
    rows = [row for row in found.facts.changes if row.day > day]
    short = {row.id: row.short for row in found.signs.notices}
    told = dict.fromkeys(short[id] for row in rows for id in row.notices if id in names)
    own = [row.says for row in rows if address in row.pages and not set(row.notices) & set(names)]
    signs = [found.facts.sentences.many_signs] if len(told) > MOST else [", ".join(told)] if told else []
    return ". ".join(text.rstrip(".") for text in signs + own)


def standing(review: Review, now: str, names: list[str], address: str, found: Guide) -> Standing:
    holds = review.text == now
    return Standing(review, holds, "" if holds else since(review.date, names, address, found))


def wrong_reviews(found: Guide, hashes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(file, complaint) about reviews that cannot be of what they stand with. `hashes`: of what is reviewed, and of
    pages that nobody has, by address or id."""
    rows = [(f"docs/{found.pages[name].file}", name, one.review) for name, one in found.reviews.items()]
    rows += [(SIGNS, name, one.review) for name, one in found.sign_reviews.items()]
    first: dict[str, str] = {}
    for file, name, review in rows:
        page = found.pages.get(name)
        where = line_in_head(page, found) if page else line_of_sign(name, found)
        other = first.setdefault(review.text, name)
        if other == name and hashes[name] != review.text:
            other = next((one for one, text in hashes.items() if text == review.text), name)
        if other != name:
            yield file, f"{where}clinical_review.text: that is the text of {other}: run `make review PAGE={name}`"
        elif page and hashes[name] == review.text and review.date < page.front.checked:
            says = f"{review.date} is older than its facts (checked: {page.front.checked}): have it reviewed again"
            yield file, f"{where}clinical_review.date: {says}, or take the review out"


def line_of_sign(name: str, found: Guide) -> str:
    """Where the review of a notice stands."""
    number = [row.id for row in found.signs.notices].index(name)
    line = found.facts.documents[SIGNS].line(("notices", number, "clinical_review"))
    return f"line {line}: {name}: "


def line_in_head(page: Page, found: Guide) -> str:
    """Where the review stands in a page's head."""
    head = split((found.root / "docs" / page.file).read_text("utf-8"))[0] or ""
    return f"line {parse(head, 2).line(('clinical_review', 'date'))}: "


def changed(found: Guide) -> Iterator[str]:
    """A line for each review whose words are others now."""
    of_pages = [(f"docs/{found.pages[name].file}", one) for name, one in found.reviews.items()]
    for where, one in of_pages + [(f"{SIGNS}: {name}", one) for name, one in found.sign_reviews.items()]:
        if not one.holds:
            by = f"{one.review.name} reviewed it on {one.review.date}"
            yield f"warning: {where}: it has changed since {by}, and says so until it is reviewed again"


# MkDocs


@event_priority(60)  # when the guide's templates are there, and before anything asks what a page says
def on_env(env, config, files):
    """Looks which reviews still hold, and writes it where pages left a mark for it."""
    found = guide(config)
    made = {address_of(file.page): file.page for file in files.documentation_pages()}
    reviewed = {address: page for address, page in found.pages.items() if page.front.clinical_review}
    reviewed = {address: page for address, page in reviewed.items() if not found.archived(address)}
    signs = [row for row in found.signs.notices if row.clinical_review]
    hashes = hashes_of(made, found) if reviewed or signs else {}
    for row in signs:
        found.sign_reviews[row.id] = standing(row.clinical_review, hashes[row.id], [row.id], "", found)
    for address, page in reviewed.items():
        names = [row.id for row in of_page(found.signs, found.places, address)]
        found.reviews[address] = standing(page.front.clinical_review, hashes[address], names, address, found)
    for where, line in wrong_reviews(found, hashes):
        complain(config, where, line)
    for line in changed(found):
        log.info(line)
    told = env.get_template("partials/reviewed.html").module.told
    for page in made.values():
        page.content = TOKEN.sub(lambda token: str(told(token[1], token[2])).strip(), page.content)
    return env
