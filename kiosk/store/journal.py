"""The outbox as the store writes it: inside the transaction of the rows it tells of."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from kiosk.store.columns import UNKNOWN
from kiosk.store.line import head_of, write
from sync.outbox import next_op, now, tells, unknown_of
from sync.records import Flow, Record

Told = tuple[type[Record], str, Record | None]
"""A kind, a record's id, and the record after the change; None where it was removed."""

AT_ONCE = 500  # ids asked for in one question; SQLite takes 32,766 and gains nothing from them


def tell(connection: sqlite3.Connection, changes: Iterable[Told]) -> None:
    """Write an op for each change of a kind that goes upstream. Inside the caller's transaction,
    and after the rows were written: what a row holds beyond the record goes with it."""
    home = None
    told = []
    for change in changes:
        info = change[0].info
        if info.flow is Flow.HOME and info.shared and home is None:
            (home,) = connection.execute("SELECT at_home FROM device").fetchone()
        if tells(change[0], at_home=bool(home)):
            told.append(change)
    if not told:
        return
    moment = now()
    head = head_of(connection)
    ops = []
    versions, unknown = _upon(connection, told)
    for kind, id, after in told:
        key = kind.info.kind, id
        op, head = next_op(
            head,
            moment,
            kind,
            id,
            after,
            base=versions.get(key, 0),
            unknown=None if after is None else unknown.get(key),
        )
        ops.append(op)
    write(connection, ops, head)


def unknown_fields(
    connection: sqlite3.Connection, kind: type[Record], ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """By id, the fields of rows that this program doesn't know; rows without any are left out."""
    found = {}
    for some, marks in pieces(ids):
        rows = connection.execute(
            f'SELECT id, "{UNKNOWN}" FROM "{kind.info.kind}" '  # noqa: S608 - our own names
            f'WHERE id IN ({marks}) AND "{UNKNOWN}" IS NOT NULL',
            some,
        )
        for id, packed in rows:
            if fields := unknown_of(unpacked(packed), kind):
                found[id] = fields
    return found


def unpacked(fields: bytes) -> dict[str, Any]:
    """Fields from MessagePack; none where the bytes were damaged."""
    try:
        return msgspec.msgpack.decode(fields, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}


def pieces(ids: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """Ids in pieces that SQLite takes at once, each with as many question marks."""
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        yield some, ", ".join("?" * len(some))


def _upon(
    connection: sqlite3.Connection, told: list[Told]
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], dict[str, Any]]]:
    """By kind and id, upstream's versions of the records, and their fields not known here. What
    only goes up has neither."""
    versions: dict[tuple[str, str], int] = {}
    unknown: dict[tuple[str, str], dict[str, Any]] = {}
    for kind in dict.fromkeys(kind for kind, _, _ in told if kind.info.flow is not Flow.UP):
        name = kind.info.kind
        ids = [id for each, id, _ in told if each is kind]
        for some, marks in pieces(ids):
            rows = connection.execute(
                "SELECT record, version FROM version "  # noqa: S608 - question marks
                f"WHERE kind = ? AND record IN ({marks})",
                (name, *some),
            )
            versions |= {(name, id): version for id, version in rows}
        unknown |= {
            (name, id): fields for id, fields in unknown_fields(connection, kind, ids).items()
        }
    return versions, unknown
