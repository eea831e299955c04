"""The days at the port that are over, summed up in the store."""

from datetime import datetime
from functools import cache

from kiosk.queue.summary import BACK, BEFORE, begins, days_due, summary
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import PortEvent, VehicleSummary

AT_ONCE = 2000
"""Events read at once: a day has some of those, and the screen wants Python's lock in between."""


def sum_up(store: Store, home: str, now: datetime) -> list[VehicleSummary]:
    """Sum up the days that are due `now` (aware), each once; what was written. Raises Failure."""
    first, _ = store.later(PortEvent, most=1)
    if not first:
        return []
    told, _ = store.later(VehicleSummary, max(0, store.last_mark(VehicleSummary) - 2 * BACK))
    heard_since = datetime.fromisoformat(first[0].heard_at)
    days = days_due(heard_since, now, (each.at for each in told))
    if not days:
        return []
    events = _since(store, begins(days[0]) - BEFORE)
    device = store.head().device
    hashed = cache(store.veiled)

    def name(vehicle: str) -> str:
        return vehicle if vehicle.startswith("#") else hashed(vehicle)

    found = [summary(day, events, name, home=home, device=device) for day in days]
    store.put(*found)
    return found


def _since(store: Store, moment: datetime) -> list[PortEvent]:
    """The log from then on."""
    found: list[PortEvent] = []
    mark, at_least = 0, stamp(moment)
    while True:
        events, mark = store.later(PortEvent, mark, at_least, AT_ONCE)
        found += events
        if len(events) < AT_ONCE:
            return found
