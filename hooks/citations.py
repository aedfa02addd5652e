"""Citations: `[^key]` in Markdown becomes a footnote with the source from data/sources.yml."""

import re
from html import escape

from guide import address_of, complain, guide

MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
BACK = re.compile(r'(?:&#160;)?\s*<a class="footnote-backref".*?</a>|(?<=<sup) id="fnref[^"]*"')
MARKUP = re.compile(r"[\\`*_\[\]]")  # what Markdown would take for its own in a title
NOTE = re.compile(r'<li id="fn-([^"]*)"')
KEY = re.compile(r'(?<=[#"]fn-)[^"]+(?=")')


MARKER = "[SOURCES OF THIS PAGE]"
FOLDS = {
    "en-US": """
## Sources {{ #sources }}

/// details | {count} source{s}
{marker}

How we read each of them: [all sources](/about/sources.md).
///

{notes}
""",
    "es": """
## Fuentes {{ #sources }}

/// details | {count} fuente{s}
{marker}

Cómo leímos cada una, en inglés: [todas las fuentes](/about/sources.md).
///

{notes}
""",
}


def footnote(key: str, source) -> str:
    """One source as a Markdown footnote, in a line; how it was read stands on /about/sources/."""
    dated = source.dated.partition(" (")[0].rstrip(".")
    day = "" if dated == "not shown" else f" {dated[0].upper()}{dated[1:]}."
    title, publisher, day = (escape(text, quote=False) for text in (source.title, source.short, day))
    title, publisher = (MARKUP.sub(r"\\\g<0>", text) for text in (title, publisher))
    end = "" if title[-1] in ".?!" else "."
    # The day within the link: a place's sheet has the publisher alone.
    return f"[^{key}]: {publisher}. [{title}{end}{day}]({source.url})"


def cite(markdown: str, sources: dict, lang: str = "en-US") -> tuple[str, list[str], list[str]]:
    """(Markdown with its Sources section, keys cited in order, keys that no source has).

    A mark without a source is taken out, so that it never stands as text.
    """
    prose = re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.DOTALL | re.MULTILINE)
    keys = list(dict.fromkeys(MARK.findall(prose)))
    unknown = [key for key in keys if key not in sources]
    known = [key for key in keys if key in sources]
    for key in unknown:
        markdown = markdown.replace(f"[^{key}]", "")
    # The same source cited twice in a row needs one mark.
    markdown = re.sub(r"(\[\^[^\]\s]+\])(?:\1)+", r"\1", markdown)
    if known:
        notes = "\n".join(footnote(key, sources[key]) for key in known)
        markdown += "\n" + FOLDS[lang].format(marker=MARKER, count=len(known), s="s"[: len(known) > 1], notes=notes)
    return markdown, known, unknown


def on_page_markdown(markdown, page, config, files):
    found = guide(config)
    markdown, known, unknown = cite(markdown, found.facts.sources, page.front.lang)
    for key in unknown:
        lines = [
            number
            for number, line in enumerate(
                found.pages[address_of(page)].body.split("\n"), found.pages[address_of(page)].first_line
            )
            if f"[^{key}]" in line
        ]
        line = f"line {lines[0]}: " if lines else ""
        complain(
            config,
            f"docs/{page.file.src_uri}",
            f"{line}[^{key}] is not in data/sources.yml: add the source or mend the key",
        )
    page.cites, page.miscites = known, unknown
    return markdown


def on_page_content(html, page, config, files):
    return BACK.sub("", html)  # a browser goes back by itself, to the mark that was pressed


def on_post_page(output, page, config):
    """A source's number is its anchor, too: keys are many letters."""
    numbers = {key: str(number) for number, key in enumerate(NOTE.findall(output), 1)}
    return KEY.sub(lambda key: numbers.get(key[0], key[0]), output)


def on_env(env, config, files):
    """Every source is used: one that no page cites is a fault."""
    found = guide(config)
    used = {key for file in files.documentation_pages() for key in getattr(file.page, "cites", ())}
    used |= {key for page in found.pages.values() for key in MARK.findall(page.gone)}
    used |= {row.source for row in found.facts.words}
    used |= {key for notice in found.signs.notices for key in notice.cites}
    used |= {
        row.source for group in ("emergency", "helplines", "crisis") for row in getattr(found.facts.contacts, group)
    }
    if any(getattr(file.page, "miscites", ()) for file in files.documentation_pages()):
        return env  # the source that nobody cites may be the one that is meant
    for key in found.facts.sources:
        if key not in used:
            complain(config, "data/sources.yml", f"{key} is used by no page and no fact: cite it or take it out")
    return env
