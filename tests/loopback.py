"""nginx on this machine's own address only, with deploy/nginx.conf as it stands: for `make bench` and `make proof`."""

import contextlib
import re
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
CERTIFICATE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
MAIN = """{}
user root;
daemon off;
pid nginx.pid;
error_log error.log alert;
worker_processes 2;
events {{}}
http {{
include /etc/nginx/mime.types;
default_type application/octet-stream;
sendfile on;
{}
{}
}}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Nginx:
    """A running nginx that shows `root`; `with Nginx(…) as server: server.url`."""

    def __init__(self, root: Path, folder: Path, conf: str = ""):
        folder.mkdir()
        files = ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
        subprocess.run([*CERTIFICATE.split(), *files], check=True, capture_output=True)
        self.folder, self.plain, self.port = folder, free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}/"
        text = conf or (ROOT / "deploy/nginx.conf").read_text("utf-8")
        for old, new in (
            ("/srv/guide/current", root),
            ("/var/log/nginx|/etc/ssl/guide", folder),
            (r"listen \[::\].*", ""),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("" if BROTLI.exists() else "brotli_static on;", ""),
        ):
            text = re.sub(old, str(new), text)
        module = f"load_module {BROTLI};" if BROTLI.exists() else ""
        own = "\n".join(f"{name}_temp_path {name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(MAIN.format(module, own, text))

    def start(self):
        command = ["nginx", "-p", self.folder, "-c", "nginx.conf"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for _ in range(100):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            time.sleep(0.05)
        self.process.kill()
        raise RuntimeError(f"nginx did not start: {self.process.stderr.read()}")

    __enter__ = start

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
