"""The last look: what is wrong in a page as a reader would receive it."""

import re
from urllib.parse import unquote, urlsplit

import asset_checks
from markup import HOST
from selectolax.lexbor import LexborHTMLParser, LexborNode

ALLOWED_SCRIPTS = ("application/ld+json", "application/json")
ADDRESSES = ("href", "src", "xlink:href", "action", "srcset", "data", "poster", "formaction", "ping")
FETCHED = ("img", "script", "link", "image", "use", "input")  # what a browser fetches by itself
# What plays, frames or swallows, which we have none of; and form[action].
UNWANTED = "style iframe object embed base video audio source track portal frame noembed applet".split()
UNWANTED += "xmp plaintext listing noscript noframes marquee dialog math".split()
LINKS = ("stylesheet", "icon", "manifest", "alternate", "license", "author", "next", "prev", "canonical")
# A look at each of twenty thousand elements takes a while: most can be passed over by what they are.
SUSPECTS = ",".join(["form", "meta", *FETCHED, *UNWANTED, *(f"[{name}]" for name in (*ADDRESSES[3:], "src", "style"))])
SUSPECTS += ",[href*=':'],[href^='//'],[href='']"
EVENT = re.compile(r"\son\w+\s*=|xlink:", re.I)
OUTSIDE = re.compile(r"(?:^|,)\s*(?:[a-z][a-z0-9+.-]*:|//)", re.I)
LEADS_ON = re.compile(r"0; ?url=(?![a-z]+:|//)", re.I)
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def wrong_link(tag: str, name: str, value: str, dialed: set[str]) -> str:
    """What is wrong with where an attribute leads; empty when it stays here or goes where we allow."""
    value = unquote(value).strip()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):|//", re.sub(r"\s", "", value), re.I)
    if not scheme and (value or tag != "a"):
        return ""
    told, shown = (scheme[1] or "").lower() if scheme else "", f'<{tag} {name}="{value[:60]}">'
    if told == "tel" and tag == "a":
        return "" if value[4:] in dialed else f"{shown} dials a number that data/contacts.yml does not hold"
    whole = told == "https" and HOST.fullmatch(urlsplit(value).netloc) or told == "mailto" and "@" in value
    return "" if whole and tag == "a" else f"{shown} is not a link we allow: write an address"


def tells_another(value: str, shown: str) -> bool:
    """Whether a link that dials shows another number, as far as it shows digits alone.

    >>> tells_another("tel:015550288,4", "(01) 555 0288, ext. 4"), tells_another("tel:+4420794", "+44 (0)20 794")
    (False, False)
    >>> tells_another("tel:911", "Call 999 (UK)")
    True
    """
    shown = shown.replace("(0)", "") if value.startswith("tel:+") else shown  # as dial.py does
    digits, others = (re.sub(r"\D", "", text) for text in (value, shown))
    return digits not in others and not re.search("[A-Z]{3}", shown)


