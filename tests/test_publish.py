"""Publishing never leaves half a site, says in one line why it did not happen, and can be taken back. And the edition
in a folder opens without a server; what is due is listed."""

import errno
import gzip
import os
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
from conftest import CHECK_BY, CHECKED, FIXTURE, ROOT
from selectolax.lexbor import LexborHTMLParser


@pytest.fixture
def dest(tmp_path, monkeypatch, small):
    """An empty place to publish to; what would be built is a copy of the small guide."""
    monkeypatch.setenv("SITE_URL", "https://guide.example/")
    monkeypatch.setattr(publish, "build", lambda aside: shutil.copytree(small.site, aside))
    monkeypatch.setattr(publish, "compress_all", lambda aside: None)
    return tmp_path / "dest"


def seen(dest: Path) -> str:
    return (dest / "current/index.html").read_text()


def nothing_left(dest: Path) -> bool:
    return list(dest.rglob(".new-*")) == []


def test_publish_again_and_go_back(dest, small, monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["publish.py", str(dest), *words])
        return publish.main(), "".join(capsys.readouterr())

    assert run()[0] == 0
    first = publish.current(dest)
    assert seen(dest) == small.html()

    def changed(aside):
        shutil.copytree(small.site, aside)
        (aside / "index.html").write_text(small.html().replace("<h1>", "<h1>New: ", 1))
        style = next(aside.glob("assets/guide.*.css"))
        style.rename(style.with_name("guide.00000000.css"))

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
    monkeypatch.setattr(publish.time, "strftime", lambda *_: "19700101-000000")  # the clock went back
    for _ in range(4):
        assert run()[0] == 0 and publish.current(dest) == publish.versions(dest)[-1]
    assert len(publish.versions(dest)) == publish.KEPT and nothing_left(dest)
    assert len(list((dest / "current/assets").glob("guide.*.css"))) <= 2, "what is carried over does not pile up"


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
    ours = {"SITE_URL": "https://guide.example/"}
    for place, environ, code, said in (
        (tmp_path / "dest", {}, 1, "SITE_URL is not set"),
        (tmp_path / "dest", {"SITE_URL": "guide.example"}, 1, 'SITE_URL is "guide.example", no whole address'),
        ("", ours, 2, "DEST is not set"),
        (tmp_path / "file/dest", ours, 1, f"{tmp_path}/file/dest cannot be written to"),
    ):
        command = [sys.executable, ROOT / "deploy/publish.py", place]
        run = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"], **environ})
        assert run.returncode == code and run.stderr.startswith(said) and run.stderr.count("\n") == 1, run.stderr
    assert not (tmp_path / "dest").exists()


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


def test_what_is_due_is_listed_longest_overdue_first(tmp_path, monkeypatch):
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
    monkeypatch.setenv("BUILD_DATE", "soon")
    monkeypatch.setattr(sys, "argv", ["due.py"])
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
    for name in (name for name in names if name.endswith(".html")):
        for link in last_look.links_of(LexborHTMLParser((folder / name).read_text())):
            target = link.partition("#")[0]
            assert not target.endswith("/") and not target.startswith("/"), f"{name}: {link}"
            assert not target or not last_look.dead(target, name, {}, names), f"{name}: {link}"
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
    assert [url for url in page.requests if not url.startswith("file:")] == [] and page.complaints == []
