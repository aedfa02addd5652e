"""The feed: /api/v1/pages.json and codes.json, for programs. Also what /clinics/ says about each page.

Each page's entry holds a hash of its text, so that a health record can say exactly which text a patient was given.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from codes import address as code_address  # hooks/codes.py
from contracts import ACTS, Symptom  # hooks/contracts.py
from guide import Guide, Page, guide  # hooks/guide.py
from markupsafe import Markup
from mkdocs.plugins import event_priority
from pages import nav_files  # hooks/pages.py
from qr import qr, qr_file  # hooks/qr.py
from selectolax.lexbor import LexborHTMLParser, LexborNode

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE = "en-US"
SNOMED = (
    "SNOMED CT is owned by SNOMED International. Its codes are used here only to find the page for a code; "
    "users in some countries need a licence of their own. LOINC is owned by Regenstrief Institute."
)
ON_POSTER = ("home", "section", "topic", "site", "tool")
NOT_ON_POSTER = ("/go/",)
NO_TEXT = {"script", "style", "svg", "button"}
NO_WORDS = {"hg-actions", "hg-related", "hg-paper", "hg-snippets", "hg-poster"}


# Pure functions ----------------------------------------------------------------------------------


def sign(row: Symptom) -> str:
    """One sign in one line: "Yellow skin or eyes (jaundice)"."""
    return row.says + "".join(f" ({part})" for part in (row.only_if, row.term) if part)


def when_to_call(address: str, found: Guide) -> list[dict]:
    """What a page says on when to call, most urgent first; each part is what to do, and the signs it is for."""
    parts, urgency = [], found.facts.urgency
    for act in ACTS:
        rows = found.signs.on_page(address, act)
        for label in dict.fromkeys((act, "team_now" if act == "now" else act)):
            text, signs = getattr(urgency, label), [sign(row) for row in rows if row.label == label]
            do = [found.fill(line) for line in text.do]
            parts.append(
                {"act": act, "name": text.name, "do": [" ".join(do)] if label == "team_now" else do, "signs": signs}
            )
    return [part for part in parts if part["signs"]]


def summary_text(row: dict, found: Guide) -> str:
    """The page in plain text for a visit summary: what it is, when to call, where to read on."""
    said, numbers = found.facts.sentences, found.clinic.numbers
    lines = [f"{row['title']}. {row['summary']}", ""]
    for part in row["when_to_call"]:
        lines += [
            f"{part['name'].upper()}. {' '.join(part['do'])}",
            "If you notice:",
            *(f"- {line}" for line in part["signs"]),
            "",
        ]
    lines.append(
        f"{said.team_number}: {', at night '.join(numbers)}"
        if numbers
        else f"{said.team_number}, day: ____________  night: ____________"
    )
    lines += [
        f"{said.general} {row['reviewed']} Facts checked {row['checked']}.",
        f"Read more: {row['address'] or row['path']}",
    ]
    return "\n".join(lines)


def page_row(page: Page, found: Guide, site_url: str = "") -> dict:
    """What the feed and /clinics/ know of a page before it is built."""
    front, review, said = page.front, page.front.clinical_review, found.facts.sentences
    row = {
        "path": page.address,
        "title": front.title,
        "summary": " ".join(front.description.split()),
        "message": front.lines,
        "kind": front.kind,
        "when_to_call": when_to_call(page.address, found),
        "checked": str(front.checked),
        "check_by": str(front.check_by),
        "clinical_review": {key: str(getattr(review, key)) for key in ("name", "role", "date")} if review else None,
    }
    row["address"] = site_url.rstrip("/") + page.address if site_url else ""
    row["reviewed"] = (
        said.reviewed.format(name=review.name, role=review.role, day=review.date)
        if review
        else said.not_reviewed.format(what="this page")
    ) + "."
    return row


def page_rows(config) -> list[dict]:
    """What /clinics/ offers of each page, in the order of the menu, before any page is made."""
    found, short = guide(config), {}
    for old, new in found.redirects.short.items():
        short.setdefault(new, old)
    order = {name: place for place, name in enumerate(nav_files(config.nav))}
    rows = []
    for page in sorted(found.pages.values(), key=lambda page: order.get(page.file, len(order))):
        if page.front.kind == "archived":
            continue
        row = page_row(page, found, config.site_url or "")
        row["text"] = summary_text(row, found)
        row["short"] = short.get(page.address, "")
        row["on_poster"] = row["kind"] in ON_POSTER and page.address not in NOT_ON_POSTER
        row["qr_name"] = qr_name(page.address) if config.site_url else ""
        row["qr"] = (
            Markup(qr(row["address"], f"QR code: {row['title']}")) if config.site_url and row["on_poster"] else ""
        )
        rows.append(row)
    return rows


def texts(node: LexborNode) -> Iterator[str]:
    """The texts below a node in their order, without those of pictures, scripts, buttons and what is for one medium."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag not in NO_TEXT and not NO_WORDS & set((child.attributes.get("class") or "").split()):
            yield from texts(child)


