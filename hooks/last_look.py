"""The last look: what is wrong in a page as a reader would receive it."""

import re
from urllib.parse import unquote, urlsplit

import asset_checks
from selectolax.lexbor import LexborHTMLParser, LexborNode

ALLOWED_SCRIPTS = ("application/ld+json", "application/json")
ADDRESSES = ("href", "src", "xlink:href", "action", "srcset", "data", "poster", "formaction", "ping")
RUNS = re.compile(r"\s*(?:javascript|vbscript|data):", re.I)
FETCHED = ("img", "script", "link", "image", "use", "input")  # what a browser fetches by itself
# What plays or frames, which we have none of; and form[action].
UNWANTED = "style iframe object embed base video audio source track portal frame noembed applet".split()
LINKS = ("stylesheet", "icon", "manifest", "alternate", "license", "author", "next", "prev", "canonical")
# A look at each of twenty thousand elements takes a while: most can be passed over by what they are.
SUSPECTS = ",".join(["form", "meta", *FETCHED, *UNWANTED, *(f"[{name}]" for name in (*ADDRESSES[3:], "src", "style"))])
SUSPECTS += ",[href*=':']"
EVENT = re.compile(r"\son\w+\s*=|xlink:", re.I)
OUTSIDE = re.compile(r"(?:^|,)\s*(?:[a-z][a-z0-9+.-]*:|//)", re.I)
LEADS_ON = re.compile(r"0; ?url=(?![a-z]+:|//)", re.I)
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def of_node(node: LexborNode) -> list[str]:
    """What is wrong with one element."""
    tag, values, faults = node.tag, {name: value or "" for name, value in node.attributes.items()}, []
    if tag in UNWANTED or tag == "form" and "action" in values:
        return [f"<{tag}> does not belong in a page: take it out"]
    if tag == "script" and not values.get("src") and values.get("type") not in ALLOWED_SCRIPTS:
        faults.append("a script stands inside the page: move it to overrides/ and list it in overrides/assets.yml")
    if tag == "img" and "alt" not in values:
        faults.append(f"the picture {values.get('src')} has no alt text: say what it shows")
    if tag == "meta" and "http-equiv" in values:
        if values["http-equiv"].lower() != "refresh" or not LEADS_ON.match(values.get("content", "")):
            faults.append(f"<meta http-equiv={values['http-equiv']}> does not belong in a page: take it out")
    if tag == "link" and values.get("rel", "").lower() not in LINKS:
        faults.append(f"<link rel={values.get('rel')}> is no link we allow: take it out")
    for name, value in values.items():
        if name.startswith("on"):
            faults.append(f"<{tag} {name}> is an event attribute: take it out")
        elif name == "style":
            faults.append(f"<{tag} style> is an inline style: use a class of ours (hg-…)")
        elif name in ADDRESSES and RUNS.match(unquote(value)):
            faults.append(f'<{tag} {name}="{value[:40]}"> is not a link we allow: write an address')
        elif name in ADDRESSES and tag in FETCHED and values.get("rel") != "canonical" and OUTSIDE.search(value):
            faults.append(f"<{tag}> would be fetched from {value[:60]}: keep the file in docs/")
    return faults


def faults_of(html: str, tree: LexborHTMLParser) -> list[str]:
    """What is wrong inside one page. `tree`: the same page, parsed.

    >>> html = '<h1>a</h1><img src="https://a.example/x.png" alt="x"><a href="https://a.example/">x</a>'
    >>> faults_of(html, LexborHTMLParser(html))
    ['<img> would be fetched from https://a.example/x.png: keep the file in docs/']
    """
    nodes = tree.css("*" if EVENT.search(html) else SUSPECTS)
    faults = [fault for node in nodes for fault in of_node(node)]
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    if len(ids) > len(set(ids)):
        faults += [f'the id "{name}" stands twice: give each its own' for name in ids if ids.count(name) > 1]
    if (count := len(tree.css("h1"))) != 1:
        faults.append(f"{count} h1 headings: a page has one, its title")
    if mark := re.search(r"\[\^[^\]]*\]?", tree.body.text(separator=" ") if tree.body else ""):
        faults.append(f'"{mark[0]}" stands as text: a citation did not resolve')
    return list(dict.fromkeys(faults))


def wrong_drawings(html: str) -> list[str]:
    """Complaints about the drawings in a page."""
    drawings = dict.fromkeys(SVG.findall(html))
    told = ((svg, line) for svg in drawings for line in asset_checks.faults_of(".svg", svg.encode()))
    return [f"a drawing, {svg[:60]}: {line}" for svg, line in told]


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
