"""What the feed and /clinics/ say of each page: its summary, when to call, its dates, its addresses."""

from contracts import LABELS, Line
from guide import Guide, Page, guide
from markupsafe import Markup
from pages import nav_files
from qr import qr
from signs import HELP, WATCH, act, line_id, of_page

ON_POSTER = ("home", "section", "topic", "site", "tool")


def says(line: Line, text: str, found: Guide) -> str:
    """What a line says, with the crisis lines where it asks for them."""
    return text + (f": call {found.facts.contacts.crisis_numbers()}" if line.call else "")


def when_to_call(address: str, found: Guide) -> list[dict]:
    """What a page says on when to call, most urgent first: its own notices; the danger box, which pages with every sign
    need not; and where no place's signs stand, what to do about any other sign."""
    own, parts = of_page(found.signs, found.places, address), []
    *now, team_now = [row.says for row in found.signs.danger_box]
    first = team_now.rpartition(": ")[2]  # without "Your team's line first"
    box = {} if address in (HELP, WATCH) else {"now": now, "team_now": [first[0].upper() + first[1:]]}
    at_place = any(place.page == address for place in found.places)
    for label, text in label_rows(found).items():
        lines = [(notice, line) for notice in own if (line := getattr(notice, label))]
        told = [says(line, notice.whole(line), found) for notice, line in lines] + box.get(label, [])
        rule = getattr(found.facts.urgency, label).rule
        told += [rule] if rule and not at_place else []
        parts += [{"act": act(label), **text, "signs": told}] if told else []
    return parts


def label_rows(found: Guide) -> dict[str, dict]:
    """The four labels: {"now": {"name": "Call now", "do": […]}, …}."""
    urgency = {label: getattr(found.facts.urgency, label) for label in LABELS}
    return {label: {"name": text.name, "do": list(map(found.fill, text.do))} for label, text in urgency.items()}


def notice_rows(found: Guide, site_url: str = "") -> list[dict]:
    """Every notice, with its lines and its address."""
    return [
        {
            "id": notice.id,
            "area": notice.area,
            "name": notice.name,
            "path": f"{HELP}#{notice.id}",
            **({"address": f"{site_url.rstrip('/')}{HELP}#{notice.id}"} if site_url else {}),
            "lines": [
                {
                    "id": line_id(notice, label),
                    "label": label,
                    "says": says(line, line.text, found),
                    **({"only_if": line.only_if} if line.only_if else {}),
                    "from": line.kept,
                }
                for label, line in notice.lines
            ],
            **({"meanwhile": notice.meanwhile.says} if notice.meanwhile else {}),
            "places": notice.places,
            **of_review(found.sign_reviews.get(notice.id)),
        }
        for notice in found.signs.notices
    ]


def of_review(standing) -> dict:
    """Who reviewed something as it is now; if that was before its words changed, it is not of these any more."""
    if not standing:
        return {"clinical_review": None}
    told = {key: str(getattr(standing.review, key)) for key in ("name", "role", "date", "text")}
    told |= {"changed_since": not standing.holds}
    return {"clinical_review": told} if standing.holds else {"clinical_review": None, "earlier_review": told}


def page_row(page: Page, found: Guide, site_url: str = "") -> dict:
    """What is known of a page before it is built."""
    front = page.front
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
        **of_review(found.reviews.get(page.address)),
        "reviewed": f"@@review page {page.address}@@",  # known when all pages are made (reviews.py)
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
        row["to_copy"] = when_to_call("" if page.address in (HELP, WATCH) else page.address, found)
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
