"""`kiosk tv` as it is, that tells when the figure of those who wait has changed on its screen.

Run as a module with the data folder, it prints for each frame whose pixels there are others than
before the monotonic clock in nanoseconds and the figure. Nothing of the program is changed, but
that the picture which stands for a display is not written.
"""

# isort: off
# The program's modules come in the program's own order: it imports what is not Qt before Qt.
import kiosk.__main__
import kiosk.run
import kiosk.tv.command

import sys
import time
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
# isort: on


class Watch:
    """Looks at each frame of the window."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._figure = _figure(window)
        self._said = ""
        self._before = QImage()
        self._grabbing = False
        window.frameSwapped.connect(self._look)

    def _look(self) -> None:
        now = time.monotonic_ns()
        text = self._figure.property("text")
        if self._grabbing or text == self._said:
            return
        self._grabbing = True  # taking the picture draws a frame of its own
        around = self._figure.mapRectToScene(
            QRectF(0, 0, 2 * self._figure.height(), self._figure.height())
        )
        picture = self._window.grabWindow().copy(around.toRect())
        self._grabbing = False
        if picture != self._before:
            self._before, self._said = picture, text
            if text.isdecimal():
                print(now, text, flush=True)


def _figure(window: QQuickWindow) -> QQuickItem:
    """What shows how many wait in the general lane."""
    lane = next(
        item
        for item in _items(window.contentItem())
        if item.property("count") is not None and item.property("priority") is False
    )
    return next(item for item in lane.childItems() if item.property("text") is not None)


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from _items(child)


def main(folder: str) -> None:
    wall_class = kiosk.tv.command.Wall
    watches: list[Watch] = []

    def make(*given: Any) -> Any:
        wall = wall_class(*given)
        watches.append(Watch(wall.window))
        return wall

    kiosk.tv.command.Wall = make  # type: ignore[misc, assignment]
    kiosk.run.Mirror = lambda *_: None  # type: ignore[misc, assignment]
    kiosk.__main__.main(["tv", "--data", folder])


if __name__ == "__main__":
    main(sys.argv[1])
