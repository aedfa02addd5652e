"""The parts that pages hold (hooks/parts.yml), asked of their Markdown, and again of the pages as built."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import markdown_blocks
import prose
from calls import calls_in
from contracts import LABELS, Row, Text
from facts import check
from signs import HELP, of_page
from yaml_reader import read

FILE, MOVED = "hooks/parts.yml", "data/redirects.yml"
NO_PAGES = ("404.html", "405.html")  # what servers answer in the place of a page, at any depth
# Who stands in one of these, or is one, is not in sight.
HIDING = "details template noscript dialog select textarea xmp [hidden] [inert] [aria-hidden='true']".split()
HIDDEN = ", ".join(f"{one}, {one} *" for one in HIDING)


class Part(Row):
    find: Text
    by: Text
    says: str = ""
    words: str = ""


class Contract(Row):
    asks: list[Text] = []
    holds: list[Text] = []
    also: list[Text] = []
    kind: str = ""
    leads: bool = False


class Parts(Row):
    parts: dict[str, Part]
    stays: list[Text] = []
    pages: dict[str, Contract]


@cache
def table(folder: Path) -> tuple[Parts, list[str]]:
    """(the contract, complaints); `folder`: the project's."""
    found, faults = check(read(folder / FILE), Parts)
    return found or Parts(parts={}, pages={}), faults


def plain(text: str) -> str:
    """The letters and digits of a text, which neither quotes nor line ends change.

    >>> plain(" “It's” 38.5 ")
    'its385'
    """
    return "".join(filter(str.isalnum, text)).casefold()


def words(node) -> str:
    """What an element says, without the marks of its sources."""
    return unescape(re.sub(r"<sup\b.*?</sup>|<[^>]+>", "", node.html))


# Markdown


def shown(call: str) -> str:
    """A call as Markdown has it.

    >>> shown("labels(anchors)"), shown("rule()")
    ('{{ labels("anchors") }}', '{{ rule() }}')
    """
    return "{{ " + re.sub(r"\((.+)\)", r'("\1")', call) + " }}"


def stands(root: Path, address: str) -> bool:
    """Whether docs/ has the page of an address."""
    return any((root / f"docs/{address.strip('/')}{end}").is_file() for end in (".md", "/index.md", "index.md"))


def wrong_calls(page, found) -> Iterator[str]:
    """Complaints about the components that a page (guide.Page) asks for."""
    contracts, moved = table(found.root)[0].pages, found.redirects.moved
    own = next((place.id for place in found.places if place.page == page.address), "")
    if page.front.kind == "site" and not own:  # that it is no place's page is said where places are
        return
    home = {call.partition("(")[0]: name for name, one in contracts.items() for call in one.asks}
    name = next((name for name in contracts if page.address in (name, moved.get(name))), "site" if own else "")
    contract = contracts.get(name, Contract())
    due = contract.asks
    may = [call.replace("(own)", f"({own})").rstrip("?") for call in due]
    calls = [row for row in calls_in(page.body, page.first_line) if row[1] in home]
    asked = [(line, f"{part}({', '.join(map(str, args))})") for line, part, args in calls]
    given, last = [call for _, call in asked], -1
    lost = [call for call, row in zip(may, due, strict=True) if not row.endswith("?") and call not in given]
    lines = prose.outside_fences(page.body, page.first_line)[0]
    text, folded = dict(lines), markdown_blocks.folded(lines)
    for n, (line, call) in enumerate(asked):
        part = call.partition("(")[0]
        instead = [one for one in lost if one.partition("(")[0] == part]
        around = [text.get(near, "").strip() for near in (line - 1, line + 1)]
        if call not in may:
            write = f"write {shown(lost.pop(lost.index(instead[0])))}" if instead else "take it out"
            if home[part] not in ("site", name) and not stands(found.root, home[part]):
                write = f"if {home[part]} moved here, add '{home[part]}: {page.address}' under moved in {MOVED}"
            yield f"line {line}: {shown(call)} does not belong on this page: {write}"
        elif call in given[:n]:
            yield f"line {line}: {shown(call)} stands twice: take one out"
        elif may.index(call) < last:
            yield f"line {line}: {shown(call)} stands too low: put it above {shown(may[last])}"
        elif line not in text or line in folded:
            yield f"line {line}: {shown(call)} stands in {'a fold' if line in text else 'code'}: take it out of there"
        elif not re.fullmatch(r"\{\{[^{}]*\}\}", text[line].rstrip()) or any(around):
            yield f"line {line}: {shown(call)} stands alone, with an empty line before and after: mend it"
        else:
            last = may.index(call)
    above = [row for row in lines if row[1].strip() and asked and row[0] < asked[0][0]]
    if contract.leads and len(above) > (above[:1] != [] and above[0][1].startswith("## ")):
        yield f"line {above[-1][0]}: {shown(may[0])} stands first on this page, below its heading: take this away"
    if page.front.kind != contract.kind and (contract.kind or page.front.kind == "home"):
        yield f"kind: {page.front.kind} is not for this page: write {contract.kind or 'topic, or another'}"
    if lost:
        after = may[: may.index(lost[0])]
        below = f", below {shown(after[-1])}" if after else ""
        yield f"{', '.join(map(shown, lost))}: gone from this page: put it back{below}"


# Pages as built


