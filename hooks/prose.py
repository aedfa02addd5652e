"""The rules of prose: for the Markdown of docs/, and for the words in data/. Each says what to write instead."""

import re

LINKED = r"(?:\]\(\s*|=\s*[\"']?\s*|<)"
LINE_RULES = [  # what to look for in a line, and what to write
    (r"\b\d+ in \d+\b", "write chances as 'N out of 100', not '{0}'"),
    (r"\d[\d.]*\s?(?:%|per ?cent\b)", "write '{0}' as 'N out of 100'"),
    (r"<script\b", "scripts do not belong here: take '{0}' out"),
    (r"<(?:iframe|object|embed|style|form|link|meta|base)\b", "take '{0}' out: only components print HTML"),
    (r"<[^>]*\son[a-z]+\s*=", "event attributes do not belong here: take '{0}' out"),
    (r"(?:<[^>]*\s|\{[^}]*)style\s*=", "styles live in overrides/assets/stylesheets: take '{0}' out"),
    (LINKED + r"(?:java|vb)script:", "script links are not allowed: take '{0}' out"),
    (LINKED + "data:", "data links are not allowed: take '{0}' out"),
    (r"!\[\s*\][\[(]", "write what the picture shows between the brackets of '{0}'"),
    (r"<img\b[^>]*\balt=(?:\"\"|'')", "write what the picture shows in the alt of '{0}'"),
    (r"<!--", "a comment is published for all to read: take '{0}' out"),
]
LINE_RULES = [(re.compile(rule, re.I), says) for rule, says in LINE_RULES]
FIGURE = re.compile(r"\d\s?(?:%|per ?cent\b|out of\b|years?\b|months?\b)", re.I)
HEADING = re.compile(r"#{1,6}\s")
HEADING_ID = re.compile(r"\{\s*#[a-z0-9]+(?:-[a-z0-9]+)*\s*[^}]*\}\s*$")
ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")
FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")


def wrong_in(text: str) -> list[str]:
    """Complaints about one line or one text of data.

    >>> wrong_in("It happens to 1 in 8 people.")
    ["write chances as 'N out of 100', not '1 in 8'"]
    """
    return [says.format(found[0].strip()) for rule, says in LINE_RULES if (found := rule.search(text))]


def check(body: str, first_line: int = 1) -> list[str]:
    """Complaints about a page's Markdown, each with its line number. Fenced code is left alone."""
    faults, paragraph, fence, opened = [], [], "", 0
    for number, line in enumerate([*body.splitlines(), ""], first_line):
        if line.strip() == fence != "":
            fence = ""
            continue
        if not fence and (begins := FENCE.match(line)):
            fence, opened = begins[1], number
        if fence:
            continue
        told = wrong_in(line)
        item = ITEM.match(line)
        if HEADING.match(line):
            if line.startswith("# "):
                told.append("the title comes from the front matter: begin headings with ##")
            if not HEADING_ID.search(line):
                told.append(f"give the heading its own id, such as '{line.strip()} {{ #short-name }}'")
        if item and paragraph and re.match(r"[^\s<{|/>]", paragraph[0][1]) and not ITEM.match(paragraph[0][1]):
            told.append("a list needs an empty line before it, or it is printed as running text: add one")
        faults += [f"line {number}: {says}" for says in told]
        if line.strip() and not item and not HEADING.match(line):
            paragraph.append((number, line))
            continue
        faults += uncited(paragraph)
        paragraph = [(number, line)] if item else []
    if fence:  # to Markdown that is no fence at all: what stands below is printed as text
        faults.append(f"line {opened}: {fence} is not closed: write {fence} in a line of its own below the code")
    return faults


def uncited(paragraph: list[tuple[int, str]]) -> list[str]:
    """A figure without a source in its paragraph (or list item)."""
    text = " ".join(line for _, line in paragraph)
    if "[^" in text or not (found := FIGURE.search(re.sub(r"\{\{.*?\}\}", "", text))):
        return []
    says = f"'{found[0]}' stands without a source: add [^key] with a key from data/sources.yml"
    return [f"line {paragraph[0][0]}: {says}"]
