"""Writes a page that builds, to begin from, and its line in the table of contents.

python hooks/new_page.py sites/pleura      (make new PAGE=sites/pleura)
"""

import re
import sys
from datetime import date, timedelta
from pathlib import Path

from watch import NAME

ROOT = Path(__file__).resolve().parent.parent
TEXT = """\
---
title: {title}
description: What the page on {title} says, in 50 to 160 letters, as search engines and link previews show it.
kind: topic
message: |-
  What this page wants you to know, in 1 to 3 short sentences.
checked: {today}
check_by: {due}
related: [/symptoms/get-help/]
---
Say it plainly. A fact carries its source: a mark with a key of data/sources.yml, as CONTRIBUTING.md shows.

## A part of the page {{ #first-part }}

One thought a sentence.

## What is not known {{ #not-known }}

Say what nobody can say yet.
"""


def write(root: Path, name: str) -> str:
    """What was done; SystemExit says in one line why nothing was."""
    name = name.removesuffix(".md").strip("/").removeprefix("docs/")
    path, settings = root / f"docs/{name}.md", root / "mkdocs.yml"
    if not NAME.fullmatch(f"{name}.md"):
        sys.exit(f'PAGE is "{name}": write its address with a to z, 0 to 9 and -, as in  make new PAGE=sites/pleura')
    for there in (path, root / f"docs/{name}/index.md"):
        if there.exists():
            sys.exit(f"{there.relative_to(root)} is there already: open it, or take another name")
    title = name.rpartition("/")[2].replace("-", " ").capitalize()
    text, folder = settings.read_text("utf-8"), name.rpartition("/")[0]
    beside = list(re.finditer(rf"^( *)- .*: {re.escape(folder + '/' if folder else '')}[^/\n]*\.md$", text, re.M))
    if not beside:
        sys.exit(
            f"mkdocs.yml has no page of {folder}/ under nav: write docs/{folder}/index.md and its part of nav first"
        )
    last = beside[-1]
    settings.write_text(f"{text[: last.end()]}\n{last[1]}- {title}: {name}.md{text[last.end() :]}", "utf-8")
    today = date.today()
    path.write_text(TEXT.format(title=title, today=today, due=today + timedelta(days=180)), "utf-8")
    return f"docs/{name}.md is written, and its line stands in mkdocs.yml. Next: write it, make check, make addresses."


if __name__ == "__main__":
    print(write(ROOT, sys.argv[1] if len(sys.argv) > 1 else ""))
