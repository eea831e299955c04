"""The touch that wakes the screen presses nothing.

A filter on the window swallows a touch, click or key from its press to its end while the door
is shown, and wakes the house instead. An overlay would miss what lies above it; a filter does not.

While the idle warning stands, a touch is the warning's alone: the page beneath must not find the
warning gone before the touch has ended. So `touched` is not told then, and a key only goes on.
A finger that has rested on the page since before is taken off it: it presses nothing as it lifts.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QMouseEvent, QTouchEvent

_BEGINS = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)
_ENDS = (
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyRelease,
)
_BETWEEN = (QEvent.Type.TouchUpdate, QEvent.Type.MouseMove, QEvent.Type.MouseButtonDblClick)


class Waking(QObject):
    """Emits `woken` for the touch that wakes, `touched` for every later one; while `warning`,
    `answered` for a key."""

    woken = Signal()
    touched = Signal()
    answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asleep = True
        self._warning = False
        self._swallowing = False
        self._resting = self._down = False

    def warn(self, warning: bool) -> None:
        """The idle warning has come, or gone."""
        if warning and not self._warning:
            self._resting = self._down
        self._warning = warning

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _BEGINS or kind in _ENDS:
            self._down = kind in _BEGINS
        if self._swallowing:
            if kind in _ENDS:
                self._swallowing = False
                return True
            return kind in _BEGINS or kind in _BETWEEN
        if kind in _ENDS and self._resting:
            self._resting = False
            return self._take_off(watched, event)
        if kind in _BEGINS:
            if self.asleep:
                self._swallowing = True
                self.woken.emit()
                return True
            if not self._warning:
                self.touched.emit()
            elif kind == QEvent.Type.KeyPress:
                self._swallowing = True
                self.answered.emit()
                return True
        return False

    def _take_off(self, window: QObject, event: QEvent) -> bool:
        """End a touch as if it had never been; a mouse's press as if it had moved away."""
        if isinstance(event, QTouchEvent):
            ended: QEvent = QTouchEvent(
                QEvent.Type.TouchCancel, event.pointingDevice(), event.modifiers(), event.points()
            )
        elif isinstance(event, QMouseEvent):
            away = QPointF(-1, -1)
            ended = QMouseEvent(
                event.type(), away, away, event.button(), event.buttons(), event.modifiers()
            )
        else:
            return False
        QCoreApplication.sendEvent(window, ended)
        return True
