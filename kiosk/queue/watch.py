"""A watch: a driver's wish to be told of his vehicle. When it is due, and what is told now. Pure.

He is told at once, and again three and eight minutes after that if he does not come: his slip is
scanned, he taps that he is coming, or his vehicle drives up. What was told is kept in the watch, so
that a restart neither forgets nor begins anew, and what fell into a power cut is told late.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from kiosk.queue.announcement import Announcement
from kiosk.queue.line import CALLED
from kiosk.queue.times import instant, stamp
from sync.records import Vehicle, VehicleState, Watch

STANDS = timedelta(seconds=60)
"""So long each telling stands on the screens."""
AFTER = (timedelta(0), timedelta(minutes=3), timedelta(minutes=5))
"""Between one telling and the next: three at most, at once, after 3 minutes and after 8."""
AHEAD = (20, 10, 5)
"""What a driver may choose from: told when so many are ahead."""
GONE = frozenset({VehicleState.DEPARTED, VehicleState.CANCELLED})

Positions = Mapping[str, int]
"""The place in the line of every waiting vehicle, by id (`Line.positions`)."""


class Telling(NamedTuple):
    """What stands on the screens `since` then, for STANDS. `watch` and `since` together name it:
    the voice says each once."""

    watch: str
    vehicle: str
    since: datetime
    announcement: Announcement


def choices(place: int) -> tuple[int, ...]:
    """The AHEAD that a vehicle at `place` still has before it; nothing where it does not wait."""
    return tuple(each for each in AHEAD if place - 1 > each)


def taken(watches: Iterable[Watch], wish: Watch) -> Watch:
    """The watch that `wish` (a new one) comes to. The same wish again is the same watch, in the
    language of now; one that was due already is set anew."""
    same = next((w for w in watches if (w.vehicle, w.ahead) == (wish.vehicle, wish.ahead)), None)
    if same is None:
        return wish
    return replace(wish, id=same.id) if same.due_at else replace(same, locale=wish.locale)


def noticed(
    watches: Iterable[Watch], vehicles: Mapping[str, Vehicle], positions: Positions, now: datetime
) -> list[Watch]:
    """The watches that change as the line stands `now` (aware), to be kept: they became due, are
    told from now on, or were answered by the vehicle itself. A vehicle that isn't in `vehicles`
    changes nothing."""
    changed: list[Watch] = []
    for of_one, vehicle, place in _standing(watches, vehicles, positions):
        seen = [_seen(each, vehicle, place, now) for each in of_one]
        due = [each for each in seen if each.due_at and holds(each, vehicle, place)]
        # of several the latest news: whoever is called need not hear that five are ahead
        speaks = min(due, key=lambda each: (each.ahead, each.id), default=None)
        seen = [_told(each, now) if each is speaks else each for each in seen]
        changed += (new for old, new in zip(of_one, seen, strict=True) if new != old)
    return changed


def tellings(
    watches: Iterable[Watch], vehicles: Mapping[str, Vehicle], positions: Positions, now: datetime
) -> list[Telling]:
    """What stands on the screens `now` (aware), oldest first; of a vehicle with several watches
    the newest."""
    found: list[Telling] = []
    for of_one, vehicle, place in _standing(watches, vehicles, positions):
        standing = [
            _telling(watch, since, vehicle, place)
            for watch in of_one
            if (since := _since(watch, now)) is not None and holds(watch, vehicle, place)
        ]
        if standing:
            found.append(max(standing, key=lambda each: (each.since, each.watch)))
    return sorted(found, key=lambda each: (each.since, each.watch))


def answered(watches: Iterable[Watch], vehicle: str, now: datetime) -> list[Watch]:
    """The watches of a vehicle that its driver has answered `now` (aware), to be kept."""
    return [
        replace(each, answered_at=stamp(now), repeated_at="")
        for each in watches
        if each.vehicle == vehicle and each.due_at and (each.repeated_at or not each.answered_at)
    ]


def repeated(watches: Iterable[Watch], plate: str, now: datetime) -> list[Watch]:
    """The watches of a plate that are due and that staff has told again `now` (aware), to be
    kept; whether he has come or not."""
    return [
        replace(each, repeated_at=stamp(now))
        for each in watches
        if each.plate == plate and each.due_at
    ]


def _standing(
    watches: Iterable[Watch], vehicles: Mapping[str, Vehicle], positions: Positions
) -> Iterator[tuple[list[Watch], Vehicle, int]]:
    """The watches of each vehicle that is known and not gone, it, and its place (0: none)."""
    found: dict[str, list[Watch]] = defaultdict(list)
    for each in watches:
        found[each.vehicle].append(each)
    for id, of_one in found.items():
        vehicle = vehicles.get(id)
        if vehicle is not None and vehicle.state not in GONE:
            yield of_one, vehicle, positions.get(id, 0)


def holds(watch: Watch, vehicle: Vehicle, place: int) -> bool:
    """Whether what he wished to be told is so. Called, it also fulfils a wish for so many ahead."""
    if vehicle.state in CALLED:
        return True
    return watch.ahead > 0 and 0 < place <= watch.ahead + 1


def _seen(watch: Watch, vehicle: Vehicle, place: int, now: datetime) -> Watch:
    """The watch with what its vehicle's state makes of it."""
    if not watch.due_at:
        if not holds(watch, vehicle, place):
            return watch
        watch = replace(watch, due_at=stamp(now))
    elif watch.ahead == 0 and vehicle.state not in CALLED:
        # the port took its call back: the next one is news
        return replace(watch, due_at="", told=0, told_at="", answered_at="", repeated_at="")
    if vehicle.state is VehicleState.AT_GATE and not watch.answered_at:
        return replace(watch, answered_at=stamp(now))
    # a clock that was set back must not silence what is due until it has caught up
    latest = stamp(now)
    return replace(watch, due_at=min(watch.due_at, latest), told_at=min(watch.told_at, latest))


def _told(watch: Watch, now: datetime) -> Watch:
    """The watch with its next telling begun, where that is due."""
    if watch.answered_at or watch.told >= len(AFTER):
        return watch
    last = instant(watch.told_at)
    if last is not None and now - last < AFTER[watch.told]:
        return watch
    return replace(watch, told=watch.told + 1, told_at=stamp(now))


def _since(watch: Watch, now: datetime) -> datetime | None:
    """Since when a telling of this watch stands, or None."""
    begun = [watch.repeated_at, "" if watch.answered_at else watch.told_at]
    times = (at for text in begun if (at := instant(text)) is not None)
    return max((at for at in times if timedelta(0) <= now - at < STANDS), default=None)


def _telling(watch: Watch, since: datetime, vehicle: Vehicle, place: int) -> Telling:
    called = vehicle.state in CALLED
    announcement = Announcement(
        plate=watch.plate,
        country=watch.country,
        locale=watch.locale,
        gate=vehicle.gate if called else "",
        # the next in line waits for the one called before it to have driven up
        ahead=0 if called else max(1, place - 1),
        again=watch.told > 1 or bool(watch.repeated_at),
    )
    return Telling(watch.id, watch.vehicle, since, announcement)
