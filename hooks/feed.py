"""The feed: /api/v1/pages.json and codes.json, for programs. Also what /clinics/ says about each page.

Each page's entry holds a hash of its text, so that a health record can say exactly which text a patient was given.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from pathlib import Path

from codes import address as code_address  # hooks/codes.py
from facts import ACTS
from markupsafe import Markup
from mkdocs.plugins import event_priority
from pages import front_matter
from qr import qr, qr_file
from selectolax.lexbor import LexborHTMLParser

log = logging.getLogger("mkdocs.hooks.feed")

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE = "en-US"
NOT_REVIEWED = "No clinician has reviewed this page yet."
NOTICE = "General information. It does not replace advice from a person's own care team."
SNOMED = (
    "SNOMED CT is owned by SNOMED International. Its codes are used here only to find the page for a code; "
    "users in some countries need a licence of their own. LOINC is owned by Regenstrief Institute."
)
ON_POSTER = ("home", "section", "topic", "site", "tool")
NOT_ON_POSTER = ("/go/",)
ALL_SIGNS = ("/symptoms/", "/symptoms/get-help/")
PLACE_PAGES = {
    "/symptoms/breast/": "breast", "/sites/liver/": "liver", "/sites/lungs/": "lungs", "/sites/bones/": "bones",
    "/sites/brain/": "brain", "/sites/skin/": "skin", "/sites/lymph-nodes/": "lymph-nodes",
}


# Pure functions ----------------------------------------------------------------------------------


def signs_of(address: str, act: str, symptoms: list[dict]) -> list[dict]:
    """The signs of one act that belong to a page: of its place and, when to call now, of anywhere in the body.

    A page about no place has the signs of anywhere; the pages about all signs have them all.
    """
    place = PLACE_PAGES.get(address, "anywhere")
    rows = [row for row in symptoms if row["act"] == act]
    if address in ALL_SIGNS:
        return rows
    own = [row for row in rows if place in row["places"]]
    return own + [row for row in rows if act == "now" and "anywhere" in row["places"] and row not in own]


def sign(row: dict) -> str:
    """One sign in one line.

    >>> sign({"says": "Yellow skin or eyes", "term": "jaundice", "only_if": ""})
    'Yellow skin or eyes (jaundice)'
    """
    return row["says"] + "".join(f" ({part})" for part in (row["only_if"], row["term"]) if part)


def when_to_call(address: str, facts: dict) -> list[dict]:
    """What a page says on when to call, most urgent first; each part is what to do, and the signs it is for."""
    if not facts["acts"]:
        return []
    parts = []
    for act in ACTS:
        rows, text = signs_of(address, act, facts["symptoms"]), facts["acts"][act]
        team = [sign(row) for row in rows if row["call"] == "team-then-emergency"]
        parts.append({"act": act, "name": text["name"], "do": text["do"], "signs": [sign(row) for row in rows if row["call"] != "team-then-emergency"]})
        if team:
            parts.append({"act": act, "name": text["name"], "do": [text["team_first"]], "signs": team})
    return [part for part in parts if part["signs"]]


def summary_text(page: dict, address: str, clinic: dict) -> str:
    """The page in plain text for a visit summary: what it is, when to call, where to read on."""
    lines = [f"{page['title']}. {page['summary']}", ""]
    for part in page["when_to_call"]:
        lines += [f"{part['name'].upper()}. {' '.join(part['do'])}", "If you notice:", *(f"- {line}" for line in part["signs"]), ""]
    if clinic.get("day_number"):
        lines.append(f"Your team's number: {clinic['day_number']}" + (f", at night {clinic['night_number']}" if clinic.get("night_number") else ""))
    else:
        lines.append("Your team's number, day: ____________  night: ____________")
    lines += [f"{NOTICE} {page['reviewed']} Facts checked {page['checked']}.", f"Read more: {address}"]
    return "\n".join(lines)


def page_row(address: str, meta: dict, facts: dict, site_url: str = "") -> dict:
    """What the feed and /clinics/ know of a page before it is built."""
    review = meta.get("clinical_review")
    row = {
        "path": address,
        "title": str(meta.get("title", "")),
        "summary": " ".join(str(meta.get("description", "")).split()),
        "message": str(meta.get("message", "")).strip().splitlines(),
        "kind": meta.get("kind", ""),
        "when_to_call": when_to_call(address, facts),
        "checked": str(meta.get("checked", "")),
        "check_by": str(meta.get("check_by", "")),
        "clinical_review": {key: str(review[key]) for key in ("name", "role", "date")} if isinstance(review, dict) and {"name", "role", "date"} <= set(review) else None,
    }
    row["address"] = site_url.rstrip("/") + address if site_url else ""
    row["reviewed"] = f"Reviewed by {row['clinical_review']['name']}, {row['clinical_review']['role']}." if row["clinical_review"] else NOT_REVIEWED
    return row


def article_text(html: str) -> str:
    """The text of a page's article, as it is hashed: without pictures, scripts and buttons, white space made even."""
    article = LexborHTMLParser(html).css_first("article")
    if article is None:
        return ""
    for node in article.css("script, style, svg, button, .hg-actions, .hg-related, .hg-paper, .hg-snippets, .hg-poster"):
        node.decompose()
    return " ".join(article.text(separator=" ").split())


