"""Writes the requirements files anew: every package exact, with the hashes of all its files.

    python deploy/lock.py

What is asked for stands in the files themselves, in lines that begin with "#=", each with its reason. Needs the
`uv` package (pip install uv). No index address is written into the files.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = ("requirements.txt", "requirements-test.txt", "requirements-handouts.txt")


def asked(text: str) -> list[str]:
    """The "#=" lines of a requirements file, without the reasons behind "--"."""
    return [re.sub(r"\s+--.*", "", line[2:]).strip() for line in text.splitlines() if line.startswith("#=")]


def lock(path: Path, others: list[Path]) -> None:
    """Locks one file; packages that the others hold already keep their versions."""
    text = path.read_text("utf-8")
    head = text[: text.rfind("#=")]
    head += text[len(head) :].split("\n", 1)[0] + "\n"
    with tempfile.NamedTemporaryFile("w", suffix=".in") as wanted:
        wanted.write("\n".join(asked(text)))
        wanted.flush()
        constraints = [word for other in others for word in ("-c", str(other))]
        out = subprocess.run(
            ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate",
             "--no-emit-index-url", "--no-emit-find-links", "--index-strategy", "unsafe-best-match", "--quiet", *constraints, wanted.name],
            check=True, capture_output=True, text=True,
        ).stdout
    path.write_text(f"{head}\n{out}", "utf-8")
    print(f"{path.name}: {out.count('==')} packages")


if __name__ == "__main__":
    done: list[Path] = []
    for name in FILES:
        lock(ROOT / name, done)
        done.append(ROOT / name)
    sys.exit()
