"""What a feed's thread hands to the screen."""

from datetime import datetime
from typing import NamedTuple

from sync.records import Gate, PortEvent, Vehicle


class News(NamedTuple):
    """All that is known now, from all feeds: the vehicles, the gate of the feed that heard of it
    last, and when the port knew this (None: never heard). `events` are those that were logged
    since the news before; the first news brings the last two days'."""

    vehicles: tuple[Vehicle, ...]
    gate: Gate | None
    as_of: datetime | None
    events: tuple[PortEvent, ...] = ()
