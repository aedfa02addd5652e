"""What pages draw, count and date, compared with the facts: pictures of numbers, menus, lists, days."""

import re
from collections.abc import Iterator
from datetime import date

from parts import NO_PAGES, plain, words

LOOKS = "overrides/"
NUMBERS = "components/numbers/numbers.html"


def drawn(drawing) -> dict[str, int]:
    """How many marks of each kind a drawing of a number has: a path has a dash, twenty wide a mark, for every ten."""
    marks = {}
    for name in ("yes", "no", "hole"):
        path = drawing.css_first(f".hg-number__{name}")
        dashes = re.findall(r"M[\d.]+ [\d.]+h([\d.]+)", (path and path.attributes.get("d")) or "")
        marks[name] = sum((float(wide) + 20) // 20 for wide in dashes)
    return marks


def wrong_numbers(tree, facts) -> Iterator[str]:
    """Complaints about the pictures of numbers on a page."""
    for figure in tree.css(".hg-number"):
        row = facts.number((figure.attributes.get("id") or "").removeprefix("number-"))
        if not row:
            yield "a picture of a number has no id of data/numbers.yml"
            continue
        text, drawings = plain(words(figure)), figure.css(".hg-number__picture")
        if len(drawings) != len(row.parts):
            yield f"{row.id}: it has {len(drawings)} drawings in the place of {len(row.parts)}"
            continue
        for (count, label), drawing in zip(row.parts, drawings, strict=True):
            marks, title = drawn(drawing), f"{label} {count} of 100 marks".strip()
            if marks != {"yes": count, "no": 100 - count, "hole": 100 - count}:
                shown = f"{marks['yes']:.0f} marks are filled and {marks['no']:.0f} open"
                yield f"{row.id}: {shown} in the place of {count}"
            elif plain(title) not in plain(words(drawing)):
                yield f"{row.id}: its title does not say {title}"
            elif label and plain(f"{label}{count} out of 100") not in plain(words(drawing.parent)):
                yield f'{row.id}: it does not say "{label}: {count} out of 100" beside the drawing'
        if lost := [one for one in (row.says, row.who, row.when, row.where, row.unsure) if plain(one) not in text]:
            yield f'{row.id}: it does not say "{lost[0][:60]}"'
        elif len(figure.css("sup")) < len(row.sources):
            yield f"{row.id}: a mark of its sources is gone"


def wrong_counts(tree, page, found) -> Iterator[tuple[str, str]]:
    """(file of overrides/, complaint) about a list that is not as long as its facts; `page`: a guide.Page or None."""
    facts, standing = found.facts, [one for one in found.pages if not found.archived(one)]
    related = [one for one in page.front.related if one in standing] if page and page.front.kind != "archived" else []
    marked = [place for place in found.places if place.map]
    due = [  # the elements, what makes them, how many there are, whether a page may have none
        (".hg-menu nav a", "partials/menu/menu.html", len(standing), len(standing) > 100),
        (".hg-related a", "partials/related/related.html", len(related), not related),
        (".hg-map__link", "components/pictures/body-map.html", len(marked), True),
        (".hg-map__list a", "components/pictures/pictures.html", len(marked), True),
        (".hg-codes [data-code]", "components/codes/codes.html", len(facts.codes), True),
        (".hg-words div[id] dt", "components/reference/reference.html", len(facts.words), True),
        (".hg-sources li", "components/reference/reference.html", len(facts.sources), True),
        (".hg-header__dials a", "partials/header/header.html", len(facts.contacts.emergency), True),
    ]
    for find, by, count, optional in due:
        nodes = tree.css(find)
        links = {node.attributes.get("href") for node in nodes} if "a" in find.split() or "link" in find else nodes
        if len(nodes) != count and (nodes or not optional) or len(links) != len(nodes) and "map" in find:
            yield by, f"{find} leads to {len(links)} in the place of {count}"


def wrong_dates(tree, page) -> Iterator[tuple[str, str]]:
    """(file of overrides/, complaint) about days, and about what a page says first."""
    for node in tree.css("time[datetime]"):
        day = date.fromisoformat(node.attributes["datetime"])
        if node.text(strip=True) != f"{day:%B} {day.day}, {day.year}":
            yield "partials/say.html", f"{day} is shown as {node.text(strip=True)}"
    if not page or page.front.kind == "archived":
        return
    days = {".hg-byline time": page.front.checked, ".hg-paper time": page.front.checked}
    for find, day in days.items():
        first = tree.css_first(find)
        if not first or first.attributes.get("datetime") != str(day):
            by = "partials/article.html" if "byline" in find else "partials/paper/paper.html"
            yield by, f"{find} does not say when the facts were checked"
    check_by = tree.css_first("[data-check-by]")
    if check_by and check_by.attributes["data-check-by"] != str(page.front.check_by):
        yield "partials/disclaimer/disclaimer.html", "the next check is another day than the page's own"
    if lost := [line for line in page.front.lines if plain(line) not in plain(words(tree.css_first(".hg-message")))]:
        yield "partials/article.html", f'the message does not say "{lost[0][:60]}"'


def wrong_figures(found, trees) -> dict[str, str]:
    """Complaints by file, the first of each; `trees`: each page by its file in the site, parsed."""
    told: dict[str, str] = {}
    for name, tree in trees:
        page = found.pages.get("/" + name.removesuffix("index.html"))
        if not page and name not in NO_PAGES:
            continue
        rows = list(wrong_dates(tree, page))
        if name != "print/index.html":  # it repeats the others
            rows += [(NUMBERS, line) for line in wrong_numbers(tree, found.facts)]
            rows += wrong_counts(tree, page, found)
        for by, line in rows:
            told.setdefault(LOOKS + by, f"{line} (on {f'docs/{page.file}' if page else name}): mend it")
    return told
