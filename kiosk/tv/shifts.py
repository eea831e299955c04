"""Wall and kiosk on one data folder: the kiosk asks the port and keeps house while it runs, else
the wall does."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.store import is_held

log = logging.getLogger(__name__)

EVERY = 0.2
"""Seconds between two looks at whether a kiosk runs."""
APART = 1.0
"""Seconds for which whoever has come has the store to itself: a kiosk that may have to mend it, or
who puts a backup back."""


class Shift(Protocol):
    """What stands behind the wall for as long as nobody else comes or goes."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Shifts:
    """A thread that gives way to a kiosk and takes over from it. `begin` makes the shift: one that
    follows what a kiosk stores (true), or one that asks the port itself."""

    def __init__(self, folder: Path, begin: Callable[[bool], Shift]) -> None:
        self._folder = folder
        self._begin = begin
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shifts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the shift that stands, and wait for it."""
        self._stop.set()
        if self._thread.ident is not None:  # else the end came before the first frame
            self._thread.join(30)

    def _run(self) -> None:
        while not self._stop.is_set():
            following = is_held(self._folder)
            log.debug("The wall %s.", "follows the kiosk" if following else "asks the port itself")
            shift = self._begin(following)
            shift.start()
            while not self._stop.wait(EVERY) and is_held(self._folder) == following:
                pass
            shift.stop()
            if not following:
                self._stop.wait(APART)
