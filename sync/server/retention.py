"""What a server does by and by: lets go of what is past its time, and applies what has waited for
its parent too long."""

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sync.records import KINDS, Merge
from sync.server.aside import OP, by_sender
from sync.server.bulk import mark
from sync.server.database import reading
from sync.server.devices import clock_of
from sync.server.tables import EPOCH, HELD, LOSING, QUARANTINE, SCOPE, SEEN
from sync.server.taking import Taking, take

KEPT = 400 * 86_400_000_000
"""How long it is known what was taken, removed, lost, or set aside (microseconds): longer than any
device is without a line."""

PATIENCE = 5 * 86_400_000_000
"""How long an op waits for its parent (microseconds)."""

_AT_ONCE = 5000  # rows, so that nobody waits long for the lock


def keep_house(engine: Engine, now: int) -> int:
    """Let go of what is past its retention; how many records that were."""
    with reading(engine) as connection:
        homes = list(connection.execute(sa.select(SCOPE.c.home)).scalars())
    gone = 0
    for home in homes:
        for name, kind in KINDS.items():
            info = kind.info
            if info.retention is None or info.merge is Merge.LATEST:
                continue
            before = now / 1e6 - info.retention.total_seconds()
            # by its own time and by when it was written: a clock that was wrong costs no record
            due = "kind = {0} AND coalesce(at, 0) < {0} AND wall < {0}"
            gone += _delete(engine, home, due, (name, before, int(before * 1e6)))
        gone += _delete(engine, home, "removed AND taken_at < {0}", (now - KEPT,))
    with engine.begin() as connection:
        for table, moment in (
            (SEEN, SEEN.c.taken_at),
            (LOSING, LOSING.c.lost_at),
            (EPOCH, EPOCH.c.superseded_at),
        ):
            connection.execute(sa.delete(table).where(moment < now - KEPT))
        done = sa.and_(QUARANTINE.c.state != "waiting", QUARANTINE.c.at < now - KEPT)
        connection.execute(sa.delete(QUARANTINE).where(done))
    return gone


def escalate(engine: Engine, role: str, now: int) -> int:
    """Apply what has waited for its parent too long, and note that it was; how many."""
    due = sa.and_(HELD.c.since < now - PATIENCE, HELD.c.escalated_at.is_(None))
    with engine.begin() as connection:
        columns = (HELD.c[name] for name in OP)
        rows = connection.execute(
            sa.select(HELD.c.number, *columns).where(due).order_by(HELD.c.number)
        ).all()
        for (home, sender), ops in by_sender(rows).items():
            clock = clock_of(connection, sender, None, now, ops)
            take(connection, Taking(home=home, role=role, clock=clock, orphans=True), ops)
        connection.execute(sa.update(HELD).where(due).values(escalated_at=now))
    return len(rows)


def _delete(engine: Engine, home: str, due: str, values: tuple[object, ...]) -> int:
    """Delete the records of a home that are due, a few at a time; how many."""
    gone = 0
    while True:
        with engine.begin() as connection:
            place = mark(connection)
            key = "home, kind, id, owner"
            done = connection.exec_driver_sql(
                f"DELETE FROM record WHERE ({key}) IN (SELECT {key} FROM record "  # noqa: S608
                f"WHERE home = {place} AND {due.format(place)} LIMIT {_AT_ONCE})",
                (home, *values),
            )
        gone += done.rowcount
        if done.rowcount < _AT_ONCE:
            return gone
