"""`mkdocs serve` as a writer meets it: every fault stands at the top of every page; what stops a build is a page that
says so, not a tab that hangs; the address is the last line; whoever edits a hook is told to start again.
"""

import logging
from pathlib import Path

import jinja2
import watch
from guide import guide
from mkdocs.plugins import event_priority
from yaml_reader import read

log = logging.getLogger("mkdocs.guide")
CHATTER = ("mkdocs.livereload", "mkdocs.commands.serve")  # what MkDocs tells of each change and each tab
AGAIN = "this hook was edited: stop the server (Ctrl+C) and start it again, or the old one goes on"
MARKER = "<!-- faults -->"  # where overrides/partials/notices/notices.html wants them


class Preview:
    """Stands between MkDocs' server and its builder.

    `builder`: builds once, raises what stops it; `answer`: the WSGI application that serves what was built.
    """

    def __init__(self, root: Path, address: str, builder, answer):
        self.root, self.address, self.builder, self.inner = root, address, builder, answer
        self.stopped: list[str] = []  # why there is nothing to show
        self.hooks = self.now()

    def now(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / "hooks").glob("[!.]*.py")}

    def tell(self) -> None:
        print(*watch.EDITED, f"\nThe guide: {self.address}\n", sep="\n", flush=True)

    def build(self) -> None:
        """One more build. Never raises: MkDocs would let every tab wait until one succeeds."""
        now = self.now()
        edited = sorted(name for name in now | self.hooks if now.get(name) != self.hooks.get(name))
        watch.EDITED[:] = [f"hooks/{name}: {AGAIN}" for name in edited]
        heard = watch.Collector([])
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


# MkDocs


@event_priority(-300)  # when all faults are known
def on_post_build(config):
    told = {"faults": guide(config).faults, "edited": watch.EDITED}
    if not guide(config).serving:
        return
    banner = guide(config).env.get_template("partials/notices/faults.html").render(told) if any(told.values()) else ""
    for path in Path(config.site_dir).rglob("*.html"):
        if MARKER in (text := path.read_text("utf-8")):
            path.write_text(text.replace(MARKER, banner), "utf-8")


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
