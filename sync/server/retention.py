"""What a server does by and by: lets go of what is past its time, and applies what has waited for
its parent too long."""

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sync.records import KINDS, Merge
from sync.server.aside import OP, by_sender
from sync.server.database import reading
from sync.server.devices import clock_of, day_of
from sync.server.tables import BOOT, EPOCH, HELD, LOSING, QUARANTINE, RECORD, SEEN, USAGE
from sync.server.taking import Taking, take

R = RECORD.c

KEPT = 400 * 86_400_000_000
"""How long it is known what was taken, removed, lost, or set aside, when a device was switched on
and what its syncs cost (microseconds): longer than any device is without a line."""

PATIENCE = 5 * 86_400_000_000
"""How long an op waits for its parent (microseconds)."""

_AT_ONCE = 5000  # rows, so that nobody waits long for the lock


def keep_house(engine: Engine, now: int) -> int:
    """Let go of what is past its retention; how many records that were."""
    due = _due(now)
    with reading(engine) as connection:
        # one look at all of it: most homes have nothing that is due of most kinds
        found = connection.execute(sa.select(R.home, R.kind).where(due).distinct()).all()
    gone = sum(_delete(engine, home, kind, due) for home, kind in sorted(map(tuple, found)))
    with engine.begin() as connection:
        for table, moment in (
            (SEEN, SEEN.c.taken_at),
            (LOSING, LOSING.c.lost_at),
            (EPOCH, EPOCH.c.superseded_at),
            (BOOT, BOOT.c.began),
        ):
            connection.execute(sa.delete(table).where(moment < now - KEPT))
        connection.execute(sa.delete(USAGE).where(USAGE.c.day < day_of(now - KEPT)))
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
        # the homes in one order for all who lock several
        for (home, sender), ops in sorted(by_sender(rows).items()):
            clock = clock_of(connection, sender, None, now, ops)
            take(connection, Taking(home=home, role=role, clock=clock, orphans=True), ops)
        connection.execute(sa.update(HELD).where(due).values(escalated_at=now))
    return len(rows)


def _due(now: int) -> sa.ColumnElement[bool]:
    """What is let go of."""
    due = [sa.and_(R.removed, R.taken_at < now - KEPT)]
    for name, kind in KINDS.items():
        info = kind.info
        if info.retention is not None and info.merge is not Merge.LATEST:
            before = now / 1e6 - info.retention.total_seconds()
            # by its own time and by when it was written: a clock that was wrong costs no record
            due.append(
                sa.and_(
                    R.kind == name,
                    sa.func.coalesce(R.at, 0) < before,
                    R.wall < int(before * 1e6),
                )
            )
    return sa.or_(*due)


def _delete(engine: Engine, home: str, kind: str, due: sa.ColumnElement[bool]) -> int:
    """Delete the records of a home that are due, a few at a time; how many."""
    here = sa.and_(R.home == home, R.kind == kind)
    some = sa.select(R.id, R.owner).where(here, due).limit(_AT_ONCE).correlate(None)
    # the home is named twice: else all homes would be looked through for these keys
    statement = sa.delete(RECORD).where(here, sa.tuple_(R.id, R.owner).in_(some))
    gone = 0
    while True:
        with engine.begin() as connection:
            done = connection.execute(statement).rowcount
        gone += done
        if done < _AT_ONCE:
            return gone
