"""Makes the PDF handouts: every topic, place and section page, the questions, the whole guide; each in large print too.

    SITE_URL=https://… [PAPER=a4] python deploy/handouts.py [--into handouts] [--only sites/liver,…]

The same pages and facts as the site, in a lean template of their own (overrides/handouts/). What is made is
listed in handouts/manifest.json; the next build copies and links it. The same pages give the same bytes.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
from handout_sheet import sheet  # noqa: E402
from site_url import wrong_address  # noqa: E402
from whole_guide import ALSO, reading_order  # noqa: E402


class Refused(SystemExit):
    """Why nothing can be made, in one line that says what to do."""


def requirements():
    """(public address, paper, the function that makes PDFs), or Refused."""
    site_url = os.environ.get("SITE_URL", "")
    if fault := wrong_address(site_url):
        raise Refused(f"SITE_URL is missing, or no address that a handout could print: it is {fault}")
    paper_size = os.environ.get("PAPER", "").lower() or "letter"
    if paper_size not in ("a4", "letter"):
        raise Refused(f"PAPER={paper_size} is not known: write PAPER=a4 or PAPER=letter")
    for weight in (400, 700):
        font = f"overrides/handouts/atkinson-hyperlegible-{weight}.woff2"
        if not (ROOT / font).is_file():
            raise Refused(f"the font {font} is missing: git checkout overrides/handouts")
    try:
        from handout_pdf import editions
    except ImportError:
        raise Refused("WeasyPrint is missing: pip install -r requirements/handouts.txt") from None
    except OSError:
        raise Refused("Pango is missing: apt-get install libpango-1.0-0 libpangoft2-1.0-0") from None
    return site_url.rstrip("/") + "/", paper_size, editions


def build_aside(site_url: str, strict: bool = False, **events) -> None:
    """Builds the guide into a folder that goes away. `events`: of MkDocs, and what is called when they come, last."""
    with tempfile.TemporaryDirectory() as aside:
        config = load_config(str(ROOT / "mkdocs.yml"), site_url=site_url, site_dir=aside, strict=strict)
        for name, call in events.items():
            config.plugins.events[name].append(call)
        build(config)


def collect(site_url: str):
    """(What the theme is told of each page that becomes a handout, in reading order; the handouts' template)."""
    templates, told = [], {}

    def keep_template(env, config, files):
        templates.append(env.get_template("handouts/handout.html"))

    def keep_context(context, page, config, nav):
        told[page.file.src_uri] = context

    build_aside(site_url, env=keep_template, page_context=keep_context)
    order = [page.file.src_uri for page in reading_order(told["index.md"]["nav"].pages)] + ["print.md"]
    return [told[uri] for uri in order if uri in told and uri not in ("index.md", *ALSO)], templates[0]


def make(into: Path, only: list[str]) -> None:
    site_url, paper_size, editions = requirements()
    pages, template = collect(site_url)
    by_address = {context["page"].url.strip("/"): context for context in pages}
    if unknown := set(only) - set(by_address):
        raise Refused(f"--only {','.join(sorted(unknown))}: no such page among the handouts")
    pages = [by_address[address] for address in only] or pages
    aside = into.with_name(f".{into.name}-new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    rows = []
    for context in pages:
        page = context["page"]
        html = partial(sheet, template, context, paper_size)
        for large, content, sides in editions(html, page, context["config"]):
            name = page.url.strip("/").replace("/", "-") + "-large" * large + ".pdf"
            (aside / name).write_bytes(content)
            row = {
                "file": name,
                "page": page.file.src_uri,
                "address": page.canonical_url,
                "title": page.front.title,
                "large": large,
                "paper": paper_size,
                "sides": sides,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "edition": context["paper_edition"],
                "checked": str(page.front.checked),
            }
            rows.append(row)
            print(f"{len(rows):3} of {len(pages) * 2}  {name}  {sides} sides, {len(content) // 1000} KB", flush=True)
    manifest = {"site": site_url, "paper": paper_size, "files": rows}
    (aside / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    shutil.rmtree(into, ignore_errors=True)
    aside.rename(into)
    print(f"{len(rows)} handouts stand in {into}. The next build copies and links them.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--into", type=Path, default=ROOT / "handouts")
    parser.add_argument("--only", type=lambda text: [address.strip("/") for address in text.split(",")], default=[])
    options = parser.parse_args()
    make(options.into.resolve(), options.only)
