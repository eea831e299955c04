"""What the sync client asks of the store at its end: a kiosk's, or a home server's that has an
upstream of its own. Every method is one transaction; none is held while the network is waited for.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import msgspec

from sync.outbox import Head, Op
from sync.protocol import Cursor, Listed, Row, Span


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """How far a device's line has come: `written` is its head, `acknowledged` the last seq that
    upstream has taken, `chain` the head of the chain there."""

    written: Head
    acknowledged: int
    chain: bytes


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a page: the (kind, id) of records that are now otherwise, and how many rows
    each kind set aside because they could not be read."""

    changed: list[tuple[str, str]] = []
    unreadable: dict[str, int] = {}


class Local(Protocol):
    """One end of the sync."""

    def line(self) -> Line: ...

    def waiting(self, most: int) -> list[Op]:
        """The ops after the acknowledged one, oldest first."""

    def urgent(self, most: int) -> list[Op]:
        """Those that wait, are of urgent kinds, and were not yet sent ahead."""

    def sent_ahead(self, ops: Iterable[Op]) -> None:
        """These urgent ops were taken ahead of their place in the line."""

    def acknowledge(self, seq: int, chain: bytes) -> None:
        """Upstream holds all up to `seq`: let go of them. Never goes back."""

    def begin_epoch(self) -> Line:
        """Begin a new line, with all that upstream has not acknowledged in it, in its order."""

    def cursor(self) -> Cursor: ...

    def take(self, home: Iterable[Row], everywhere: Iterable[Row], cursor: Cursor) -> Took:
        """A page of rows and the cursor behind it, both or neither. A row for which an op waits in
        the outbox is left as it is: what upstream makes of that op comes later. Removals of
        content are noted, and done by `settle`."""

    def room(self) -> bool:
        """Whether there is room on the disk for what upstream has to say; without it a sync only
        tells."""

    def settle(self, *, allowed: bool = False) -> dict[str, int]:
        """Do the removals of content that were noted. Of a kind of which more than a fifth (and at
        least three) would go, none are done, and their number is returned by kind: they wait for a
        person, who calls this with `allowed`."""

    def start_over(self) -> None:
        """Upstream was restored, or another: read all from the beginning; nothing is removed."""

    def at_home(self, yes: bool) -> None:
        """Whether upstream is the home's own server: then what may not leave the home is told to
        it, from now on and what is here already."""

    def root(self, day: int) -> bytes:
        """The digest (32 bytes) of all that upstream should hold alike: see sync/digest.py."""

    def kinds(self, day: int) -> dict[str, tuple[int, bytes]]:
        """The same by kind: how many records, and their digest."""

    def spans(self, kind: str, day: int, spans: list[Span]) -> list[Span]:
        """The same ranges as this end holds them."""

    def listed(self, kind: str, day: int, first: str, end: str) -> list[Listed]: ...

    def rows(self, kind: str, ids: Iterable[str]) -> list[Row]:
        """Records as rows, to be offered upstream."""

    def mend(self, rows: Iterable[Row]) -> Took:
        """Take these rows in the place of what is here, whatever that is."""

    def drop(self, kind: str, ids: Iterable[str]) -> Took:
        """Upstream never had these, or removed them. Noted as removals are, and done by `settle`
        for kinds that come from there."""

    def unverified(self) -> bool:
        """Whether a new line was begun (by `begin_epoch`, or on opening because the store was put
        back) since both ends were last compared."""

    def verified(self, at: datetime) -> None:
        """Both ends were compared, and hold the same."""

    def spent(self, day: str, up: int, down: int, requests: int, seconds: float) -> None:
        """Note what a sync cost, by day (YYYY-MM-DD in Beijing)."""

    def spent_on(self, day: str) -> tuple[int, int, int, float]:
        """Bytes up and down, requests and seconds of a day."""

    def synced(self, at: datetime, trouble: str = "") -> None:
        """Note when the last sync ended well, or in what trouble the last one is."""
