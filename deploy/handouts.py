"""Makes the PDF handouts: every topic, place and section page, the questions, the whole guide; each in large print too.

    SITE_URL=https://… [PAPER=a4] python deploy/handouts.py [--into handouts] [--only sites/liver]

The same pages and facts as the site, in a lean template of their own (overrides/handouts/). What is made is
listed in handouts/manifest.json; the next build copies and links it. The same pages give the same bytes.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

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
        raise Refused("SITE_URL is missing: a handout prints its public address; run SITE_URL=https://your.address/ make handouts")
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


def lean(html: str, pictures: str) -> str:
    """What PDF needs otherwise than a browser: drawings carry their own styles and a name, icons go (the card's own stays)."""
    html = re.sub(r'<svg class="hg-icon\b.*?</svg>\s*', "", html, flags=re.DOTALL)
    html = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r"<(/?)details\b[^>]*>", r"<\1div>", html)
    html = re.sub(r"<summary\b[^>]*>(.*?)</summary>", r'<p class="fold"><b>\1</b></p>', html, flags=re.DOTALL)

    def drawing(match: re.Match) -> str:
        title = re.search(r"<title\b[^>]*>(.*?)</title>", match[0], re.DOTALL)
        said = re.search(r"<desc\b[^>]*>(.*?)</desc>", match[0], re.DOTALL)
        alt = " ".join(re.sub(r"<[^>]+>", "", part[1]).strip().rstrip(".") + "." for part in (title, said) if part)
        head, rest = match[0].split(">", 1)
        head = re.sub(r'\s(?:alt|aria-label|aria-labelledby)="[^"]*"', "", head)
        # Links inside a drawing have no use on paper; the list beside it has the same ones.
        rest = re.sub(r"<(/?)a\b[^>]*>", r"<\1g>", rest)
        style = "" if "hg-qr" in head else f"<style>{pictures}</style>"
        return f'{head} alt="{alt}" aria-label="{alt}">{style}{rest}'

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


def render(one: dict, config, weasyprint, large: bool, paper_size: str) -> bytes:
    """One handout."""
    import paper

    page = one["page"]
    template = config.extra["paper_env"].get_template("handouts/handout.html")
    html = template.render({**one["context"], "page": page, "config": config})
    pictures = (LOOKS / "pictures.css").read_text("utf-8")
    html = lean(paper.absolute(html, page.url, config.site_url), pictures)
    if large:
        html = html.replace('<html lang="en-US">', '<html lang="en-US" class="large">', 1)

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
        weasyprint.CSS(string=(LOOKS / "handout.css").read_text("utf-8"), base_url=LOOKS.as_uri() + "/", font_config=fonts, url_fetcher=fetch),
        weasyprint.CSS(string=f"@page {{ size: {paper_size} }}"),
    ]
    document = weasyprint.HTML(string=html, base_url=config.site_url + page.url.removeprefix("./"), url_fetcher=fetch)
    return document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")


def make(into: Path, only: str, environ) -> int:
    site_url, paper_name, weasyprint = requirements(environ)
    pages, config = collect(site_url)
    if only:
        pages = [one for one in pages if one["page"].url.strip("/") == only.strip("/")]
        if not pages:
            raise Refused(f"--only {only}: no such page among the handouts")
    aside = into.with_name(f".{into.name}-new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    rows, total = [], len(pages) * 2
    for one in pages:
        for large in (False, True):
            started = time.monotonic()
            page = one["page"]
            name = file_name(page.url, large)
            content = render(one, config, weasyprint, large, PAPERS[paper_name])
            (aside / name).write_bytes(content)
            rows.append(
                {
                    "file": name, "page": page.file.src_uri, "address": page.canonical_url, "title": str(page.meta.get("title") or page.title),
                    "large": large, "paper": paper_name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                    "edition": one["context"]["paper_edition"], "checked": str(page.meta.get("checked")),
                }
            )
            print(f"{len(rows):3} of {total}  {name}  {len(content) / 1000:.0f} KB  {time.monotonic() - started:.1f} s", flush=True)
    (aside / "manifest.json").write_text(json.dumps({"site": site_url, "paper": paper_name, "files": rows}, indent=1) + "\n", "utf-8")
    shutil.rmtree(into, ignore_errors=True)
    aside.rename(into)
    print(f"{len(rows)} handouts stand in {into}. The next build copies and links them.")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--into", type=Path, default=ROOT / "handouts")
    parser.add_argument("--only", default="", help="one page, by address: sites/liver")
    options = parser.parse_args()
    try:
        return make(options.into.resolve(), options.only, os.environ)
    except Refused as why:
        print(why, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
