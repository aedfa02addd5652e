"""Key states of the small guide as small pictures, so that an upgrade of the theme cannot quietly break the look.

    RENEW_PICTURES=1 .venv/bin/pytest tests/test_pictures.py    after a change that was meant; then look at them

They show boxes, colors and bands of text, no letters, and are compared blurred: letters are drawn otherwise elsewhere.
"""

import base64
import io
import os
from pathlib import Path

from conftest import ROOT
from hands import open_menu, search, tick
from PIL import Image, ImageChops, ImageFilter

PICTURES = Path(__file__).parent / "pictures"
PHONE, WIDE = 360, 1280
SMALLER = {PHONE: 4, WIDE: 8}
# How many dots of 10,000 may be off by more than 6 of 255, and by more than 20. Measured: letters set to whole dots, as
# some systems do, (362, 0); cards without border (715, 314) or background (1035, 0); no map (825, 490).
TOLERATED = {6: 600, 20: 10}
# One font; no banner and no dates, which depend on the day; no blinking mark in a field.
DRESS = """async fonts => {
    for (const [weight, data] of Object.entries(fonts)) {
        const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt());
        document.fonts.add(await new FontFace('Ours', bytes, { weight }).load());
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.hg-banner--overdue { display: none } .hg-byline, time { visibility: hidden }'
        + '*, ::before, ::after, ::placeholder { font-family: Ours !important; caret-color: transparent !important }');
    document.adoptedStyleSheets = [sheet];
}"""


def top_at(selector, above=80):
    script = "(part, above) => scrollTo(0, part.getBoundingClientRect().top + scrollY - above)"
    return lambda page: page.locator(selector).first.evaluate(script, above)


def ticked(page):
    tick(page, "jaundice-today")
    top_at(".hg-tick[data-notice=jaundice]")(page)


STATES = {  # name: (path, width, height, scheme, what the reader does)
    "home-phone-light": ("", PHONE, 2400, "light", None),
    "home-wide-dark": ("", WIDE, 2160, "dark", None),
    "liver-phone-dark": ("sites/liver/", PHONE, 1200, "dark", None),
    "liver-wide-light": ("sites/liver/", WIDE, 1200, "light", None),
    "areas-phone": ("symptoms/", PHONE, 1200, "light", top_at(".hg-areas")),
    "number-wide": ("sites/", WIDE, 1200, "light", top_at("#number-small-share")),
    "planner-phone": ("symptoms/planner/", PHONE, 1000, "light", ticked),  # the sheet below it says today's date
    "get-help-phone": ("symptoms/get-help/", PHONE, 1200, "light", None),
    "get-help-wide": ("symptoms/get-help/", WIDE, 1200, "dark", top_at("#head")),
    "not-found-phone": ("no/such/page/", PHONE, 1200, "light", None),
    "menu-phone": ("sites/liver/", PHONE, 1200, "light", open_menu),
    "search-phone": ("", PHONE, 1200, "light", lambda page: search(page, "yellow eyes")),
}


def differences(kept, seen) -> dict[int, int]:
    """How many dots of 10,000 are off by more than each step of TOLERATED."""
    bands = ImageChops.difference(*(picture.filter(ImageFilter.BoxBlur(2)) for picture in (kept, seen))).split()
    worst = ImageChops.lighter(ImageChops.lighter(*bands[:2]), bands[2]).histogram()
    return {step: sum(worst[step + 1 :]) * 10_000 // (kept.width * kept.height) for step in TOLERATED}


def test_it_looks_as_it_did(small, page, tmp_path):
    fonts, other = {}, {}
    for weight in (400, 700):
        path = ROOT / f"overrides/handouts/atkinson-hyperlegible-{weight}.woff2"
        fonts[weight] = base64.b64encode(path.read_bytes()).decode()
    for state, (path, width, height, scheme, act) in STATES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        page.goto(small.url + path)
        page.evaluate(DRESS, fonts)
        if act:
            act(page)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB").reduce(SMALLER[width])
        seen.save(tmp_path / f"{state}.png")
        if "RENEW_PICTURES" in os.environ:
            seen.quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{state}.png", optimize=True)
        kept = Image.open(PICTURES / f"{state}.png").convert("RGB")
        found = differences(kept, seen)
        if kept.size != seen.size or any(found[step] > most for step, most in TOLERATED.items()):
            other[state] = found
    assert other == {}, f"compare {tmp_path} with {PICTURES}; if it was meant, renew them"
    assert {path.stem for path in PICTURES.iterdir()} == set(STATES)
