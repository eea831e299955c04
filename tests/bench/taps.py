"""From a lifted finger to the frame that shows what it did, on every page; likewise from a change
of the language. Run as a module, it prints what it measured as JSON."""

import sys
import tempfile
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtTest import QTest

from kiosk.app import App, make_application
from kiosk.i18n.locales import LOCALES
from kiosk.states import STATES
from tests.bench.bare_page import bare_window
from tests.bench.results import Taps
from tests.bench.screen import HELD, SLID, Finger, Frames, pressables, spread, staged

PLACES = 5
ROUNDS = 4
LATE = 1000.0
"""Milliseconds that count where no frame came in time."""


def measure() -> Taps:
    make_application("offscreen")
    floor = _bare()
    with tempfile.TemporaryDirectory() as place:
        app = staged(Path(place))
        finger = Finger(app.window.window)
        taps: dict[str, list[list[float]]] = {}
        for page in STATES:
            _show(app, page)
            # the first round draws for the first time where each tap leads, and leaves out what
            # a tap does not change: the choice that stands already
            places = [
                place
                for place in spread(pressables(app.window.window), PLACES)
                if _tap(app, finger, page, place) is not None
            ]
            taps[page] = [
                [_tap(app, finger, page, place) or LATE for place in places] for _ in range(ROUNDS)
            ]
        frames = Frames(app.window.window)
        languages = {page: _languages(app, frames, page) for page in STATES}
        app.close()
    return Taps(taps, languages, floor)


def _tap(app: App, finger: Finger, page: str, place: QPoint) -> float | None:
    _show(app, page)
    seen = finger.tap(place, wakes=page == "attract")
    QTest.qWait(SLID)
    return seen


def _languages(app: App, frames: Frames, page: str) -> list[list[float]]:
    """All languages in turn, ROUNDS times; once before, each is drawn for the first time."""
    _show(app, page)
    rounds = []
    for _ in range(ROUNDS + 1):
        rounds.append([])
        for code in LOCALES:
            begin = time.perf_counter()
            app.language.use(code)
            rounds[-1].append(frames.after(begin) or LATE)
            QTest.qWait(HELD)
    return rounds[1:]


def _show(app: App, page: str) -> None:
    """The page, standing still, as a driver sees it whose session has begun (at the door: none
    has)."""
    app.session.done()
    app.navigator.leave()
    app.language.useFirst()
    STATES[page](app)
    app.window.waking.asleep = page == "attract"
    QTest.qWait(SLID)


def _bare() -> list[float]:
    engine = QQmlApplicationEngine()
    window = bare_window(engine)
    window.show()
    QTest.qWaitForWindowExposed(window)
    finger = Finger(window)
    took = [finger.tap(QPoint(200 if turn % 2 else 800, 400)) for turn in range(30)]
    window.close()
    return [each for each in took if each is not None]


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure()))
