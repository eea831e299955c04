"""The session as the window sees it: it begins at the door, and ends with everything wiped."""

import time
from collections.abc import Callable

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.shell.session import Session

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1

TEXT_SCALES = (1.0, 1.2, 1.4)


@QmlElement
@QmlUncreatable("The app makes the session.")
class SessionView(QObject):
    """`state` is none, active or warning; `left` the seconds until the wipe while it warns.
    Text size and contrast belong to the session: the next driver begins with the plain ones."""

    changed = Signal()
    shown = Signal()
    began = Signal()
    ended = Signal()

    def __init__(self, session: Session, read: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._session = session
        self._read = read
        self._state = "none"
        self._left = 0
        self._text_scale = 1.0
        self._contrast = False
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self.tick)

    @Slot()
    def begin(self) -> None:
        if self._state == "none":
            self._session.begin(self._read())
            self._timer.start()
            self.tick()
            self.began.emit()

    @Slot()
    def touched(self) -> None:
        self._session.touch(self._read())
        if self._state == "warning":
            self.tick()

    @Slot()
    def done(self) -> None:
        """End at once: what was typed, chosen and shown is gone."""
        if self._session.touched is None:
            return
        self._session.end()
        self._timer.stop()
        self._text_scale, self._contrast = 1.0, False
        self.shown.emit()
        self.tick()
        self.ended.emit()

    @Slot()
    def tick(self) -> None:
        now = self._read()
        state = self._session.state(now)
        if state == "over":
            self.done()
            return
        left = self._session.left(now) if state == "warning" else 0
        if (state, left) != (self._state, self._left):
            self._state, self._left = state, left
            self.changed.emit()

    @Slot(float, bool)
    def show(self, text_scale: float, contrast: bool) -> None:
        """Set text size (one of 1, 1.2, 1.4) and contrast."""
        if text_scale not in TEXT_SCALES:
            raise ValueError(f"no text size {text_scale}")
        self._text_scale, self._contrast = text_scale, contrast
        self.shown.emit()

    @property
    def warning(self) -> bool:
        return self._state == "warning"

    def _get_state(self) -> str:
        return self._state

    def _get_left(self) -> int:
        return self._left

    def _get_text_scale(self) -> float:
        return self._text_scale

    def _get_contrast(self) -> bool:
        return self._contrast

    state = Property(str, _get_state, notify=changed)
    left = Property(int, _get_left, notify=changed)
    textScale = Property(float, _get_text_scale, notify=shown)
    contrast = Property(bool, _get_contrast, notify=shown)
