"""A million records that were taken long ago, put straight into both ends' tables."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from sync.digest import one
from sync.outbox import canonical
from sync.records import new_id
from tests.bench.sync.kinds import Reading
from tests.bench.sync.records import readings

_UNLIKE = 10_000  # that differ in more than their ids
_COLUMNS = (
    "home", "kind", "id", "owner", "seq", "schema", "removed", "down", "fields", "hash", "own",
    "device", "wall", "at", "taken_at",
)  # fmt: skip


def records(count: int) -> Iterator[list[Reading]]:
    """So many, ten thousand at a time."""
    told = readings(_UNLIKE, seed=6)
    begin = 1_700_000_000_000
    for at in range(0, count, _UNLIKE):
        yield [
            Reading(**{**each, "id": new_id(begin + at + number)})
            for number, each in enumerate(told[: count - at])
        ]


def into_server(
    connection: sa.Connection, some: Sequence[Reading], home: str, device: str, first: int
) -> None:
    """As rows of a home's device, numbered from `first` on. PostgreSQL only."""
    raw: Any = connection.connection.driver_connection
    named = ", ".join(f'"{name}"' for name in _COLUMNS)
    with raw.cursor() as cursor, cursor.copy(f"COPY record ({named}) FROM STDIN") as copy:
        for number, record in enumerate(some, first):
            fields = canonical(record)
            copy.write_row(
                (home, "bench-reading", record.id, "", number, 1, False, False, fields,
                 number.to_bytes(32), one(fields), device, number, None, number)
            )  # fmt: skip
