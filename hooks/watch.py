"""Watches a build: notes every fault, ends what would never end, and says in one line what stopped it."""

import logging
import os
import re
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateNotFound
from leavings import left_by_an_editor
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.guide")

LONGEST = 20  # seconds that one page or file may take
MOST = 3  # lines that are told of one file
KINDS = (".md", ".svg", ".png", ".jpg", ".jpeg", ".webp")  # of files in docs/
NAME = re.compile(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.[a-z0-9]+")
UNTOLD: list[tuple[str, str]] = []  # complaints (file, what) that wait for `tell`
EDITED: list[str] = []  # while serving: hooks that were edited since the server started (preview.py)


class Collector(logging.Handler):
    """Notes each warning, ours and MkDocs', in a list."""

    def __init__(self, lines: list[str]):
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record):
        self.lines.append(record.getMessage())


def tell_later(where: str, what: str) -> None:
    UNTOLD.append((where, what))


def tell() -> None:
    """Says what was complained of, a line a fault: what several places have in common stands once, with the first.

    Of a file that has more than MOST, the last says how many there are: all stand at the top of a page (preview.py).
    """
    alike: dict[str, list[str]] = {}
    for where, what in UNTOLD:
        line, what = re.fullmatch(r"(line \d+: )?(.*)", what, re.DOTALL).groups("")
        alike.setdefault(what, []).append(f"{where}: {line}")
    UNTOLD.clear()
    by_file: dict[str, list[str]] = {}
    for what, (first, *others) in alike.items():
        named = ", ".join(place.rstrip(": ") for place in others[:2])
        rest = f" and in {len(others) - 2} more places" if others[2:] else ""
        also = f" (also {named}{rest})" if others else ""
        by_file.setdefault(first.partition(": ")[0], []).append(f"{first}{what}{also}")
    for file, lines in by_file.items():
        for line in lines if len(lines) <= MOST else lines[: MOST - 1]:
            log.warning(line)
        if len(lines) > MOST:
            log.warning("%s: %d more faults: mend those first, and build again", file, len(lines) - MOST + 1)


def told_already(record) -> bool:
    """Drops what MkDocs says of a page whose fault is told."""
    return not record.getMessage().startswith(("Error building page", "Error reading page"))


def listen(lines: list[str]) -> None:
    """Notes the warnings of this build, no longer those of the one before. (A build loads this file anew.)"""
    top = logging.getLogger("mkdocs")
    for one in [one for one in top.handlers if getattr(one, "of_a_build", False)]:
        top.removeHandler(one)
    top.addHandler(collector := Collector(lines))
    collector.of_a_build = True
    collector.addFilter(lambda record: record.name != log.name)  # ours are in the list already
    UNTOLD.clear()
    logging.getLogger("mkdocs.commands.build").filters[:] = [told_already]
    logging.getLogger("mkdocs.structure.pages").filters[:] = [told_already]
    logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)  # it tells what it always does


def limit(what: str = "") -> None:
    """Ends a build that takes longer than LONGEST with what is under way, and names it; without `what`: nothing is.

    By a signal, so that `mkdocs serve` goes on; Windows has none.
    """

    def ring(*_):
        why = f"this takes over {LONGEST} seconds: look for a line far too long or nested, and shorten it"
        raise PluginError(f"{what}: {why}")

    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, ring)
        signal.alarm(LONGEST if what else 0)


def wrong_files(root: Path) -> Iterator[tuple[str, str]]:
    """(file, complaint) for what cannot be read to its end, lies elsewhere, or is neither a page nor a picture."""
    for top in ("docs", "data", "overrides"):
        for folder, names, files in os.walk(root / top):
            for path in (Path(folder, name) for name in names + files if not left_by_an_editor(name)):
                where, name = path.relative_to(root).as_posix(), path.relative_to(root / top).as_posix()
                if path.is_symlink() and not path.is_file():
                    yield where, "this is a link to a folder, or to nothing: put the files themselves here"
                elif path.is_symlink() and not path.resolve().is_relative_to(root.resolve() / top):
                    yield where, f"this is a link to a file outside {top}/: put the file itself here"
                elif not path.is_dir() and not path.is_file():
                    yield where, "this is neither a file nor a folder: take it out"
                elif top == "docs" and path.is_file() and path.suffix not in KINDS:
                    yield where, f"only pages and pictures ({', '.join(KINDS)}) belong in docs/: take it out"
                elif top == "docs" and path.is_file() and not NAME.fullmatch(name):
                    yield where, "file names become addresses: use only a to z, 0 to 9 and -"


def told(error: BaseException) -> tuple[str, str]:
    """(where, what) of an error: a template, else a file that could not be read, else a line of ours."""
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        said = f"{error.name} is not there"
    for frame in frames:
        if "/overrides/" in frame.filename:
            name = re.sub(r"^.*?/(?=overrides/)", "", frame.filename)
            return name, f"line {frame.lineno}: {said}: mend the template"
    if isinstance(error, OSError) and error.filename:
        return str(error.filename), str(error.strerror)
    ours = next((frame for frame in frames if "hooks" in frame.filename), None)
    where = f"hooks/{Path(ours.filename).name}: line {ours.lineno}" if ours else "hooks"
    return where, f"{type(error).__name__}: {said}"


# MkDocs


def on_pre_page(page, config, files):
    limit(f"docs/{page.file.src_uri}")
    return page


@event_priority(100)
def on_page_context(context, page, config, nav):
    limit(f"docs/{page.file.src_uri}")
    return context


def on_pre_template(template, template_name, config):
    limit(f"overrides/{template_name}")
    return template


@event_priority(100)
def on_post_build(config):
    limit()


def on_build_error(error, **_):
    """Whatever stops a build is one line; a traceback helps nobody who writes words."""
    import watch  # MkDocs loads this file under another name

    limit()
    watch.tell()
    if not isinstance(error, (BuildError, Abort)):
        log.error("%s: %s", *told(error))
        raise Abort("Nothing was built.")
