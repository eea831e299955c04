"""Debian's Chromium in kiosk mode with the door page as static HTML: what the kiosk is held to.

The page has the door's own words in all six languages, three plates, and our fonts and ornaments
as files. It posts back when Chromium says that its first content was painted.
"""

import html
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kiosk.home import sample_content
from kiosk.i18n.fonts import ASSETS, FONTS
from kiosk.i18n.locales import ARABIC, CHINESE, LATIN, LOCALES
from kiosk.i18n.text import Tongue
from sync.records import Home
from tests.bench.processes import Program, running

PLATES = ("123 ABC 02", "新A·12345", "А 123 ВС 77")

_STYLE = """
body { margin: 0; background: #06282C; color: #FCF7EA; width: 1080px; height: 1920px; }
main { padding: 180px 130px; } header { display: flex; gap: 20px; align-items: center; }
h1 { font-size: 112px; color: #F2C14E; margin: 40px 0 0; } h2 { background: #F8E3B0; margin: 0; }
p { font-size: 27px; margin: 6px 0; } .two { display: grid; grid-template-columns: 1fr 1fr; }
section { background: #FCF7EA; color: #0B3B40; border-radius: 24px; font-size: 40px; }
.plate { background: #F2C14E; border: 3px solid #000; border-radius: 8px; display: inline-block;
  margin: 8px 30px; padding: 6px 20px; font-weight: bold; font-size: 60px; }
button { width: 100%; height: 140px; font: bold 48px inherit; background: #E7A52B; border: 0; }
.jamb { position: absolute; top: 170px; width: 92px; height: 1750px; }
.lintel { position: absolute; top: 20px; left: 0; width: 1080px; height: 128px; }
.icon { font-family: "Home Icons"; }
"""

_TELL = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName("first-contentful-paint"))
    fetch("/painted", {method: "POST",
      body: String(performance.timeOrigin + entry.startTime)});
}).observe({type: "paint", buffered: true});
"""


def install() -> str:
    """Empty once `chromium` is there; else a sentence that says why it is not. Debian's package is
    installed where this may be done."""
    if shutil.which("chromium"):
        return ""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "`apt-get install chromium` as root brings the browser to compare with"
    for command in (
        ("apt-get", "update", "--quiet", "--quiet"),
        ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"),
    ):
        done = subprocess.run(
            command,
            capture_output=True,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
        if done.returncode:
            return "Chromium could not be installed"
    return ""


class Page:
    """The static page on the loopback interface. `painted` gives the moments at which browsers
    painted it, in milliseconds since 1970."""

    def __init__(self, port: int, painted: "queue.Queue[float]") -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.painted = painted


@contextmanager
def served() -> Iterator[Page]:
    """The page, while a server stands behind it."""
    painted: queue.Queue[float] = queue.Queue()
    files = {f"/{path.name}": path.read_bytes() for path in FONTS}
    files |= {f"/{path.name}": path.read_bytes() for path in (ASSETS / "ornament").glob("*@1x.png")}
    files["/"] = _page().encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = files.get(self.path)
            self._answer(404 if body is None else 200, body or b"")

        def do_POST(self) -> None:
            painted.put(float(self.rfile.read(int(self.headers["Content-Length"]))))
            self._answer(204, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            # from the second run on the fonts come from the browser's own cache
            self.send_header("Cache-Control", "max-age=3600" if self.path != "/" else "no-store")
            if self.path == "/":
                self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Page(server.server_address[1], painted)
        server.shutdown()


@contextmanager
def opened(page: Page, profile: Path) -> Iterator[Program]:
    """Chromium in kiosk mode on the page, as a careful installer would start it."""
    with running(
        [
            "chromium",
            "--headless=new",
            "--kiosk",
            "--window-size=1080,1920",
            "--hide-scrollbars",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--disable-sync",
            "--no-proxy-server",
            f"--user-data-dir={profile}",
            page.address,
        ]
    ) as process:
        yield process


def _page() -> str:
    families = {"HomeSans": LATIN, "HomeSansArabic": ARABIC, "HomeSansSC": CHINESE}
    faces = []
    for path in FONTS:
        stem, _, style = path.stem.partition("-")
        faces.append(
            f'@font-face {{ font-family: "{families.get(stem, "Home Icons")}"; '
            f"src: url({path.name}); font-weight: {'bold' if style == 'Bold' else 'normal'}; }}"
        )
    tongue = Tongue("zh_CN")
    home = next(record for record in sample_content() if isinstance(record, Home))

    def said(text: str, code: str = "zh_CN", context: str | None = None) -> str:
        return html.escape(Tongue(code).tr(text, context))

    greetings = "".join(
        f'<div dir="{"rtl" if each.rtl else "ltr"}" style="font-family: {_fonts(code)}">'
        f"<p><b>{said('Welcome!', code)}</b></p>"
        f"<p>{said('Come in, tea is ready!', code)}</p></div>"
        for code, each in LOCALES.items()
        if code != "zh_CN"
    )
    plates = "".join(f'<div><span class="plate">{plate}</span> <b>3</b></div>' for plate in PLATES)
    names = "".join(
        f'<span style="font-family: {_fonts(code)}; margin: 12px">{html.escape(each.name)}</span>'
        for code, each in LOCALES.items()
    )
    return f"""<!doctype html><html lang="zh"><meta charset="utf-8"><title>Driver Home</title>
<style>{"".join(faces)}{_STYLE} body, button {{ font-family: {_fonts("zh_CN")}; }}</style>
<script>{_TELL}</script>
<div class="lintel" style="background: url(lintel-frieze@1x.png)"></div>
<div class="jamb" style="left: 0; background: url(jamb@1x.png)"></div>
<div class="jamb" style="right: 0; background: url(jamb@1x.png)"></div>
<main><header><img src="mark@1x.png" width="90" alt=""><p><b>{tongue.pick(home.name)}</b></p>
<p>14:32 · 11:32</p></header>
<h1>{said("Welcome home!")}</h1><p>{said("It was a long road: come in and rest.")}</p>
<img src="bowl-dark@1x.png" width="170" alt=""><div class="two">{greetings}</div>
<section><h2><span class="icon">&#xF053D;</span> {said("Called now")}</h2>{plates}
<p>{html.escape(tongue.ntr("%n waiting", 128))}</p></section>
<button>{said("Touch the screen to begin")}</button><p>{names}</p></main></html>"""


def _fonts(code: str) -> str:
    return ", ".join(f"'{family}'" for family in LOCALES[code].families)
