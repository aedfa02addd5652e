"""Codes of health records: the list on /go/, which is the table that go.js reads, and an address for each code.

Which page wins is go.js's to say; nginx answers only where there is nothing to weigh (overrides/server/http.conf).
"""

from components import slug
from contracts import Code, Coded

GO = "/go/"
ELSEWHERE = f"{GO}#elsewhere"  # what is said of codes that belong to another guide


def address(row: Coded) -> str:
    """A code's own address: /go/icd-10-cm/C78.7/."""
    return f"{GO}{slug(row.system)}/{row.code}/"


def grouped(codes: list[Code]) -> list[dict]:
    """The codes as /go/ lists them: by system, then by page, each in the order of the table."""
    systems: dict[str, dict] = {}
    for row in codes:
        system = systems.setdefault(row.system, {"name": row.system, "oid": row.oid, "pages": {}})
        system["pages"].setdefault(row.page, []).append(row)
    return list(systems.values())
