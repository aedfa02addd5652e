"""Paper read back: what Chromium prints of a page, side by side, and what it must say by the guide's own data."""

import io
import re
import unicodedata

import zxingcpp
from PIL import Image
from pypdf import PdfReader

FOR_SCREENS = """:is(header, nav, .hg-actions, .hg-local, .hg-offline, .hg-footer)
    :is(a, button, summary, input):not(.hg-whole *)"""
# The text of a page as it would print, what of it is too small, how wide it is.
PAPER = """() => {
    const texts = [], small = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.data.trim(), own = walk.currentNode.parentElement;
        const size = parseFloat(getComputedStyle(own).fontSize); // 0: hidden, but counted
        const seen = size && own.checkVisibility({ visibilityProperty: true }) && !own.closest('svg, script');
        if (!text || !seen) continue;
        texts.push(text);
        if (size < 14.6 && own.getClientRects().length && !own.closest('sup, .hg-pocket')) small.push('small: ' + text);
    }
    return [texts.join(' '), small, document.documentElement.scrollWidth];
}"""


def plain(text: str) -> str:
    """A text as it is compared: blanks are one, letters that a font joins are apart, quotes are straight."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).translate(str.maketrans("’‘“”", "''\"\""))


def printed(page, url: str = "", **options) -> tuple[list[str], PdfReader]:
    """(text of each side, the PDF) of the page as Chromium prints it."""
    if url:
        page.goto(url)
    reader = PdfReader(io.BytesIO(page.pdf(**{"format": "Letter", **options})))
    return [plain(side.extract_text()) for side in reader.pages], reader


def faults_on_paper(page, url: str, begins: str) -> list[str]:
    """What is wrong with a page on paper; every side must begin with `begins`."""
    page.set_viewport_size({"width": 725, "height": 900})  # Letter and A4 without margins, in CSS pixels
    page.emulate_media(media="screen")
    page.goto(url)
    seen = page.locator(FOR_SCREENS).locator("visible=true")
    assert seen.count()
    page.emulate_media(media="print")
    text, small, wide = page.evaluate(PAPER)
    sides = printed(page)[0]
    paper = re.sub(r"\s", "", "".join(sides).lower())
    lost = [f"lost: {word}" for word in set(re.findall("[a-z]{4,}", plain(text).lower())) if word not in paper]
    begun = [f"begins: {side[:60]}" for side in sides if not side.startswith(begins)]
    return small + seen.all_text_contents() + lost + begun + ["cut at the edge"] * (wide > 725)


def codes_in(part) -> list[str]:
    """What the square codes within a part of a page say, as a phone reads them."""
    picture = Image.open(io.BytesIO(part.screenshot())).convert("L")
    return sorted(found.text for found in zxingcpp.read_barcodes(picture.resize([side * 3 for side in picture.size])))


def written(day) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def top_of(publisher, facts) -> str:
    """What every side begins with: who runs the guide; where this copy names no one, what it is."""
    return publisher.clinic.name or facts.sentences.no_diagnosis


def review_of(head, facts) -> str:
    told, review = facts.sentences, head.clinical_review
    if not review:
        return told.not_reviewed.format(what="this page")
    return told.reviewed.format(name=review.name, role=review.role, day=written(review.date))


def team_of(publisher, facts) -> str:
    numbers = publisher.clinic.numbers
    return f"{facts.sentences.team_number}: " + (f"{', at night '.join(numbers)}." if numbers else "day")


def pieces(notice, facts) -> list[str]:
    """What paper holds of a notice: its name and then each label straight before its own words."""
    alone = len(notice.lines) == 1
    says = lambda label, line: getattr(facts.urgency, label).name + (notice.whole(line) if alone else line.text)
    first, *rest = [says(*row) for row in notice.lines]
    until = [notice.meanwhile.says] if notice.meanwhile else []
    return [bare(text) for text in (first if alone else notice.name + first, *rest, *until)]


def bare(text: str) -> str:
    """A text without blanks and source marks: columns and lines break anywhere."""
    return re.sub(r"\[[\d, ]+\]|\s", "", plain(text))


def what_to_do(facts, label: str) -> str:
    return filled(" ".join(getattr(facts.urgency, label).do), facts)


def filled(text: str, facts) -> str:
    told = facts.contacts
    for name, says in (("emergency", told.numbers()), ("numbers", told.short()), ("urgent", told.urgent())):
        text = text.replace(f"{{{name}}}", says)
    return text
