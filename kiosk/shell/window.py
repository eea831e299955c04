"""The window: engine, fonts, translator and Main.qml, put together from what the app passes in."""

import json
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent
from PySide6.QtQuick import QQuickWindow

import kiosk.shell.keyboard_view  # noqa: F401 - registers the type that Keyboard.qml uses
from kiosk.errors import Failure
from kiosk.shell.clock import Clock
from kiosk.shell.house import HouseView
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator
from kiosk.shell.session_view import SessionView
from kiosk.shell.svg_picture import NAME, SvgPictures
from kiosk.shell.waking import Waking

SHELL = Path(__file__).parent
UPRIGHT = (1080, 1920)
"""An upright kiosk's screen, in pixels."""


@dataclass
class Parts:
    """What the window shows and is steered by."""

    language: Language
    clock: Clock
    navigator: Navigator
    session: SessionView
    house: HouseView


class KioskWindow:
    """The kiosk's one window. Attributes: `engine`, `window`, `waking`."""

    def __init__(self, parts: Parts, assets: Path, *, moving: bool = True) -> None:
        self._parts = parts
        self.waking = Waking()
        self.engine = engine = QQmlApplicationEngine()
        engine.addImageProvider(NAME, SvgPictures())
        engine.addImportPath(str(SHELL.parent.parent))
        glyphs = json.loads((SHELL / "icons.json").read_text(encoding="utf-8"))
        self._shared = QQmlComponent(engine, QUrl.fromLocalFile(str(SHELL / "Shared.qml")))
        filled = self._shared.createWithInitialProperties(
            {
                "glyphs": glyphs,
                "assets": QUrl.fromLocalFile(f"{assets}/").toString(),
                "language": parts.language,
                "clock": parts.clock,
            }
        )
        if filled is None:
            raise Failure(f"The screen can't be drawn: {self._shared.errorString()}")
        filled.setParent(engine)
        engine.setInitialProperties(
            {
                "navigator": parts.navigator,
                "language": parts.language,
                "session": parts.session,
                "house": parts.house,
                "moving": moving,
                # most kiosks are so: a page laid out for no size at all would be laid out twice
                "width": UPRIGHT[0],
                "height": UPRIGHT[1],
            }
        )
        parts.language.changed.connect(engine.retranslate)
        engine.load(QUrl.fromLocalFile(str(SHELL / "Main.qml")))
        if not engine.rootObjects():
            raise Failure("The screen can't be drawn: Main.qml did not load (see the log).")
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)  # noqa: S101 - tells the type checker
        self.window = window
        window.installEventFilter(self.waking)
        self.waking.woken.connect(parts.session.begin)
        self.waking.touched.connect(parts.session.touched)
        self.waking.answered.connect(parts.session.touched)
        parts.session.changed.connect(self._warn)
        parts.session.began.connect(self._enter)
        parts.session.ended.connect(self._leave)

    def _enter(self) -> None:
        self.waking.asleep = False
        self._parts.navigator.go("language", "")

    def _warn(self) -> None:
        self.waking.warn(self._parts.session.warning)

    def _leave(self) -> None:
        self.waking.asleep = True
        self._parts.navigator.leave()
        self._parts.language.useFirst()

    def close(self) -> None:
        """Take the window down before what it shows."""
        self._parts.language.changed.disconnect(self.engine.retranslate)
        self.window.close()
        shiboken6.delete(self.engine)
