"""What 2,000 sessions leave in memory. Run as a module, it prints megabytes as JSON: after the
first sessions, and every hundred from there on."""

import sys
import tempfile
from itertools import cycle
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtQuick import QQuickWindow

from kiosk.app import App, make_application
from kiosk.i18n.locales import LOCALES
from kiosk.shell.navigator import DOOR, HOME
from kiosk.states import stage
from sync.records import Lane, Service
from tests.bench.results import Growth

SESSIONS = 2000
FIRST = 100
SIZE = (540, 960)
"""Half a kiosk's screen each way: 26,000 pages are drawn, and what stays behind of a page does not
hang on how many pixels it had."""


def measure() -> Growth:
    make_application("offscreen")
    weights = []
    with tempfile.TemporaryDirectory() as place:
        app = stage(Path(place))
        window = app.window.window
        window.resize(*SIZE)
        window.show()
        subjects = {
            "queue-vehicle": app.queue.line.lanes[Lane.GENERAL][2].id,
            "service": app.store.find(Service)[0].id,
        }
        languages = cycle(LOCALES)
        for number in range(1, SESSIONS + 1):
            _session(app, window, next(languages), subjects)
            if number % FIRST == 0:
                weights.append(_own())
        pages = len(app.navigator.pages)
        app.close()
    return Growth(pages, weights)


def _session(app: App, window: QQuickWindow, code: str, subjects: dict[str, str]) -> None:
    """A driver comes, chooses his language, looks at every page and is done."""
    app.session.begin()
    _draw(window)
    app.house.choose(code)
    _draw(window)
    for page in app.navigator.pages:
        if page not in (DOOR, "language", HOME):
            app.navigator.go(page, subjects.get(page, ""))
            _draw(window)
    app.queue.type("1")
    app.session.done()
    _draw(window)


def _own() -> float:
    """Megabytes that no file stands behind. Pages of Qt's libraries would count when another
    process that shared them ends."""
    lines = Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()
    return (
        next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) * 1024 / 1e6
    )


def _draw(window: QQuickWindow) -> None:
    shown: list[bool] = []
    drawn = window.frameSwapped.connect(lambda: shown.append(True))
    window.update()
    while not shown:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.frameSwapped.disconnect(drawn)  # 26,000 of them would outweigh what is measured


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure()))
