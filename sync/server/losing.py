"""Edits that another overtook: kept, shown to staff, and taken back if they say so. In the caller's
transaction."""

from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from sync.errors import BadInput
from sync.server.tables import LOSING
from sync.server.writing import Version, place

L = LOSING.c


class Lost(NamedTuple):
    """An edit by `device` that one by `winner` overtook; `fields` None: a removal. Moments are
    microseconds since 1970: `wall` when it was made, `lost_at` when it lost."""

    number: int
    home: str
    kind: str
    record: str
    fields: dict[str, Any] | None
    device: str
    winner: str
    wall: int
    lost_at: int
    taken_back_at: int | None


def listed(connection: sa.Connection, *, everything: bool = False) -> list[Lost]:
    """Oldest first; `everything`: also those that were taken back."""
    asked = sa.select(
        L.number, L.home, L.kind, L.record, L.fields, L.device, L.winner, L.wall, L.lost_at,
        L.taken_back_at,
    ).order_by(L.number)  # fmt: skip
    if not everything:
        asked = asked.where(L.taken_back_at.is_(None))
    return [
        Lost._make(row)._replace(fields=msgspec.msgpack.decode(row.fields) if row.fields else None)
        for row in connection.execute(asked)
    ]


def take_back(connection: sa.Connection, role: str, number: int, now: int) -> None:
    """Make a losing edit the record's newest version. Raises BadInput."""
    row = connection.execute(
        sa.select(L.home, L.kind, L.record, L.schema, L.fields).where(
            L.number == number, L.taken_back_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise BadInput(f"There is no losing edit {number}; `hq losing` lists them.")
    home, *version = row
    place(connection, role, home, [Version(*version)], now)
    connection.execute(sa.update(LOSING).where(L.number == number).values(taken_back_at=now))