def article_text(tree: LexborHTMLParser) -> str:
    """The text of a page's article, as it is hashed: each run of white space counts as one space."""
    article = tree.css_first("article")
    return " ".join(" ".join(texts(article)).split()) if article else ""


def digest(tree: LexborHTMLParser) -> str:
    return hashlib.sha256(article_text(tree).encode()).hexdigest()


def head(config, schema: str) -> dict:
    found = guide(config)
    facts = {
        "$schema": schema,
        "guide": config.site_name,
        "language": LANGUAGE,
        "publisher": found.clinic.name or "The HER2 Spread Guide authors",
        "licence": LICENCE,
        "notice": found.facts.sentences.general,
    }
    return facts | ({"home": config.site_url} if config.site_url else {})


def pages_json(config, rows: list[dict]) -> dict:
    """pages.json: `rows` from page_row."""
    pages = []
    for row in rows:
        name = f"{row['path'][1:]}index.html"
        entry = {
            key: row[key]
            for key in (
                "path",
                "address",
                "title",
                "summary",
                "message",
                "kind",
                "when_to_call",
                "checked",
                "check_by",
                "clinical_review",
            )
            if key != "address" or row["address"]
        }
        ids = re.findall(r'<h[23][^>]*\sid="([a-z0-9-]+)"', guide(config).built[name])
        anchors = [anchor for anchor in ids if not anchor.endswith("-name")]
        pages.append({**entry, "anchors": anchors, "sha256": digest(guide(config).tree(name))})
    return {**head(config, "pages.schema.json"), "pages": pages}


def codes_json(config, codes: list, titles: dict[str, str]) -> dict:
    """codes.json: every code, its page and its own address."""
    base = config.site_url.rstrip("/") if config.site_url else ""
    rows = []
    for row in codes:
        if row.page in titles:
            entry = {"system": row.system, "oid": row.oid, "code": row.code, "meaning": row.meaning}
            entry |= {"title": titles[row.page], "path": row.page, "own_path": code_address(row)}
            rows.append(
                {**entry, **({"address": base + row.page, "own_address": base + code_address(row)} if base else {})}
            )
    return {**head(config, "codes.schema.json"), "terminology_notice": SNOMED, "codes": rows}


def qr_name(address: str) -> str:
    """The file of a page's QR code, beside /clinics/."""
    return f"qr/{address.strip('/').replace('/', '-') or 'home'}.svg"


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(5)
def on_post_build(config):
    built = guide(config).built
    rows = [row for row in page_rows(config) if f"{row['path'][1:]}index.html" in built]
    site = Path(config.site_dir)
    folder = site / "api/v1"
    folder.mkdir(parents=True, exist_ok=True)
    feeds = {
        "pages": pages_json(config, rows),
        "codes": codes_json(config, guide(config).codes, {row["path"]: row["title"] for row in rows}),
    }
    for name, feed in feeds.items():
        (folder / f"{name}.json").write_text(json.dumps(feed, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if config.site_url:
        for row in rows:
            path = site / "clinics" / row["qr_name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(qr_file(row["address"]))
