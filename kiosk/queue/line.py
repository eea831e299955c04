"""The day's queue: counts, order and positions, as a pure value made anew at every change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

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


def line(
    vehicles: Iterable[Vehicle], gate: Gate | None, as_of: datetime | None, now: datetime
) -> Line:
    """The queue that `vehicles` form. `now` is aware. When the data is grey, the last hour and
    the day are those of `as_of`: the last picture is kept as it was, not slowly emptied."""
    vehicles = list(vehicles)
    band = age_band(as_of, now)
    reference = as_of if as_of is not None and band is AgeBand.GREY else now
    lanes = {each: _in_order(v for v in vehicles if _waits(v, each)) for each in LANES}
    called = [each for each in vehicles if each.state in CALLED]
    held = [each for each in vehicles if each.state is VehicleState.HELD]
    return Line(
        as_of=as_of,
        band=band,
        gate=gate,
        counts=_counts(vehicles, lanes, len(held), reference),
        lanes=lanes,
        called=tuple(sorted(called, key=_called_at, reverse=True)),
        held=tuple(sorted(held, key=_registered_at)),
        positions=_positions(lanes),
    )


def stages(vehicle: Vehicle) -> tuple[tuple[str, datetime | None], ...]:
    """A vehicle's times so far, in order: (stage, instant or None where it has not come yet or the
    port did not say). Stages are registered, called, departed."""
    return (
        ("registered", instant(vehicle.registered_at)),
        ("called", instant(vehicle.called_at)),
        ("departed", instant(vehicle.departed_at)),
    )


def _waits(vehicle: Vehicle, lane: Lane) -> bool:
    return vehicle.lane is lane and vehicle.state in WAITING


def _registered_at(vehicle: Vehicle) -> tuple[float, str]:
    at = instant(vehicle.registered_at)
    # the id settles ties, so that two vehicles of one minute never change places
    return (at.timestamp() if at else float("inf"), vehicle.id)


def _called_at(vehicle: Vehicle) -> tuple[float, str]:
    at = instant(vehicle.called_at)
    return (at.timestamp() if at else 0.0, vehicle.id)


def _numbered(vehicles: Iterable[Vehicle]) -> bool:
    """Whether the port gives every one of these a place of its own."""
    places = [each.position for each in vehicles]
    return bool(places) and min(places) > 0 and len(set(places)) == len(places)


def _in_order(waiting: Iterable[Vehicle]) -> tuple[Vehicle, ...]:
    lane = sorted(waiting, key=_registered_at)
    if _numbered(lane):
        lane.sort(key=lambda vehicle: vehicle.position)
    return tuple(lane)


def _positions(lanes: Mapping[Lane, tuple[Vehicle, ...]]) -> dict[str, int]:
    """How many would be called before it, plus one: the priority lane goes first. Where the port
    numbers a whole lane itself, its numbers are shown: they hang in its hall too."""
    positions: dict[str, int] = {}
    for lane in LANES:
        before = len(positions)
        ported = _numbered(lanes[lane])
        for place, vehicle in enumerate(lanes[lane], start=before + 1):
            positions[vehicle.id] = vehicle.position if ported else place
    return positions


def _counts(
    vehicles: list[Vehicle],
    lanes: Mapping[Lane, tuple[Vehicle, ...]],
    held: int,
    reference: datetime,
) -> Counts:
    hour_ago = reference - timedelta(hours=1)
    today = reference.astimezone(BEIJING).date()
    called = 0
    by_hour: dict[int, int] = defaultdict(int)
    for vehicle in vehicles:
        at = instant(vehicle.called_at)
        called += at is not None and hour_ago < at <= reference
        left = instant(vehicle.departed_at)
        if left is not None and vehicle.state is VehicleState.DEPARTED:
            local = left.astimezone(BEIJING)
            if local.date() == today:
                by_hour[local.hour] += 1
    return Counts(
        waiting=sum(map(len, lanes.values())),
        waiting_by_lane={lane: len(lanes[lane]) for lane in LANES},
        held=held,
        called_last_hour=called,
        departed_today=sum(by_hour.values()),
        departed_by_hour=tuple(by_hour[hour] for hour in range(24)),
    )
