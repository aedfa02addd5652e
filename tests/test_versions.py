"""Readers see whole versions, in an order that is remembered, whatever is killed and however the clock is set."""

import shutil
import sys
from pathlib import Path

import publish
import pytest
import shown

STYLE = "assets/guide.{}.css"
DAY = 24 * 60 * 60


@pytest.fixture
def dest(tmp_path, monkeypatch):
    """An empty place to publish to."""
    monkeypatch.setenv("SITE_URL", "https://guide.example/")
    monkeypatch.setenv("PUBLISHER_UNKNOWN", "1")
    monkeypatch.setattr(publish, "compress_all", lambda aside: None)
    return tmp_path / "dest"


@pytest.fixture
def put(dest, monkeypatch):
    """Publishes a tiny guide that says one word, with a style sheet of that name."""

    def build(aside, word):
        (aside / "assets").mkdir(parents=True)
        (aside / "index.html").write_text(word)
        (aside / STYLE.format(word)).write_text(word)

    def publishes(word):
        monkeypatch.setattr(publish, "build", lambda aside: build(aside, word))
        return publish.publish(dest)

    return publishes


def seen(dest: Path) -> str:
    return (dest / "current/index.html").read_text()


def styles(dest: Path) -> set[str]:
    return {path.name.split(".")[1] for path in (dest / "current/assets").iterdir()}


def nothing_left(dest: Path) -> bool:
    return [*dest.glob("versions/.new-*"), *dest.glob("versions/.gone-*")] == []


def test_publish_again_and_go_back(dest, put, monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["publish.py", str(dest), *words])
        return publish.main(), "".join(capsys.readouterr())

    assert "Before" not in put("one") and "make rollback" in put("two") and seen(dest) == "two"
    assert run("--back")[0] == 0 and seen(dest) == "one"
    code, said = run("--back")
    assert code == 1 and "There is no version before" in said and seen(dest) == "one"
    put("three")
    assert run("--back")[0] == 0 and seen(dest) == "one", "a version once gone back from is never shown again"
    monkeypatch.setattr(publish.time, "strftime", lambda *_: "19700101-000000")  # the clock went back
    for word in "four", "five", "six", "seven":
        put(word)
        assert seen(dest) == word and publish.current(dest) == publish.versions(dest)[-1]
    assert len(publish.versions(dest)) == shown.KEPT and nothing_left(dest)


class Killed(BaseException):
    """Nothing catches it."""


def killed(monkeypatch, step: str, late: bool, act, *words) -> None:
    """`act`, killed just before or after a step, or in the midst of removing a version; nothing is tidied up."""

    def dies(*given):
        if late:
            itself(*given)
        raise Killed

    def removes(path, **_):
        if step == "rmtree" and ".gone-" in path.name:
            next(path.rglob("*.css")).unlink()
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        itself = getattr(publish, step, None)
        patch.setattr(shutil, "rmtree", removes)
        patch.setattr(publish, step, dies, raising=False)
        act(*words)


STEPS = [(step, late) for step in ("carry_over", "look", "write_whole", "turn", "sweep") for late in (False, True)]


@pytest.mark.parametrize(("step", "late"), [*STEPS, ("rmtree", False)])
def test_a_publish_killed_at_any_moment_leaves_nothing_to_mend(dest, put, monkeypatch, step, late):
    for word in ("one", "two", "bad"):
        put(word)
    publish.back(dest)
    killed(monkeypatch, step, late, put, "four")
    way = ["four", "two", "one"] if step in ("sweep", "rmtree") or (step, late) == ("turn", True) else ["two", "one"]
    assert seen(dest) == way[0]
    publish.back(dest)
    assert seen(dest) == way[1]
    put("five")
    assert nothing_left(dest) and len(publish.versions(dest)) <= shown.KEPT
    for word in way[1:]:
        publish.back(dest)
        assert seen(dest) == word, "neither the bad one, nor a half one, nor one that nobody saw"
    with pytest.raises(publish.Refused, match="There is no version before"):
        publish.back(dest)


@pytest.mark.parametrize(("step", "late"), [row for row in STEPS if row[0] in ("carry_over", "look", "turn")])
def test_going_back_can_be_killed_too(dest, put, monkeypatch, step, late):
    for word in ("one", "bad"):
        put(word)
    killed(monkeypatch, step, late, publish.back, dest)
    if (step, late) != ("turn", True):
        assert seen(dest) == "bad"
        publish.back(dest)
    put("three")
    publish.back(dest)
    assert seen(dest) == "one" and styles(dest) == {"one", "bad", "three"}


def test_a_folder_without_a_list_goes_by_names(dest, put):
    for word in ("one", "two", "three"):
        put(word)
    publish.back(dest)
    (dest / "versions/.history").unlink()
    put("four")
    for word in ("two", "one"):
        publish.back(dest)
        assert seen(dest) == word


def test_assets_of_open_pages_stay_for_two_days(dest, put, monkeypatch):
    def at(day):
        monkeypatch.setattr(shown.time, "time", lambda: day * DAY)

    for day, word, there in (
        (100, "one", {"one"}),
        (101, "two", {"one", "two"}),
        (102.5, "three", {"one", "two", "three"}),  # "one" was current until day 101
        (103.1, "four", {"two", "three", "four"}),
        (50, "five", {"two", "three", "four", "five"}),  # the clock went back: nothing is lost ...
        (52.1, "six", {"five", "six"}),  # ... nor kept for ever
    ):
        at(day)
        put(word)
        assert styles(dest) == there, word
    publish.back(dest)
    assert styles(dest) >= {"five", "six"}, "who opened the version gone back from reads on"
    listed = dest / "current/_carried"
    listed.write_text("\n".join(line.split()[0] for line in listed.read_text().splitlines()))  # as it once was
    at(53)
    put("seven")
    assert styles(dest) == {"two", "three", "four", "five", "six", "seven"}
    at(55.1)
    put("eight")
    assert styles(dest) == {"seven", "eight"}


def test_what_others_cannot_read_is_not_shown(dest, put, monkeypatch):
    dest.mkdir(0o700)
    assert f"\nNote: only you or your group can enter {dest}: chmod o+x {dest}" in put("one")
    assert dest.stat().st_mode & 0o777 == 0o700
    put("two")
    (dest / "current/index.html").chmod(0o640)
    put("three")
    with pytest.raises(publish.Refused, match=r"could not read index.html \(mode 640\): chmod -R o\+rX /"):
        publish.back(dest)
    monkeypatch.setattr(publish, "compress_all", lambda aside: (aside / "assets").chmod(0o700))
    with pytest.raises(publish.Refused, match=r"could not read assets \(mode 700\): mend"):
        put("four")
    assert seen(dest) == "three" and nothing_left(dest)
