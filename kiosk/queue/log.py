"""The last two days of the port's log, in memory, in the order in which things happened."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter

from kiosk.queue.history import order
from kiosk.queue.times import stamp
from sync.records import PortEvent

KEPT = timedelta(hours=48)
"""As long as a vehicle is named in the log (PortEvent's veil)."""


class Log:
    """Events of the last two days, each once, whichever feed's news brought it. `gone` is how many
    were let go of since the beginning."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self.events: list[PortEvent] = []
        self.gone = 0

    def add(self, events: Iterable[PortEvent], now: datetime) -> None:
        """Take events in; let go of those older than two days before `now` (aware)."""
        oldest = stamp(now - KEPT)
        for event in events:
            if event.id not in self._ids and event.at >= oldest:
                self._ids.add(event.id)
                insort(self.events, event, key=order)
        gone = bisect_left(self.events, oldest, key=attrgetter("at"))
        if gone:
            self._ids -= {each.id for each in self.events[:gone]}
            del self.events[:gone]
            self.gone += gone
