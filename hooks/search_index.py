"""Search: the section index that MkDocs' own plugin writes, joined by the readers' own words, made small.

Words come from front matter (`keywords`), symptom rows, words and codes. Engine and box are in
overrides/assets/javascripts/search-*.js; the stop words live here and travel in the index.
"""

from __future__ import annotations

import html
import json
import logging
import re
import shutil
import unicodedata
from collections import Counter
from pathlib import Path

from components import slug  # hooks/components.py

log = logging.getLogger("mkdocs.hooks.search_index")

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
MARKS = re.compile(r"([.:;!?)])(?: \d{1,3})+(?= [A-Z]|$)")  # citation marks, as the plugin leaves them
BRIEF = ("about", "reference", "archived")  # kinds found by title and keywords only, to keep the index small
HELP, GRID, WORDS, ASK = "/symptoms/get-help/", "/symptoms/", "/words/", "/care/questions/"
ACTS = ("now", "today", "soon")


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


def place_page(place: str) -> str:
    return {"breast": "/symptoms/breast/", "anywhere": HELP}.get(place, f"/sites/{place}/")


def build(docs: list[dict], pages: dict[str, dict], facts: dict) -> tuple[dict, list[tuple[str, str]]]:
    """(the index, complaints as (file, text)).

    `docs`: {location, title, text} as the search plugin writes them; `pages`: by address {file, title, kind,
    says, keywords, exclude}; `facts`: as hooks/facts.py hands them on. The index holds
    pages [address, title, weight], sections as six columns [page, anchor, title, excerpt, keywords, further words],
    signs [act, team first, says, medical word, keywords, [[page, anchor, weight], …], for whom].
    """
    faults: list[tuple[str, str]] = []
    sections: list[list] = []
    numbers: dict[str, int] = {}  # address -> number of its page
    codes: dict[str, list[str]] = {}
    for row in facts.get("codes") or []:
        codes.setdefault(row["page"], []).append(row["code"])

    def add(address: str, anchor: str, title: str, text: str, phrases: list[str], whole: bool = True) -> None:
        page_title = pages[address]["title"]
        phrases = new_keywords(phrases, title)
        excerpt = excerpt_of(text)
        further = extra_words(text, title, page_title, excerpt, *phrases) if whole else ""
        sections.append([numbers[address], anchor, title, excerpt, "|".join(phrases), further])

    shown = [address for address, page in pages.items() if not page["exclude"]]
    for address in shown:
        numbers[address] = len(numbers)
    ids: dict[str, set[str]] = {address: set() for address in pages}
    found: dict[str, list[tuple[str, str, str]]] = {address: [] for address in pages}
    for doc in docs:
        path, _, anchor = doc["location"].partition("#")
        address = "/" + path.removeprefix("./")
        if address in pages and anchor:
            ids[address].add(anchor)
            found[address].append((anchor, html.unescape(doc["title"]), html.unescape(doc["text"])))

    for address in shown:
        page = pages[address]
        own = page["keywords"]
        faults += [(f"docs/{page['file']}", line) for line in unknown_sections(own, ids[address])]
        add(address, "", page["title"], page["says"], [*own.get("page", []), *codes.get(address, [])])
        for anchor, title, text in found[address]:
            if page["kind"] in BRIEF:
                text = ""
            elif anchor == "sources" or SIGNS.fullmatch(anchor):
                text = ""  # signs are rows of their own
                if anchor not in own:
                    continue
            add(address, anchor, title, text, own.get(anchor, []))

    for row in facts.get("words") or []:
        if WORDS in numbers:
            add(WORDS, slug(row["term"]), row["term"], row["means"], [term for term in row.get("also") or [] if term], whole=False)

    signs = []
    for row in facts.get("symptoms") or []:
        where: dict[str, list] = {}  # one spot a page; the first place owns it
        for place in row["places"]:
            address = place_page(place)
            if address not in numbers:
                continue
            choices = (f"{row['act']}-{place}", row["act"], f"call-{row['act']}", "call")
            anchor = next((one for one in choices if one in ids[address]), "")
            where.setdefault(address, [numbers[address], anchor, 9 if place == "anywhere" and len(row["places"]) > 1 else 10])
            if not anchor:
                faults.append((f"docs/{pages[address]['file']}", f"no section #call for the signs of {place}: add {{{{ symptom_list(\"{place}\") }}}}"))
        first = row["places"][0]
        for address, choices, weight in ((HELP, (f"{row['act']}-{first}", row["act"]), 5), (GRID, (f"grid-{first}", "grid"), 2)):
            if address in numbers:
                where.setdefault(address, [numbers[address], next((one for one in choices if one in ids[address]), ""), weight])
        phrases = list(dict.fromkeys(row.get("keywords") or []))  # all: the short ones raise the alarm too
        signs.append(
            [
                ACTS.index(row["act"]),
                int(row.get("call") == "team-then-emergency"),
                row["says"],
                row.get("term") or "",
                "|".join(phrases),
                list(where.values()),
                row.get("only_if") or "",
            ]
        )

    acts = [facts["acts"][act] for act in ACTS] if facts.get("acts") else []
    columns = [list(column) for column in zip(*sections)]
    if columns:
        columns[5] = without_common(columns[5])
    index = {
        "stop": " ".join(sorted(STOP)),
        "pages": [[address, pages[address]["title"], 6 if pages[address]["kind"] in BRIEF else 7 if address == ASK else 10] for address in shown],
        "sections": columns,
        "signs": signs,
        "acts": [[act["name"], act["do"], act.get("team_first") or ""] for act in acts],
        "tel": [row["number"] for row in (facts.get("contacts") or {}).get("emergency", [])],
    }
    return index, faults


def as_json(index: dict) -> str:
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def as_script(text: str) -> str:
    """The same as a script, for the copy that is opened from a folder, where nothing can be fetched."""
    return "window.hgSearchIndex=" + text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + ";\n"


# MkDocs ------------------------------------------------------------------------------------------


def on_page_context(context, page, config, nav):
    """Notes what search needs to know of each page."""
    meta = page.meta
    keywords = meta.get("keywords")
    keywords = keywords if isinstance(keywords, dict) else {}
    address = "/" + page.url.removeprefix("./")
    config.extra.setdefault("search_pages", {})[address] = {
        "file": page.file.src_uri,
        "title": str(meta.get("title") or page.title or ""),
        "kind": str(meta.get("kind") or ""),
        "says": " ".join(str(meta.get("message") or meta.get("description") or "").split()),
        "keywords": {str(key): [str(phrase) for phrase in phrases or []] for key, phrases in keywords.items()},
        "exclude": bool((meta.get("search") or {}).get("exclude")) or meta.get("kind") == "archived",
    }
    return context


def write_index(config) -> None:
    """Reads what the search plugin wrote, writes assets/search-index.json, leaves nothing else behind."""
    site = Path(config.site_dir)
    written = site / "search" / "search_index.json"
    if not written.is_file():
        log.warning("mkdocs.yml: there is no search index: list /search under plugins")
        return
    docs = json.loads(written.read_text("utf-8"))["docs"]
    index, faults = build(docs, config.extra.get("search_pages", {}), config.extra.get("facts") or {})
    for name, line in faults:
        log.warning("%s: %s", name, line)
        config.extra.setdefault("faults", []).append(f"{name}: {line}")
    (site / "assets").mkdir(exist_ok=True)
    (site / "assets" / "search-index.json").write_text(as_json(index), "utf-8")
    shutil.rmtree(site / "search", ignore_errors=True)


def on_post_build(config):
    write_index(config)
