"""Subjects: every word that readers use for something in the guide, A to Z, with where it is answered (/words/a-z/)."""

import re
import unicodedata

from signs import HELP

LONGEST, LONGEST_NAME = 2, 9  # words in a subject: whole questions are for the search box
SAME = 5  # letters by which breathe, breathing and breathless are one subject

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

    def add(word: str, address: str, longest: int = LONGEST) -> None:
        word = " ".join(word.split())
        if word and len(word.split()) <= longest and word.casefold() not in SAY_NOTHING:
            found.setdefault(word.casefold(), {"word": word, "address": address})

    signs = guide.facts.thesaurus.signs
    for notice in guide.signs.notices:
        add(notice.name, f"{HELP}#{notice.id}", LONGEST_NAME)
        for concept in sorted(set(signs).intersection(notice.concepts)):  # it alone opens the notice
            for word in {word[:SAME]: word for word in reversed(signs[concept].words)}.values():
                add(word, f"{HELP}#{notice.id}")
    for address, page in guide.pages.items():
        for anchor, words in page.front.keywords.items() if page.front.kind != "archived" else ():
            for word in words:
                add(word, address if anchor == "page" else f"{address}#{anchor}")
    alone = {(word.removesuffix("s"), row["address"]) for word, row in found.items()}
    letters: dict[str, list[dict]] = {}
    names = {" ".join(notice.name.split()) for notice in guide.signs.notices}
    for word in sorted(found, key=lambda word: (letter(word), unicodedata.normalize("NFD", word))):
        row, parts = found[word], re.split(r"[\s-]", word)
        # "headache" stands for "headaches" and "terrible headache" too, where they lead to the same place.
        plural = word.endswith("s") and found.get(word[:-1], {}).get("address") == row["address"]
        within = len(parts) > 1 and any((part.removesuffix("s"), row["address"]) in alone for part in parts)
        if row["word"] in names or not (plural or within):
            letters.setdefault(letter(word), []).append(row)
    return letters
