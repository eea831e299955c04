"""What this program was told before it could read it: kept, and read once it can.

A newer program elsewhere sends fields and kinds that this one doesn't know. Fields are kept in
their row's column `unknown fields`, rows of unknown kinds, and those that don't fit their kind,
in the table `unread`. When a later version of this program opens the store, both come to their
place. All of it inside the caller's transaction.
"""

import hashlib
import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.store.columns import UNKNOWN, Columns, Row, columns_of
from kiosk.store.journal import unpacked
from sync.records import KINDS, Record

if TYPE_CHECKING:  # with it comes the whole wire, which a start does not need
    from sync.protocol import Row as Told


def signature(kind: type[Record]) -> str:
    """What this program knows of a kind: its fields."""
    return f"{kind.info.schema}: {' '.join(sorted(kind.__struct_fields__))}"


@cache
def shape(kind: type[Record]) -> str:
    """All that this program knows of a kind, down to the members of its enums: costs more."""
    told = msgspec.json.encode(msgspec.json.schema(kind), order="sorted")
    return hashlib.blake2b(told, digest_size=8).hexdigest()


def to_learn(db: sqlite3.Connection) -> set[str]:
    """The kinds of which this program knows something else than the one that last opened the store,
    or whose unread rows it has not tried to read."""
    last = dict(db.execute("SELECT name, fields FROM tables"))
    tried = db.execute("SELECT DISTINCT kind, tried FROM unread").fetchall()
    known = {name: signature(kind) for name, kind in KINDS.items()}
    return {name for name, fields in known.items() if last.get(name) != fields} | {
        name for name, told in tried if name in KINDS and told != shape(KINDS[name])
    }


def learn(db: sqlite3.Connection, kind: type[Record]) -> None:
    """Put what was kept of a kind in its place, as far as this program can read it."""
    columns = columns_of(kind)
    _learn_fields(db, columns)
    name = columns.table
    rows = db.execute(
        "SELECT record, fields, version FROM unread WHERE kind = ?", (name,)
    ).fetchall()
    for id, fields, version in rows:
        read = read_row(columns, id, fields)
        if read is not None:
            write_rows(db, columns, [read])
            db.execute("DELETE FROM unread WHERE kind = ? AND record = ?", (name, id))
            db.execute("INSERT OR REPLACE INTO version VALUES (?, ?, ?)", (name, id, version))
    db.execute("UPDATE unread SET tried = ? WHERE kind = ?", (shape(kind), name))


def read_row(columns: Columns[Any], id: str, fields: bytes) -> tuple[Row, dict[str, Any]] | None:
    """A record's fields as upstream has them, as its row, and those that this program doesn't
    know. None where they don't fit its kind."""
    try:
        told = msgspec.msgpack.decode(fields, type=dict[str, Any])
        record = msgspec.convert({**told, "id": id}, columns.kind)
        row = columns.row(record)
        # as they were told: what they hold further in, and is not known here, stays
        kept = [
            columns.value(name, told[name])
            if name in columns.json and told.get(name) is not None
            else value
            for name, value in zip(columns.names, row, strict=True)
        ]
        row = columns.checked(record, tuple(kept))
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        return None
    unknown = {name: value for name, value in told.items() if name not in columns.types}
    return row, unknown


def write_rows(
    db: sqlite3.Connection, columns: Columns[Any], rows: Iterable[tuple[Row, dict[str, Any]]]
) -> None:
    """Add or replace rows as `read_row` gives them."""
    listed = list(rows)
    columns.write(db, [row for row, _ in listed])
    db.executemany(
        f'UPDATE "{columns.table}" SET "{UNKNOWN}" = ?1 '  # noqa: S608 - our own names
        f'WHERE id = ?2 AND "{UNKNOWN}" IS NOT ?1',
        [(packed(unknown), row[0]) for row, unknown in listed],
    )


def packed(unknown: dict[str, Any]) -> bytes | None:
    """Unknown fields as they stand in their column; None where there are none."""
    return msgspec.msgpack.encode(unknown, order="sorted") if unknown else None


def keep_unread(db: sqlite3.Connection, rows: "Iterable[Told]") -> None:
    """Keep rows that this program can't read."""
    for row in rows:
        tried = shape(KINDS[row.kind]) if row.kind in KINDS else ""
        db.execute(
            "INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?, ?)",
            (row.kind, row.record, row.schema, row.fields, row.version, tried),
        )


def _learn_fields(db: sqlite3.Connection, columns: Columns[Any]) -> None:
    rows = db.execute(
        f'SELECT id, "{UNKNOWN}" FROM "{columns.table}" '  # noqa: S608 - our own names
        f'WHERE "{UNKNOWN}" IS NOT NULL'
    ).fetchall()
    for id, kept in rows:
        unknown = unpacked(kept)
        for name in columns.annotations.keys() & unknown.keys():
            try:
                msgspec.convert(unknown[name], columns.annotations[name])
                value = columns.value(name, unknown[name])
            except (msgspec.ValidationError, ValueError, TypeError, OverflowError):
                continue  # it means something else here: it stays as it was told
            db.execute(
                f'UPDATE "{columns.table}" SET "{name}" = ? WHERE id = ?',  # noqa: S608
                (value, id),
            )
            del unknown[name]
        db.execute(
            f'UPDATE "{columns.table}" SET "{UNKNOWN}" = ? WHERE id = ?',  # noqa: S608
            (packed(unknown), id),
        )
