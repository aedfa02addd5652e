"""The guide as the hooks hand it on: one typed object, `guide(config)`, and how a fault is told, `complain`.

It is the only key that hooks write to `config.extra`. What belongs to one hook stays in that hook.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import clinic  # hooks/clinic.py
import day as build_day  # hooks/day.py
import kept  # hooks/kept.py
from dial import dial  # hooks/dial.py
from facts import Facts, read_facts  # hooks/facts.py
from front_matter import FrontMatter  # hooks/front_matter.py
from jinja2 import TemplateSyntaxError
from leavings import left_by_an_editor  # hooks/leavings.py
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from selectolax.lexbor import LexborHTMLParser
from signs import Signs  # hooks/signs.py
from watch import Clock, listen, look_for_loops  # hooks/watch.py

log = logging.getLogger("mkdocs.guide")


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
    assets: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # by name: where it is published, what it holds
    files: dict[str, str] = field(default_factory=dict)  # of docs/assets/: where each is published
    sections: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # (title, text) by address and anchor
    built: dict[str, str] = field(default_factory=dict)  # the HTML of each page, by its file in the site
    trees: dict[str, LexborHTMLParser] = field(default_factory=dict)  # the same, parsed: ask `tree`
    components: set[str] = field(default_factory=set)  # that Markdown may ask for
    clock: Clock = field(default_factory=Clock)
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

    def asset(self, name: str) -> str:
        """Where a style sheet, script or picture of ours is published, seen from the guide's root."""
        if name not in self.assets:
            where = f"overrides/assets/{name} is not there" if "/" in name else f"overrides/assets.yml has no {name}"
            raise LookupError(where)
        return self.assets[name][0]

    def tree(self, name: str) -> LexborHTMLParser:
        """A built page, by its file in the site; parsed once, so whoever looks must change nothing in it."""
        if name not in self.trees:
            self.trees[name] = LexborHTMLParser(self.built[name])
        return self.trees[name]

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
    found.clock.start("data/")
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
    found.clock.start("docs/ and overrides/")  # MkDocs lists them now; on_files of hooks/pages.py stops the clock
    return config


@event_priority(100)
def on_env(env, config, files):
    """What every template may use; a template that cannot be read is named before a page is made of it."""
    env.globals.update(guide=guide(config), front=None)
    env.filters["dial"] = dial
    env.filters["standing"] = lambda pages: [  # those of a list that were not taken down
        page for page in pages if page.is_page and guide(config).pages[address_of(page)].front.kind != "archived"
    ]
    env.filters["front"] = lambda page: guide(config).pages[address_of(page)].front
    looks = guide(config).root / "overrides"
    env.bytecode_cache = kept.templates(__file__)
    for name in sorted(path.relative_to(looks).as_posix() for path in looks.rglob("*.html")):
        if name.startswith("components/") or left_by_an_editor(name):
            continue  # hooks/components.py has read the components
        try:
            env.get_template(name)
        except TemplateSyntaxError as error:
            raise PluginError(
                f"overrides/{error.name or name}: line {error.lineno}: {error.message}: mend the template"
            ) from None
        except UnicodeDecodeError as error:
            raise PluginError(
                f"overrides/{name}: byte {error.start + 1} is not UTF-8: save the file as UTF-8"
            ) from None
    return env
