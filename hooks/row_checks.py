"""Rows of data against each other: codes and what they lead to, what stands twice, what would be found no more."""

import re
from collections.abc import Iterator

from contracts import ELSEWHERE, common

Faults = Iterator[tuple[str, str]]  # (file, complaint)
PLACES, CODES, OTHERS, WORDS = (f"data/{name}.yml" for name in ("places", "codes", "codes_elsewhere", "words"))


def wrong_codes(facts) -> Faults:
    """Codes that stand twice, that lead to a place that there is not, or to another than their meaning names."""
    known, seen = {row.id: row for row in facts.places}, {}
    for file, row in [(CODES, row) for row in facts.codes] + [(OTHERS, row) for row in facts.codes_elsewhere]:
        here = f"{row.code} of {file}"
        if (other := seen.setdefault(re.sub(r"\W", "", row.system + row.code), here)) != here:
            yield file, f"{facts.at(file, row.code)}this is {other}: keep one"
    for row in facts.codes:
        due = [one.id for one in facts.places for code in one.icd if row.code.startswith(code)]
        named = [one.id for one in facts.places if common(one.name, row.meaning)]
        says = ""
        if row.place and row.place not in known:
            says = f'place "{row.place}" is in no row of {PLACES}: write one of {", ".join(known)}'
        elif row.system == "ICD-10-CM" and (due or row.place and known[row.place].icd) and row.place not in due:
            says = f"{row.place or row.page} has no codes that begin so: mend the code, or icd in {PLACES}"
        elif row.place and named and row.place not in named:
            says = f"its meaning names {named[0]}, not {row.place}: mend one of the two"
        elif named := [one.id for one in facts.places if one.page == row.page]:
            says = f"page: write place: {named[0]} instead"
        if says:
            yield CODES, facts.at(CODES, row.code) + says
        row.page = known[row.place].page if row.place in known else row.page
    if lost := ELSEWHERE - {row.code for row in facts.codes_elsewhere}:
        yield OTHERS, f"{', '.join(sorted(lost))} is missing: put it back, or its readers get the wrong guide"


def wrong_rows(facts) -> Faults:
    """Crisis lines and words of signs that are gone, and rows that say what another says."""
    if not facts.contacts.crisis and any(line.call for *_, line in facts.signs.lines):
        yield "data/contacts.yml", "crisis: a sign of data/signs.yml shows these lines: put them back"
    stop = {*facts.thesaurus.stop.split()}
    terms = {row.term.lower(): row for row in facts.words}
    for row in facts.words:
        for also in map(str.lower, row.also):
            if also in stop or terms.get(also, row) is not row:
                yield WORDS, f'{facts.at(WORDS, row.term)}also: "{also}" is another word: take it out'
    for file, rows in {
        PLACES: [(row.id, text) for row in facts.places for text in {row.name, row.map_name}],
        WORDS: [(row.term, text) for row in facts.words for text in {row.term, row.means}],
        "data/questions.yml": [(row.id, text) for row in facts.questions for text in (row.title, *row.questions)],
    }.items():
        seen: dict[str, str] = {}
        for name, text in rows:
            if text.lower() in seen:
                says = f'"{text[:40]}" stands with {seen[text.lower()]} already: write its own words'
                yield file, facts.at(file, name) + says
            seen.setdefault(text.lower(), name)
