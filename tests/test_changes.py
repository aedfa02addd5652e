"""What became more urgent: one line, for 30 days, on the pages that it is about, and never above what to do."""

import re
from datetime import timedelta

import pytest
import yaml_reader
from conftest import FIXTURE, Guide, Site, serve
from contracts import day
from walk import PHONE

HELP = "symptoms/get-help/"
ROWS = yaml_reader.read(FIXTURE / "data/changes.yml").value
FIRST = day(ROWS[0]["day"])


def told(guide: Guide, after: int = 0) -> dict[str, str]:
    """The line, by page, in a build of so many days later."""
    assert guide.faults(BUILD_DATE=str(FIRST + timedelta(after))) == []
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
    assert links[HELP] == ["#headache"] and links["sites/brain/"] == ["../../symptoms/get-help/#headache"]
    assert ROWS[1]["says"] in lately.told["care/questions/"] and links["care/questions/"] == []
    assert told(guide, after=29).keys() == lately.told.keys()
    assert told(guide, after=-1) == told(guide, after=30) == {}


def test_many_signs_are_counted_and_a_newer_day_comes_first(guide):
    ids = ["one-side", "confusion", "headache", "breathing", "legs"]
    new = f"- {{day: {FIRST + timedelta(2)}, says: Fever, notices: [fever], more_urgent: true}}\n"
    guide.edit("data/changes.yml", "[headache]", f"[{', '.join(ids)}]")
    guide.write("data/changes.yml", new + guide.read("data/changes.yml"))
    line = told(guide, after=2)[HELP]
    assert re.findall('href="(.*?)"', line) == ["#fever"] and f"{len(ids)} of the signs here" in line
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
