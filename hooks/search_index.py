"""Search: the index of the sections of every page, with the readers' own words; engine and box are in overrides/."""

import html
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from assets import hashed
from components import slug
from contracts import LABELS, Notice
from dial import dial
from guide import Guide, address_of, complain, guide, typeset
from signs import CARE, HELP, TREATMENT
from thesaurus import rows

EXCERPT = 42  # letters of a section's beginning that a result shows
COMMON = 2  # a word in the text of more sections than this says little of any of them
LISTS = {"call", "planner", "sources"}  # sections that list signs or sources
ON_TREATMENT = "side-effects"  # the section of the care page that lists signs
MARKS = re.compile(r"([.:;!?)])(?: \d{1,3})+(?= [A-Z]|$)")  # citation marks, as they are left without their tags
HEADING = re.compile(r'<h[1-6]\b[^>]*?\sid="([^"]+)"[^>]*>.*?</h[1-6]>', re.DOTALL)
BRIEF = ("about", "reference", "archived")  # kinds found by title and keywords only, to keep the index small
WORDS, ASK = "/words/", "/care/questions/"


def fold(text: str) -> str:
    """Lower case without accents and apostrophes; `T-DXd` is one word, `C78.7` too.

    As words.js does.

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


def extra_words(text: str, stop: set[str], *known: str) -> str:
    """The words of `text` that no `known` text holds, without stop words, short words and bare figures."""
    seen = stop.union(*(words_of(part) for part in known))
    found = {word for word in words_of(text) if word not in seen and len(word) > 2 and not word.isdigit()}
    return " ".join(word for word in sorted(found) if word + "s" not in found)  # "scan" finds "scans"


def without_common(lists: list[str], most: int = COMMON) -> list[str]:
    """Word lists without the words that stand in more than `most` of them.

    >>> without_common(["cell grow", "cell", "cell bone"], 2)
    ['grow', '', 'bone']
    """
    counts = Counter(word for words in lists for word in words.split())
    return [" ".join(word for word in words.split() if counts[word] <= most) for words in lists]


def new_keywords(phrases: list[str], stop: set[str], *known: str) -> list[str]:
    """The phrases, each once, without those that have the very words of another or of a `known` text.

    >>> new_keywords(["liver mets", "mets in the liver", "mets"], {"in", "the"})
    ['liver mets', 'mets']
    """
    seen, kept = [set(words_of(part)) - stop for part in known], []
    for phrase in phrases:
        words = set(words_of(phrase))
        words = words - stop or words
        if words and words not in seen:
            seen.append(words)
            kept.append(" ".join(phrase.replace("|", " ").split()))
    return kept


def sections_of(content: str, toc) -> dict[str, tuple[str, str]]:
    """(title, text) of each section of a page by its anchor; `toc`: MkDocs' table of contents.

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


