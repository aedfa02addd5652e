"""Publishing never leaves half a site, says in one line why it did not happen, and can be taken back. And the edition
in a folder opens without a server."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import build
import due
import offline
import last_look
import publish
import pytest
from conftest import ROOT
from selectolax.lexbor import LexborHTMLParser


@pytest.fixture
def dest(tmp_path, monkeypatch, built):
    """An empty place to publish to; what would be built is a copy of the guide as built for all tests."""
    monkeypatch.setenv("SITE_URL", "https://guide.example/")
    monkeypatch.setattr(publish, "build", lambda aside: shutil.copytree(built, aside))
    return tmp_path / "dest"


def seen(dest: Path) -> str:
    return (dest / "current/index.html").read_text()


def leftovers(dest: Path) -> list:
    return [path.name for path in dest.rglob(".new-*")]


def test_publish_again_and_go_back(dest, built, monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["publish.py", str(dest), *words])
        return publish.main(), "".join(capsys.readouterr())

    assert run()[0] == 0
    first = publish.current(dest)
    assert seen(dest) == (built / "index.html").read_text()

    def changed(aside):
        shutil.copytree(built, aside)
        (aside / "index.html").write_text(seen(dest).replace("<h1>", "<h1>New: ", 1))
        style = next(aside.glob("assets/guide.*.css"))
        style.rename(style.with_name("guide.00000000.css"))
        for page in aside.rglob("*.html"):
            page.write_text(page.read_text().replace(style.name, "guide.00000000.css"))

    monkeypatch.setattr(publish, "build", changed)
    code, said = run()
    assert code == 0 and "New: " in seen(dest) and "make rollback" in said
    styles = list((dest / "current/assets").glob("guide.*.css"))
    assert len(styles) == 2, f"{said}: a page of a second ago still finds its stylesheet"
    code, said = run("--back")
    assert code == 0 and publish.current(dest) == first and "New: " not in seen(dest)
    code, said = run("--back")
    assert code == 1 and "There is no version before" in said and publish.current(dest) == first
    assert run()[0] == 0 and publish.current(dest) > first
    code, said = run("--back")
    assert code == 0 and publish.current(dest) == first, f"{said}: a version once gone back from is never shown again"
    for _ in range(4):
        assert run()[0] == 0
    assert len(publish.versions(dest)) == publish.KEPT and leftovers(dest) == []
    assert len(list((dest / "current/assets").glob("guide.*.css"))) <= 2, "what is carried over does not pile up"


def test_a_build_with_a_fault_is_not_published(dest, built, monkeypatch):
    publish.publish(dest)
    before = seen(dest)

    def broken(aside):
        shutil.copytree(built, aside)
        (aside / "index.html").write_text(seen(dest).replace("<h1>", '<a href="nowhere/">x</a><h1>', 1))

    monkeypatch.setattr(publish, "build", broken)
    with pytest.raises(publish.Refused, match="the link nowhere/ leads nowhere"):
        publish.publish(dest)
    assert seen(dest) == before and leftovers(dest) == [] and len(publish.versions(dest)) == 1


SPOILED = [
    lambda site: (site / "404.html").unlink(),
    lambda site: (site / "_headers").write_text("/*\n  X: y\n"),
    lambda site: (site / "sites/liver/index.html").write_text(os.urandom(33_000).hex()),
]


@pytest.mark.parametrize("spoil", SPOILED)
def test_what_is_missing_loose_or_heavy_is_not_published(dest, built, monkeypatch, spoil):
    def spoiled(aside):
        shutil.copytree(built, aside)
        spoil(aside)

    monkeypatch.setattr(publish, "build", spoiled)
    with pytest.raises(publish.Refused, match="not published"):
        publish.publish(dest)
    assert publish.current(dest) == "" and leftovers(dest) == []


def test_a_full_disk_is_one_line_and_readers_stay(dest, monkeypatch):
    publish.publish(dest)
    before = seen(dest)

    def full(aside):
        aside.mkdir()
        (aside / "half.html").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publish, "build", full)
    with pytest.raises(publish.Refused, match="^The disk is full. Nothing was changed.$"):
        publish.publish(dest)
    assert seen(dest) == before and leftovers(dest) == []


def test_two_at_once(dest):
    with publish.alone(dest), pytest.raises(publish.Refused, match="Somebody is publishing"):
        publish.publish(dest)
    publish.publish(dest)


def test_without_an_address_or_a_place(tmp_path):
    def run(*words, **environ):
        environ["PATH"] = os.environ["PATH"]
        words = [sys.executable, ROOT / "deploy/publish.py", *words]
        return subprocess.run(words, capture_output=True, text=True, env=environ)

    said = run(str(tmp_path / "dest"))
    assert said.returncode == 1 and said.stderr.startswith("SITE_URL is not set") and len(said.stderr.splitlines()) == 1
    said = run(str(tmp_path / "dest"), SITE_URL="guide.example")
    assert said.stderr.startswith('SITE_URL is "guide.example", no whole address')
    assert said.returncode == 1 and len(said.stderr.splitlines()) == 1
    said = run("", SITE_URL="https://guide.example/")
    assert said.returncode == 2 and said.stderr.startswith("DEST is not set")
    (tmp_path / "file").write_text("")
    said = run(str(tmp_path / "file" / "dest"), SITE_URL="https://guide.example/")
    assert said.returncode == 1 and "cannot be written to" in said.stderr and len(said.stderr.splitlines()) == 1
    assert not (tmp_path / "dest").exists()


def test_a_clock_that_went_back_does_not_hide_the_new_version(dest, monkeypatch):
    publish.publish(dest)
    monkeypatch.setattr(publish.time, "strftime", lambda *_: "19700101-000000")
    publish.publish(dest)
    publish.publish(dest)
    assert publish.current(dest) == publish.versions(dest)[-1] and len(publish.versions(dest)) == 3


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
    other = Path(tempfile.mkdtemp(dir=memory))
    try:
        publish.publish(other / "dest")
        assert (other / "dest/current/index.html").is_file() and leftovers(other) == []
    finally:
        shutil.rmtree(other)


# What is due -------------------------------------------------------------------------------------


def test_what_is_due_is_listed_longest_overdue_first(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "docs/a.md").write_text("---\ncheck_by: 2027-01-01\n---\nx")
    (tmp_path / "docs/b.md").write_text("---\ntitle: x\n---\nx")
    (tmp_path / "docs/c.md").write_text("---\nkind: archived\n---\nx")
    (tmp_path / "docs/d.md").write_text("---\ncheck_by: 2026-02-30\n---\nx")
    (tmp_path / "data/sources.yml").write_text("old: {checked: 2025-01-01}\nnew: {checked: 2026-11-01}\n")
    (tmp_path / "data/broken.yml").write_text("[")
    found = due.due(tmp_path, date(2027, 1, 1))
    without = ["data/broken.yml cannot be read", "docs/b.md has no check_by", "docs/d.md has no check_by"]
    assert [what for _, what in found] == [*without, "data/sources.yml old", "docs/a.md"]


def test_due_on_a_day_that_is_none_is_one_line(monkeypatch):
    monkeypatch.setenv("BUILD_DATE", "soon")
    monkeypatch.setattr(sys, "argv", ["due.py"])
    with pytest.raises(SystemExit, match='^BUILD_DATE is "soon": write it as 2026-11-24$'):
        due.main()


# The edition in a folder -------------------------------------------------------------------------


def for_a_folder(site: Path, into: Path) -> Path:
    shutil.copytree(site, into)
    offline.make(into, "2026-11-24")
    return into


def test_in_a_folder_every_link_leads_to_a_file(built, tmp_path):
    folder = for_a_folder(built, tmp_path / "guide")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        for link in set(last_look.links_of(LexborHTMLParser(path.read_text()))):
            target = link.split("#")[0].split("?")[0]
            assert not target.endswith("/") and not target.startswith("/"), f"{name}: {link}"
            assert not last_look.dead(link.split("#")[0], name, {}, names) if target else True, f"{name}: {link}"


@pytest.mark.parametrize("tool", [offline, build])
def test_a_place_that_cannot_be_written_to_is_one_line(tool, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(sys, "argv", ["tool", "--into", str(tmp_path / "file/guide")])
    assert tool.main() == 1
    said = capsys.readouterr().err
    assert "cannot be written to" in said and said.endswith("Nothing was changed.\n") and said.count("\n") == 1


def test_in_a_folder_search_and_the_planner_work(small, browser, tmp_path):
    folder = for_a_folder(small.site, tmp_path / "guide")
    context = browser.new_context()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    page.get_by_text("You are reading a copy from November 24, 2026").wait_for()
    page.locator("#search-input").fill("yellow eyes")
    page.locator("#search-results a, #search-results li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#*")
    assert page.locator("h1").count() == 1
    page.goto((folder / "symptoms/planner/index.html").as_uri())
    assert page.locator("[data-sign]").first.is_visible() or page.locator("summary").count()
    assert not page.get_by_role("button", name="Keep this guide").is_visible()
    assert [url for url in asked if not url.startswith("file:")] == [] and said == []
    context.close()
