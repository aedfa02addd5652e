"""Makes the PDF handouts: every topic, place and section page, the questions, the whole guide; each in large print too.

    SITE_URL=https://… [PAPER=a4] python deploy/handouts.py [--into handouts] [--only sites/liver,…]

The same pages and facts as the site, in a lean template of their own (overrides/handouts/). What is made is
listed in handouts/manifest.json; the next build copies and links it. The same pages give the same bytes.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parent.parent
LOOKS = ROOT / "overrides/handouts"
FONTS = ("atkinson-hyperlegible-400.woff2", "atkinson-hyperlegible-700.woff2")
PAPERS = {"letter": "letter", "a4": "A4"}
WHOLE = "print.md"


class Refused(Exception):
    """Why nothing can be made, in one line that says what to do."""


def requirements(environ) -> tuple[str, str, object]:
    """(public address, paper, the weasyprint module), or Refused."""
    site_url = environ.get("SITE_URL", "").strip()
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", site_url):
        raise Refused(
            "SITE_URL is missing: a handout prints its public address; run SITE_URL=https://your.address/ make handouts"
        )
    paper = environ.get("PAPER", "").lower() or "letter"
    if paper not in PAPERS:
        raise Refused(f"PAPER={paper} is not known: write PAPER=a4 or PAPER=letter")
    for name in FONTS:
        if not (LOOKS / name).is_file():
            raise Refused(f"the font overrides/handouts/{name} is missing: git checkout overrides/handouts")
    try:
        import weasyprint
    except ImportError:
        raise Refused("WeasyPrint is missing: pip install -r requirements-handouts.txt") from None
    except OSError:
        raise Refused("Pango is missing: apt-get install libpango-1.0-0 libpangoft2-1.0-0") from None
    return site_url.rstrip("/") + "/", paper, weasyprint


def file_name(url: str, large: bool) -> str:
    """The file's name, after the page's address.

    >>> file_name("sites/liver/", True)
    'sites-liver-large.pdf'
    """
    return "-".join(part for part in url.strip("./").split("/") if part) + ("-large" if large else "") + ".pdf"


CARD = re.compile(r'<section class="hg-act\b.*?</section>', re.DOTALL)
WHY = re.compile(r'\s*<span class="hg-sign__why">(.*?)</span>', re.DOTALL)
CAUSE = re.compile(r'\s*<span class="hg-sign__term">\(may be .*?</span>', re.DOTALL)
MARK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
PART = re.compile(r"<!-- part -->(.*?)<!-- end -->", re.DOTALL)  # as overrides/partials/whole-guide.html marks it
SECTION = re.compile(r'(?=<h([23]) id="([^"]+)")')
# The sheet of a place has two sides. It holds as much of its page as they hold: these are left to the page, in this
# order, until it fits ("titles": of the sources, whose publishers stay; "room": between the lines of the cards).
# Never whom to call, what to do, what else it can be, what is not known.
MOST_SIDES = 2
ON_SCREEN = ("map",)  # a picture to press
CAN_WAIT = (
    "words", "titles", "tests", "care", "shares", "room",
    "what-it-does", "why-signs", "press", "no-signs", "deep", "pain", "breaks", "looks", "near-or-far",
    "after-surgery", "calcium", "cord", "what",
)  # fmt: skip


def card(match: re.Match) -> str:
    """A card of signs for paper: the signs in full, the marks of their sources at its head.

    Why, and what it may be, stays on the page.

    >>> mark = '<sup><a class="footnote-ref" href="#fn-a">2</a></sup>'
    >>> why = f'<span class="hg-sign__why">Rare.{mark}</span>'
    >>> whole = f'<section class="hg-act"><p class="hg-act__name">Call now</p><li>Fits {why}</li></section>'
    >>> card(CARD.search(whole)).replace(mark, "2")
    '<section class="hg-act"><p class="hg-act__name">Call now <span class="marks">2</span></p><li>Fits</li></section>'
    """
    html = match[0]
    marks = dict.fromkeys(
        re.sub(r'<sup id="[^"]*"', "<sup", mark) for why in WHY.findall(html) for mark in MARK.findall(why)
    )
    html = re.sub(r'<p class="hg-act__(?:dial|team)">.*?</p>\s*', "", WHY.sub("", CAUSE.sub("", html)), flags=re.DOTALL)
    return re.sub(
        r'(<p class="hg-act__name">.*?)(?=</p>)',
        lambda name: f'{name[1]} <span class="marks">{"".join(marks)}</span>',
        html,
        count=1,
        flags=re.DOTALL,
    )


def without(html: str, ids: tuple[str, ...]) -> tuple[str, list[str]]:
    """(The text without the sections of these ids, and what is under them; the headings that were left out).

    >>> without('<p>a</p><h2 id="tests">Tests</h2><h3 id="x">X</h3><p>b</p><h2 id="do">Do</h2>', ("tests",))
    ('<p>a</p><h2 id="do">Do</h2>', ['Tests'])
    """
    kept, gone, above = [], [], ""
    pieces = SECTION.split(html)
    for level, name, text in zip(["", *pieces[1::3]], ["", *pieces[2::3]], pieces[::3], strict=True):
        above = "" if level == "2" or not level else above
        if name in ids and not above:
            gone.append(re.search(r"<h[23]\b[^>]*>(.*?)</h[23]>", text, re.DOTALL)[1])
            above = name if level == "2" else ""
        elif not above:
            kept.append(text)
    return "".join(kept), gone


def across(node) -> bool:
    """Does this block of a page take the sheet's whole width? Cards do, and tables."""
    return (
        node.tag == "table"
        or bool(node.css_first("table"))
        or bool({"hg-act", "hg-acts"} & set((node.attributes.get("class") or "").split()))
    )


