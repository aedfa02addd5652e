"""What could harm a reader is refused by file and line; what only looks like markup is text, wherever it is shown."""

import json
import re

import yaml
from conftest import texts
from cross_checks import NO_PROSE, WORDED

# From what a contract allows, short, or as the floor has it.
CHOSEN = set("area call checked code covers icon label oid only_if place places read_as short side system url".split())
MARKUP = '</script><b>{}</b> & "it"'
UNSEEN = {f"sentences-{name}" for name in ("reviewed", "withdrawn", "run_by")}


def marked(value, piece: str, name: str, skip: set[str]):
    """Data with `piece` behind every text, in its braces the file and the keys, and without `skip`."""
    if isinstance(value, dict):
        return {key: one if key in skip else marked(one, piece, f"{name}-{key}", skip) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one, piece, name, skip) for one in value]
    return f"{value} {piece.format(name)}" if isinstance(value, str) and value != "none" else value


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
    due = [f"{name}: line {number}: {says}" for name, (number, text) in lines if "<script>" in text]
    assert len(due) > 100 and sorted(guide.faults()) == sorted(due)


def test_what_looks_like_markup_is_text(guide):
    """In every text of data, and in a page's title: on pages, in the index and in the feed."""
    files = [*WORDED, "data/sources.yml", "data/codes.yml", "data/codes_elsewhere.yml"]
    written = mark(guide, files, MARKUP, CHOSEN | NO_PROSE - {"keywords", "also"})
    guide.edit("docs/sites/brain.md", "title: Cancer", f"title: '{MARKUP.format('title')}'\n#")
    words = "data/addresses.yml: /words/#"  # a word of another name has another anchor
    assert all(line.startswith(words) for line in guide.faults())
    pages, fed = ("".join(texts(guide.site, kind).values()) for kind in (".html", ".json"))
    due = {*re.findall("<b>(.*?)</b>", written), "title"}
    shown = re.findall("&lt;/script&gt;&lt;b&gt;([^&]*)&lt;/b&gt; &amp; (?:&#34;|&quot;|“|&ldquo;)", pages)
    told = re.findall(r'</script><b>([^<]*)</b> & \\"it\\"', fed)
    assert due - {*shown, *told} == UNSEEN and "&lt;b" not in fed
    assert not due & set(re.findall("<b>([^<]*)", pages))
