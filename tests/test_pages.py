"""The contract of pages: a table of what is written and what is complained of."""

from datetime import date

import citations
import components
import front_matter
import last_look
import pages
import prose
import pytest
import words
from contracts import Source, Word
from selectolax.lexbor import LexborHTMLParser
from yaml_reader import text_of

LATEST = date(2026, 12, 1)  # no page was checked after it
HEAD = """\
title: The liver
description: Breast cancer that has spread to the liver, which signs to watch for, and when to call.
kind: site
message: It is still breast cancer.
checked: 2026-11-23
check_by: 2027-05-23
related: [/sites/]
"""


def page(head: str = HEAD, body: str = "Text.") -> str:
    return f"---\n{head}---\n{body}\n"


HEADS = [
    ("Text without a head", "line 1: front matter is missing"),
    ("---\ntitle: x\n\nText", "line 1: the front matter has no end"),
    (page("title: [\n"), "this is not valid YAML"),
    (page("just text\n"), "line 2: front matter is not a map"),
    (
        page(HEAD.replace("2026-11-23", "23.11.2026")),
        'line 6: checked: "23.11.2026" is not a day: write YYYY-MM-DD, as in 2026-11-23',
    ),
    (page(HEAD.replace("2026-11-23", "2026-11-31")), "line 6: checked: 2026-11-31 is not a day of the calendar"),
    (page(HEAD.replace("2026-11-23", "20261123")), 'line 6: checked: "20261123" is not a day'),
    (page(HEAD.replace("2026-11-23", "2031-11-23")), "line 6: checked: 2031-11-23 has not come yet"),
    (page(HEAD + "message: twice\n"), "line 9: message stands twice (also in line 5)"),
    (page(HEAD + "titel: x\n"), "line 9: titel is not a key we know: write title"),
    (page(HEAD.replace("title: The liver\n", "")), "title is missing: write it"),
    (
        page(HEAD.replace("The liver", "12")),
        'line 2: title: 12 would be read as a number or a day: put it in quotes, as "12"',
    ),
    (page(HEAD.replace("The liver", "x" * 61)), "line 2: title has 61 letters: 60 at most"),
    (page(HEAD.replace("kind: site", "kind: blog")), 'line 4: kind: "blog" is not known: write'),
    (
        page(
            HEAD.replace(
                "Breast cancer that has spread to the liver, which signs to watch for, and when to call.", "Short"
            )
        ),
        "line 3: description",
    ),
    (page(HEAD.replace("2027-05-23", "2028-05-23")), "line 7: check_by is more than 12 months after checked"),
    (page(HEAD.replace("2027-05-23", "2026-01-01")), "line 7: check_by is not after checked"),
    (page(HEAD.replace("It is still breast cancer.", "One. Two. Three. Four.")), "line 5: message: it has 4 sentences"),
    (page(HEAD.replace("message: It is still breast cancer.\n", "")), "message is missing"),
    (page(HEAD.replace("kind: site", "kind: archived")), "withdrawn is missing"),
    (page(HEAD.replace("related: [/sites/]", "related: [sites/]")), 'line 8: related.1: "sites/" is not right'),
    (page(HEAD.replace("related: [/sites/]\n", "")), "related is missing"),
    (page(HEAD + "clinical_review: {name: A, date: 2026-11-20}\n"), "line 9: clinical_review.role is missing"),
    (
        page(HEAD + "clinical_review: {name: A, role: nurse, date: 2031-01-01}\n"),
        "line 9: clinical_review.date: 2031-01-01 has not come yet",
    ),
    (page(HEAD + "keywords: {page: [call, 911]}\n"), "line 9: keywords.page.2: 911 would be read as a number"),
]


@pytest.mark.parametrize(("text", "said"), HEADS, ids=range(len(HEADS)))
def test_a_fault_in_the_front_matter_is_one_line(text, said):
    found, faults = front_matter.check(text, LATEST)
    assert found is None and len(faults) == 1 and said in faults[0], faults


def test_good_front_matter_passes():
    found, faults = front_matter.check(page(), LATEST)
    assert faults == [] and found.title == "The liver" and found.checked == date(2026, 11, 23)


def test_a_review_that_took_place_passes():
    found, faults = front_matter.check(
        page(HEAD + "clinical_review: {name: A, role: nurse, date: 2026-11-20}\n"), LATEST
    )
    assert faults == [] and found.clinical_review.role == "nurse"


def test_a_page_with_a_fault_in_its_head_goes_by_what_is_right_in_it():
    found = front_matter.stand_in(page(HEAD.replace("kind: site", "kind: blog")), "liver", LATEST)
    assert (found.title, found.kind, found.lines) == ("The liver", "topic", ["It is still breast cancer."])
    assert front_matter.stand_in("no head", "liver", LATEST).title == "liver"


