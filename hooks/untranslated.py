"""What a browser that translates a page leaves as it is: names of medicines, numbers to call, temperatures, addresses.

A changed digit or name can hurt. They are known by data/medicines.yml and data/contacts.yml, the clinic's block, and
their form; Markdown and templates need not mark them.
"""

import re
from functools import cache
from html import escape

from guide import complain, guide
from mkdocs.plugins import event_priority

FILE = "data/medicines.yml"
AS_IT_IS = re.compile(r"(<(script|style|svg|textarea|title|option|pre|code)\b.*?</\2>)", re.DOTALL)
CODE = re.compile(r"<code\b.*?</code>", re.DOTALL)
MARKED = r'<bdi translate="no">\g<0></bdi>'
TEMPERATURE = r"\d[\d.]* [FC](?: \(\d[\d.]* [FC]\))?"
ADDRESS = r"https?://[^\s<>\"]*[\w/]"
used: set[str] = set()


@cache
def pattern(names: tuple[str, ...], numbers: tuple[str, ...], site_url: str) -> re.Pattern:
    """`names` and `numbers` in the text of HTML, not within its tags.

    >>> pattern(("T-DM1",), ("911",), "https://guide.example/").sub(r"[\\1]", '<a title="911">911, T-DM1</a>, 9,911')
    '<a title="911">[911], [T-DM1]</a>, 9,911'
    >>> pattern((), (), "https://guide.example/").sub(r"[\\1]", "100.4 F (38 C) at guide.example/liver/.<p>")
    '[100.4 F (38 C)] at [guide.example/liver/].<p>'
    """
    host = site_url.partition("://")[2].strip("/")
    either = lambda texts: "|".join(re.escape(escape(one)) for one in sorted(texts, key=lambda one: (-len(one), one)))
    exact = filter(
        None, [either(numbers), TEMPERATURE, ADDRESS, host and re.escape(host) + r"(?:/(?:[\w/#-]*[\w/])?)?"]
    )
    form = rf"{either(names) or '(?!)'}|(?<![.,/@-])(?:{'|'.join(exact)})(?![.,-]\d)"
    return re.compile(rf"(?<!\w)({form})(?!\w)(?![^<>]*>)", re.IGNORECASE)


def mark(html: str, known: re.Pattern) -> str:
    """HTML with all that stays as it is marked; <bdi>, as their letters run on from left to right in any language.

    >>> mark("<p>On T-DM1: <code>a</code></p>", pattern(("T-DM1",), (), ""))
    '<p>On <bdi translate="no">T-DM1</bdi>: <bdi translate="no"><code>a</code></bdi></p>'
    """

    def marked(found: re.Match) -> str:
        used.add(found[1].lower())
        return found.expand(MARKED)

    parts = AS_IT_IS.split(html)
    return "".join(
        known.sub(marked, part) if place % 3 == 0 else CODE.sub(MARKED, part)
        for place, part in enumerate(parts)
        if place % 3 < 2
    )


def of_guide(config, html: str) -> str:
    found = guide(config)
    rows = (*found.facts.contacts.emergency, *found.facts.contacts.helplines, *found.facts.contacts.crisis)
    numbers = (*(row.number for row in rows), *found.clinic.numbers)
    return mark(html, pattern(tuple(found.facts.medicines), numbers, config.site_url or ""))


# MkDocs


def on_pre_build(config):
    used.clear()


@event_priority(-50)  # before output.py looks at it
def on_post_page(output, page, config):
    return of_guide(config, output)


@event_priority(-50)
def on_post_template(output, template_name, config):
    return of_guide(config, output) if template_name.endswith(".html") else output


def on_post_build(config):
    found = guide(config)
    gone = "".join(page.gone for page in found.pages.values()).lower()  # names on a page that was taken down may stay
    for name in found.facts.medicines:
        if name.lower() not in used and name.lower() not in gone:
            says = found.facts.at(FILE, name) + "no page holds it: mend its spelling, or take it out"
            complain(config, FILE, says)
