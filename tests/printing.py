"""Paper read back: what Chromium prints of a page, side by side, and what it must say by the guide's own data."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

from pypdf import PdfReader


def plain(text: str) -> str:
    """A text as it is compared: blanks are one, letters that a font joins are apart."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def printed(page, url: str, **options) -> tuple[list[str], PdfReader]:
    """(text of each side, the PDF) of the page as Chromium prints it."""
    if url:
        page.goto(url)
    reader = PdfReader(io.BytesIO(page.pdf(**{"format": "Letter", **options})))
    return [plain(side.extract_text()) for side in reader.pages], reader


def written(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def review_of(head, facts) -> str:
    """Who reviewed a page, or that no one has."""
    told, review = facts.sentences, head.clinical_review
    if not review:
        return told.not_reviewed.format(what="this page")
    return told.reviewed.format(name=review.name, role=review.role, day=written(review.date))


def team_of(publisher, facts) -> str:
    """The team's own numbers; where this copy has none, lines to write them on."""
    numbers = publisher.clinic.numbers
    return f"{facts.sentences.team_number}: " + (f"{', at night '.join(numbers)}." if numbers else "day")


def emergency(facts) -> tuple[str, str]:
    """Whom to call first, as it stands over a list of signs and as it stands alone."""
    return filled(facts.urgency.now.heading, facts), filled(facts.urgency.now.do[0], facts)


def what_to_do(facts, label: str) -> str:
    """What one label of data/urgency.yml says to do."""
    return filled(" ".join(getattr(facts.urgency, label).do), facts)


def filled(text: str, facts) -> str:
    return text.replace("{emergency}", facts.contacts.numbers())
