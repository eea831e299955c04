"""What every feed hands over, whatever it was read from."""

from datetime import datetime
from typing import Annotated, NamedTuple, Protocol

import msgspec

from kiosk.queue.feeds.clock import PortClock
from sync.records import Gate, Vehicle

_Aware = Annotated[datetime, msgspec.Meta(tz=True)]


class Refused(NamedTuple):
    """A row set aside: its number (a table's line or a list's place, from 1) and one sentence."""

    number: int
    sentence: str


class FeedTrouble(Exception):  # noqa: N818 - it is the feed that has trouble
    """Nothing could be read. `code` is one word for the screen and headquarters (unreachable,
    timeout, status, redirect, not-json, not-events, not-whole, too-large, cut-off, not-a-table,
    missing), the message one sentence for the log."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """How a batch came. `at`: when it arrived, by our clock (None: when it was asked for).
    `told_at`: what the port's own clock said. `since`: the sequence that its changes follow (0: not
    told). `clock`: what is known of the port's clock by now."""

    at: datetime | None = None
    told_at: datetime | None = None
    since: int = 0
    clock: PortClock | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one fetch brought. `as_of` is when the port knew it (None: it told nothing new and gave
    no time). `full`: these are all its vehicles, others are gone; else they are changes only.
    `odd` holds codes of what was wrong but bearable: future, duplicate, many-refused. `etag` is
    the port's own mark of it: an ETag, or the id of an event."""

    vehicles: tuple[Vehicle, ...] = ()
    gate: Gate | None = None
    as_of: datetime | None = None
    sequence: int = 0
    full: bool = False
    refused: tuple[Refused, ...] = ()
    odd: tuple[str, ...] = ()
    etag: str = ""
    source: str = ""
    heard: Heard | None = None


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """How a feed is doing right now; kept in the data folder over restarts, never sent. Times are
    aware: `heard_at` when it last answered, `as_of` what it then knew, `full_at` its last whole
    list, `accepted_at` when a batch was last taken over. `vehicles` is how many it tells of: those
    of its last whole list and the new ones since, whichever feed knew them first. `source` is the
    last table's name, size and time. `told_at` is what the port's clock said last, `clock` how far
    that is from ours. `gaps` and `rewinds` count how often changes were missing, or the port began
    to count anew. `trouble` is a code, empty when all is well."""

    name: str
    heard_at: _Aware | None = None
    as_of: _Aware | None = None
    full_at: _Aware | None = None
    accepted_at: _Aware | None = None
    sequence: int = 0
    etag: str = ""
    source: str = ""
    vehicles: int = 0
    set_aside: int = 0
    told_at: _Aware | None = None
    clock: PortClock = PortClock()
    gaps: int = 0
    rewinds: int = 0
    trouble: str = ""


class Feed(Protocol):
    """Something that tells of vehicles. `every` is the pause between two fetches, in seconds; it
    may change from one to the next."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> float: ...

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """What is new since `state`; all of it, where `state` knows no full list. May wait until
        something comes. Raises FeedTrouble when nothing could be read."""
        ...

    def close(self) -> None:
        """End a fetch that waits; called from another thread, and once no more is fetched."""
        ...