class Index:
    """The index as it grows: pages [address, title, weight], sections as six columns [page, anchor, title, excerpt,
    keywords, further words], concepts (thesaurus.py), notices [id, name, [[label, text, length of its only_if], …],
    what to do until help comes, what opens it, [[page, anchor, weight], …], area, whose lines help]; the rule for
    other signs as a notice without id.

    `parts`: (title, text) of each section, by address and anchor.
    """

    def __init__(self, parts: dict[str, dict[str, tuple[str, str]]], found: Guide):
        self.guide, self.parts = found, {address: {} for address in found.pages} | parts
        self.stop = set(found.facts.thesaurus.stop.split())
        fronts = {address: page.front for address, page in found.pages.items()}
        self.fronts = {
            address: front
            for address, front in fronts.items()
            if not front.search.get("exclude") and front.kind != "archived"
        }
        self.numbers = {address: number for number, address in enumerate(self.fronts)}
        self.faults: list[tuple[str, str]] = []  # (file, complaint)
        self.sections: list[list] = []

    def complain(self, address: str, line: str) -> None:
        self.faults.append((f"docs/{self.guide.pages[address].file}", line))

    def add(self, address: str, anchor: str, title: str, text: str, phrases: list[str], whole: bool = True) -> None:
        phrases, excerpt = new_keywords(phrases, self.stop, title), excerpt_of(text)
        known = (title, self.fronts[address].title, excerpt, *phrases)
        further = extra_words(text, self.stop, *known) if whole else ""
        self.sections.append([self.numbers[address], anchor, title, excerpt, "|".join(phrases), further])

    def add_page(self, address: str, codes: list[str]) -> None:
        front, parts = self.fronts[address], self.parts[address]
        own, says = front.keywords, " ".join((front.message or front.description).split())
        for key in own:
            if key != "page" and key not in parts:
                known = ", ".join(sorted(parts)) or "none"
                what = f"keywords: {key} is not a section of this page: write page, or one of {known}"
                self.complain(address, what)
        signs = self.guide.facts.signs
        lists = LISTS | {HELP: {area.id for area in signs.areas}, CARE: {ON_TREATMENT}}.get(address, set())
        self.add(address, "", front.title, says, [*own.get("page", []), *codes])
        for anchor, (title, text) in parts.items():
            listed = front.kind not in BRIEF and anchor in lists  # signs are rows of their own
            if not listed or anchor in own:
                text = "" if listed or front.kind in BRIEF else text
                self.add(address, anchor, title, text, own.get(anchor, []))

    def notice(self, row: Notice) -> list:
        """The row of a notice, with a spot on each page that shows it."""
        spots = [[self.numbers[HELP], row.id, 5 if row.places else 10]] if HELP in self.numbers else []
        pages = [(self.guide.facts.place(place).page, "call", place) for place in row.places]
        if row.area == TREATMENT and ON_TREATMENT in self.parts.get(CARE, ()):
            pages.append((CARE, ON_TREATMENT, ""))
        for address, anchor, place in pages:
            if address in self.numbers:
                weight = 4 if not place else 8 if len(spots) > 1 else 10  # the first place owns it
                spots.append([self.numbers[address], anchor, weight])
                if anchor not in self.parts[address]:
                    says = f'no section #call for the signs of {place}: add {{{{ sign_list("{place}") }}}}'
                    self.complain(address, says)
        lines = [[LABELS.index(label), typeset(line.text), len(line.only_if)] for label, line in row.lines]
        until = row.meanwhile.says if row.meanwhile else ""
        whose = next((line.call for _, line in row.lines if line.call), "")
        rules = "|".join(row.concepts).replace(" ", "")
        return [row.id, typeset(row.name), lines, until, rules, spots, row.area, whose]

    def made(self) -> dict:
        facts, fill = self.guide.facts, self.guide.fill
        codes: dict[str, list[str]] = {}
        for row in facts.codes:
            codes.setdefault(row.page, []).append(row.code)
        for address in self.fronts:
            self.add_page(address, codes.get(address, []))
        for row in facts.words if WORDS in self.numbers else ():
            self.add(WORDS, slug(row.term), row.term, row.means, row.also, whole=False)
        columns = [list(column) for column in zip(*self.sections, strict=True)]
        if columns:
            columns[5] = without_common(columns[5])
        weight = lambda address: 6 if self.fronts[address].kind in BRIEF else 7 if address == ASK else 10
        labels = [getattr(facts.urgency, label) for label in LABELS]
        rule = [[number, label.rule, 0] for number, label in enumerate(labels) if label.rule]
        return {
            "stop": " ".join(sorted(self.stop)),
            "plain": facts.thesaurus.plain,
            "pages": [[address, front.title, weight(address)] for address, front in self.fronts.items()],
            "sections": columns,
            "concepts": rows(facts.thesaurus),
            "notices": [self.notice(row) for row in facts.signs.notices],
            "rule": ["", typeset(facts.sentences.not_listed), rule, "", "", [], "", ""],
            "labels": [[label.name, typeset(fill(" ".join(label.do))), label.es] for label in labels],
            "areas": {area.id: area.short for area in facts.signs.areas},
            "calls": {
                "": [[f"{row.number} ({row.country})", row.number] for row in facts.contacts.emergency],
                "team": [[number, dial(number)] for number in self.guide.clinic.numbers],
                "crisis": [[f"{row.number} ({row.country})", row.tel] for row in facts.contacts.crisis],
            },
        }


def as_script(text: str) -> str:
    """The index as a script, for the copy that is opened from a folder, where nothing can be fetched."""
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"window.hgSearchIndex={text};\n"


# MkDocs


def on_page_context(context, page, config, nav):
    if not guide(config).pages[address_of(page)].front.search.get("exclude"):
        guide(config).sections[address_of(page)] = sections_of(page.content or "", page.toc)
    return context


def on_post_build(config):
    index = Index(guide(config).sections, guide(config))
    text = json.dumps(index.made(), ensure_ascii=False, separators=(",", ":")).encode()
    for where, line in index.faults:
        complain(config, where, line)
    (Path(config.site_dir) / hashed("search-index.json", text)).write_bytes(text)  # output.py puts it into the pages
