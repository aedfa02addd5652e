"""Subjects: every word that readers use for something in the guide, A to Z, with where it is answered (/words/a-z/)."""

import re
import unicodedata

from signs import HELP

LONGEST = 2  # words in a subject: whole questions are for the search box

SAY_NOTHING = {"here", "information", "learn more", "more", "read more", "start", "this"}  # as the text of a link


def letter(word: str) -> str:
    """The letter a word stands under; what is no letter stands under "0 to 9".

    >>> letter("hígado"), letter("Ángulo"), letter("988")
    ('H', 'A', '0 to 9')
    """
    first = unicodedata.normalize("NFD", word)[0].upper()
    return first if "A" <= first <= "Z" else "0 to 9"


def subjects(guide) -> dict[str, list[dict]]:
    """By letter, rows of {word, address}, each word with the first place that answers it."""
    found: dict[str, dict] = {}

    def add(word: str, address: str) -> None:
        word = " ".join(word.split())
        if word and len(word.split()) <= LONGEST and word.casefold() not in SAY_NOTHING:
            found.setdefault(word.casefold(), {"word": word, "address": address})

    for notice in guide.signs.notices:
        for concept in set(guide.facts.thesaurus.signs).intersection(notice.concepts):  # it alone opens the notice
            for word in guide.facts.thesaurus.signs[concept].words:
                add(word, f"{HELP}#{notice.id}")
    for row in guide.facts.thesaurus.signs.values():  # what needs a second word stands with all signs
        for word in row.words:
            add(word, HELP)
    for address, page in guide.pages.items():
        for anchor, words in page.front.keywords.items() if page.front.kind != "archived" else ():
            for word in words:
                add(word, address if anchor == "page" else f"{address}#{anchor}")
    alone = {(word.removesuffix("s"), row["address"]) for word, row in found.items()}
    letters: dict[str, list[dict]] = {}
    for word in sorted(found, key=lambda word: (letter(word), unicodedata.normalize("NFD", word))):
        row, parts = found[word], re.split(r"[\s-]", word)
        # "headache" stands for "headaches" and "terrible headache" too, where they lead to the same place.
        plural = word.endswith("s") and found.get(word[:-1], {}).get("address") == row["address"]
        within = len(parts) > 1 and any((part.removesuffix("s"), row["address"]) in alone for part in parts)
        if not (plural or within):
            letters.setdefault(letter(word), []).append(row)
    return letters
