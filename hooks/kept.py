"""What one build hands to the next in .cache/ (git ignores it): compiled templates, and which scripts parse.

Both take a tenth of a build, and change only when somebody edits them. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache

FOLDER = Path(__file__).resolve().parent.parent / ".cache"


def templates(maker: str) -> BytecodeCache | None:
    """The compiled templates of one environment; Jinja compares their sources.

    `maker`: the Python file that sets the environment up. Its settings go into the code, so an edit of it starts anew.
    None where nothing can be kept (a folder that cannot be written to).
    """
    folder = FOLDER / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    mark = hashlib.sha256(Path(maker).read_bytes()).hexdigest()[:8]
    return FileSystemBytecodeCache(str(folder), f"{mark}_%s") if os.access(folder, os.W_OK) else None


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
