"""What every feed hands over, whatever it was read from."""

from datetime import datetime
from typing import Annotated, NamedTuple, Protocol

import msgspec

from sync.records import Gate, Vehicle

_Aware = Annotated[datetime, msgspec.Meta(tz=True)]


class Refused(NamedTuple):
    """A row set aside: its number (a table's line or a list's place, from 1) and one sentence."""

    number: int
    sentence: str


class FeedTrouble(Exception):  # noqa: N818 - it is the feed that has trouble
    """Nothing could be read. `code` is one word for the screen and headquarters (unreachable,
    timeout, status, redirect, not-json, too-large, cut-off, not-a-table, missing), the message
    one sentence for the log."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one fetch brought. `as_of` is when the port knew it (None: it told nothing new and gave
    no time). `full`: these are all its vehicles, others are gone; else they are changes only.
    `odd` holds codes of what was wrong but bearable: future, duplicate, many-refused."""

    vehicles: tuple[Vehicle, ...] = ()
    gate: Gate | None = None
    as_of: datetime | None = None
    sequence: int = 0
    full: bool = False
    refused: tuple[Refused, ...] = ()
    odd: tuple[str, ...] = ()
    etag: str = ""
    source: str = ""


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """How a feed is doing right now; kept in the data folder over restarts, never sent. Times are
    aware: `heard_at` when it last answered, `as_of` what it then knew, `full_at` its last whole
    list, `accepted_at` when a batch was last taken over. `vehicles` is how many it tells of: those
    of its last whole list and the new ones since, whichever feed knew them first. `source` is the
    last table's name, size and time. `trouble` is a code, empty when all is well."""

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
    trouble: str = ""


class Feed(Protocol):
    """Something that tells of vehicles. `every` is the pause between two fetches, in seconds."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> float: ...

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """What is new since `state`. Raises FeedTrouble when nothing could be read."""
        ...
