"""Each page was read against PEMAT-P and the CDC Clear Communication Index, item by item, with a line of evidence.

The scores are the authors' own, not a seal. An item is 1, 0 or n/a (left out); the score is worked out here and never
written. Below 90, mend the page and read it again: do not mend the score. A list ordered for looking up (A to Z, codes,
short links, sources) is not read as a list; every other list of more than 7 is a 0 in `cdc` 8.
"""

import datetime
import statistics
from pathlib import Path

import yaml

READINGS = Path(__file__).parent / "readings"
ITEMS = {
    "pemat_understandability": [*range(1, 13), *range(15, 20)],
    "pemat_actionability": [*range(20, 27)],
    "cdc": [*range(1, 21)],
}
LOWEST = 90


def score(items: dict) -> float:
    """Earned of what applies, out of 100."""
    counted = [value for value, _ in items.values() if value != "n/a"]
    return 100 * sum(counted) / len(counted)


def faults_of(reading: dict) -> list[str]:
    faults = []
    if not isinstance(reading.get("read"), datetime.date):
        faults.append("read: write the day the page was read")
    if "self-scored" not in str(reading.get("by")):
        faults.append("by: say that it is self-scored, not a seal")
    for part, wanted in ITEMS.items():
        items = reading.get(part) or {}
        if sorted(items) != wanted:
            faults.append(f"{part}: items {sorted(set(wanted) ^ set(items))} are missing or not of the list")
            continue
        for item, row in items.items():
            if not (isinstance(row, list) and len(row) == 2 and row[0] in (1, 0, "n/a") and str(row[1]).strip()):
                faults.append(f"{part} {item}: write [1, 0 or n/a, one line of evidence]")
        if not faults and score(items) < LOWEST:
            faults.append(f"{part}: {score(items):.0f} is below {LOWEST}: mend the page")
    return faults


def name_of(path: str) -> str:
    return (path.strip("/").replace("/", "-") or "home") + ".yml"


def test_every_page_is_read_and_scores_90(site, capsys):
    readings = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in READINGS.glob("*.yml")}
    pages = {name_of(path): "/" + path for path in site.pages}
    assert sorted(readings) == sorted(pages), "pages without a reading, or readings without a page"
    faults = []
    for name, reading in readings.items():
        if reading.get("page") != pages[name]:
            faults.append(f"{name}: page: write {pages[name]}")
        faults += [f"{name}: {fault}" for fault in faults_of(reading)]
    assert not faults, "\n".join(faults)
    rows = {reading["page"]: [score(reading[part]) for part in ITEMS] for reading in readings.values()}
    with capsys.disabled():
        print(f"\n{'Self-scored, out of 100':28} understand   act   cdc")
        for page, row in sorted(rows.items()):
            print(f"{page:28} {row[0]:10.0f} {row[1]:5.0f} {row[2]:5.0f}")
        for what in (min, statistics.median):
            row = [what(column) for column in zip(*rows.values(), strict=True)]
            print(f"{what.__name__:28} {row[0]:10.0f} {row[1]:5.0f} {row[2]:5.0f}")


def test_a_reading_without_evidence_or_below_90_is_named():
    good = {part: {item: [1, "seen"] for item in wanted} for part, wanted in ITEMS.items()}
    good |= {"read": datetime.date(2026, 11, 23), "by": "us (self-scored)"}
    assert faults_of(good) == []
    assert faults_of({**good, "cdc": {**good["cdc"], 3: [1, ""]}})
    assert faults_of({**good, "cdc": {**good["cdc"], **{item: [0, "no"] for item in (4, 8, 15)}}})
    assert faults_of({**good, "cdc": {item: [1, "seen"] for item in range(1, 20)}})
