"""What one file of data/ says of another, and what the rules of prose say of them."""

import re
from collections.abc import Iterator
from datetime import date

import prose
from explain import names
from floor import SIGNS, wrong_signs

Faults = Iterator[tuple[str, str]]  # (file, complaint)
PLACES, CODES, SOURCES = (f"data/{name}.yml" for name in ("places", "codes", "sources"))
WORDED = [PLACES, SIGNS, *(f"data/{name}.yml" for name in "numbers questions words urgency contacts sentences".split())]
NO_PROSE = set("id from source sources keywords also tel number page organ vein chain nodes spots".split())


def between(facts, latest: date) -> list[tuple[str, str]]:
    """Every complaint about `facts`, in which a code takes its place's page. `latest`: no fact was checked after it."""
    faults = [*wrong_places(facts), *wrong_texts(facts), *wrong_signs(facts)]
    for key, row in facts.sources.items():
        if row.checked > latest:
            line = facts.documents[SOURCES].line((key, "checked"))
            says = f"checked: {row.checked} has not come yet: write the day it was read"
            faults.append((SOURCES, f"line {line}: {key}: {says}"))
    return faults


def wrong_places(facts) -> Faults:
    """Places that share a page; codes of places that there are not."""
    known, pages = {row.id: row for row in facts.places}, {}
    for row in facts.places:
        if (other := pages.setdefault(row.page, row.id)) != row.id:
            yield PLACES, f"{facts.at(PLACES, row.id)}page {row.page} is already that of {other}: write another"
    for row in facts.codes:
        if row.place and row.place not in known:
            says = f'place "{row.place}" is in no row of {PLACES}: write one of {", ".join(known)}'
            yield CODES, facts.at(CODES, row.code) + says
        row.page = known[row.place].page if row.place in known else row.page


def wrong_texts(facts) -> Faults:
    """Sources that data/sources.yml does not hold, and words that break the rules of prose."""
    for file in WORDED:
        document = facts.documents[file]
        for path, raw in document.raw.items():
            where = f"line {document.line(path)}: "
            if {"source", "sources"} & set(path) and raw and raw not in facts.sources:
                row = ".".join(names(document.value, path[:-1]))
                yield file, f'{where}{row}: source "{raw}" is not in {SOURCES}: add it there or mend its spelling'
            if not NO_PROSE & set(path):
                yield from ((file, where + says) for says in prose.wrong_in(raw))
                for key in set(re.findall(r"\[\^(.*?)\]", raw)) - {*facts.sources}:
                    yield file, f"{where}[^{key}] is not in {SOURCES}: add the source or mend the key"
