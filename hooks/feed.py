"""The feeds for programs: /api/v1/ pages.json, codes.json and changes.json, the changes as Atom, QR codes as files.

The hash of a page's text lets a health record say exactly which text a patient was given.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from codes import address as code_address
from guide import guide
from mkdocs.plugins import event_priority
from page_rows import label_rows, notice_rows, page_rows
from qr import qr_file
from selectolax.lexbor import LexborHTMLParser, LexborNode
from signs import HELP

SNOMED = (
    "SNOMED CT is owned by SNOMED International. Its codes are used here only to find the page for a code; "
    "users in some countries need a licence of their own. LOINC is owned by Regenstrief Institute."
)
NOT_TOLD = ("reviewed", "to_copy", "short", "on_poster", "qr_name", "qr")  # of a page's row: for /clinics/ alone
NO_TEXT = {"script", "style", "svg", "button"}
NO_WORDS = {"hg-actions", "hg-changed", "hg-related", "hg-paper", "hg-snippets", "hg-poster"}
CHANGES, ATOM = "/about/changes/", "components/changes/atom.xml"


def texts(node: LexborNode) -> Iterator[str]:
    """The texts below a node, without those of pictures, scripts, buttons and what is for one medium."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag not in NO_TEXT and not NO_WORDS & set((child.attributes.get("class") or "").split()):
            yield from texts(child)


def digest(tree: LexborHTMLParser) -> str:
    """The SHA-256 of the text of a page's article; each run of white space counts as one space."""
    article = tree.css_first("article")
    return hashlib.sha256(" ".join(" ".join(texts(article)).split() if article else ()).encode()).hexdigest()


def head(config, schema: str) -> dict:
    """What all begin with."""
    found = guide(config)
    return {
        "$schema": schema,
        "guide": config.site_name,
        "language": "en-US",
        "publisher": found.publisher.name or "The HER2 Spread Guide authors",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "notice": found.facts.sentences.general,
        **({"home": config.site_url} if config.site_url else {}),
    }


def pages_json(config, rows: list[dict]) -> dict:
    """pages.json: `rows` from page_rows."""
    found, pages = guide(config), []
    for row in rows:
        name = f"{row['path'][1:]}index.html"
        entry = {key: value for key, value in row.items() if key not in NOT_TOLD and (key != "address" or value)}
        ids = re.findall(r'<h[23][^>]*\sid="([a-z0-9-]+)"', found.built[name])
        promised = [spot.partition("#")[2] for spot in found.facts.addresses if spot.startswith(f"{row['path']}#")]
        entry["anchors"] = [anchor for anchor in dict.fromkeys(ids + promised) if not anchor.endswith("-name")]
        shown = (node.attributes["data-notice"] for node in found.tree(name).css("article [data-notice]"))
        entry["notices"] = list(dict.fromkeys(shown))
        pages.append({**entry, "sha256": digest(found.tree(name))})
    signs = {
        "labels": label_rows(found),
        "areas": [{"id": area.id, "says": area.says} for area in found.signs.areas],
        "notices": notice_rows(found, config.site_url),
    }
    return {**head(config, "pages.schema.json"), "edition": edition(found, pages), "pages": pages, **signs}


def edition(found, pages: list[dict]) -> dict:
    """The edition's day, and the hash of the hashes of its pages, in their order."""
    marks = "".join(page["sha256"] for page in pages)
    return {"day": str(found.edition), "sha256": hashlib.sha256(marks.encode()).hexdigest()}


def codes_json(config, titles: dict[str, str]) -> dict:
    """codes.json: every code, its page and its own address. `titles`: of the pages that are shown, by address."""
    base, rows = (config.site_url or "").rstrip("/"), []
    for row in guide(config).codes:
        if row.page in titles:
            entry = {"system": row.system, "oid": row.oid, "code": row.code, "meaning": row.meaning}
            entry |= {"title": titles[row.page], "path": row.page, "own_path": code_address(row)}
            whole = {"address": base + row.page, "own_address": base + code_address(row)}
            rows.append(entry | (whole if base else {}))
    return {**head(config, "codes.schema.json"), "terminology_notice": SNOMED, "codes": rows}


def changes_json(config) -> dict:
    """changes.json: what changed in what to do, newest first, and where the guide says it."""
    found, base, rows = guide(config), (config.site_url or "").rstrip("/"), []
    at = lambda path: {"path": path, **({"address": base + path} if base else {})}
    names = {row.id: row.name for row in found.signs.notices}
    for row in found.facts.changes:
        entry = {"day": str(row.day), "says": row.says, "more_urgent": row.more_urgent}
        entry["notices"] = [{"id": id, "name": names[id], **at(f"{HELP}#{id}")} for id in row.notices]
        entry["pages"] = [{"name": found.title(page, page), **at(page)} for page in row.pages]
        rows.append(entry | at(f"{CHANGES}#d-{row.day}"))
    return {**head(config, "changes.schema.json"), "changes": rows}


def atom(config) -> str:
    """The changes for feed readers; `config` has a public address."""
    said = {"title": guide(config).title(CHANGES), "page": config.site_url.rstrip("/") + CHANGES}
    said |= {"site_name": config.site_name, "publisher": head(config, "")["publisher"]}
    return guide(config).env.get_template(ATOM).render(said)


# MkDocs


@event_priority(5)
def on_post_build(config):
    built, site = guide(config).built, Path(config.site_dir)
    rows = [row for row in page_rows(config) if f"{row['path'][1:]}index.html" in built]
    feeds = {
        "pages": pages_json(config, rows),
        "codes": codes_json(config, {row["path"]: row["title"] for row in rows}),
        "changes": changes_json(config),
    }
    (site / "api/v1").mkdir(parents=True, exist_ok=True)
    for name, feed in feeds.items():
        (site / f"api/v1/{name}.json").write_text(json.dumps(feed, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if config.site_url and f"{CHANGES[1:]}index.html" in built:
        (site / CHANGES[1:] / "atom.xml").write_text(atom(config), "utf-8")
    for row in rows if config.site_url else ():
        path = site / "clinics" / row["qr_name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(qr_file(row["address"]))
