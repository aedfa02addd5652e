"""Paper read back: what Chromium prints of a page, side by side."""

from __future__ import annotations

import io
import unicodedata

from pypdf import PdfReader


def printed(page, url: str, **options) -> tuple[list[str], PdfReader]:
    """(text of each side, the PDF) of the page as Chromium prints it."""
    if url:
        page.goto(url)
    reader = PdfReader(io.BytesIO(page.pdf(**{"format": "Letter", **options})))
    return [" ".join(unicodedata.normalize("NFKC", side.extract_text()).split()) for side in reader.pages], reader
