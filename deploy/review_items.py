"""What a packet for a clinician holds: a page's words in reading order, cut into items that are marked one by one."""

import base64
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from contracts import Change, Source
from guide import Guide
from markupsafe import Markup
from review_words import UNREAD
from reviews import Standing
from selectolax.lexbor import LexborHTMLParser, LexborNode
from whole_guide import without_notes

MOST = 120  # words of prose in an item
HEADINGS = ("h2", "h3", "h4", "h5")
LABELS, WHOLE = ".hg-labels:not([data-rule])", "[data-whole-guide]"
LIVE = ", ".join([*HEADINGS, ".hg-notice", ".hg-number", ".hg-danger", LABELS, WHOLE])
BOLD = re.compile(r"<p><strong>[^<]*</strong></p>")
# Not read in a review (hooks/reviews.py), or drawn for the hand; days and marks of sources are read all the same.
LEFT_OUT = [part.strip() for part in UNREAD.split(",") if not part.strip().startswith(("sup", "time"))]
LEFT_OUT += ["input", "textarea", ".hg-icon", ".hg-lines"]
# What opens, or is filled in, stands open in a packet, as words alone.
OPENED = [
    (re.compile(r"<details\b[^>]*>"), '<div class="fold">'),
    (re.compile(r"<(/?)(?:details|form|fieldset|section|nav|select)\b[^>]*>"), r"<\1div>"),
    (re.compile(r"<(/?)(?:summary|legend)\b[^>]*>"), r"<\1p>"),
    (re.compile(r"<(/?)(?:button|label|option)\b[^>]*>"), r"<\1span>"),
    # A link in a drawing.
    (re.compile(r"(?s)<svg\b.*?</svg>"), lambda drawing: re.sub(r"<(/?)a\b", r"<\1g", drawing[0])),
]
DROPPED = ("hidden", "tabindex", "loading", "role", "aria-describedby", "markdown")


class Cited(NamedTuple):
    """A source of a row of data, the lines of the row that cite it, and what it was seen to say about that."""

    key: str
    source: Source
    by: list[str]
    passages: list[str]


@dataclass
class Item:
    """What a reviewer marks once; or a heading, which has no number."""

    kind: str  # heading, question, message, prose, labels, notice, danger, number, fed or whole
    html: Markup = Markup("")  # as readers get it
    row: object = None  # of data/; of a heading, and of the red box, what it says
    level: int = 0  # of a heading
    words: int = 0
    number: int = 0
    cited: list[Cited] = field(default_factory=list)
    standing: Standing | None = None  # of a notice
    changes: list[Change] = field(default_factory=list)  # of a notice, since then


def cited(found: Guide, keys: list[str], id: str = "", by: dict[str, list[str]] | None = None) -> list[Cited]:
    """The sources `keys` with their passages: those for the row `id`, or all. `by`: which lines cite each."""
    told = lambda key: [row.says for row in found.facts.passages.get(key, ()) if not id or id in row.supports]
    return [Cited(key, found.facts.sources[key], (by or {}).get(key, []), told(key)) for key in keys]


def since(found: Guide, standing: Standing | None, ids: set[str], address: str = "") -> list[Change]:
    """What changed since a review in what to do, by those notices and that page."""
    rows = found.facts.changes if standing else []
    return [row for row in rows if row.day > standing.review.date and (ids & {*row.notices} or address in row.pages)]


def of_notice(found: Guide, row) -> Item:
    """A notice, with every source of every line."""
    lines = [(getattr(found.facts.urgency, label).name, line) for label, line in row.lines]
    lines += [("Until help comes", row.meanwhile)] if row.meanwhile else []
    by = {key: [name for name, line in lines if key in line.sources] for key in row.cites}
    standing = found.sign_reviews.get(row.id)
    changes = since(found, standing, {row.id})
    return Item("notice", row=row, cited=cited(found, row.cites, row.id, by), standing=standing, changes=changes)


def of_number(found: Guide, row) -> Item:
    return Item("number", row=row, cited=cited(found, row.sources, row.id))