PROSE = [
    ("About 15 of every 100.", None),
    ("About 15 out of 100 people.[^key]", None),
    ("About 15 out of 100 people.", "line 1: '5 out of' stands without a source"),
    ("It took 5 years.", "'5 years' stands without a source"),
    ("It took 6\nmonths.", "stands without a source"),
    ("- It took 5 years.\n- It took longer.[^key]", "line 1: '5 years' stands without a source"),
    ("It happens to 1 in 4 people.[^key]", "write chances as 'N out of 100', not '1 in 4'"),
    ("It happens to 25% of people.[^key]", "as 'N out of 100'"),
    ("It happens to 25 percent.[^key]", "as 'N out of 100'"),
    ("## A heading", "give the heading its own id"),
    ("## A heading { #Bad_Id }", "give the heading its own id"),
    ("## A heading { #good-id }", None),
    ("# A title", "the title comes from the front matter"),
    ("![](x.png)", "write what the picture shows"),
    ("<script>alert(1)</script>", "scripts do not belong"),
    ("<img src=x onerror=alert(1)>", "event attributes do not belong"),
    ('<p style="color:red">x</p>', "styles live in"),
    ("Text { style=color:red }", "styles live in"),
    ("[x](javascript:alert(1))", "script links are not allowed"),
    ("[x](JavaScript:alert(1))", "script links are not allowed"),
    ("[x](data:text/html,hi)", "data links are not allowed"),
    ("<iframe src=x></iframe>", "take '<iframe' out"),
    ("```\n<script>1 in 4, 25%\n```", None),
    ("Ask about data: it is kept for 5 weeks.", None),
    ("Text.\n\n<!-- to be checked -->", "line 3: a comment is published for all to read"),
    ("Look for:\n- a lump\n- a rash", "line 2: a list needs an empty line before it"),
    ("Do this:\n1. Sit down.", "line 2: a list needs an empty line before it"),
    ("Look for:\n\n- a lump\n- a rash\n  that stays\n- more", None),
    ("## Signs { #signs }\n- a lump", None),
]


@pytest.mark.parametrize(("body", "said"), PROSE)
def test_a_fault_in_the_prose_is_named(body, said):
    faults = prose.check(body)
    if said:
        assert any(said in fault for fault in faults), faults
    else:
        assert faults == []


def test_line_numbers_count_from_the_head_of_the_file():
    text = page(body="Fine.\n\n1 in 4")
    _, body, first_line = front_matter.split(text)
    assert any(f"line {text.splitlines().index('1 in 4') + 1}:" in fault for fault in prose.check(body, first_line))


CALLS = [
    ('{{ number("x") }}', None),
    ('Call {{ emergency() }} now, {{ number("x") }}.', None),
    ("{{ numbr() }}", "line 1: numbr is no component: write number"),
    ('a\n{{ number("x")\n\nb', "line 2: {{ is not closed: write }} in the same line"),
    ("number() }}", "line 1: }} has no {{ before it"),
    ("{{ number }}", "line 1: only a component may stand between {{ and }}"),
    ("{{ number(now()) }}", "write plain values between the brackets"),
    ("{{ config.site_url }}", "line 1: only a component may stand"),
    ("{% for x in y %}", "line 1: only components, {{ name() }}, may stand in a page"),
    ("{{ number(" + "(" * 5000 + "}}", "line 1: "),
]


@pytest.mark.parametrize(("body", "said"), CALLS, ids=range(len(CALLS)))
def test_only_components_that_there_are_stand_in_a_page(body, said):
    clean, faults = components.check_calls(body, 1, {"number", "emergency"})
    if said:
        assert len(faults) == 1 and said in faults[0], faults
        assert "{{" not in clean and "{%" not in clean and clean.count("\n") == body.count("\n")
    else:
        assert faults == [] and clean == body


@pytest.mark.parametrize("name", ["Liver.md", "sites/höhe.md", "sites/a b.md", "sites/a_b.md"])
def test_a_name_that_makes_a_bad_address_is_named(name):
    assert pages.check_name(name)


def test_a_page_that_cannot_be_read_is_replaced(tmp_path):
    for raw, said in (
        (b"x" * 5_000_000, "5000 KB is too long for a page"),
        (b"---\ntitle: \xff\n---\n", "line 2: byte 12 is not UTF-8"),
    ):
        (tmp_path / "page.md").write_bytes(raw)
        text, faults = pages.read_page(tmp_path / "page.md")
        assert text == pages.STUB and said in faults[0]
    assert pages.read_page(tmp_path / "none.md")[1]
    assert text_of("a\r\nb".encode("utf-8-sig")) == ("a\nb", "")


