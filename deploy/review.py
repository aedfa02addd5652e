"""A packet for a clinician: one HTML page in review/ to read, print and mark. Nothing is sent anywhere.

    REVIEW_PAGE=/sites/liver/ [REVIEW_NAME="Ann Lee" REVIEW_ROLE="nurse"] python deploy/review.py

as `make review PAGE=…` calls it.

The page: an address, a file of docs/, signs (all of data/signs.yml), the id of one, or all. A packet ends with the
lines to paste, by whose hash hooks/reviews.py finds later whether the words are still those that were reviewed.
"""

import difflib
import logging
import os
import sys
from datetime import date
from pathlib import Path

from build import look
from handouts import ROOT, Refused
from mkdocs.exceptions import Abort, MkDocsException
from shown import write_whole

sys.path.insert(0, str(ROOT / "hooks"))
from contracts import Review
from guide import Guide
from pages import address_in
from pydantic import ValidationError
from review_packet import Told, collect, of_page, of_signs
from signs import HELP

WRITE = "write an address, as PAGE=/sites/liver/, or PAGE=signs, or a sign, as PAGE=headache, or PAGE=all"
HERE = ("YOUR NAME HERE", "YOUR ROLE HERE")  # no build takes them


def wrong_reviewer(name: str, role: str) -> str:
    """Why nobody is called so, in a line.

    >>> wrong_reviewer("Ann Lee", ""), wrong_reviewer("Ann Lee", "nurse")
    ("ROLE is missing: write both, as NAME='Ann Lee' ROLE='oncology nurse'", '')
    """
    if bool(name) != bool(role):
        return f"{'ROLE' if name else 'NAME'} is missing: write both, as NAME='Ann Lee' ROLE='oncology nurse'"
    try:
        Review(name=name or "A", role=role or "nurse", date=date.today(), text="0" * 64)
    except ValidationError as error:
        fault = error.errors()[0]
        key = " ".join(str(part).upper() for part in fault["loc"]) or "NAME and ROLE"
        return f"{key}: {' '.join(fault['msg'].removeprefix('Value error, ').split())}"
    return ""


def names_of(asked: str, found: Guide) -> list[str]:
    """Of what packets are made, what says how soon to act first: "signs", ids of signs, addresses; Refused says what to
    write instead."""
    live, ids = [one for one in found.pages if not found.archived(one)], [row.id for row in found.signs.notices]
    if asked == "all":
        first = [HELP, *(place.page for place in found.places)]
        return ["signs", *sorted(live, key=lambda one: first.index(one) if one in first else len(first))]
    if asked in ("signs", *ids):
        return [asked]
    name = asked.partition("#")[0].strip("/").removeprefix("docs/")
    address = address_in(name) if name else "/"
    if found.archived(address):
        instead = found.pages[address].front.withdrawn.go_to
        raise Refused(f"PAGE={asked}: this page was taken down, so nobody reviews it: write PAGE={instead}")
    if address not in found.pages:
        near = difflib.get_close_matches(asked, ids, 1, 0.7) or difflib.get_close_matches(address, live, 1, 0.6)
        raise Refused(f"PAGE={asked}: there is no such page: {f'write PAGE={near[0]}' if near else WRITE}")
    return [address]


def made(asked: str, told: Told, name: str, role: str) -> dict[str, str]:
    """What is written, by name, the file to open first."""
    packets = [
        of_page(one, told, name, role) if one in told.found.pages else of_signs(one, told, name, role)
        for one in names_of(asked, told.found)
    ]
    page, index = (told.env.get_template(f"review/{one}.html") for one in ("packet", "index"))
    texts = {"index.html": index.render(packets=packets)} if asked == "all" else {}
    return texts | {packet.file: page.render(packet=packet) for packet in packets}


def main() -> None:
    asked, name, role = (os.environ.get(f"REVIEW_{key}", "").strip() for key in ("PAGE", "NAME", "ROLE"))
    if not asked:
        raise Refused(f"PAGE is empty: {WRITE}")
    if fault := wrong_reviewer(name, role):
        raise Refused(fault)
    logging.basicConfig(format="%(levelname)-7s -  %(message)s")
    if look():
        raise Refused(1)
    try:
        texts = made(asked, collect(), name or HERE[0], role or HERE[1])
    except Abort:
        raise Refused("Nothing was made: mend that first.") from None
    except MkDocsException as error:
        raise Refused(" ".join(str(error).split())) from None
    folder = Path(os.environ.get("REVIEW_INTO") or ROOT / "review")
    try:
        folder.mkdir(exist_ok=True)
        for file, text in reversed(texts.items()):
            write_whole(folder / file, text)
    except OSError as error:
        raise Refused(f"{folder} cannot be written to ({error.strerror}): let this account write there") from None
    print(f"Open {folder / next(iter(texts))} in a browser, or print it. Nothing is sent anywhere.")


if __name__ == "__main__":
    main()
