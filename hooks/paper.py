"""Paper: the square code at the end of every sheet, what every printed side says, and the handouts with their sizes.

What `make handouts` left in handouts/ is copied and linked, unless the page has changed since.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

from guide import address_of, complain, guide, log
from markupsafe import Markup, escape
from qr import qr
from whole_guide import MARKER, parts_of

CHANGED = re.compile(r'<p class="hg-changed.*?</p>', re.DOTALL)  # comes and goes by the day, and is on no paper
WIDE = 80  # letters that a line at the foot of a side holds in the widest fonts
HANDOUTS: dict = {}  # what this build has of them: made, by page, and the names of the files to copy


def size(count: int) -> str:
    """A file's size as people read it.

    >>> size(18_340), size(1_260_000)
    ('18 KB', '1.3 MB')
    """
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def edition(page, review) -> str:
    """A mark of what a page says: it changes with any word of it, and with what has become of its review."""
    said = [CHANGED.sub("", page.content), page.front.model_dump(), page.words, review]
    said = json.dumps(said, default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def ready(folder: Path, site_url: str) -> tuple[dict[str, list[dict]], list[tuple[str, str]]]:
    """(the handouts that stand in `folder` as their manifest says, by page; complaints as (file, what))."""
    again = "run `make handouts` again"
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}, []
    except ValueError:
        return {}, [("handouts/manifest.json", f"it cannot be read: {again}")]
    found, faults = {}, []
    for row in manifest.get("files", []) if site_url and manifest.get("site") == site_url else ():
        path = folder / Path(row["file"]).name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]:
            found.setdefault(row["page"], []).append(row)
        else:
            faults.append((f"handouts/{row['file']}", f"it is not as handouts/manifest.json says: {again}"))
    return found, faults


# MkDocs


def on_env(env, config, files):
    made, faults = ready(guide(config).root / "handouts", config.site_url)
    for where, line in faults:
        complain(config, where, line)
    HANDOUTS.update(made=made, copied=set())
    return env


def on_page_context(context, page, config, nav):
    if config.site_url and page.canonical_url:
        context["paper_code"] = Markup(qr(page.canonical_url, "Square code that opens this page on a phone"))
    if MARKER in (page.content or ""):
        template = guide(config).env.get_template("components/whole-guide/all-pages.html")
        whole = template.render({**context, **parts_of(nav.pages, page.url)})
        page.content = page.content.replace(MARKER, whole)
    rows = HANDOUTS["made"].get(page.file.src_uri, [])
    context["paper_edition"] = edition(page, guide(config).reviews.get(address_of(page)))
    fresh = [{**row, "says": size(row["size"])} for row in rows if row["edition"] == context["paper_edition"]]
    if rows and not fresh:
        says = "docs/%s has changed since its handout was made: run `make handouts` to offer it again"
        log.info(says, page.file.src_uri)
    context["handouts"] = fresh
    HANDOUTS["copied"].update(row["file"] for row in fresh)
    return context


def on_post_page(output, page, config):
    """What every printed side says."""
    says = guide(config).env.get_template("partials/say.html").module.sheet(page, page.front, config)
    review, _, sheet = str(says).strip().partition("\n")
    told = {
        "review": review,
        "sheet": sheet,
        "what": guide(config).facts.sentences.no_diagnosis,
        "clinic": guide(config).clinic.name,
    }
    told["long"] = "more than two lines" * any(len(line) > WIDE for line in (review, sheet))
    attributes = "".join(f' data-hg-{name}="{escape(text)}"' for name, text in told.items() if text)
    return output.replace("<html ", f"<html{attributes} ", 1)


def on_post_build(config):
    root, site = guide(config).root, Path(config.site_dir)
    shutil.rmtree(site / "handouts", ignore_errors=True)
    for name in sorted(HANDOUTS["copied"]):
        (site / "handouts").mkdir(exist_ok=True)
        shutil.copyfile(root / "handouts" / name, site / "handouts" / name)