def of_node(node: LexborNode, dialed: set[str]) -> list[tuple[str, str]]:
    """(what is wrong with one element, the words to find it by in its file)."""
    tag, values, faults = node.tag, {name: value or "" for name, value in node.attributes.items()}, []
    if tag in UNWANTED or tag == "form" and "action" in values:
        return [(f"<{tag}> does not belong in a page: take it out", f"<{tag}")]
    if tag == "script" and not values.get("src") and values.get("type") not in ALLOWED_SCRIPTS:
        what = "a script stands inside the page: move it to overrides/ and list it in overrides/assets.yml"
        faults.append((what, "<script"))
    if tag == "img" and not values.get("alt"):
        faults.append((f"the picture {values.get('src')} has no alt text: say what it shows", "<img"))
    if tag == "meta" and "http-equiv" in values:
        if values["http-equiv"].lower() != "refresh" or not LEADS_ON.match(values.get("content", "")):
            what = f"<meta http-equiv={values['http-equiv']}> does not belong in a page: take it out"
            faults.append((what, "http-equiv"))
    if tag == "link" and values.get("rel", "").lower() not in LINKS:
        faults.append((f"<link rel={values.get('rel')}> is no link we allow: take it out", "<link"))
    for name, value in values.items():
        if name.startswith("on"):
            faults.append((f"<{tag} {name}> is an event attribute: take it out", f"{name}="))
        elif name == "style":
            faults.append((f"<{tag} style> is an inline style: use a class of ours (hg-…)", "style="))
        elif name in ADDRESSES and tag in FETCHED and values.get("rel") != "canonical" and OUTSIDE.search(value):
            faults.append((f"<{tag}> would be fetched from {value[:60]}: keep the file in docs/", value))
        elif value.startswith("tel:") and tells_another(value, node.text()):
            faults.append(
                (f"a link shows {node.text(strip=True)[:40]} and dials {value[4:]}: mend one of them", '="tel:')
            )
        elif name in ADDRESSES and tag != "link" and (what := wrong_link(tag, name, value, dialed)):
            faults.append((what, value))
    return faults


def faults_of(html: str, tree: LexborHTMLParser, dialed: set[str] = frozenset()) -> list[tuple[str, str]]:
    """(what is wrong inside one page, the words to find it by). `tree`: the same page, parsed; `dialed`: the numbers
    that its links may dial.

    >>> html = '<h1>a</h1><img src="https://a.example/x.png" alt="x"><a href="https://a.example/">x</a>'
    >>> faults_of(html, LexborHTMLParser(html))
    [('<img> would be fetched from https://a.example/x.png: keep the file in docs/', 'https://a.example/x.png')]
    """
    nodes = tree.css("*" if EVENT.search(html) else SUSPECTS)
    faults = [fault for node in nodes for fault in of_node(node, dialed)]
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    if len(ids) > len(set(ids)):
        faults += [(f'the id "{name}" stands twice: give each its own', name) for name in ids if ids.count(name) > 1]
    if (count := len(tree.css("h1"))) != 1:
        faults.append((f"{count} h1 headings: a page has one, its title", "# "))
    return list(dict.fromkeys(faults))


def wrong_drawings(html: str) -> list[tuple[str, str]]:
    """(what is wrong with a drawing in a page, the words to find it by)."""
    drawings = dict.fromkeys(SVG.findall(html))
    told = ((svg, line) for svg in drawings for line in asset_checks.faults_of(".svg", svg.encode()))
    return [(f"a drawing, {svg[:60]}: {line}", svg[:60]) for svg, line in told]


def links_of(tree: LexborHTMLParser) -> list[str]:
    """Every address inside the guide that a page points at, once."""
    found = [node.attributes.get(name) or "" for name in ("href", "src") for node in tree.css(f"[{name}]")]
    return [link for link in dict.fromkeys(found) if link and not re.match(r"[a-z][a-z0-9+.-]*:|//", link)]


def target_of(link: str, page: str) -> str | None:
    """The site path a link on `page` leads to ("sites/liver/index.html"); None if it leaves the guide.

    >>> target_of("../liver/#call", "sites/bones/index.html")
    'sites/liver/index.html'
    """
    path = unquote(urlsplit(link).path)
    if not path:
        return page
    steps: list[str] = [] if path.startswith("/") else page.split("/")[:-1]
    for step in path.split("/"):
        if step == ".." and not steps:
            return None
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return "/".join([*steps, "index.html"] if folder or not steps else steps)


def dead(link: str, page: str, ids: dict[str, set[str]], files: set[str]) -> bool:
    """Whether `link` on `page` (both as site paths) leads nowhere.

    `ids`: the ids of every page by path ("sites/liver/index.html"); `files`: every file of the site.
    """
    target, anchor = target_of(link, page), unquote(urlsplit(link).fragment)
    return target not in files or bool(anchor) and target in ids and anchor not in ids[target]
