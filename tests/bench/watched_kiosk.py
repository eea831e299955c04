"""`kiosk run` as it is, that tells when its first page can be touched.

Run as a module with the data folder, it prints the monotonic clock in nanoseconds after the first
frame and one turn of the event loop. Nothing of the program is changed: its own wait for the first
frame is listened to.
"""

# isort: off
# The program's modules come in the program's own order: it imports what is not Qt before Qt.
import kiosk.__main__
import kiosk.run

import sys
import time
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtQuick import QQuickWindow
# isort: on

after_first_frame = kiosk.run.after_first_frame


def _watch(window: QQuickWindow, start: Any) -> None:
    after_first_frame(window, start)

    def drawn() -> None:
        window.frameSwapped.disconnect(drawn)
        QTimer.singleShot(0, lambda: print(time.monotonic_ns(), flush=True))

    window.frameSwapped.connect(drawn)


if __name__ == "__main__":
    kiosk.run.after_first_frame = _watch
    kiosk.__main__.main(["run", "--data", sys.argv[1]])
