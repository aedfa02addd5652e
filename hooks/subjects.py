"""Subjects: every word that readers use for something in the guide, A to Z, with where it is answered (/words/)."""

import re
import unicodedata

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

    for row in guide.facts.symptoms:
        place = guide.facts.place(row.places[0])
        for word in row.keywords:
            add(word, f"{place.page}#{guide.signs.anchor(place, row.act)}")
    for address, page in guide.pages.items():
        for anchor, words in page.front.keywords.items() if page.front.kind != "archived" else ():
            for word in words:
                add(word, address if anchor == "page" else f"{address}#{anchor}")
    letters: dict[str, list[dict]] = {}
    for row in sorted(
        found.values(), key=lambda row: (letter(row["word"]), unicodedata.normalize("NFD", row["word"].casefold()))
    ):
        rows = letters.setdefault(letter(row["word"]), [])
        # "headache" stands for "headaches" and "headache at night" too, where they lead to the same place.
        told = re.split(r"[\s-]", row["word"].casefold())[0].removesuffix("s")
        if not any(
            other["address"] == row["address"] and other["word"].casefold().removesuffix("s") == told for other in rows
        ):
            rows.append(row)
    return letters
