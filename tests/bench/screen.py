"""A kiosk on an off-screen window, and a finger that measures how soon its tap is seen."""

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.app import App
from kiosk.states import stage

UPRIGHT = (1080, 1920)
HELD = 80
"""Milliseconds that a finger stays down; what moves on pressing has come to rest by then."""
SLID = 200
"""Milliseconds after which a page has turned (150) and stands still."""
_BUTTONS = (QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton)


def staged(folder: Path) -> App:
    """The sample home with the simulated port's vehicles; things move, as they do for a driver."""
    QAccessible.setActive(True)
    app = stage(folder)
    window = app.window.window
    window.setProperty("moving", True)
    window.resize(*UPRIGHT)
    window.show()
    QTest.qWaitForWindowExposed(window)
    return app


class Frames(QObject):
    """Notes when the window has shown a frame, and when a finger came and left, in seconds."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__()
        self.shown = 0.0
        self.touched: dict[QEvent.Type, float] = {}
        window.frameSwapped.connect(self._swapped)
        window.installEventFilter(self)

    def _swapped(self) -> None:
        self.shown = time.perf_counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.TouchBegin, QEvent.Type.TouchEnd):
            self.touched[event.type()] = time.perf_counter()
        return False

    def after(self, moment: float) -> float | None:
        """Milliseconds from `moment` to the first frame shown after it; None where none came."""
        while self.shown <= moment:
            if time.perf_counter() - moment > 0.5:
                return None
            QTest.qWait(0)
        return (self.shown - moment) * 1000


class Finger:
    """Taps on a window."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._device = QTest.createTouchDevice()
        self._frames = Frames(window)

    def tap(self, place: QPoint, *, wakes: bool = False) -> float | None:
        """Press, hold and lift: milliseconds from the lifting (the touch that wakes the house:
        from the pressing) to the frame that shows what it did; None where nothing is drawn. What
        a touch does is done while its event is delivered, so the first frame after that shows
        it."""
        begin = time.perf_counter()
        QTest.touchEvent(self._window, self._device).press(0, place, self._window).commit()
        waited = self._frames.after(self._frames.touched[QEvent.Type.TouchBegin])
        woken = None if waited is None else (self._frames.shown - begin) * 1000
        QTest.qWait(HELD)
        begin = time.perf_counter()
        QTest.touchEvent(self._window, self._device).release(0, place, self._window).commit()
        if wakes:
            return woken
        if self._frames.after(self._frames.touched[QEvent.Type.TouchEnd]) is None:
            return None
        return (self._frames.shown - begin) * 1000


def pressables(window: QQuickWindow) -> list[QPoint]:
    """The middles of all buttons that a finger reaches, from the top down."""
    whole = QRectF(0, 0, window.width(), window.height())
    found = []
    for item in _items(window.contentItem()):
        face = QAccessible.queryAccessibleInterface(item)
        if face is None or not face.isValid() or face.role() not in _BUTTONS:
            continue
        seen = _seen(item, whole)
        if item.isEnabled() and seen.width() > 20 and seen.height() > 20:
            found.append(seen.center())
    found.sort(key=lambda point: (point.y(), point.x()))
    return [QPointF.toPoint(point) for point in found]


def spread(places: list[QPoint], most: int) -> list[QPoint]:
    """At most so many of them, from all over the page."""
    if len(places) <= most:
        return places
    return [places[round(i * (len(places) - 1) / (most - 1))] for i in range(most)]


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _items(child)


def _seen(item: QQuickItem, whole: QRectF) -> QRectF:
    """What of an item is not cut off by the window or by what clips it."""
    seen = item.mapRectToScene(QRectF(0, 0, item.width(), item.height())) & whole
    parent = item.parentItem()
    while parent is not None:
        if parent.clip():
            seen &= parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))
        parent = parent.parentItem()
    return seen
