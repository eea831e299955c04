"""`kiosk run` as it is, that tells when its queue is live again.

Run as a module with the data folder, it prints the monotonic clock in nanoseconds after the first
frame that shows what the port says now. Nothing of the program is changed, but that the picture
which stands for a display is not written.
"""

# isort: off
# The program's modules come in the program's own order: it imports what is not Qt before Qt.
import kiosk.__main__
import kiosk.run

import sys
import time
from typing import Any
# isort: on


def main(folder: str) -> None:
    app_class = kiosk.run.App

    def make(*given: Any) -> Any:
        app = app_class(*given)

        def live() -> None:
            if app.queue.waiting and app.queue.band == "live":
                app.queue.changed.disconnect(live)
                app.window.window.frameSwapped.connect(shown)
                app.window.window.update()

        def shown() -> None:
            app.window.window.frameSwapped.disconnect(shown)
            print(time.monotonic_ns(), flush=True)

        app.queue.changed.connect(live)
        return app

    kiosk.run.App = make  # type: ignore[misc, assignment]
    kiosk.run.Mirror = lambda *_: None  # type: ignore[misc, assignment]
    kiosk.__main__.main(["run", "--data", folder])


if __name__ == "__main__":
    main(sys.argv[1])
