"""Codes: what /go/ looks a code up in, an address for each code, and the same table for nginx.

    python hooks/codes.py [--base /guide/]     (prints the nginx maps)

The list that stands on /go/ is the table that go.js reads, so the two cannot differ. Each code has a page of its own,
/go/icd-10-cm/C78.7/, which leads on without script. Which page wins is go.js's to say: nginx answers only where there
is nothing to weigh.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from components import slug  # hooks/components.py
from contracts import Code  # hooks/contracts.py
from facts import read_facts  # hooks/facts.py
from guide import guide  # hooks/guide.py
from mkdocs.plugins import event_priority


# Pure functions ----------------------------------------------------------------------------------


def address(row: Code) -> str:
    """A code's own address: /go/icd-10-cm/C78.7/."""
    return f"/go/{slug(row.system)}/{row.code}/"


def grouped(codes: list[Code]) -> list[dict]:
    """The codes as /go/ lists them: by system, then by page, each in the order of the table."""
    systems: dict[str, dict] = {}
    for row in codes:
        system = systems.setdefault(row.system, {"name": row.system, "oid": row.oid, "pages": {}})
        system["pages"].setdefault(row.page, []).append(row)
    return list(systems.values())


# One parameter that says nothing about the code, as it stands in an address: never one that begins as the code's do.
OTHER = r"(?:&(?:(?!mainSearchCriteria)[a-z][a-z0-9.]*|mainSearchCriteria\.v\.dn)=[^&]*)*"


def nginx_maps(codes: list[Code], base: str = "/") -> str:
    """Maps for nginx's http block: $hg_code_page is the page of one plain exact code, else empty.

    It answers when a request holds just one code and its system, both written plainly. All else (several codes,
    percent signs, a code the table lacks) stays empty and is left to /go/. `base`: the path the guide stands under.
    """
    code, system = (
        r"&mainSearchCriteria\.v\.c=(?<hg_c{0}>[a-z0-9.-]+)",
        r"&mainSearchCriteria\.v\.cs=(?<hg_s{0}>[0-9.]+)",
    )
    orders = [
        OTHER + code.format(1) + OTHER + system.format(1) + OTHER,
        OTHER + system.format(2) + OTHER + code.format(2) + OTHER,
    ]
    lines = ['map "&$args" $hg_code {', '    default "";']
    lines += [f'    "~*^{order}$" "$hg_s{number}|$hg_c{number}";' for number, order in enumerate(orders, 1)]
    lines += ["}", "map $hg_code $hg_code_page {", '    default "";']
    for row in codes:
        for form in dict.fromkeys((row.code, row.code.replace(".", ""))):
            lines.append(f'    "{row.oid}|{form}" {base.rstrip("/")}{row.page};')
    return (
        "# Written by hooks/codes.py from data/codes.yml. In the server: location = /go/ { if ($hg_code_page) { return 303 $hg_code_page; } }\nmap_hash_bucket_size 128;\n"
        + "\n".join([*lines, "}"])
        + "\n"
    )


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(5)  # before output.py looks at what is written here
def on_post_build(config):
    from addresses import write_redirect  # hooks/addresses.py

    found = guide(config)
    for row in found.codes:
        if row.page in found.pages:
            write_redirect(config, address(row), row.page, found.title(row.page))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="/")
    base = parser.parse_args().base
    facts, _ = read_facts(Path(__file__).resolve().parent.parent, date.max)
    print(nginx_maps(facts.codes, base), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
