"""The guide as the hooks hand it on: one typed object, `guide(config)`, and how a fault is told, `complain`.

What belongs to one hook stays in that hook.
"""

import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import clinic
import day as build_day
import kept
from contracts import Notice
from dial import dial
from facts import Facts, read_facts
from front_matter import FrontMatter
from jinja2 import Environment
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from selectolax.lexbor import LexborHTMLParser
from settings import wrong_settings
from signs import WATCH, of_page
from site_url import wrong_address
from watch import limit, listen, tell, tell_later, wrong_files
from yaml_reader import read

log = logging.getLogger("mkdocs.guide")
TOLD = 30  # days for which pages say what became more urgent


@dataclass
class Page:
    """A page as its author wrote it."""

    file: str  # below docs/
    address: str
    front: FrontMatter
    body: str  # Markdown without its head
    first_line: int  # of the body, in the file
    gone: str = ""  # the body of a page that was taken down: what it cites and shows may stay in data/


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
    reviews: dict[str, object] = field(default_factory=dict)  # by address, those that there are: reviews.py
    sign_reviews: dict[str, object] = field(default_factory=dict)  # by id
    components: set[str] = field(default_factory=set)  # that Markdown may ask for
    env: Environment | None = None  # of the theme's templates and ours
    stopped: bool = False  # a fault was told of which only consequences would follow

    clinic = property(lambda self: self.publisher.clinic)
    places = property(lambda self: self.facts.places)
    redirects = property(lambda self: self.facts.redirects)
    codes = property(lambda self: self.facts.codes)
    signs = property(lambda self: self.facts.signs)

    @property
    def reviewed(self) -> dict[str, int]:
        """How many pages and signs a clinician has reviewed as they are now, and how many there are."""
        hold = lambda rows: sum(one.holds for one in rows.values())
        pages = [page for page in self.pages.values() if page.front.kind != "archived"]
        counts = {"pages": hold(self.reviews), "all_pages": len(pages)}
        return counts | {"signs": hold(self.sign_reviews), "all_signs": len(self.signs.notices)}

    @property
    def editions(self) -> list[date]:
        """The days by which editions are called, newest first: those listed, and those since."""
        days = [*self.facts.editions, *(row.day for row in self.facts.changes)]
        days += [max(page.front.checked for page in self.pages.values())] if self.pages else []
        return sorted({*days}, reverse=True)

    edition = property(lambda self: self.editions[0])

    def signs_reviewed(self, address: str) -> dict[str, int]:
        """How many of the signs on a page a clinician has reviewed as they are now; empty when none has been."""
        shown = [row.id for row in of_page(self.signs, self.places, address) if address != WATCH]
        reviews = [self.sign_reviews[id] for id in shown if id in self.sign_reviews]
        return {"signs": sum(one.holds for one in reviews), "all_signs": len(shown)} if reviews else {}

    any_holds = property(lambda self: bool(self.reviewed["pages"] or self.reviewed["signs"]))

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

    def archived(self, address: str) -> bool:
        """Whether the page of an address was taken down."""
        return address in self.pages and self.pages[address].front.kind == "archived"

    def more_urgent(self, address: str, shown: Iterable[Notice] = ()) -> dict[date, tuple[dict[str, str], list[str]]]:
        """What became more urgent lately on the page of an address that shows those notices, by day, newest first:
        (short names of notices by id, what is said of no notice)."""
        names, on_page = (
            {row.id: row.short for row in self.signs.notices},
            {row.id for row in shown},
        )
        told = {}
        for row in self.facts.changes:
            about = {id: names[id] for id in row.notices if id in on_page or address in row.pages}
            if row.more_urgent and 0 <= (self.day - row.day).days < TOLD and (about or address in row.pages):
                of_day = told.setdefault(row.day, ({}, []))
                of_day[0].update(about)
                of_day[1].extend([] if about else [row.says])
        return told

    def fill(self, text: str) -> str:
        """A text with what stands in braces: the emergency numbers, and the standing sentences by name."""
        contacts = self.facts.contacts
        known = {"emergency": contacts.numbers(), "numbers": contacts.short(), "urgent": contacts.urgent()}
        known["crisis"] = contacts.crisis_numbers()
        known |= self.facts.sentences.model_dump()
        return re.sub(r"\{([a-z_]+)\}", lambda name: known.get(name[1], name[0]), text)


def guide(config) -> Guide:
    """The guide of this build."""
    if "guide" not in config.extra:
        raise PluginError("mkdocs.yml: hooks/guide.py does not stand under hooks: put it back, before all others")
    return config.extra["guide"]


def complain(config, where: str, what: str, stops: bool = False) -> None:
    """Tells a fault, once: `where` is a file from the project's root, `what` what is wrong and what to write.

    One that `stops` ends the build once the others of its kind are told.
    """
    guide(config).stopped |= stops
    if f"{where}: {what}" not in guide(config).faults:
        guide(config).faults.append(f"{where}: {what}")
        tell_later(where, what)


def stop_for_faults(config) -> None:
    if guide(config).stopped:
        tell()
        raise Abort("Nothing was built.")


def typeset(text: str) -> str:
    """With the apostrophes of print, as Markdown sets them."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def address_of(page) -> str:
    """The address of a page of MkDocs, from the guide's root.

    >>> class Liver: url = "sites/liver/"
    >>> class Home: url = "./"
    >>> address_of(Liver), address_of(Home)
    ('/sites/liver/', '/')
    """
    return "/" + page.url.removeprefix("./")


# MkDocs


def on_startup(*, command, **_):
    os.environ["HG_COMMAND"] = command  # `mkdocs serve` starts once and builds many times


@event_priority(100)  # before anything asks for the guide
def on_config(config):
    settings = Path(config.config_file_path)
    try:
        day = build_day.today(settings.parent)
    except ValueError as error:
        raise PluginError(str(error)) from None
    # MkDocs, and whatever else asks for a time, gets midnight of that day.
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(max(0, int(midnight.timestamp())))
    # A page may be checked today, or tomorrow where the sun rises first, before the commit that says so.
    latest = max(day, datetime.now(UTC).date() + timedelta(days=1))
    found = config.extra["guide"] = Guide(settings.parent, day, latest, os.environ.get("HG_COMMAND") == "serve")
    listen(found.faults)
    limit("data/")
    for name, line in wrong_files(found.root):
        complain(config, name, line, stops=True)
    stop_for_faults(config)
    found.facts, faults = read_facts(found.root, latest)
    found.publisher = clinic.read_publisher(settings, Path(config.docs_dir))
    wrong = wrong_settings(read(settings, tags=True))
    for name, line in faults + [(settings.name, line) for line in wrong + found.publisher.faults]:
        complain(config, name, line, stops=True)
    if config.site_url and not found.serving and (fault := wrong_address(config.site_url)):
        complain(config, "SITE_URL", fault, stops=True)
    stop_for_faults(config)
    limit("docs/ and overrides/")  # MkDocs lists them now
    return config


@event_priority(100)
def on_env(env, config, files):
    """What every template may use."""
    stop_for_faults(config)
    found = guide(config)
    env.globals.update(guide=found, front=None)
    env.filters["dial"] = dial
    env.filters["typeset"] = typeset
    env.filters["standing"] = lambda pages: [
        page for page in pages if page.is_page and not found.archived(address_of(page))
    ]
    env.filters["address"] = address_of
    env.filters["front"] = lambda page: found.pages[address_of(page)].front
    env.bytecode_cache = kept.templates(__file__)
    found.env = env
    return env


@event_priority(-250)  # when whoever looks has looked
def on_post_build(config):
    tell()
