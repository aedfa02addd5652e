"""The rules of prose: for the Markdown of docs/, the words in data/ and what pages show in the end. Each says what to
write instead."""

import re
import unicodedata
from collections.abc import Iterator

import markdown_blocks
import markup
import plain
from kept import Sound
from markdown_blocks import ITEM, wrong_blocks, wrong_tables

PEOPLE = r"(?:all|people|women|men|patients)"
COUNT = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|a hundred)"
DASH = r"[\s\u2010-\u2015-]+"
LINE_RULES = [  # what to look for in a line, and what to write
    (
        rf"\b{COUNT}{DASH}in{DASH}(?:every |each )?{COUNT}\b|\b{COUNT} out of (?!100\b){COUNT}\b"
        rf"|\b{COUNT} of (?:every )?(?!100\b){COUNT} {PEOPLE}\b|(?<![.\w])1\s?[:/⁄]\s?\d{{1,3}}\b"
        rf"|\b(?!100\b)\d{{3,}} out of 100\b|\b\w+ (?:third|quarter|fifth|tenth)s? of {PEOPLE}\b",
        "write chances as 'N out of 100', not '{0}'",
    ),
    (r"[\d.]*\s?(?:%|‰|\bper ?cent\w*|\bpct\b)", "write '{0}' as 'N out of 100'"),
    (
        r"\b(?-i:TODO|FIXME|XXX+|TBD|TBC|TKTK|N/A)\b|lorem ipsum|\?\?\?|\b(?-i:DRAFT)\b|do not publish"
        r"|here to enter text|\bas an ai\b|\[?\binsert (?:here|your|text)|\bpassword: ",
        "this is no text for readers: take '{0}' out, or write what belongs there",
    ),
    (r"<script\b", "scripts do not belong here: take '{0}' out"),
]
LINE_RULES = [(re.compile(rule, re.I), says) for rule, says in LINE_RULES]
# Most texts hold nothing that a rule could be about.
MAY_BE = re.compile(
    r"[\d%‰⁄?<]|\b(?:one|t(?:wo|hree|en|w)|f(?:our|ive|ift)|s(?:ix|even)|eight|nine|hundred)"
    r"|(?:ird|arter|enth)s? of "
    r"|per|pct|to ?do|fixme|xxx|tb[cd]|tktk|n/a|draft|lorem|publish|enter|an ai|insert|password",
    re.I,
)
WARMTH = re.compile(r"(\d+(?:\.\d+)?)\s?°?\s?([FC])\b,? ?(?:\(|or )(\d+(?:\.\d+)?)\s?°?\s?([FC])\b")
FIGURE = re.compile(
    r"\d\s?(?:out of\b|years?\b|months?\b)|\b(?:twice|times) as (?:many|likely|often)\b"
    rf"|\b(?:third|quarter|fifth|tenth)s? of {PEOPLE}\b",
    re.I,
)
HEADING = re.compile(r"#+")
HEADING_ID = re.compile(r"#{2,6} .*\{\s*#[a-z0-9]+(?:-[a-z0-9]+)*\s*[^}]*\}\s*$")
FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
TELEPHONE = re.compile(  # several groups of digits, many in a row, or any behind "call"; not a day
    r"(?<![\w./-])(?!\d{4}-\d\d-\d\d)\+?\(?\d{2,4}\)?[ .\u2010-\u2015-]\(?\d{3,4}\)?[ .\u2010-\u2015-]?\d{2,4}\b"
    r"|(?<![\w./#-])\d{5,}\b|\b\d[lIOo]\d\b|\bnine[ -](?:one[ -]one|nine[ -]nine)\b"
    r"|\b(?:call|dial|ring|text|phone|ext\.?|extension) (?:[^\W\d]+ ){0,3}\d[\d -]+\d\b(?! out of|[.]\d| ?[FC]\b)",
    re.I,
)
WAITS = re.compile(plain.WAITS[0], re.I)
SOUND = Sound(__file__, markup.__file__, markdown_blocks.__file__, plain.__file__)


def wrong_in(text: str) -> list[str]:
    """Complaints about one line or one text of data.

    >>> wrong_in("It happens to 1 in 8 people."), wrong_in("100.4 F (40 C)")
    (["write chances as 'N out of 100', not '1 in 8'"], ["'100.4 F (40 C' is not one warmth: mend one of the two"])
    """
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if not MAY_BE.search(text):
        return []
    said = [says.format(found[0].strip()) for rule, says in LINE_RULES if (found := rule.search(text))]
    for low, high in re.findall(r"(\d+) to (\d+) out of 100", text):
        if int(low) >= int(high):
            said.append(f"'{low} to {high}' runs backward: write the smaller figure first")
    for found in WARMTH.finditer(text):
        by_scale = {found[2]: float(found[1]), found[4]: float(found[3])}
        if len(by_scale) < 2 or abs((by_scale["F"] - 32) / 1.8 - by_scale["C"]) > 0.3:
            said.append(f"'{found[0]}' is not one warmth: mend one of the two")
    return said


