"""How a service stands at a moment: open, closing soon or closed, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.hours import Span, merged, minute_of_day, spans
from kiosk.zones import BEIJING
from sync.records import Hours

SOON = timedelta(minutes=30)
_DAY = timedelta(days=1)
# Weekly hours repeat: who is closed for eight days is closed for good.
_HORIZON = 8


class Phase(StrEnum):
    OPEN = "open"
    SOON = "soon"  # open, for at most half an hour more
    CLOSED = "closed"
    UNKNOWN = "unknown"  # no hours are told


@dataclass(frozen=True)
class Opening:
    """`until` is when it closes, None where it stays open for the coming 24 hours; `opens` when
    it opens next, None where it is open or never opens. Aware, in Beijing time."""

    phase: Phase
    until: datetime | None = None
    opens: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.phase in (Phase.OPEN, Phase.SOON)


def opening(hours: Sequence[Hours], now: datetime) -> Opening:
    """How a service with these hours stands at `now`, an aware datetime."""
    if not hours:
        return Opening(Phase.UNKNOWN)
    for span in _coming(hours, now):
        if now < span.begins:
            return Opening(Phase.CLOSED, opens=span.begins)
        if now < span.ends:
            left = span.ends - now
            if left >= _DAY:
                return Opening(Phase.OPEN)
            return Opening(Phase.SOON if left <= SOON else Phase.OPEN, until=span.ends)
    return Opening(Phase.CLOSED)


def _coming(hours: Sequence[Hours], now: datetime) -> list[Span]:
    # from yesterday on: last night's hours may run past midnight
    first = now.astimezone(BEIJING).date() - _DAY
    return merged(span for each in hours for span in spans(each, first, _HORIZON + 1))


def days_ahead(at: datetime, now: datetime) -> int:
    """How many midnights in Beijing lie between now and then: 0 is today, 1 tomorrow."""
    return (at.astimezone(BEIJING).date() - now.astimezone(BEIJING).date()).days


@dataclass(frozen=True)
class DayHours:
    """Hours that hold alike from ISO weekday `first` to `last`: (opens, closes) pairs as told,
    none where it is closed."""

    first: int
    last: int
    times: tuple[tuple[str, str], ...]

    @property
    def all_day(self) -> bool:
        return self.times == (("00:00", "24:00"),)


def week(hours: Sequence[Hours]) -> list[DayHours]:
    """The week from Monday on, neighbouring days with the same hours in one; none for none."""
    found: list[DayHours] = []
    if not hours:
        return found
    for day in range(1, 8):
        times = tuple(
            (each.opens, each.closes)
            for each in sorted(hours, key=lambda each: minute_of_day(each.opens))
            if day in each.weekdays
        )
        if found and found[-1].times == times:
            found[-1] = DayHours(found[-1].first, day, times)
        else:
            found.append(DayHours(day, day, times))
    return found
