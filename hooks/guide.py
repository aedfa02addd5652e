"""The guide as the hooks hand it on: one typed object, `guide(config)`, and how a fault is told, `complain`.

It is the only key that hooks write to `config.extra`. What belongs to one hook stays in that hook.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import threading
import traceback
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import clinic  # hooks/clinic.py
import day as build_day  # hooks/day.py
from dial import dial  # hooks/dial.py
from facts import Facts, read_facts  # hooks/facts.py
from front_matter import FrontMatter  # hooks/front_matter.py
from jinja2 import TemplateNotFound, TemplateSyntaxError
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.plugins import event_priority
from signs import Signs  # hooks/signs.py

log = logging.getLogger("mkdocs.guide")

LONGEST = 20  # seconds that one page or file may take


@dataclass
class Page:
    """A page as its author wrote it."""

    file: str  # below docs/
    address: str
    front: FrontMatter
    body: str  # Markdown without its head
    first_line: int  # of the body, in the file


@dataclass
class Guide:
    """What every hook, component and template may ask."""

    root: Path
    day: date  # that this build is for
    latest: date  # no fact was checked after it
    serving: bool
    facts: Facts = field(default_factory=Facts)
    publisher: clinic.Publisher = field(default_factory=clinic.Publisher)
    pages: dict[str, Page] = field(default_factory=dict)  # by address
    faults: list[str] = field(default_factory=list)  # as they were told, in their order
    components: set[str] = field(default_factory=set)  # that Markdown may ask for
    whole: bool = True  # False: something was left out, and what refers to it may be a consequence

    @property
    def clinic(self) -> clinic.Clinic:
        return self.publisher.clinic

    @property
    def places(self):
        return self.facts.places

    @property
    def in_planner(self):
        """The places in the planner's own order; one that has no rank there comes last."""
        return sorted(self.places, key=lambda place: place.planner.place if place.planner else len(self.places) + 1)

    @property
    def redirects(self):
        return self.facts.redirects

    @property
    def codes(self):
        return self.facts.codes

    @property
    def signs(self) -> Signs:
        return Signs(self.facts.symptoms, self.facts.places)

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has reviewed any page."""
        return any(page.front.clinical_review for page in self.pages.values())

    def title(self, spot: str, otherwise: str = "") -> str:
        """The title of the page that an address, with or without an anchor, leads to."""
        page = self.pages.get(spot.partition("#")[0])
        return page.front.title if page else otherwise

    def fill(self, text: str) -> str:
        """A text with what stands in braces: the emergency numbers, and the standing sentences by name."""
        known = {"emergency": self.facts.contacts.numbers(), **self.facts.sentences.model_dump()}
        return re.sub(r"\{([a-z_]+)\}", lambda name: known.get(name[1], name[0]), text)


def guide(config) -> Guide:
    """The guide of this build."""
    if "guide" not in config.extra:
        raise PluginError("mkdocs.yml: hooks/guide.py does not stand under hooks: put it back, before all others")
    return config.extra["guide"]


def complain(config, where: str, what: str) -> None:
    """Tells a fault, once: `where` is a file from the project's root, `what` what is wrong and what to write.

    The terminal shows it, `--strict` fails by it, and the banner of `mkdocs serve` lists it.
    """
    if f"{where}: {what}" not in guide(config).faults:
        log.warning("%s: %s", where, what)


def address_of(page) -> str:
    """The address of a page of MkDocs, from the guide's root.

    >>> class Liver: url = "sites/liver/"
    >>> class Home: url = "./"
    >>> address_of(Liver), address_of(Home)
    ('/sites/liver/', '/')
    """
    return "/" + page.url.removeprefix("./")


# Faults of every kind, MkDocs' own too, in one list -----------------------------------------------


class Collector(logging.Handler):
    """Notes each warning, ours and MkDocs', for the banner."""

    def __init__(self, found: Guide):
        super().__init__(logging.WARNING)
        self.guide = found

    def emit(self, record):
        self.guide.faults.append(record.getMessage())


class Consequences(logging.Filter):
    """Drops what MkDocs says of links while a page or a row is missing, and of a page whose fault is told."""

    def __init__(self, found: Guide):
        super().__init__()
        self.guide = found

    def filter(self, record):
        if record.getMessage().startswith(("Error building page", "Error reading page")):
            return False
        return self.guide.whole or record.levelno < logging.WARNING


def listen(found: Guide) -> None:
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
    for logger in loggers[1:]:
        logger.addFilter(Consequences(found))


class Clock:
    """Ends a build that would never end: what takes longer than LONGEST is named.

    By a signal, so that `mkdocs serve` goes on; where there are none (Windows), by leaving.
    """

    timer: threading.Timer | None = None

    def start(self, what: str) -> None:
        self.stop()
        said = (
            f"{what}: this takes over {LONGEST} seconds: look for a line that is far too long or nested, and shorten it"
        )
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


