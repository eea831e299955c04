"""What a device reads: the rows of its home and those for all homes, and no others."""

from typing import NamedTuple

import sqlalchemy as sa

from sync.outbox import Action
from sync.protocol import PULL_MOST, Cursor, Row
from sync.server.bulk import mark
from sync.server.scope import last

PAGE_BYTES = 1 << 20
"""A page ends where its rows' fields hold this many bytes; it has one row at least."""


class Page(NamedTuple):
    """Rows of a home and of all homes, the cursor behind them, and how many are still to come."""

    home: list[Row]
    everywhere: list[Row]
    cursor: Cursor
    left: int


def is_ahead(connection: sa.Connection, home: str, cursor: Cursor) -> bool:
    """Whether the cursor stands where we never were: then this server was restored."""
    return cursor.home > last(connection, home) or cursor.all > last(connection, "")


def page(connection: sa.Connection, home: str, cursor: Cursor, most: int) -> Page:
    """The next rows behind `cursor`, at most so many."""
    most = min(most, PULL_MOST)
    if most <= 0:
        return Page([], [], cursor, 0)
    mine, more_here = _rows(connection, home, cursor.home, most, PAGE_BYTES)
    size = sum(len(row.fields) for row in mine)
    rest, room = most - len(mine), PAGE_BYTES - size
    everywhere: list[Row] = []
    more_there = True
    if rest and room > 0 and not more_here:
        everywhere, more_there = _rows(connection, "", cursor.all, rest, room)
    after = Cursor(
        cursor.generation,
        mine[-1].version if mine else cursor.home,
        everywhere[-1].version if everywhere else cursor.all,
    )
    left = 0
    if more_here or more_there:
        left = _count(connection, home, after.home) + _count(connection, "", after.all)
    return Page(mine, everywhere, after, left)


def _rows(
    connection: sa.Connection, home: str, since: int, most: int, size: int
) -> tuple[list[Row], bool]:
    """Rows of a scope, and whether there may be more."""
    place = mark(connection)
    found = connection.exec_driver_sql(
        "SELECT kind, id, schema, removed, fields, seq FROM record "  # noqa: S608
        f"WHERE home = {place} AND seq > {place} AND down ORDER BY seq LIMIT {place}",
        (home, since, most),
    ).all()
    rows: list[Row] = []
    for kind, id, schema, removed, fields, seq in found:
        size -= len(fields)
        if rows and size < 0:
            return rows, True
        rows.append(
            Row(
                kind=kind,
                record=id,
                schema=schema,
                action=Action.REMOVE if removed else Action.PUT,
                fields=fields,
                version=seq,
            )
        )
    return rows, len(found) == most


def _count(connection: sa.Connection, home: str, since: int) -> int:
    place = mark(connection)
    return int(
        connection.exec_driver_sql(
            f"SELECT count(*) FROM record WHERE home = {place} AND seq > {place} AND down",  # noqa: S608
            (home, since),
        ).scalar_one()
    )
