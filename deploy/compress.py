"""Writes compressed copies, .br and .gz, beside every text of a built guide: what nginx sends without work of its own.

    python deploy/compress.py FOLDER

Part of publishing, not of every build. Other hosts compress by themselves.
"""

import gzip
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    import brotli
except ImportError:  # some machines have none
    brotli = None

TEXT = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".webmanifest", ".ics"}
NONE = "The Python package brotli is not there: no .br copies, .gz will serve (some 15 out of 100 more bytes)."


def compress(path: Path) -> None:
    """Writes .gz and .br beside a file; the same bytes each time."""
    content = path.read_bytes()
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    if brotli:
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))


def compress_all(site: Path) -> None:
    """Compresses every text of a built guide that readers may ask for: what begins with _ is for servers."""
    texts = [path for path in site.rglob("*") if path.suffix in TEXT and path.relative_to(site).parts[0][0] != "_"]
    with ThreadPoolExecutor() as pool:
        list(pool.map(compress, texts))


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1], "index.html").is_file():
        print("Write the folder of a built guide, as in  python deploy/compress.py site", file=sys.stderr)
        return 2
    compress_all(Path(sys.argv[1]))
    if not brotli:
        print(NONE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
