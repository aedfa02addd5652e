"""The real search box of the built guide: what readers type, with slips of the finger, and what the box answers.

A row of queries.json holds a query, its kind and the pages that answer it; one of red-flags.json the act whose card is
due.
"""

import json
import re
from itertools import groupby
from pathlib import Path

from contracts import LABELS

# An arrow key shows at once what was found; else the box waits for more letters. ASCII: half an emoji is sent as such.
ASK = """queries => JSON.parse(queries).map(query => {
    const input = document.querySelector('#search-input'), part = name => document.getElementById('search-' + name);
    const press = key => input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const begun = performance.now(), said = name => part(name).hidden ? '' : part(name).textContent;
    if (!part('panel').hidden) press('Escape');
    input.value = query;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    press('ArrowDown');
    return { note: said('note'), near: said('near'),
        card: part('help').querySelector('[data-notice][data-act]')?.dataset.act,
        found: [...document.querySelectorAll('#search-results a')].map(link => link.pathname),
        took: performance.now() - begun };
})"""


def opened(page, url):
    """A page of the guide with the box touched, so that engine and index are there."""
    page.goto(url)
    page.locator("#search-input").focus()
    page.wait_for_function("() => window.hgSearch?.ready")
    return page


def ask(page, queries: list[str]) -> list[dict]:
    return page.evaluate(ASK, json.dumps(queries))


def typos(query: str) -> list[str]:
    """The query with one slip in the middle of its longest word: a letter left out, doubled, swapped, a wrong vowel."""
    word = max(re.findall("[a-z]{5,}", query.lower()), key=len, default="")
    a, b = word[: len(word) // 2], word[len(word) // 2 :]
    vowel = re.sub("[aeiou]", lambda found: "aeioua"["aeiou".index(found[0]) + 1], b, count=1)
    slips = {b[1:], b[:1] + b, b[1:2] + b[:1] + b[2:], vowel} - {b}
    return [query.lower().replace(word, a + slip) for slip in sorted(slips)]


def measured(page) -> list[dict]:
    """Every row and its misspelled forms, with the answer; `at`: the place of the right page (of the right card, or a
    more urgent one: 1), else 0."""
    files = [Path(__file__).with_name(name).read_text("utf-8") for name in ("queries.json", "red-flags.json")]
    rows = [{"kind": "red flag", **row} for text in files for row in json.loads(text)["queries"]]
    for row in [row for row in rows if row.get("accept") != []]:
        kind = "red flag, misspelled" if "act" in row else "misspelled"
        rows += [{**row, "q": slip, "kind": kind} for slip in typos(row["q"])]
    for row, answer in zip(rows, ask(page, [row["q"] for row in rows]), strict=True):
        right = [path in row.get("accept", ()) for path in answer["found"]]
        if "act" in row:
            right = [answer["card"] in LABELS[: LABELS.index(row["act"]) + 1]]
        row |= {**answer, "at": right.index(True) + 1 if any(right) else 0}
    return rows


def shares(rows: list[dict]) -> list[float]:
    """In 100: right in the first place, among the first three, nothing found."""
    tests = (lambda row: row["at"] == 1, lambda row: 1 <= row["at"] <= 3, lambda row: not row["found"])
    return [100 * sum(map(test, rows)) / len(rows) for test in tests]


def report(rows: list[dict]) -> str:
    """The shares by kind of query, then each query that found a wrong page or none."""
    kind = lambda row: row["kind"]
    groups = {name: list(found) for name, found in groupby(sorted(rows, key=kind), kind)}
    lines = ["     n   first  1 to 3    none  in 100"]
    for name, found in groups.items():
        lines.append("".join(f"{number:6.0f}  " for number in (len(found), *shares(found))) + name)
    return "\n".join(lines + [f"{row['q']}: {row['found'][:3]}" for row in rows if not row["at"]])
