"""A kiosk on a window without a display, a finger for it, and what stands on its window.

What can be pressed is found by its accessible name, as a person who hears the screen finds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from kiosk.app import use_fonts
from kiosk.shell.screen import pixels_per_mm
from kiosk.states import STATES, fresh, stage

PRESSED = (
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Link,
)
"""Roles of what a finger presses."""


@dataclass(frozen=True)
class Screen:
    """A screen by its pixels and the inches of its diagonal."""

    width: int
    height: int
    inches: float

    @property
    def mm(self) -> float:
        """Pixels in a millimetre."""
        return pixels_per_mm(self.width, self.height, self.inches)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}-{self.inches:g}in"


UPRIGHT = Screen(1080, 1920, 32)
LYING = Screen(1920, 1080, 32)
LYING_24 = Screen(1920, 1080, 24)
SCREENS = (UPRIGHT, LYING, LYING_24)


class Kiosk:
    """The sample home's kiosk at a fixed moment (kiosk/states.py). `seconds` is the session's
    clock, which only a test moves. Attributes: `app`, `window`, `screen`, `seconds`."""

    def __init__(self, folder: Path, inches: float, finger: QPointingDevice) -> None:
        QAccessible.setActive(True)  # before any QML, or items get no accessible interface
        use_fonts()
        self.seconds = 0.0
        self.inches = inches
        self.app = stage(folder, diagonal_inches=inches, monotonic=lambda: self.seconds)
        self.window = self.app.window.window
        self.screen = UPRIGHT
        self._finger = finger

    def show(
        self,
        state: str = "home",
        locale: str = "zh_CN",
        screen: Screen | None = None,
        text_scale: float = 1,
        contrast: bool = False,
    ) -> None:
        """Bring a state of kiosk.states.STATES to the window, in a session that has begun
        (the door excepted)."""
        self.screen = screen or self.screen
        assert self.screen.inches == self.inches
        self.window.setGeometry(0, 0, self.screen.width, self.screen.height)
        self.window.show()
        self.fresh()
        if not state.startswith("attract"):
            self.app.session.begin()
        self.app.language.use(locale)
        self.app.session.show(text_scale, contrast)
        STATES[state](self.app)
        self.settle()

    def fresh(self) -> None:
        """End what goes on: the door, as the next driver finds it."""
        fresh(self.app)
        self.app.language.useFirst()
        self.app.session.show(1, False)

    def settle(self) -> None:
        """Let events, deletions, rows in the making and layouts come to rest, and draw."""
        rows = self.window.incubationController()
        for _ in range(3):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if rows.incubatingObjectCount():
                rows.incubateFor(100)
        self.window.grabWindow()  # polishes: positioners have no sizes before

    @property
    def page(self) -> str:
        return self.app.navigator.here

    @property
    def list_shown(self) -> QQuickItem:
        """The long list of the page shown."""
        return next(item for item in self.items() if item.inherits("QQuickListView"))

    def items(self, item: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """All that is visible, in the order in which it is drawn, and heard."""
        for child in (item or self.window.contentItem()).childItems():
            if child.isVisible():
                yield child
                yield from self.items(child)

    def pressables(self) -> list[QQuickItem]:
        return [item for item in self.items() if role_of(item) in PRESSED]

    def names(self) -> list[str]:
        return [name_of(item) for item in self.pressables()]

    def find(self, name: str) -> QQuickItem:
        """The one thing of this name that can be pressed, or the first of several."""
        found = [item for item in self.pressables() if name_of(item) == name]
        assert found, f"nothing named {name!r} on {self.page}; there are {self.names()}"
        return found[0]

    def centre(self, item: QQuickItem) -> QPoint:
        """The middle of what can be seen of an item; list rows may be scrolled half away."""
        return visible_part(item, self.window.contentItem()).center().toPoint()

    def tap(self, name: str) -> None:
        self.touch(self.centre(self.find(name)))

    def touch(self, point: QPoint) -> None:
        self.press(point)
        self.release(point)

    def press(self, point: QPoint, finger: int = 0, *others: tuple[int, QPoint]) -> None:
        """A finger comes down, while `others` lie still."""
        event = QTest.touchEvent(self.window, self._finger, False)
        event.press(finger, point, self.window)
        for number, _ in others:
            event.stationary(number)
        event.commit()
        self.settle()

    def release(self, point: QPoint, finger: int = 0, *others: tuple[int, QPoint]) -> None:
        event = QTest.touchEvent(self.window, self._finger, False)
        event.release(finger, point, self.window)
        for number, _ in others:
            event.stationary(number)
        event.commit()
        self.settle()

    def click(self, point: QPoint) -> None:
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=point)
        self.settle()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)
        self.settle()

    def wait(self, seconds: float, qtbot: QtBot | None = None) -> None:
        """Let the session's clock run on; its timer has then looked at it."""
        self.seconds += seconds
        self.app.session.tick()
        self.settle()

    def close(self) -> None:
        self.app.close()


def role_of(item: QQuickItem) -> QAccessible.Role:
    face = QAccessible.queryAccessibleInterface(item)
    if face is None or not face.isValid():
        return QAccessible.Role.NoRole
    return face.role()


def name_of(item: QQuickItem) -> str:
    face = QAccessible.queryAccessibleInterface(item)
    return face.text(QAccessible.Text.Name) if face is not None and face.isValid() else ""


def description_of(item: QQuickItem) -> str:
    face = QAccessible.queryAccessibleInterface(item)
    return face.text(QAccessible.Text.Description) if face is not None and face.isValid() else ""


def kinds(item: QObject) -> tuple[str, ...]:
    """The QML types of an item, its own first: ("HomeTile", "Tile", "Pressable", "QQuickItem")."""
    names, metas = [], [item.metaObject()]
    while (meta := metas[-1]) is not None and meta.className() != "QObject":
        names.append(meta.className().split("_QML")[0].split("_QMLTYPE")[0])
        metas.append(meta.superClass())
    # PySide keeps what stands for a meta-object as long as its item's, and QML frees the thing
    # itself: an item that then came to lie there was taken for it
    for meta in metas:
        if meta is not None:
            Shiboken.invalidate(meta)
    return tuple(dict.fromkeys(names))


def place(item: QQuickItem) -> QRectF:
    """Where an item stands on the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def visible_part(item: QQuickItem, root: QQuickItem) -> QRectF:
    """The same, cut by what clips it and by the window's edge."""
    seen = place(item) & place(root)
    above = item.parentItem()
    while above is not None:
        if above.clip():
            seen &= place(above)
        above = above.parentItem()
    return seen
