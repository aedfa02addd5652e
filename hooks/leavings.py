"""What editors and desktops leave beside a file: no page, no data, no looks; neither named nor published."""

import re
from pathlib import PurePath

LEAVINGS = re.compile(
    r"\..*|.*~|#.*#|~\$.*|.*\.(?:sw[a-px]|kate-swp|tmp|bak|orig|old|rej|part|autosave|save|copy)"
    r"|(?:eh)?Thumbs\.db|desktop\.ini|nohup\.out|4913|Icon\r",
    re.I,
)


def left_by_an_editor(name: str) -> bool:
    """Whether a file, or a folder that it lies in, is one of those.

    >>> [left_by_an_editor(name) for name in (".DS_Store", "sites/.#liver.md", "liver.md~", "sites/liver.md")]
    [True, True, True, False]
    """
    return any(LEAVINGS.fullmatch(part) for part in PurePath(name).parts)
