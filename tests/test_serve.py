"""`make serve` as a writer meets it: changes show, what stops a build is a page, the address is the last line."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import serve

WAIT = 60  # seconds, for a machine that is busy


class Server:
    """The small guide, served as the Makefile serves it."""

    def __init__(self, guide):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.guide, self.said = guide, guide.dir / "said.txt"
        environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "deploy/serve.py", self.address],
                cwd=guide.dir,
                env=environ,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=WAIT) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def shows(self, words: str, path: str = "sites/liver/") -> str:
        """The page, once it holds the words."""
        end = time.time() + WAIT
        while words not in (html := self.get(path)):
            assert time.time() < end and self.process.poll() is None, (
                f"{words!r} not in {html}\n{self.said.read_text()}"
            )
            time.sleep(0.2)
        return html

    def last_line(self) -> str:
        return self.said.read_text().rstrip().splitlines()[-1]


@pytest.fixture
def server(guide):
    made = Server(guide)
    yield made
    made.process.terminate()
    made.process.wait(WAIT)


def test_a_change_shows_and_what_stops_a_build_is_a_page_that_goes_when_it_is_mended(server):
    guide, end = server.guide, f"The guide: http://{server.address}/"
    server.shows("<h1>")
    assert "[macros]" not in server.said.read_text()
    assert server.last_line() == end
    guide.edit("docs/sites/liver.md", "## What", "## Canary")
    server.shows("Canary")

    stops = [
        ("overrides/partials/footer/footer.html", "say.funding()", "say.funding(", "footer.html: line 4: "),
        ("overrides/partials/notices/stopped.html", "{% for", "{% fo", "stopped.html: line "),
        ("mkdocs.yml", "theme:\n", "theme: [\n", "mkdocs.yml: line "),
        ("mkdocs.yml", "  - smarty", "  - smartly", "smartly"),
        ("data/contacts.yml", "", None, "data/contacts.yml: the file is missing"),
    ]
    for name, old, new, due in stops:
        text = guide.read(name)
        if new is None:
            (guide.dir / name).unlink()
        else:
            guide.edit(name, old, new)
        html = server.shows(due)
        assert "<article" not in html, name
        assert due in server.get("no/such/page/"), "whatever page a tab shows"
        assert server.last_line() == end
        guide.write(name, text)
        server.shows("Canary")
    assert "Traceback" not in server.said.read_text()

    guide.edit("hooks/words.py", '"""', '"""Edited. ')
    assert "start it again" in server.shows("hooks/words.py: this hook was edited")
    assert server.last_line() == end


def test_a_port_that_is_taken_is_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "deploy/serve.py", f"127.0.0.1:{port}"], cwd=serve.ROOT, capture_output=True, text=True
        )
    assert run.returncode == 1
    assert re.fullmatch(rf"port {port} is taken: make serve ADDR=127\.0\.0\.1:\d+\n", run.stdout + run.stderr)


@pytest.mark.parametrize(
    "address", ["8001", "127.0.0.1", "127.0.0.1:", ":8000", "127.0.0.1:99999", "a b:1", "no-such.example:80"]
)
def test_an_address_that_is_none_is_one_line(address):
    assert re.search(r"make serve ADDR=127\.0\.0\.1:8000$", serve.wrong(address))


def test_what_editors_leave_is_neither_read_nor_published(guide):
    for name in (
        "docs/.DS_Store",
        "docs/sites/liver.md~",
        "docs/sites/.liver.md.swp",
        "docs/sites/#liver.md#",
        "docs/sites/liver.md.orig",
        "docs/assets/book.svg~",
        "data/.DS_Store",
        "data/words.yml~",
        "data/.words.yml.swp",
        "overrides/partials/header/header.html~",
        "overrides/partials/header/header.css~",
        "overrides/.DS_Store",
    ):
        guide.write(name, b"\xff\x00 {% left <div>")
    places = ("docs/sites/.#liver.md", "data/.#words.yml", "overrides/partials/.#say.html", "overrides/.#x.css")
    for name in places:  # a lock of Emacs: a link that leads nowhere
        os.symlink("somebody@machine.123", guide.dir / name)
    assert guide.faults() == []
    assert not [path for path in guide.site.rglob("*") if re.search(r"[~#]$|\.(?:orig|swp)$|^\.", path.name)]
    run = subprocess.run([sys.executable, "deploy/due.py"], cwd=guide.dir, capture_output=True, text=True)
    assert run.returncode == 0 and run.stderr == ""
