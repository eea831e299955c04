"""The outbox as the store writes it: inside the transaction of the rows it tells of."""

import sqlite3
from collections.abc import Iterable

import msgspec

from sync.outbox import Head, Op, next_op, now, tells
from sync.records import Record

_FIELDS = Op.__struct_fields__
_INSERT = (
    f"INSERT INTO outbox ({', '.join(_FIELDS)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join('?' * len(_FIELDS))})"
)
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM outbox ORDER BY rowid"  # noqa: S608


def device_of(connection: sqlite3.Connection) -> Head:
    """The device, its epoch, and how far it has come."""
    device, epoch, seq, chain = connection.execute(
        "SELECT id, epoch, seq, chain FROM device"
    ).fetchone()
    return Head(device=device, epoch=epoch, seq=seq, chain=chain)


def tell(
    connection: sqlite3.Connection,
    changes: Iterable[tuple[type[Record], str, Record | None]],
) -> None:
    """Write an op for each change (kind, id, the record after it or None) of a kind that goes
    upstream. Inside the caller's transaction."""
    told = [change for change in changes if tells(change[0])]
    if not told:
        return
    moment = now()
    head = device_of(connection)
    rows = []
    for kind, record_id, after in told:
        op, head = next_op(head, moment, kind, record_id, after)
        rows.append((*msgspec.structs.astuple(op)[:6], op.action.value, *_tail(op)))
    connection.executemany(_INSERT, rows)
    connection.execute("UPDATE device SET seq = ?, chain = ?", (head.seq, head.chain))


def waiting(connection: sqlite3.Connection) -> list[Op]:
    """The ops in the outbox, in the order they were written."""
    return [
        msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Op)
        for row in connection.execute(_SELECT)
    ]


def _tail(op: Op) -> tuple[bytes, int, str, int, int]:
    return op.fields, op.wall, op.boot, op.offset, op.base
