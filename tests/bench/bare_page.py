"""The peer of the start: Python, Qt Quick, the same fonts and a bare page of twelve tiles.

Run as a module, it prints the monotonic clock in nanoseconds once the page can be touched, and
stays on the screen.
"""

import time
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.i18n.fonts import load_fonts

PAGE = Path(__file__).with_name("Bare.qml")


def bare_window(engine: QQmlApplicationEngine) -> QQuickWindow:
    engine.load(QUrl.fromLocalFile(str(PAGE)))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    return window


def main() -> None:
    QQuickWindow.setSceneGraphBackend("software")
    application = QGuiApplication(["bare", "-platform", "offscreen"])
    load_fonts()
    engine = QQmlApplicationEngine()
    window = bare_window(engine)
    window.show()

    def drawn() -> None:
        window.frameSwapped.disconnect(drawn)
        QTimer.singleShot(0, lambda: print(time.monotonic_ns(), flush=True))

    window.frameSwapped.connect(drawn)
    application.exec()


if __name__ == "__main__":
    main()
