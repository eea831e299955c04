"""A screen's window, opened from its QML: Shared.qml filled first, since all others read it."""

import json
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent
from PySide6.QtQuick import QQuickWindow

from kiosk.errors import Failure
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language

SHELL = Path(__file__).parent


def open_window(
    engine: QQmlApplicationEngine,
    file: Path,
    properties: dict[str, object],
    *,
    assets: Path,
    language: Language,
    clock: Clock,
) -> QQuickWindow:
    """The window of `file`, with `properties` set before it is made. Raises Failure."""
    engine.addImportPath(str(SHELL.parent.parent))
    shared = QQmlComponent(engine, QUrl.fromLocalFile(str(SHELL / "Shared.qml")))
    filled = shared.createWithInitialProperties(
        {
            "glyphs": json.loads((SHELL / "icons.json").read_text(encoding="utf-8")),
            "assets": QUrl.fromLocalFile(f"{assets}/").toString(),
            "language": language,
            "clock": clock,
        }
    )
    if filled is None:
        raise Failure(f"The screen can't be drawn: {shared.errorString()}")
    filled.setParent(engine)
    engine.setInitialProperties(properties)
    language.changed.connect(engine.retranslate)
    engine.load(QUrl.fromLocalFile(str(file)))
    if not engine.rootObjects():
        raise Failure(f"The screen can't be drawn: {file.name} did not load (see the log).")
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)  # noqa: S101 - tells the type checker
    return window
