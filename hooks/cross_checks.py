"""What one file of data/ says of another, and what the rules of prose say of them."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

import plain
import prose
from explain import names
from floor import wrong_signs
from row_checks import wrong_codes, wrong_rows
from thesaurus import wrong_thesaurus

Faults = Iterator[tuple[str, str]]  # (file, complaint)
SOURCES, CHANGES, SIGNS, EDITIONS = (f"data/{name}.yml" for name in ("sources", "changes", "signs", "editions"))
PASSAGES, QUESTIONS = "data/passages.yml", "data/review_questions.yml"
FOREIGN = (
    SOURCES,
    "data/thesaurus.yml",
    "data/codes.yml",
    "data/codes_elsewhere.yml",
    PASSAGES,
    QUESTIONS,
)  # names and titles as others wrote them
WORDED = [
    f"data/{name}.yml" for name in "places signs changes numbers questions words urgency contacts sentences".split()
]
FILLED = ("data/urgency.yml", "data/sentences.yml")  # whose braces contracts.py knows
SHOWN = ("title", "publisher", "dated", "meaning", "stop", "says", "asks")  # of those
FILLING = re.compile(r"\[\^\w+\]|\[[^\[\]]*\]\(/[a-z0-9/.#-]*\)|\{[a-z_]+\}")  # marks, links and names in those
NO_PROSE = set("id icon from source sources concepts also tel number page organ vein chain nodes spots".split())


def between(facts, latest: date) -> list[tuple[str, str]]:
    """Every complaint about `facts`, in which a code takes its place's page. `latest`: no fact was checked after it."""
    faults = [*wrong_codes(facts), *wrong_texts(facts)]
    faults = faults or [*wrong_rows(facts), *wrong_signs(facts), *wrong_thesaurus(facts)]  # may follow from a text
    if not faults:  # they may follow from an id
        faults += [*wrong_changes(facts, latest), *wrong_for_review(facts, latest)]
    for key, row in facts.sources.items():
        if late := [year for year in re.findall(r"\b[12]\d{3}\b", row.dated) if int(year) > latest.year]:
            line = facts.documents[SOURCES].line((key, "dated"))
            faults.append((SOURCES, f"line {line}: {key}: dated: {late[0]} has not come yet: mend it"))
        if row.checked > latest:
            line = facts.documents[SOURCES].line((key, "checked"))
            says = f"checked: {row.checked} has not come yet: write the day it was read"
            faults.append((SOURCES, f"line {line}: {key}: {says}"))
    return faults


def wrong_changes(facts, latest: date) -> Faults:
    """Changes of days to come, out of order, or about notices that there are not."""
    known, before = [row.id for row in facts.signs.notices], latest
    for number, row in enumerate(facts.changes):
        told = {}
        if row.day > before:
            late = row.day > latest
            says = "has not come yet: write the day it came" if late else "is newer than the row above: put it first"
            told["day"] = f"{row.day} {says}"
        if gone := [name for name in row.notices if name not in known]:
            near = get_close_matches(gone[0], known, 1)
            told["notices"] = f"{gone[0]} is no notice: {f'write {near[0]}' if near else 'take it out'}"
        before = min(before, row.day)
        for key, says in told.items():
            line = facts.documents[CHANGES].line((number, key))
            yield CHANGES, f"line {line}: row {number + 1}: {key}: {says}"


def wrong_for_review(facts, latest: date) -> Faults:
    """What packets for clinicians are made of, and reviews of signs: of sources, signs and days that there are not."""
    ids = [row.id for row in (*facts.signs.notices, *facts.numbers)]
    named = [(PASSAGES, (key,), "", key, [*facts.sources]) for key in facts.passages]
    for key, rows in facts.passages.items():
        named += [(PASSAGES, (key, n, "for"), f"{key}: ", id, ids) for n, row in enumerate(rows) for id in row.supports]
    for n, row in enumerate(facts.review_questions):
        named += [(QUESTIONS, (n, "notices"), f"row {n + 1}: ", id, ids) for id in row.notices]
    for file, path, row, name, known in named:
        if name not in known:
            near = get_close_matches(name, known, 1)
            says = f"{name} is not there: {f'write {near[0]}' if near else 'take it out'}"
            yield file, f"line {facts.documents[file].line(path)}: {row}{says}"
    for n, row in enumerate(facts.signs.notices):
        if row.clinical_review and row.clinical_review.date > latest:
            line = facts.documents[SIGNS].line(("notices", n, "clinical_review", "date"))
            says = f"{row.clinical_review.date} has not come yet: write the day it was done"
            yield SIGNS, f"line {line}: {row.id}: clinical_review.date: {says}"
    for n, day in enumerate(facts.editions):
        if day > latest or day in facts.editions[:n]:
            says = f"{day} {'has not come yet' if day > latest else 'stands twice'}: take it out"
            yield EDITIONS, f"line {facts.documents[EDITIONS].line((n,))}: {says}"


def wrong_texts(facts) -> Faults:
    """Sources that data/sources.yml does not hold, and words that break the rules of prose."""
    dialed = {row.number for row in facts.contacts.emergency}
    for file in (*WORDED, *FOREIGN):
        document = facts.documents[file]
        for path, raw in document.raw.items():
            where = f"line {document.line(path)}: "
            if {"source", "sources"} & set(path) and raw and raw not in facts.sources:
                row = ".".join(names(document.value, path[:-1]))
                yield file, f'{where}{row}: source "{raw}" is not in {SOURCES}: add it there or mend its spelling'
            ours, told = file not in FOREIGN and not NO_PROSE & set(path), []
            if ours:
                typed = prose.TELEPHONE.search(raw)
                if typed and not (file == "data/contacts.yml" and re.findall(r"\d+", typed[0])[-1] in dialed):
                    told.append(f"'{typed[0]}' is a number to call: data/contacts.yml alone says it, as number and tel")
                told += prose.wrong_in(raw)
            text = FILLING.sub("\u2026", raw) if file in FILLED else raw
            if raw and not told and (ours or {"words", "es", "also", *SHOWN} & set(path)):
                told.append(plain.wrong_text(text, ours))
            yield from ((file, where + says) for says in filter(None, told))
            if ours:
                for key in set(re.findall(r"\[\^(.*?)\]", raw)) - {*facts.sources}:
                    yield file, f"{where}[^{key}] is not in {SOURCES}: add the source or mend the key"