def outside_fences(body: str, first_line: int) -> tuple[list[tuple[int, str]], list[str]]:
    """(the lines that are no fenced code, with their numbers; complaints)."""
    lines, told, fence, opened = [], [], "", 0
    for number, line in enumerate(body.split("\n"), first_line):
        if not fence and (begins := FENCE.match(line)):
            fence, opened = begins[1], number
        elif line.strip() == fence != "":
            fence = ""
            lines.append((number, ""))
        elif not fence:
            lines.append((number, line))
        else:
            told += [f"line {number}: {says}" for says in wrong_in(line)]
    # To Markdown that is no fence at all: what stands below is printed as text.
    says = f"line {opened}: {fence} is not closed: write {fence} in a line of its own below the code"
    return lines, told + [says] * bool(fence)


def check(body: str, first_line: int = 1, numbers: tuple = ()) -> list[str]:
    """Complaints about a page's Markdown, each with its line number; in fenced code only about figures.

    `numbers`: to call, which data/contacts.yml alone may say.
    """
    if (whole := repr((body, numbers)).encode()) in SOUND:
        return []
    lines, faults = outside_fences(body, first_line)
    if faults:  # what follows from a fence that does not end is not told
        return faults[-1:]
    told: dict[int, str] = {}
    for number, says in (*wrong_blocks(lines), *wrong_tables(lines), *wrong_lines(lines, numbers)):
        told.setdefault(number, says)  # of a line the first: the others may follow from it
    if not told:
        SOUND.add(whole)
    return [f"line {number}: {says}" for number, says in told.items()]


def wrong_lines(lines: list[tuple[int, str]], numbers: tuple) -> Iterator[tuple[int, str]]:
    """(line, complaint) of what stands in lines and paragraphs."""
    paragraph: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, line in [*lines, (0, "")]:
        text, item, heading = markup.TARGET.sub("", line), ITEM.match(line), HEADING.match(line)
        told = wrong_in(text) + markup.wrong_line(line)
        told += [plain.WAITS[1].format(found[0])] if (found := WAITS.search(text)) else []
        typed = [one for one in numbers if re.search(rf"(?<![\d-]){re.escape(one)}(?![\d-])", text)]
        if typed or (found := TELEPHONE.search(text)):
            says = typed[0] if typed else found[0]
            told.append(f"'{says}' is typed by hand: let {{{{ emergency_numbers() }}}} or {{{{ contacts() }}}} say it")
        if heading and len(heading[0]) == 1:
            told.append("the title comes from the front matter: begin headings with ##")
        if heading and not HEADING_ID.match(line):
            told.append(f"give the heading its own id, such as '## {line.strip('# ')} {{ #short-name }}'")
        if heading and "#sources " in line:
            told.append("the part #sources is made from the marks [^key]: take this heading out")
        if item and paragraph and re.match(r"[^\s<{|/>]", paragraph[0][1]) and not ITEM.match(paragraph[0][1]):
            told.append("a list needs an empty line before it, or it is printed as running text: add one")
        yield from ((number, says) for says in told)
        if line.strip() and not item and not heading:
            paragraph.append((number, line))
            continue
        yield from uncited(paragraph)
        yield from cut_off(paragraph, seen)
        paragraph = [(number, line)] if item else []


def cut_off(paragraph: list[tuple[int, str]], seen: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A paragraph that has no end, or that the page has already; `seen`: the line of each, by its words."""
    text = " ".join(line.strip() for _, line in paragraph)
    words = markup.as_text(text.partition(" { #")[0]).strip("*_ ")
    open_call = text.count("{{") > text.count("}}")  # which has its own complaint
    ended = (
        open_call or text.endswith(("}}", "///")) or re.fullmatch(r"\*\*[^*]+\*\*", text)
    )  # in bold alone: a small heading
    if len(words) > 20 and not ended and not ITEM.match(text) and not text.startswith(("|", "/", "<", "!", "    ")):
        if words[-1] not in ".!?:;)]>\"'\u2019\u201d\u2026":
            yield paragraph[-1][0], f"this paragraph has no end: write on after '{words[-20:]}'"
        if (first := seen.setdefault(words, paragraph[0][0])) != paragraph[0][0]:
            yield paragraph[0][0], f"this paragraph stands in line {first} already: take one out"


def uncited(paragraph: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """A figure without a source in its paragraph (or list item)."""
    text = " ".join(line for _, line in paragraph)
    if "[^" not in text and (found := FIGURE.search(markup.CALL.sub("", text))):
        says = f"'{found[0]}' stands without a source: add [^key] with a key from data/sources.yml"
        yield paragraph[0][0], says
