"""Pictures of docs/, put in by plain Markdown: `![what it shows](liver.svg)`. Each is light, and its size stands in the
page, so that nothing moves when it comes. That its words are there, prose.py and last_look.py see to.
"""

import io
import re

import imagesize
from asset_checks import PICTURES, picture
from guide import complain, guide
from last_look import target_of
from mkdocs.plugins import event_priority

HEAVIEST = 60_000  # bytes: a reader on a bad line waits three seconds for it
IMAGE = re.compile(r'<img\b([^>]*?\ssrc="([^"]*)"[^>]*?)\s*/?>')


def size(content: bytes) -> str:
    """Width and height as attributes; empty where the file does not say them.

    >>> size(b'<svg width="24" height="12"/>')
    ' width="24" height="12"'
    """
    first_tag = re.search(rb"<svg\b[^>]*>", content)
    wide, high = imagesize.get(io.BytesIO(first_tag[0] + b"</svg>" if first_tag else content))
    return f' width="{wide:.0f}" height="{high:.0f}"' if wide > 0 and high > 0 else ""


@event_priority(70)  # before assets.py gives them other names
def on_files(files, config):
    for file in files.media_files():
        if file.src_dir != config.docs_dir or not file.src_uri.endswith(PICTURES):
            continue
        faults = picture(file.src_uri, file.content_bytes, HEAVIEST)
        if not faults and not size(file.content_bytes) and file.src_uri != guide(config).clinic.logo:
            faults = ["it does not say how wide and high it is: write width and height in its first tag"]
        for line in faults:
            complain(config, f"docs/{file.src_uri}", line)
    return files


def on_page_content(html, page, config, files):
    by_name = {file.dest_uri: file for file in files.media_files()}

    def sized(image: re.Match) -> str:
        file = by_name.get(target_of(image[2], page.file.dest_uri))
        return f'<img{image[1]}{size(file.content_bytes) if file else ""} loading="lazy">'

    return IMAGE.sub(sized, html)
