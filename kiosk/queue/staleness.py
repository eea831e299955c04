"""How old what the port told is, and what that does to the page (facts: queue, display)."""

from datetime import datetime, timedelta
from enum import StrEnum

LIVE = timedelta(seconds=90)  # GTFS-Realtime asks for data at most 90 s old
AMBER = timedelta(minutes=10)


class AgeBand(StrEnum):
    """live: shown plainly; amber: with "as of HH:MM"; grey: the last list is kept, but greyed."""

    LIVE = "live"
    AMBER = "amber"
    GREY = "grey"


def age_band(as_of: datetime | None, now: datetime) -> AgeBand:
    """The band of data the port knew at `as_of` (aware; None: it never told anything). What seems
    to come from the future is live: a clock is off, the data is not old."""
    if as_of is None:
        return AgeBand.GREY
    age = now - as_of
    if age <= LIVE:
        return AgeBand.LIVE
    return AgeBand.AMBER if age <= AMBER else AgeBand.GREY