def kept_together(nodes: list) -> str:
    """Blocks in their order; a heading and the first block under it in one box, so that no column ends between them."""
    html, held = "", ""
    for node in nodes:
        if re.fullmatch(r"h[2-5]", node.tag or "") or re.fullmatch(r"<p><strong>[^<]*</strong></p>", node.html or ""):
            held += node.html
        elif held and (node.tag in ("p", "figure") or node.tag == "div" and len(node.text()) < 600):
            html, held = f'{html}<div class="keep">{held}{node.html}</div>', ""
        elif node.tag == "-text":
            html += "" if held else node.html
        else:
            html, held = html + held + node.html, ""
    return html + held


def in_columns(html: str) -> str:
    """Cards and tables across the sheet; what stands between them in columns; folded figures on a side of their own,
    so that on paper too nobody meets them by accident."""
    pieces, between = [], []

    def close() -> None:
        if any((node.html or "").strip() for node in between):
            html = kept_together(between)
            short = len(re.sub(r"<[^>]+>", "", html)) < 300 and "<h" not in html
            pieces.append(f'<div class="{"across" if short else "text"}">{html}</div>')
        between.clear()

    for node in LexborHTMLParser(html).body.iter(include_text=True):
        if node.tag == "details":
            close()
            inside = list(node.iter(include_text=True))
            figures = " text--figures" if node.css_first(".hg-number") else ""
            pieces.append(f'<div class="text{figures}">{kept_together(inside)}</div>')
        elif across(node):
            # A heading stays with the card under it.
            heading = between.pop().html if between and re.fullmatch(r"h[2-5]", between[-1].tag or "") else ""
            close()
            pieces.append(f'<div class="across">{heading}{CARD.sub(card, node.html)}</div>')
        elif node.tag != "-text" or node.html.strip():
            between.append(node)
    close()
    return "".join(pieces)


def cited(html: str, sources: dict[str, str]) -> list[str]:
    """The keys of the sources that a text points to, in its order."""
    return [key for key in dict.fromkeys(re.findall(r'href="#fn-([^"]+)"', html)) if key in sources]


