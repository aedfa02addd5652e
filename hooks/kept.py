"""What one build hands to the next in .cache/: compiled templates, and which files were found sound.

Each takes a tenth of a build. The folder may be deleted at any time.
"""

import hashlib
import os
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache

FOLDER = Path(__file__).resolve().parent.parent / ".cache"


def folder_for(what: str, *by: str) -> Path | None:
    """A folder for what the Python files `by` make, another one when one is edited; None if it cannot be kept."""
    made_by = b"".join(Path(one).read_bytes() for one in by)
    folder = FOLDER / f"{what}-{hashlib.sha256(made_by).hexdigest()[:8]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def templates(by: str) -> BytecodeCache | None:
    """The compiled templates of the environment that `by` sets up; Jinja compares their sources."""
    folder = folder_for("templates", by)
    return FileSystemBytecodeCache(str(folder)) if folder else None


class Sound:
    """Contents of files in which the Python files `by` found no fault."""

    def __init__(self, *by: str):
        self.folder = folder_for("sound", *by)
        self.marks = set(os.listdir(self.folder)) if self.folder else set()

    def __contains__(self, content: bytes) -> bool:
        return hashlib.sha256(content).hexdigest() in self.marks

    def add(self, content: bytes) -> None:
        self.marks.add(mark := hashlib.sha256(content).hexdigest())
        if self.folder:
            (self.folder / mark).touch()
