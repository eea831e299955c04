"""How old a fact is, in the bands that every screen shows.

>>> from datetime import datetime, timedelta, UTC
>>> now = datetime(2026, 3, 1, 6, 32, tzinfo=UTC)
>>> str(age_band(now - timedelta(seconds=40), now)), str(age_band(now - timedelta(hours=1), now))
('live', 'grey')
"""

from datetime import datetime, timedelta
from enum import StrEnum

LIVE = timedelta(seconds=90)
"""GTFS-Realtime asks for data at most 90 seconds old."""
AMBER = timedelta(minutes=10)


class AgeBand(StrEnum):
    """live: shown plainly; amber: with "as of HH:MM"; grey: the last list is kept, but greyed;
    never: nothing was ever heard."""

    LIVE = "live"
    AMBER = "amber"
    GREY = "grey"
    NEVER = "never"


def age_band(as_of: datetime | None, now: datetime) -> AgeBand:
    """The band of what was known at `as_of` (aware; None: nothing was ever told). What seems to
    come from the future is live: a clock is off, the data is not old."""
    if as_of is None:
        return AgeBand.NEVER
    age = now - as_of
    if age <= LIVE:
        return AgeBand.LIVE
    return AgeBand.AMBER if age <= AMBER else AgeBand.GREY
