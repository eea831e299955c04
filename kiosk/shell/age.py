"""How old a fact is, in the bands that the screen shows.

>>> from datetime import datetime, timedelta, UTC
>>> now = datetime(2026, 3, 1, 6, 32, tzinfo=UTC)
>>> band(now - timedelta(seconds=40), now), band(now - timedelta(minutes=5), now)
('live', 'amber')
>>> band(now - timedelta(hours=1), now), band(None, now)
('grey', 'never')
"""

from datetime import datetime, timedelta

# GTFS-Realtime best practices: data is at most 90 seconds old.
LIVE = timedelta(seconds=90)
AMBER = timedelta(minutes=10)


def band(as_of: datetime | None, now: datetime) -> str:
    """live, amber, grey or never; `as_of` and `now` are aware datetimes."""
    if as_of is None:
        return "never"
    age = now - as_of
    if age <= LIVE:
        return "live"
    return "amber" if age <= AMBER else "grey"
