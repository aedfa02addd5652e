"""What one file of data/ says of another, and what the rules of prose and the floor of urgency say of them."""

from collections.abc import Iterator
from datetime import date

import prose
from contracts import ACTS

FLOOR = "tests/acts.yml"  # how soon each sign must be acted on: a guard, so it lies apart from what it guards
Faults = Iterator[tuple[str, str]]  # (file, complaint)
PLACES, SIGNS, CODES, SOURCES = (f"data/{name}.yml" for name in ("places", "symptoms", "codes", "sources"))
WORDED = [PLACES, SIGNS, *(f"data/{name}.yml" for name in "numbers questions words urgency contacts sentences".split())]
NO_PROSE = set("id source sources keywords also tel number page icon organ vein chain nodes spots".split())


def between(facts, latest: date) -> list[tuple[str, str]]:
    """Every complaint about `facts`, in which a code takes its place's page. `latest`: no fact was checked after it."""
    faults = [*wrong_places(facts), *wrong_texts(facts), *too_calm(facts)]
    for key, row in facts.sources.items():
        if row.checked > latest:
            line = facts.documents[SOURCES].line((key, "checked"))
            says = f"checked: {row.checked} has not come yet: write the day it was read"
            faults.append((SOURCES, f"line {line}: {key}: {says}"))
    return faults


def wrong_places(facts) -> Faults:
    """Places that share a page, or a rank in the planner; signs and codes of places that there are not."""
    known, pages, ranks = {row.id: row for row in facts.places}, {}, {}
    for row in facts.places:
        rank = row.planner.place if row.planner else row.id
        for what, seen, key in (("page", pages, row.page), ("planner.place", ranks, rank)):
            if (other := seen.setdefault(key, row.id)) != row.id:
                yield PLACES, f"{facts.at(PLACES, row.id)}{what} {key} is already that of {other}: write another"
    asked = [(SIGNS, row.id, place) for row in facts.symptoms for place in row.places]
    for file, name, place in asked + [(CODES, row.code, row.place) for row in facts.codes if row.place]:
        if place not in known:
            says = f'place "{place}" is in no row of {PLACES}: write one of {", ".join(known)}'
            yield file, facts.at(file, name) + says
    for row in facts.codes:
        row.page = known[row.place].page if row.place in known else row.page


def wrong_texts(facts) -> Faults:
    """Sources that data/sources.yml does not hold, and words that break the rules of prose."""
    for file in WORDED:
        document = facts.documents[file]
        for path, raw in document.raw.items():
            where = f"line {document.line(path)}: "
            if {"source", "sources"} & set(path) and raw and raw not in facts.sources:
                yield file, f'{where}source "{raw}" is not in {SOURCES}: add it there or mend its spelling'
            if not NO_PROSE & set(path):
                yield from ((file, where + says) for says in prose.wrong_in(raw))


def too_calm(facts) -> Faults:
    """Signs that are less urgent than the floor allows, or gone, also from a place. A sign may be more urgent than its
    row and stand in more places, never less."""
    signs = {row.id: row for row in facts.symptoms}
    for row in facts.acts:
        for name in row.ids:
            if not (sign := signs.get(name)):
                yield SIGNS, f'{name} is gone, but {FLOOR} needs it at "{row.act}": put the row back'
                continue
            if ACTS.index(sign.act) > ACTS.index(row.act):
                says = f'act "{sign.act}" is less urgent than its sources allow: write act: {row.act}'
                yield SIGNS, facts.at(SIGNS, name) + says
            if gone := [place for place in row.places if place not in sign.places]:
                says = f"{FLOOR} needs it in {', '.join(gone)} too: put the place back"
                yield SIGNS, facts.at(SIGNS, name) + says
