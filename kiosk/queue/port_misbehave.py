"""What a simulated port does wrong when it is told to: the ways in which real ones are.

Pure: what is to be sent goes in, what is sent instead comes out; the server does to the connection
what `Misbehaviour.connection` names.
"""

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from kiosk.queue.port_document import PortDocument, PortVehicle
from kiosk.queue.times import stamp

KINDS = {
    "gap": "changes are left out; in a database, numbers",
    "rewind": "the sequence begins anew",
    "duplicate": "the same is said again",
    "reorder": "what comes later is said first",
    "late": "changes are said after those that follow them",
    "skew": "the port's clock is off: skew=+7m, skew=-90s",
    "cut": "an answer or a table breaks off in the middle",
    "slow": "an answer drips",
    "html": "a login page comes with status 200, or as a table",
    "500": "status 500",
    "stall": "nothing comes for a minute, on an open connection",
    "column": "a table lacks a column",
    "half": "some rows of a table end in the middle",
    "gbk": "a table comes in GBK instead of UTF-8",
    "stale": "a table is an old copy",
    "long": "a database's table is locked for ten seconds, by an open transaction",
}
CONNECTION = ("cut", "slow", "html", "500", "stall")
OFTEN = 0.2
"""The share of answers and events that go wrong, in each way by itself."""


def read_kinds(text: str) -> tuple[frozenset[str], timedelta]:
    """The kinds that `gap,skew=+7m` names, and the skew. Raises ValueError with one sentence."""
    kinds, skew = set(), timedelta()
    for each in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = each.partition("=")
        if name not in KINDS or (value and name != "skew"):
            raise ValueError(f"“{each}” is no misbehaviour; there are {', '.join(KINDS)}.")
        kinds.add(name)
        if name == "skew":
            distance = re.fullmatch(r"([+-]?)(\d{1,6})([smh])", value)
            if distance is None:
                raise ValueError(f"“{each}” is no skew; write it as skew=+7m.")
            skew = int(distance[2]) * _UNITS[distance[3]] * (-1 if distance[1] == "-" else 1)
    return frozenset(kinds), skew


_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}


class Lot:
    """Draws what goes wrong, of `kinds`, by a generator of its own (`rng`): the same seed, the same
    mischief."""

    def __init__(self, kinds: frozenset[str], seed: int) -> None:
        self.kinds = kinds
        self.rng = random.Random(seed)  # noqa: S311 - mischief, no secret

    def now(self, kind: str) -> bool:
        """Whether it goes wrong in this way now."""
        return kind in self.kinds and self.rng.random() < OFTEN


class Misbehaviour:
    """Talk that goes wrong in the ways of `kinds`. `skew` is by how much the port's clock is ahead.
    One for each line of talk: the answers over HTTP, or one stream of events."""

    def __init__(
        self, kinds: frozenset[str] = frozenset(), skew: timedelta = timedelta(), seed: int = 1
    ) -> None:
        self.skew = skew
        self._lot = Lot(kinds, seed)
        self._begun_at = 0  # the sequence that is said to be 0
        self._last: PortDocument | None = None
        self._held: list[PortDocument] = []
        self._rows: list[PortVehicle] = []

    def asked(self, since: int) -> int:
        """The sequence that is meant by one that was said."""
        return since + self._begun_at if since else 0

    def connection(self) -> str:
        """What goes wrong with the next answer's connection: one of CONNECTION, or nothing."""
        return next((each for each in CONNECTION if self._lot.now(each)), "")

    def answer(self, document: PortDocument) -> PortDocument:
        """What is answered instead."""
        if not document.full and self._lot.now("rewind"):
            self._begun_at = document.sequence - 1
        if not document.full and document.vehicles:
            document = self._changes(document)
        document = self._said(document)
        if self._last is not None and self._lot.now("duplicate"):
            return self._last
        self._last = document
        return document

    def events(self, document: PortDocument) -> list[PortDocument]:
        """What is sent as events instead, in this order."""
        if document.full or not document.vehicles:
            return [self._said(document)]
        if self._lot.now("gap"):
            return []
        if self._lot.now("rewind"):
            self._begun_at = document.sequence - 1
        said = self._said(document)
        if self._lot.now("late") or self._lot.now("reorder"):
            self._held.append(said)
            return []
        sent = [said, said] if self._lot.now("duplicate") else [said]
        if self._held and ("reorder" in self._lot.kinds or self._lot.rng.random() < OFTEN):
            sent += self._held
            self._held = []
        return sent

    def _changes(self, document: PortDocument) -> PortDocument:
        rows = document.vehicles
        if self._lot.now("gap"):
            kept = rows[len(rows) // 2 :]
            return msgspec.structs.replace(document, since=document.sequence, vehicles=kept)
        if self._lot.now("late"):
            self._rows += rows
            return msgspec.structs.replace(document, vehicles=[])
        rows, self._rows = rows + self._rows, []  # the old word after the new one
        if self._lot.now("reorder"):
            rows = self._lot.rng.sample(rows, len(rows))
        return msgspec.structs.replace(document, vehicles=rows)

    def _said(self, document: PortDocument) -> PortDocument:
        """A document by the port's own count and clock."""
        document = msgspec.structs.replace(
            document,
            sequence=max(document.sequence - self._begun_at, 0),
            since=max(document.since - self._begun_at, 0),
        )
        return moved(document, self.skew) if self.skew else document


def moved(document: PortDocument, by: timedelta) -> PortDocument:
    """A document by a clock that is ahead by so much."""
    move: Callable[[str], str] = lambda text: (  # noqa: E731
        stamp(datetime.fromisoformat(text) + by) if text else ""
    )
    replace = msgspec.structs.replace
    return replace(
        document,
        server_time=move(document.server_time),
        gate=replace(document.gate, since=move(document.gate.since)),
        vehicles=[
            replace(
                each,
                registered_at=move(each.registered_at),
                called_at=move(each.called_at),
                departed_at=move(each.departed_at),
                as_of=move(each.as_of),
            )
            for each in document.vehicles
        ],
    )
