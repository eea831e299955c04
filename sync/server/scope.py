"""The numbers of rows (srv_seq): given in order within a scope, under its lock."""

import sqlalchemy as sa

from sync.server.bulk import mark


def give(connection: sa.Connection, home: str, count: int) -> int:
    """The first of `count` numbers of this scope. The scope stays locked until the transaction
    ends, so the next one's numbers are seen only after these: who has read up to a number has
    read all below it. (A plain sequence gives numbers to whoever asks, and a reader passes over
    those that are committed later.) Numbers that are not used are lost."""
    place = mark(connection)
    last = connection.exec_driver_sql(
        f"INSERT INTO scope (home, seq) VALUES ({place}, {place}) "  # noqa: S608
        "ON CONFLICT (home) DO UPDATE SET seq = scope.seq + excluded.seq RETURNING seq",
        (home, count),
    ).scalar_one()
    return int(last) - count + 1


def last(connection: sa.Connection, home: str) -> int:
    """The last number given in a scope."""
    found = connection.exec_driver_sql(
        f"SELECT seq FROM scope WHERE home = {mark(connection)}",  # noqa: S608
        (home,),
    ).scalar_one_or_none()
    return int(found or 0)
