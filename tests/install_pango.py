"""Finds Pango, which WeasyPrint needs for the handouts, and installs Debian's package when root and there is none.

Elsewhere it says how to get it; the tests of the handouts are then skipped, with that reason.
"""

import os
import shutil
import subprocess

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0")


def missing() -> str:
    """Why handouts cannot be made here, or nothing."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        how = f"apt-get install {' '.join(PACKAGES)} (macOS: brew install pango)"
        return f"Pango is missing, so no handouts can be made here: {how}"
    return ""


if __name__ == "__main__":
    if missing() and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Pango for the handouts ...")
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], check=True, **quiet)
    elif missing():
        print(missing())
