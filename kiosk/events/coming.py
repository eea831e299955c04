"""Which events are on, and which come next."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk.hours import Span, holds, readable, spans
from kiosk.zones import BEIJING
from sync.records import Event


class Coming(NamedTuple):
    """An event on one of its days; `days` is how many midnights lie before it (0: today, also
    where it began last night)."""

    event: Event
    span: Span
    days: int


def coming(events: Iterable[Event], now: datetime, days: int = 2) -> list[Coming]:
    """What is on at `now` (aware) or begins before so many days of Beijing have gone by (2: until
    tomorrow's end), by its beginning. Events whose hours can't be read are left out."""
    today = now.astimezone(BEIJING).date()
    found = [
        Coming(event, span, max(0, (span.begins.date() - today).days))
        for event in events
        if readable(event.hours)
        # from yesterday on: last night's may run past midnight
        for span in spans(event.hours, today - timedelta(days=1), days + 1)
        if now < span.ends and holds(event.valid_from, event.valid_until, span.begins)
    ]
    return sorted(found, key=lambda each: (each.span, each.event.id))
