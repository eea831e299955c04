"""`kiosk run` as it is, on its queue's page, before a port that tells it of changes all the time.

Run as a module with the data folder and seconds, it prints JSON: by how many milliseconds a timer
of 5 ms came late in the window's thread, at each moment at which it should have come, and the share
of one core that the whole process took. Nothing of the program is changed, but that the picture
which stands for a display is not written.
"""

# isort: off
# The program's modules come in the program's own order: it imports what is not Qt before Qt.
import kiosk.__main__
import kiosk.run

import os
import signal
import sys
import time
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtQuick import QQuickWindow

from tests.bench.results import Lateness
from tests.bench.rush_port import VEHICLES
# isort: on

EVERY = 0.005
SETTLED = 8.0
"""Seconds after the vehicles are there: what is made once is made by then."""


class Watch:
    """Looks at the timer for `seconds`, then prints what it saw and ends the program."""

    def __init__(self, app: Any, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._late: list[float] = []
        self._waiting = QTimer()
        self._waiting.timeout.connect(self._look)
        self._waiting.start(100)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.changes = 0

    def _look(self) -> None:
        if len(self._app.queue.line.positions) < VEHICLES * 0.9:
            return
        self._waiting.stop()
        self._app.navigator.goHome()
        self._app.navigator.go("queue", "")
        QTimer.singleShot(int(SETTLED * 1000), self._begin)

    def _begin(self) -> None:
        self._app.queue.changed.connect(self._changed)
        self._busy = time.process_time()
        self._began = self._due = time.perf_counter()
        self._timer.start(int(EVERY * 1000))

    def _changed(self) -> None:
        self.changes += 1

    def _tick(self) -> None:
        now = time.perf_counter()
        while self._due + EVERY <= now:
            self._due += EVERY
            self._late.append((now - self._due) * 1000)
        if now - self._began >= self._seconds:
            self._timer.stop()
            share = (time.process_time() - self._busy) / (now - self._began)
            told = Lateness(self._late, share, self.changes / (now - self._began))
            sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGTERM)


def main(folder: str, seconds: float) -> None:
    made: list[Any] = []
    app_class, after_first_frame = kiosk.run.App, kiosk.run.after_first_frame

    def make(*given: Any) -> Any:
        made.append(app_class(*given))
        return made[0]

    def watch(window: QQuickWindow, start: Any) -> None:
        after_first_frame(window, start)
        made.append(Watch(made[0], seconds))

    kiosk.run.App = make  # type: ignore[misc, assignment]
    kiosk.run.Mirror = lambda *_: None  # type: ignore[misc, assignment]
    kiosk.run.after_first_frame = watch
    kiosk.__main__.main(["run", "--data", folder])


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
