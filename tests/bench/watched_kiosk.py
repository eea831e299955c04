"""`kiosk run` as it is, that tells when its first page can be touched.

Run as a module with the data folder, it prints the monotonic clock in nanoseconds after the first
frame and one turn of the event loop. Nothing of the program is changed: its own wait for the first
frame is listened to.
"""

import sys
import time
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtQuick import QQuickWindow

import kiosk.run
from kiosk.cli import main

_after_first_frame = kiosk.run._after_first_frame


def _watch(window: QQuickWindow, start: Any) -> None:
    _after_first_frame(window, start)

    def drawn() -> None:
        window.frameSwapped.disconnect(drawn)
        QTimer.singleShot(0, lambda: print(time.monotonic_ns(), flush=True))

    window.frameSwapped.connect(drawn)


if __name__ == "__main__":
    kiosk.run._after_first_frame = _watch
    main(["run", "--data", sys.argv[1]])
