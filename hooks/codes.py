"""Codes: what /go/ looks a code up in, an address for each code, and the same table for nginx.

    python hooks/codes.py [--base /guide/]     (prints the nginx maps)

The list that stands on /go/ is the table that go.js reads, so the two cannot differ. Each code has a page of its own,
/go/icd-10-cm/C78.7/, which leads on without script. Which page wins is go.js's to say: nginx answers only where there
is nothing to weigh.
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

import yaml
from components import slug  # hooks/components.py
from facts import Code, Row, Text, explain, read
from mkdocs.plugins import event_priority
from pydantic import ValidationError

log = logging.getLogger("mkdocs.hooks.codes")


class Elsewhere(Row):
    """A row of data/codes_elsewhere.yml: a code whose guide is another one."""

    system: Code.model_fields["system"].annotation
    oid: Text
    code: Text
    meaning: Text


# Pure functions ----------------------------------------------------------------------------------


def elsewhere(text: str) -> tuple[list[dict], list[str]]:
    """The rows of data/codes_elsewhere.yml, and complaints."""
    try:
        return [Elsewhere.model_validate(row).model_dump() for row in yaml.safe_load(text) or []], []
    except yaml.YAMLError as error:
        return [], [f"this is not valid YAML: {' '.join(str(error).split())}"]
    except ValidationError as error:
        return [], explain(error)


def address(row: dict) -> str:
    """A code's own address.

    >>> address({"system": "ICD-10-CM", "code": "C78.7"})
    '/go/icd-10-cm/C78.7/'
    """
    return f"/go/{slug(row['system'])}/{row['code']}/"


def grouped(codes: list[dict]) -> list[dict]:
    """The codes as /go/ lists them: by system, then by page, each in the order of the table."""
    systems: dict[str, dict] = {}
    for row in codes:
        system = systems.setdefault(row["system"], {"name": row["system"], "oid": row["oid"], "pages": {}})
        system["pages"].setdefault(row["page"], []).append(row)
    return list(systems.values())


def wrong_pages(codes: list[dict], addresses) -> list[str]:
    """Complaints about codes whose page the guide does not have."""
    return [f"{row['code']}: page {row['page']} is no page of this guide: mend it" for row in codes if row["page"] not in addresses]


# One parameter that says nothing about the code, as it stands in an address: never one that begins as the code's do.
OTHER = r"(?:&(?:(?!mainSearchCriteria)[a-z][a-z0-9.]*|mainSearchCriteria\.v\.dn)=[^&]*)*"


def nginx_maps(codes: list[dict], base: str = "/") -> str:
    """Maps for nginx's http block: $hg_code_page is the page of one plain exact code, else empty.

    It answers when a request holds just one code and its system, both written plainly. All else (several codes,
    percent signs, a code the table lacks) stays empty and is left to /go/. `base`: the path the guide stands under.
    """
    code, system = r"&mainSearchCriteria\.v\.c=(?<hg_c{0}>[a-z0-9.-]+)", r"&mainSearchCriteria\.v\.cs=(?<hg_s{0}>[0-9.]+)"
    orders = [OTHER + code.format(1) + OTHER + system.format(1) + OTHER, OTHER + system.format(2) + OTHER + code.format(2) + OTHER]
    lines = ['map "&$args" $hg_code {', '    default "";']
    lines += [f'    "~*^{order}$" "$hg_s{number}|$hg_c{number}";' for number, order in enumerate(orders, 1)]
    lines += ["}", "map $hg_code $hg_code_page {", '    default "";']
    for row in codes:
        for form in dict.fromkeys((row["code"], row["code"].replace(".", ""))):
            lines.append(f'    "{row["oid"]}|{form}" {base.rstrip("/")}{row["page"]};')
    return "# Written by hooks/codes.py from data/codes.yml. In the server: location = /go/ { if ($hg_code_page) { return 303 $hg_code_page; } }\nmap_hash_bucket_size 128;\n" + "\n".join([*lines, "}"]) + "\n"


# MkDocs ------------------------------------------------------------------------------------------


def complain(config, name: str, line: str) -> None:
    log.warning("data/%s: %s", name, line)
    config.extra.setdefault("faults", []).append(f"data/{name}: {line}")


@event_priority(90)
def on_config(config):
    path = Path(config.config_file_path).parent / "data/codes_elsewhere.yml"
    rows, faults = elsewhere(path.read_text("utf-8") if path.is_file() else "")
    for line in faults:
        complain(config, path.name, line)
    config.extra["codes_elsewhere"] = rows
    config.extra["code_systems"] = grouped(config.extra["facts"]["codes"])
    return config


@event_priority(-10)  # after pages.py has listed the addresses
def on_files(files, config):
    for line in wrong_pages(config.extra["facts"]["codes"], config.extra["addresses"]):
        complain(config, "codes.yml", line)
    return files


@event_priority(5)  # before delivery.py puts hashed names into what is written here
def on_post_build(config):
    from addresses import title_of, write_redirect  # hooks/addresses.py

    for row in config.extra["facts"]["codes"]:
        if row["page"] in config.extra["addresses"]:
            write_redirect(config, address(row), row["page"], title_of(config, row["page"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="/")
    base = parser.parse_args().base
    facts, _ = read(Path(__file__).resolve().parent.parent / "data")
    print(nginx_maps(facts["codes"], base), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
