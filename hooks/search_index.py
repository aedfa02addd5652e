"""Search: the sections of every page, joined by the readers' own words, made small.

Words come from front matter (`keywords`), symptom rows, words and codes. Engine and box are in
overrides/partials/search/; the stop words live here and travel in the index.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from assets import hashed  # hooks/assets.py
from components import slug  # hooks/components.py
from contracts import ACTS  # hooks/contracts.py
from guide import Guide, address_of, complain, guide  # hooks/guide.py
from signs import EVERY  # hooks/signs.py

STOP = frozenset(
    "a about after again all also am an and any are as at be because been being but by can could did didnt do does doesnt doing dont down "
    "el de en la las los un una "
    "each else ever few for from get gets getting give go goes going got had has have having he her hers him his how i id if ill im "
    "in into is isnt it its ive just keep keeps kind know let like ll look looking looks make makes many may me might more most much must my myself need no "
    "nor not now of off on one only or other our out over own really same she should so some such than that thats the their them "
    "then there theres these they this those through to too up us ve very want was we well were what whats when where "
    "whether which while who whom why will with would wont you your yours".split()
)
EXCERPT = 60  # letters of a section's beginning that a result shows
COMMON = 6  # a word in the text of more sections than this says little of any of them
SIGNS = re.compile(r"call(-\w+)?|(now|today|soon)(-[a-z-]+)?|grid(-[a-z-]+)?|planner")  # headings over lists of signs
MARKS = re.compile(r"([.:;!?)])(?: \d{1,3})+(?= [A-Z]|$)")  # citation marks, as they are left without their tags
HEADING = re.compile(r'<h[1-6]\b[^>]*?\sid="([^"]+)"[^>]*>.*?</h[1-6]>', re.DOTALL)
BRIEF = ("about", "reference", "archived")  # kinds found by title and keywords only, to keep the index small
HELP, GRID, WORDS, ASK = "/symptoms/get-help/", "/symptoms/", "/words/", "/care/questions/"


# Pure functions ----------------------------------------------------------------------------------


def fold(text: str) -> str:
    """Lower case without accents and apostrophes; `T-DXd` is one word, `C78.7` too.

    search-engine.js folds what is typed the same way.

    >>> fold("Can’t — metástasis, T-DXd C78.7")
    'cant — metastasis, tdxd c787'
    """
    text = unicodedata.normalize("NFD", text.lower())
    text = re.sub(r"[\u0300-\u036f'’‘`´ʼ]", "", text)
    text = re.sub(r"(?<![a-z0-9])([a-z])-(?=[a-z])", r"\1", text)
    return re.sub(r"(?<=\d)\.(?=[a-z0-9])", "", text)


def words_of(text: str) -> list[str]:
    """The words of a text, folded; single letters dropped, single digits kept.

    >>> words_of("Stage 4: a lump in the armpit")
    ['stage', '4', 'lump', 'in', 'the', 'armpit']
    """
    return [word for word in re.findall(r"[^\W_]+", fold(text)) if len(word) > 1 or word.isdigit()]


def excerpt_of(text: str, longest: int = EXCERPT) -> str:
    """The beginning of a text, cut between words.

    >>> excerpt_of("One two. 3 4 Three four", 15)
    'One two. Three…'
    """
    text = MARKS.sub(r"\1", " ".join(text.split()))
    if len(text) <= longest:
        return text
    return text[: longest + 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def extra_words(text: str, *known: str) -> str:
    """The words of `text` that no `known` text holds, each once, without stop words, short words and bare figures."""
    seen = set(STOP).union(*(words_of(part) for part in known))
    found = {word: None for word in words_of(text) if word not in seen and len(word) > 2 and not word.isdigit()}
    return " ".join(word for word in sorted(found) if word + "s" not in found)  # "scan" finds "scans"


def without_common(lists: list[str], most: int = COMMON) -> list[str]:
    """Word lists without the words that stand in more than `most` of them.

    >>> without_common(["cell grow", "cell", "cell bone"], 2)
    ['grow', '', 'bone']
    """
    counts = Counter(word for words in lists for word in words.split())
    return [" ".join(word for word in words.split() if counts[word] <= most) for words in lists]


def new_keywords(phrases: list[str], *known: str) -> list[str]:
    """The phrases, each once, without those that have the very words of another or of a `known` text.

    >>> new_keywords(["liver mets", "mets in the liver", "mets"])
    ['liver mets', 'mets']
    """
    seen, kept = [set(words_of(part)) - STOP for part in known], []
    for phrase in phrases:
        words = set(words_of(phrase))
        words = words - STOP or words
        if words and words not in seen:
            seen.append(words)
            kept.append(" ".join(phrase.replace("|", " ").split()))
    return kept


def unknown_sections(keywords: dict, ids: set[str]) -> list[str]:
    """Complaints about keywords whose section the page does not have.

    >>> unknown_sections({"page": ["x"], "sings": ["y"]}, {"signs"})
    ['keywords: sings is not a section of this page: write page, or one of signs']
    """
    known = ", ".join(sorted(ids)) or "none"
    return [
        f"keywords: {key} is not a section of this page: write page, or one of {known}"
        for key in keywords
        if key != "page" and key not in ids
    ]


def sections_of(content: str, toc) -> dict[str, tuple[str, str]]:
    """(title, text) of each section of a page by its anchor; `toc`: MkDocs' table of contents, which knows the titles.

    >>> from types import SimpleNamespace as Item
    >>> sections_of('<p>a</p><h2 id="b">B</h2><p>c <b>d</b></p>', [Item(id="b", title="B", children=[])])
    {'b': ('B', 'c d')}
    """
    titles, items = {}, list(toc)
    while items:
        item = items.pop(0)
        titles[item.id] = item.title
        items += item.children
    _, *parts = HEADING.split(content)
    texts = (" ".join(html.unescape(re.sub(r"<[^>]*>", " ", part)).split()) for part in parts[1::2])
    return {
        anchor: (html.unescape(titles[anchor]), text)
        for anchor, text in zip(parts[::2], texts, strict=True)
        if anchor in titles
    }


def build(parts: dict[str, dict[str, tuple[str, str]]], found: Guide) -> tuple[dict, list[tuple[str, str]]]:
    """(the index, complaints as (file, text)).

    `parts`: (title, text) of each section, by address and anchor. The index holds
    pages [address, title, weight], sections as six columns [page, anchor, title, excerpt, keywords, further words],
    signs [act, team first, says, medical word, keywords, [[page, anchor, weight], …], for whom].
    """
    faults: list[tuple[str, str]] = []
    sections: list[list] = []
    pages, facts = found.pages, found.facts
    shown = [
        address
        for address, page in pages.items()
        if not (page.front.search.get("exclude") or page.front.kind == "archived")
    ]
    numbers = {address: number for number, address in enumerate(shown)}
    codes: dict[str, list[str]] = {}
    for row in facts.codes:
        codes.setdefault(row.page, []).append(row.code)

    def add(address: str, anchor: str, title: str, text: str, phrases: list[str], whole: bool = True) -> None:
        phrases = new_keywords(phrases, title)
        excerpt = excerpt_of(text)
        further = extra_words(text, title, pages[address].front.title, excerpt, *phrases) if whole else ""
        sections.append([numbers[address], anchor, title, excerpt, "|".join(phrases), further])

    parts = {address: {} for address in pages} | parts
    for address in shown:
        front = pages[address].front
        own = front.keywords
        faults += [(f"docs/{pages[address].file}", line) for line in unknown_sections(own, set(parts[address]))]
        says = " ".join((front.message or front.description).split())
        add(address, "", front.title, says, [*own.get("page", []), *codes.get(address, [])])
        for anchor, (title, text) in parts[address].items():
            if front.kind in BRIEF:
                text = ""
            elif anchor == "sources" or SIGNS.fullmatch(anchor):
                text = ""  # signs are rows of their own
                if anchor not in own:
                    continue
            add(address, anchor, title, text, own.get(anchor, []))

    for row in facts.words:
        if WORDS in numbers:
            add(WORDS, slug(row.term), row.term, row.means, row.also, whole=False)

    signs = []
    for row in facts.symptoms:
        where: dict[str, list] = {}  # one spot a page; the first place owns it

        def lead(address: str, choices: tuple[str, ...], weight: int, where=where) -> str:
            anchor = next((one for one in choices if one in parts[address]), "")
            where.setdefault(address, [numbers[address], anchor, weight])
            return anchor

        for place in map(facts.place, row.places):
            choices = (f"{row.act}-{place.id}", found.signs.anchor(place, row.act), "call")
            weight = 9 if place.id == EVERY and len(row.places) > 1 else 10
            if place.page in numbers and not lead(place.page, choices, weight):
                says = f'no section #call for the signs of {place.id}: add {{{{ symptom_list("{place.id}") }}}}'
                faults.append((f"docs/{pages[place.page].file}", says))
        first = row.places[0]
        for address, choices, weight in (
            (HELP, (f"{row.act}-{first}", row.act), 5),
            (GRID, (f"grid-{first}", "grid"), 2),
        ):
            if address in numbers:
                lead(address, choices, weight)
        phrases = list(dict.fromkeys(row.keywords))  # all: the short ones raise the alarm too
        team_first = int(row.label == "team_now")
        signs.append(
            [ACTS.index(row.act), team_first, row.says, row.term, "|".join(phrases), list(where.values()), row.only_if]
        )

    columns = [list(column) for column in zip(*sections)]
    if columns:
        columns[5] = without_common(columns[5])
    team_first = found.fill(" ".join(facts.urgency.team_now.do))
    labels = [(act, getattr(facts.urgency, act)) for act in ACTS]
    kinds = {address: pages[address].front.kind for address in shown}
    index = {
        "stop": " ".join(sorted(STOP)),
        "pages": [
            [address, pages[address].front.title, 6 if kinds[address] in BRIEF else 7 if address == ASK else 10]
            for address in shown
        ],
        "sections": columns,
        "signs": signs,
        "acts": [
            [label.name, list(map(found.fill, label.do)), team_first if act == "now" else ""] for act, label in labels
        ],
        "tel": [row.number for row in facts.contacts.emergency],
    }
    return index, faults


def as_json(index: dict) -> str:
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def as_script(text: str) -> str:
    """The same as a script, for the copy that is opened from a folder, where nothing can be fetched."""
    return (
        "window.hgSearchIndex="
        + text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        + ";\n"
    )


# MkDocs ------------------------------------------------------------------------------------------


def on_page_context(context, page, config, nav):
    if not guide(config).pages[address_of(page)].front.search.get("exclude"):
        guide(config).sections[address_of(page)] = sections_of(page.content or "", page.toc)
    return context


def on_post_build(config):
    index, faults = build(guide(config).sections, guide(config))
    for name, line in faults if guide(config).whole else ():
        complain(config, name, line)
    text = as_json(index).encode()
    (Path(config.site_dir) / hashed("search-index.json", text)).write_bytes(text)  # output.py puts it into the pages
