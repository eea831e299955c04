"""When something is open, as spans of time: what the rooms make of `sync.records.Hours`.

Hours are told in Beijing time, which has no summer time, so a day is always 24 hours long.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kiosk.zones import BEIJING
from sync.records import Hours

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


class Span(NamedTuple):
    """From `begins` (in it) to `ends` (not in it); aware, in Beijing time."""

    begins: datetime
    ends: datetime


def minute_of_day(clock: str) -> int:
    """HH:MM as minutes since midnight; 24:00 is 1440. Raises ValueError.

    >>> minute_of_day("08:30"), minute_of_day("24:00")
    (510, 1440)
    """
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(f"not a time of day: {clock!r}")
    return 1440 if clock == "24:00" else int(found[1]) * 60 + int(found[2])


def readable(hours: Hours) -> bool:
    """Can these hours be used? Content may come from afar: a slip must not empty a page."""
    days = hours.weekdays
    clocks = _CLOCK.fullmatch(hours.opens) and _CLOCK.fullmatch(hours.closes)
    return bool(clocks) and bool(days) and all(1 <= day <= 7 for day in days)


def spans(hours: Hours, first: date, days: int) -> list[Span]:
    """The spans that begin on `first` or one of the `days` days from there on.

    Who closes before he opens, or at the same minute, closes on the next day.
    Raises ValueError for hours that are not `readable`.
    """
    opens, closes = minute_of_day(hours.opens), minute_of_day(hours.closes)
    if closes <= opens:
        closes += 1440
    found = []
    for day in (first + timedelta(days=n) for n in range(days)):
        if day.isoweekday() in hours.weekdays:
            midnight = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
            begins = midnight + timedelta(minutes=opens)
            found.append(Span(begins, midnight + timedelta(minutes=closes)))
    return found


def merged(all_spans: Iterable[Span]) -> list[Span]:
    """The same time as spans in order that neither touch nor overlap."""
    joined: list[Span] = []
    for span in sorted(all_spans):
        if joined and span.begins <= joined[-1].ends:
            joined[-1] = Span(joined[-1].begins, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return joined


def closing_clock(at: datetime) -> str:
    """When something ends, as HH:MM in Beijing: at midnight 24:00, not 00:00."""
    told = f"{at.astimezone(BEIJING):%H:%M}"
    return "24:00" if told == "00:00" else told


def opening_clock(at: datetime) -> str:
    """When something begins, as HH:MM in Beijing."""
    return f"{at.astimezone(BEIJING):%H:%M}"


def holds(valid_from: str, valid_until: str, at: datetime) -> bool:
    """Whether what is valid between these times holds at `at` (aware): ISO 8601, without an offset
    in Beijing; empty is no bound, and what can't be read holds never."""
    try:
        begins, ends = _bound(valid_from), _bound(valid_until)
    except ValueError:
        return False
    return (begins is None or begins <= at) and (ends is None or at < ends)


def _bound(text: str) -> datetime | None:
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)
