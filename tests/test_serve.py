"""`make serve` as a writer meets it: changes show, what stops a build is a page, the address is the last line."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time

import preview
import pytest
import serve

WAIT = 60  # seconds, for a machine that is busy
MEND = "Mend it and save"
YML, LIVER, CONTACTS, HOOK = "mkdocs.yml", "docs/sites/liver.md", "data/contacts.yml", "hooks/words.py"
FOOTER = "overrides/partials/footer/footer.html"
WRONG = 'About 1 in 4. <a href="../../nowhere/">raw</a>\n\n'
ADDRESSES = "8001 127.0.0.1 127.0.0.1: :8000 127.0.0.1:99999 a_b:1 no-such.example:80".split()


class Server:
    """The small guide, served as the Makefile serves it."""

    def __init__(self, guide):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.said = (guide.dir / "said.txt").read_text
        command = [sys.executable, "deploy/serve.py", self.address]
        with (guide.dir / "said.txt").open("w") as said:
            self.process = subprocess.Popen(command, cwd=guide.dir, stdout=said, stderr=said, start_new_session=True)

    def page(self, path: str) -> str:
        connection = http.client.HTTPConnection(self.address, timeout=WAIT)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except OSError:
            return ""

    def wait_for(self, words: str, look, *where: str) -> str:
        """What is seen there, once it holds the words."""
        until = time.time() + WAIT
        while words not in (seen := look(*where)):
            assert time.time() < until, f"{words!r} is not in {seen}\n{self.said()}"
            time.sleep(0.1)
        return seen

    def shows(self, words: str, path: str = "/sites/liver/") -> str:
        return self.wait_for(words, self.page, path)

    def end(self) -> int:
        """The exit code after Ctrl+C."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(WAIT)


def test_change_fault_and_mended(guide):
    settings, hook = guide.read(YML), guide.read(HOOK)
    guide.write(YML, settings.replace("theme:", "theme: ["))
    guide.write(HOOK, "import (\n")
    server = Server(guide)
    assert server.process.wait(WAIT) == 1
    assert re.fullmatch(rf"{YML}: line \d+: .*\n{HOOK}: line 1: .*\n", server.said())
    guide.write(YML, settings)
    guide.write(HOOK, hook)

    guide.edit(CONTACTS, "number:", "nummer:")
    server = Server(guide)
    last = f"\nThe guide: http://{server.address}/\n\n"
    try:
        said = server.wait_for(MEND, server.said)
        assert f"{CONTACTS}: line 3: emergency.1.nummer is not a key we know: write number" in said
        guide.edit(CONTACTS, "nummer:", "number:")
        server.shows("<h1>")
        assert server.said().endswith(last)

        guide.edit(LIVER, "## What you", WRONG + "## Canary you")
        server.shows("Canary")
        for path in ("/sites/liver/", "/", "/no/such/page/"):
            banner = server.shows("2 faults", path).partition("2 faults")[2].partition("</ul>")[0]
            assert "not &#39;1 in 4&#39;" in banner and "the link" in banner
        guide.edit(LIVER, WRONG, "")

        for name, old, new, due in (
            (FOOTER, "say.funding()", "say.funding(", f"{FOOTER}: line 4: "),
            (YML, "theme:", "theme: [", f"{YML}: line "),
            (CONTACTS, "number:", "nummer:", f"{CONTACTS}: line 3: "),
        ):
            guide.edit(name, old, new)
            html = server.shows(due, "/no/such/page/")
            assert html.count("<li>") == 1 and "<article" not in html
            guide.edit(name, new, old)
        guide.edit(HOOK, '"""', '"""Edited. ')
        html = server.shows(f"{HOOK}: this hook was edited")
        assert "start it again" in html and "Canary" in html and "1 in 4" not in html
    finally:
        assert server.end() == 0
    assert "Traceback" not in server.said() and server.said().count(last) > 4


def test_where_even_the_page_that_says_it_is_broken():
    assert preview.page(serve.ROOT / "none", ["a <b>", "c"]) == "a &lt;b>\nc"


def test_a_port_that_is_taken_ends_it_with_one_line(monkeypatch, capsys):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("sys.argv", ["serve.py", f"127.0.0.1:{port}"])
        assert serve.main() == 1
    assert re.fullmatch(rf"port {port} is taken: make serve ADDR=127\.0\.0\.1:\d+\n", capsys.readouterr().err)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_one_line(address):
    assert re.search(r"make serve ADDR=127\.0\.0\.1:8000$", serve.wrong(address))
