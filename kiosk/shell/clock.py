"""The time as pages show it; where it comes from is passed in, so that pictures stand still."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.shell.age import age_band
from kiosk.zones import BEIJING, KAZAKHSTAN

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The app makes the clock.")
class Clock(QObject):
    """`now` in milliseconds since 1970, and both wall clocks as HH:MM. Ticks every second."""

    ticked = Signal()
    turned = Signal()

    def __init__(self, read: Callable[[], datetime], ticking: bool = True) -> None:
        super().__init__()
        self.read = read
        self._now = read()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)
        if ticking:
            self._timer.start()

    @Slot()
    def tick(self) -> None:
        before = self._now
        self._now = self.read()
        self.ticked.emit()
        if (before.minute, before.hour) != (self._now.minute, self._now.hour):
            self.turned.emit()

    @property
    def moment(self) -> datetime:
        """The time shown, aware."""
        return self._now

    @Slot(float, result=str)
    def band(self, as_of: float) -> str:
        """The band of age of what was known at `as_of` (milliseconds since 1970; 0: never)."""
        known = datetime.fromtimestamp(as_of / 1000, UTC) if as_of > 0 else None
        return age_band(known, self._now).value

    def _get_now(self) -> float:
        return self._now.timestamp() * 1000

    def _get_beijing(self) -> str:
        return f"{self._now.astimezone(BEIJING):%H:%M}"

    def _get_kazakhstan(self) -> str:
        return f"{self._now.astimezone(KAZAKHSTAN):%H:%M}"

    now = Property(float, _get_now, notify=ticked)
    beijing = Property(str, _get_beijing, notify=turned)
    kazakhstan = Property(str, _get_kazakhstan, notify=turned)
