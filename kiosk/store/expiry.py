"""What is past its retention."""

import logging
import sqlite3
from datetime import datetime

from sync.records import Merge, Record

log = logging.getLogger(__name__)


def expired(connection: sqlite3.Connection, kind: type[Record], now: datetime) -> list[str]:
    """The ids of a kind's records older than its retention, by `at` or `as_of`. A record whose
    time can't be read is kept, and said so in the log."""
    if kind.info.retention is None:
        return []
    table = kind.info.kind
    field = next((name for name in ("at", "as_of") if name in kind.__struct_fields__), None)
    if field is None:
        raise TypeError(f"{table} has a retention but neither `at` nor `as_of` to count from")
    times, unreadable = {}, 0
    for id, said in connection.execute(f'SELECT id, "{field}" FROM "{table}"'):  # noqa: S608
        try:
            at = datetime.fromisoformat(said)
        except (TypeError, ValueError):
            unreadable += 1
            continue
        if at.tzinfo is None:  # a time without an offset
            unreadable += 1
            continue
        times[id] = at
    # Of a kind of which only the newest counts, the last picture stays while nothing newer comes.
    newest = max(times.values(), default=now)
    reference = min(now, newest) if kind.info.merge is Merge.LATEST else now
    gone = [id for id, at in times.items() if at < reference - kind.info.retention]
    if unreadable:
        log.warning("%d %s records have no readable time and stay", unreadable, table)
    return gone
