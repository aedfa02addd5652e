"""Publishing never leaves half a site, says in one line why it did not happen, and can be taken back. And the edition
in a folder opens without a server; what is due is listed."""

import errno
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import brotli
import build
import compress
import due
import last_look
import offline
import publish
import pytest
from conftest import CHECK_BY, CHECKED, FIXTURE, ROOT, texts
from facts import read_facts
from selectolax.lexbor import LexborHTMLParser
from site_url import wrong_address


@pytest.fixture
def dest(tmp_path, monkeypatch, small):
    """An empty place to publish to; what would be built is a copy of the small guide."""
    monkeypatch.setenv("SITE_URL", "https://guide.example/")
    monkeypatch.setenv("PUBLISHER_UNKNOWN", "1")
    monkeypatch.setattr(publish, "build", lambda aside: shutil.copytree(small.site, aside))
    monkeypatch.setattr(publish, "compress_all", lambda aside: None)
    return tmp_path / "dest"


def seen(dest: Path) -> str:
    return (dest / "current/index.html").read_text()


def nothing_left(dest: Path) -> bool:
    return list(dest.rglob(".new-*")) == []


def shut(place: Path) -> list[Path]:
    """What another user could not read."""
    return [path for path in (place, *place.rglob("*")) if not path.stat().st_mode & (0o1 if path.is_dir() else 0o4)]


def test_readable_whatever_the_umask(small, tmp_path):
    """The whole of it, from files that are closed, twice: what is carried over is open too."""
    (small.dir / "docs/assets/book.svg").chmod(0o600)
    command = [sys.executable, small.dir / "deploy/publish.py", tmp_path / "www/guide"]
    environ = {**os.environ, "SITE_URL": "https://guide.example/", "PUBLISHER_UNKNOWN": "1"}
    for _ in range(2):
        run = subprocess.run(command, capture_output=True, text=True, env=environ, umask=0o077)
        assert run.returncode == 0, run.stderr
        version = (tmp_path / "www/guide/current").resolve()
        assert shut(version) == [path for path in version.parents[:3] if not path.stat().st_mode & 0o1] == []
        style = next((version / "assets").glob("guide.*.css")).rename(version / "assets/guide.old.css")
        style.chmod(0o600)
    assert "guide.old.css" in (version / "_carried").read_text()


def full(aside):
    aside.mkdir()
    (aside / "half.html").write_text("half")
    raise OSError(errno.ENOSPC, "No space left on device")


def faulty(aside):
    raise publish.Refused("The guide does not build.", "\n", "WARNING -  docs/index.md: a fault")


@pytest.mark.parametrize(("build_", "said"), [(full, "The disk is full. Nothing"), (faulty, "does not build. Nothing")])
def test_what_goes_wrong_is_one_line_and_readers_stay(dest, monkeypatch, build_, said):
    publish.publish(dest)
    before = seen(dest)
    monkeypatch.setattr(publish, "build", build_)
    with pytest.raises(publish.Refused) as refused:
        publish.publish(dest)
    assert said in str(refused.value) and seen(dest) == before
    assert nothing_left(dest) and len(publish.versions(dest)) == 1


def test_two_at_once(dest):
    with publish.alone(dest), pytest.raises(publish.Refused, match="Somebody is publishing"):
        publish.publish(dest)
    publish.publish(dest)


def test_without_an_address_or_a_place(tmp_path):
    (tmp_path / "file").write_text("")
    ours = {"SITE_URL": "https://guide.example/", "PUBLISHER_UNKNOWN": "1"}
    for place, environ, code, said in (
        (tmp_path / "dest", {}, 1, "SITE_URL is not set"),
        ("", ours, 2, "DEST is not set"),
        (tmp_path / "file/dest", ours, 1, f"{tmp_path}/file/dest cannot be written to"),
    ):
        command = [sys.executable, ROOT / "deploy/publish.py", place]
        run = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"], **environ})
        assert run.returncode == code and run.stderr.startswith(said) and run.stderr.count("\n") == 1, run.stderr
    assert not (tmp_path / "dest").exists()


