"""`mkdocs serve` as a writer meets it: what stops a build is a page that says so, not a tab that hangs; the address is
the last line to be seen; whoever edits a hook is told to start again. Only runs while serving."""

from __future__ import annotations

import logging
from pathlib import Path

import jinja2
import watch  # hooks/watch.py
from mkdocs.plugins import event_priority
from yaml_reader import read  # hooks/yaml_reader.py

log = logging.getLogger("mkdocs.guide")
CHATTER = ("mkdocs.livereload", "mkdocs.commands.serve")  # what MkDocs tells of each change and each tab
AGAIN = "this hook was edited: stop the server (Ctrl+C) and start it again, or the old one goes on"


class Heard(logging.Handler):
    """What is said of faults during a build."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(record.getMessage())


class Preview:
    """Stands between MkDocs' server and its builder.

    `root`: of the guide; `address`: where it is served; `builder`: builds once, raises what stops it; `answer`: the
    WSGI application that serves what was built.
    """

    def __init__(self, root: Path, address: str, builder, answer):
        self.root, self.address, self.builder, self.inner = root, address, builder, answer
        self.stopped: list[str] = []  # why there is nothing to show
        self.hooks = self.now()

    def now(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / "hooks").glob("[!.]*.py")}

    def tell(self) -> None:
        print(f"\nThe guide: {self.address}\n", flush=True)

    def build(self) -> None:
        """One more build. Never raises: MkDocs would let every tab wait until one succeeds."""
        now = self.now()
        edited = sorted(name for name in now | self.hooks if now.get(name) != self.hooks.get(name))
        watch.EDITED[:] = [f"hooks/{name}: {AGAIN}" for name in edited]
        heard = Heard()
        logging.getLogger("mkdocs").addHandler(heard)
        try:
            self.stopped = [f"mkdocs.yml: {fault}" for fault in read(self.root / "mkdocs.yml", tags=True).faults]
            for line in self.stopped:
                log.error(line)
            if not self.stopped:
                self.builder()
        except (Exception, SystemExit) as error:  # MkDocs' Abort is one
            said = " ".join(str(error).split())
            if not heard.lines:
                log.error(said)
            self.stopped = heard.lines or [said]
        finally:
            logging.getLogger("mkdocs").removeHandler(heard)
        for line in watch.EDITED:
            print(line, flush=True)
        self.tell()

    def answer(self, environ, start_response):
        """What was built, or why nothing was, which asks again by itself."""
        if environ["PATH_INFO"].startswith("/livereload/"):
            return self.inner(environ, start_response)
        begun = []
        body = self.inner(environ, lambda *words: begun.append(words))  # waits for the build that is under way
        if not self.stopped:
            start_response(*begun[0])
            return body
        start_response("500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8"), ("Refresh", "2")])
        return [page(self.root, [*self.stopped, *watch.EDITED]).encode()]


def page(root: Path, lines: list[str]) -> str:
    """The page that says why nothing was built; plain lines where its template cannot be read either."""
    try:
        jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(root / "overrides"), autoescape=True)
        return jinja.get_template("partials/notices/stopped.html").render(lines=dict.fromkeys(lines))
    except (jinja2.TemplateError, OSError):
        return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;")


# MkDocs ------------------------------------------------------------------------------------------


@event_priority(-100)
def on_serve(server, config, builder):
    for name in CHATTER:
        logging.getLogger(name).setLevel(logging.ERROR)
    host, port = config.dev_addr
    address = server.url.replace(f"//{host}:{port}", f"//[{host}]:{port}") if ":" in host else server.url
    preview = Preview(Path(config.config_file_path).parent, address, builder, server.serve_request)
    server.builder = preview.build
    server.set_app(preview.answer)
    preview.tell()
    return server
