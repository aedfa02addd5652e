"""What a page shows and search finds: sources, words, signs; and the examples beside the code."""

import doctest
import importlib
import re
from datetime import date

import citations
import feed
import guide
import pytest
import words
from conftest import FIXTURE, ROOT
from facts import Facts, read_facts
from front_matter import FrontMatter
from search_index import Index
from selectolax.lexbor import LexborHTMLParser
from signs import of_page

KINDS = (".py", ".html", ".svg", ".js", ".css", ".yml", ".conf")
FILES = [path for name in ("hooks", "overrides", "deploy") for path in (ROOT / name).rglob("*")]
CODE = {path: path.read_text("utf-8") for path in FILES if path.suffix in KINDS}


@pytest.fixture(scope="module")
def shown() -> Facts:
    """The facts of the small guide."""
    return read_facts(FIXTURE, date.max)[0]


def test_sources_stand_once_each_in_the_order_they_are_cited(shown):
    text, *keys = citations.cite("a[^hospital] b[^agency] c[^hospital][^hospital] d[^nobody]", shown.sources)
    assert keys == [["hospital", "agency"], ["nobody"]]
    assert text.startswith("a[^hospital] b[^agency] c[^hospital] d\n")
    assert re.findall(r"^\[\^(\w+)\]: A .*example", text, re.M) == keys[0]


def test_the_first_use_of_a_word_is_linked_outside_headings_cards_and_pictures(shown):
    card = '<ul class="hg-labels"><li>An <b>ultrasound</b></li></ul>'
    left = f'<h3>Jaundice</h3>{card}<svg><text>US</text></svg><p>jaundiced <img alt="US"> <a href="x">US</a> us</p>'
    text = left + "<p>{} and jaundice, yellow skin. {}. An ultrasound.</p>"
    html, _ = words.link_words(text.format("Jaundice", "US"), words.forms(shown.words), "w/")
    link = '<a class="hg-word" href="w/#{}">{}</a>'.format
    assert html == text.format(link("jaundice", "Jaundice"), link("ultrasound", "US"))


def test_a_page_is_found_and_told_what_its_keywords_and_signs_lack(shown):
    def index(address: str, parts: dict, **head) -> tuple[list, list]:
        page = guide.Page("x.md", address, FrontMatter.model_construct(title="X", message="Y.", **head), "", 1)
        made = Index({address: parts}, guide.Guide(FIXTURE, date.max, date.max, False, shown, pages={address: page}))
        return [row[0] for row in made.made()["pages"]], list(dict.fromkeys(line for _, line in made.faults))

    says = "keywords: sings is not a section of this page: write page, or one of signs"
    assert index("/x/", {"signs": ("X", "y")}, kind="topic", keywords={"sings": ["z"]}) == (["/x/"], [says])
    says = 'no section #call for the signs of liver: add {{ sign_list("liver") }}'
    assert index("/sites/liver/", {}, kind="site")[1] == [says]
    assert index("/sites/liver/", {"call": ("Call", "")}, kind="site")[1] == []
    for head in ({"kind": "archived"}, {"kind": "topic", "search": {"exclude": True}}):
        assert index("/x/", {"a": ("A", "b")}, **head) == ([], [])


def test_the_hash_of_a_page_follows_its_words_and_nothing_else():
    page = '<article><p>One  two.</p><script src="a.1.js"></script><div class="hg-actions">Print</div></article>'
    same = page.replace("One  two", "One\ntwo").replace("a.1.js", "a.2.js").replace("Print", "Copy")
    first, second, third = (feed.digest(LexborHTMLParser(html)) for html in (page, same, page.replace("two", "three")))
    assert first == second != third


def test_which_signs_a_page_shows(shown):
    ids = lambda address: [notice.id for notice in of_page(shown.signs, shown.places, address)]
    every, liver = [notice.id for notice in shown.signs.notices], ["confusion", "jaundice", "eating"]
    assert ids("/symptoms/get-help/") == every == ids("/symptoms/") and ids("/sites/liver/") == liver
    assert ids("/care/") == ["fever"] and ids("/about/") == []


def test_a_line_reads_on_from_its_notice(shown):
    whole = {(notice.id, label): notice.whole(line) for notice, label, line in shown.signs.lines}
    assert whole["headache", "now"] == "Headache: sudden and very painful"
    assert whole["headache", "soon"] == "Headache that keeps coming back"
    assert whole["breathing", "team_now"] == "Short of breath, on Drug A: new or worse"
    assert whole["jaundice", "today"] == "Yellow skin or eyes"


def test_no_file_of_code_lists_the_places(facts):
    """Nav, redirects and addresses name pages, signs and codes name places: nothing else does."""
    ids = "|".join(place.id for place in facts.places if place.map)
    for path, text in CODE.items():
        named = set(re.findall(rf"""(?<=["'/])(?:{ids})(?=["'/])""", text))
        assert len(named) < 3, f"{path} names {named}"


@pytest.mark.parametrize("name", sorted(path.stem for path, text in CODE.items() if "\n    >>> " in text))
def test_the_examples_beside_the_code_hold(name):
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.attempted and not ran.failed
