"""A day and a night of the wall, by its own clock: no call is dropped, whoever asked is told, and
memory stays flat."""

import gc
import os
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.app import use_fonts
from kiosk.assets import assets_folder
from kiosk.home import sample_content
from kiosk.i18n import formats
from kiosk.queue.line import CALLED
from kiosk.queue.news import News
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.times import stamp
from kiosk.queue.watch import noticed
from kiosk.states import NOON
from kiosk.tv.calls import SECONDS
from kiosk.tv.house import House, Seen
from kiosk.tv.wall import Wall
from sync.records import Event, Notice, Place, Service, Vehicle, VehicleState, Watch

DAY = 24 * 3600
NEWS = 10
"""Seconds from one picture of the port to the next."""


ASKED = 25
"""Of so many vehicles that come, the driver of one asks to be told."""


class Day:
    """A wall before a simulated port, in the sample house. `told` holds the ids of the vehicles
    whose call was news, `shown` how many seconds each had the screen; `watches` is what drivers
    asked for, by vehicle."""

    def __init__(self) -> None:
        use_fonts()
        self.second = 0
        self.port = PortSimulation(11, NOON)
        self.watches: dict[str, Watch] = {}
        self._content = sample_content()
        self.wall = Wall(
            "zh_CN",
            self._house(),
            assets_folder(),
            self.now,
            lambda: float(self.second),
            ticking=False,
        )
        self.wall.view.noticing = True
        self.wall.view.due.connect(self._notice)
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

    def _house(self) -> House:
        def every(kind):
            return tuple(record for record in self._content if isinstance(record, kind))

        watches = tuple(self.watches.values())
        return House(every(Service), every(Notice), every(Event), every(Place), watches)

    def _notice(self, seen: Seen) -> None:
        changed = noticed(self.watches.values(), *seen)
        self.watches |= {each.vehicle: each for each in changed}
        self.wall.told.emit(self._house())

    def _ask(self, vehicles: Iterable[Vehicle]) -> None:
        """Some drivers ask to be told; those that are gone for two days are forgotten."""
        for each in vehicles:
            if zlib.crc32(each.id.encode()) % ASKED == 0 and each.id not in self.watches:
                self.watches[each.id] = Watch(
                    id=each.id,
                    vehicle=each.id,
                    plate=each.plate,
                    country=each.country,
                    locale="ug_CN",
                    ahead=10 if each.plate < "5" else 0,
                    at=stamp(self.now()),
                )
        self.wall.told.emit(self._house())

    def _hear(self) -> None:
        vehicles, gate = self.port.snapshot(self.now())
        if self.second % 600 == 0:
            self._ask(each for each in vehicles if each.state is VehicleState.WAITING)
        called = {each.id for each in vehicles if each.state in CALLED}
        if self._known is not None:
            self.told |= called - self._known
        self._known = called
        self.wall.heard.emit(News(tuple(vehicles), gate, self.now()))


def _memory() -> int:
    gc.collect()
    return int(psutil.Process(os.getpid()).memory_info().rss)


@pytest.mark.soak
def test_a_day_and_a_night(qapp: object, capsys: pytest.CaptureFixture[str]):
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
    told = sum(each.told for each in day.watches.values())
    with capsys.disabled():
        print(
            f"24 hours: {len(day.told)} calls, {len(day.told - set(day.shown))} dropped, "
            f"{told} tellings, {(after - before) / 2**20:+.1f} MB in the last 20 hours"
        )
    assert len(day.told) > 300
    assert told > 10
    assert day.told <= set(day.shown)
    assert min(day.shown.values()) >= SECONDS
    assert after - before < 8 * 2**20, f"{(after - before) / 2**20:.1f} MB more"