def lean(html: str, pictures: str) -> str:
    """What PDF needs otherwise than a browser: drawings are images with a name and their own styles.

    Icons go; the card's own stays.
    """
    html = re.sub(r'<svg class="hg-icon\b.*?</svg>\s*', "", html, flags=re.DOTALL)
    html = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r"<(/?)details\b[^>]*>", r"<\1div>", html)
    html = re.sub(r"<summary\b[^>]*>(.*?)</summary>", r'<p class="fold"><b>\1</b></p>', html, flags=re.DOTALL)

    def drawing(match: re.Match) -> str:
        title = re.search(r"<title\b[^>]*>(.*?)</title>", match[0], re.DOTALL)
        said = re.search(r"<desc\b[^>]*>(.*?)</desc>", match[0], re.DOTALL)
        alt = " ".join(re.sub(r"<[^>]+>", "", part[1]).strip().rstrip(".") + "." for part in (title, said) if part)
        head, rest = match[0].split(">", 1)
        name = re.search(r'class="([^"]*)"', head)[1]
        head = re.sub(r'\s(?:xmlns|role|focusable|class|aria-[a-z]+)="[^"]*"', "", head).replace(
            "<svg", '<svg xmlns="http://www.w3.org/2000/svg"'
        )
        # Links inside a drawing have no use on paper; the list beside it has the same ones.
        rest = re.sub(r"<(/?)a\b[^>]*>", r"<\1g>", rest)
        style = "" if "hg-qr" in name else f"<style>{pictures}</style>"
        image = base64.b64encode(f"{head}>{style}{rest}".encode()).decode()
        return f'<img class="{name}" alt="{alt}" src="data:image/svg+xml;base64,{image}">'

    return re.sub(r"<svg\b.*?</svg>", drawing, html, flags=re.DOTALL)


def collect(site_url: str) -> tuple[list[dict], object]:
    """Every page that becomes a handout, built as for the site: [{page, context}], and the configuration."""
    os.environ["SITE_URL"] = site_url
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.plugins import BasePlugin

    found: list[dict] = []
    in_order: list = []

    class Collect(BasePlugin):
        env = None  # the theme's, which knows the guide

        def on_env(self, env, config, files):
            self.env = env
            return env

        def on_page_context(self, context, page, config, nav):
            in_order[:] = nav.pages
            found.append({"page": page, "context": dict(context), "html": page.content})
            return context

    with tempfile.TemporaryDirectory() as aside:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=aside)
        config.plugins["handouts"] = Collect()
        build(config)
    sys.path.insert(0, str(ROOT / "hooks"))
    import paper

    order = [page.file.src_uri for page in paper.reading_order(in_order)]
    wanted = [uri for uri in order if uri not in paper.ALSO and uri != "index.md"] + [WHOLE]
    by_name = {one["page"].file.src_uri: one for one in found}
    return [by_name[uri] for uri in wanted if uri in by_name], config


def sheet(one: dict, config, large: bool, leave: tuple[str, ...] = ()) -> str:
    """The HTML of one handout, without the sections named in `leave`."""
    import paper
    from markupsafe import Markup

    page = one["page"]
    text, notes = paper.without_notes(one["html"])
    text, left_out = without(without(text, ON_SCREEN)[0], leave)
    # The whole guide is laid out page by page.
    text = PART.sub(lambda part: in_columns(part[1]), text) if PART.search(text) else in_columns(text)
    keys = cited(text, notes)
    text = paper.renumber(text, {key: number for number, key in enumerate(keys, 1)})
    sources = [{"key": key, "note": Markup(re.sub(r"\s*<em\b.*?</em>", "", notes[key]))} for key in keys]
    publishers: dict[str, list] = {}
    if "titles" in leave:
        for number, row in enumerate(sources, 1):
            publishers.setdefault(re.sub(r"^<a\b.*?</a>\.\s*", "", row["note"]).rstrip("."), []).append(
                {**row, "number": number, "url": re.search(r'href="([^"]*)', row["note"])[1]}
            )
    words = [] if "words" in leave else one["context"].get("words_used", [])
    template = config.plugins["handouts"].env.get_template("handouts/handout.html")
    text = re.sub(r"</sup>\s*<sup\b[^>]*>", ", ", text)
    html = template.render(
        {
            **one["context"],
            "page": page,
            "config": config,
            "text": text,
            "left_out": left_out,
            "sources": sources,
            "publishers": publishers,
            "words_used": words,
            "large": large,
            "tight": "room" in leave,
        }
    )
    return lean(paper.absolute(html, page.url, config.site_url), (LOOKS / "pictures.css").read_text("utf-8"))


def name_heads(document, pdf) -> None:
    """Table heads named in their order: WeasyPrint 69 names them by their place in memory, so no two runs agree."""
    names: dict[str, str] = {}
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            thing["ID"].string = names.setdefault(thing["ID"].string, f"head-{len(names)}")
    for thing in pdf.objects:
        if isinstance(thing, dict) and "Headers" in thing.get("A", {}):
            for head in thing["A"]["Headers"]:
                head.string = names.get(head.string, head.string)


