"""How the sync of a store stands: noted by who syncs, for who only looks."""

import sqlite3
from datetime import datetime, timedelta

import msgspec

from kiosk.store.store import Store
from kiosk.store.trouble import told
from sync.records import KINDS, Priority

DAYS_OF_USAGE = timedelta(days=400)


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """When the last sync ended well, and when all was last compared (None: never); in what trouble
    the last one ended ("": none); how many ops wait, and how many removals wait for a person;
    whether upstream is the home's own server; bytes up and down of `day`."""

    synced_at: datetime | None
    verified_at: datetime | None
    trouble: str
    waiting: int
    removals: int
    at_home: bool
    up: int
    down: int


def sync_state(store: Store, day: str) -> SyncState:
    """How it stands; `day` is YYYY-MM-DD in Beijing. Raises Failure."""
    db = store.connection
    with told(store.path):
        synced, verified, trouble = db.execute(
            "SELECT synced_at, verified_at, trouble FROM sync"
        ).fetchone()
        (waiting,) = db.execute("SELECT count(*) FROM outbox").fetchone()
        (removals,) = db.execute("SELECT count(*) FROM removal").fetchone()
        (at_home,) = db.execute("SELECT at_home FROM device").fetchone()
        spent = db.execute("SELECT up, down FROM usage WHERE day = ?", (day,)).fetchone()
    up, down = spent or (0, 0)
    return SyncState(
        synced_at=_time(synced),
        verified_at=_time(verified),
        trouble=trouble,
        waiting=waiting,
        removals=removals,
        at_home=bool(at_home),
        up=up,
        down=down,
    )


def last_urgent(store: Store) -> int:
    """The place in the line of the last op of an urgent kind that waits and was not sent ahead; 0
    where there is none. Raises Failure."""
    kinds = [name for name, kind in KINDS.items() if kind.info.priority is Priority.URGENT]
    if not kinds:
        return 0
    marks = ", ".join("?" * len(kinds))
    with told(store.path):
        (seq,) = store.connection.execute(
            "SELECT coalesce(max(seq), 0) FROM outbox "  # noqa: S608 - our own names
            f"WHERE ahead = 0 AND kind IN ({marks})",
            kinds,
        ).fetchone()
    return int(seq)


def spent_on(db: sqlite3.Connection, day: str) -> tuple[int, int, int, float]:
    """Bytes up and down, requests and seconds of a day."""
    found = db.execute(
        "SELECT up, down, requests, seconds FROM usage WHERE day = ?", (day,)
    ).fetchone()
    return found or (0, 0, 0, 0.0)


def note_spent(
    db: sqlite3.Connection, day: str, *, up: int, down: int, requests: int, seconds: float
) -> None:
    """Add to what a day has cost. Inside the caller's transaction, as all that notes."""
    oldest = (datetime.fromisoformat(day) - DAYS_OF_USAGE).date().isoformat()
    db.execute(
        "INSERT INTO usage VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET "
        "up = up + excluded.up, down = down + excluded.down, "
        "requests = requests + excluded.requests, seconds = seconds + excluded.seconds",
        (day, up, down, requests, seconds),
    )
    db.execute("DELETE FROM usage WHERE day < ?", (oldest,))


def note_synced(db: sqlite3.Connection, at: datetime, trouble: str) -> None:
    """A sync ended at this moment, well or in `trouble`."""
    when = None if trouble else at.isoformat()
    db.execute("UPDATE sync SET trouble = ?, synced_at = coalesce(?, synced_at)", (trouble, when))


def note_verified(db: sqlite3.Connection, at: datetime) -> None:
    """Both ends hold the same. Numbers of records past their retention here are forgotten."""
    db.execute("UPDATE sync SET unverified = 0, verified_at = ?", (at.isoformat(),))
    for name in (name for name, kind in KINDS.items() if kind.info.retention):
        db.execute(
            "DELETE FROM version "  # noqa: S608 - our own names
            f'WHERE kind = ? AND record NOT IN (SELECT id FROM "{name}")',
            (name,),
        )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