NO_ADDRESSES = {
    "blank or a control": ["https://guide.example /", "https://guide.example/\n", "https://guide.example/\x07"],
    "no whole address": ["https:/guide.example/", "ftp://guide.example/", "guide.example"],
    "without a host": ["https:///guide/", "https://:8000/"],
    "name or password": ["https://me:secret@guide.example/"],
    "? or #": ["https://guide.example/?a=b", "https://guide.example/#a"],
    "quote or a backslash": ['https://guide.example/"', "https://guide.example\\a/", "https://guide.example/<b>"],
    "port": ["https://guide.example:https/", "https://guide.example:/", "https://guide.example:65536/"],
    "xn--": ["https://gu\u00edde.example/"],
    "no full name": ["https://guide/", "https://guide..example/", "https://[::1/", "https://a_b.example/"],
    "letters, digits": [f"https://guide.example/{path}" for path in ("a;b/", "../", "/a/", "\u202e", "%20", "$a{")],
}


def test_an_address_that_is_none_is_one_line(dest, monkeypatch):
    for said, addresses in NO_ADDRESSES.items():
        for address in addresses:
            monkeypatch.setenv("SITE_URL", address)
            with pytest.raises(publish.Refused) as refused:
                publish.publish(dest)
            line = str(refused.value)
            assert line.startswith('SITE_URL is "') and said in line and line.isprintable() and "secret" not in line
    assert not dest.exists()


def test_whose_the_copy_is_must_be_said(dest, guide, monkeypatch):
    def refused():
        with pytest.raises(publish.Refused) as refused:
            publish.publish(dest)
        return str(refused.value)

    bad = "https://guide.example/?a"
    assert guide.faults(SITE_URL=bad) == [f"SITE_URL: {wrong_address(bad)}"]
    monkeypatch.setattr(publish, "ROOT", guide.dir)
    monkeypatch.delenv("PUBLISHER_UNKNOWN")
    assert "extra.publisher" in (said := refused()) and "extra.report_mistakes" in said
    guide.edit("mkdocs.yml", '  report_mistakes: ""', "  publisher: A & B Trust\n  report_mistakes: ''")
    assert "extra.publisher" not in (said := refused()) and "extra.report_mistakes" in said
    monkeypatch.setenv("PUBLISHER_UNKNOWN", "1")
    assert publish.publish(dest)
    monkeypatch.delenv("PUBLISHER_UNKNOWN")
    guide.edit("mkdocs.yml", "report_mistakes: ''", "report_mistakes: 'help@trust.example'")
    assert publish.publish(dest) and guide.faults() == []
    for name in ("about", "about/disclaimer"):
        article = LexborHTMLParser(guide.html(name)).css_first("article").text()
        assert "published by A & B Trust." in article
        assert 'href="mailto:help@trust.example"' in guide.html(name)
    assert "published by A & B" in LexborHTMLParser(guide.html()).css_first("footer").text()


@pytest.mark.parametrize("name", ["about", "about/disclaimer"])
def test_a_copy_of_nobody_says_so(small, name):
    article = LexborHTMLParser(small.html(name)).css_first("article").text()
    said = read_facts(small.dir, date.max)[0].sentences
    assert said.run_by_no_one in article and said.no_address in article


def test_a_folder_where_the_link_should_be_is_left_alone(dest):
    (dest / "current").mkdir(parents=True)
    (dest / "current/mine.html").write_text("mine")
    with pytest.raises(publish.Refused, match="is not a link made by publishing: move it away"):
        publish.publish(dest)
    assert [path.name for path in dest.rglob("*") if path.is_file()] == [".lock", "mine.html"]


def test_another_file_system(dest, tmp_path):
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no other file system here")
    with tempfile.TemporaryDirectory(dir=memory) as other:
        publish.publish(Path(other) / "dest")
        assert (Path(other) / "dest/current/index.html").is_file() and nothing_left(Path(other))


def test_compressed_copies_stand_beside_every_text_and_are_the_same_text(small, tmp_path, monkeypatch, capsys):
    shutil.copytree(small.site, tmp_path / "site")
    compress.compress_all(tmp_path / "site")
    packed = {path.with_suffix("") for path in tmp_path.rglob("*.gz")}
    texts = {path for path in (tmp_path / "site").rglob("[!_]*") if path.suffix in compress.TEXT}
    assert {path for path in texts if "_nginx" not in path.parts} <= packed
    for path in packed:
        made = path.with_name(path.name + ".gz").read_bytes()
        assert gzip.decompress(made) == path.read_bytes() and made[4:8] == bytes(4), f"{path}: no time inside"
        assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes(), path
    monkeypatch.setattr(compress, "brotli", None)
    monkeypatch.setattr("sys.argv", ["compress.py", str(tmp_path / "site")])
    assert compress.main() == 0 and "brotli is not there" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["compress.py", str(tmp_path)])
    assert compress.main() == 2


