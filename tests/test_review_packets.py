"""Packets for a clinician: whole, with every source and passage, on paper and on screens; their lines hold."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import calls
import pytest
from conftest import ROOT, Guide
from printing import plain, printed
from review_words import UNREAD
from selectolax.lexbor import LexborHTMLParser
from signs import of_page
from walk import COLORS, violations
from whole_guide import prefix_of

NAME, ROLE = 'O\'Brien & "Co"; $(x)', "nurse #1: $HOME"
# What stands round a page, what is no part of a review, and what is asked of the data above.
ROUND = f"""{UNREAD}, #sources, details:has(.footnote), .hg-related, .hg-actions, .hg-words.hg-print-only,
.hg-disclaimer, .hg-paper, .hg-wrong, .hg-moved, .hg-notice,
.hg-number, .hg-danger__lists, svg"""
REACHES = r"<script|<form|\saction=|\son\w+=|(?:src|srcset)=\"(?!data:)|url\([^#]|@import"


def review(root: Path, page: str, **environ: str) -> subprocess.CompletedProcess:
    environ = {**os.environ, "REVIEW_PAGE": page, "SITE_URL": "", **environ}
    return subprocess.run([sys.executable, root / "deploy/review.py"], env=environ, capture_output=True, text=True)


def text_of(html: str) -> str:
    """Its words, without blanks and marks of sources."""
    tree = LexborHTMLParser(html)
    for node in tree.css("sup"):
        node.decompose()
    return bare(tree.body.text(separator=" "))


def bare(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


@pytest.fixture(scope="module")
def packets(tmp_path_factory) -> dict[str, str]:
    """The packets of the real guide, by file."""
    into = tmp_path_factory.mktemp("packets")
    run = review(ROOT, "all", REVIEW_INTO=str(into))
    assert (run.returncode, run.stderr) == (0, "") and "Nothing is sent" in run.stdout.splitlines()[-1]
    return {path.name: path.read_text("utf-8") for path in into.iterdir()}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Guide:
    """The small guide with its packets, one page taken down; made with a name that looks like much."""
    guide = Guide(tmp_path_factory.mktemp("packets") / "guide")
    gone = "kind: archived\nwithdrawn: {day: 2026-01-10, because: It was wrong, go_to: /care/questions/}\nsearch: {}"
    head = re.search(r"^kind: .*$", guide.read("docs/care/living.md"), re.M)[0]
    guide.edit("docs/care/living.md", head, gone)
    run = review(guide.dir, "all", REVIEW_NAME=NAME, REVIEW_ROLE=ROLE)
    assert run.returncode == 0, run.stderr
    guide.packets = {path.name: path.read_text("utf-8") for path in (guide.dir / "review").iterdir()}
    return guide


def test_every_page_has_a_packet_that_reaches_for_nothing(packets, heads):
    live = [address for address, head in heads.items() if head.kind != "archived"]
    assert sorted(packets) == sorted([f"{prefix_of(one)}.html" for one in live] + ["signs.html", "index.html"])
    assert {name: found for name, html in packets.items() if (found := re.findall(REACHES, html))} == {}
    assert all(name in packets["index.html"] for name in packets if name != "index.html")


def lost_of(says: list[str], html: str) -> list[str]:
    text = text_of(html)
    return [one for one in says if bare(one) not in text]


def of_sources(facts, keys, id: str = "") -> list[str]:
    rows = [row for key in keys for row in facts.passages.get(key, ()) if not id or id in row.supports]
    return [facts.sources[key].title for key in keys] + [row.says for row in rows]


def of_notice(facts, row) -> list[str]:
    said = [row.name, *([row.meanwhile.says] if row.meanwhile else [])]
    for label, line in row.lines:
        text = row.whole(line) if len(row.lines) == 1 else line.text
        said += [f"{getattr(facts.urgency, label).name} {text}"]
        said += [f"no passage shows: {line.caution.replace('how soon', 'how soon to call')}"] if line.caution else []
    return said + of_sources(facts, row.cites, row.id)


def test_a_packet_holds_every_sign_number_and_source_of_its_page(packets, facts):
    """Asked of the data, of all pages."""
    asked = 0
    for path in (ROOT / "docs").rglob("*.md"):
        address = re.sub(r"index/$", "", f"/{path.relative_to(ROOT / 'docs').as_posix().removesuffix('.md')}/")
        body = path.read_text("utf-8").partition("\n---\n")[2]
        if (html := packets.get(f"{prefix_of(address)}.html")) is None:
            continue
        notices = of_page(facts.signs, facts.places, address) if re.search("sign|notice", body) else []
        notices = [] if address == "/symptoms/" else notices
        numbers = [facts.number(args[0]) for _, name, args in calls.calls_in(body) if name == "number"]
        says = [text for row in notices for text in of_notice(facts, row)]
        says += [text for row in numbers for text in [row.says, row.who, row.unsure]]
        says += [text for row in numbers for text in of_sources(facts, row.sources, row.id)]
        says += of_sources(facts, re.findall(r"\[\^(\w+)\]", body))
        rows = [
            row for row in facts.review_questions if address in row.pages or {*row.notices} & {n.id for n in notices}
        ]
        assert lost_of(says + [row.asks for row in rows], html) == [], address
        asked += len(says)
    says = [text for row in facts.signs.notices for text in of_notice(facts, row)]
    says += [row.says for row in facts.signs.danger_box] + [row.asks for row in facts.review_questions]
    assert lost_of(says, packets["signs.html"]) == [] and asked > len(says) > 500


def test_a_packet_holds_every_word_of_its_page(packets, built, heads):
    for address, head in heads.items():
        if head.kind == "archived" or address == "print/":
            continue
        tree = LexborHTMLParser((built / address / "index.html").read_text("utf-8"))
        for node in tree.css(ROUND):
            node.decompose()
        blocks = tree.css("article :is(h1, h2, h3, p, li, td, th, dt, dd, figcaption, summary, label)")
        says = [node.text() for node in blocks if not node.css_first("p, li, dt, label, td") or node.tag in ("p", "li")]
        says = [one for one in says if one.strip() and not one.startswith("Facts checked")]
        assert says and lost_of(says, packets[f"{prefix_of(address)}.html"]) == [], address


def lines_in(html: str) -> list[str]:
    return [node.text() for node in LexborHTMLParser(html).css("pre")]


def paste(guide: Guide, html: str, sign: str = "") -> None:
    """Does what a packet says below its lines."""
    if not sign:
        head = re.search(r"^check_by: .*\n", guide.read("docs/sites/liver.md"), re.M)[0]
        return guide.edit("docs/sites/liver.md", head, head + lines_in(html)[-1] + "\n")
    told = re.findall(r"<code>id: ([a-z-]+)</code>", html)
    guide.edit("data/signs.yml", f"  - id: {sign}\n", f"  - id: {sign}\n{lines_in(html)[told.index(sign)]}\n")


def test_what_is_pasted_holds(small):
    """On another day, at an address, and with a clinic's own numbers; and the next packet knows."""
    paste(small, small.packets["sites-liver.html"])
    paste(small, small.packets["signs.html"], "headache")
    small.edit("mkdocs.yml", '    day_number: ""', '    day_number: "555 0288"')
    code, said = small.build("--strict", BUILD_DATE=str(date.today() + timedelta(days=9)))
    assert code == 0 and "has changed since" not in said, said
    assert f"Reviewed by {NAME}, {ROLE}" in LexborHTMLParser(small.html("sites/liver")).css_first(".hg-byline").text()
    later = {"BUILD_DATE": str(date.today() + timedelta(days=9)), "REVIEW_INTO": str(small.dir / "later")}
    assert review(small.dir, "/sites/liver/", **later).returncode == 0
    assert "The words are as they were then." in (small.dir / "later/sites-liver.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("page", "environ", "says"),
    [
        (
            "",
            {},
            "PAGE is empty: write an address, as PAGE=/sites/liver/, or PAGE=signs, or a sign, as",
        ),
        ("docs/sites/livr.md", {}, "PAGE=docs/sites/livr.md: there is no such page: write PAGE=/sites/liver/"),
        (
            "/care/living/",
            {},
            "PAGE=/care/living/: this page was taken down, so nobody reviews it: write PAGE=/care/qu",
        ),
        ("headake", {}, "PAGE=headake: there is no such page: write PAGE=headache"),
        ("signs", {"REVIEW_NAME": "Ann Lee"}, "ROLE is missing: write both"),
        ("signs", {"REVIEW_NAME": "<b>Ann</b>", "REVIEW_ROLE": "nurse"}, "NAME: '<b>' would be shown as typed"),
        (
            "signs",
            {"REVIEW_NAME": "Ann\nLee", "REVIEW_ROLE": "nurse"},
            "NAME: a line break or a wide gap stands inside",
        ),
        ("signs", {"REVIEW_INTO": "/dev/null/packets"}, "/dev/null/packets cannot be written to (Not a directory)"),
    ],
)
def test_what_is_wrong_is_one_line(small, page, environ, says):
    run = review(small.dir, page, **{"REVIEW_INTO": "/dev/null", **environ})
    assert run.returncode == 1 and run.stderr.startswith(says) and run.stderr.count("\n") == 1, run.stderr


