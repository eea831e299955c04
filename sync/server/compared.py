"""The records that a device and this server should hold alike, as they are read for comparing."""

import heapq
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from typing import Any, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from sync.digest import one, since
from sync.outbox import Action
from sync.records import Flow, Record
from sync.server.aside import OP, told_of
from sync.server.bulk import find, mark
from sync.server.checks import seconds_of
from sync.server.tables import HELD, QUARANTINE, RECORD

T = TypeVar("T")

_AT_ONCE = 4096  # rows fetched


class Holder(NamedTuple):
    """A device: its home, and whose records count as its own."""

    home: str
    ids: list[str]


class Held(NamedTuple):
    """A record that is held: `own` is the digest of its fields as they were taken, `number` its
    srv_seq (0: it was set aside)."""

    id: str
    fields: bytes
    own: bytes
    schema: int
    number: int

    @property
    def sound(self) -> bool:
        """Whether it still is what was taken."""
        return one(self.fields) == self.own


class Records:
    """What both should hold of a kind on `day` (since 1970, UTC). Of what the device told, also
    what was set aside here: it is here."""

    def __init__(
        self, connection: sa.Connection, holder: Holder, kind: type[Record], day: int
    ) -> None:
        self._connection = connection
        self._holder = holder
        self._kind = kind
        self._since = since(kind, day)
        self._is_up = kind.info.flow is Flow.UP
        self._aside = self._set_aside() if self._is_up else []

    def count(self, first: str = "", end: str = "") -> int:
        """How many there are from the id `first` to before `end` ("": to the last)."""
        condition, values = self._where(first, end)
        counted = self._connection.exec_driver_sql(
            f"SELECT count(DISTINCT id) FROM record WHERE {condition}",  # noqa: S608
            values,
        ).scalar_one()
        return int(counted) + len(self._aside_within(first, end))

    def read(
        self, what: Callable[[Iterator[tuple[str, bytes]]], T], first: str = "", end: str = ""
    ) -> T:
        """What comes of ids and fields, in the order of ids."""
        aside = [(each.id, each.fields) for each in self._aside_within(first, end)]
        with closing(self._stream("id, fields", first, end)) as rows:
            if not self._is_up:
                return what(_once(rows))
            return what(_merged(rows, aside) if aside else rows)

    def all(
        self, first: str = "", end: str = "", *, among: Collection[str] | None = None
    ) -> list[Held]:
        """The records themselves; `among`: only these."""
        rows = self._stream("id, fields, own, schema, seq", first, end, among)
        found = [Held._make(row) for row in _once(rows)]
        found += [
            each for each in self._aside_within(first, end) if among is None or each.id in among
        ]
        return sorted(found, key=lambda each: each.id.encode())

    def _where(self, first: str, end: str) -> tuple[str, tuple[Any, ...]]:
        place = mark(self._connection)
        kind = self._kind.info.kind
        values: list[Any]
        if self._is_up:
            owners = ", ".join([place] * len(self._holder.ids))
            condition = f"home = {place} AND kind = {place} AND device IN ({owners})"
            values = [self._holder.home, kind, *self._holder.ids]
        else:
            condition = f"home IN ({place}, '') AND kind = {place} AND down"
            values = [self._holder.home, kind]
        condition += " AND NOT removed"
        if self._since is not None:
            condition += f" AND at >= {place}"
            values.append(self._since)
        for sign, bound in ((">=", first), ("<", end)):
            if bound:
                condition += f" AND id {sign} {place}"
                values.append(bound)
        return condition, tuple(values)

    def _stream(
        self, columns: str, first: str, end: str, among: Collection[str] | None = None
    ) -> Generator[tuple[Any, ...], None, None]:
        """Rows by id, a home's own before that of all homes; straight from the driver."""
        condition, values = self._where(first, end)
        if among is not None:
            condition += f" AND id IN ({', '.join([mark(self._connection)] * len(among))})"
            values = (*values, *among)
        # what is up has one home: so the key's order is the one asked for
        order = "id" if self._is_up else "id, home DESC"
        statement = f"SELECT {columns} FROM record WHERE {condition} ORDER BY {order}"  # noqa: S608
        driver: Any = self._connection.connection.driver_connection
        if self._connection.dialect.name == "postgresql":
            # a cursor of the server's: the rows come as they are read, and none are sorted
            cursor = driver.cursor("compared", binary=True)
        else:
            cursor = driver.cursor()
        with closing(cursor):
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows

    def _set_aside(self) -> list[Held]:
        found: dict[str, Held] = {}
        where = {"home": self._holder.home, "kind": self._kind.info.kind}
        for table in (QUARANTINE, HELD):
            for row in find(self._connection, table, OP, where, "device", self._holder.ids):
                op = told_of(row).op
                if op.action is Action.PUT and op.fields and self._is_due(op.fields):
                    found[op.record] = Held(op.record, op.fields, one(op.fields), op.schema, 0)
        there = find(self._connection, RECORD, ("id",), where, "id", list(found))
        for (id,) in there:
            del found[id]
        return sorted(found.values(), key=lambda each: each.id.encode())

    def _aside_within(self, first: str, end: str) -> list[Held]:
        low, high = first.encode(), end.encode()
        return [
            each
            for each in self._aside
            if low <= each.id.encode() and (not end or each.id.encode() < high)
        ]

    def _is_due(self, fields: bytes) -> bool:
        if self._since is None:
            return True
        try:
            told = msgspec.msgpack.decode(fields, type=dict[str, Any])
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        at = seconds_of(told.get("at", told.get("as_of")))
        return at is not None and at >= self._since


def _merged(
    rows: Iterator[tuple[str, bytes]], aside: list[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    return heapq.merge(rows, aside, key=lambda row: row[0].encode())


def _once(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The first row of each id."""
    before = None
    for row in rows:
        if row[0] != before:
            before = row[0]
            yield row
