"""The wall put together: language, clock, view and window. It stands beside the app, and knows of
the rooms only their rules."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.i18n.translator import Translator
from kiosk.queue.news import News
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.opening import open_window
from kiosk.tv.house import House
from kiosk.tv.view import WallView

HERE = Path(__file__).parent
LYING = (1920, 1080)
"""A wall's screen, in pixels; one of twice as many has the same proportions."""


class Wall(QObject):
    """The wall and its one window. `seconds` is a clock that never jumps; `heard` carries
    what a feed's thread has read, `told` what the house's has, `warmed` the formats that one has
    loaded after the first frame; `alone` whether no kiosk sees to the watches."""

    warmed = Signal(object)
    heard = Signal(object)
    told = Signal(object)
    alone = Signal(bool)

    def __init__(
        self,
        first: str,
        house: House,
        assets: Path,
        now: Callable[[], datetime],
        seconds: Callable[[], float],
        *,
        ticking: bool = True,
    ) -> None:
        super().__init__()
        self._seconds = seconds
        self._began = seconds()
        self.translator = Translator(first, self)
        QGuiApplication.installTranslator(self.translator)
        self.clock = Clock(now, ticking)
        self.language = Language(self.translator, first)
        self.view = WallView(self.language, self.clock, house)
        self.warmed.connect(self._use)
        self.heard.connect(self._take)
        self.told.connect(self._use_house)
        self.alone.connect(self._see_to_watches)
        self.clock.ticked.connect(self.tick)
        self.engine = QQmlApplicationEngine()
        self.window = open_window(
            self.engine,
            HERE / "Wall.qml",
            {
                "view": self.view,
                "calls": self.view.calls,
                "strip": self.view.strip,
                "width": LYING[0],
                "height": LYING[1],
            },
            assets=assets,
            language=self.language,
            clock=self.clock,
        )

    def tick(self) -> None:
        """A second has gone by."""
        self.view.tick(self._seconds() - self._began)

    def _take(self, news: News) -> None:
        self.tick()  # a call has its whole time from now on, not from the last second
        self.view.take(news)

    def _use_house(self, house: House) -> None:
        self.view.use(house)

    def _see_to_watches(self, alone: bool) -> None:
        self.view.noticing = alone

    def _use(self, formats: ModuleType) -> None:
        self.language.use_formats(formats)

    def close(self) -> None:
        """Take the window down before what it shows."""
        self.language.changed.disconnect(self.engine.retranslate)
        self.window.close()
        shiboken6.delete(self.engine)
        QGuiApplication.removeTranslator(self.translator)
