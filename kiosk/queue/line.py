"""The day's queue: counts, order and positions, as a value; kept up change by change."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kiosk.queue.news import News
from kiosk.queue.times import instant
from kiosk.shell.age import AgeBand, age_band
from kiosk.zones import BEIJING
from sync.records import Gate, Lane, Vehicle, VehicleState

WAITING = frozenset({VehicleState.WAITING, VehicleState.RELEASED})
"""States that stand in line: a released vehicle waits again, a held one does not."""
CALLED = frozenset({VehicleState.CALLED, VehicleState.AT_GATE})
LANES = (Lane.PRIORITY, Lane.GENERAL)
"""In the order in which they are called."""


@dataclass(frozen=True)
class Counts:
    """`waiting` by lane and together; `called_last_hour` in the 60 minutes before the reference
    time, `departed_today` on its Beijing day, `departed_by_hour` the same by Beijing hour."""

    waiting: int
    waiting_by_lane: Mapping[Lane, int]
    held: int
    called_last_hour: int
    departed_today: int
    departed_by_hour: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """The queue at a moment. `as_of` is when the port knew all this, `band` how old that is.
    `lanes` holds the waiting by lane, next first; `called` those called now, newest first;
    `held` those held, by registration; `positions` each waiting vehicle's place by id."""

    as_of: datetime | None
    band: AgeBand
    gate: Gate | None
    counts: Counts
    lanes: Mapping[Lane, tuple[Vehicle, ...]]
    called: tuple[Vehicle, ...]
    held: tuple[Vehicle, ...]
    positions: Mapping[str, int]


class LiveLine:
    """The vehicles as they are known, told change by change. Each is read once, when it is told:
    making the Line of 5,000 then takes a few milliseconds."""

    def __init__(self, vehicles: Iterable[Vehicle] = ()) -> None:
        self.vehicles: dict[str, Vehicle] = {}
        self._read: dict[str, _Read] = {}
        self._waiting: dict[Lane, list[tuple[float, str]]] = {lane: [] for lane in LANES}
        self._called: set[str] = set()
        self._held: set[str] = set()
        self._calls: list[float] = []
        self._left: Counter[tuple[date, int]] = Counter()
        for each in vehicles:
            self.put(each)

    def take(self, news: News) -> tuple[list[Vehicle], list[str]]:
        """Follow news; the vehicles that are new or differ, and the ids of those that are gone."""
        gone = list(news.gone)
        if news.whole:
            told = {each.id for each in news.vehicles}
            gone += [key for key in self.vehicles if key not in told]
        for key in gone:
            self.drop(key)
        changed = [each for each in news.vehicles if self.vehicles.get(each.id) != each]
        for each in changed:
            self.put(each)
        return changed, gone

    def put(self, vehicle: Vehicle) -> None:
        """Know this of a vehicle, instead of what was known of it."""
        self.drop(vehicle.id)
        self.vehicles[vehicle.id] = vehicle
        read = self._read[vehicle.id] = _read(vehicle)
        if vehicle.state in WAITING:
            insort(self._waiting[vehicle.lane], (read.registered, vehicle.id))
        elif vehicle.state in CALLED:
            self._called.add(vehicle.id)
        elif vehicle.state is VehicleState.HELD:
            self._held.add(vehicle.id)
        if read.called is not None:
            insort(self._calls, read.called)
        if read.left is not None:
            self._left[read.left] += 1

    def drop(self, key: str) -> None:
        """Forget the vehicle with this id; one that is not known is no mistake."""
        vehicle = self.vehicles.pop(key, None)
        if vehicle is None:
            return
        read = self._read.pop(key)
        if vehicle.state in WAITING:
            lane = self._waiting[vehicle.lane]
            del lane[bisect_left(lane, (read.registered, key))]
        self._called.discard(key)
        self._held.discard(key)
        if read.called is not None:
            del self._calls[bisect_left(self._calls, read.called)]
        if read.left is not None:
            self._left[read.left] -= 1

    def line(self, gate: Gate | None, as_of: datetime | None, now: datetime) -> Line:
        """The queue that they form. `now` is aware. When the data is grey, the last hour and the
        day are those of `as_of`: the last picture is kept as it was, not slowly emptied."""
        band = age_band(as_of, now)
        reference = as_of if as_of is not None and band is AgeBand.GREY else now
        lanes = {lane: self._in_order(keys) for lane, keys in self._waiting.items()}
        called = sorted(
            self._called, key=lambda key: (self._read[key].called or 0.0, key), reverse=True
        )
        held = sorted(self._held, key=lambda key: (self._read[key].registered, key))
        return Line(
            as_of=as_of,
            band=band,
            gate=gate,
            counts=self._counts(reference),
            lanes=lanes,
            called=tuple(self.vehicles[key] for key in called),
            held=tuple(self.vehicles[key] for key in held),
            positions=_positions(lanes),
        )

    def _in_order(self, keys: list[tuple[float, str]]) -> tuple[Vehicle, ...]:
        lane = [self.vehicles[key] for _, key in keys]
        if _numbered(lane):
            lane.sort(key=lambda vehicle: vehicle.position)
        return tuple(lane)

    def _counts(self, reference: datetime) -> Counts:
        until = reference.timestamp()
        called = bisect_right(self._calls, until) - bisect_right(self._calls, until - _HOUR)
        today = reference.astimezone(BEIJING).date()
        by_hour = tuple(self._left[today, hour] for hour in range(24))
        return Counts(
            waiting=sum(map(len, self._waiting.values())),
            waiting_by_lane={lane: len(keys) for lane, keys in self._waiting.items()},
            held=len(self._held),
            called_last_hour=called,
            departed_today=sum(by_hour),
            departed_by_hour=by_hour,
        )


