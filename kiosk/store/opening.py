"""From a data folder, in whatever state, to a store that can be used.

A damaged file is set aside with its name kept and the newest good backup takes its place; with
no backup a fresh store does. Nothing is deleted.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.errors import Failure
from kiosk.store.backup import FILE, Backup, backups, copy_store, to_disk
from kiosk.store.columns import columns_of
from kiosk.store.examine import State, examine
from kiosk.store.journal import tell
from kiosk.store.line import begin_line, head_of
from kiosk.store.lock import StoreLock
from kiosk.store.schema import bring_up_to_date, connect, transaction
from kiosk.store.trouble import told
from sync.records import Audit, new_id

log = logging.getLogger(__name__)

READY = f"{FILE}.ready"
"""A restored store that is whole and has not its place yet."""
TRIES = 100  # to have the store alone, a tenth of a second each


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """That the store was found damaged, for the screen to say to staff. `kept_as` is where the
    damaged file lies now (None: it was gone), `backup` when the backup that took its place was
    made (None: there was none, and the store is empty)."""

    at: datetime
    kept_as: Path | None
    backup: datetime | None


def make_ready(folder: Path, lock: StoreLock, *, again: bool = False) -> Mended | None:
    """Leave a good, current store at DIR/kiosk.db and `lock` shared. `again`: what is there is
    believed to be good. Raises Failure: a newer program made the store, it is damaged while others
    use it, the disk is full."""
    path = folder / FILE
    with told(path):
        for _ in range(TRIES):
            if not lock.share():
                break
            if (again and path.exists()) or _usable(path):
                return None
            # each look is made again under the lock: another may have mended it meanwhile
            if lock.alone(seconds=0.1):
                mended = None if _usable(path) else _rebuild(folder)
                lock.share()
                return mended
    raise Failure(
        f"The store {path} must be mended or brought up to date and another program uses it; "
        "stop the kiosk on this folder, then start it again."
    )


def take(folder: Path, source: Path, what: str, now: datetime) -> Path | None:
    """Put a copy of the good store `source` in the place of DIR/kiosk.db, with an audit entry
    `what`; returns where the present one was set aside, if there was one. Under a lock held
    alone. A new epoch begins: this store was rewound, and its numbers have been used."""
    part = folder / f"{FILE}.part"
    _clear(part)
    copy_store(source, part)
    _begin(part, _audit(what, now), rewound=True)
    # by its name whole: a kill before it has its place must not bring back an old backup
    return _put_in_place(part.rename(folder / READY), folder, "replaced", now)


def _usable(path: Path) -> bool:
    match examine(path):
        case State.NEWER:
            raise Failure(
                f"A newer version of this program made the store {path}; "
                "install that version again, the store is untouched."
            )
        case state:
            return state is State.GOOD


def _rebuild(folder: Path) -> Mended | None:
    """Make, mend or bring up to date the store, alone with it."""
    path = folder / FILE
    state = examine(path)
    if state is State.OLDER:
        db = connect(path)
        try:
            bring_up_to_date(db)
        finally:
            db.close()
        return None
    now = datetime.now(UTC)
    ready = folder / READY
    if state is State.MISSING and examine(ready) is State.GOOD:
        _put_in_place(ready, folder, "replaced", now)
        return None
    backup = _newest_good(folder)
    part = folder / f"{FILE}.part"
    _clear(part)
    left = any(folder.glob(f"{FILE}-*"))
    if state is State.MISSING and backup is None and not left:
        _begin(part, None, rewound=False)
        _put_in_place(part, folder, "damaged", now)
        return None
    if backup:
        copy_store(backup.path, part)
    detail = (
        f"The backup of {backup.at.isoformat()} was taken." if backup else "No backup was there."
    )
    taken = backup.at.isoformat(timespec="seconds") if backup else ""
    audit = _audit("store-mended", now, detail=detail, backup=taken)
    _begin(part, audit, rewound=backup is not None)
    kept_as = _put_in_place(part, folder, "damaged", now)
    log.error("the store was damaged; kept as %s, backup %s", kept_as, backup and backup.path)
    return Mended(at=now, kept_as=kept_as, backup=backup.at if backup else None)


def _newest_good(folder: Path) -> Backup | None:
    for backup in backups(folder):
        if examine(backup.path) in (State.GOOD, State.OLDER):
            return backup
        log.error("the backup %s is no good either; taking an older one", backup.path)
    return None


def _audit(what: str, now: datetime, *, detail: str = "", backup: str = "") -> Audit:
    at = now.isoformat(timespec="seconds")
    return Audit(id=new_id(), at=at, what=what, detail=detail, backup=backup)


def _begin(part: Path, audit: Audit | None, *, rewound: bool) -> None:
    """Make the file at `part` a current store, and note in it what happened, if anything did."""
    db = connect(part)
    try:
        bring_up_to_date(db)
        with transaction(db):
            if rewound:
                begin_line(db, head_of(db).device)
            if audit is not None:
                columns = columns_of(Audit)
                columns.write(db, [columns.row(audit)])
                tell(db, [(Audit, audit.id, audit)])
    finally:
        db.close()  # the last connection: the -wal is written back and goes


def _put_in_place(part: Path, folder: Path, aside: str, now: datetime) -> Path | None:
    """Set aside what stands at DIR/kiosk.db, with its -wal and -shm, then name `part` so."""
    path = folder / FILE
    kept_as: Path | None = None
    there = [p for p in (Path(f"{path}{end}") for end in ("", "-wal", "-shm")) if p.exists()]
    if there:
        place = folder / aside
        place.mkdir(exist_ok=True)
        stamp = f"{FILE}.{now:%Y%m%dT%H%M%SZ}"
        kept_as, again = place / stamp, 1
        while any(place.glob(f"{kept_as.name}*")):  # twice in one second
            again += 1
            kept_as = place / f"{stamp}-{again}"
        # the -wal first: alone beside a new kiosk.db it would be taken for that one's
        for old in reversed(there):
            old.rename(f"{kept_as}{old.name.removeprefix(FILE)}")
    part.rename(path)
    to_disk(folder)
    return kept_as


def _clear(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal", ".part"):
        Path(f"{part}{end}").unlink(missing_ok=True)
