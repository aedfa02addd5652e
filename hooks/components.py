"""Components: every Jinja macro in overrides/components/ can be called by name from Markdown.

The macros plugin loads this module. HTML stays in the templates; this file only opens them, with
autoescape on (the plugin's own environment has it off) and with the facts at hand.
"""

import logging
import re
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from mkdocs.utils import get_relative_url

sys.path.insert(0, str(Path(__file__).parent))  # the macros plugin loads this file by path
import facts as facts_hook  # noqa: E402

log = logging.getLogger("mkdocs.hooks.components")


def slug(text: str) -> str:
    """The id of a word: "Lymph node" is "lymph-node"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def define_env(env):
    """Registers the macros; called by mkdocs-macros once a build."""
    root = Path(env.conf.config_file_path).parent
    extra = env.conf.extra
    facts = extra.get("facts") or facts_hook.read(root / "data")[0]

    @pass_context  # or Jinja would work a constant out once, for whichever page came first
    def link(context, address: str) -> str:
        """`/sites/liver/#call` as seen from the page being built, so that any sub-path works."""
        path, _, anchor = address.partition("#")
        relative = get_relative_url(path.lstrip("/") or ".", env.page.url) if path else ""
        return f"{relative}#{anchor}" if anchor else relative

    def source_page(address: str) -> str:
        """`/sites/liver/#call` as the Markdown link that MkDocs checks: `/sites/liver.md#call`."""
        path, _, anchor = address.partition("#")
        files = env.conf.extra.get("addresses", {})
        return "/" + files.get(path, path.strip("/") + ".md") + (f"#{anchor}" if anchor else "")

    def fault(message: str) -> str:
        """Reports what a page asked for and the data does not hold; the page goes on without it."""
        log.warning("docs/%s: %s: mend the name or add the row", env.page.file.src_uri, message)
        return ""

    jinja = Environment(
        loader=FileSystemLoader(root / "overrides"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(link=link, source_page=source_page, slug=slug)
    jinja.globals.update(facts=facts, extra=extra, site_name=env.conf.site_name, site_url=env.conf.site_url, fault=fault)
    for path in sorted((root / "overrides/components").glob("*.html")):
        for name, macro in vars(jinja.get_template(f"components/{path.name}").module).items():
            if callable(macro) and not name.startswith("_"):
                env.macro(macro, name)
