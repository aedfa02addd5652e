"""Citations: `[^key]` in Markdown becomes a footnote with the source from data/sources.yml."""

import re
from html import escape

from guide import address_of, complain, guide

MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
BACK = re.compile(r'(?:&#160;)?\s*<a class="footnote-backref".*?</a>|(?<=<sup) id="fnref[^"]*"')
PLACES = re.compile(r'<h(?P<level>[23]) [^>]*?id="(?P<anchor>[^"]*)"|<a class="footnote-ref" href="#fn-(?P<key>[^"]*)"')
NOTE = re.compile(r'<li id="fn-([^"]*)">')
# The parts that the printed sheet of a place leaves out (overrides/assets/stylesheets/print-place.css), with their
# sources and words.
OFF_THE_SHEET = re.compile(r"what/|(?:changes|fast|tests|care|shares)(?:/|$)")


def footnote(key: str, source) -> str:
    """One source as a Markdown footnote, in a line; how it was read stands on /about/sources/."""
    told = (source.title, source.publisher.rstrip("."), source.dated.rstrip("."))
    title, publisher, dated = (escape(text, quote=False) for text in told)
    title = title.replace("[", "(").replace("]", ")")
    end = "" if title[-1] in ".?!" else "."
    return f"[^{key}]: {publisher}. [{title}{end}]({source.url}){'' if dated.startswith('not shown') else f' {dated}.'}"


def cite(markdown: str, sources: dict) -> tuple[str, list[str], list[str]]:
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
        markdown = f"{markdown}\n\n## Sources {{ #sources }}\n\n{notes}\n"
    return markdown, known, unknown


def on_page_markdown(markdown, page, config, files):
    found = guide(config)
    markdown, known, unknown = cite(markdown, found.facts.sources)
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


def under(part: str, level: str, anchor: str) -> str:
    """Where in a page we are after a heading: `tests`, or `tests/scans` below it.

    >>> under("what/press", "2", "tests"), under("tests", "3", "scans")
    ('tests', 'tests/scans')
    """
    return anchor if level == "2" else f"{part.partition('/')[0]}/{anchor}"


def parts(html: str) -> dict[str, set[str]]:
    """The parts of a page in which each source is cited.

    >>> parts('<h2 id="care">Care</h2><p>Text.<a class="footnote-ref" href="#fn-acs">1</a></p>')
    {'acs': {'care'}}
    """
    found, part = {}, ""
    for match in PLACES.finditer(html):
        if match["key"]:
            found.setdefault(match["key"], set()).add(part)
        else:
            part = under(part, match["level"], match["anchor"])
    return found


def on_page_content(html, page, config, files):
    html = BACK.sub("", html)  # a browser goes back by itself, to the mark that was pressed
    cited = parts(html)
    more = {key for key, places in cited.items() if all(map(OFF_THE_SHEET.match, places))}
    return NOTE.sub(lambda note: f'{note[0][:-1]} class="hg-more">' if note[1] in more else note[0], html)


def on_env(env, config, files):
    """Every source is used: one that no page cites is a fault."""
    found = guide(config)
    used = {key for file in files.documentation_pages() for key in getattr(file.page, "cites", ())}
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
