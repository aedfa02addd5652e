"""What could harm a reader is refused by file and line; what only looks like markup is text, wherever it is shown."""

import json
import re

import yaml
from conftest import texts
from contracts import LABELS
from cross_checks import NO_PROSE, WORDED

# From what a contract allows, short, or as the floor has it.
CHOSEN = "area call checked code country covers icd icon label oid only_if place places read_as"
CHOSEN = {
    *CHOSEN.split(),
    *"short side system url signs-areas-see changes-notices changes-pages".split(),
    *(f"urgency-{label}-name" for label in LABELS),
}
MARKUP = '3 < {} > 2 & "it"'  # tags are refused, so that nobody reads them as typed
# Of another day, or of a review.
UNSEEN = "reviewed changed_since its_words many_signs signs_reviewed withdrawn run_by"
UNSEEN = {f"sentences-{name}" for name in UNSEEN.split()}


def marked(value, piece: str, name: str, skip: set[str]):
    """Data with `piece` behind every text, in its braces the file and the keys, and without `skip`."""
    if isinstance(value, dict):
        return {
            key: one if {key, f"{name}-{key}"} & skip else marked(one, piece, f"{name}-{key}", skip)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [marked(one, piece, name, skip) for one in value]
    if not isinstance(value, str) or value == "none":
        return value
    text, end, _ = re.fullmatch(r"(.*?)([.?]?)(\s*)", value, re.DOTALL).groups()  # how it ends is in a contract
    return f"{text} {piece.format(name)}{end}"


def mark(guide, names: list[str], piece: str, skip: set[str]) -> str:
    """Marks files of data; returns what is in them then."""
    for name in names:
        rows = marked(yaml.safe_load(guide.read(name)), piece, name[5:-4], skip)
        guide.write(name, json.dumps(rows, indent=0, default=str))
    return "".join(map(guide.read, names))


def test_a_script_in_any_text_of_data_is_refused(guide):
    mark(guide, WORDED, "<script>", NO_PROSE | CHOSEN)
    lines = [(name, line) for name in WORDED for line in enumerate(guide.read(name).splitlines(), 1)]
    says = "scripts do not belong here: take '<script' out"
    one, two, three, *more = [f"{name}: line {number}" for name, (number, text) in lines if "<script>" in text]
    assert guide.faults() == [f"{one}: {says} (also {two}, {three} and in {len(more)} more places)"] and len(more) > 97


def test_what_looks_like_markup_is_text(guide):
    """In every text of data, and in a page's title: on pages, in the index and in the feed."""
    files = [*WORDED, "data/sources.yml", "data/codes.yml", "data/codes_elsewhere.yml"]
    written = mark(guide, files, MARKUP, CHOSEN | NO_PROSE - {"also"})
    guide.edit("docs/sites/brain.md", "title: Cancer", f"title: '{MARKUP.format('title')}'\n#")
    words = "docs/words/index.md: #"  # a word of another name has another anchor
    assert all(line.startswith(words) for line in guide.faults())
    pages, fed = ("".join(texts(guide.site, kind).values()) for kind in (".html", ".json"))
    due = {*re.findall("3 < (.*?) > 2", written), "title"}
    shown = re.findall("3 &lt; ([^&]*) &gt; 2 &amp; (?:&#34;|&quot;|“|&ldquo;)", pages)
    told = re.findall(r'3 < ([^<]*) > 2 & \\"it\\"', fed)
    assert due - {*shown, *told} == UNSEEN and "&lt;" not in fed
    assert not due & set(re.findall("3 < ([^<>]*) >", pages))