def test_what_is_due_is_listed_longest_overdue_first(tmp_path, monkeypatch, capsys):
    for name in ("docs", "data"):
        (tmp_path / name).mkdir()
    text = (FIXTURE / "docs/sites/liver.md").read_text().replace("2026-01-10", CHECKED)
    source = (FIXTURE / "data/sources.yml").read_text()
    (tmp_path / "docs/a.md").write_text(text.replace("2026-12-10", CHECK_BY))
    (tmp_path / "docs/b.md").write_text("---\ntitle: x\n---\nx")
    (tmp_path / "docs/c.md").write_text(text.replace("kind: site", "kind: archived"))
    (tmp_path / "data/sources.yml").write_text(source)
    found = [what for _, what in due.due(tmp_path, date.max)]
    assert [what.partition(":")[0] for what in found[:2]] == ["docs/b.md", "docs/c.md"], "faults are due at once"
    assert set(found[2:]) == {"data/sources.yml agency", "data/sources.yml hospital", "docs/a.md"}
    assert due.due(tmp_path, date(2000, 1, 1)) == due.due(tmp_path, date.max)[:2]
    assert due.to_open(tmp_path) == ["hospital  https://house.example/tests"]
    copies = source.replace("read_as: page", "read_as: copy")
    (tmp_path / "data/sources.yml").write_text("\n".join(reversed(re.split(r"\n(?=\w)", copies))))
    assert due.to_open(tmp_path)[0].startswith("hospital"), "as they stand, while no sign leans on them"
    shutil.copy(FIXTURE / "data/signs.yml", tmp_path / "data")
    assert due.to_open(tmp_path)[0].startswith("agency"), "most signs say now because of it"
    monkeypatch.setattr(sys, "argv", ["due.py"])
    monkeypatch.setattr(due, "ROOT", tmp_path)
    due.main()
    said = capsys.readouterr().out
    assert said.startswith("2 sources") and said.index("agency  ") < said.index("OVERDUE")
    monkeypatch.setenv("BUILD_DATE", "soon")
    with pytest.raises(SystemExit, match='^BUILD_DATE is "soon": write it as 2026-11-24$'):
        due.main()


# The edition in a folder


def test_a_place_that_cannot_be_written_to_is_one_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(sys, "argv", ["build.py", "--into", str(tmp_path / "file/guide")])
    assert build.main() == 1
    said = capsys.readouterr().err
    assert "cannot be written to" in said and said.endswith("Nothing was changed.\n") and said.count("\n") == 1


def test_in_a_folder_every_link_leads_to_a_file_and_search_and_planner_work(small, page, tmp_path):
    folder = tmp_path / "guide"
    shutil.copytree(small.site, folder)
    offline.make(folder, "2026-11-24")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    html = texts(folder, ".html")
    ids = {name: set(re.findall(r'\sid="([^"]+)"', text)) for name, text in html.items()}
    for name, text in html.items():
        for link in last_look.links_of(LexborHTMLParser(text)):
            target = link.partition("#")[0]
            assert not target.endswith("/") and not target.startswith("/"), f"{name}: {link}"
            assert not target or not last_look.dead(link, name, ids, names), f"{name}: {link}"
    page.goto((folder / "index.html").as_uri())
    page.get_by_text("You are reading a copy from November 24, 2026").wait_for()
    page.locator("#search-input").fill("yellow eyes")
    page.locator("#search-results li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#*")
    assert page.locator("h1").count() == 1
    page.goto((folder / "symptoms/planner/index.html").as_uri())
    assert page.locator(".hg-planner--live").count() == 1
    assert not page.get_by_role("button", name="Keep this guide").is_visible()
    for asked, opens in {
        "help/index.html#today": "symptoms/get-help/index.html#today",
        "go/icd-10-cm/C78.7/index.html": "sites/liver/index.html",
        "go/index.html?mainSearchCriteria.v.c=C78.7": "sites/liver/index.html",
    }.items():
        page.goto(f"{folder.as_uri()}/{asked}")
        page.wait_for_url(f"{folder.as_uri()}/{opens}")
    assert [url for url in page.requests if not url.startswith("file:")] == [] and page.complaints == []