CLOCK = Clock()


def look_for_loops(docs: Path) -> None:
    """Stops for what cannot be read to its end: a link to a folder, a pipe."""
    for folder, names, files in os.walk(docs):
        for name in names + files:
            path = Path(folder, name)
            where = f"docs/{path.relative_to(docs).as_posix()}"
            if path.is_symlink() and not path.is_file():
                raise PluginError(f"{where}: this is a link to a folder, or to nothing: put the files themselves here")
            if not path.is_dir() and not path.is_file():
                raise PluginError(f"{where}: this is neither a file nor a folder: take it out")


# MkDocs ------------------------------------------------------------------------------------------


def on_startup(*, command, **_):
    os.environ["HG_COMMAND"] = command  # `mkdocs serve` starts once and builds many times


@event_priority(100)  # before anything asks for the guide
def on_config(config):
    root = Path(config.config_file_path).parent
    try:
        day = build_day.today(root)
    except ValueError as error:
        raise PluginError(str(error)) from None
    # MkDocs, and whatever else asks for a time, gets midnight of that day.
    os.environ["SOURCE_DATE_EPOCH"] = str(
        max(0, int(datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp()))
    )
    # A page may be checked today, or tomorrow where the sun rises first, before the commit that says so.
    latest = max(day, datetime.now(timezone.utc).date() + timedelta(days=1))
    found = config.extra["guide"] = Guide(root, day, latest, os.environ.get("HG_COMMAND") == "serve")
    listen(found)
    CLOCK.start("data/")
    look_for_loops(Path(config.docs_dir))
    found.facts, faults = read_facts(root, latest)
    found.whole = not found.facts.lost
    for name, line in faults:
        complain(config, name, line)
    found.publisher = clinic.read_publisher(Path(config.config_file_path), Path(config.docs_dir))
    for line in found.publisher.faults:
        complain(config, Path(config.config_file_path).name, line)
    missing = [
        f"data/{name}.yml" for name in ("urgency", "contacts", "sentences", "places") if not getattr(found.facts, name)
    ]
    if missing:  # nothing true can be shown without them
        raise Abort(f"The guide cannot be built without {', '.join(missing)}.")
    CLOCK.start("docs/ and overrides/")  # MkDocs lists them now; on_files of hooks/pages.py stops the clock
    return config


def on_pre_page(page, config, files):
    CLOCK.start(f"docs/{page.file.src_uri}")
    return page


@event_priority(-100)
def on_page_content(html, page, config, files):
    CLOCK.stop()
    return html


@event_priority(100)
def on_page_context(context, page, config, nav):
    CLOCK.start(f"docs/{page.file.src_uri}")
    return context


@event_priority(-100)
def on_post_page(output, page, config):
    CLOCK.stop()
    return output


@event_priority(100)
def on_env(env, config, files):
    """What every template may use; a template that cannot be read is named before a page is made of it."""
    env.globals.update(guide=guide(config), front=None)
    env.filters["dial"] = dial
    env.filters["front"] = lambda page: guide(config).pages[address_of(page)].front
    looks = guide(config).root / "overrides"
    for name in sorted(path.relative_to(looks).as_posix() for path in looks.rglob("*.html")):
        if name.startswith("components/"):
            continue  # hooks/components.py has read them
        try:
            env.compile((looks / name).read_text("utf-8"), name)
        except TemplateSyntaxError as error:
            raise PluginError(f"overrides/{name}: line {error.lineno}: {error.message}: mend the template") from None
        except UnicodeDecodeError as error:
            raise PluginError(
                f"overrides/{name}: byte {error.start + 1} is not UTF-8: save the file as UTF-8"
            ) from None
    return env


def on_build_error(error, **_):
    """Whatever stops a build is one line; a traceback helps nobody who writes words."""
    CLOCK.stop()
    if not isinstance(error, (BuildError, Abort)):
        log.error("%s: %s", *told(error))
        raise Abort("Nothing was built.")


def told(error: BaseException) -> tuple[str, str]:
    """(where, what) of an error: a template, else a file that could not be read, else a line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    said = (
        f"{error.name} is not there"
        if isinstance(error, TemplateNotFound)
        else " ".join(str(error).split()) or type(error).__name__
    )
    if template := next((frame for frame in reversed(frames) if frame.filename.endswith(".html")), None):
        return re.sub(
            r"^.*?/(?=overrides/)", "", template.filename
        ), f"line {template.lineno}: {said}: mend the template"
    if isinstance(error, OSError) and error.filename:
        return str(error.filename), str(error.strerror)
    ours = next((frame for frame in reversed(frames) if "hooks" in frame.filename), frames[-1] if frames else None)
    return (
        f"hooks/{Path(ours.filename).name}: line {ours.lineno}" if ours else "hooks"
    ), f"{type(error).__name__}: {said}"
