"""The wall put together: language, clock, view and window. It stands beside the app, and knows of
the rooms only their rules."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType

import shiboken6
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent
from PySide6.QtQuick import QQuickWindow

from kiosk.errors import Failure
from kiosk.i18n.translator import Translator
from kiosk.queue.news import News
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.window import SHELL
from kiosk.tv.view import WallView
from sync.records import Service

HERE = Path(__file__).parent
LYING = (1920, 1080)
"""A wall's screen, in pixels; one of twice as many has the same proportions."""


class Wall(QObject):
    """The wall and its one window. `seconds` is a clock that never jumps; `heard` carries
    what a feed's thread has read, `warmed` the formats that one has loaded after the first
    frame."""

    warmed = Signal(object)
    heard = Signal(object)

    def __init__(
        self,
        first: str,
        services: Sequence[Service],
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
        self.view = WallView(self.language, self.clock, services)
        self.warmed.connect(self._use)
        self.heard.connect(self._take)
        self.clock.ticked.connect(self.tick)
        self.engine = QQmlApplicationEngine()
        self.window = self._open(assets)

    def _open(self, assets: Path) -> QQuickWindow:
        engine = self.engine
        engine.addImportPath(str(HERE.parent.parent))
        shared = QQmlComponent(engine, QUrl.fromLocalFile(str(SHELL / "Shared.qml")))
        filled = shared.createWithInitialProperties(
            {
                "glyphs": json.loads((SHELL / "icons.json").read_text(encoding="utf-8")),
                "assets": QUrl.fromLocalFile(f"{assets}/").toString(),
                "language": self.language,
                "clock": self.clock,
            }
        )
        if filled is None:
            raise Failure(f"The wall can't be drawn: {shared.errorString()}")
        filled.setParent(engine)
        engine.setInitialProperties({"view": self.view, "width": LYING[0], "height": LYING[1]})
        self.language.changed.connect(engine.retranslate)
        engine.load(QUrl.fromLocalFile(str(HERE / "Wall.qml")))
        if not engine.rootObjects():
            raise Failure("The wall can't be drawn: Wall.qml did not load (see the log).")
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)  # noqa: S101 - tells the type checker
        return window

    def tick(self) -> None:
        """A second has gone by."""
        self.view.tick(self._seconds() - self._began)

    def _take(self, news: News) -> None:
        self.tick()  # a call has its whole time from now on, not from the last second
        self.view.take(news)

    def _use(self, formats: ModuleType) -> None:
        self.language.use_formats(formats)

    def close(self) -> None:
        """Take the window down before what it shows."""
        self.language.changed.disconnect(self.engine.retranslate)
        self.window.close()
        shiboken6.delete(self.engine)
        QGuiApplication.removeTranslator(self.translator)
