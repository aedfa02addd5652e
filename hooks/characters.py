"""The characters of our texts: what cannot be seen, turns the line round or only looks like a letter is refused."""

import re
import unicodedata
from collections.abc import Iterator

UNSEEN = ("Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")  # kinds of Unicode; the blanks that we write are left alone
# Letters that we write: of Latin, with what accents it has, and of Greek; not those that only look like one of them.
LETTER = re.compile("[A-Za-z\xaa\xb5\xba\xc0-\u0130\u0132-\u017e\u02bc\u0370-\u03ff\u1e00-\u1eff]")
SELDOM = re.compile(r"[^\n\t -~]")
GARBLED = re.compile("[\xc2\xc3\xe2][\x80-\xbf\u20ac\u2122]|\ufffd")  # UTF-8 that something read as another encoding
TONGUE = re.compile(r' *\["[a-z]{2,3}(?:-[A-Z]\w+)?", ')  # a row of languages.html: what follows is not English
MERGE = re.compile(r"\s*(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")  # what git leaves where two people changed the same line


def strange(text: str, foreign: bool = False) -> str:
    """What is wrong with the first character that readers would not see, or take for another; empty without one.

    `foreign`: whether letters of any script are ours here.

    >>> strange("caf\\xe9 \\u2019"), strange("91\\u200b1"), strange("c\\u0430ll")[:32]
    ('', 'an invisible character (U+200B): take it out', 'U+0430 (CYRILLIC SMALL LETTER A)')
    """
    text = unicodedata.normalize("NFC", text)
    if not SELDOM.search(text):
        return ""
    for sign in sorted(set(text)):
        kind, name = unicodedata.category(sign), unicodedata.name(sign, "")
        if kind in UNSEEN and sign not in "\n\t \xa0":
            return f"an invisible character (U+{ord(sign):04X}): take it out"
        if not foreign and (
            kind[0] == "L" and not LETTER.match(sign) or kind in ("Nd", "Nl", "Mn", "Me") and not sign.isascii()
        ):
            return f"U+{ord(sign):04X} ({name}) is no letter or digit of ours, even if it looks so: type it anew"
    if garbled := GARBLED.search(text):
        return f'"{garbled[0]}" is what is left of a letter that got lost: type it anew'
    mixed = re.search(r"[A-Za-z][\u0370-\u03ff]|[\u0370-\u03ff][A-Za-z]", text)
    return f'"{mixed[0]}" mixes Greek and Latin letters: type it anew' if mixed else ""


def odd_lines(text: str, first_line: int = 1) -> Iterator[str]:
    """Complaints about lines that hold what does not belong in any text."""
    seldom = SELDOM.search(text)
    for number, line in enumerate(text.split("\n"), first_line) if seldom or MERGE.search(text) else ():
        if fault := strange(line, bool(TONGUE.match(line))):
            yield f"line {number}: {fault}"
        elif MERGE.fullmatch(line):
            says = "is left from a merge: keep one of the two texts, and take the marks out"
            yield f"line {number}: {line.strip()[:7]} {says}"
