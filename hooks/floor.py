"""Signs against the rest: their areas, places and danger box, and the floor below which none may fall."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from contracts import LABELS, Signs, common
from signs import act, line_id

SIGNS, FLOOR = "data/signs.yml", "data/urgency_floor.yml"
ADD = "ADD_ADDRESSES"  # in the environment: what is new is added to addresses and floor
CALM = re.compile(
    r"^(?:not?|never)\b|\b(?:for|over|than|after) (?:\w+ ){1,3}(?:days|weeks|months)\b", re.I
)  # in a sign to call now for
TEAM = "Your team's line first:"  # begins the last line of the danger box
MOST = 7  # lines of one urgency in an area
Faults = Iterator[tuple[str, str]]  # (what the complaint is about: the id of a notice or an area, or a key; complaint)


def wrong_signs(facts) -> list[tuple[str, str]]:
    """(file, complaint) for the faults of the first kind that has any, since the others may follow from it."""
    signs, document = facts.signs, facts.documents[SIGNS]
    parts = {part: getattr(signs, part) for part in ("areas", "notices", "danger_box")}
    where = {getattr(row, "id", f"{part}.{n + 1}"): (part, n) for part in parts for n, row in enumerate(parts[part])}
    if faults := list(gaps(facts)):
        return faults
    for kinds in ((wrong_names,), (too_calm, lost), (no_notice, alike), (crowded, uncovered), (new,)):
        faults: dict[str, str] = {}
        for name, says in (fault for kind in kinds for fault in kind(facts)):
            faults.setdefault(name, says)  # of a notice the first alone
        if faults:
            begin = lambda name, says: (*where.get(name, (name,)), says.partition(":")[0].partition(" ")[0])
            return [(SIGNS, f"line {document.line(begin(*one))}: {': '.join(one)}") for one in faults.items()]
    return list(loose(facts))


def kept_by(signs: Signs) -> dict[str, list]:
    """By each id that is kept, the (notice, label, line) that keep it."""
    kept: dict[str, list] = {}
    for notice, label, line in signs.lines:
        for name in (line_id(notice, label), *line.kept):
            kept.setdefault(name, []).append((notice, label, line))
    return kept


def gaps(facts) -> Faults:
    """Places on the floor that there are not, and several lines that it has lost."""
    document, floor, places = facts.documents[FLOOR], facts.urgency_floor, [place.id for place in facts.places]
    for name, row in floor.items():
        for place in set(row.places) - {*places}:
            yield (
                FLOOR,
                f'line {document.line((name,))}: {name}: "{place}" is in no row of data/places.yml: put it back',
            )
    if len(lost := [name for *_, line in facts.signs.lines for name in line.kept if name not in floor]) > 3:
        yield FLOOR, f"{', '.join(lost[:3])} and {len(lost) - 3} more do not stand here: put the lines back"


def looser(facts) -> dict[tuple[str, str], list[str]]:
    """Lines of the floor that ask for less than the signs do, by notice and key."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, [keeper, *_] in kept_by(facts.signs).items():
        held, row = held_by(*keeper), facts.urgency_floor.get(name)
        for key in ("label", "only_if", "places", "needs") if row else ():
            own = key != "needs" or name == line_id(*keeper[:2])
            if own and sorted(getattr(row, key)) != sorted(held[key]):
                found.setdefault((keeper[0].id, key), []).append(name)
    return found


def loose(facts) -> Faults:
    """Lines of the floor that someone may have loosened."""
    for (notice, key), names in looser(facts).items() if ADD not in os.environ else ():
        less = f"{', '.join(names)}: {key} asks for less than {notice} in {SIGNS} does"
        says = f"{less}: put it back; a clinician agrees first (or, if the sign is stricter now, run `make addresses`)"
        yield FLOOR, f"line {facts.documents[FLOOR].line((names[0],))}: {says}"


def held_by(notice, label: str, line) -> dict:
    """What the floor says of a line."""
    until = notice.meanwhile and label == notice.lines[0][0]
    needs = ["call"] * bool(line.call) + ["meanwhile"] * bool(until)
    return {"label": label, "only_if": line.only_if, "places": notice.places, "needs": needs}


