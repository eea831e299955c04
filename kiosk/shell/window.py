"""The window: engine, fonts, translator and Main.qml, put together from what the app passes in."""

from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtQml import QQmlApplicationEngine

import kiosk.shell.keyboard_view  # noqa: F401 - registers the type that Keyboard.qml uses
from kiosk.shell.clock import Clock
from kiosk.shell.house import HouseView
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator
from kiosk.shell.opening import SHELL, open_window
from kiosk.shell.session_view import SessionView
from kiosk.shell.svg_picture import NAME, SvgPictures
from kiosk.shell.waking import Waking

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
        self.window = window = open_window(
            engine,
            SHELL / "Main.qml",
            {
                "navigator": parts.navigator,
                "language": parts.language,
                "session": parts.session,
                "house": parts.house,
                "moving": moving,
                # most kiosks are so: a page laid out for no size at all would be laid out twice
                "width": UPRIGHT[0],
                "height": UPRIGHT[1],
            },
            assets=assets,
            language=parts.language,
            clock=parts.clock,
        )
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