def test_a_guide_with_faults_tells_them(guide):
    guide.edit("docs/sites/liver.md", "kind: site", "kind: sight")
    run = review(guide.dir, "sites/liver")
    assert run.returncode == 1 and "docs/sites/liver.md: line 4: kind:" in run.stderr
    assert "Traceback" not in run.stderr and not (guide.dir / "review").exists()


def test_nobody_is_called_as_the_lines_without_a_name(guide):
    assert review(guide.dir, "sites/liver.md").returncode == 0
    paste(guide, guide.read("review/sites-liver.html"))
    name, role = guide.faults()
    assert "clinical_review.name: 'YOUR NAME" in name and "clinical_review.role: 'YOUR ROLE" in role


def test_make_hands_on_what_was_typed(guide):
    """Neither make nor the shell reads it."""
    guide.write("Makefile", (ROOT / "Makefile").read_text("utf-8"))
    guide.write(".venv/bin/python", '#!/bin/sh\nprintf "%s|" "$REVIEW_PAGE" "$REVIEW_NAME" "$REVIEW_ROLE"\n')
    (guide.dir / ".venv/bin/python").chmod(0o755)
    guide.write("requirements.txt", "")
    guide.write(".venv/site", "")
    words = ["/sites/$(shell touch made)", "a'b\"; touch made; $(x) `touch made`", "# $HOME"]
    typed = [f"{key}={word}" for key, word in zip(("PAGE", "NAME", "ROLE"), words, strict=True)]
    run = subprocess.run(
        ["make", "--no-print-directory", "review", *typed], cwd=guide.dir, capture_output=True, text=True
    )
    assert run.stdout == "|".join(words) + "|" and not (guide.dir / "made").exists()


