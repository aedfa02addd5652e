"""What the feed and /clinics/ say of each page: its summary, when to call, its dates, its addresses."""

from contracts import ACTS, Symptom
from guide import Guide, Page, guide
from markupsafe import Markup
from pages import nav_files
from qr import qr

ON_POSTER = ("home", "section", "topic", "site", "tool")


def sign(row: Symptom) -> str:
    """One sign in one line: "Yellow skin or eyes (jaundice)"."""
    return row.says + "".join(f" ({part})" for part in (row.only_if, row.term) if part)


def when_to_call(address: str, found: Guide) -> list[dict]:
    """What a page says on when to call, most urgent first."""
    parts = []
    for act in ACTS:
        rows = found.signs.on_page(address, act)
        for label in dict.fromkeys((act, "team_now" if act == "now" else act)):
            text, signs = getattr(found.facts.urgency, label), [sign(row) for row in rows if row.label == label]
            do = [found.fill(line) for line in text.do]
            do = [" ".join(do)] if label == "team_now" else do
            parts += [{"act": act, "name": text.name, "do": do, "signs": signs}] if signs else []
    return parts


def page_row(page: Page, found: Guide, site_url: str = "") -> dict:
    """What is known of a page before it is built."""
    front, review, said = page.front, page.front.clinical_review, found.facts.sentences
    told = {key: str(getattr(review, key)) for key in ("name", "role", "date")} if review else None
    by = {"day": told["date"], **told} if told else {}
    return {
        "path": page.address,
        "address": site_url.rstrip("/") + page.address if site_url else "",
        "title": front.title,
        "summary": " ".join(front.description.split()),
        "message": front.lines,
        "kind": front.kind,
        "when_to_call": when_to_call(page.address, found),
        "checked": str(front.checked),
        "check_by": str(front.check_by),
        "clinical_review": told,
        "reviewed": (said.reviewed.format(**by) if told else said.not_reviewed.format(what="this page")) + ".",
    }


def page_rows(config) -> list[dict]:
    """What /clinics/ offers of each page, in the order of the menu, before any page is made."""
    found, site_url = guide(config), config.site_url or ""
    short = {new: old for old, new in reversed(found.redirects.short.items())}  # the first of several
    order = {name: place for place, name in enumerate(nav_files(config.nav))}
    rows = []
    for page in sorted(found.pages.values(), key=lambda page: order.get(page.file, len(order))):
        if found.archived(page.address):
            continue
        row = page_row(page, found, site_url)
        row["short"] = short.get(page.address, "")
        row["on_poster"] = row["kind"] in ON_POSTER and page.address != "/go/"
        row["qr_name"] = qr_name(page.address) if site_url else ""
        drawn = site_url and row["on_poster"]
        row["qr"] = Markup(qr(row["address"], f"QR code: {row['title']}")) if drawn else ""
        rows.append(row)
    return rows


def qr_name(address: str) -> str:
    """The file of a page's QR code, beside /clinics/."""
    return f"qr/{address.strip('/').replace('/', '-') or 'home'}.svg"
