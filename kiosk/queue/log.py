"""The last two days of the port's log, in memory, in the order in which things happened."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk.queue.history import in_order
from kiosk.queue.times import stamp
from sync.records import PortEvent

KEPT = timedelta(hours=48)
"""As long as a vehicle is named in the log (PortEvent's veil)."""


class Log:
    """Events of the last two days, each once, whichever feed's news brought it."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self.events: list[PortEvent] = []

    def add(self, events: Iterable[PortEvent], now: datetime) -> None:
        """Take events in; let go of those older than two days before `now` (aware)."""
        new = [each for each in events if each.id not in self._ids]
        if not new:
            return
        oldest = stamp(now - KEPT)
        later = [each for each in self.events if each.at >= oldest]
        new = [each for each in new if each.at >= oldest]
        if len(later) == len(self.events) and new and self._follow(new):
            self.events += in_order(new)
        else:
            self.events = in_order([*later, *new])
        self._ids = {each.id for each in self.events}

    def _follow(self, new: list[PortEvent]) -> bool:
        return not self.events or min(each.at for each in new) > self.events[-1].at
