"""What is past its retention goes; what named somebody long enough is veiled."""

import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sync.records import Merge, Record

log = logging.getLogger(__name__)

_OFFSET, _UTC = "*T*[-+][0-9][0-9]:[0-9][0-9]", "*T*Z"
"""Times that name their zone; SQLite would take one without for UTC."""


class Due(NamedTuple):
    """Records whose time has come: their ids, and the condition on a row that made it so, with its
    value. Between looking and writing a row may have changed: the condition is asked again."""

    ids: list[str]
    condition: str
    value: float


def expired(connection: sqlite3.Connection, kind: type[Record], now: datetime) -> Due | None:
    """The records of a kind older than its retention, by `at` or `as_of`. A record whose time
    can't be read is kept, and said so in the log. Reads all times of the kind, and holds up
    nobody."""
    if kind.info.retention is None:
        return None
    table = kind.info.kind
    field = next((name for name in ("at", "as_of") if name in kind.__struct_fields__), None)
    if field is None:
        raise TypeError(f"{table} has a retention but neither `at` nor `as_of` to count from")
    # SQLite reads the times: a month's log holds some 600,000, and Python would hold up the screen
    epoch = seconds(field)
    newest, unreadable = connection.execute(
        f'SELECT max({epoch}), sum({epoch} IS NULL) FROM "{table}"'  # noqa: S608 - our own names
    ).fetchone()
    reference = now.timestamp()
    if kind.info.merge is Merge.LATEST and newest is not None:
        # of a kind of which only the newest counts, the last picture stays while nothing comes
        reference = min(reference, newest)
    if unreadable:
        log.warning("%d %s records have no readable time and stay", unreadable, table)
    before = reference - kind.info.retention.total_seconds()
    return _due(connection, table, f"{epoch} < ?", before)


def seconds(field: str) -> str:
    """SQL for the seconds since 1970 that a field names; NULL where it names no zone."""
    zoned = f""""{field}" GLOB '{_OFFSET}' OR "{field}" GLOB '{_UTC}'"""
    return f'CASE WHEN {zoned} THEN unixepoch("{field}") END'


def unveiled(connection: sqlite3.Connection, kind: type[Record], now: datetime) -> Due | None:
    """The records that have named in plain for long enough what their kind veils. A record
    without a readable time has at once."""
    rule = kind.info.veil
    if rule is None:
        return None
    condition = (
        f""""{rule.field}" <> '' AND "{rule.field}" NOT LIKE '#%' """
        'AND coalesce(unixepoch("at"), 0) < ?'
    )
    before = now.timestamp() - rule.after.total_seconds()
    return _due(connection, kind.info.kind, condition, before)


def veil(connection: sqlite3.Connection, kind: type[Record], due: Due, key: bytes) -> None:
    """Put a keyed hash in the place of what is veiled. The same key and text give the same hash, so
    that one vehicle's past stays one vehicle's. Inside the caller's transaction."""
    rule = kind.info.veil
    if rule is None:
        return
    connection.create_function("veiled", 1, lambda text: veiled(text, key), deterministic=True)
    connection.execute(
        f'UPDATE "{kind.info.kind}" SET "{rule.field}" = veiled("{rule.field}") '  # noqa: S608
        f"WHERE id IN ({', '.join('?' * len(due.ids))}) AND {due.condition}",
        (*due.ids, due.value),
    )


def pieces(due: Due | None, size: int) -> Iterator[Due]:
    """The same in pieces of so many records."""
    if due is not None:
        for at in range(0, len(due.ids), size):
            yield due._replace(ids=due.ids[at : at + size])


def _due(connection: sqlite3.Connection, table: str, condition: str, value: float) -> Due:
    found = connection.execute(f'SELECT id FROM "{table}" WHERE {condition}', (value,))  # noqa: S608
    return Due([id for (id,) in found], condition, value)


def veiled(text: str, key: bytes) -> str:
    """The hash that stands for `text` in an old record."""
    return "#" + hashlib.blake2b(text.encode(), key=key, digest_size=15).hexdigest()
