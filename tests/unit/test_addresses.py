"""Addresses that were promised, redirects, links and telephone numbers."""

import addresses
import pytest
import redirects
from addresses import Built
from dial import dial, same
from last_look import dead
from selectolax.lexbor import LexborHTMLParser


def built(ids: str) -> Built:
    return Built(set(ids), list(ids))


@pytest.mark.parametrize(
    "pages",
    [
        {"/one/": built("ab"), "/two/": built("ab")},  # two are like it
        {"/known/": built("ab")},  # it is no new page
        {"/new/": built("ac")},  # it has half
    ],
)
def test_no_line_is_proposed_that_may_be_wrong(pages):
    """It would keep the letter of a promise: whoever follows the link would meet other words."""
    said = addresses.broken(["/old/", "/old/#a", "/old/#b", "/known/"], pages, {})
    assert said["/old/"].startswith("/old/ no longer answers: put it back, or say where")
    assert list(said) == ["/old/", *(["/known/"] if "/known/" not in pages else [])]  # a page that is gone counts once


def test_a_part_that_is_gone_is_asked_for_before_a_redirect():
    said = addresses.broken(["/old/", "/old/#a", "/old/#b", "/old/#c", "/old/#d"], {"/old/": built("x")}, {})
    assert list(said) == ["/old/"]
    assert said["/old/"].startswith("#a, #b, #c and 1 more no longer answers") and "is its text gone?" in said["/old/"]


def test_a_short_link_leads_to_the_page_of_its_name():
    pages = {f"/sites/{name}/": built("call") for name in ("liver", "brain")} | {"/symptoms/get-help/": built("n")}
    right = {
        "/liver": "/sites/liver/",
        "/now": "/symptoms/get-help/#now",
        "/call": "/sites/brain/#call",
        "/x": "/sites/brain/",
    }
    assert addresses.wrong_short(right, pages) == []
    for old, new in {"/liver": "/sites/brain/", "/help": "/symptoms/get-help/#soon", "/now": "/sites/liver/"}.items():
        assert len(addresses.wrong_short({old: new}, pages)) == 1


def test_what_moved_or_was_taken_down_answers():
    pages = {"/new/": built("a"), "/down/": Built(set(), [], archived=True)}
    moved = {"/old/": "/new/", "/new/#x": "/new/#a"}
    assert addresses.broken(["/old/", "/old/#a", "/down/#gone", "/new/#x"], pages, moved) == {}


def test_redirects_that_cannot_work_are_named():
    *ended, faults = redirects.final({"/s": "/z/"}, {"/x/": "/y/", "/y/": "/x/", "/z/": "/w/#a"})
    assert [line[:27] for line in faults] == ["/x/ leads round in a circle", "/y/ leads round in a circle"]
    assert ended == [{"/s": "/w/#a"}, {"/z/": "/w/#a"}]
    table = {"/a": "/sites/#no", "/b": "/no/", "/sites": "/sites/", "/c": "/gone/", "/d": "/sites/#w"}
    wrong = addresses.wrong_targets(table, {"/sites/": built("w")}, {"/gone/": "told already"})
    assert [line.partition(":")[0] for line in wrong] == [
        "/a leads to /sites/#no, but that page has no #no",
        "/b leads to /no/, which is no page",
        "/sites is the address of a page",
    ]


def test_headings_and_notices_are_promised_and_what_only_looks_so_is_not():
    html = (
        '<article><h2 id="head">A</h2><div class="hg-notice" id="headache"><ul><li id="now"></li></ul></div>'
        '<div id="call-today"></div><h2 id="a-name">B</h2><h2 id="letter-a">C</h2><a id="area-head"></a>'
        '<div class="hg-whole"><h2 id="liver-call">D</h2></div></article><div id="menu"></div>'
    )
    page = addresses.read(html, LexborHTMLParser(html))
    assert page.promise == ["head", "headache", "call-today"] and {"now", "area-head", "menu"} < page.ids


def test_the_command_adds_at_the_end_and_takes_nothing_out(tmp_path):
    (path := tmp_path / "a.yml").write_text("# Kept.\n- /\n- /gone/\n")
    assert addresses.add(path, ["/", "/new/"], ["/", "/gone/"]) == ["/new/"]
    assert path.read_text() == "# Kept.\n- /\n- /gone/\n- /new/\n"


def test_dead_links_and_anchors():
    ids = {"index.html": {"a"}, "sites/index.html": {"b"}, "sites/liver/index.html": {"call"}}
    stand = ["../", "../#b", "../..", "#call", "/sites/liver/#call", "/x.css"]
    gone = ["../#c", "../../../", "#no", "../lung/", "/y.css"]
    assert [link for link in stand + gone if dead(link, "sites/liver/index.html", ids, {*ids, "x.css"})] == gone


def test_a_number_as_people_write_it_dials():
    right = {"0808 808 00 00": "08088080000", "+1 (212) 555-0100 x22": "+12125550100,22"}
    right["1-800-4-CANCER (1-800-422-6237)"] = "18004226237"
    assert {shown: dial(shown) for shown in right} == right


@pytest.mark.parametrize("shown", "9l1 91\u200b1 ٩١١ 12 1234567890123456 8OO-555 911;ext=4 1-800-HOPE(4674)".split())
def test_what_is_no_number_is_refused(shown):
    with pytest.raises(ValueError, match="no telephone number|digits: a|two numbers"):
        dial(shown)


def test_a_number_that_dials_another_is_not_the_same():
    assert not same("116 123", "11612") and not same("020 7946 0958", "+4420794609580")
