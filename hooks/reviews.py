"""Reviews by clinicians: whether pages and signs still say the words that were reviewed, and each place that tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts import Review
from front_matter import split
from guide import Guide, Page, address_of, complain, guide, log
from mkdocs.plugins import event_priority
from review_words import hashes_of
from signs import of_page
from yaml_reader import parse

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
        whose = [one for one, text in hashes.items() if text == review.text]
        other = name if name in whose else (*whose, first.setdefault(review.text, name))[0]
        if other != name:
            of = other if other.startswith("/") else f"the sign {other}"
            yield file, f"{where}clinical_review.text: that is the text of {of}: run `make review PAGE={name}`"
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
    hashes = hashes_of(files, found) if reviewed or signs else {}
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
