"""A day and a night of the wall, by its own clock: no call is dropped, and memory stays flat."""

import gc
import os
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.app import use_fonts
from kiosk.assets import assets_folder
from kiosk.i18n import formats
from kiosk.queue.line import CALLED
from kiosk.queue.news import News
from kiosk.queue.port_sim import PortSimulation
from kiosk.states import NOON
from kiosk.tv.calls import SECONDS
from kiosk.tv.house import House
from kiosk.tv.wall import Wall

DAY = 24 * 3600
NEWS = 10
"""Seconds from one picture of the port to the next."""


class Day:
    """A wall before a simulated port. `told` holds the ids of the vehicles whose call was news,
    `shown` how many seconds each had the screen."""

    def __init__(self) -> None:
        use_fonts()
        self.second = 0
        self.port = PortSimulation(11, NOON)
        self.wall = Wall(
            "zh_CN", House(), assets_folder(), self.now, lambda: float(self.second), ticking=False
        )
        self.wall.warmed.emit(formats)
        self.wall.window.show()
        self.shown: dict[str, int] = {}
        self.told: set[str] = set()
        self._known: set[str] | None = None

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.second)

    def go_on(self, seconds: int, *, hearing: bool = True) -> None:
        for _ in range(seconds):
            self.second += 1
            if hearing and self.second % NEWS == 0:
                self._hear()
            self.wall.clock.tick()
            for row in self.wall.view.calls.onScreen.rows:
                self.shown[row.id] = self.shown.get(row.id, 0) + 1
            if self.second % 10 == 0:
                QCoreApplication.processEvents()
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                self.wall.window.grabWindow()

    def _hear(self) -> None:
        vehicles, gate = self.port.snapshot(self.now())
        called = {each.id for each in vehicles if each.state in CALLED}
        if self._known is not None:
            self.told |= called - self._known
        self._known = called
        self.wall.heard.emit(News(tuple(vehicles), gate, self.now()))


def _memory() -> int:
    gc.collect()
    return int(psutil.Process(os.getpid()).memory_info().rss)


@pytest.mark.soak
def test_a_day_and_a_night(qapp: object, tmp_path: Path):
    day = Day()
    try:
        day.go_on(DAY // 6)
        before = _memory()
        day.go_on(DAY - DAY // 6)
        after = _memory()
        day.go_on(300, hearing=False)  # those that wait have their turn
    finally:
        day.wall.language.use("zh_CN")
        day.wall.close()
    assert len(day.told) > 300
    assert day.told == set(day.shown)
    assert min(day.shown.values()) >= SECONDS
    assert after - before < 8 * 2**20, f"{(after - before) / 2**20:.1f} MB more"
