"""What comes from upstream is put into the tables: inside the caller's transaction, telling nothing
back.

A row for which an op waits is left as it is: upstream will say what it made of that op. Removals of
what the house offers are noted and done at the end (`settle`): a fault upstream must not empty the
house's pages.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kiosk.store.change import Change
from kiosk.store.columns import Columns, columns_of
from kiosk.store.columns import Row as Values
from kiosk.store.journal import pieces
from kiosk.store.learning import keep_unread, read_row, write_rows
from sync.digest import compared
from sync.outbox import Action
from sync.protocol import Row
from sync.records import KINDS, Flow, Record

log = logging.getLogger(__name__)

Rows = Callable[[Columns[Any], Iterable[str]], dict[str, Values]]
"""Gives the rows that stand in a table, by id."""

BRAKE = 5
"""More than this part of a kind is not removed without a person."""
FEW = 3
"""Fewer than this many are, however small the kind."""


class Taken(msgspec.Struct, kw_only=True):
    """What taking did: what changed, and how many rows of each kind could not be read (they are
    kept) or are of no kind that comes from there (they are not)."""

    changes: list[Change[Any]] = []
    unreadable: dict[str, int] = {}


class Taker:
    """Takes rows within one transaction. `rows` reads what stands there. With `now`, records past
    their kind's retention are passed over. `instead`: a comparison has found what is right, so
    what is here does not count, and kinds that only go up come as well."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rows: Rows,
        *,
        now: datetime | None = None,
        instead: bool = False,
    ) -> None:
        self._db = connection
        self._rows = rows
        self._now = now
        self._instead = instead
        self.taken = Taken()

    def take(self, rows: Iterable[Row], *, everywhere: bool = False) -> None:
        """Take rows; those of all homes (`everywhere`) leave alone what upstream has given this
        home of its own under the same id."""
        by_kind: dict[str, dict[str, Row]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, {})[row.record] = row
        for name, wanted in by_kind.items():
            kind = KINDS.get(name)
            if kind is not None and not self._comes(kind):
                log.warning("upstream sent %d %s rows, which never come down", len(wanted), name)
                self._count(name, len(wanted))
                continue
            for id in waiting_of(self._db, name, list(wanted)):
                del wanted[id]
            if everywhere and kind is not None:
                for id in self._homes_own(name, list(wanted)):
                    del wanted[id]
            put = [row for row in wanted.values() if row.action is Action.PUT]
            gone = [row for row in wanted.values() if row.action is Action.REMOVE]
            if kind is None:
                keep_unread(self._db, put)
                self._forget("unread", name, [row.record for row in gone])
            else:
                self._put(kind, put)
                self.remove(kind, {row.record: row.version for row in gone})

    def remove(self, kind: type[Record], gone: dict[str, int]) -> None:
        """Upstream has removed these (id, version): noted where `settle` does it, else done."""
        columns = columns_of(kind)
        present = self._rows(columns, gone)
        self._forget("unread", columns.table, list(gone))
        if kind.info.flow in (Flow.DOWN, Flow.BOTH):
            self._db.executemany(
                "INSERT OR REPLACE INTO removal VALUES (?, ?, ?)",
                [(columns.table, id, gone[id]) for id in present],
            )
            return
        self.taken.changes += remove(self._db, kind, present, gone)

    def _put(self, kind: type[Record], rows: list[Row]) -> None:
        columns = columns_of(kind)
        read = {row.record: read_row(columns, row.record, row.fields) for row in rows}
        unread = [row for row in rows if read[row.record] is None]
        if unread:
            # how many, and not which: an id may be a plate
            log.warning("%d %s rows from upstream can't be read yet", len(unread), columns.table)
            keep_unread(self._db, unread)
            self._count(columns.table, len(unread))
        good = {
            id: each for id, each in read.items() if each is not None and self._holds(columns, each)
        }
        present = self._rows(columns, good)
        for id, (values, _) in good.items():
            old = present.get(id)
            if values != old:
                before = columns.readable(old) if old else None
                after = columns.record(values)
                if before != after:
                    self.taken.changes.append(Change(kind=kind, id=id, before=before, after=after))
        write_rows(self._db, columns, good.values())
        note_versions(
            self._db, columns.table, {row.record: row.version for row in rows if row.record in good}
        )
        for table in ("removal", "unread"):
            self._forget(table, columns.table, list(good))

    def _homes_own(self, name: str, ids: Sequence[str]) -> list[str]:
        return [
            id
            for some, marks in pieces(ids)
            for (id,) in self._db.execute(
                f'SELECT record FROM version JOIN "{name}" ON id = record '  # noqa: S608
                f"WHERE kind = ? AND record IN ({marks}) AND home <> ''",
                (name, *some),
            )
        ]

    def _comes(self, kind: type[Record]) -> bool:
        flow = kind.info.flow
        return (
            flow in (Flow.DOWN, Flow.BOTH)
            or (flow is Flow.HOME and kind.info.shared)
            or (self._instead and compared(kind))
        )

    def _holds(self, columns: Columns[Any], each: tuple[Values, dict[str, Any]]) -> bool:
        """Whether a record is within its retention."""
        retention = columns.kind.info.retention
        if self._now is None or retention is None:
            return True
        fields = dict(zip(columns.names, each[0], strict=True))
        try:
            at = datetime.fromisoformat(fields.get("at") or fields.get("as_of") or "")
            return bool(at + retention >= self._now)
        except (ValueError, TypeError, OverflowError):
            return True  # without a time that names its zone it stays, as in expiry.py

    def _forget(self, table: str, kind: str, ids: Sequence[str]) -> None:
        self._db.executemany(
            f"DELETE FROM {table} WHERE kind = ? AND record = ?",  # noqa: S608 - our own names
            [(kind, id) for id in ids],
        )

    def _count(self, kind: str, count: int) -> None:
        unreadable = self.taken.unreadable
        self.taken.unreadable = {**unreadable, kind: unreadable.get(kind, 0) + count}


