"""What stands across lines of Markdown: folds that end, lists, tables, headings with something under them."""

import re
from collections.abc import Iterator

from markup import as_text

CAPTION = "caption"  # below a picture
FOLD = re.compile(r"\s*(/{3,})\s*(.*?)\s*")
OPTION = re.compile(r" {4}(?:open: true|attrs: \{id: [a-z0-9-]+\})\s*")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
OPEN = "/// is not closed: write /// in a line of its own below the fold, before the next ##"
ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


def folded(lines: list[tuple[int, str]]) -> set[int]:
    """The numbers of the lines that stand in a fold which is closed at first."""
    found, inside = set(), False
    for number, line in lines:
        mark = FOLD.fullmatch(line)
        inside = mark[2] not in ("", CAPTION) if mark else inside and line.strip() != "open: true"
        found |= {number} if inside else set()
    return found


def wrong_blocks(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """(line, complaint) about what stands across lines; `lines`: those outside fences, with their numbers."""
    fold, options, kind, before, heading = 0, False, "", "", (0, 0)
    for number, line in [*lines, (0, "# ")]:
        mark, says, item = FOLD.fullmatch(line), f"'{line.strip()[:60]}'", ITEM.match(line)
        ends = mark and mark[1] == "///" and not mark[2]
        begins = mark and mark[1] == "///" and re.fullmatch(rf"details \| \S.*|{CAPTION}", mark[2])
        if fold and (begins or line.startswith(("## ", "# "))):
            yield fold, OPEN
            fold = 0
        if mark and not begins and not (ends and fold):
            yield number, f"{says} is no fold: write /// details | What it holds, or /// caption, and /// below it"
        fold = number if begins else 0 if ends else fold
        options = begins or options and line.startswith("    ")
        if options and not begins:
            if not OPTION.fullmatch(line):
                yield number, f"{says}: a fold says only open: true, or attrs: {{id: short-name}}: take it out"
        elif line.strip() and not before.strip() and re.match(r" {8}|\t\t" if kind else r" {4}|\t", line) and not item:
            yield number, "this would be printed as code: take the blanks before it out"
        elif UNDERLINE.fullmatch(line) and before.strip() and not before.startswith(("|", "#")) and not kind:
            yield number, "this makes a heading of the line above: begin headings with ##, or put an empty line between"
        level = len(line) - len(line.lstrip("#"))
        if level and heading[0] and level <= heading[1]:
            yield heading[0], "nothing stands under this heading: write it, or take the heading out"
        heading = (number, level) if level else heading if not line.strip() else (0, 0)
        yield from ((number, what) for what in wrong_item(line, item, kind))
        before = line
        goes_on = not line.strip() or line.startswith((" ", "\t"))
        sort = ("1" if item[0].strip()[0].isdigit() else "-") if item else ""
        kind = sort if item and line[0] != " " else kind if goes_on else ""
    if fold:
        yield fold, OPEN


def wrong_item(line: str, item: re.Match | None, kind: str) -> Iterator[str]:
    """Complaints about an item of a list; `kind`: of the list that is under way, "1", "-" or none."""
    first = item and item[0].strip()
    if not item:
        return
    if len(item[0]) - len(item[0].lstrip(" ")) not in (0, 4, 8, 12):
        yield "a list within a list needs 4 blanks before its items: write them"
    elif line[0] != " " and kind and (kind == "1") != first[0].isdigit():
        yield "two lists of different kinds would become one: write a line of text between them"
    elif line[0] != " " and not kind and first[0].isdigit() and first != "1.":
        yield "this would begin at 1 again: begin a list with 1., or put 4 blanks before what stands between its items"


def wrong_tables(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """(line, complaint) about tables, and about what was to be one."""
    rows: list[int] = []  # how many cells each row of the table that is under way has
    before = ""
    for number, line in lines:
        if not line.startswith("|"):
            if " | " in as_text(line) and not FOLD.fullmatch(line):
                yield number, "this is no row of a table: begin and end it with |"
            rows, before = [], line
            continue
        rows.append(len(re.findall(r"(?<!\\)\|", line)) - 1)
        if len(rows) == 1 and before.strip():
            yield number, "a table needs an empty line before it: add one"
        elif len(rows) == 2 and not re.fullmatch(r"\|(?: ?:?-+:? ?\|)+ *", line):
            yield number, "a table needs |---|---| below its head: add it"
        elif rows[-1] != rows[0]:
            yield number, f"this row has {rows[-1]} cells, the head {rows[0]}: what is too much would vanish"
