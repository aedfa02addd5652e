"""Signs against the rest: their areas, places and danger box, and the floor below which none may fall."""

import os
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from contracts import LABELS, Signs
from signs import act, line_id

SIGNS, FLOOR = "data/signs.yml", "data/urgency_floor.yml"
ADD = "ADD_ADDRESSES"  # in the environment: what is new is added to addresses and floor
MOST = 7  # lines of one urgency in an area
Faults = Iterator[tuple[str, str]]  # (what the complaint is about: the id of a notice or an area, or a key; complaint)


def wrong_signs(facts) -> list[tuple[str, str]]:
    """(file, complaint) for the faults of the first kind that has any, since the others may follow from it."""
    signs, document = facts.signs, facts.documents[SIGNS]
    parts = {part: getattr(signs, part) for part in ("areas", "notices", "danger_box")}
    where = {getattr(row, "id", f"{part}.{n + 1}"): (part, n) for part in parts for n, row in enumerate(parts[part])}
    for kinds in ((wrong_names,), (too_calm, lost), (no_notice,), (crowded, uncovered), (new,)):
        faults: dict[str, str] = {}
        for name, says in (fault for kind in kinds for fault in kind(facts)):
            faults.setdefault(name, says)  # of a notice the first alone
        if faults:
            begin = lambda name, says: (*where.get(name, (name,)), says.partition(":")[0].partition(" ")[0])
            return [(SIGNS, f"line {document.line(begin(*one))}: {': '.join(one)}") for one in faults.items()]
    return []


def kept_by(signs: Signs) -> dict[str, list]:
    """By each id that is kept, the (notice, label, line) that keep it."""
    kept: dict[str, list] = {}
    for notice, label, line in signs.lines:
        for name in (line_id(notice, label), *line.kept):
            kept.setdefault(name, []).append((notice, label, line))
    return kept


def wrong_names(facts) -> Faults:
    """Ids that stand twice, areas and places that there are not."""
    signs, places = facts.signs, [place.id for place in facts.places]
    areas, used = [area.id for area in signs.areas], {row.area: row.id for row in reversed(signs.notices)}
    for name, count in Counter(row.id for row in (*signs.areas, *signs.notices)).items():
        if count > 1:
            yield name, f"{name} stands twice among areas and notices: give each an id of its own"
    for row in signs.notices:
        if row.area not in areas and used[row.area] == row.id:  # an area under another name is told once
            yield row.id, f'area: "{row.area}" is not there: write one of {", ".join(areas)}'
        for place in row.places:
            if place not in places:
                yield row.id, f'places: "{place}" is in no row of data/places.yml: write one of {", ".join(places)}'


def lost(facts) -> Faults:
    """Ids that no line keeps or two do, and ids that the floor does not hold."""
    kept, signs = kept_by(facts.signs), facts.signs
    gone = [name for name in facts.urgency_floor if name not in kept]
    for name, [(notice, label, line), *others] in kept.items():
        if others:
            yield notice.id, f"{label}: {name} is kept by {others[0][1]} of {others[0][0].id} too: keep it in one line"
        elif name in line.kept and name not in facts.urgency_floor:
            near = get_close_matches(name, gone, 1)
            gone = [one for one in gone if one not in near]
            instead = f"write {near[0]}" if near else "take it out"
            yield notice.id, f"{label}: from names {name}, which {FLOOR} does not hold: {instead}"
    if gone:
        own = {line_id(row, label): row.id for row in signs.notices for label in LABELS}
        says = f"{FLOOR} needs {', '.join(gone)}: put the line back, or name it in `from` of the line that says it"
        yield next((own[name] for name in gone if name in own), "notices"), says


def no_notice(facts) -> Faults:
    """Names in the danger box that are none of a notice."""
    ids = {row.id for row in facts.signs.notices}
    for number, row in enumerate(facts.signs.danger_box, 1):
        for name in row.covers:
            if name not in ids:
                yield f"danger_box.{number}", f"covers: {name} is no notice: mend its spelling, or take it out"


def too_calm(facts) -> Faults:
    """Lines that are calmer or narrower than the floor, or lack what it needs."""
    for name, [(notice, label, line), *others] in kept_by(facts.signs).items():
        if others or not (row := facts.urgency_floor.get(name)):
            continue
        if LABELS.index(label) > LABELS.index(row.label):
            yield notice.id, f"{label} is calmer than {FLOOR} allows {name}: write {row.label}"
        if line.only_if not in ("", row.only_if):
            instead = f'write "{row.only_if}", or take it out' if row.only_if else "take it out"
            yield notice.id, f"{label}: only_if is narrower than {FLOOR} has {name}: {instead}"
        if gone := [place for place in row.places if place not in notice.places]:
            yield notice.id, f"places: {FLOOR} needs {name} at {', '.join(gone)} too: put the place back"
        for key in row.needs:
            if not {"call": line.call, "meanwhile": notice.meanwhile}[key]:
                yield notice.id, f"{label}: {FLOOR} needs {key} with {name}: put it back"


def crowded(facts) -> Faults:
    """Areas with no notice, or too many lines of one urgency."""
    counts = Counter((notice.area, act(label)) for notice, label, _ in facts.signs.lines)
    for area in [area.id for area in facts.signs.areas if not facts.signs.in_area(area.id)]:
        yield area, "no notice stands in this area: take it out, or write its notices"
    for (area, label), count in counts.items():
        if count > MOST:
            yield area, f"{count} lines of {label} in this area, {MOST} at most: join two, or move one"


def uncovered(facts) -> Faults:
    """Notices to call now for that the danger box does not hold; its last line is for the team's line."""
    *rows, last = [set(row.covers) for row in facts.signs.danger_box]
    now, team = ({row.id: 0 for row in facts.signs.notices if getattr(row, label)} for label in LABELS[:2])
    if lost := [name for name in now if name not in set().union(*rows)]:
        yield "danger_box", f"no line before the last covers {', '.join(lost)}: name it in the one that says it"
    elif lost := [name for name in team if name not in last]:
        yield "danger_box", f"the last line, the team's, does not cover {', '.join(lost)}: name it there"


def new(facts) -> Faults:
    """Lines that the floor does not hold yet."""
    for notice, label, _ in facts.signs.lines if ADD not in os.environ else ():
        if line_id(notice, label) not in facts.urgency_floor:
            yield notice.id, f"{label} is new: run `make addresses`"


def add_lines(path, facts) -> list[str]:
    """Writes the lines that the floor does not hold yet at its end; returns them."""
    new = []
    for notice, label, line in facts.signs.lines:
        if (name := line_id(notice, label)) not in facts.urgency_floor:
            only = f", only_if: '{line.only_if.replace(chr(39), chr(39) * 2)}'" if line.only_if else ""
            places = f", places: [{', '.join(notice.places)}]" if notice.places else ""
            until = notice.meanwhile and label == notice.lines[0][0]
            needs = f", needs: [{'call' if line.call else 'meanwhile'}]" if line.call or until else ""
            new.append(f"{name}: {{label: {label}{only}{places}{needs}}}\n")
    if new:
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + "".join(new), "utf-8")
    return new
