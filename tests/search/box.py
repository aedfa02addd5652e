"""The real search box of the built guide, asked what readers type: what stands in sight, and where Enter leads.

A row of signs.json: words, their kind, the least urgent act that is due, the notices that would be right.
A row of questions.json: words, their kind, the pages that answer them (none: the box says so); may a card stand above.
"""

import json
import re
from pathlib import Path

RANK = {label: number for number, label in enumerate(("soon", "today", "now"), 1)} | {"team_now": 3}
WIDTH, HEIGHT = 360, 780  # a phone's screen

# Enter shows at once what was found; else the box waits for more letters. Where it leads is noted, not followed.
# ASCII: half an emoji is sent as such.
ASK = """queries => JSON.parse(queries).map(query => {
    const input = document.querySelector('#search-input'), part = name => document.getElementById('search-' + name);
    const press = key => input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const begun = performance.now(), said = name => part(name).hidden ? '' : part(name).textContent;
    if (!part('panel').hidden) press('Escape');
    input.value = query;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    let leads = '';
    const caught = event => {
        leads = event.target.closest('a').href; event.preventDefault(); event.stopImmediatePropagation();
    };
    document.addEventListener('click', caught, true);
    press('Enter');
    document.removeEventListener('click', caught, true);
    const took = performance.now() - begun, seen = line => {
        const box = (line.querySelector('.hg-label') ?? line).getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
    };
    const lines = part('help').hidden ? [] : [...part('help').querySelectorAll('li[data-act]')].map(line => {
        const card = line.closest('.hg-search__card').dataset;
        return { act: line.dataset.act, seen: seen(line), notice: card.notice ?? '',
            area: line.dataset.area ?? card.area ?? '', general: 'general' in card };
    });
    return { note: said('note'), near: said('near'), lines, leads, took,
        found: [...document.querySelectorAll('#search-results a')].map(link => link.pathname) };
})"""


def rows(name: str) -> list[dict]:
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))


def opened(page, url):
    """A page of the guide with the box touched, so that engine and index are there."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(url)
    page.locator("#search-input").focus()
    page.wait_for_function("() => window.hgSearch?.ready")
    return page


def ask(page, queries: list[str]) -> list[dict]:
    return page.evaluate(ASK, json.dumps(queries))


def asked(page, of: list[dict]) -> list[dict]:
    """The rows, each with its answer."""
    return [row | answer for row, answer in zip(of, ask(page, [row["q"] for row in of]), strict=True)]


def typos(query: str) -> list[str]:
    """The query with one slip in the middle of its longest word: a letter left out, doubled, swapped, a wrong vowel."""
    word = max(re.findall("[a-z]{5,}", query.lower()), key=len, default="")
    a, b = word[: len(word) // 2], word[len(word) // 2 :]
    vowel = re.sub("[aeiou]", lambda found: "aeioua"["aeiou".index(found[0]) + 1], b, count=1)
    slips = {b[1:], b[:1] + b, b[1:2] + b[:1] + b[2:], vowel} - {b}
    return [query.lower().replace(word, a + slip) for slip in sorted(slips)]


def misspelled(of: list[dict]) -> list[dict]:
    return [row | {"q": slip, "kind": "misspelled"} for row in of for slip in typos(row["q"])]


def safe(row: dict) -> bool:
    """Whether an act urgent enough is in sight, and the first line is not calmer."""
    due = RANK[row["act"]]
    return bool(row["lines"]) and RANK[row["lines"][0]["act"]] >= due and row["lines"][0]["seen"]


def right(row: dict, areas: dict[str, str]) -> bool:
    """Whether one of its notices, or its area, is in sight. `areas`: of each notice."""
    seen = [line for line in row["lines"] if line["seen"]]
    if "other" in row["notice"] and any(line["general"] for line in seen):
        return True
    due = {areas[notice] for notice in row["notice"]}
    return not due or bool(due & {line["area"] for line in seen})


def enters(row: dict) -> bool:
    """Whether Enter opens the list of all signs, which has every act, or a part of it."""
    return "/symptoms/get-help/" in row["leads"]


def place(row: dict) -> int:
    """The place of the right page among the results, from 1; 0: it is not there."""
    return next((number for number, path in enumerate(row["found"], 1) if path in row["accept"]), 0)


def needless(row: dict) -> bool:
    return bool(row["lines"]) and not row.get("card_ok")
