"""When to sync: rules on plain times and chances, both passed in."""

import hashlib
from datetime import datetime, time, timedelta, timezone

SOONEST, LATEST = 5.0, 900.0
"""Seconds to wait after one failure, and after many."""

BEIJING = timezone(timedelta(hours=8))
NIGHT_BEGINS = time(2, tzinfo=BEIJING)
NIGHT_LASTS = timedelta(hours=2)


def after_failure(failures: int, chance: float) -> float:
    """Seconds until the next try after so many failures in a row: twice as long each time, and
    between half and all of it, so that 22 homes whose link comes back don't all call at once.
    `chance` is between 0 and 1."""
    whole = min(LATEST, SOONEST * 2.0 ** min(failures - 1, 30))
    return max(SOONEST, whole * (0.5 + chance / 2))


def after_success(every: float, chance: float) -> float:
    """Seconds until the next sync where one is made every `every` seconds: a tenth sooner or
    later, so that devices don't stay in step."""
    return every * (0.9 + chance / 5)


def comparison_of(home: str, device: str, day: datetime) -> datetime:
    """When a device compares all it holds in the night of `day`: each home has its place between
    2 and 4 o'clock in Beijing, its devices a minute or so beside each other."""
    night = datetime.combine(day.astimezone(BEIJING).date(), NIGHT_BEGINS)
    minute = _share(home) * (NIGHT_LASTS / timedelta(minutes=1) - 5)
    return night + timedelta(minutes=minute + _share(device) * 5)


def comparison_due(home: str, device: str, last: datetime | None, now: datetime) -> bool:
    """Whether the last comparison was before the latest one that was due. One that is said to have
    been in the future does not count: the clock was wrong."""
    due = comparison_of(home, device, now)
    if due > now:
        due = comparison_of(home, device, now - timedelta(days=1))
    return last is None or last < due or last > now + timedelta(minutes=5)


def _share(name: str) -> float:
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest())
    return number / (1 << 32)
