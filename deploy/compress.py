"""Writes compressed copies, .br and .gz, beside every text of a built guide: what nginx sends without work of its own.

    python deploy/compress.py FOLDER

Part of publishing, not of every build: it takes as long as half a build. Other hosts compress by themselves.
"""

from __future__ import annotations

import gzip
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    import brotli
except ImportError:  # some machines have none
    brotli = None

TEXT = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".webmanifest", ".ics"}
TO_SERVERS = ("_headers", "_redirects", "_nginx")  # not for readers
NONE = "The Python package brotli is not there: no .br copies, .gz will serve (some 15 out of 100 more bytes)."
# A server's first ten packets hold about 14,600 bytes, headers included. What just misses them costs one more round
# trip, so it is worth the last step of brotli after all.
NEARLY = range(13_800, 14_300)


def thoroughness(size: int, kept: bool) -> int:
    """How hard brotli tries.

    Its last step takes three times the work for 2 bytes in 100: worth it for what every reader gets and keeps. The step
    before takes nine times the work for 9 in 100: worth it for a page; not for a book, nor for the small pages that
    only lead on, which servers answer for.
    """
    return 11 if kept else 10 if 4_000 < size < 400_000 else 6


def compress(path: Path, quality: int = 11) -> None:
    """Writes .gz and .br beside a file; the same bytes each time."""
    content = path.read_bytes()
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    if brotli:
        small = brotli.compress(content, quality=quality)
        if quality < 11 and len(small) in NEARLY:
            small = brotli.compress(content, quality=11)
        path.with_name(path.name + ".br").write_bytes(small)


def compress_all(site: Path) -> None:
    """Compresses every text of a built guide that readers may ask for."""
    texts = [
        path
        for path in sorted(site.rglob("*"))
        if path.suffix in TEXT and not path.relative_to(site).as_posix().startswith(TO_SERVERS)
    ]
    with ThreadPoolExecutor() as pool:
        list(
            pool.map(
                lambda path: compress(path, thoroughness(path.stat().st_size, site / "assets" in path.parents)), texts
            )
        )


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
