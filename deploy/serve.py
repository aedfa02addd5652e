"""Builds the guide and serves it to whoever writes it, building again at each change.

    python deploy/serve.py [127.0.0.1:8000]

Before MkDocs starts, what would stop it with a traceback is said in a line: a slip in mkdocs.yml, a port that is taken.
"""

import errno
import os
import re
import socket
import sys

from build import ROOT, look

USUAL = "127.0.0.1:8000"


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


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] else USUAL
    if said := wrong(address):
        print(said, file=sys.stderr)
        return 1
    if look():
        return 1
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address])


if __name__ == "__main__":
    sys.exit(main())
