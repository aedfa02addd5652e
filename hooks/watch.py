"""Watches a build: notes every fault, ends what would never end, and says in one line what stopped it."""

import logging
import os
import re
import signal
import traceback
from pathlib import Path

from jinja2 import TemplateNotFound
from leavings import left_by_an_editor
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.guide")

LONGEST = 20  # seconds that one page or file may take
EDITED: list[str] = []  # while serving: hooks that were edited since the server started (preview.py)


class Collector(logging.Handler):
    """Notes each warning, ours and MkDocs', in a list."""

    def __init__(self, lines: list[str]):
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record):
        self.lines.append(record.getMessage())


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


def look_for_loops(docs: Path) -> None:
    """Stops for what cannot be read to its end: a link to a folder, a pipe."""
    for folder, names, files in os.walk(docs):
        for path in (Path(folder, name) for name in names + files if not left_by_an_editor(name)):
            where = f"docs/{path.relative_to(docs).as_posix()}"
            if path.is_symlink() and not path.is_file():
                raise PluginError(f"{where}: this is a link to a folder, or to nothing: put the files themselves here")
            if not path.is_dir() and not path.is_file():
                raise PluginError(f"{where}: this is neither a file nor a folder: take it out")


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
    limit()
    if not isinstance(error, (BuildError, Abort)):
        log.error("%s: %s", *told(error))
        raise Abort("Nothing was built.")
