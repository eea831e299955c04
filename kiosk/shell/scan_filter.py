"""A scanner that types like a keyboard, before any field sees what it types.

Install it on the window after every other filter, so that it is asked first: the prefix must reach
it, not the door that a key wakes.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from kiosk.devices.settings import WedgeScanner
from kiosk.devices.wedge import Wedge

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScanFilter(QObject):
    """Emits `scanned` with each code's text. `now` in seconds, on a clock that never goes back."""

    scanned = Signal(str)

    def __init__(
        self,
        settings: WedgeScanner,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._wedge = Wedge(settings.prefix, settings.suffix)
        self._now = now
        self._down: set[int] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            told = self._wedge.key(_text(event), self._now(), _name(event))
            if told.swallowed:
                self._down.add(event.key())
            else:
                self._down.discard(event.key())
            if told.scan is not None:
                self.scanned.emit(told.scan)
            return told.swallowed
        if event.type() == QEvent.Type.KeyRelease and event.key() in self._down:
            if not event.isAutoRepeat():
                self._down.discard(event.key())
            return True
        return False


def _text(event: QKeyEvent) -> str:
    key = event.key()
    if key in _ENTER:
        return "\r"
    ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    if ctrl and Qt.Key.Key_A <= key <= Qt.Key.Key_Z:  # some systems tell the letter, some nothing
        return chr(key - Qt.Key.Key_A + 1)
    return event.text()


def _name(event: QKeyEvent) -> str:
    """F1 to F35 by name; another key that types nothing and is no modifier is "other"."""
    key = event.key()
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return f"F{key - Qt.Key.Key_F1 + 1}"
    typing_aid = Qt.Key.Key_Shift <= key <= Qt.Key.Key_ScrollLock or key == Qt.Key.Key_AltGr
    return "" if event.text() or typing_aid else "other"
