"""What is past its retention goes; what named somebody long enough is veiled."""

import hashlib
import logging
import sqlite3
from datetime import datetime

from sync.records import Merge, Record

log = logging.getLogger(__name__)

_OFFSET, _UTC = "*T*[-+][0-9][0-9]:[0-9][0-9]", "*T*Z"
"""Times that name their zone; SQLite would take one without for UTC."""


def expired(connection: sqlite3.Connection, kind: type[Record], now: datetime) -> list[str]:
    """The ids of a kind's records older than its retention, by `at` or `as_of`. A record whose
    time can't be read is kept, and said so in the log."""
    if kind.info.retention is None:
        return []
    table = kind.info.kind
    field = next((name for name in ("at", "as_of") if name in kind.__struct_fields__), None)
    if field is None:
        raise TypeError(f"{table} has a retention but neither `at` nor `as_of` to count from")
    # SQLite reads the times: a month's log holds some 600,000, and Python would hold up the screen
    zoned = f""""{field}" GLOB '{_OFFSET}' OR "{field}" GLOB '{_UTC}'"""
    epoch = f'CASE WHEN {zoned} THEN unixepoch("{field}") END'
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
    found = connection.execute(f'SELECT id FROM "{table}" WHERE {epoch} < ?', (before,))  # noqa: S608
    return [id for (id,) in found]


def veil(connection: sqlite3.Connection, kind: type[Record], key: bytes, now: datetime) -> None:
    """Put a keyed hash in the place of what has stood in plain for long enough. The same key and
    text give the same hash, so that one vehicle's past stays one vehicle's. A record without a
    readable time is veiled at once."""
    rule = kind.info.veil
    if rule is None:
        return
    connection.create_function("veiled", 1, lambda text: veiled(text, key), deterministic=True)
    table = kind.info.kind
    connection.execute(
        f'UPDATE "{table}" SET "{rule.field}" = veiled("{rule.field}") '  # noqa: S608 - our names
        f"""WHERE "{rule.field}" <> '' AND "{rule.field}" NOT LIKE '#%' """
        'AND coalesce(unixepoch("at"), 0) < ?',
        (now.timestamp() - rule.after.total_seconds(),),
    )


def veiled(text: str, key: bytes) -> str:
    """The hash that stands for `text` in an old record."""
    return "#" + hashlib.blake2b(text.encode(), key=key, digest_size=15).hexdigest()
