"""Words to know: the first use of each word of data/words.yml in a page's running text links to its meaning."""

import re

from components import slug
from guide import guide
from mkdocs.utils import get_relative_url

TAG = re.compile(r"(<!--.*?-->|<[^>]+>)", re.DOTALL)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SKIP_TAGS = {
    "a",
    "button",
    "code",
    "dl",
    "dt",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "label",
    "pre",
    "script",
    "style",
    "sup",
    "svg",
    "summary",
}
SKIP_CLASS = re.compile(
    r'class="[^"]*\b(?:hg-notice|hg-danger|hg-labels|hg-questions|hg-contacts|hg-sources|hg-planner|footnote)\b'
)

NOT_ON_SHEET = re.compile(r'<h2 id="tests".*?(?=<h2 id="do")', re.DOTALL)  # as print-place.css says


def forms(words: list) -> dict:
    """The term (lower case) and its abbreviations (as they are: PET is no pet), longest first, with their row.

    Other names are for search: many, such as "fit", mean something else in a text.
    """
    found = {}
    for word in words:
        for form in [word.term.lower(), *(also for also in word.also if also.isupper())]:
            found.setdefault(form, word)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def link_words(html: str, words: dict, address: str) -> tuple[str, list[dict]]:
    """(HTML with each word linked at its first use, rows of {term, means, slug} in order).

    `words`: from `forms`; `address`: of the page of words, from this one.
    """
    if not words:
        return html, []
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, words)) + r")s?(?![\w-])", re.IGNORECASE)
    used: list[dict] = []
    pieces, skipping = [], []

    def replace(match: re.Match) -> str:
        row = words.get(match[1]) or words.get(match[1].lower())
        if row is None or any(row.term == known["term"] for known in used):
            return match[0]
        used.append({"term": row.term, "means": row.means, "slug": slug(row.term)})
        return f'<a class="hg-word" href="{address}#{slug(row.term)}">{match[0]}</a>'

    for piece in TAG.split(html):
        if not piece.startswith("<"):
            pieces.append(piece if skipping else pattern.sub(replace, piece))
            continue
        pieces.append(piece)
        name = re.match(r"</?([a-zA-Z0-9]+)", piece)
        if not name or name[1].lower() in VOID or piece.endswith("/>"):
            continue
        name = name[1].lower()
        if skipping:
            if piece.startswith("</"):
                if skipping[-1] == name:
                    skipping.pop()
            else:
                skipping.append(name)
        elif not piece.startswith("</") and (name in SKIP_TAGS or SKIP_CLASS.search(piece)):
            skipping.append(name)
    return "".join(pieces), used


def on_page_content(html, page, config, files):
    page.words = []
    if page.front.kind not in ("home", "section", "topic", "site", "tool"):
        return html
    html, page.words = link_words(html, forms(guide(config).facts.words), get_relative_url("words/", page.url))
    left_out = NOT_ON_SHEET.search(html) if page.front.kind == "site" else None
    for word in page.words:
        word["on_paper"] = not left_out or f'#{word["slug"]}"' not in left_out[0]
    return html


def on_page_context(context, page, config, nav):
    context["words_used"] = page.words
    return context
