"""What the screen shows, as a PNG that follows it: for a machine without a display."""

import logging
import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer
from PySide6.QtQuick import QQuickWindow

log = logging.getLogger(__name__)


class Mirror(QObject):
    """Writes `path` anew after the screen has changed, at most twice a second, whole or not at
    all (a reader never sees half a picture)."""

    def __init__(self, window: QQuickWindow, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._write)
        window.frameSwapped.connect(self._later)
        self._writing = False
        self._failed = False

    def _later(self) -> None:
        if not self._timer.isActive() and not self._writing:
            self._timer.start()

    def _write(self) -> None:
        self._writing = True  # taking the picture draws a frame of its own
        try:
            picture = self._window.grabWindow()
        finally:
            self._writing = False
        part = self._path.with_suffix(".part.png")
        # made in memory: on a full disk libpng would speak to stderr at each try
        image = QBuffer()
        image.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(image, "PNG")  # type: ignore[call-overload]  # bytes in the stubs alone
        try:
            part.write_bytes(image.data().data())
            os.replace(part, self._path)
        except OSError as error:
            if not self._failed:  # twice a second would be too often
                log.warning("What the screen shows can't be written down: %s.", error)
            self._failed = True
        else:
            self._failed = False
