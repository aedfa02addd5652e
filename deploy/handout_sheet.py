"""The HTML of one handout: the text of its page made ready for paper, in overrides/handouts/handout.html."""

import re
from pathlib import Path
from urllib.parse import quote

from guide import guide
from selectolax.lexbor import LexborHTMLParser
from whole_guide import renumber, without_notes

LOOKS = Path(__file__).resolve().parent.parent / "overrides/handouts"
HEADINGS = ("h2", "h3", "h4", "h5")
WIDE = "table, details, .hg-labels, .hg-labels__words, .hg-labels__team, .hg-danger, .hg-message, .hg-byline"
# To press; and on the sheet of get-help the sources, whose address it prints.
LEFT_OUT = ".hg-first, .hg-calls, .hg-area__head > p, .hg-area__see, .hg-danger > p:last-child, body > .hg-from"


def leave_out(text, ids) -> list[str]:
    """Takes these sections out of a page, with what is under them; the headings that went.

    >>> text = LexborHTMLParser('<p>a</p><h2 id="tests">Tests</h2><h3>X</h3><p>b</p><h2 id="do">Do</h2>').body
    >>> leave_out(text, ("tests",)), text.inner_html
    (['Tests'], '<p>a</p><h2 id="do">Do</h2>')
    """
    gone, until = [], ()
    for node in list(text.iter(include_text=True)):
        if node.tag in until:
            until = ()
        if not until and node.id in ids:
            gone.append(node.inner_html)
            until = ("h2",) if node.tag == "h2" else ("h2", "h3")
        if until:
            node.decompose()
    return gone


def set_columns(tree, text) -> None:
    """What stands between signs, tables and folds goes into columns; a heading stays with the signs under it."""
    run = None
    for node in list(text.iter(include_text=True, skip_empty=True)):
        if node.css_matches(WIDE):
            if run and run.last_child.tag in HEADINGS:
                node.insert_before(run.last_child, move=True)
            run = None
        else:
            if not run:
                run = tree.create_node("div")
                run.attrs["class"] = "text"
                node.insert_before(run, move=True)
            run.insert_child(node, move=True)
    for run in text.css(".text"):
        if len(run.text()) < 300 and not run.css_matches(",".join(HEADINGS)):
            run.unwrap(delete_empty=True)


def as_image(drawing) -> str:
    """PDF needs a drawing as an image with a name; WeasyPrint looks for its styles inside it."""
    tree = LexborHTMLParser(drawing[0])
    image = tree.create_node("img")
    image.attrs["class"] = tree.css_first("svg").attrs["class"]
    image.attrs["alt"] = " ".join(said.text().strip().rstrip(".") + "." for said in tree.css("title, desc"))
    svg = re.sub(r"<(/?)a\b[^>]*>", r"<\1g>", drawing[0])  # the list beside it has the same links
    svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    svg = svg.replace(">", f"><style>{(LOOKS / 'pictures.css').read_text('utf-8')}</style>", 1)
    image.attrs["src"] = "data:image/svg+xml," + quote(svg)
    return image.html


def sheet(template, context, paper_size: str, large: bool, leave=()) -> str:
    """The HTML of a page's handout, without what `leave` names."""
    text, notes = without_notes(context["page"].content)
    tree = LexborHTMLParser(text)
    for part in tree.css(LEFT_OUT):
        part.decompose()
    leave_out(tree.body, ("map",))  # a picture to press
    left_out = leave_out(tree.body, leave)
    for part in tree.css(".hg-whole__page") or [tree.body]:
        set_columns(tree, part)
    text = re.sub(r"</sup>\s*<sup\b[^>]*>", ", ", tree.body.inner_html)
    text = re.sub(r"(</?)summary\b", r"\1p", text)
    keys = dict.fromkeys(re.findall(r'href="#fn-([^"]+)"', text))
    numbers = {key: number for number, key in enumerate(keys, 1)}
    sources = guide(context["config"]).facts.sources
    html = template.render(
        context,
        text=renumber(text, numbers),
        notes={key: {"number": numbers[key], "says": notes[key], "source": sources[key]} for key in numbers},
        left_out=left_out,
        leave=leave,
        large=large,
        looks=LOOKS.as_uri(),
        paper_size=paper_size,
    )
    return re.sub(r"(?s)<svg\b.*?</svg>", as_image, html)
