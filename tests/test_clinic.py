"""A clinic's own block in mkdocs.yml: one line a fault, and what is right stands on every page and sheet."""

import re

import pytest
from clinic import HEAVIEST, read_publisher

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200">{}</svg>'


@pytest.fixture
def block(tmp_path):
    """What is read of a block, with a logo that may be anything."""

    def read(text: str, logo: str | bytes = SVG.format("<rect width='1' height='1'/>"), name: str = "logo.svg"):
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_bytes(logo if isinstance(logo, bytes) else logo.encode())
        (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nsite_url: !ENV [SITE_URL, '']\nextra:\n{text}\n", "utf-8")
        return read_publisher(tmp_path / "mkdocs.yml", tmp_path / "docs")

    return read


FAULTS = [
    # the block from line 4 on, what is said
    ("  clinic: {day_numbr: '555 0288'}", "line 4: extra.clinic.day_numbr is not a key we know: write day_number"),
    ("  clnic: {name: x}", "line 4: extra.clnic is not a key we know: write clinic"),
    ("  clinic:\n    name: a\n    name: b", "line 6: extra.clinic.name stands twice (also in line 5)"),
    (
        "  clinic: {day_number: 02071234567}",
        'line 4: extra.clinic.day_number: 02071234567 would be read as a number or a day: put it in quotes, as "02071234567"',
    ),
    (
        "  clinic: {night_number: call the ward}",
        'line 4: extra.clinic.night_number: "call the ward" is no telephone number',
    ),
    ("  clinic: {name: [a]}", "line 4: extra.clinic.name"),
    ("  clinic: {logo: none.svg}", 'line 4: extra.clinic.logo: "none.svg" is no file below docs/'),
    ("  clinic: {logo: ../mkdocs.yml}", "is no file below docs/"),
    (
        "  clinic: {logo: 'https://a.example/logo.svg'}",
        'line 4: extra.clinic.logo: "https://a.example/logo.svg" lies elsewhere',
    ),
    ("  report_mistakes: call us", 'line 4: extra.report_mistakes: "call us" is no address'),
    ("  report_mistakes: http://a.example", "is no address: write a mail address, or one that begins with https://"),
    ("  report_mistakes: javascript:alert(1)", "is no address"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_in_the_block_is_one_line_with_the_key(block, text, said):
    faults = block(text).faults
    assert len(faults) == 1 and said in faults[0], faults


@pytest.mark.parametrize(
    ("logo", "name", "said"),
    [
        (SVG.format("<script>alert(1)</script>"), "logo.svg", "holds <script, which runs"),
        (SVG.format('<rect onclick="x()"/>'), "logo.svg", "holds onclick="),
        (SVG.format('<image href="https://a.example/x.png"/>'), "logo.svg", "asks another host"),
        (SVG.format("<style>@import url(//a.example/x.css)</style>"), "logo.svg", "asks another host"),
        ("<svg><rect></svg>", "logo.svg", "is no whole SVG (line 1)"),
        (SVG.format("<rect/>" * HEAVIEST), "logo.svg", "make it 30 KB or less"),
        (b"GIF89a", "logo.gif", "is no picture that we can show"),
    ],
)
def test_a_logo_that_runs_asks_or_weighs_is_refused(block, logo, name, said):
    found = block(f"  clinic: {{logo: {name}}}", logo, name)
    assert len(found.faults) == 1 and said in found.faults[0] and found.clinic.logo == ""


def test_what_is_right_is_read(block):
    found = block(
        "  clinic: {name: Riverside, day_number: '(01) 555 0288, ext. 4', logo: logo.svg}\n  report_mistakes: help@a.example"
    )
    assert found.faults == [] and found.mistakes == "mailto:help@a.example"
    assert found.clinic.numbers == ["(01) 555 0288, ext. 4"] and found.clinic.logo == "logo.svg"
    assert block("  clinic:\n  report_mistakes:").faults == []


def fill(guide, **keys: str) -> None:
    for key, value in keys.items():
        guide.edit("mkdocs.yml", f'    {key}: ""', f'    {key}: "{value}"')


def test_the_block_stands_on_every_page_sheet_and_feed(guide, browser):
    from conftest import serve

    fill(
        guide,
        name="Riverside & Partners",
        day_number="(01) 555 0288, ext. 4",
        night_number="1 800 CALL-NOW",
        logo="assets/logo.svg",
    )
    guide.edit("mkdocs.yml", '  report_mistakes: ""', "  report_mistakes: help@riverside.example")
    guide.write("docs/assets/logo.svg", SVG.format('<rect width="600" height="200"/>'))
    assert guide.faults() == []
    for path in guide.site.rglob("*.html"):
        html = path.read_text()
        if 'http-equiv="refresh"' in html:
            continue
        assert "Riverside &amp; Partners" in html and 'alt="Riverside &amp; Partners"' in html, path
        assert 'data-hg-clinic="Riverside &amp; Partners"' in html or path.name == "404.html", path
    liver = (guide.site / "sites/liver/index.html").read_text()
    assert (
        'href="tel:015550288,4">(01) 555 0288, ext. 4</a>, at night <a href="tel:18002255669">1 800 CALL-NOW</a>'
        in liver
    )
    assert 'href="mailto:help@riverside.example"' in (guide.site / "about/review/index.html").read_text()
    feed = (guide.site / "clinics/index.html").read_text()
    assert "(01) 555 0288, ext. 4, at night 1 800 CALL-NOW" in feed
    server, url = serve(guide.site)
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(url)
    box = page.locator(".hg-brand img").bounding_box()
    assert 0 < box["height"] <= 40 and box["width"] <= 180, box
    assert page.locator(".hg-header").bounding_box()["height"] < 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
    server.shutdown()


def test_a_night_number_alone_is_the_one_number(guide):
    fill(guide, night_number="555 0100")
    assert guide.faults() == []
    liver = (guide.site / "sites/liver/index.html").read_text()
    assert re.search(r'number: <a href="tel:5550100">555 0100</a>\.', liver) and "at night" not in re.sub(
        r"at night too", "", liver
    )
    assert "the one on your appointment card" not in liver