def digest(html: str) -> str:
    return hashlib.sha256(article_text(html).encode()).hexdigest()


def head(config, schema: str) -> dict:
    clinic = config.extra.get("clinic") or {}
    facts = {
        "$schema": schema,
        "guide": config.site_name,
        "language": LANGUAGE,
        "publisher": clinic.get("name") or "The HER2 Spread Guide authors",
        "licence": LICENCE,
        "notice": NOTICE,
    }
    return facts | ({"home": config.site_url} if config.site_url else {})


def pages_json(config, rows: list[dict], built: dict[str, str]) -> dict:
    """pages.json: `rows` from page_row, `built` the HTML of each page by address."""
    pages = []
    for row in rows:
        html = built[row["path"]]
        entry = {key: row[key] for key in ("path", "address", "title", "summary", "message", "kind", "when_to_call", "checked", "check_by", "clinical_review") if key != "address" or row["address"]}
        ids = re.findall(r'<h[23][^>]*\sid="([a-z0-9-]+)"', html)
        pages.append({**entry, "anchors": [name for name in ids if not name.endswith("-name")], "sha256": digest(html)})
    return {**head(config, "pages.schema.json"), "pages": pages}


def codes_json(config, codes: list[dict], titles: dict[str, str]) -> dict:
    """codes.json: every code, its page and its own address."""
    base = config.site_url.rstrip("/") if config.site_url else ""
    rows = []
    for row in codes:
        if row["page"] in titles:
            entry = {"system": row["system"], "oid": row["oid"], "code": row["code"], "meaning": row["meaning"], "title": titles[row["page"]], "path": row["page"], "own_path": code_address(row)}
            rows.append({**entry, **({"address": base + row["page"], "own_address": base + code_address(row)} if base else {})})
    return {**head(config, "codes.schema.json"), "terminology_notice": SNOMED, "codes": rows}


def qr_name(address: str) -> str:
    """The file of a page's QR code, beside /clinics/."""
    return f"qr/{address.strip('/').replace('/', '-') or 'home'}.svg"


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(-10)  # after pages.py has read every page
def on_files(files, config):
    """What /clinics/ offers of each page, before any page is made."""
    facts, clinic = config.extra["facts"], config.extra.get("clinic") or {}
    short: dict[str, str] = {}
    for old, new in config.extra["redirects"]["short"].items():
        short.setdefault(new, old)
    rows = []
    for address, name in config.extra["addresses"].items():
        meta = front_matter(config.extra["page_sources"][name])
        if meta.get("kind") == "archived":
            continue
        row = page_row(address, meta, facts, config.site_url or "")
        row["text"] = summary_text(row, row["address"] or address, clinic)
        row["short"] = short.get(address, "")
        row["on_poster"] = row["kind"] in ON_POSTER and address not in NOT_ON_POSTER
        row["qr_name"] = qr_name(address) if config.site_url else ""
        if config.site_url:
            row["qr"] = Markup(qr(row["address"], f"QR code: {row['title']}")) if row["on_poster"] else ""
        rows.append(row)
    order = nav_order(config.nav)
    config.extra["guide_pages"] = sorted(rows, key=lambda row: order.get(config.extra["addresses"][row["path"]], len(order)))
    return files


def nav_order(nav) -> dict[str, int]:
    """The place of each file in the table of contents."""
    found: list[str] = []

    def walk(item):
        if isinstance(item, str):
            found.append(item)
        for child in item.values() if isinstance(item, dict) else item if isinstance(item, list) else []:
            walk(child)

    walk(nav)
    return {name: place for place, name in enumerate(found)}


def on_post_page(output, page, config):
    config.extra.setdefault("feed_built", {})["/" + page.url.removeprefix("./")] = output
    return output


@event_priority(5)
def on_post_build(config):
    site, rows = Path(config.site_dir), config.extra["guide_pages"]
    built = config.extra.pop("feed_built", {})
    rows = [row for row in rows if row["path"] in built]
    folder = site / "api/v1"
    folder.mkdir(parents=True, exist_ok=True)
    feeds = {"pages": pages_json(config, rows, built), "codes": codes_json(config, config.extra["facts"]["codes"], {row["path"]: row["title"] for row in rows})}
    for name, feed in feeds.items():
        (folder / f"{name}.json").write_text(json.dumps(feed, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if config.site_url:
        for row in rows:
            path = site / "clinics" / row["qr_name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(qr_file(row["address"]))
