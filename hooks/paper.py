"""Paper: the square code at the end of every sheet, the whole guide on one page, and the handouts with their sizes.

`make handouts` (deploy/handouts.py) makes the PDFs; what it left in handouts/ is copied and linked here, unless
the page has changed since: an old sheet is never offered.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from posixpath import normpath
from urllib.parse import urlsplit

from guide import complain, guide, log  # hooks/guide.py
from markupsafe import Markup, escape
from mkdocs.utils import get_relative_url
from qr import qr  # hooks/qr.py

MARKER = "<div data-whole-guide></div>"  # printed by overrides/components/whole-guide.html
KINDS = ("home", "section", "topic", "site", "tool")  # what a reader reads, in the order of the menu
LEFT_OUT = ("symptoms/planner.md", "go.md")  # tools, not reading
ALSO = ("words.md", "about/disclaimer.md")  # belongs to it too, at the end
TAG = re.compile(r"<[a-zA-Z][^>]*>")
IDS = re.compile(r'\s(id|for|aria-labelledby|aria-describedby|aria-controls|headers|list)="([^"]*)"')
LINK = re.compile(r'\s((?:xlink:)?href)="([^"]*)"')
URL = re.compile(r"url\(#([^)]+)\)")
NOTES = re.compile(
    r'<h2 id="sources">.*?</h2>\s*<div class="footnote">.*?</div>', re.DOTALL
)  # as hooks/citations.py has it made
NOTE = re.compile(
    r'<li id="fn-([^"]+)"[^>]*>\s*<p>(.*?)(?:\s|&#160;)*(?:<a class="footnote-backref".*?)?</p>\s*</li>', re.DOTALL
)
MARK = re.compile(r'(<a class="footnote-ref" href="#)[^"]*?fn-([^"]+)">\d+</a>')


# Pure functions ----------------------------------------------------------------------------------


def prefix_of(url: str) -> str:
    """The prefix that makes a page's ids its own within the whole guide.

    >>> prefix_of("sites/liver/"), prefix_of("./")
    ('sites-liver', 'home')
    """
    return re.sub(r"[^a-z0-9]+", "-", url.lower()).strip("-") or "home"


def target(link: str, url: str) -> tuple[str, str] | None:
    """(page, anchor) inside the guide that `link` on the page `url` leads to; None for anything else.

    >>> target("../lungs/#call", "sites/liver/"), target("#signs", "sites/liver/"), target("tel:911", "")
    (('sites/lungs/', 'call'), ('sites/liver/', 'signs'), None)
    >>> target("../..", "sites/liver/")
    ('', '')
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("/"):
        return None
    if not parts.path:
        return url.removeprefix("./"), parts.fragment
    path = normpath("/" + url.removeprefix("./") + parts.path).lstrip("/")
    ends = path and (parts.path.endswith(("/", ".")) or "." not in path.rsplit("/", 1)[-1])
    return path + "/" * bool(ends), parts.fragment


def within(html: str, url: str, inside: dict[str, str], base: str, levels: int = 1) -> str:
    """A page's HTML as part of a longer one: its own ids, links between its pages inside it, headings deeper.

    `inside`: the prefix of every page that is part of it, by page; `base`: the page that holds it, or the public
    address where other links must be whole.
    """
    own = inside[url.removeprefix("./")]

    def attributes(tag: re.Match) -> str:
        text = IDS.sub(lambda m: f' {m[1]}="{" ".join(f"{own}-{name}" for name in m[2].split())}"', tag[0])
        text = URL.sub(lambda m: f"url(#{own}-{m[1]})", text)
        return LINK.sub(link, text)

    def link(match: re.Match) -> str:
        found = target(match[2], url)
        if found is None:
            return match[0]
        page, anchor = found
        if page in inside:
            new = "#" + inside[page] + (f"-{anchor}" if anchor else "")
            if inside[page] != own and match[1] == "href":  # paper cannot follow a link: it names the part
                return f' href="{new}" data-whole="{list(inside).index(page) + 1}"'
        else:
            new = (base + page if "://" in base else get_relative_url(page or ".", base)) + (
                f"#{anchor}" if anchor else ""
            )
        return f' {match[1]}="{new}"'

    html = TAG.sub(attributes, html)
    if levels:
        html = re.sub(r"(</?h)([1-6])(?=[\s>])", lambda m: f"{m[1]}{min(6, int(m[2]) + levels)}", html)
    return html


def absolute(html: str, url: str, site_url: str) -> str:
    """The same HTML with every link inside the guide as its public address; anchors of the page itself stay."""

    def link(match: re.Match) -> str:
        found = target(match[2], url)
        if found is None or match[2].startswith("#"):
            return match[0]
        return f' {match[1]}="{site_url}{found[0]}{"#" + found[1] if found[1] else ""}"'

    return TAG.sub(lambda tag: LINK.sub(link, tag[0]), html)


def without_notes(html: str) -> tuple[str, dict[str, str]]:
    """(a page's HTML without its list of sources, each source's line by key).

    >>> note = '<li id="fn-nhs"><p>NHS.&#160;<a class="footnote-backref">x</a></p></li>'
    >>> without_notes(f'<p>Text</p><h2 id="sources">Sources</h2><div class="footnote"><ol>{note}</ol></div>')
    ('<p>Text</p>', {'nhs': 'NHS.'})
    """
    found = NOTES.search(html)
    return (html[: found.start()] + html[found.end() :], dict(NOTE.findall(found[0]))) if found else (html, {})


