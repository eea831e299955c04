"""What the feeds have stored, told to the screen: everything at first, then what changed."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from kiosk.queue.feeds.keeping import read_states
from kiosk.queue.log import KEPT
from kiosk.queue.news import News
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import Gate, PortEvent, Vehicle

PIECE = 1000
"""Events of the past that are told at once: the screen does not stop for them."""


class Teller:
    """Shared by all that stores what a port says in a data folder. `on_news` is called on the
    threads that tell, one at a time; what it is told last was read last."""

    def __init__(self, folder: Path, on_news: Callable[[News], None]) -> None:
        self._folder = folder
        self._on_news = on_news
        self._lock = threading.Lock()
        self._begun = False
        self._mark = 0

    def tell(self, store: Store, changed: Iterable[str] | None = None) -> None:
        """Tell of the vehicles with these ids as they now stand in the store (None, and the first
        time: of all), and of what was logged since the last time."""
        with self._lock:
            whole = changed is None or not self._begun
            if not self._begun:
                self._begun, self._mark = True, store.last_mark(PortEvent)
            events, self._mark = store.later(PortEvent, self._mark)
            if whole:
                self._on_news(self._news(store, store.find(Vehicle), events))
                return
            ids = list(changed or ())
            known = store.pick(Vehicle, *ids)
            gone = tuple(each for each in ids if each not in known)
            news = self._news(store, known.values(), events)
            self._on_news(news._replace(gone=gone, whole=False))

    def tell_past(self, store: Store, now: datetime) -> None:
        """Tell of what was logged in the last two days before the first news, in pieces."""
        with self._lock:
            last = self._mark
        mark, since = 0, stamp(now - KEPT)
        while mark < last:
            events, mark = store.later(PortEvent, mark, since, PIECE)
            if not events:
                return
            with self._lock:
                self._on_news(self._news(store, (), events)._replace(whole=False))

    def _news(self, store: Store, vehicles: Iterable[Vehicle], events: Iterable[PortEvent]) -> News:
        gates = store.find(Gate)
        gate = max(gates, key=lambda each: datetime.fromisoformat(each.as_of), default=None)
        heard = (each.as_of for each in read_states(self._folder))
        as_of = max(filter(None, heard), default=None)
        return News(tuple(vehicles), gate, as_of, tuple(events))