def write(html: str, url: str, config, weasyprint, paper_size: str) -> tuple[bytes, int]:
    """(One handout as PDF, its sides)."""

    class Own(weasyprint.urls.URLFetcher):
        """Only the project's own files: a handout asks nothing of anyone."""

        def fetch(self, url, headers=None):
            path = url.removeprefix(config.site_url)
            if url.startswith((LOOKS.as_uri(), "data:")):
                return super().fetch(url, headers)
            if path != url and (Path(config.docs_dir) / path).is_file():
                return super().fetch((Path(config.docs_dir) / path).as_uri(), headers)
            raise ValueError(f"{url} is not part of the guide")

    fetch = Own()
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheets = [
        weasyprint.CSS(
            string=(LOOKS / "handout.css").read_text("utf-8"),
            base_url=LOOKS.as_uri() + "/",
            font_config=fonts,
            url_fetcher=fetch,
        ),
        weasyprint.CSS(string=f"@page {{ size: {paper_size} }}"),
    ]
    document = weasyprint.HTML(string=html, base_url=config.site_url + url.removeprefix("./"), url_fetcher=fetch)
    laid_out = document.render(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    return laid_out.write_pdf(pdf_variant="pdf/ua-1", finisher=name_heads), len(laid_out.pages)


def editions(one: dict, config, weasyprint, paper_size: str):
    """(large print?, PDF, sides) of the sheet of a page, then of its large print, which says the same."""
    url = one["page"].url

    def lay_out(leave: tuple[str, ...]) -> tuple[bytes, int]:
        return write(sheet(one, config, False, leave), url, config, weasyprint, paper_size)

    can_wait = (
        [name for name in CAN_WAIT if name in ("words", "titles", "room") or f'id="{name}"' in one["html"]]
        if one["page"].front.kind == "site"
        else []
    )
    leave: tuple[str, ...] = ()
    content, sides = lay_out(leave)
    if sides > MOST_SIDES and can_wait:
        fewest, most = 1, len(can_wait)
        while fewest < most:  # by halves: a layout takes a second
            half = (fewest + most) // 2
            fewest, most = (fewest, half) if lay_out(tuple(can_wait[:half]))[1] <= MOST_SIDES else (half + 1, most)
        tried = lay_out(tuple(can_wait[:most]))
        if tried[1] <= MOST_SIDES:  # else it is long whatever is left out, and says everything
            leave, (content, sides) = tuple(can_wait[:most]), tried
    yield False, content, sides
    yield True, *write(sheet(one, config, True, leave), url, config, weasyprint, paper_size)


def make(into: Path, only: str, environ) -> int:
    site_url, paper_name, weasyprint = requirements(environ)
    pages, config = collect(site_url)
    if only:
        wanted = {url.strip("/") for url in only.split(",")}
        unknown = wanted - {one["page"].url.strip("/") for one in pages}
        if unknown:
            raise Refused(f"--only {','.join(sorted(unknown))}: no such page among the handouts")
        pages = [one for one in pages if one["page"].url.strip("/") in wanted]
    aside = into.with_name(f".{into.name}-new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    rows, total = [], len(pages) * 2
    for one in pages:
        page, started = one["page"], time.monotonic()
        for large, content, sides in editions(one, config, weasyprint, PAPERS[paper_name]):
            name = file_name(page.url, large)
            (aside / name).write_bytes(content)
            rows.append(
                {
                    "file": name,
                    "page": page.file.src_uri,
                    "address": page.canonical_url,
                    "title": page.front.title,
                    "large": large,
                    "paper": paper_name,
                    "sides": sides,
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "edition": one["context"]["paper_edition"],
                    "checked": str(page.front.checked),
                }
            )
            print(
                f"{len(rows):3} of {total}  {name}  {sides} sides, {len(content) / 1000:.0f} KB"
                f"  {time.monotonic() - started:.1f} s",
                flush=True,
            )
            started = time.monotonic()
    (aside / "manifest.json").write_text(
        json.dumps({"site": site_url, "paper": paper_name, "files": rows}, indent=1) + "\n", "utf-8"
    )
    shutil.rmtree(into, ignore_errors=True)
    aside.rename(into)
    print(f"{len(rows)} handouts stand in {into}. The next build copies and links them.")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--into", type=Path, default=ROOT / "handouts")
    parser.add_argument("--only", default="", help="some pages, by address: sites/liver,spread")
    options = parser.parse_args()
    try:
        return make(options.into.resolve(), options.only, os.environ)
    except Refused as why:
        print(why, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
