"""A wall at the moment of all pictures, behind a window without a display."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QImage

from kiosk.app import use_fonts
from kiosk.states import WALL_STATES, stage_wall
from kiosk.tv.wall import Wall
from tests.pages.looks import Look, look
from tests.ui import Screen

# a "millimetre" of the wall is a 224th of its height (Wall.qml): the diagonal that makes it so
INCHES = math.hypot(16, 9) / 9 * 224 / 25.4
HD = Screen(1920, 1080, INCHES)
UHD = Screen(3840, 2160, INCHES)


class Standing:
    """A wall in a state of kiosk.states.WALL_STATES. Attributes: `wall`, `view`, `window`,
    `screen`, `seconds`."""

    def __init__(self, folder: Path, state: str) -> None:
        QAccessible.setActive(True)
        use_fonts()
        self.state = state
        self.seconds = 0.0
        self.wall: Wall = stage_wall(folder, lambda: self.seconds)
        self.view = self.wall.view
        self.window = self.wall.window
        plain = SimpleNamespace(textScale=1, contrast=False)
        self.app = SimpleNamespace(language=self.wall.language, session=plain)
        WALL_STATES[state](self.wall)
        self.show(HD, "zh_CN")

    def show(self, screen: Screen, locale: str) -> None:
        self.screen = screen
        self.window.setGeometry(0, 0, screen.width, screen.height)
        self.window.show()
        self.wall.language.use(locale)
        self.settle()

    def turn(self, seconds: float) -> None:
        """It is so many seconds since the wall began."""
        self.seconds = seconds
        self.wall.tick()

    def tick(self, seconds: float) -> None:
        self.turn(seconds)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.grab()  # polishes: positioners have no sizes before

    def grab(self) -> QImage:
        return self.window.grabWindow()

    def look(self, **how: bool) -> Look:
        owner: Any = self  # it has what `look` reads of a Kiosk
        return look(owner, self.state, **how)


Stand = Callable[[str], Standing]


@pytest.fixture
def stand(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """Puts up a wall in a state; what stood before is taken down, since the language belongs to
    the whole program."""
    up: list[Standing] = []

    def down() -> None:
        for each in up:
            each.wall.language.use("zh_CN")
            each.wall.close()
        up.clear()

    def put_up(state: str) -> Standing:
        down()
        up.append(Standing(tmp_path_factory.mktemp("wall"), state))
        return up[-1]

    yield put_up
    down()
