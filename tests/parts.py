"""Parts of pages, shown in a window of their own outside the kiosk's."""

import json
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.shell.opening import SHELL

_ICONS = """
import QtQml
import kiosk.shell

QtObject {
    required property var glyphs

    Component.onCompleted: Icons.table = glyphs
}
"""


def show_part(
    engine: QQmlApplicationEngine, folder: Path, scene: str, **properties: object
) -> QQuickWindow:
    """Load a Window in QML; its file lies in `folder`. Not by `loadData`, and the icons not by
    `singletonInstance`: both hold Python's lock while they wait for Qt's loading thread, and that
    thread may want it to translate an error's text (PySide6 6.11). `load` gives it away."""
    engine.addImportPath(str(SHELL.parent.parent))
    glyphs = json.loads((SHELL / "icons.json").read_text("utf-8"))
    icons, part = folder / "FillIcons.qml", folder / "Part.qml"
    icons.write_text(_ICONS, "utf-8")
    part.write_text(scene, "utf-8")  # before the first is loaded: Qt lists a folder once
    for file, given in ((icons, {"glyphs": glyphs}), (part, properties)):
        engine.setInitialProperties(given)
        engine.load(QUrl.fromLocalFile(str(file)))
    return next(root for root in engine.rootObjects() if isinstance(root, QQuickWindow))