def settle(
    connection: sqlite3.Connection, rows: Rows, *, allowed: bool
) -> tuple[list[Change[Any]], dict[str, int]]:
    """Do the removals that were noted. Of a kind of which more than a fifth would go none are done,
    unless that is `allowed`: how many wait, by kind. What upstream does not know yet (an op waits
    for it) is not removed."""
    noted: dict[str, dict[str, int]] = {}
    for name, id, version in connection.execute("SELECT kind, record, version FROM removal"):
        noted.setdefault(name, {})[id] = version
    changes: list[Change[Any]] = []
    waits: dict[str, int] = {}
    for name, gone in noted.items():
        kind = KINDS.get(name)
        if kind is None:
            continue
        kept = waiting_of(connection, name, list(gone))
        present = rows(columns_of(kind), [id for id in gone if id not in kept])
        (count,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608
        if len(present) >= FEW and len(present) * BRAKE > count and not allowed:
            waits[name] = len(present)
            continue
        changes += remove(connection, kind, present, gone)
        connection.execute("DELETE FROM removal WHERE kind = ?", (name,))
    return changes, waits


def remove(
    connection: sqlite3.Connection,
    kind: type[Record],
    present: dict[str, Values],
    versions: dict[str, int],
) -> list[Change[Any]]:
    """Remove rows; what is made anew under their ids is made upon these versions."""
    columns = columns_of(kind)
    connection.executemany(
        f'DELETE FROM "{columns.table}" WHERE id = ?',  # noqa: S608 - our own names
        [(id,) for id in present],
    )
    note_versions(connection, columns.table, {id: versions[id] for id in present})
    return [
        Change(kind=kind, id=id, before=columns.readable(values), after=None)
        for id, values in present.items()
    ]


def note_versions(connection: sqlite3.Connection, kind: str, versions: dict[str, int]) -> None:
    """Remember what upstream numbers these records (0: it did not say)."""
    connection.executemany(
        "INSERT OR REPLACE INTO version VALUES (?, ?, ?)",
        [(kind, id, version) for id, version in versions.items() if version],
    )


def waiting_of(connection: sqlite3.Connection, kind: str, ids: Sequence[str]) -> set[str]:
    """Those of these records for which an op waits."""
    found: set[str] = set()
    for some, marks in pieces(ids):
        found |= {
            id
            for (id,) in connection.execute(
                "SELECT record FROM outbox "  # noqa: S608 - question marks
                f"WHERE kind = ? AND record IN ({marks})",
                (kind, *some),
            )
        }
    return found
