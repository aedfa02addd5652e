"""Slips of the finger, made by machine: always the same ones for the same words.

Kinds: a letter left out, a letter doubled, two letters swapped, a wrong vowel. Never the first letter.
"""

import random

SEED = 20261123
VOWELS = "aeiou"


def omission(word, dice):
    place = dice.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def doubling(word, dice):
    place = dice.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def swap(word, dice):
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return word
    place = dice.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def wrong_vowel(word, dice):
    places = [place for place in range(1, len(word)) if word[place] in VOWELS]
    if not places:
        return word
    place = dice.choice(places)
    return word[:place] + dice.choice([vowel for vowel in VOWELS if vowel != word[place]]) + word[place + 1 :]


KINDS = {"omission": omission, "doubling": doubling, "swap": swap, "wrong vowel": wrong_vowel}


def typos(query: str, each: int = 3) -> list[tuple[str, str]]:
    """Up to `each` misspelled forms of a query as (kind, query); none where no word has five letters."""
    words = query.lower().split()
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return []
    dice = random.Random(f"{SEED} {query}")
    found = []
    for kind in dice.sample(sorted(KINDS), len(KINDS)):
        place = dice.choice(long)
        slip = KINDS[kind](words[place], dice)
        made = " ".join([*words[:place], slip, *words[place + 1 :]])
        if slip != words[place] and made not in [query for _, query in found]:
            found.append((kind, made))
    return found[:each]
