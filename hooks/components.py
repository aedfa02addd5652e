"""Components: every Jinja macro in overrides/components/ can be called by name from Markdown.

The macros plugin loads this module. HTML stays in the templates; this file only opens them, with autoescape on (the
plugin's own environment has it off) and with the guide at hand. Only such calls may stand in Markdown, one line each.
"""

from __future__ import annotations

import ast
import difflib
import re
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, pass_context
from mkdocs.exceptions import BuildError, PluginError
from mkdocs.utils import get_relative_url

sys.path.insert(0, str(Path(__file__).parent))  # the macros plugin loads this file by path

CALL = re.compile(r"\{\{\s*(\w+)\(([^{}]*)\)\s*\}\}")


# Pure functions ----------------------------------------------------------------------------------


def slug(text: str) -> str:
    """The id of a word: "Lymph node" is "lymph-node"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def arguments(text: str) -> list | None:
    """The plain values between the brackets of a call; None where something else stands there.

    >>> arguments('"liver", 2'), arguments("now()")
    (['liver', 2], None)
    """
    try:
        call = ast.parse(f"f({text})", mode="eval").body
        return [ast.literal_eval(value) for value in (*call.args, *(word.value for word in call.keywords))]
    except (SyntaxError, ValueError, AttributeError, RecursionError, MemoryError):
        return None


def calls_in(body: str, first_line: int = 1) -> list[tuple[int, str, list]]:
    """(line, component, arguments) of every call in a page's Markdown, in order.

    >>> calls_in('Text.\\n{{ number("her2-share") }}')
    [(2, 'number', ['her2-share'])]
    """
    return [
        (number, call[1], arguments(call[2]) or [])
        for number, line in enumerate(body.split("\n"), first_line)
        for call in CALL.finditer(line)
    ]


def check_calls(body: str, first_line: int, known: set[str]) -> tuple[str, list[str]]:
    """(Markdown without the calls that cannot work, complaints about them).

    >>> check_calls('{{ number("x")', 1, {"number"})
    ('', ['line 1: {{ is not closed: write }} in the same line'])
    """
    lines, faults = [], []
    for number, line in enumerate(body.split("\n"), first_line):
        said = []
        for call in CALL.finditer(line):
            if call[1] not in known:
                near = difflib.get_close_matches(call[1], known, 1, 0.6)
                said.append(
                    f"{call[1]} is no component: "
                    + (f"write {near[0]}" if near else f"write one of {', '.join(sorted(known))}")
                )
            elif arguments(call[2]) is None:
                said.append(f'{call[0]}: write plain values between the brackets, such as "liver"')
        rest = CALL.sub("", line)
        if "{{" in rest or "}}" in rest:
            opens, closes = "{{" in rest, "}}" in rest
            both = 'only a component may stand between {{ and }}: write {{ name("what") }}'
            said.append(
                both
                if opens and closes
                else "{{ is not closed: write }} in the same line"
                if opens
                else "}} has no {{ before it: write both, or neither"
            )
        if "{%" in rest or "[#--" in rest:
            said.append("only components, {{ name() }}, may stand in a page: take this out")
        faults += [f"line {number}: {one}" for one in said]
        lines.append(re.sub(r"\{\{.*?(?:\}\}|$)|\}\}|\{%.*?(?:%\}|$)|\[#--", "", line) if said else line)
    return "\n".join(lines), faults


# The macros plugin -------------------------------------------------------------------------------


def define_env(env):
    """Registers the macros; called by mkdocs-macros once a build."""
    import codes  # hooks/codes.py
    import feed  # hooks/feed.py
    import kept  # hooks/kept.py
    import subjects  # hooks/subjects.py
    from dial import dial  # hooks/dial.py
    from guide import complain, guide  # hooks/guide.py
    from watch import told  # hooks/watch.py

    config, found = env.conf, guide(env.conf)
    counts: dict[str, int] = {}  # how many components of a page have been made

    def line() -> str:
        page = found.pages["/" + env.page.url.removeprefix("./")]
        calls = calls_in(page.body, page.first_line)
        place = counts.get(page.file, 0) - 1
        return f"line {calls[place][0]}: " if 0 <= place < len(calls) else ""

    @pass_context  # or Jinja would work a constant out once, for whichever page came first
    def link(context, address: str) -> str:
        """`/sites/liver/#call` as seen from the page being built, so that any sub-path works."""
        path, _, anchor = address.partition("#")
        relative = get_relative_url(path.lstrip("/") or ".", env.page.url) if path else ""
        return f"{relative}#{anchor}" if anchor else relative

    def source_page(address: str) -> str:
        """`/sites/liver/#call` as the Markdown link that MkDocs checks: `/sites/liver.md#call`."""
        path, _, anchor = address.partition("#")
        page = found.pages.get(path)
        return "/" + (page.file if page else path.strip("/") + ".md") + (f"#{anchor}" if anchor else "")

    def fault(message: str) -> str:
        """Reports what a page asked for and the data does not hold; the page goes on without it."""
        if not found.facts.lost:  # else the row may be one that was left out
            complain(config, f"docs/{env.page.file.src_uri}", f"{line()}{message}: mend the name or add the row")
        found.whole = False
        return ""

    def guarded(name: str, macro):
        """The macro, which never stops a build: a fault in it is told where it is called, or in its template."""

        def call(*values, **named):
            counts[env.page.file.src_uri] = counts.get(env.page.file.src_uri, 0) + 1
            try:
                return macro(*values, **named)
            except BuildError:
                raise
            except Exception as error:
                where, what = told(error)
                if not where.startswith("overrides/") or "was not provided" in what:
                    where, what = (
                        f"docs/{env.page.file.src_uri}",
                        f"{line()}{name}: {' '.join(str(error).split())}: mend what stands between its brackets",
                    )
                if not found.facts.lost:
                    complain(config, where, what)
                found.whole = False
                return ""

        return call

    jinja = Environment(
        loader=FileSystemLoader(found.root / "overrides"),
        bytecode_cache=kept.templates(__file__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # compiling takes longer than what it would save in one build
    )
    jinja.filters.update(link=link, source_page=source_page, slug=slug, fill=found.fill, dial=dial, short="{:g}".format)
    jinja.globals.update(
        guide=found,
        facts=found.facts,
        site_name=config.site_name,
        site_url=config.site_url,
        fault=fault,
        asset=lambda name: "/" + found.asset(name),
    )
    jinja.globals.update(
        code_systems=lambda: codes.grouped(found.codes),
        page_rows=lambda: feed.page_rows(config),
        a_to_z_rows=lambda: subjects.subjects(found),
    )
    for path in sorted((found.root / "overrides/components").glob("*/*.html")):
        name = path.relative_to(found.root / "overrides").as_posix()
        if path.stem != path.parent.name:
            continue  # a part of a component, which it includes
        try:
            macros = vars(jinja.get_template(name).module)
        except TemplateSyntaxError as error:
            raise PluginError(
                f"overrides/{error.name or name}: line {error.lineno}: {error.message}: mend the template"
            ) from None
        except (TemplateError, UnicodeDecodeError) as error:
            raise PluginError(f"overrides/{name}: {' '.join(str(error).split())}: mend the template") from None
        for name, macro in macros.items():
            if callable(macro) and not name.startswith("_"):
                env.macro(guarded(name, macro), name)
                found.components.add(name)
