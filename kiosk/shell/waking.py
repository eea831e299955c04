"""The touch that wakes the screen presses nothing.

A filter on the window swallows a touch, click or key from its press to its end while the door
is shown, and wakes the house instead. An overlay would miss what lies above it; a filter does not.
"""

from PySide6.QtCore import QEvent, QObject, Signal

_BEGINS = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)
_ENDS = (
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyRelease,
)
_BETWEEN = (QEvent.Type.TouchUpdate, QEvent.Type.MouseMove, QEvent.Type.MouseButtonDblClick)


class Waking(QObject):
    """Emits `woken` for the touch that wakes, `touched` for every later one."""

    woken = Signal()
    touched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asleep = True
        self._swallowing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._swallowing:
            if kind in _ENDS:
                self._swallowing = False
                return True
            return kind in _BEGINS or kind in _BETWEEN
        if kind in _BEGINS:
            if self.asleep:
                self._swallowing = True
                self.woken.emit()
                return True
            self.touched.emit()
        return False
