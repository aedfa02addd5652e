"""Pictures of docs/, put in by plain Markdown: `![what it shows](liver.svg)`. Each is light, and its size stands in the
page, so that nothing moves when it comes. A drawing says what it is and what one sees, and follows light and dark.
That a picture's words are there, prose.py and last_look.py see to.
"""

import io
import re
from html import escape, unescape

import imagesize
from asset_checks import PICTURES, picture
from guide import complain, guide
from last_look import target_of
from mkdocs.plugins import event_priority

DRAWING, HEAVIEST = 6_000, 60_000  # bytes of an SVG, and of others: a reader on a bad line waits three seconds for it
IMAGE = re.compile(r'<img\b([^>]*?)\balt="([^"]*)"([^>]*?\ssrc="([^"]*)"[^>]*?)\s*/?>')
TOKENS = "overrides/assets/stylesheets/tokens.css"
SAYS = re.compile(r"<(title|desc)>\s*([^<]*?\w[^<]*?)\s*</\1>")


def size(content: bytes) -> str:
    """Width and height as attributes; empty where the file does not say them.

    >>> size(b'<svg width="24" height="12"/>')
    ' width="24" height="12"'
    """
    first_tag = re.search(rb"<svg\b[^>]*>", content)
    wide, high = imagesize.get(io.BytesIO(first_tag[0] + b"</svg>" if first_tag else content))
    return f' width="{wide:.0f}" height="{high:.0f}"' if wide > 0 and high > 0 else ""


def in_the_dark(tokens: str) -> str:
    """A style for drawings, whose colors are those of tokens.css for the light: the same names' colors for the dark.

    >>> in_the_dark(":root { --hg-ink: #231d17; } @media (prefers-color-scheme: dark) { --hg-ink: #fffdf9; }")
    '@media (prefers-color-scheme:dark){[fill="#231d17"]{fill:#fffdf9}[stroke="#231d17"]{stroke:#fffdf9}}'
    """
    light, dark = (dict(re.findall(r"--hg-([\w-]+): (#\w{6});", part)) for part in tokens.split("@media")[:2])
    rules = (
        f'[{name}="{color}"]{{{name}:{dark[token]}}}'
        for token, color in light.items()
        if token in dark
        for name in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def faults_of(name: str, content: bytes) -> list[str]:
    """Complaints about a picture in a page."""
    drawn = name.endswith(".svg")
    faults = picture(name, content, DRAWING if drawn else HEAVIEST)
    if not faults and not size(content):
        faults = ["it does not say how wide and high it is: write width and height in its first tag"]
    if drawn and not faults:
        said = dict(SAYS.findall(content.decode()))
        due = {"title": "what it is", "desc": "what one sees, for those who cannot"}
        faults = [f"it has no <{tag}>: write {what}" for tag, what in due.items() if tag not in said]
    return faults


@event_priority(70)  # before assets.py gives them other names
def on_files(files, config):
    found = guide(config)
    style = in_the_dark((found.root / TOKENS).read_text("utf-8"))
    for file in files.media_files():
        if file.src_dir != config.docs_dir or not file.src_uri.endswith(PICTURES):
            continue
        if file.src_uri == found.clinic.logo:  # which clinic.py has looked at
            continue
        content = file.content_bytes
        faults = faults_of(file.src_uri, content)
        for line in faults:
            complain(config, f"docs/{file.src_uri}", line)
        if not faults and file.src_uri.endswith(".svg"):
            file.content_string = re.sub(r"<svg\b[^>]*>", rf"\g<0><style>{style}</style>", content.decode(), count=1)
    return files


def on_page_content(html, page, config, files):
    by_name = {file.dest_uri: file for file in files.media_files()}

    def sized(image: re.Match) -> str:
        before, alt, rest, source = image.groups()
        file = by_name.get(target_of(source, page.file.dest_uri))
        content = file.content_bytes if file else b""
        seen = dict(SAYS.findall(content.decode())).get("desc") if source.endswith(".svg") else ""
        alt += f". {escape(unescape(seen))}" if seen else ""
        return f'<img{before}alt="{alt}"{rest}{size(content) if file else ""} loading="lazy">'

    return IMAGE.sub(sized, html)