def tree_of(html: str, pictures: dict[str, bytes]) -> LexborHTMLParser:
    """A page's text without what is not read, its pictures inside it, and links only to where a packet can lead."""
    html = without_notes(html)[0]
    for form, instead in OPENED:
        html = form.sub(instead, html)
    tree = LexborHTMLParser(html)
    for node in tree.css(", ".join(LEFT_OUT)):
        node.decompose()
    for node in tree.body.css("*"):
        given = dict(node.attributes)
        gone = {name for name in given if name in DROPPED or name.startswith("data-") and node.tag != "div"}
        if node.tag == "a" and not re.match("https:|tel:|mailto:|#fn-", given.get("href") or ""):
            gone |= {"href"} & {*given}
        for name in gone - {"data-notice", "data-rule"}:
            del node.attrs[name]
        if node.tag == "img" and (raw := pictures.get(Path(given["src"]).name)):
            kind = mimetypes.guess_type(given["src"])[0]
            node.attrs["src"] = f"data:{kind};base64,{base64.b64encode(raw).decode()}"
    for part in tree.body.css("ul, ol, dl"):
        shorten(tree, part)
    return tree


def shorten(tree: LexborHTMLParser, part: LexborNode) -> None:
    """A long list becomes several."""
    rows = list(part.iter())
    if words_of(part) <= MOST or part.css_first(LIVE) or len(rows) < 2:
        return
    run, count = None, MOST
    for number, row in enumerate(rows, 1):
        count += words_of(row)
        if count > MOST:
            run, count = tree.create_node(part.tag), words_of(row)
            run.attrs["class"] = part.attributes.get("class") or part.id or ""
            if part.tag == "ol":
                run.attrs["start"] = str(number)
            part.insert_before(run, move=True)
        run.insert_child(row, move=True)
    part.decompose()


def words_of(node: LexborNode) -> int:
    return len(node.text(separator=" ").split())


def pieces(node: LexborNode, found: Guide) -> Iterator[Item]:
    """What stands in a page, part by part: what data says as its row, all else as prose."""
    fold = node.attributes.get("class") == "fold"
    for number, part in enumerate(node.iter(include_text=True, skip_empty=True)):
        own = (part.attributes.get("class") or "").split() if part.tag != "-text" else []
        if part.tag in HEADINGS:
            yield Item("heading", row=part.text(), level=int(part.tag[1]))
        elif part.tag == "p" and (BOLD.fullmatch(part.html) or fold and number == 0):  # in all but name
            yield Item("heading", row=part.text(), level=3)
        elif "hg-notice" in own:
            id = part.css_first("[data-notice]").attributes["data-notice"]
            yield of_notice(found, next(row for row in found.signs.notices if row.id == id))
        elif "hg-number" in own:
            yield of_number(found, found.facts.number(part.id.removeprefix("number-")))
        elif "hg-danger" in own:
            name = part.css_first(".hg-danger__name").text()
            for said in part.css(".hg-danger__name, .hg-danger__lists"):
                said.decompose()  # data says them, with what each stands for
            yield Item("danger", Markup(part.inner_html), name)
        elif "hg-labels" in own and "data-rule" not in part.attributes:
            yield Item("labels", Markup(part.html))
        elif part.tag == "div" and "data-whole-guide" in part.attributes:
            yield Item("whole")
        elif part.tag != "-text" and (part.css_first(LIVE) or part.tag == "div" and words_of(part) > MOST):
            yield from pieces(part, found)
        elif (words := len((part.text() or "").split())) or part.tag != "-text" and part.css_first("img, svg"):
            yield Item("prose", Markup(part.html), words=words)


def items_of(html: str, pictures: dict[str, bytes], found: Guide) -> list[Item]:
    """The items of a page, prose in groups. `pictures`: by the names that the page has for them."""
    made: list[Item] = []
    level = 1
    for one in pieces(tree_of(html, pictures).body, found):
        last = made[-1] if made else None
        if one.kind == "heading":
            level = one.level = min(one.level, level + 1)  # no step is left out
        if last and last.kind == one.kind == "prose" and last.words + one.words <= MOST:
            last.html, last.words = last.html + one.html, last.words + one.words
        else:
            made.append(one)
    return made
