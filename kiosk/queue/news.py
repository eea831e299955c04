"""What a feed's thread hands to the screen."""

from datetime import datetime
from typing import NamedTuple

from sync.records import Gate, PortEvent, Vehicle


class News(NamedTuple):
    """What is known now, from all feeds: the vehicles (all of them; or, where `whole` is False,
    those that changed, and the ids of those that are `gone`), the gate of the feed that heard of it
    last, and when the port knew this (None: never heard). `events` are those that were logged since
    the news before; at first come the last two days', in pieces."""

    vehicles: tuple[Vehicle, ...]
    gate: Gate | None
    as_of: datetime | None
    events: tuple[PortEvent, ...] = ()
    gone: tuple[str, ...] = ()
    whole: bool = True
