"""Python's search for rubbish, kept to the thread of the screen.

Left to itself it runs on whichever thread makes the next object. Where it finds a QObject there,
the timers of that stay behind in the screen's loop, and the next one to fire crashes the process
(seen: QTimerInfoList::activateTimers; calibre keeps its search to one thread for the same reason).
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000
"""Milliseconds between two looks at whether a search is due."""
THRESHOLDS = (10_000, 10, 10)
"""As of gc.set_threshold: how many new objects, and searches of the younger ones, make one due."""


def search_here(parent: QObject) -> None:
    """From now on rubbish is searched for on this thread alone, for as long as `parent` lives. What
    is there already stays until the end: it is never looked through again."""
    gc.freeze()
    gc.disable()
    timer = QTimer(parent)
    timer.setInterval(EVERY)
    timer.timeout.connect(search_if_due)
    timer.start()


def search_if_due() -> None:
    """One search, as deep as it is due."""
    new, once, twice = (
        count > most for count, most in zip(gc.get_count(), THRESHOLDS, strict=True)
    )
    if new:
        gc.collect(2 if once and twice else 1 if once else 0)
