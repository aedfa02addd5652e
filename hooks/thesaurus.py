"""The thesaurus: what readers' words mean (data/thesaurus.yml), and which meanings open a notice (data/signs.yml)."""

import re
from collections.abc import Iterator
from typing import Annotated

from contracts import Once, Row, Text, Texts
from pydantic import field_validator

FILE, SIGNS = "data/thesaurus.yml", "data/signs.yml"
NEEDED = {"die", "overdose", "unwell"}  # the engine gives these a rule of their own: engine.js
KINDS = {"body": "body", "signs": "sign", "how": "how", "topics": "topic"}  # key: what the index calls it


class Concept(Row):
    """The words by which readers name one thing."""

    words: Texts
    """In English: US, UK and carers' talk, medical words, brand names."""
    es: Annotated[list[Text], Once] = []
    """In Spanish."""


class Thesaurus(Row):
    """What search understands."""

    stop: Text
    """Words that say nothing by themselves, with blanks between them."""
    plain: str = ""
    """Common words that are no slip of another."""
    twice: dict[str, Text] = {}
    """Words that stand in two concepts, and why."""
    body: dict[str, Concept]
    """Parts of the body, and what it does."""
    signs: dict[str, Concept]
    """What is felt or seen."""
    how: dict[str, Concept]
    """How bad, how long, whose."""
    topics: dict[str, Concept]
    """What people ask about."""

    @field_validator("body", "signs", "how", "topics")
    @classmethod
    def in_order(cls, rows: dict[str, Concept]) -> dict[str, Concept]:
        for name, words in [("", list(rows)), *((f"{key}: ", row.words) for key, row in rows.items())]:
            for one, other in zip(words, sorted(words), strict=True):
                if one != other:
                    raise ValueError(f'{name}"{one}" is out of order: put "{other}" before it')
        return rows

    @property
    def concepts(self) -> dict[str, Concept]:
        return {key: row for kind in KINDS for key, row in getattr(self, kind).items()}


def alternatives(rule: str) -> list[list[str]]:
    """The concepts of a rule: one of each list must be there.

    >>> alternatives("weak/numb + face")
    [['weak', 'numb'], ['face']]
    """
    return [part.split("/") for part in rule.split(" + ")]


def wrong_thesaurus(facts) -> Iterator[tuple[str, str]]:
    """(file, complaint): words in two concepts, rules of concepts that there are not, concepts that open nothing."""
    book, seen, used = facts.thesaurus, {}, set()
    concepts = book.concepts
    for key, row in concepts.items():
        for word in {*row.words, *row.es}:
            seen.setdefault(word, []).append(key)
    for key in sorted(NEEDED - {*concepts}):
        yield FILE, f"{key} is missing: put it back, or search shows no card for it"
    for word, keys in seen.items():
        if len(keys) > 1 and word not in book.twice:
            yield FILE, f'"{word}" stands in {keys[0]} and in {keys[1]}: take it out of one, or write in twice why'
    for word in book.twice:
        if len(seen.get(word, ())) < 2:
            yield FILE, f'twice: "{word}" does not stand in two concepts: take it out'
    for notice in facts.signs.notices:
        named = {one for rule in notice.concepts for part in alternatives(rule) for one in part}
        used |= named
        if gone := sorted(named - {*concepts}):
            says = f"{gone[0]} is no concept of {FILE}: mend its spelling, or add it there"
            yield SIGNS, f"{notice.id}: concepts: {says}"
    for key in [*book.body, *book.signs]:
        if key not in used:
            yield FILE, f"{key}: no notice of {SIGNS} is opened by it: name it in concepts there, or take it out"
    stop, names = {*book.stop.split()}, [row.name for row in facts.signs.notices]
    if hidden := sorted(stop & {word for name in names for word in re.findall(r"\w{6,}", name.lower())}):
        yield FILE, f"stop: {', '.join(hidden[:3])} would be found no more: take it out"
    elif len(stop) < 10:
        yield FILE, f"stop: only {len(stop)} words are left: put the others back"


def rows(book: Thesaurus) -> list[list[str]]:
    """The thesaurus for the search engine: [kind, id, words, Spanish words] of each concept, | between words."""
    return [
        [short, key, "|".join(row.words), "|".join(row.es)]
        for kind, short in KINDS.items()
        for key, row in getattr(book, kind).items()
    ]
