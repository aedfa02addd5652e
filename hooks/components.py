"""Components: every Jinja macro in overrides/components/ can be called by name from Markdown.

It opens the templates with autoescape on, which the macros plugin's own environment has off.
"""

import re
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.debug import rewrite_traceback_stack
from mkdocs.exceptions import BuildError
from mkdocs.utils import get_relative_url

sys.path.insert(0, str(Path(__file__).parent))  # the macros plugin loads this file by path


def slug(text: str) -> str:
    """The id of a word: "Lymph node" is "lymph-node"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Caller:
    """What a page that is being made asks for; faults are told where it asks, all of them, before the build stops."""

    def __init__(self, env, found):
        self.env, self.config, self.guide = env, env.conf, found
        self.counts: dict[str, int] = {}  # how many components of a page have been made

    def complain(self, what: str, where: str = "") -> str:
        """Tells a fault at the call that is being answered."""
        from calls import calls_in
        from guide import complain

        file = self.env.page.file.src_uri
        page = self.guide.pages["/" + self.env.page.url.removeprefix("./")]
        calls, place = calls_in(page.body, page.first_line), self.counts.get(file, 0) - 1
        line = f"line {calls[place][0]}: " if 0 <= place < len(calls) else ""
        complain(self.config, where or f"docs/{file}", what if where else line + what, stops=True)
        return ""

    def fault(self, message: str) -> str:
        """Reports what a page asked for and the data does not hold."""
        return self.complain(f"{message}: mend the name or add the row")

    @pass_context  # or Jinja would work a constant out once, for whichever page came first
    def link(self, context, address: str) -> str:
        """`/sites/liver/#call` as seen from the page being built, so that any sub-path works."""
        path, _, anchor = address.partition("#")
        relative = get_relative_url(path.lstrip("/") or ".", self.env.page.url) if path else ""
        return f"{relative}#{anchor}" if anchor else relative

    def source_page(self, address: str) -> str:
        """`/sites/liver/#call` as the Markdown link that MkDocs checks: `/sites/liver.md#call`."""
        path, _, anchor = address.partition("#")
        page = self.guide.pages.get(path)
        return "/" + (page.file if page else path.strip("/") + ".md") + (f"#{anchor}" if anchor else "")

    def guarded(self, name: str, macro):
        """The macro; a fault in it is told where it is called, or in its template."""
        from watch import told

        def call(*values, **named):
            file = self.env.page.file.src_uri
            self.counts[file] = self.counts.get(file, 0) + 1
            try:
                return macro(*values, **named)
            except BuildError:
                raise
            except Exception as error:
                where, what = told(rewrite_traceback_stack())  # Jinja's own lines, not those it compiles to
                if where.startswith("overrides/") and "was not provided" not in what:
                    return self.complain(what, where)
                said = " ".join(str(error).split())
                return self.complain(f"{name}: {said}: mend what stands between its brackets")

        return call


def define_env(env):
    """Registers the macros; called by mkdocs-macros once a build."""
    import codes
    import kept
    import page_rows
    import subjects
    from dial import dial
    from guide import complain, guide, typeset

    config, found = env.conf, guide(env.conf)
    caller = Caller(env, found)
    looks = found.root / "overrides"
    jinja = Environment(
        loader=FileSystemLoader(looks),
        bytecode_cache=kept.templates(__file__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # compiling takes longer than what it would save in one build
    )
    jinja.filters.update(link=caller.link, source_page=caller.source_page, slug=slug, fill=found.fill, typeset=typeset)
    jinja.filters.update(dial=dial, short="{:g}".format)
    jinja.globals.update(guide=found, facts=found.facts, fault=caller.fault, asset=lambda name: "/" + found.asset(name))
    jinja.globals.update(site_name=config.site_name, site_url=config.site_url)
    jinja.globals.update(
        code_systems=lambda: codes.grouped(found.codes),
        page_rows=lambda: page_rows.page_rows(config),
        a_to_z_rows=lambda: subjects.subjects(found),
    )
    for path in sorted((looks / "components").glob("*/*.html")):
        name = path.relative_to(looks).as_posix()
        if path.stem != path.parent.name:
            continue  # a part of a component, which it includes
        for macro, made in vars(jinja.get_template(name).module).items():
            if callable(made) and not macro.startswith("_"):
                if macro in found.components:
                    says = f"{macro} is the name of another component already: give it another"
                    complain(config, f"overrides/{name}", says, stops=True)
                env.macro(caller.guarded(macro, made), macro)
                found.components.add(macro)
