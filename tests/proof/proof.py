"""The heavier proof: what the tests cannot do on every machine. Needs Debian and root for all of it.

    python tests/proof/proof.py [names …]        (make proof)

Each part says passed, FAILED, or not run with what is missing; the last line counts them. A missing tool is never a
pass, and no fault either. For all parts, beside what `make test` installs:

    apt-get install --no-install-recommends nginx libnginx-mod-http-brotli-static openssl wrk firefox-esr nodejs npm \\
        openjdk-17-jre-headless

SECONDS_OF_LOAD=5 shortens the load from two minutes.
"""

import concurrent.futures
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy"), str(ROOT / "hooks"), str(ROOT / "tests"), str(Path(__file__).parent)]
import browsers  # noqa: E402
import clinic  # noqa: E402
import codes  # noqa: E402
import loopback  # noqa: E402
import publish  # noqa: E402
import typed  # noqa: E402
from components import slug  # noqa: E402
from conftest import Guide, headers_for, serve  # noqa: E402
from facts import read_facts  # noqa: E402
from printing import faults_on_paper, printed, top_of  # noqa: E402
from tools import NPM, NotRun, need, run  # noqa: E402

FACTS = read_facts(ROOT, date.max)[0]
# A short link to a part of a page.
SHORT, LONG = next((old, new) for old, new in FACTS.redirects.short.items() if "#" in new)
CODE = next(row for row in FACTS.codes if row.place)
QUERY = f"go/?mainSearchCriteria.v.c={CODE.code}&mainSearchCriteria.v.cs={CODE.oid}"
TOUCH = "/apple-touch-icon-precomposed.png"
TYPED = next(row.words[0] for row in FACTS.thesaurus.signs.values())  # into the search
PLACES = {place.page for place in FACTS.places}
SECONDS = int(os.environ.get("SECONDS_OF_LOAD", "120"))
ADDRESS = "https://guide.example/"
ENVIRON = {**os.environ, "SITE_URL": ADDRESS, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
ENVIRON["PUBLISHER_UNKNOWN"] = "1"
STYLE = "overrides/partials/menu/menu.css"  # a part of what every page shows


def ask(server, path: str, method: str = "GET", **headers: str):
    """(status, headers, body) of one request."""
    context = ssl._create_unverified_context()
    link = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=10)
    link.request(method, path, headers=headers)
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def send(port: int, lines: str, tls: bool) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of what is sent as it stands, by its first lines (typed.py); HTTP/0.9 has a body only."""
    lines = lines.replace("{h}", "\r\nHost: evil.example").replace("{a}", "/" + "a" * 40_000)
    with socket.create_connection(("127.0.0.1", port), 10) as link:
        if tls:
            link = ssl._create_unverified_context().wrap_socket(link, server_hostname="evil.example")
        link.sendall(f"{lines}\r\nConnection: close\r\n\r\n".encode())
        said = b""
        with contextlib.suppress(ConnectionResetError):  # it need not read on to the end of what it refused
            while part := link.recv(65536):
                said += part
    head, _, body = said.partition(b"\r\n\r\n") if said.startswith(b"HTTP/") else (b"", b"", said)
    first, *fields = head.decode("latin-1").split("\r\n")
    pairs = [field.partition(": ") for field in fields]
    return int(first[9:12] or 0), {name.lower(): value for name, _, value in pairs}, body


class Proof:
    def __init__(self, folder: Path):
        self.folder = folder
        self.dest = folder / "dest"

    # The guide as readers get it ------------------------------------------------------------------

    def publish(self, dest: Path | None = None, root: Path = ROOT, **environ: str) -> subprocess.CompletedProcess:
        return run(sys.executable, root / "deploy/publish.py", dest or self.dest, env={**ENVIRON, **environ})

    def server(self, root: Path | None = None):
        need("nginx", "openssl")
        return loopback.Nginx(root or self.dest / "current", self.folder / f"nginx-{random.randrange(10**9)}")

    def answers_rightly(self, server) -> None:
        """What must hold at every moment: the page of signs, whole, with its stylesheet."""
        status, _, body = ask(server, "/symptoms/get-help/")
        assert status == 200 and b"</html>" in body and b"hg-act--now" in body, "the page of signs is not whole"
        style = re.search(rb'href="\.\./\.\./(assets/guide\.[0-9a-f]+\.css)"', body)[1].decode()
        assert ask(server, "/" + style)[0] == 200, "the stylesheet is not there"

    def leads(self, server, base: str = "/") -> int:
        """Every short link, page and code of the guide leads to its page, however typed; how many addresses."""
        here, asked = lambda address: base + address[1:], 0
        meant = {old[1:]: new for old, new in FACTS.redirects.short.items()} | {"sites/liver": "/sites/liver/"}
        table = [(here(one), 302, here(to)) for name, to in meant.items() for one in typed.forms(typed.MEANT, name)]
        for row in FACTS.codes:
            system = codes.address(row).split("/")[2]
            table += [(f"{base}go/{one}", 303, here(row.leads)) for one in typed.codes_in_paths(row, system)]
        table += [(f"{base}go/{one}", 303, f"{base}go/{typed.asked_of_go(*how)}") for one, *how in typed.ASKED]
        for row in FACTS.codes_elsewhere:  # never a page as if positive
            for one in typed.codes_in_paths(row, slug(row.system)):
                status, got, _ = ask(server, f"{base}go/{one}")
                assert status == 200 or got["location"].startswith(f"{base}go/"), (one, status, got)
                asked += 1
        for path, status, to in table:
            answer = ask(server, path)
            same = answer[0] == 200 and path == f"{to}."  # which is the page itself
            assert same or (answer[0], answer[1].get("location")) == (status, to), (path, answer[:2])
        return asked + len(table)

    # The parts ------------------------------------------------------------------------------------

    def headers(self):
        """Headers, redirects, compression, the log and the answers to what is not there, from a running nginx."""
        asset = next((self.dest / "current/assets").glob("guide.*.css")).name
        with self.server() as server:
            there = ("/", "/sites/liver/", f"/assets/{asset}", "/api/v1/pages.json", "/sw.js")
            missing = ("/no/such/", "/assets/none.css", "/assets/", "/_headers", "/_nginx/server.conf")
            missing = (*missing, *typed.forms(typed.LOST, SHORT[1:]))
            for path, expected in (*((path, 200) for path in there), *((path, 404) for path in missing)):
                status, got, body = ask(server, path)
                assert status == expected, (path, status)
                shown = path if status == 200 else "/404.html"
                for name, value in headers_for(shown).items():
                    assert got.get(name.lower()) == value, (path, name, got.get(name.lower()))
                assert "nginx/" not in got.get("server", ""), got
                if status == 404:
                    assert b"We could not find that page" in body
            for method in "POST PUT DELETE PATCH OPTIONS TRACE PROPFIND".split():
                for path in ("/", "/go/", "/no/such/", SHORT):
                    status, got, body = ask(server, path, method)
                    assert (status, got.get("allow")) == (405, "GET, HEAD"), (method, path, status, got)
                    assert b"hg-calls" in body and headers_for("/").keys() <= {*map(str.title, got)}, (method, path)
            for path, kind in (("/robots.txt", "text/plain"), ("/favicon.ico", "image/x-icon"), (TOUCH, "image/png")):
                status, got, _ = ask(server, path)
                assert status == 200 and got["content-type"].startswith(kind), (path, status, got)
                assert ask(server, path, "HEAD")[0] == 200, path
            status, got, _ = ask(server, "/sites/liver")
            assert status == 301 and got["location"] == "/sites/liver/", got
            status, got, _ = ask(server, SHORT)
            assert status == 302 and got["location"] == LONG, got
            self.leads(server)
            status, got, _ = ask(server, "/" + QUERY)
            assert status == 303 and got["location"] == CODE.page, (status, got)
            brotli = loopback.BROTLI.exists()
            for coding in ("gzip", *(["br"] if brotli else [])):
                _, got, _ = ask(server, "/sites/liver/", **{"Accept-Encoding": coding})
                assert got.get("content-encoding") == coding, (coding, got)
                assert "accept-encoding" in got.get("vary", "").lower(), (coding, got)
            about = {"User-Agent": "an-agent", "Referer": "https://elsewhere.example/"}
            ask(server, "/sites/liver/?name=secret", **about)
            _, _, _ = ask(server, "/missing-page/?name=secret")
            asked = 0
            for port, tls in ((server.plain, False), (server.port, True)):
                for line in typed.hostile():
                    status, got, body = send(port, line, tls)
                    asked += 1
                    assert 200 <= status < 500 or not got, (tls, line[:90], status)
                    due = headers_for("/api/" if line.startswith("GET /api/") and status in (200, 206) else "/")
                    said = {name: got.get(name.lower()) for name in due}
                    assert not got or got["server"] == "nginx" and said == due, (tls, line[:90], status, got)
                    to = got.get("location", ADDRESS)
                    assert to.startswith(ADDRESS) or (tls and re.match(r"/(?![/\\])", to)), (tls, line[:90], to)
                    assert not re.search(rb"evil|alert\(|root:|add_header|nginx/", body), (tls, line[:90], body[:300])
                    assert not {"x-evil", "set-cookie"} & {*got}, (tls, line[:90], got)
            assert send(server.plain, "GET /sites/liver/ HTTP/1.1{h}", False)[1]["location"] == f"{ADDRESS}sites/liver/"
            time.sleep(0.2)
            log = (server.folder / "guide.log").read_text()
            said = log + "".join(path.read_text() for path in server.folder.glob("*error.log"))
            assert "/sites/liver/ 200" in log
            for trace in ("secret", "an-agent", "elsewhere", "127.0.0.1", CODE.code):
                assert trace not in said, f"the log holds {trace}"
        without = "" if brotli else "; brotli module missing, gzip only"
        return f"{len(headers_for('/'))} headers on every answer, {asked} hostile requests among them{without}"

    def load(self):
        """wrk at full speed over every page and asset, with no error."""
        need("wrk")
        shown = (self.dest / "current").resolve()
        files = [path for path in shown.rglob("*") if path.suffix in (".html", ".css", ".js", ".json", ".svg", ".png")]
        names = sorted(path.relative_to(shown).as_posix().removesuffix("index.html") for path in files)
        paths = [f"/{name}" for name in names if not name.startswith(("_", "404"))]
        script, listed = self.folder / "paths.lua", ", ".join(f'"{path}"' for path in paths)
        turn = "function request() turn = turn % #paths + 1 return wrk.format('GET', paths[turn]) end\n"
        script.write_text(f"local paths, turn = {{{listed}}}, 0\n{turn}")
        with self.server() as server:
            how = ("-t2", "-c64", f"-d{SECONDS}s", "-H", "Accept-Encoding: br, gzip", "-s", script)
            said = run("wrk", *how, server.url)
            told = said.stdout
            assert said.returncode == 0 and "Socket errors" not in told and "Non-2xx" not in told, told
            speed, count = (re.search(form, told)[1] for form in (r"Requests/sec:\s+(\S+)", r"(\d+) requests in"))
            self.answers_rightly(server)
        return f"{SECONDS} s, {len(paths)} addresses, {count} requests over TLS, {speed} a second, no error"

    def readers_keep_reading(self):
        """nginx is killed under load; a reader who kept a copy reads on, and gets fresh pages when it is back."""
        need("nginx", "openssl", "wrk")
        from install_browser import find
        from playwright.sync_api import sync_playwright

        if not find():
            raise NotRun("missing: a Chromium")
        # A worker needs a certificate that the browser trusts; on loopback plain http counts as safe instead.
        conf = re.sub(r".*ssl_.*\n", "", (ROOT / "deploy/nginx.conf").read_text().replace(" ssl http2;", ";"))
        server = loopback.Nginx(self.dest / "current", self.folder / "nginx-plain", conf)
        base, read = f"http://127.0.0.1:{server.port}/", 0
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            server.start()
            page.goto(base + "sites/liver/")
            page.get_by_role("button", name="Keep this guide on this phone").click()
            kept = page.locator("[data-offline] [role=status]", has_text="You can read it with no signal")
            kept.wait_for(timeout=60_000)
            load = subprocess.Popen(["wrk", "-t1", "-c16", "-d6s", base], stdout=subprocess.PIPE, text=True)
            time.sleep(2)
            master = server.process.pid
            for pid in (master, *Path(f"/proc/{master}/task/{master}/children").read_text().split()):
                os.kill(int(pid), signal.SIGKILL)
            server.process.wait()
            for path in ("", "symptoms/get-help/", "symptoms/planner/", "spread/chances/"):
                page.goto(base + path)
                page.get_by_text("You are reading a copy from").wait_for()
                read += page.locator("h1").count()
            page.locator("#search-input").fill(TYPED)
            page.locator("#search-results [role=option]").first.wait_for()
            assert "Socket errors" in load.communicate()[0], "the server was not dead"
            with server:
                page.goto(base + "sites/bones/")
                page.wait_for_timeout(500)
                assert page.locator(".hg-act--now").count()
                assert page.get_by_text("You are reading a copy from").count() == 0
            browser.close()
        assert read == 4
        return f"{read} pages read and searched with the server dead; fresh again when it was back"

    def full_disk(self):
        """The disk fills up during a publish: one line, and readers stay on the old version."""
        if os.geteuid():
            raise NotRun("needs root, for a small disk in memory")
        need("mount", "umount")
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", disk], capture_output=True).returncode:
            raise NotRun("this machine allows no tmpfs mount")
        try:
            dest = disk / "dest"
            said = self.publish(dest)
            assert said.returncode == 0, said.stderr
            before = (dest / "current/index.html").read_bytes()
            free = shutil.disk_usage(disk).free
            with self.server(dest / "current") as server:
                for left in (40, 3, 1):  # MB: known before the build; in the build; at its start
                    with open(disk / "ballast", "wb") as ballast:
                        try:
                            os.posix_fallocate(ballast.fileno(), 0, max(1, free - left * 2**20))
                        except OSError:
                            pass
                    said = self.publish(dest, **({} if left == 40 else {"HG_FREE": "0"}))
                    assert said.returncode == 1 and "full" in said.stderr, (left, said.stderr)
                    assert len(said.stderr.splitlines()) == 1, (left, said.stderr)
                    self.answers_rightly(server)
                    assert (dest / "current/index.html").read_bytes() == before
                    (disk / "ballast").unlink()
            assert not list((dest / "versions").glob(".new-*"))
            said = self.publish(dest)
            assert said.returncode == 0, said.stderr
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            said = self.publish(dest)
            assert said.returncode == 1 and "cannot be written to" in said.stderr, said.stderr
            assert len(said.stderr.splitlines()) == 1, said.stderr
        finally:
            subprocess.run(["umount", disk], check=False)
        return "known before, met in the middle and at the start; then published again; read-only told"

    def codes(self):
        """Every request of tests/requests.yml to a running nginx: the script's page, or /go/; never another."""
        import yaml

        table = yaml.safe_load((ROOT / "tests/requests.yml").read_text("utf-8"))
        asked = 0
        with self.server() as server:
            for row in table:
                query = row["query"].replace("{10000 letters}", "C" * 10_000)
                if "#" in query:
                    continue  # a browser keeps that part to itself
                asked += 1
                status, got, body = ask(server, f"/go/?{query}")
                wanted = (303, row["page"]) if row.get("nginx") else (200, None)
                assert (status, got.get("location")) == wanted, (query[:120], status, got.get("location"))
                assert status == 303 or b"data-say" in body, query[:120]
        return f"{asked} requests, each as the table says"

    def sub_path(self):
        """The guide below another site's address, as deploy/nginx.conf says: pages, links, codes, 404, headers."""
        said = self.publish(self.folder / "below", SITE_URL="https://guide.example/guide/")
        assert said.returncode == 0, said.stderr
        www = self.folder / "www"
        www.mkdir()
        (www / "guide").symlink_to(self.folder / "below/current")
        conf = (ROOT / "deploy/nginx.conf").read_text().replace("root /srv/guide/current", f"root {www}")
        conf = conf.replace("include /srv/guide/current", f"include {self.folder}/below/current")
        with loopback.Nginx(www, self.folder / "nginx-below", conf) as server:
            status, got, body = ask(server, "/guide/sites/liver/")
            assert status == 200 and got["cache-control"] == "no-cache"
            assert got["content-security-policy"].startswith("default-src 'none'")
            style = re.search(rb'href="\.\./\.\./(assets/guide\.[0-9a-f]+\.css)"', body)[1].decode()
            assert "immutable" in ask(server, "/guide/" + style)[1]["cache-control"]
            for asked, status, to in (
                (f"/guide{SHORT}", 302, f"/guide{LONG}"),
                (f"/guide/{QUERY}", 303, f"/guide{CODE.page}"),
            ):
                answer = ask(server, asked)
                assert (answer[0], answer[1].get("location")) == (status, to), (asked, answer[:2])
            asked = self.leads(server, "/guide/")
            status, _, body = ask(server, "/guide/no/such/page/")
            assert status == 404 and b'href="/guide/assets/guide.' in body, status
            status, got, body = ask(server, "/guide/go/", "POST")
            assert (status, got["allow"]) == (405, "GET, HEAD") and b'href="/guide/assets/guide.' in body, got
            for hidden in ("/guide/_headers", "/guide/_nginx/server.conf"):
                assert ask(server, hidden)[0] == 404, hidden
            (www / "guide/sites/brain/index.html").unlink()  # as in a version that was gone back to
            assert ask(server, "/guide/sites/brain/")[0] == 404, "it leads round in a circle"
        return f"pages, {asked} ways to write short links and codes, 404, 405 and headers below /guide/"

    def killed_builds(self):
        """Publishes and ways back are killed at 30 moments under load: whole versions, and never again the bad one."""
        guide, dest = Guide(self.folder / "killed"), self.folder / "killed-dest"
        style, settings = guide.read(STYLE), guide.read("mkdocs.yml")
        wrong, gone, end, asked = [], threading.Event(), threading.Event(), [0]

        def publisher(name: str, *words: str) -> subprocess.Popen:
            guide.write("mkdocs.yml", settings.replace("site_name: ", f"site_name: V{name}V "))
            guide.write(STYLE, f"{style}\n.hg-menu {{ --hg-proof: V{name}V; }}\n")
            command = [sys.executable, guide.dir / "deploy/publish.py", dest, *words]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
            return subprocess.Popen(command, env=ENVIRON, start_new_session=True, **quiet)

        def whole(name: str, *words: str) -> None:
            one = publisher(name, *words)
            said = one.communicate()[1]
            assert one.returncode == 0, said

        def seen() -> str:
            return re.search("V([a-z0-9]+)V", (dest / "current/index.html").read_text("utf-8"))[1]

        def reads(server) -> None:
            while not end.is_set():
                try:
                    late = gone.is_set()
                    status, _, body = ask(server, "/symptoms/get-help/")
                    name, link = (
                        re.search(form, body)[1] for form in (rb"V([a-z0-9]+)V", rb'"([./]+assets/guide\.[^"]+)')
                    )
                    assert status == 200 and b"</html>" in body, "half a page"
                    assert not late or name != b"bad", "the bad version came back"
                    status, _, sheet = ask(server, "/" + link.decode().lstrip("./"))
                    assert status == 200 and b"V%sV" % name in sheet, f"the style sheet of {name} is another"
                    asked[0] += 2
                except Exception as error:
                    wrong.append(repr(error))

        for name in ("a", "b", "bad"):
            whole(name)
        order, began, kills = ["a", "b"], time.time(), 0
        with self.server(dest / "current") as server, concurrent.futures.ThreadPoolExecutor() as pool:
            for _ in range(3):
                pool.submit(reads, server)
            try:
                whole("bad", "--back")
                gone.set()
                while kills < 30:
                    goes_back, name = len(order) > 1 and random.random() < 0.3, f"n{kills}"
                    state = [dest / "versions/.history", dest / "current"][random.randrange(2)]
                    before, latest = os.lstat(state).st_ino, time.time() + random.uniform(0.1, 1 if goes_back else 6)
                    one = publisher(name, *(["--back"] * goes_back))
                    while one.poll() is None and time.time() < latest and os.lstat(state).st_ino == before:
                        time.sleep(0.001)
                    time.sleep(random.choice((0, 0.002, 0.02)))
                    if one.poll() is None:
                        os.killpg(one.pid, signal.SIGKILL)
                        kills += 1
                    one.communicate()
                    if goes_back:
                        assert seen() in order[-2:], (order, seen())
                        order = order[: order.index(seen()) + 1]
                    elif seen() != order[-1]:
                        assert seen() == name, (order, seen())
                        order = [*order, name][-3:]
                    if kills % 10 == 5 and len(order) > 1:
                        whole(name, "--back")
                        assert seen() == order[-2], (order, seen())
                        order.pop()
                whole("last")
            finally:
                end.set()
        assert not wrong, (len(wrong), wrong[:3])
        assert seen() == "last" and not [*dest.glob("versions/.new-*"), *dest.glob("versions/.gone-*")]
        return f"{kills} in {time.time() - began:.0f} s, {asked[0]} requests, whole and of one version each"

    def spoiled_facts(self):
        """A file of the small guide is corrupted or cut off: nothing is published, the fault is named."""
        guide, dest, spoiled = Guide(self.folder / "project"), self.folder / "small", 0
        said = self.publish(dest, guide.dir)
        assert said.returncode == 0, f"the small guide is whole and yet not published: {said.stderr}"
        before = publish.current(dest)
        with self.server(dest / "current") as server:
            data = [f"data/{name}.yml" for name in ("signs", "sources", "urgency", "places", "contacts")]
            for name in (*data, "docs/sites/liver.md"):
                whole = (guide.dir / name).read_bytes()
                place = random.randrange(len(whole) // 2, len(whole))
                corrupted, cut = whole[:place] + bytes([0xFF, 0x00]) + whole[place:], whole[: len(whole) // 3]
                for bad in (corrupted, cut) if name in data else (corrupted,):  # a part of a text is still a text
                    guide.write(name, bad)
                    said = self.publish(dest, guide.dir)
                    assert said.returncode == 1 and "Traceback" not in said.stderr, (name, said.stderr)
                    assert re.search(rf"  {name}: .+: .+", said.stderr), (name, said.stderr)
                    assert publish.current(dest) == before, name
                    self.answers_rightly(server)
                    spoiled += 1
                guide.write(name, whole)
        return f"{spoiled} spoiled files, each named, nothing published"

    def bad_edits(self):
        """Bad edits, each alone: refused in at most three lines, or harmless; each complaint of hooks/ is needed."""
        told = run(sys.executable, ROOT / "tests/proof/bad_edits.py")
        assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-2000:]
        return told.stdout.strip().splitlines()[-1]

    def drawings(self):
        """Each drawing: named, light, its lines plain in light, dark and gray, on its page and on paper."""
        told = run(sys.executable, "-m", "pytest", "-q", ROOT / "tests/test_drawings.py")
        assert told.returncode == 0, told.stdout[-3000:]
        sizes = [path.stat().st_size for path in (ROOT / "docs/assets").glob("*.svg")]
        return f"{len(sizes)} drawings, the largest {max(sizes)} bytes"

    def handouts(self):
        """The handouts of every page: each place takes two sides."""
        made = self.folder / "handouts"
        told = run(sys.executable, ROOT / "deploy/handouts.py", "--into", made, env=ENVIRON)
        assert told.returncode == 0, told.stderr
        rows = json.loads((made / "manifest.json").read_text("utf-8"))["files"]
        places = [row for row in rows if row["page"].startswith("sites/") and row["page"] != "sites/index.md"]
        assert not [row["file"] for row in places if not row["large"] and row["sides"] != 2]
        return f"{len(rows)} handouts, the whole guide has {rows[-2]['sides']} sides"

    def paper(self):
        """Every page prints whole, and each place on one piece of paper, on Letter and on A4."""
        from install_browser import find
        from playwright.sync_api import sync_playwright

        if not find():
            raise NotRun("missing: a Chromium")
        site, count = serve((self.dest / "current").resolve()), 0
        begins = top_of(clinic.read_publisher(ROOT / "mkdocs.yml", ROOT / "docs"), FACTS)
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"]).new_page()
            for path in site.pages:
                assert not (found := faults_on_paper(page, site.url + path, begins)), f"/{path}: {found[:5]}"
                for paper in ("Letter", "A4"):
                    sides = len(printed(page, format=paper)[0])
                    assert sides <= 2 or f"/{path}" not in PLACES, (path, paper, sides)
                    count += sides
        site.stop()
        return f"{len(site.pages)} pages, {count} sides"

    def two_at_once(self):
        """Three publishes at the same time: one wins, the others say so."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ended = list(pool.map(lambda _: self.publish(), range(3)))
        assert sorted(run.returncode for run in ended) == [0, 1, 1], [run.stderr for run in ended]
        assert all("Somebody is publishing" in run.stderr for run in ended if run.returncode)
        return "one published, two were told"

    def firefox(self):
        """Firefox, light and dark: walks all pages, also by key; axe, policy, console clean; paper as elsewhere."""
        need("firefox-esr")
        return self.walked("firefox", shutil.which("firefox-esr"))

    def old_chromium(self):
        """The same in a Chromium of 2023, which knows neither margin boxes nor how to open folds for paper."""
        return self.walked("chromium", browsers.old_chromium(self.folder))

    def walked(self, kind: str, program: str | Path) -> str:
        with self.server() as server:
            return browsers.walked(kind, program, server.url, self.folder, serve((self.dest / "current").resolve()))

    def nu_checker(self):
        """The Nu HTML checker finds no error on any page."""
        need("java", "npm")
        tools = self.folder / "vnu"
        tools.mkdir()
        installed = run(*NPM, "vnu-jar@26", cwd=tools)
        jar = next(tools.rglob("vnu.jar"), None)
        if installed.returncode or not jar:
            raise NotRun("vnu-jar could not be installed")
        pages = sorted((self.dest / "current/").resolve().rglob("*.html"))
        told = run("java", "-Xss4m", "-jar", jar, "--errors-only", "--format", "gnu", *pages)
        kinds: dict[str, list[str]] = {}
        for line in told.stderr.splitlines():
            where, _, what = line.partition(": error: ")
            kinds.setdefault(what or line, []).append(where.rpartition("/current/")[2].rpartition("versions/")[2])
        said = "\n".join(f"{len(places)} × {what} First: {places[0]}" for what, places in kinds.items())
        assert told.returncode == 0, said
        return f"{len(pages)} pages, no error"


PARTS = """headers codes sub_path paper drawings handouts nu_checker firefox old_chromium readers_keep_reading
spoiled_facts bad_edits two_at_once killed_builds full_disk load""".split()


def main() -> int:
    wanted = sys.argv[1:] or PARTS
    if unknown := set(wanted) - set(PARTS):
        print(f"There is no part {', '.join(sorted(unknown))}. The parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    passed = failed = missed = 0
    with tempfile.TemporaryDirectory() as folder:
        proof = Proof(Path(folder))
        said = proof.publish()
        if said.returncode:
            print(f"FAILED   the guide is not published:\n{said.stderr}\n0 passed, 1 failed, {len(wanted)} not run")
            return 1
        for name in wanted:
            part = getattr(proof, name)
            try:
                print(f"passed   {name}: {part()}", flush=True)
                passed += 1
            except NotRun as missing:
                missed += 1
                print(f"not run  {name}: {missing}", flush=True)
            except Exception as error:  # one part's failure must not hide the others
                failed += 1
                print(f"FAILED   {name}: {part.__doc__.splitlines()[0]}\n{type(error).__name__}: {error}", flush=True)
    print(f"{passed} passed, {failed} failed, {missed} not run")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