# Citations ---------------------------------------------------------------------------------------

SOURCE = Source(
    title="A [T]", publisher="P.", url="https://a.example/", dated="2023", checked=date(2026, 11, 3), read_as="copy"
)


def test_sources_stand_once_each_in_the_order_they_are_cited():
    text, known, unknown = citations.cite("One.[^b] Two.[^a] Three.[^b][^b] `x`", {"a": SOURCE, "b": SOURCE})
    assert known == ["b", "a"] and unknown == []
    assert text.index("[^b]: ") < text.index("[^a]: ") and text.count("[^b]: ") == 1
    assert "[^b][^b]" not in text
    assert "A copy, read November 3, 2026." in text


def test_a_mark_without_a_source_is_named_and_taken_out():
    text, known, unknown = citations.cite("One.[^nobody]", {})
    assert (text, known, unknown) == ("One.", [], ["nobody"])


# Words -------------------------------------------------------------------------------------------

WORDS = words.forms(
    [Word(term="Lymph node", also=["lymph gland"], means="m", source="s"), Word(term="Scan", means="n", source="s")]
)


def test_the_first_use_of_a_word_is_linked_and_no_other():
    html, used = words.link_words(
        "<h2>Lymph nodes</h2><p>Lymph nodes and a lymph node. A <a href='x'>scan</a>. A scan.</p>", WORDS, "w/"
    )
    assert html == (
        '<h2>Lymph nodes</h2><p><a class="hg-word" href="w/#lymph-node">Lymph nodes</a> and a lymph node.'
        ' A <a href=\'x\'>scan</a>. A <a class="hg-word" href="w/#scan">scan</a>.</p>'
    )
    assert [row["term"] for row in used] == ["Lymph node", "Scan"]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>A scan</h3>",
        '<section class="hg-act hg-act--now"><p>A <b>scan</b></p></section>',
        "<svg><text>scan</text></svg>",
        "<p>scanner</p>",
        '<img alt="scan">',
    ],
)
def test_words_in_headings_cards_and_pictures_are_left_alone(html):
    assert words.link_words(html, WORDS, "w/") == (html, [])


# The built page ----------------------------------------------------------------------------------

OUTPUT = [
    ("<h1>a</h1>", None),
    ("<h1>a</h1><script src=x></script>", None),
    ("<h1>a</h1><script>alert(1)</script>", "a script stands inside the page"),
    ("<h1>a</h1><p onclick=x>", "is an event attribute"),
    ("<h1>a</h1><p style='x'>", "is an inline style"),
    ("<h1>a</h1><a href='jAvascript:x'>", "is not a link we allow"),
    ("<h1>a</h1><a href='java%73cript:x'>", "is not a link we allow"),
    ("<h1>a</h1><a href=' javascript:x'>", "is not a link we allow"),
    ("<h1>a</h1><img src=x>", "has no alt text"),
    ("<h1>a</h1><iframe>", "<iframe> does not belong"),
    ("<h1>a</h1><b id=x></b><i id=x></i>", 'the id "x" stands twice'),
    ("<h1>a</h1><h1>b</h1>", "2 h1 headings"),
    ("<h1>a</h1><p>Text[^key]</p>", "stands as text"),
]


@pytest.mark.parametrize(("html", "said"), OUTPUT)
def test_a_fault_in_the_built_page_is_named(html, said):
    html = f"<!doctype html><html><body>{html}</body></html>"
    faults = last_look.faults_of(html, LexborHTMLParser(html))
    assert any(said in fault for fault in faults) if said else faults == [], faults


IDS = {"index.html": {"a"}, "sites/index.html": {"b"}, "sites/liver/index.html": {"call"}}
FILES = {*IDS, "assets/x.css"}


@pytest.mark.parametrize(
    ("link", "where", "is_dead"),
    [
        ("../", "sites/liver/index.html", False),
        ("../#b", "sites/liver/index.html", False),
        ("../#c", "sites/liver/index.html", True),
        ("../../", "sites/liver/index.html", False),
        ("../..", "sites/liver/index.html", False),
        ("../../../", "sites/liver/index.html", True),
        ("#call", "sites/liver/index.html", False),
        ("#nothing", "sites/liver/index.html", True),
        ("liver/", "sites/index.html", False),
        ("lung/", "sites/index.html", True),
        ("./", "index.html", False),
        ("assets/x.css", "index.html", False),
        ("/sites/liver/#call", "index.html", False),
    ],
)
def test_dead_links_and_anchors(link, where, is_dead):
    assert last_look.dead(link, where, IDS, FILES) is is_dead