def renumber(html: str, numbers: dict[str, int]) -> str:
    """The same text with its marks pointing into one list of sources.

    >>> renumber('<a class="footnote-ref" href="#home-fn-nhs">1</a>', {"nhs": 7})
    '<a class="footnote-ref" href="#fn-nhs">7</a>'
    """
    return MARK.sub(
        lambda mark: f'{mark[1]}fn-{mark[2]}">{numbers[mark[2]]}</a>' if mark[2] in numbers else mark[0], html
    )


def size(count: int) -> str:
    """A file's size as people read it.

    >>> size(18_340), size(1_260_000)
    ('18 KB', '1.3 MB')
    """
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def reading_order(pages: list) -> list:
    """The pages of the whole guide, in the order of the menu, each once."""
    pages = list({page.file.src_uri: page for page in pages}.values())
    main = [page for page in pages if page.front.kind in KINDS and page.file.src_uri not in LEFT_OUT]
    return main + [page for page in pages if page.file.src_uri in ALSO]


def edition(page, words: list[dict]) -> str:
    """A mark of what a page says: it changes with any word of it."""
    said = json.dumps([page.content, page.front.model_dump(), words], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def ready(folder: Path, site_url: str) -> tuple[dict[str, list[dict]], list[str]]:
    """(the handouts that stand in `folder` as their manifest says, by page, complaints).

    None that were made for another address.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}, []
    except ValueError:
        return {}, ["handouts/manifest.json: it cannot be read: run `make handouts` again"]
    found: dict[str, list[dict]] = {}
    if not site_url or manifest.get("site") != site_url:
        return {}, []
    faults = []
    for row in manifest.get("files", []):
        path = folder / Path(row["file"]).name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]:
            found.setdefault(row["page"], []).append(row)
        else:
            faults.append(
                f"handouts/{row['file']}: it is not as handouts/manifest.json says: run `make handouts` again"
            )
    return found, faults


# MkDocs ------------------------------------------------------------------------------------------


def on_files(files, config):
    """The handouts' own stylesheet and font are for making PDFs: readers are not sent them."""
    for file in list(files):
        if file.src_uri.startswith("handouts/"):
            files.remove(file)
    return files


HANDOUTS: dict = {}  # what this build has of them: made, by page, and the names of the files to copy
TEMPLATES: dict = {}  # the theme's environment


def on_env(env, config, files):
    for file in list(files):
        if file.src_uri.startswith("handouts/"):
            files.remove(file)
    made, faults = ready(guide(config).root / "handouts", config.site_url)
    for fault in faults:
        complain(config, *fault.split(": ", 1))
    HANDOUTS.update(made=made, copied=set())
    TEMPLATES["env"] = env
    return env


def on_page_context(context, page, config, nav):
    if config.site_url and page.canonical_url:
        context["paper_code"] = Markup(qr(page.canonical_url, "Square code that opens this page on a phone"))
    if MARKER in (page.content or ""):
        parts = reading_order(nav.pages)
        inside = {part.url.removeprefix("./"): prefix_of(part.url) for part in parts}
        split = [without_notes(part.content) for part in parts]
        notes = {key: Markup(note) for _, own in split for key, note in own.items()}
        numbers = {key: number for number, key in enumerate(notes, 1)}
        whole = [
            {
                "page": part,
                "id": inside[part.url.removeprefix("./")],
                "html": Markup(renumber(within(text, part.url, inside, page.url), numbers)),
            }
            for part, (text, _) in zip(parts, split, strict=True)
        ]
        template = TEMPLATES["env"].get_template("components/whole-guide/all-pages.html")
        page.content = page.content.replace(MARKER, template.render({**context, "whole": whole, "notes": notes}))
    rows = HANDOUTS["made"].get(page.file.src_uri, [])
    context["paper_edition"] = edition(page, page.words)
    fresh = [row for row in rows if row["edition"] == context["paper_edition"]]
    if rows and not fresh:
        log.info(
            "docs/%s has changed since its handout was made: run `make handouts` to offer it again", page.file.src_uri
        )
    context["handouts"] = [{**row, "says": size(row["size"])} for row in fresh]
    HANDOUTS["copied"].update(row["file"] for row in fresh)
    return context


def on_post_page(output, page, config):
    """What every printed side says: who runs the guide, what it is, who reviewed it, its address, its day."""
    says = TEMPLATES["env"].get_template("partials/say.html").module.sheet(page, page.front, config)
    name = guide(config).clinic.name
    runs = f' data-hg-clinic="{escape(name)}"' if name else ""
    what = f' data-hg-what="{escape(guide(config).facts.sentences.no_diagnosis)}"'
    return output.replace("<html ", f'<html data-hg-sheet="{escape(str(says).strip())}"{what}{runs} ', 1)


def on_post_build(config):
    root, site = guide(config).root, Path(config.site_dir)
    shutil.rmtree(site / "handouts", ignore_errors=True)
    for name in sorted(HANDOUTS["copied"]):
        (site / "handouts").mkdir(exist_ok=True)
        shutil.copyfile(root / "handouts" / name, site / "handouts" / name)