def line(
    vehicles: Iterable[Vehicle], gate: Gate | None, as_of: datetime | None, now: datetime
) -> Line:
    """The queue that `vehicles` form, made at once."""
    return LiveLine(vehicles).line(gate, as_of, now)


def stages(vehicle: Vehicle) -> tuple[tuple[str, datetime | None], ...]:
    """A vehicle's times so far, in order: (stage, instant or None where it has not come yet or the
    port did not say). Stages are registered, called, departed."""
    return (
        ("registered", instant(vehicle.registered_at)),
        ("called", instant(vehicle.called_at)),
        ("departed", instant(vehicle.departed_at)),
    )


_HOUR = 3600.0


class _Read(NamedTuple):
    """A vehicle's times in seconds since 1970: `registered` (infinite: not said, so last),
    `called`; and the Beijing day and hour in which it left."""

    registered: float
    called: float | None
    left: tuple[date, int] | None


def _read(vehicle: Vehicle) -> _Read:
    registered, called = instant(vehicle.registered_at), instant(vehicle.called_at)
    departed = vehicle.departed_at if vehicle.state is VehicleState.DEPARTED else ""
    at = instant(departed)
    left = at.astimezone(BEIJING) if at else None
    return _Read(
        registered.timestamp() if registered else float("inf"),
        called.timestamp() if called else None,
        (left.date(), left.hour) if left else None,
    )


def _numbered(vehicles: Collection[Vehicle]) -> bool:
    """Whether the port gives every one of these a place of its own."""
    if not all(each.position > 0 for each in vehicles):  # most often the first says so
        return False
    return 0 < len(vehicles) == len({each.position for each in vehicles})


def _positions(lanes: Mapping[Lane, tuple[Vehicle, ...]]) -> dict[str, int]:
    """How many would be called before it, plus one: the priority lane goes first. Where the port
    numbers a whole lane itself, its numbers are shown: they hang in its hall too."""
    positions: dict[str, int] = {}
    for lane in LANES:
        if _numbered(lanes[lane]):
            positions |= {each.id: each.position for each in lanes[lane]}
        else:
            first = len(positions) + 1
            positions |= {each.id: at for at, each in enumerate(lanes[lane], first)}
    return positions
