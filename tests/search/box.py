"""Types into the real search box of the built guide, in a real browser, and reads what a reader would see."""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACTS = ("now", "today", "soon")

ASK = """async (queries) => {
  const input = document.querySelector('#search-input'), answers = [];
  const part = (name) => document.getElementById('search-' + name);
  for (const query of queries) {
    input.value = query;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => setTimeout(done, 36));
    answers.push({
      q: query,
      pages: [...document.querySelectorAll('#search-results a[href]')].map((link) => link.pathname + link.hash),
      card: part('help').hidden ? null : part('help').dataset.act,
      sign: part('help').hidden ? '' : part('help').querySelector('.hg-search__sign').textContent,
      note: part('note').hidden ? '' : part('note').textContent,
      near: !part('near').hidden,
    });
  }
  return answers;
}"""


def read(name: str) -> list[dict]:
    return json.loads((HERE / name).read_text("utf-8"))["queries"]


def open_box(page, url: str):
    """Opens a page of the guide and touches the box, so that engine and index are there."""
    page.goto(url)
    page.locator("#search-input").focus()
    page.wait_for_function("window.hgSearch && window.hgSearch.ready")
    return page


def ask(page, queries: list[str]) -> list[dict]:
    """What the box answers to each query; pages are paths below the site's root, without anchors."""
    answers = []
    for start in range(0, len(queries), 100):
        answers += page.evaluate(ASK, queries[start : start + 100])
    base = "document.querySelector('.hg-search').dataset.base"
    root = page.evaluate(f"new URL({base}.replace(/\\/?$/, '/'), location.href).pathname")
    for answer in answers:
        answer["found"] = ["/" + path.removeprefix(root).split("#")[0] for path in answer["pages"]]
    return answers


def place(answer: dict, accept: list[str]) -> int | None:
    """1 when the first result is right, 2 for the second, ...; None when none is."""
    return next((number for number, path in enumerate(answer["found"], 1) if path in accept), None)


def shows(answer: dict, act: str) -> bool:
    """The card of this act, or of a more urgent one, stands above the results."""
    return answer["card"] is not None and ACTS.index(answer["card"]) <= ACTS.index(act)
