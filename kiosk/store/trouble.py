"""What SQLite's errors mean to the person at the kiosk."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import Failure

log = logging.getLogger(__name__)

# https://www.sqlite.org/rescode.html; the low byte is the primary code
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNREADABLE = {
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SHORT_READ,
    sqlite3.SQLITE_IOERR_CORRUPTFS,
}
_UNWRITTEN = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, and not the disk full or the store in use."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF in _DAMAGE or code in _UNREADABLE)


def is_full(failure: Failure) -> bool:
    """Whether it is for want of room that something was not kept. A disk that refuses to write
    counts: not every file system says why."""
    code = getattr(failure.__cause__, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_FULL or code in _UNWRITTEN


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file at `path` into one sentence (Failure). What was
    being written is then not written; what was there before is all there."""
    try:
        yield
    except sqlite3.OperationalError as error:
        # for who looks closer: the sentence goes to whom it concerns, and is not said twice
        log.info("store: %s (%s)", error, getattr(error, "sqlite_errorname", "?"))
        raise Failure(_sentence(error, path)) from error
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        log.info("store: %s", error)
        raise Failure(_sentence(error, path)) from error


def _sentence(error: sqlite3.Error, path: Path) -> str:
    if is_damage(error):
        return f"The store {path} is damaged; start the kiosk again and it mends itself."
    code = getattr(error, "sqlite_errorcode", 0)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return f"The disk with {path} is full: this was not kept; free some space, then repeat."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"The store {path} is busy; try again in a moment."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return f"The store {path} can't be opened for writing; check who owns its folder."
        case sqlite3.SQLITE_IOERR:
            return (
                f"The disk with {path} refused to write: this was not kept; "
                "check its space and health, then repeat."
            )
    return f"The store {path} can't be used: {error}."
