"""A store that others write: read again whenever they have."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import Failure
from kiosk.store.store import Store

log = logging.getLogger(__name__)

EVERY = 0.2
"""Seconds between two looks at whether anything was written."""
SHARE = 0.2
"""Of its time a reader reads at most so much, however often others write."""
AGAIN = 2.0
"""Seconds until a store that can't be read is opened anew; whoever mends it needs it alone."""


class Following:
    """A thread with a Store of its own. `read` is called on it at the start, and whenever another
    connection has written or `beside` (what lies in files) is another value than before."""

    def __init__(
        self,
        folder: Path,
        name: str,
        read: Callable[[Store], None],
        beside: Callable[[], object] = lambda: None,
    ) -> None:
        self._folder = folder
        self._read = read
        self._beside = beside
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wait for it; afterwards it holds no Store."""
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        said = ""
        while not self._stop.is_set():
            try:
                with Store.open(self._folder) as store:
                    self._follow(store)
            except Failure as failure:
                if str(failure) != said:
                    log.error("%s: %s", self._thread.name, failure)
                said = str(failure)
                self._stop.wait(AGAIN)

    def _follow(self, store: Store) -> None:
        before: object = None
        while not self._stop.is_set():
            # looked at first: what is written while it reads is read next time
            now = (store.version(), self._beside())
            began = time.monotonic()
            if now != before:
                self._read(store)
                before = now
            took = time.monotonic() - began
            self._stop.wait(max(EVERY, took * (1 - SHARE) / SHARE))
