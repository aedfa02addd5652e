"""The drawings that pages show: named, light, and plain in light, in the dark, in grey and on a small phone.

`make proof` runs these too. What a build refuses: tests/unit/test_slips.py.
"""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

SMALLEST = 12  # px of a word in a drawing, on the narrowest phone
DARK = re.compile(r'\[(\w+)="(#\w{6})"\]\{\1:(#\w{6})\}')
# Of each color that lines and words have: how many dots of 100 stand off from no side by 3 : 1. A dot's sides are the
# dots on two rings around it; one within an area of its own color has none. `grey`: what paper makes of it.
FAINT = """async ([text, grey]) => {
    const image = new Image();
    image.src = 'data:image/svg+xml,' + encodeURIComponent(text);
    await image.decode();
    const canvas = new OffscreenCanvas(image.width * 3, image.height * 3), brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const dots = new Uint32Array(brush.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const light = new Map(), linear = value => value <= 0.04 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const weigh = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const luminance = dot => {
        if (!light.has(dot)) {
            const parts = [0, 8, 16].map(shift => (dot >> shift & 255) / 255);
            light.set(dot, 0.05 + (grey ? linear(weigh(parts)) : weigh(parts.map(linear))));
        }
        return light.get(dot);
    };
    const rings = [...Array(32).keys()].map(n => [n % 2 ? 5 : 9, n * Math.PI / 16])
        .map(([far, turn]) => Math.round(far * Math.cos(turn)) + Math.round(far * Math.sin(turn)) * canvas.width);
    const found = {};
    document.body.innerHTML = text;
    const colors = [...document.querySelectorAll('svg *')].flatMap(node => {
        const { stroke, strokeWidth, fill } = getComputedStyle(node);
        return node.tagName === 'text' ? [fill] : parseFloat(strokeWidth) <= 4 ? [stroke] : [];
    });
    for (const color of new Set(colors.filter(color => color.startsWith('rgb(')))) {
        const [r, g, b] = color.match(/\\d+/g);
        const own = (255 << 24 | b << 16 | g << 8 | r) >>> 0;
        let seen = 0, faint = 0;
        for (let dot = 9 * canvas.width; dot < dots.length - 9 * canvas.width; dot += 1) {
            if (dots[dot] !== own) continue;
            const sides = rings.map(way => dots[dot + way]).filter(side => side !== own);
            if (!sides.length) continue;
            const off = side => Math.max(luminance(side), luminance(own)) / Math.min(luminance(side), luminance(own));
            seen += 1;
            faint += !sides.some(side => off(side) >= 3);
        }
        if (seen) found[color] = Math.round(100 * faint / seen);
    }
    return found;
}"""
# Words that are cut, or that lie on each other.
WORDS = """text => {
    document.body.innerHTML = text;
    const boxes = [...document.querySelectorAll('text')].map(node => [node.textContent, node.getBoundingClientRect()]);
    const [svg] = [...document.querySelectorAll('svg')].map(node => node.getBoundingClientRect());
    const cut = boxes.filter(([, box]) => box.left < svg.left || box.right > svg.right || box.top < svg.top
        || box.bottom > svg.bottom);
    const on = boxes.filter(([, a], n) => boxes.slice(n + 1).some(([, b]) => a.left < b.right && b.left < a.right
        && a.top + 3 < b.bottom && b.top + 3 < a.bottom));
    return [...cut, ...on].map(([said]) => said);
}"""


@pytest.fixture(scope="module")
def drawings(site, publisher):
    """Each as it is sent, by its name; a clinic's logo is none."""
    named = {path.name.partition(".")[0]: path for path in (site.dir / "assets").glob("*.svg")}
    named.pop(Path(publisher.clinic.logo).name.partition(".")[0], None)
    return {name: path.read_text("utf-8") for name, path in named.items()}


def test_lines_stand_off_from_their_ground_and_words_from_each_other(drawings, page):
    page.goto("about:blank")
    faint = {}
    for name, light in drawings.items():
        dark = light
        for kind, before, after in DARK.findall(light):
            dark = dark.replace(f'{kind}="{before}"', f'{kind}="{after}"')
        for how, text, grey in (("light", light, False), ("dark", dark, False), ("grey", light, True)):
            found = page.evaluate(FAINT, [text.replace("<style>", "<style media='not all'>"), grey])
            faint |= {(name, how, color): share for color, share in found.items() if share > 5}
        assert page.evaluate(WORDS, light) == [], name
    assert drawings and faint == {}


def test_every_kind_of_page_has_the_picture_of_its_message(site, heads):
    """With a caption; a drawing says what one sees. What names places, signs or numbers has more than its map."""
    lacking = []
    for path, head in heads.items():
        html = site.html(path)
        pictures = re.findall(r'(?s)<figure(?! class="hg-map).*?<figcaption.*?\w.*?</figure>', html)
        lacking += [path] * (head.kind in ("topic", "site", "tool") and not pictures)
        images = LexborHTMLParser(html).css("article img")
        lacking += [image.html for image in images if len(image.attributes["alt"] or "") < 30]
    assert lacking == []


def test_they_are_sharp_on_a_small_phone_follow_the_dark_and_are_gray_on_paper(site, page, drawings):
    """On paper also where nobody has scrolled to them."""
    shows = {path: LexborHTMLParser(site.html(path)).css("article figure img") for path in site.pages}
    pages = [path for path in site.pages if path != "print/" and shows[path]]
    page.emulate_media(color_scheme="dark")
    for path in pages:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(site.url + path)
        sheet = PdfReader(io.BytesIO(page.pdf())).pages if path in pages[::4] else []
        printed = [image.image.convert("RGB") for side in sheet for image in side.images]
        colors = [ImageChops.difference(*image.split()[::2]).getextrema()[1] for image in printed]
        assert all(color < 6 for color in colors), f"{path}: not gray"
        shown = page.locator("article figure img")
        tops = shown.evaluate_all("all => all.map(image => image.getBoundingClientRect().top)")
        assert min(tops) > 640, f"{path}: it comes late, so none stands on the first screen"
        assert not sheet or len(printed) == shown.count() > 0, path
        for image in shown.all():
            image.scroll_into_view_if_needed()
            page.wait_for_function("image => image.complete && image.naturalWidth", arg=image.element_handle())
            drawing = drawings[re.search(r"(\S+)\.\w+\.svg", image.get_attribute("src").rpartition("/")[2])[1]]
            scale = image.bounding_box()["width"] / int(re.search(r' width="(\d+)"', drawing)[1])
            assert min(map(float, re.findall(r'font-size="([\d.]+)', drawing))) * scale >= SMALLEST, path
            seen = Image.open(io.BytesIO(image.screenshot())).convert("L")
            assert seen.getpixel((1, seen.height // 2)) < 90, f"{path}: light in the dark"
    assert len(pages) > 5
