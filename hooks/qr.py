"""QR codes, as SVG: drawn dark on light in every color scheme, with a quiet zone, as phones need them."""

import functools
import io

import segno

LOOKS = {"border": 4, "dark": "#000", "light": "#fff", "omitsize": True, "lineclass": None}


@functools.cache
def code(address: str) -> segno.QRCode:
    """The code itself: a page's stands on its sheet, on the poster and in a file of its own."""
    return segno.make(address, error="m", micro=False)


@functools.cache
def qr(address: str, title: str = "") -> str:
    """The code of an address as an inline <svg>; the title is for those who cannot see it."""
    return code(address).svg_inline(svgclass="hg-qr", title=title or f"QR code for {address}", **LOOKS)


def qr_file(address: str) -> bytes:
    """The same as a file of its own."""
    out = io.BytesIO()
    code(address).save(out, kind="svg", svgclass=None, title=address, **LOOKS)
    return out.getvalue()
