"""nginx on this machine's own address only, with deploy/nginx.conf as it stands: for `make bench` and `make proof`."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = Path("/usr/lib/nginx/modules")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def certificate(folder: Path) -> None:
    """A certificate for this run, signed by itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )


def settings(text: str, folder: Path, root: Path, plain: int, secure: int) -> str:
    """deploy/nginx.conf with its places, ports and certificate put where this run has them."""
    text = text.replace("/srv/guide/current", str(root)).replace("/var/log/nginx", str(folder))
    text = text.replace("/etc/ssl/guide/fullchain.pem", str(folder / "cert.pem")).replace("/etc/ssl/guide/key.pem", str(folder / "key.pem"))
    text = re.sub(r"listen \[::\][^;]*;", "", text).replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443", f"listen 127.0.0.1:{secure}")
    brotli = MODULES / "ngx_http_brotli_static_module.so"
    if not brotli.exists():
        text = re.sub(r".*brotli_static.*\n", "", text)
    temp = "\n".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return (
        (f"load_module {brotli};\n" if brotli.exists() else "")
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log alert;\nworker_processes 2;\nevents {{ worker_connections 1024; }}\n"
        + f"http {{\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\nsendfile on;\n{temp}\n{text}\n}}\n"
    )


class Nginx:
    """A running nginx that shows `root`; `with Nginx(…) as server: server.url`."""

    def __init__(self, root: Path, folder: Path, conf: str | None = None):
        if not shutil.which("nginx") or not shutil.which("openssl"):
            raise FileNotFoundError("nginx (Debian: apt-get install nginx libnginx-mod-http-brotli-static)")
        folder.mkdir(parents=True, exist_ok=True)
        certificate(folder)
        self.folder, plain, secure = folder, free_port(), free_port()
        self.plain, self.url = f"http://127.0.0.1:{plain}/", f"https://127.0.0.1:{secure}/"
        self.port = secure
        (folder / "nginx.conf").write_text(settings(conf or (ROOT / "deploy/nginx.conf").read_text("utf-8"), folder, root, plain, secure))

    def start(self) -> "Nginx":
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-g", "daemon off;"], stderr=subprocess.PIPE, text=True)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(self.process.stderr.read()) from None
                time.sleep(0.05)
        raise RuntimeError("nginx did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    __enter__ = start

    def __exit__(self, *_):
        self.stop()
