"""Watches a build: notes every fault, ends what would never end, and says in one line what stopped it."""

from __future__ import annotations

import logging
import os
import re
import signal
import threading
import traceback
from pathlib import Path

from jinja2 import TemplateNotFound
from leavings import left_by_an_editor  # hooks/leavings.py
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.guide")

LONGEST = 20  # seconds that one page or file may take
EDITED: list[str] = []  # while serving: hooks that were edited since the server started (hooks/preview.py)


class Collector(logging.Handler):
    """Notes each warning, ours and MkDocs', for the banner."""

    def __init__(self, found):
        super().__init__(logging.WARNING)
        self.guide = found

    def emit(self, record):
        self.guide.faults.append(record.getMessage())


class Consequences(logging.Filter):
    """Drops what MkDocs says of links while a page or a row is missing, and of a page whose fault is told."""

    def __init__(self, found):
        super().__init__()
        self.guide = found

    def filter(self, record):
        if record.getMessage().startswith(("Error building page", "Error reading page")):
            return False
        return self.guide.whole or record.levelno < logging.WARNING


def listen(found) -> None:
    """Sets both in the place of those of the build before."""
    loggers = [
        logging.getLogger(name)
        for name in ("mkdocs", "mkdocs.structure.pages", "mkdocs.structure.nav", "mkdocs.commands.build")
    ]
    for logger in loggers:
        for handler in [one for one in logger.handlers if type(one).__name__ == "Collector"]:
            logger.removeHandler(handler)
        for one in [one for one in logger.filters if type(one).__name__ == "Consequences"]:
            logger.removeFilter(one)
    loggers[0].addHandler(Collector(found))
    logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)  # it tells what it always does
    for logger in loggers[1:]:
        logger.addFilter(Consequences(found))


class Clock:
    """Ends a build that would never end: what takes longer than LONGEST is named.

    By a signal, so that `mkdocs serve` goes on; where there are none (Windows), by leaving.
    """

    timer: threading.Timer | None = None

    def start(self, what: str) -> None:
        self.stop()
        said = f"{what}: this takes over {LONGEST} seconds: look for a line far too long or nested, and shorten it"
        if hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread():

            def ring(*_):
                raise PluginError(said)

            signal.signal(signal.SIGALRM, ring)
            signal.alarm(LONGEST)
        else:
            self.timer = threading.Timer(LONGEST, lambda: (print(f"ERROR   -  {said}", flush=True), os._exit(1)))
            self.timer.daemon = True
            self.timer.start()

    def stop(self) -> None:
        if hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread():
            signal.alarm(0)
        if self.timer:
            self.timer.cancel()


def look_for_loops(docs: Path) -> None:
    """Stops for what cannot be read to its end: a link to a folder, a pipe."""
    for folder, names, files in os.walk(docs):
        for name in names + files:
            if left_by_an_editor(name):
                continue
            path = Path(folder, name)
            where = f"docs/{path.relative_to(docs).as_posix()}"
            if path.is_symlink() and not path.is_file():
                raise PluginError(f"{where}: this is a link to a folder, or to nothing: put the files themselves here")
            if not path.is_dir() and not path.is_file():
                raise PluginError(f"{where}: this is neither a file nor a folder: take it out")


# MkDocs ------------------------------------------------------------------------------------------


def on_pre_page(page, config, files):
    config.extra["guide"].clock.start(f"docs/{page.file.src_uri}")
    return page


@event_priority(-100)
def on_page_content(html, page, config, files):
    config.extra["guide"].clock.stop()
    return html


def on_pre_template(template, template_name, config):
    config.extra["guide"].clock.start(f"overrides/{template_name}")
    return template


def on_post_template(output, template_name, config):
    config.extra["guide"].clock.stop()
    return output


@event_priority(100)
def on_page_context(context, page, config, nav):
    config.extra["guide"].clock.start(f"docs/{page.file.src_uri}")
    return context


@event_priority(-100)
def on_post_page(output, page, config):
    config.extra["guide"].clock.stop()
    return output


def on_build_error(error, **_):
    """Whatever stops a build is one line; a traceback helps nobody who writes words."""
    Clock().stop()
    if not isinstance(error, (BuildError, Abort)):
        log.error("%s: %s", *told(error))
        raise Abort("Nothing was built.")


def told(error: BaseException) -> tuple[str, str]:
    """(where, what) of an error: a template, else a file that could not be read, else a line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        said = f"{error.name} is not there"
    if template := next((frame for frame in reversed(frames) if frame.filename.endswith(".html")), None):
        name = re.sub(r"^.*?/(?=overrides/)", "", template.filename)
        return name, f"line {template.lineno}: {said}: mend the template"
    if isinstance(error, OSError) and error.filename:
        return str(error.filename), str(error.strerror)
    ours = next((frame for frame in reversed(frames) if "hooks" in frame.filename), frames[-1] if frames else None)
    where = f"hooks/{Path(ours.filename).name}: line {ours.lineno}" if ours else "hooks"
    return where, f"{type(error).__name__}: {said}"
