"""What one build hands to the next in .cache/ (git ignores it): compiled templates, and which scripts parse.

Both take a tenth of a build, and change only when somebody edits them. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache

FOLDER = Path(__file__).resolve().parent.parent / ".cache"


def templates(kind: str) -> BytecodeCache | None:
    """The compiled templates of one kind of environment, whose settings go into the code. Jinja compares the sources.

    None where nothing can be kept (a folder that cannot be written to).
    """
    folder = FOLDER / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder), f"{kind}_%s")


class Known:
    """Texts of which something was found to be true, by their hash."""

    def __init__(self, what: str):
        self.folder = FOLDER / what

    def __contains__(self, text: str) -> bool:
        return self.mark(text).exists()

    def add(self, text: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.mark(text).touch()
        except OSError:
            pass  # it will be found again

    def mark(self, text: str) -> Path:
        return self.folder / hashlib.sha256(text.encode()).hexdigest()