@pytest.mark.parametrize("name", ["sites-liver", "signs"])
def test_packets_are_plain_on_screens_and_whole_on_paper(small, plain_page, page, name):
    address = (small.dir / f"review/{name}.html").as_uri()
    for tab, width in ((plain_page, 360), (page, 725)):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(media="screen" if width == 360 else "print")
        tab.goto(address)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.requests == [address] and tab.complaints == []
    page.emulate_media(media="screen", color_scheme="light")
    assert violations(page) == []
    page.emulate_media(media="screen", color_scheme="dark")
    assert violations(page, colors=True) == [] and COLORS
    text = page.inner_text("body")
    for paper in ("A4", "Letter"):
        sides, reader = printed(page, format=paper)
        assert bare(text[-200:]) in bare("".join(sides)) and lost_numbers(sides, page) == []
        right = float(reader.pages[0].mediabox[2]) - 30
        assert all(0 <= place < right for side in reader.pages for place in places_on(side))


def places_on(side) -> list[float]:
    """How far from the left each run of words begins."""
    found: list[float] = []

    def note(text, matrix, text_matrix, font, size):
        if text.strip():
            found.append(text_matrix[4] * matrix[0] + matrix[4])

    side.extract_text(visitor_text=note)
    return found


def lost_numbers(sides: list[str], page) -> list[int]:
    """Items that are on no side with their boxes, whole."""
    count, text = page.locator(".item").count(), " ".join(sides)
    return [
        number
        for number in range(1, count + 1)
        if not re.search(rf"Item {number} (?:Right|Leave it) Change Comment", text)
    ]
