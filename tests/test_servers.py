"""Hosts that only serve files: the page that is not there leads to what was meant, and never away from the guide."""

import shutil
import socket
import struct
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import typed
from conftest import SITE_URL, headers_for, serve

LIVER = SimpleNamespace(code="C78.7", oid="2.16.840.1.113883.6.90")


@pytest.fixture(params=["small", "below"])
def host(request):
    """The small guide, at the root of its host and below a path."""
    return request.getfixturevalue(request.param)


def test_an_address_typed_not_quite_right_leads_to_its_page(below, page):
    meant = dict.fromkeys(["/get-help", *typed.forms(typed.MEANT, "help")], "symptoms/get-help/")
    meant |= dict.fromkeys(typed.forms(typed.MEANT, "sites/liver"), "sites/liver/") | {"/INDEX.html": ""}
    for path, to in meant.items():
        page.goto(f"{below.url}{path[1:]}#call")
        page.wait_for_url(f"{below.url}{to}#call")
    for path in typed.forms(typed.LOST, "help"):
        assert page.goto(below.url + path[1:]).status == 404 and page.url == below.url + path[1:], path
        assert page.is_visible(".hg-message .hg-calls"), path
    assert [url for url in page.requests if urlsplit(url).netloc != urlsplit(below.url).netloc] == []


def test_a_code_in_a_path_is_asked_of_go(below, page):
    """Which page is right, and whether any is, /go/ says: HER2-negative codes open none."""
    go = f"{below.url}go/"
    for path in typed.codes_in_paths(LIVER, "icd-10-cm"):
        page.goto(go + path)
        page.wait_for_url(f"{below.url}sites/liver/")
    for path, *asked in typed.ASKED:
        page.requests.clear()
        page.goto(go + path)
        page.wait_for_url(lambda url: url.split("#")[0] == go or not url.startswith(go))
        assert go + typed.asked_of_go(*asked) in page.requests, path
        assert [url for url in page.requests if not url.startswith(below.url)] == []


def test_without_script_it_holds_whom_to_call_and_every_short_link(host, plain_page):
    plain_page.goto(f"{host.url}HELP")
    assert plain_page.is_visible(".hg-message .hg-calls a[href^='tel:']")
    shown = plain_page.locator("#short ~ ul a").all()
    assert [(link.inner_text(), link.evaluate("a => a.href")) for link in shown] == [
        (f"/{name}", f"{host.url}{name}/") for name in ("help", "liver")
    ]
    shown[1].click()
    plain_page.wait_for_url(f"{host.url}sites/liver/")


def test_a_page_that_is_gone_leads_round_in_no_circle(small, page, tmp_path):
    """As in a version that was gone back to."""
    gone = shutil.ignore_patterns("liver")
    site = serve(shutil.copytree(small.site, tmp_path / "site", ignore=gone))
    for path in ("sites/liver/", "LIVER"):
        page.goto(site.url + path)
        page.wait_for_url(f"{site.url}sites/liver/")
        page.wait_for_timeout(200)
    assert page.is_visible("#try") and page.requests.count(f"{site.url}sites/liver/") == 2
    site.stop()


def test_no_hostile_path_leads_away(small, page):
    """As a browser asks, which tidies some of them; and as they stand."""
    home = urlsplit(small.url)
    for path in [one for one in typed.PATHS if one[0] == "/" and "%00" not in one]:  # which ends Python's own server
        page.goto(f"{home.scheme}://{home.netloc}{path}")
        page.wait_for_timeout(50)
        assert page.url.startswith(f"{home.scheme}://{home.netloc}/"), path
    assert [url for url in page.requests if urlsplit(url).netloc != home.netloc] == []
    for line in [one for one in typed.hostile() if one.startswith("GET") and "%00" not in one]:
        with socket.create_connection((home.hostname, home.port), 5) as link:
            link.sendall(line.format(h="\r\nHost: evil.example", a="/" + "a" * 5000).encode() + b"\r\n\r\n")
            link.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda link=link: link.recv(65536), b""))
        assert not said.startswith(b"HTTP/1.0 5") or b"HTTP/9" in line.encode(), line
        assert b"root:" not in said and b"\nLocation: //" not in said and b"\nLocation: http" not in said, line
        assert b"\nX-Evil" not in said, line


def test_what_browsers_and_search_engines_ask_for_is_there(host):
    icon, touch = ((host.site / name).read_bytes() for name in ("favicon.ico", "apple-touch-icon.png"))
    sizes = [icon[at] for at in range(6, 6 + 16 * icon[4], 16)]
    assert icon[:4] == b"\0\0\1\0" and sizes == [16, 32, 48]
    assert struct.unpack(">II", touch[16:24]) == (180, 180) and touch[25] == 2, "it lets nothing show through"
    told = (host.site / "robots.txt").read_text("utf-8")
    assert "\nDisallow:\n" in told and f"\nSitemap: {SITE_URL}{urlsplit(host.url).path[1:]}sitemap.xml" in told
    assert "{" not in told and "immutable" not in headers_for("/favicon.ico")["Cache-Control"]


def test_a_form_that_was_sent_gets_a_page_that_says_what_to_do(host, page):
    """What servers show with 405."""
    page.goto(f"{host.url}405.html")
    assert page.is_visible(".hg-message .hg-calls") and "GET" in page.inner_text("article")
    assert page.locator("script[src*='lost']").count() == 0
