"""The contract of mkdocs.yml: no guard of a build can be taken out of it, or weakened, without a word."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from contracts import Row, Text, form
from explain import explain
from prose import wrong_in
from pydantic import AfterValidator, Field, ValidationError, field_validator
from yaml_reader import Document

# What Markdown of the guide is made with; the rules of markup.py know these, and no others.
EXTENSIONS = {
    "attr_list": None,
    "md_in_html": None,
    "footnotes": {"SEPARATOR": "-", "PLACE_MARKER": "[SOURCES OF THIS PAGE]"},
    "toc": {"permalink": False, "toc_depth": "2-3"},
    "smarty": None,
    "tables": {"use_align_attribute": True},
    "pymdownx.blocks.caption": None,
    "pymdownx.blocks.details": None,
    "pymdownx.superfences": None,
}
HOOKS = """guide assets pictures watch pages citations words search_index paper addresses redirects feed output hosting
offline_copy preview""".split()  # in their order
STATED = "Whether a clinician has reviewed a page stands on the page"
EVENT = re.compile(r"^def on_\w+\(", re.M)
FOLDER = Path(__file__).parent


LABEL = re.compile(r"[A-Z0-9][\w ,'()?-]{1,29}", re.I)
ENDINGS = r"(?:ing|ed|es|s|e|y)$"


def told(text: str) -> str:
    """A text that all pages show: what prose may not say, it may not either."""
    if wrong := wrong_in(text):
        raise ValueError(wrong[0])
    return text


def entries(nav: list, seen: dict | None = None) -> Iterator[tuple[str, str]]:
    """(label, file) of every page of nav; ValueError for what is none."""
    seen = {} if seen is None else seen
    for entry in nav:
        if not isinstance(entry, dict) or len(entry) != 1:
            raise ValueError(f"{str(entry)[:40]} has no name: write - Liver: sites/liver.md")
        [(label, to)] = entry.items()
        if not LABEL.fullmatch(label) or wrong_in(label):
            raise ValueError(f'"{label[:40]}" is no name for a menu: write up to 30 plain letters')
        if isinstance(to, list):
            yield from entries(to, seen)
        elif not re.fullmatch(r"[a-z0-9/-]+\.md", str(to)):
            raise ValueError(f'"{str(to)[:60]}" is no page of docs/: write a file, such as sites/liver.md')
        elif label in seen or to in seen.values():
            raise ValueError(f"{label} ({to}) stands twice: keep one")
        else:
            seen[label] = to
            yield label, to


def wrong_labels(nav: list, titles: dict[str, str]) -> Iterator[str]:
    """Complaints about names in the menu that have no word of their page. `titles`: what each page is called, by file.

    >>> list(wrong_labels([{"Liver": "a.md"}], {"a.md": "The lungs"}))
    ['nav: "Liver" shares no word with the page a.md: write a name that says what it is']
    """
    stems = lambda text: {re.sub(ENDINGS, "", word) for word in re.findall(r"[\w-]+", text.lower()) if word[1:]}
    for label, file in entries(nav):
        if file in titles and not stems(label) & stems(titles[file]):
            yield f'nav: "{label}" shares no word with the page {file}: write a name that says what it is'


class Theme(Row):
    name: Literal["material"]
    custom_dir: Literal["overrides"]
    language: Literal["en-US"]
    font: Literal[False]
    features: list = Field([], max_length=0)
    static_templates: list[Literal["405.html"]] = Field(min_length=1)


class Macros(Row):
    module_name: Literal["hooks/components"]
    on_undefined: Literal["strict"]
    j2_comment_start_string: Literal["[#--"]
    j2_comment_end_string: Literal["--#]"]


class Plugin(Row):
    macros: Macros


class Links(Row):
    not_found: Literal["ignore", "info", "warn"]
    absolute_links: Literal["relative_to_docs"]


class Validation(Row):
    nav: dict
    links: Links


class Settings(Row):
    """mkdocs.yml; `extra` has a contract of its own (clinic.py)."""

    site_name: Annotated[form(r"[^<>{}&\"]{3,60}", "write up to 60 plain letters"), AfterValidator(told)]
    site_description: Annotated[
        form(r"(?!.*negative)[^<>{}]{40,200}", "say in 40 to 200 letters what the guide is about"), AfterValidator(told)
    ]
    site_url: list
    copyright: form(rf".*{STATED}\.", f"it ends with: {STATED}.")
    docs_dir: Literal["docs"]
    use_directory_urls: Literal[True]
    nav: list = Field(min_length=1)
    theme: Theme
    plugins: list[Plugin] = Field(min_length=1, max_length=1)
    hooks: list[Text]
    markdown_extensions: list
    validation: Validation
    extra: dict = {}
    watch: list = []

    @field_validator("site_url")
    @classmethod
    def from_the_environment(cls, value: list) -> list:
        if value != ["SITE_URL", ""]:
            raise ValueError('the address comes from the environment: write !ENV [SITE_URL, ""]')
        return value

    @field_validator("hooks")
    @classmethod
    def all_of_them(cls, value: list[str]) -> list[str]:
        paths = sorted(FOLDER.glob("[!.]*.py"))
        due = [f"hooks/{path.name}" for path in paths if EVENT.search(path.read_text("utf-8"))]
        if lost := [name for name in due if name not in value]:
            raise ValueError(f"{', '.join(lost)} does not stand here: put the line back")
        if odd := [name for name in value if name not in due or value.count(name) > 1]:
            raise ValueError(f"{odd[0]} stands twice, or is no hook of hooks/: take it out")
        names = [name for name in value if name[6:-3] in HOOKS]
        if names != [f"hooks/{name}.py" for name in HOOKS]:
            raise ValueError(f"they stand in another order: write {', '.join(HOOKS)}")
        return value

    @field_validator("markdown_extensions")
    @classmethod
    def all_that_we_know(cls, value: list) -> list:
        names = {}
        for one in value:
            names |= one if isinstance(one, dict) else {one: None}
        if lost := [name for name in EXTENSIONS if name not in names]:
            raise ValueError(f"{', '.join(lost)} does not stand here: put it back")
        if odd := [name for name in names if name not in EXTENSIONS]:
            raise ValueError(f"{odd[0]} is not used here: take it out")
        if odd := [name for name, due in EXTENSIONS.items() if names[name] != due]:
            raise ValueError(f"{odd[0]}: write {EXTENSIONS[odd[0]] or 'nothing behind it'}")
        return value

    @field_validator("nav")
    @classmethod
    def pages_only(cls, value: list) -> list:
        return [one for _, one in entries(value)] and value


def wrong_settings(document: Document) -> list[str]:
    """Complaints about mkdocs.yml."""
    if not isinstance(document.value, dict):
        return document.faults or ["line 1: a map is due here: put the file back"]
    try:
        Settings.model_validate(document.value)
    except ValidationError as error:
        return explain(error, document)
    return []


def named(record: logging.LogRecord) -> bool:
    """Has MkDocs name the file that it complains of."""
    if str(record.msg).startswith("Config value"):
        record.msg = f"mkdocs.yml: {record.msg}: mend it, or take it out"
    return True


logging.getLogger("mkdocs.config").addFilter(named)
