"""What Markdown of docs/ may be made of: few tags, links that lead somewhere safe, folds that end, no lost line.

HTML belongs to components. What a rule does not see here, last_look.py sees in the page as built.
"""

import re
from urllib.parse import urlsplit

CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)")
CALL = re.compile(r"\{\{.*?\}\}")
CITED = re.compile(r"\[\^[^\]\s]+\](?!:)")
# Words may stand in one of these tags, which ends in its line.
PHRASE = re.compile(
    r"<(abbr|cite|ins|kbd|mark|q|small|span|sub|sup)(?: (?:title|lang|translate)=\"[^\"<>]*\")*>[^<>]*</\1>|<br ?/?>"
)
ID = r"\{ ?#[a-z0-9-]+(?: \.hg-moved)? ?\}"
RULES = [  # what to look for in a line without code, calls, marks of sources and phrases, and what to write
    (r"<[a-z/!?][^>]*>?", "'{0}' is HTML: take it out, components make it (<br>, <sub>, <sup>, <abbr> are free)"),
    (r"&#\w*;?", "'{0}': type the letter itself"),
    (
        rf"(?!{ID}|\{{\{{)(?<!\{{)(?<!    attrs: )\{{[^}}]*\}}?",
        "'{0}': in braces stands only an id, {{ #short-name }}: take it out",
    ),
    (r"^ {0,3}\[[^\]]*\]:.*", "'{0}' would vanish: take it out (sources: data/sources.yml; links: [words](address))"),
    (r"!\[\s*\]\(|!\[[^\]]*\.\w{3,4}\]\(", "write what the picture shows between the brackets of '{0}'"),
    (r"\]\s?\[[^\]]*\]?|\[[^\[\]]*\](?![(\]])|\[\s*\]\(|\[{3,}", "'{0}' is no link: write [words](address)"),
    (r"\[\^", "'{0}' is no mark of a source: write [^key]"),
    (r"https?:[^\s)]*|www\.\S*", "'{0}' is no link: write [words](address)"),
    (r"~~.*", "struck-out words may be read as advice: take '{0}' out"),
    (r"^\s*(?:!!!|--8<--|: {2,})|==[^=\s]+|\+\+\w+|(?<!\w):[a-z_]{3,}:(?!\w)", "'{0}' means nothing here: take it out"),
    (
        r"^\s*(?:\d+\)|[•‣▪●○◦·](?!\w)|[-*+]\xa0)",
        "'{0}' makes no list: begin its items with '- ' or '1. '",
    ),
    (r"^\s*(?:[-*+]|\d+\.)\s*$", "this item is empty: write it, or take it out"),
    (r"^\s*(?:> ?){4,}|^ {25,}|\S{60,}", "this is too deep or too long: make it shorter"),
]
RULES = [(re.compile(rule, re.I), says) for rule, says in RULES]
TARGET = re.compile(r"\]\(([^)\n]*)\)?")
NOWHERE = r"(?!.*\.(?:local|localhost|internal|intranet|lan|corp|home|test|invalid)$)"  # names that only a house knows
HOST = re.compile(rf"(?=.{{4,253}}$){NOWHERE}(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.)+[a-z]{{2,24}}", re.I)
# In an address: what breaks it, and what hides where it leads or tells who sent the reader.
UNWANTED = re.compile(r"[\s\"'<>\\^`{|}]|//(?:bit\.ly|t\.co|tinyurl\.com|goo\.gl)/|[?&](?:utm_\w+|fbclid|gclid)=", re.I)
INSIDE = re.compile(r"(?!//)[\w./-]*\w\.(?:md|svg|png|jpe?g|webp)(?:#[a-z0-9-]+)?|#[a-z0-9-]+")


def as_text(line: str) -> str:
    """A line without code, calls, marks of sources and phrases, which say what they are."""
    return PHRASE.sub("", CITED.sub("", CALL.sub("x", CODE.sub("x", line.replace("\\`", "")))))


def wrong_address(address: str) -> str:
    """What is wrong with the target of a link; empty when it leads to a page of ours or, by https, to another host.

    >>> [wrong_address(one)[:24] for one in ("liver.md#call", "https://a.example/x", "htps://a.example", "//a.example")]
    ['', '', '"htps://a.example" is no', '"//a.example" is no link']
    """
    try:
        parts = urlsplit(address)
        whole = parts.scheme == "https" and HOST.fullmatch(parts.netloc) and not UNWANTED.search(address)
    except ValueError:
        whole = False
    write = "write a file of docs/, such as /sites/liver.md#call, or a whole address that begins with https://"
    return "" if whole or INSIDE.fullmatch(address) else f'"{address[:60]}" is no link that we allow: {write}'


def wrong_line(line: str) -> list[str]:
    """Complaints about one line of Markdown outside fences.

    >>> wrong_line("a <div hidden> b"), wrong_line("x<sup>2</sup> and `<div>`")
    (["'<div hidden>' is HTML: take it out, components make it (<br>, <sub>, <sup>, <abbr> are free)"], [])
    """
    if found := re.search(r"(\[\^[^\]]*\]\(|[.,;:!?]<sup>).*", line):
        return [f"'{found[0][:60]}' is no mark of a source: write [^key], and nothing behind it"]
    rest = as_text(line)
    said = [wrong for found in TARGET.finditer(rest) if (wrong := wrong_address(found[1]))]
    rest = TARGET.sub("]()", rest)
    said += [says.format(found[0].strip()[:60]) for rule, says in RULES if (found := rule.search(rest))]
    return said[:1]  # the others follow from it
