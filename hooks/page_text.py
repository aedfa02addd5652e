"""What a page says in the end, read as its reader would: the rules of prose hold for it too, whatever made it."""

import re
from html import unescape
from pathlib import Path

import characters
import prose
from characters import strange
from kept import Sound
from prose import wrong_in

ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
# The lines of /go/ in other languages have letters that are not ours.
NO_WORDS = re.compile(r"<(pre|code|script|svg|textarea|sup)\b.*?</\1>|<span data-line\b[^<]*|<[^>]*>", re.DOTALL)
AS_TEXT = re.compile(  # what Markdown, a component or an entity leaves behind where it was not closed
    r"(?:\[\^|\]\(|\{\{|\*\*|\{[ #.:%]).{0,20}|\]\[|\}\}|```|~~|(?<! )\*|\*(?! )|¶|(?:^|\s)///|&(?:[a-z]+|#\w+);"
)
SOUND = Sound(__file__, prose.__file__, characters.__file__)


def wrong_words(html: str) -> list[tuple[str, str]]:
    """(what is wrong with what a page says, the words to find it by).

    >>> wrong_words("<article><p>It is 1\\n<b>in</b> 9. [x](y</p></article>")
    [('"](y" stands as text: mend it', '](y'), ("write chances as 'N out of 100', not '1 in 9'", '1 in 9')]
    """
    article = ARTICLE.search(html)
    if not article or (whole := article[0].encode()) in SOUND:
        return []
    text = unescape(NO_WORDS.sub("", article[0]))
    words = re.sub(r"\s+", " ", text)
    faults = [(f'"{found[0].strip()}" stands as text: mend it', found[0].strip()) for found in AS_TEXT.finditer(words)]
    faults = faults[:1] + [(what, what.rpartition(" '")[2].rstrip("'")) for what in wrong_in(words)]
    faults += [(odd, "&")] if (odd := strange(text)) else []
    if not faults:
        SOUND.add(whole)
    return faults


def found_in(root: Path, page: str, clue: str) -> str:
    """The file that holds the words of a fault, and their line: the page's own, else one of data/ or overrides/.

    `page`: its file below docs/, or empty; `clue`: the words.
    """
    files = [root / "docs" / page] if page else []
    files += [path for place in ("data/*.yml", "overrides/**/*.html") for path in sorted(root.glob(place))]
    form = re.compile(r"\s+".join(map(re.escape, clue.split()))) if clue.strip() else None
    for path in files if form else ():
        if found := form.search(text := path.read_text("utf-8")):
            return f"{path.relative_to(root).as_posix()}: line {text.count(chr(10), 0, found.start()) + 1}"
    return f"docs/{page}" if page else ""
