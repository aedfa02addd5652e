"""Builds the guide and serves it to whoever writes it, building again at each change.

    python deploy/serve.py [127.0.0.1:8000]

Before MkDocs starts, what would stop it with a traceback is said in a line: a slip in mkdocs.yml, a port that is taken.
MkDocs ends where the first build has a fault; then this waits until it may be mended, and starts MkDocs again.
"""

import errno
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from build import ROOT, look
from leavings import left_by_an_editor

USUAL = "127.0.0.1:8000"
FILES, FOLDERS = ("mkdocs.yml", "deploy/headers.yml"), ("docs", "data", "overrides", "hooks")  # that a build reads


def wrong(address: str) -> str:
    """Why the guide cannot be served at an address; empty when it can."""
    if not re.fullmatch(r"(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}", address) or int(address.rpartition(":")[2]) > 65535:
        return f'ADDR is "{address}": write a host and a port, as in  make serve ADDR={USUAL}'
    host, _, port = address.rpartition(":")
    try:
        family, kind, _, _, place = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except PermissionError:
        return f"port {port} is the system's own: make serve ADDR={host}:8000"
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            return f"{host} is no address of this machine: make serve ADDR={USUAL}"
        return f"port {port} is taken: make serve ADDR={host}:{int(port) % 65535 + 1}"
    return ""


def written() -> dict[Path, int]:
    """When each file that a build reads was last written."""
    paths = [ROOT / name for name in FILES] + [path for name in FOLDERS for path in (ROOT / name).rglob("*")]
    found = {}
    for path in paths:
        if "__pycache__" not in path.parts and not left_by_an_editor(path.name) and path.is_file():
            try:
                found[path] = path.stat().st_mtime_ns
            except OSError:
                pass  # an editor is just saving it
    return found


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] else USUAL
    if said := wrong(address):
        print(said, file=sys.stderr)
    if said or look():
        return 1
    ended = []
    signal.signal(signal.SIGINT, lambda *_: ended.append(True))  # Ctrl+C: MkDocs hears it too, and ends by itself
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # subprocess.call then takes MkDocs along
    while not ended:
        before = written()
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
        if not look() and subprocess.call(command, cwd=ROOT) < 1:
            break
        if not ended:
            print("Mend it and save: then it is built again. Ctrl+C ends this.", flush=True)
        while not ended and written() == before:
            time.sleep(0.3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
