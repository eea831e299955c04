"""Whether a database file is a store that can be used. Looks only, never writes."""

import sqlite3
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from kiosk.store.header import SIZE, header
from kiosk.store.schema import is_up_to_date, lost_tables, unknown_migrations
from kiosk.store.trouble import is_damage


class State(Enum):
    GOOD = "good"
    OLDER = "older"  # good, and to be brought up to date
    NEWER = "newer"  # a newer program made it; not for us to touch
    DAMAGED = "damaged"
    MISSING = "missing"


def examine(path: Path) -> State:
    """What the file at `path` is.

    The check is SQLite's quick_check: it reads every page and finds garbage, truncation and
    pages in the wrong place like integrity_check does; what it leaves out, that every index
    agrees with its table, takes most of the time and is not how disks break. A text whose
    bytes were changed in place is found by neither. Raises sqlite3.Error where the file could
    not be looked at (locked, not ours to read): that is no damage.
    """
    if not path.exists():
        return State.MISSING
    if not path.is_file() or not _whole(path):
        return State.DAMAGED
    db = look_at(path)
    try:
        (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok" or lost_tables(db):
            return State.DAMAGED
        if unknown_migrations(db):
            return State.NEWER
        return State.GOOD if is_up_to_date(db) else State.OLDER
    except sqlite3.DatabaseError as error:
        # plain SQLITE_ERROR: our own fixed questions don't fit what the file says it is
        if is_damage(error) or error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            return State.DAMAGED
        raise
    finally:
        db.close()


def look_at(path: Path, *, live: bool = False) -> sqlite3.Connection:
    """A connection for reading. A file with nothing beside it is opened as unchanging, so that
    looking at a backup leaves no -wal and -shm there; `live` says that others may write to it
    meanwhile."""
    if live:
        mode = "mode=rw"  # a reader of a live store shares in its -shm
    elif path.with_name(path.name + "-wal").exists():
        mode = "mode=ro"
    else:
        mode = "mode=ro&immutable=1"
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{mode}", uri=True, timeout=10, isolation_level=None
    )


def _whole(path: Path) -> bool:
    """Two things in the header (https://www.sqlite.org/fileformat2.html#the_database_header)
    that SQLite lets pass: a write version it doesn't know, which makes the file read-only for
    ever, and a last page cut short, which it fills with zeros. With a -wal beside it the page
    may have been cut by a kill; then the -wal has all of it."""
    first = header(path)
    if len(first) < SIZE or first[18] not in (1, 2):
        return False
    page = int.from_bytes(first[16:18])
    page = 65536 if page == 1 else page  # 65536 doesn't fit into two bytes
    wal = path.with_name(path.name + "-wal")
    return path.stat().st_size % max(page, 512) == 0 or (wal.exists() and wal.stat().st_size > 0)
