"""The rules of prose: for the Markdown of docs/, and for the words in data/. Each says what to write instead."""

from __future__ import annotations

import re

# What to look for in a line, and what to write.
LINE_RULES = [
    (re.compile(r"\b\d+ in \d+\b", re.I), "write chances as 'N out of 100', not '{0}'"),
    (re.compile(r"\d\s?(?:%|per ?cent\b)", re.I), "write '{0}' as 'N out of 100'"),
    (re.compile(r"<script\b", re.I), "scripts do not belong here: take '{0}' out"),
    (
        re.compile(r"<(?:iframe|object|embed|style|form|link|meta|base)\b", re.I),
        "take '{0}' out: only components print HTML",
    ),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.I), "event attributes do not belong here: take '{0}' out"),
    (re.compile(r"(?:<[^>]*\s|\{[^}]*)style\s*=", re.I), "styles live in overrides/assets/stylesheets: take '{0}' out"),
    (
        re.compile(r"(?:\]\(\s*|=\s*[\"']?\s*|<)(?:java|vb)script:", re.I),
        "script links are not allowed: take '{0}' out",
    ),
    (re.compile(r"(?:\]\(\s*|=\s*[\"']?\s*)data:", re.I), "data links are not allowed: take '{0}' out"),
    (re.compile(r"!\[\s*\]\("), "write what the picture shows between the brackets of '{0}'"),
    (re.compile(r"<!--"), "a comment is published for all to read: take '{0}' out"),
]
FIGURE = re.compile(r"\d\s?(?:%|per ?cent\b|out of\b|years?\b|months?\b)", re.I)
HEADING = re.compile(r"^(#{1,6})\s")
HEADING_ID = re.compile(r"\{\s*#[a-z0-9]+(?:-[a-z0-9]+)*\s*[^}]*\}\s*$")
ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")
FENCE = re.compile(r"\s*(?:```|~~~)")


def wrong_in(text: str) -> list[str]:
    """Complaints about one line or one text of data.

    >>> wrong_in("It happens to 1 in 8 people.")
    ["write chances as 'N out of 100', not '1 in 8'"]
    """
    return [say.format(found[0].strip()) for rule, say in LINE_RULES if (found := rule.search(text))]


def check(body: str, first_line: int = 1) -> list[str]:
    """Complaints about a page's Markdown, each with its line number. Fenced code is left alone."""
    faults, paragraph, fenced = [], [], False
    for number, line in enumerate([*body.splitlines(), ""], first_line):
        if FENCE.match(line):
            fenced = not fenced
        if fenced:
            continue
        faults += [f"line {number}: {says}" for says in wrong_in(line)]
        if HEADING.match(line):
            if line.startswith("# "):
                faults.append(f"line {number}: the title comes from the front matter: begin headings with ##")
            if not HEADING_ID.search(line):
                faults.append(f"line {number}: give the heading its own id, such as '{line.strip()} {{ #short-name }}'")
        elif line.strip() and not ITEM.match(line):
            paragraph.append((number, line))
            continue
        if (
            ITEM.match(line)
            and paragraph
            and re.match(r"[^\s<{|/>]", paragraph[0][1])
            and not ITEM.match(paragraph[0][1])
        ):
            faults.append(
                f"line {number}: a list needs an empty line before it, or it is printed as running text: add one"
            )
        faults += uncited(paragraph)
        paragraph = [(number, line)] if ITEM.match(line) else []
    return faults


def uncited(paragraph: list[tuple[int, str]]) -> list[str]:
    """A figure without a source in its paragraph (or list item)."""
    text = " ".join(line for _, line in paragraph)
    if (found := FIGURE.search(re.sub(r"\{\{.*?\}\}", "", text))) and "[^" not in text:
        return [
            f"line {paragraph[0][0]}: '{found[0]}' stands without a source: add [^key] with a key from data/sources.yml"
        ]
    return []
