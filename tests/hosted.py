"""Serves a built guide with the headers of deploy/headers.yml, as nginx would, and notes what was asked for."""

from __future__ import annotations

import functools
import threading
from http.server import ThreadingHTTPServer

import hosting
import yaml_reader
from conftest import ROOT, Handler

TABLE, FAULTS = hosting.check_headers(yaml_reader.read(ROOT / "deploy/headers.yml"))
assert TABLE and not FAULTS, FAULTS


class Hosted(Handler):
    asked: list

    def do_GET(self):
        self.asked.append((self.command, self.path, dict(self.headers)))
        super().do_GET()

    def do_POST(self):
        self.asked.append((self.command, self.path, dict(self.headers)))
        self.send_error(405)

    def end_headers(self):
        for name, value in hosting.headers_for(TABLE, "/" + self.path.split("?")[0].removeprefix(self.prefix)).items():
            if name != "Strict-Transport-Security":  # loopback has no https
                self.send_header(name, value)
        super().end_headers()


def serve_hosted(folder, prefix: str = "/"):
    """(server, address, list of what was asked for)."""
    handler = type("HostedHere", (Hosted,), {"prefix": prefix, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}{prefix}", handler.asked
