"""Why a vehicle's place changed: its wait told over again from the log."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.queue.line import LANES
from sync.records import PortChange, PortEvent

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


class _Walk:
    """The line as it was, event by event, and what of it changed the place of one vehicle."""

    def __init__(self, vehicle: str) -> None:
        self._vehicle = vehicle
        self._waiting: dict[str, _Key] = {}
        self._registered: dict[str, str] = {}
        self._since = ""
        self._then = 0
        self._counts = Counter[str]()
        self._overtaken: list[PortEvent] = []
        self._closures: list[Closure] = []

    def take(self, event: PortEvent) -> None:
        if event.change in (PortChange.CLOSED, PortChange.OPENED):
            self._gate(event)
        elif event.vehicle == self._vehicle:
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
            now=self._place() if self._vehicle in self._waiting else 0,
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
        mine = self._waiting.get(self._vehicle)
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
        mine = self._waiting[self._vehicle]
        return 1 + sum(key < mine for key in self._waiting.values())
