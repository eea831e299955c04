"""Backups of the store: hourly while the kiosk runs, the seven newest kept in DIR/backups.

A backup is one file, checked before it gets its name, so that a file with a backup's name is
good when it was made. Its number, not its time, says which is newest: a kiosk's clock may have
been wrong.
"""

import os
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from kiosk.errors import Failure
from kiosk.store.examine import State, examine, look_at
from kiosk.store.trouble import is_damage, told

EVERY = timedelta(hours=1)
KEPT = 7
FILE = "kiosk.db"

_NAME = re.compile(r"kiosk-(\d+)-(\d{8}T\d{6}Z)\.db")
_TIME = "%Y%m%dT%H%M%SZ"


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """One backup: `number` counts up from 1, `at` is when it was made by the kiosk's clock."""

    path: Path
    number: int
    at: datetime


def backups(folder: Path) -> list[Backup]:
    """The backups of a data folder, newest first. What else lies there is passed over."""
    found = []
    for path in (folder / "backups").glob("kiosk-*.db"):
        match = _NAME.fullmatch(path.name)
        if match is None or not path.is_file():
            continue
        try:
            at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
        except ValueError:  # figures, and no time
            continue
        found.append(Backup(path=path, number=int(match[1]), at=at))
    return sorted(found, key=lambda backup: backup.number, reverse=True)


def next_due(last: datetime | None, now: datetime) -> datetime:
    """When the next backup is due, given when the last was made. At once where there is none,
    or where the last one says it was made in the future: then the clock was wrong."""
    if last is None or last > now:
        return now
    return last + EVERY


def back_up_if_due(folder: Path, now: datetime) -> Backup | None:
    """Make the hourly backup if it is due; let go of those beyond the seven newest. To be
    called every minute or so, from any thread. Raises Failure; the older backups then stay."""
    newest = next(iter(backups(folder)), None)
    if now < next_due(newest.at if newest else None, now):
        return None
    return back_up_now(folder, now)


def back_up_now(folder: Path, now: datetime) -> Backup:
    """Make a backup in DIR/backups now, whatever the hour. Raises Failure."""
    place = folder / "backups"
    try:
        # without parents: a data folder that was taken away is not made anew
        place.mkdir(exist_ok=True)
        for left in place.glob("kiosk-*.part*"):  # a kill in the middle leaves its part
            if left.is_file():
                left.unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"{place} can't be written: {error.strerror or error}.") from error
    number = max((backup.number for backup in backups(folder)), default=0) + 1
    at = now.astimezone(UTC).replace(microsecond=0)
    made = Backup(path=place / f"kiosk-{number:06}-{at:{_TIME}}.db", number=number, at=at)
    copy_store(folder / FILE, made.path, live=True)
    for old in backups(folder)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return made


def copy_store(source: Path, target: Path, *, live: bool = False) -> None:
    """Copy a store into one file: SQLite's online backup, checked, then given its name in one
    step. What stood at `target` is replaced only by a good copy. `live`: others may write to
    `source` meanwhile. Raises Failure; `target` is then as it was."""
    part = target.with_name(target.name + ".part")
    try:
        with told(target):
            _copy(source, part, live=live)
            if examine(part) in (State.DAMAGED, State.MISSING):
                raise _damaged(source)
        to_disk(part)
        part.replace(target)
        to_disk(target.parent)
    except OSError as error:
        raise Failure(f"{target} can't be written: {error.strerror or error}.") from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)


def _copy(source: Path, part: Path, *, live: bool) -> None:
    part.unlink(missing_ok=True)
    reading = look_at(source, live=live)
    try:
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            # all pages in one step: a consistent picture, and under WAL no writer waits for it
            reading.backup(copy, pages=-1)
            # one file that stands alone, without a -wal beside it
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise _damaged(source) from error
        raise
    finally:
        reading.close()


def _damaged(source: Path) -> Failure:
    return Failure(
        f"The store {source} is damaged and was not copied; "
        "start the kiosk on its folder, and it mends itself."
    )


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
