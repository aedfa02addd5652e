"""Plain texts: what data and a page's head may say, which templates show as typed. Each rule says what to write."""

import re

NOTHING = r"(?:tb[acd]|to ?do|n/?a|null|_+|lorem|xx+|test|asdf\w*"
NOTHING += "|foo|bar|text|title|name|here|unknown|untitled|placeholder)"
RULES = [  # what to look for, and what to write; the first that finds something is told
    (
        rf"^\W*{NOTHING}?\W*$|^(?:https?:|www\.)\S*$|lorem ipsum|\b(?:[45]\d\d )?(?:page )?not found\b|access denied"
        r"|just a moment|^(?:new|your|source|publisher|page|article|insert|enter|add)[- ](?:name|title|text|\w+ here)\b"
        r"|\b(?:your|insert) (?:\w+ )?(?:here|name)\b"
        r"|\((?:check|ask|verify|source|citation needed|ref|see (?:nurse|dr))\b"
        r"|^\S+\.(?:docx?|pdf|html?|pptx?)$"
        r"|^(?:see|same as|as in) (?:above|below|before|the|our|your|page|row|line|docs?)\b"
        r"|\bto be (?:agreed|confirmed|checked|written|decided)\b",
        "'{0}' is no text for readers: write what belongs there",
    ),
    (r"[\n\t]| {3,}", "a line break or a wide gap stands inside: write one line"),
    (r"[<>=|]{7}", "'{0}' is left from a merge: keep one of the two texts"),
    (r"</?[a-z][^>]*>?|<!--|\{\{|\{%", "'{0}' would be shown as typed: take it out"),
    (r"\[\^.*|[{}]\w*\}?", "'{0}' is not filled in here: take it out"),
    (r"&#?\w+;", "'{0}': type the letter itself"),
    (
        r"~~|\*+\w|\w\*+|`|!?\[[^\]]*\]\([^)]*\)?|^(?:#+|[-*+>]|\d+\.) |(?<!\w)_\w[^_]*_(?!\w)",
        "'{0}' is Markdown: take it out",
    ),
    (r"^[\"\u201c\u201d'].*[\"\u201c\u201d']$", "quotes would be shown round it: take them out"),
    (
        r"\b(?:reviewed|checked|approved|verified|endorsed|certified|recommended) by\b(?! \u2026)"
        r"|\bour (?:reviewer|doctors?)\b"
        r"|\b(?:doctor|clinician|medical)s?[- ](?:reviewed|approved)|\bclinicians (?:checked|have reviewed) every",
        "'{0}' claims a review that nobody made: take it out",
    ),
    (r"\b(\w{3,}(?: \w+){,2}) \1\b", "'{0}' says it twice: take one out"),
    (r"!!|(?-i:\b[A-Z]{4,} [A-Z]{4,}\b)", "'{0}' shouts: write it calmly"),
]
# What could make someone wait, on pages and in data.
WAITS = (
    r"(?<!not )(?<!cannot )\bwait (?:(?:and|&) see\b|for |until |a |one |two |three |four |\d)"
    r"|(?<!when it is )\bnot (?:an emergency|urgent|serious)\b"
    r"|\bno (?:need|rush|hurry)\b|\bnothing (?:to worry|serious|urgent)|\bdo(?:n't| not) (?:call|worry|bother)\b"
    r"|\bcan wait\b"
    r"|(?<!not )\bdriv(?:e|ing)\b.{,20} yourself|\b(?:office|business|working) hours|\bin an emergency, call th"
    r"|\buntil (?:tomorrow|monday|morning|your)\b|\bnext (?:week|month|monday)\b"
    r"|\((?:3[789]|4\d)(?:\.\d)? ?\xb0? ?C\) or (?:less|lower|below|under)",
    "'{0}' could make someone wait: take it out; a clinician agrees first",
)
# Besides, in what the guide says itself:
OURS = [
    (r"https?:\S*|www\.\S*", "'{0}' is no link here: take it out"),
    (r"[\[\]].*", "'{0}': square brackets hold only the mark of a source: take them out"),
    WAITS,
    (r"\b\d[\d.,]* ?(?:m?g|mcg|ml|tablets?|pills?)\b", "'{0}' is a dose, which the guide never says: take it out"),
    (r"\b\d{3}[-.]\d{4}\b", "'{0}' is a number to call: data/contacts.yml alone says it, as number and tel"),
    (
        r"\b(?:9[5-9]|10\d)\.\d\b(?! ?\xb0? ?F)|^(?!.*\d ?\xb0? ?F\b).*\b3[5-9](?:\.\d)? ?\xb0? ?C\b",
        "'{0}' has no scale, or one of two: write both, as 100.4 F (38 C)",
    ),
    (
        r"\b\d+ (?:per|for each) 1\d+\b"
        r"|\b(?:third|quarter|fifth|tenth)s? (?:of (?:all|people|women|men|patients)|are|have|get|will|die)\b",
        "write '{0}' as 'N out of 100'",
    ),
]
RULES, OURS = ([(re.compile(rule, re.I), says) for rule, says in some] for some in (RULES, OURS))


def wrong_text(text: str, ours: bool = True) -> str:
    """What is wrong with one text; `ours`: it is the guide's own, not a name or title of others.

    >>> wrong_text("TBD"), wrong_text("Is it <b>new</b>?"), wrong_text("Trastuzumab [Herceptin]", ours=False)
    ("'TBD' is no text for readers: write what belongs there", "'<b>' would be shown as typed: take it out", '')
    """
    for rule, says in RULES + OURS * ours:
        if found := rule.search(text):
            return says.format(found[0].strip()[:40])
    return ""
