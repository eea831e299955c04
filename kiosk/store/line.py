"""The line upstream as the database holds it: the ops that wait, numbered without a gap, and how
far upstream has taken them. All of it inside the caller's transaction.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from sync.outbox import Action, Head, Op, advance, first_head

_STORED = [
    "seq", "device", "kind", "record", "schema", "action", "fields", "wall", "boot", "offset",
    "base",
]  # fmt: skip
_SELECT = (
    f"SELECT {', '.join(_STORED)}, "  # noqa: S608 - our own names
    "(SELECT epoch FROM device) FROM outbox"
)
_INSERT = (
    f"INSERT INTO outbox ({', '.join(_STORED)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join('?' * len(_STORED))})"
)


_ACTIONS = {each.value: each for each in Action}


def head_of(connection: sqlite3.Connection) -> Head:
    """The device, its epoch, and how far it has come."""
    device, epoch, seq, chain = connection.execute(
        "SELECT id, epoch, seq, chain FROM device"
    ).fetchone()
    return Head(device=device, epoch=epoch, seq=seq, chain=chain)


def write(connection: sqlite3.Connection, ops: Iterable[Op], head: Head) -> None:
    """Add ops at the end of the line; `head` is the chain's behind the last of them."""
    connection.executemany(
        _INSERT,
        [[_stored(getattr(op, name)) for name in _STORED] for op in ops],
    )
    connection.execute("UPDATE device SET seq = ?, chain = ?", (head.seq, head.chain))


def waiting(
    connection: sqlite3.Connection, most: int = -1, where: str = "", values: Sequence[Any] = ()
) -> list[Op]:
    """The ops that wait, `most` of them at most, oldest first; those for which `where` holds."""
    rows = connection.execute(f"{_SELECT} {where} ORDER BY seq LIMIT ?", (*values, most))
    return [
        Op(
            seq=seq,
            device=device,
            kind=kind,
            record=record,
            schema=schema,
            action=_ACTIONS[action],
            fields=fields,
            wall=wall,
            boot=boot,
            offset=offset,
            base=base,
            epoch=epoch,
        )
        for (
            seq,
            device,
            kind,
            record,
            schema,
            action,
            fields,
            wall,
            boot,
            offset,
            base,
            epoch,
        ) in rows
    ]


def begin_line(connection: sqlite3.Connection, device: str) -> None:
    """A new epoch of `device`: what waits is numbered from 1 in its order, and upstream has
    acknowledged nothing of it. Who made an op stays who made it. Both ends are to be compared."""
    head = start = first_head(device)
    moved = []
    for op in waiting(connection):
        moved.append((head.seq + 1, op.seq))
        head = advance(head, msgspec.structs.replace(op, epoch=head.epoch, seq=head.seq + 1))
    # never onto a number that is still taken: an op's place is at least its number from 1
    connection.executemany("UPDATE outbox SET seq = ?, ahead = 0 WHERE seq = ?", moved)
    connection.execute(
        "UPDATE device SET id = ?, epoch = ?, seq = ?, chain = ?, acknowledged = 0, reached = ?",
        (head.device, head.epoch, head.seq, head.chain, start.chain),
    )
    connection.execute("UPDATE sync SET unverified = 1")


def acknowledge(connection: sqlite3.Connection, seq: int, chain: bytes) -> None:
    """Upstream holds all up to `seq`, where the chain's head is `chain`: those ops go."""
    connection.execute("DELETE FROM outbox WHERE seq <= ?", (seq,))
    connection.execute("UPDATE device SET acknowledged = ?, reached = ?", (seq, chain))


def _stored(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
