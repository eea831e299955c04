"""Why a vehicle's place changed: its wait told over again from the log."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from kiosk.queue.line import LANES
from kiosk.queue.log import Log
from kiosk.queue.times import stamp
from sync.records import PortChange, PortEvent

SETTLED = timedelta(minutes=1)
"""Behind the newest event by so much, few are still heard of."""
_JOINS = frozenset({PortChange.REGISTERED, PortChange.RELEASED})
_LEAVES = frozenset(
    {
        PortChange.CALLED,
        PortChange.AT_GATE,
        PortChange.DEPARTED,
        PortChange.HELD,
        PortChange.CANCELLED,
    }
)
_OFF = frozenset({PortChange.HELD, PortChange.CANCELLED})
_Key = tuple[int, str, str]  # times of events are all at one offset, so they compare as text


@dataclass(frozen=True)
class Closure:
    """The gate was closed from `since` until `until` (None: it still is)."""

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True)
class Story:
    """A wait since `since`: the place went from `then` to `now` (0 while it does not wait).
    Ahead of it `called` were called and `left` were held or taken off; `cut_in` of the priority
    lane came in ahead, and `returned` took their old place ahead again. `overtaken` registered
    later in its own lane and were called all the same while it waited: no place changes by that,
    but anyone may see it. So now = then - called - left + cut_in + returned."""

    since: datetime
    then: int
    now: int
    called: int = 0
    left: int = 0
    cut_in: int = 0
    returned: int = 0
    overtaken: tuple[PortEvent, ...] = ()
    closures: tuple[Closure, ...] = ()


def story(events: Iterable[PortEvent], vehicle: str) -> Story | None:
    """The wait of `vehicle` since it last came into line, by all that the log knows (`events` are
    in order, see in_order); None if it was never seen to. While it is held it does not wait: its
    story begins anew on release."""
    walk = _Walk(vehicle)
    for event in events:
        walk.take(event)
    return walk.told()


class LiveStory:
    """The story of the vehicle that is asked for, while a log grows: what lies SETTLED behind its
    end is gone through once."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._walk = _Walk("")
        self._walked = 0
        self._last: PortEvent | None = None

    def told(self, vehicle: str) -> Story | None:
        """As `story` tells it."""
        events, walked = self._log.events, self._walked - self._log.gone
        # an event that was heard late has moved those after it: what was gone through was not all
        kept = walked >= 0 and (walked == 0 or events[walked - 1] is self._last)
        if vehicle != self._walk.vehicle or not kept:
            self._begin(vehicle)
            walked = 0
        young = datetime.fromisoformat(events[-1].at) - SETTLED if events else None
        settled = bisect_left(events, stamp(young), key=attrgetter("at")) if young else 0
        for event in events[walked:settled]:
            self._walk.take(event)
        if settled > walked:
            self._walked, self._last = self._log.gone + settled, events[settled - 1]
        rest = self._walk.copy()
        for event in events[max(walked, settled) :]:
            rest.take(event)
        return rest.told()

    def _begin(self, vehicle: str) -> None:
        self._walk = _Walk(vehicle)
        self._walked, self._last = self._log.gone, None


class _Walk:
    """The line as it was, event by event, and what of it changed the place of one vehicle."""

    def __init__(self, vehicle: str) -> None:
        self.vehicle = vehicle
        self._waiting: dict[str, _Key] = {}
        self._registered: dict[str, str] = {}
        self._since = ""
        self._then = 0
        self._counts = Counter[str]()
        self._overtaken: list[PortEvent] = []
        self._closures: list[Closure] = []

    def copy(self) -> "_Walk":
        other = copy(self)
        other._waiting, other._registered = dict(self._waiting), dict(self._registered)
        other._counts = Counter(self._counts)
        other._overtaken, other._closures = list(self._overtaken), list(self._closures)
        return other

    def take(self, event: PortEvent) -> None:
        if event.change in (PortChange.CLOSED, PortChange.OPENED):
            self._gate(event)
        elif event.vehicle == self.vehicle:
            self._own(event)
        else:
            self._other(event)

    def told(self) -> Story | None:
        if not self._since:
            return None
        since = datetime.fromisoformat(self._since)
        return Story(
            since=since,
            then=self._then,
            now=self._place() if self.vehicle in self._waiting else 0,
            overtaken=tuple(self._overtaken),
            closures=tuple(
                each for each in self._closures if each.until is None or each.until > since
            ),
            **self._counts,
        )

    def _gate(self, event: PortEvent) -> None:
        at = datetime.fromisoformat(event.at)
        if self._closures and self._closures[-1].until is None:
            self._closures[-1] = replace(self._closures[-1], until=at)
        if event.change is PortChange.CLOSED:
            self._closures.append(Closure(at, None, event.reason))

    def _own(self, event: PortEvent) -> None:
        if event.change in _JOINS:
            self._waiting[event.vehicle] = self._key(event)
            self._since, self._then = event.at, self._place()
            self._counts.clear()
            self._overtaken.clear()
        elif event.change in _LEAVES:
            self._waiting.pop(event.vehicle, None)

    def _other(self, event: PortEvent) -> None:
        was = self._waiting.pop(event.vehicle, None)
        now = None
        if event.change in _JOINS:
            now = self._waiting[event.vehicle] = self._key(event)
        elif event.change not in _LEAVES and was is not None:
            self._waiting[event.vehicle] = now = was
        mine = self._waiting.get(self.vehicle)
        if mine is None:
            return
        before, after = was is not None and was < mine, now is not None and now < mine
        if before and not after:
            away = event.change in _LEAVES and event.change not in _OFF
            self._counts["called" if away else "left"] += 1
        elif after and not before:
            self._counts["returned" if event.change is PortChange.RELEASED else "cut_in"] += 1
        elif was and was > mine and was[0] == mine[0] and event.change is PortChange.CALLED:
            self._overtaken.append(event)

    def _key(self, event: PortEvent) -> _Key:
        """Its place in the order of calling: by lane, then by when it registered. Who is released
        has the place it had; who registers again a new one."""
        if event.change is PortChange.REGISTERED:
            self._registered[event.vehicle] = event.at
        registered = self._registered.setdefault(event.vehicle, event.at)
        return (LANES.index(event.lane), registered, event.vehicle)

    def _place(self) -> int:
        mine = self._waiting[self.vehicle]
        return 1 + sum(key < mine for key in self._waiting.values())
