"""What happens at a port, as the forecast is told of it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sync.records import Lane


class What(StrEnum):
    """The gate's two events, then those of a vehicle."""

    OPENED = "opened"
    CLOSED = "closed"
    REGISTERED = "registered"
    HELD = "held"
    RELEASED = "released"
    CALLED = "called"
    DEPARTED = "departed"
    CANCELLED = "cancelled"


class Event(NamedTuple):
    """`at` is aware. `vehicle` is its id, "" for the gate's events; `reason` why it closed."""

    at: datetime
    what: What
    vehicle: str = ""
    lane: Lane = Lane.GENERAL
    reason: str = ""


def wall_minutes(at: datetime) -> float:
    """Minutes of Beijing wall time since 1970-01-01 00:00 there; `at` is aware."""
    return at.timestamp() / 60 + 480
