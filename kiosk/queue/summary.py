"""A day at the port in figures, from its log: what goes up of vehicles. Pure."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from statistics import median

import msgspec

from kiosk.queue.history import in_order
from kiosk.queue.times import stamp
from kiosk.zones import BEIJING
from sync.outbox import canonical
from sync.records import Lane, PortChange, PortEvent, VehicleCount, VehicleSummary

SETTLED = timedelta(hours=1)
"""After a day's end: by then a table dropped every hour has told of its last hour too."""
BACK = 7
"""Days that are looked back at for one that was not summed up: a kiosk may be off for a weekend."""
BEFORE = timedelta(days=2)
"""How much of the log before a day is needed: of its calls the registrations, and whether the gate
was closed when the day began."""

_DAY = timedelta(days=1)
_MADE_OF = uuid.UUID("5f0c7a52-7c9b-4a40-9f0e-2a4d1c3b8e61")
_COUNTED = {
    PortChange.CALLED: "called",
    PortChange.DEPARTED: "departed",
    PortChange.CANCELLED: "cancelled",
    PortChange.HELD: "held",
}


def days_due(heard_since: datetime, now: datetime, told: Iterable[str]) -> list[date]:
    """The Beijing days that are over and not summed up yet, the oldest first. `heard_since` is when
    the log began: a day that was heard in part says nothing of the whole. `told` are the `at` of
    the summaries that there are."""
    last = (now - SETTLED).astimezone(BEIJING).date() - _DAY
    known = set(told)
    days = (last - timedelta(days=back) for back in reversed(range(BACK)))
    return [
        each for each in days if begins(each) >= heard_since and stamp(begins(each)) not in known
    ]


def begins(day: date) -> datetime:
    """The moment at which a Beijing day begins."""
    return datetime.combine(day, time(), BEIJING)


def summary(
    day: date,
    events: Iterable[PortEvent],
    name: Callable[[str], str],
    *,
    home: str,
    device: str,
) -> VehicleSummary:
    """What happened on a Beijing day; no vehicles where the log has nothing of it. `events` are
    those of the day and of BEFORE it, in any order, and later ones. `name` gives one name to a
    vehicle, whether the log still says its id or what stands for it (Store.veiled)."""
    start, end = begins(day), begins(day + _DAY)
    told = in_order(each for each in events if start - BEFORE <= _at(each) < end)
    today = [each for each in told if _at(each) >= start]
    waits = _waits(told, start, name)
    found = VehicleSummary(
        id="",
        home=home,
        at=stamp(start),
        vehicles=_counts(today, name),
        departed_by_hour=_departures(today, name),
        closures=_closures(told, start, end),
        waited=len(waits),
        median_wait=round(median(waits)) if waits else 0,
    )
    said = canonical(found)
    return msgspec.structs.replace(found, id=str(uuid.uuid5(_MADE_OF, device + said.hex())))


def _counts(today: list[PortEvent], name: Callable[[str], str]) -> list[VehicleCount]:
    seen: dict[tuple[Lane, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in today:
        if each.change in _COUNTED:
            seen[each.lane, _country(each.vehicle)][_COUNTED[each.change]].add(name(each.vehicle))
    return [
        VehicleCount(
            lane=lane, country=country, **{what: len(names) for what, names in found.items()}
        )
        for (lane, country), found in sorted(seen.items())
    ]


def _departures(today: list[PortEvent], name: Callable[[str], str]) -> list[int]:
    hours = {
        name(each.vehicle): _at(each).astimezone(BEIJING).hour
        for each in today
        if each.change is PortChange.DEPARTED
    }
    found = [0] * 24
    for hour in hours.values():
        found[hour] += 1
    return found


def _closures(told: list[PortEvent], start: datetime, end: datetime) -> list[int]:
    """Minutes of each within the day, by whichever feed told of it first."""
    found: list[int] = []
    since: datetime | None = None
    for each in told:
        if each.change is PortChange.CLOSED and since is None:
            since = _at(each)
        elif each.change is PortChange.OPENED and since is not None:
            found.append(_minutes(max(since, start), _at(each)))
            since = None
    if since is not None:
        found.append(_minutes(max(since, start), end))
    return [each for each in found if each > 0]


def _waits(told: list[PortEvent], start: datetime, name: Callable[[str], str]) -> list[float]:
    """Minutes from registration to the first call after it, of who was called from `start` on."""
    registered: dict[str, datetime] = {}
    found = []
    for each in told:
        if each.change is PortChange.REGISTERED:
            registered[name(each.vehicle)] = _at(each)
        elif each.change is PortChange.CALLED:
            since = registered.pop(name(each.vehicle), None)
            if since is not None and _at(each) >= start:
                found.append((_at(each) - since).total_seconds() / 60)
    return found


def _country(vehicle: str) -> str:
    """The country in a vehicle's id; empty where a hash stands for it."""
    return "" if vehicle.startswith("#") else vehicle.partition("-")[0]


def _minutes(since: datetime, until: datetime) -> int:
    return round((until - since).total_seconds() / 60)


def _at(event: PortEvent) -> datetime:
    return datetime.fromisoformat(event.at)