def alike(facts) -> Faults:
    """Names and words that stand twice, and words of a calmer label."""
    signs, calls = facts.signs, [getattr(facts.urgency, label).name.lower() for label in LABELS]
    for part, key in (("areas", "says"), ("areas", "short"), ("notices", "name"), ("danger_box", "says")):
        seen: dict[str, str] = {}
        for number, row in enumerate(getattr(signs, part), 1):
            name = getattr(row, "id", f"{part}.{number}")
            if (other := seen.setdefault(getattr(row, key).casefold(), name)) != name:
                yield name, f"{key}: it stands with {other} already: write other words"
    says: dict[str, str] = {}
    for notice, label, line in signs.lines:
        where = f"{label} of {notice.id}"
        if len(line.says.split()) > 1 and (other := says.setdefault(line.says.casefold(), where)) != where:
            yield notice.id, f"{label}: it says what {other} says: write its own words"
        if label in LABELS[:2] and (odd := CALM.search(line.says)):
            yield notice.id, f'{label}: "{odd[0]}" leaves people out: take it out; a clinician agrees first'
        if told := [call for call in calls[LABELS.index(label) + 1 :] if call in line.says.lower()]:
            yield notice.id, f'{label}: "{told[0]}" is the name of a calmer label: take it out'


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
            instead = f"write {near[0]}" if near else "put it back there, or mend its name"
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
    """Areas that point to none, or have no notice or too many lines of one urgency."""
    for area in facts.signs.areas:
        names = [name for one in facts.signs.areas if one is not area for name in (one.says, one.short)]
        for told in re.findall(r": ([^:]*?)\.(?: |$)", area.see):
            if not any(name.startswith(told) for name in names):
                yield area.id, f'see: "{told}" is the beginning of no other area\'s name: mend it'
    counts = Counter((notice.area, act(label)) for notice, label, _ in facts.signs.lines)
    for area in [area.id for area in facts.signs.areas if not facts.signs.in_area(area.id)]:
        yield area, "no notice stands in this area: take it out, or write its notices"
    for (area, label), count in counts.items():
        if count > MOST:
            yield area, f"{count} lines of {label} in this area, {MOST} at most: join two, or move one"


def uncovered(facts) -> Faults:
    """Notices to call now for that the danger box does not hold; its last line is for the team's line."""
    *rows, last = [set(row.covers) for row in facts.signs.danger_box]
    for number, row in enumerate(box := facts.signs.danger_box, 1):
        if row.says.startswith(TEAM) != (row is box[-1]):
            yield f"danger_box.{number}", f'says: "{TEAM}" begins the last line, and no other: mend it'
        for notice in facts.signs.notices:
            told = " ".join([notice.name, *(line.says for _, line in notice.lines[:2])])
            if notice.id in row.covers and not common(row.says, told):
                yield f"danger_box.{number}", f"says: no word of {notice.id}, which it covers, stands in it: say it"
    now, team = ({row.id: 0 for row in facts.signs.notices if getattr(row, label)} for label in LABELS[:2])
    if lost := [name for name in now if name not in set().union(*rows)]:
        yield "danger_box", f"no line before the last covers {', '.join(lost)}: name it in the one that says it"
    elif lost := [name for name in team if name not in last]:
        yield "danger_box", f"the last line, the team's, does not cover {', '.join(lost)}: name it there"


def new(facts) -> Faults:
    """Lines that the floor does not hold yet."""
    rows = [(notice, label) for notice, label, _ in facts.signs.lines if ADD not in os.environ]
    if new := [row for row in rows if line_id(*row) not in facts.urgency_floor]:
        (notice, label), *more = new
        others = f" (so are {len(more)} more)" if more else ""
        yield notice.id, f"{label} is new{others}: run `make addresses` (or put its line in {FLOOR} back)"


def add_lines(path, facts) -> list[str]:
    """Writes lines that the floor lacks, or that ask for less than the signs do, at its end; returns them."""
    text, new = path.read_text("utf-8").rstrip("\n") + "\n", []
    due = {name: keepers[0] for name, keepers in kept_by(facts.signs).items()}
    low = [name for names in looser(facts).values() for name in names]
    for name in dict.fromkeys([*low, *(name for name in due if name not in facts.urgency_floor)]):
        held, row = held_by(*due[name]), facts.urgency_floor.get(name)
        if row and name != line_id(*due[name][:2]):
            held["needs"] = row.needs
        only = f", only_if: '{held['only_if'].replace(chr(39), chr(39) * 2)}'" if held["only_if"] else ""
        lists = "".join(f", {key}: [{', '.join(held[key])}]" for key in ("places", "needs") if held[key])
        new.append(f"{name}: {{label: {held['label']}{only}{lists}}}\n")
        text = re.sub(rf"(?m)^{name}:.*\n", "", text) + new[-1]
    if new:
        path.write_text(text, "utf-8")
    return new
