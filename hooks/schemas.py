"""Writes what the contracts say where people read it: a schema for each file of data/, and the table of front matter.

    python hooks/schemas.py      (make schemas)

Editors that know YAML show the schemas as one types (data/schemas/, named in the first line of each file).
"""

import json
import re
from pathlib import Path

from facts import FILES
from front_matter import FrontMatter
from pydantic import TypeAdapter

ROOT = Path(__file__).resolve().parent.parent
GUIDE = "CONTRIBUTING.md"
TABLE = re.compile(r"(<!-- front matter -->\n).*?(?=<!-- end -->)", re.DOTALL)


def table() -> str:
    """Front matter as a table of Markdown: key, whether it must be there, what it is for."""
    rows = ["| Key | Needed | What it is for |", "|---|---|---|"]
    for name, key in FrontMatter.model_fields.items():
        rows.append(f"| `{name}` | {'yes' if key.is_required() else 'no'} | {key.description} |")
    return "\n".join(rows) + "\n"


def made(root: Path) -> dict[str, str]:
    """What each file holds that is made of the contracts, by its name from the root."""
    files = {
        f"data/schemas/{Path(name).stem}.json": json.dumps(TypeAdapter(kind).json_schema(), indent=1) + "\n"
        for name, kind in FILES.items()
        if name.startswith("data/")
    }
    guide = (root / GUIDE).read_text("utf-8")
    return files | {GUIDE: TABLE.sub(lambda found: found[1] + table(), guide)}


if __name__ == "__main__":
    for name, text in made(ROOT).items():
        (ROOT / name).parent.mkdir(exist_ok=True)
        (ROOT / name).write_text(text, "utf-8")