def due_texts(found, page) -> dict[str, list[str]]:
    """What the parts of a page must say, by the word of `says` in the table.

    `page`: a guide.Page, or None for one of NO_PAGES.
    """
    facts, address = found.facts, page.address if page else "/404.html"
    name = lambda label: getattr(facts.urgency, label).name
    by_area = [notice for area in facts.signs.areas for notice in facts.signs.in_area(area.id)]
    own = by_area if address == HELP else of_page(facts.signs, facts.places, address)
    line = lambda notice, label, line: name(label) + (notice.whole(line) if len(notice.lines) == 1 else line.text)
    rows = [(label, getattr(facts.urgency, label)) for label in LABELS]
    numbers = [row.number for row in facts.contacts.emergency]
    said = facts.sentences
    state = said.review_stands if found.reviews or found.sign_reviews else said.not_reviewed.format(what="it")
    state = said.some_reviewed.format(**found.reviewed) if found.any_holds else state
    return {
        "calls": [*numbers, *found.clinic.numbers],
        "areas": [area.short for area in facts.signs.areas],
        "labels": [row.name + found.fill("".join(row.do)) for _, row in rows],
        "team": [facts.sentences.team_number],
        "rule": [row.name + row.rule + found.fill(row.do[0]) for _, row in rows if row.rule],
        "signs": [line(notice, *one) for notice in own for one in notice.lines],
        "meanwhile": [notice.meanwhile.says for notice in own if notice.meanwhile],
        "ticks": [name(label) for row in by_area if row.today or row.soon for label, _ in row.lines],
        "danger": [row.says for row in facts.signs.danger_box],
        "emergency": numbers,
        "numbers": [facts.contacts.numbers()],
        "state": [state],
        "no_harm": [facts.sentences.no_harm],
        "review": [reviewed(page, found)],
        "disclaimer": [facts.sentences.no_diagnosis + facts.sentences.general + reviewed(page, found)],
    }


def reviewed(page, found) -> str:
    """Who reviewed a page, or that no one has."""
    said = found.facts.sentences
    if page and page.front.kind == "archived":
        return ""
    if page and (one := found.reviews.get(page.address)):
        return said.reviewed.format(name=one.review.name, role=one.review.role, day="")
    return said.not_reviewed.format(what="this page")


def lost_parts(found, trees) -> Iterator[tuple[str, str]]:
    """(file, complaint) for every part that pages lost; `trees`: each page by its file in the site, parsed."""
    lost: dict[str, list[tuple[str, str]]] = {}
    for name, tree in sorted(trees, key=lambda row: row[0] != NO_PAGES[0]):
        page = found.pages.get("/" + name.removesuffix("index.html"))
        if page or name in NO_PAGES:
            for part, what in wrong_parts(tree, page, found):
                lost.setdefault(part, []).append((f"docs/{page.file}" if page else f"overrides/{name}", what))
    by_cause: dict[str, list[str]] = {}
    for name, ((file, what), *others) in lost.items():
        by = f"overrides/{table(found.root)[0].parts[name].by}"
        own = file.startswith("docs/")
        on = f"{file} and {len(others)} more pages" if others else f"this page ({by})" if own else file
        where = file if own and not others else by
        asks = "the page, overrides/partials/article.html, overrides/main.html"
        by_cause.setdefault(where, []).append(f"{name}: {what} on {on}: put it back, or what asks for it ({asks})")
    for where, (first, *others) in list(by_cause.items())[:2]:  # the others follow from them
        yield where, first + (f" (so too {len(others)} more parts)" if others else "")


def wrong_parts(tree, page, found) -> Iterator[tuple[str, str]]:
    """(name of a part, what is wrong with it) in a page as built; `tree`: parsed as browsers do."""
    kept = table(found.root)[0]
    site = page and any(place.page == page.address for place in found.places)
    names = ["every", *(["page"] if page else ["/404.html"]), *(["site"] if site else []), page.address if page else ""]
    rows = [kept.pages[name] for name in dict.fromkeys(names) if name in kept.pages]
    contracts = [row.holds for row in rows] + [[name] for row in rows for name in row.also]
    if page and page.front.kind == "archived":
        contracts = contracts[:1]
    held = {name: kept.parts[name] for names in contracts for name in names}
    said, order = due_texts(found, page), {}
    for n, node in enumerate(tree.css(", ".join(part.find for part in held.values()))):
        order[node.mem_id] = n
    unseen = {node.mem_id for node in tree.css(HIDDEN)}
    seen: dict[str, list[int]] = {}
    for name, part in held.items():
        nodes = tree.css(part.find)
        seen[name] = [order[node.mem_id] for node in nodes]
        texts = said[part.says] if part.says else [part.words] * bool(part.words)
        says = [plain(words(node)) for node in nodes]
        if not nodes:
            yield name, "is not there"
        elif any(node.mem_id in unseen for node in nodes):
            yield name, "is not in sight"
        elif len(nodes) != len(texts) > 1:
            yield name, f"has {len(nodes)} lines in the place of {len(texts)}"
        elif wrong := [text for text, one in zip(texts, says, strict=False) if plain(text) not in one]:
            yield name, f'does not say "{wrong[0][:60]}"'
        elif part.words and says != [plain(part.words)]:
            yield name, f'says more than "{part.words}"'
    for names in contracts:
        for before, after in zip(names, names[1:], strict=False):
            if seen[before] and seen[after] and seen[before][-1] > seen[after][0]:
                yield after, f"stands above the {before}"
