"""What became more urgent: one line, for 30 days, on the pages that it is about, and never above what to do.

Every change: on a page, in a feed and as Atom.
"""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import yaml_reader
from conftest import FIXTURE, SITE_URL, Guide, Site, serve
from contracts import day
from selectolax.lexbor import LexborHTMLParser
from walk import PHONE

HELP = "symptoms/get-help/"
ROWS = yaml_reader.read(FIXTURE / "data/changes.yml").value
FIRST = day(ROWS[0]["day"])
LIST, ATOM = "about/changes/", "{http://www.w3.org/2005/Atom}"


def told(guide: Guide, after: int = 0, **environ: str) -> dict[str, str]:
    """The line, by page, in a build of so many days later."""
    assert guide.faults(BUILD_DATE=str(FIRST + timedelta(after)), **environ) == []
    lines = {
        name: re.findall("(?s)<p [^>]*data-changed>.*?</p>", guide.html(name)) for name in Site(guide.site, "").pages
    }
    assert max(map(len, lines.values())) <= 1
    return {name: line[0] for name, line in lines.items() if line}


@pytest.fixture(scope="module")
def lately(tmp_path_factory) -> Guide:
    guide = Guide(tmp_path_factory.mktemp("lately") / "guide")
    guide.told = told(guide)
    return guide


def test_the_line_stands_for_30_days_on_the_pages_it_is_about(lately, guide):
    """Those that show the sign of one row, and the one that another row names; not those of what is no more urgent."""
    assert lately.told.keys() == {HELP, "sites/brain/", "care/questions/", "print/"}
    links = {name: re.findall('href="(.*?)"', line) for name, line in lately.told.items()}
    about = f"../../{LIST}#d-{FIRST}"
    assert links[HELP] == [about, "#headache"] and links["sites/brain/"] == [about, "../../symptoms/get-help/#headache"]
    assert ROWS[1]["says"] in lately.told["care/questions/"] and links["care/questions/"] == [about]
    assert told(guide, after=29).keys() == lately.told.keys()
    assert told(guide, after=-1) == told(guide, after=30) == {}


def test_many_signs_are_not_named_and_a_newer_day_comes_first(guide):
    ids = ["one-side", "confusion", "headache", "breathing", "legs"]
    new = f"- {{day: {FIRST + timedelta(2)}, says: Fever, notices: [fever], more_urgent: true}}\n"
    guide.edit("data/changes.yml", "[headache]", f"[{', '.join(ids)}]")
    guide.write("data/changes.yml", new + guide.read("data/changes.yml"))
    line = told(guide, after=2, ADD_ADDRESSES="1")[HELP]
    assert re.findall('href="(#.*?)"', line) == ["#fever"] and "many signs here" in line
    assert line.index("#fever") < line.index(f'"{FIRST}"')


def test_it_stands_below_what_the_labels_mean_and_not_in_the_first_screen(lately, page):
    site = serve(lately.site)
    page.set_viewport_size(PHONE)
    for path in (HELP, "sites/brain/"):
        page.goto(site.url + path)
        place = "(all) => all.map(node => node.getBoundingClientRect())"
        lines, labels, calls, signs = (
            page.locator(f".hg-article {part}").evaluate_all(place)
            for part in ("[data-changed]", ".hg-labels", ".hg-calls", ".hg-sign")
        )
        assert max(box["bottom"] for box in (*labels, calls[0])) <= lines[0]["top"], path
        assert path != HELP or lines[0]["bottom"] <= signs[0]["top"], "there the list is long"
        assert path != HELP or lines[0]["top"] > PHONE["height"]
    page.emulate_media(media="print")
    assert not page.locator("[data-changed]").is_visible()
    site.stop()


def test_a_row_is_on_the_page_in_the_feed_and_in_the_atom_feed_and_stays_text(guide):
    new, says = FIRST + timedelta(2), '3 < 4 > 2 & "it"'
    row = {"day": str(new), "says": says, "notices": ["fever"], "pages": ["/care/questions/"], "more_urgent": True}
    guide.write("data/changes.yml", f"- {json.dumps(row)}\n" + guide.read("data/changes.yml"))
    told(guide, after=2, ADD_ADDRESSES="1")
    days = [f"d-{one}" for one in sorted({new, *(day(row["day"]) for row in ROWS)}, reverse=True)]
    tree = LexborHTMLParser(guide.html(LIST))
    assert [node.attributes["id"] for node in tree.css("h3[id^=d-]")] == days
    first = tree.css_first(f"#{days[0]} + ul > li")
    assert says in first.text() and first.css_first("strong")
    links = [link.attributes["href"] for link in first.css("a")]
    assert links == ["../../symptoms/get-help/#fever", "../../care/questions/"]
    kept = json.loads((guide.site / "api/v1/changes.json").read_text("utf-8"))["changes"]
    assert [row["says"] for row in kept] == [says, *(row["says"] for row in ROWS)]
    assert [spot["path"] for spot in kept[0]["notices"] + kept[0]["pages"]] == [
        "/symptoms/get-help/#fever",
        "/care/questions/",
    ]
    [alternate] = tree.css("link[rel=alternate]")
    feed = ElementTree.parse(guide.site / LIST / alternate.attributes["href"]).getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [f"{SITE_URL}{LIST}#{one}" for one in days]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated") == f"{new}T00:00:00Z"
    content = entries[0].find(f"{ATOM}content")
    assert content.attrib == {"type": "text"} and says in content.text and list(content) == []
    for one in (feed, *entries):
        assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") and feed.findtext(f"{ATOM}id") == SITE_URL + LIST


def test_without_a_public_address_there_is_no_atom_feed(guide):
    assert guide.faults(SITE_URL="") == []
    assert not list(guide.site.rglob("atom.xml")) and "atom" not in guide.html(LIST)
