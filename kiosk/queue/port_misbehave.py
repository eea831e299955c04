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
    "gap": "changes are left out",
    "rewind": "the sequence begins anew",
    "duplicate": "the same is said again",
    "reorder": "what comes later is said first",
    "late": "changes are said after those that follow them",
    "skew": "the port's clock is off: skew=+7m, skew=-90s",
    "cut": "an answer breaks off in the middle",
    "slow": "an answer drips",
    "html": "a login page comes with status 200",
    "500": "status 500",
    "stall": "nothing comes for a minute, on an open connection",
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


class Misbehaviour:
    """Goes wrong in the ways of `kinds`, by a generator of its own: the same seed, the same
    mischief. `skew` is by how much the port's clock is ahead. One for each line of talk: the
    answers over HTTP, or one stream of events."""

    def __init__(
        self, kinds: frozenset[str] = frozenset(), skew: timedelta = timedelta(), seed: int = 1
    ) -> None:
        self.skew = skew
        self._kinds = kinds
        self._rng = random.Random(seed)  # noqa: S311 - mischief, no secret
        self._begun_at = 0  # the sequence that is said to be 0
        self._last: PortDocument | None = None
        self._held: list[PortDocument] = []
        self._rows: list[PortVehicle] = []

    def asked(self, since: int) -> int:
        """The sequence that is meant by one that was said."""
        return since + self._begun_at if since else 0

    def connection(self) -> str:
        """What goes wrong with the next answer's connection: one of CONNECTION, or nothing."""
        return next((each for each in CONNECTION if self._now(each)), "")

    def answer(self, document: PortDocument) -> PortDocument:
        """What is answered instead."""
        if not document.full and self._now("rewind"):
            self._begun_at = document.sequence - 1
        if not document.full and document.vehicles:
            document = self._changes(document)
        document = self._said(document)
        if self._last is not None and self._now("duplicate"):
            return self._last
        self._last = document
        return document

    def events(self, document: PortDocument) -> list[PortDocument]:
        """What is sent as events instead, in this order."""
        if document.full or not document.vehicles:
            return [self._said(document)]
        if self._now("gap"):
            return []
        if self._now("rewind"):
            self._begun_at = document.sequence - 1
        said = self._said(document)
        if self._now("late") or self._now("reorder"):
            self._held.append(said)
            return []
        sent = [said, said] if self._now("duplicate") else [said]
        if self._held and ("reorder" in self._kinds or self._rng.random() < OFTEN):
            sent += self._held
            self._held = []
        return sent

    def _changes(self, document: PortDocument) -> PortDocument:
        rows = document.vehicles
        if self._now("gap"):
            kept = rows[len(rows) // 2 :]
            return msgspec.structs.replace(document, since=document.sequence, vehicles=kept)
        if self._now("late"):
            self._rows += rows
            return msgspec.structs.replace(document, vehicles=[])
        rows, self._rows = rows + self._rows, []  # the old word after the new one
        if self._now("reorder"):
            rows = self._rng.sample(rows, len(rows))
        return msgspec.structs.replace(document, vehicles=rows)

    def _said(self, document: PortDocument) -> PortDocument:
        """A document by the port's own count and clock."""
        document = msgspec.structs.replace(
            document,
            sequence=max(document.sequence - self._begun_at, 0),
            since=max(document.since - self._begun_at, 0),
        )
        return _moved(document, self.skew) if self.skew else document

    def _now(self, kind: str) -> bool:
        return kind in self._kinds and self._rng.random() < OFTEN


def _moved(document: PortDocument, by: timedelta) -> PortDocument:
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
