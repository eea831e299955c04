"""The store's rows as upstream holds them, and the digests of them (sync/digest.py).

The bytes are built straight from the rows, without a record between them: a million rows are read
in the time that half as many records take. They are what `sync.outbox.canonical` gives.
"""

import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec

from kiosk.store.columns import UNKNOWN, Columns, columns_of
from kiosk.store.expiry import seconds
from kiosk.store.journal import pieces, unpacked
from sync.digest import compared, digest, listing, since
from sync.outbox import Action
from sync.protocol import Listed, Row, Span
from sync.records import KINDS, Record

T = TypeVar("T")

_AT_ONCE = 1000  # rows read at a time
_encode = msgspec.msgpack.Encoder().encode
_sorted = msgspec.msgpack.Encoder(order="sorted").encode

BROKEN = b"\xc1"
"""In the place of the fields of a row that was damaged; no MessagePack begins so."""


class Bare:
    """How the fields of a kind's rows are read: those that hold their default come as NULL and are
    left out, as in `canonical`."""

    def __init__(self, columns: Columns[Any]) -> None:
        self._names = sorted(set(columns.names) - {"id"})
        # where NULL is a value of its own, SQLite must not make the default one
        self._odd = {
            name: default
            for name, default in columns.defaults.items()
            if default is not None and type(None) in get_args(columns.annotations[name])
        }
        self._keep = {n for n in self._names if n not in columns.defaults or n in self._odd}
        self._json = columns.json
        self._truths = columns.truths
        self._plain = not (self._odd or columns.json or columns.truths)
        asked = ["id"]
        for name in self._names:
            default = None if name in self._odd else columns.defaults.get(name)
            asked.append(
                f'"{name}"' if default is None else f'nullif("{name}", {_quoted(default)})'
            )
        self.select = f'SELECT {", ".join(asked)}, "{UNKNOWN}" FROM "{columns.table}"'  # noqa: S608
        self._whole = msgspec.defstruct("Fields", [(n, Any) for n in self._names], gc=False)

    def fields(self, rows: list[tuple[Any, ...]]) -> list[tuple[str, bytes]]:
        """The ids and canonical fields of rows that answer `select`."""
        if not self._plain:
            return [(row[0], self._unlike(row)) for row in rows]
        whole = self._whole
        return [
            # most hold no default, and nothing unknown; a Struct is written faster than a dict
            (row[0], _encode(whole(*values)))
            if row[-1] is None and None not in (values := row[1:-1])
            else (row[0], self._unlike(row))
            for row in rows
        ]

    def _unlike(self, row: tuple[Any, ...]) -> bytes:
        keep = self._keep
        bare = {
            name: value
            for name, value in zip(self._names, row[1:-1], strict=True)
            if value is not None or name in keep
        }
        if self._plain and row[-1] is None:
            return _encode(bare)
        try:
            for name, default in self._odd.items():
                if bare[name] == default:
                    del bare[name]
            for name in self._json:
                if bare.get(name) is not None:
                    bare[name] = msgspec.json.decode(bare[name])
            for name in self._truths:
                if bare.get(name) is not None:
                    bare[name] = bool(bare[name])
            if row[-1] is not None:
                bare |= unpacked(row[-1])
            return _sorted(bare)
        except (msgspec.MsgspecError, ValueError, TypeError):
            return BROKEN


@cache
def bare_of(kind: type[Record]) -> Bare:
    return Bare(columns_of(kind))


class Comparing:
    """The records that both ends count on `day`, read from `connection`."""

    def __init__(self, connection: sqlite3.Connection, day: int) -> None:
        self._db = connection
        self._day = day

    def kinds(self) -> dict[str, tuple[int, bytes]]:
        """How many records of each kind, and their digest. Kinds that only upstream knows are among
        them: what was kept of them unread is here as well."""
        unread = {name for (name,) in self._db.execute("SELECT DISTINCT kind FROM unread")}
        names = {name for name, kind in KINDS.items() if compared(kind)} | (unread - KINDS.keys())
        return {name: self._read(name, digest) for name in sorted(names)}

    def spans(self, kind: str, spans: Iterable[Span]) -> list[Span]:
        found = []
        for each in spans:
            count, taken = self._read(kind, digest, each.first, each.end)
            found.append(Span(first=each.first, end=each.end, count=count, digest=taken))
        return found

    def listed(self, kind: str, first: str, end: str) -> list[Listed]:
        return self._read(kind, listing, first, end)

    def _read(
        self,
        kind: str,
        what: Callable[[Iterable[tuple[str, bytes]]], T],
        first: str = "",
        end: str = "",
    ) -> T:
        """What comes of a range of records, given by their ids with their fields."""
        try:
            return what(self._records(kind, first, end))
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
        # a text that was damaged on the disk: read so, it differs from what upstream holds
        self._db.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            return what(self._records(kind, first, end))
        finally:
            self._db.text_factory = str

    def _records(self, name: str, first: str, end: str) -> Iterator[tuple[str, bytes]]:
        bounds = [(sign, bound) for sign, bound in ((">=", first), ("<", end)) if bound]
        values: list[Any] = [bound for _, bound in bounds]
        within = "".join(f" AND record {sign} ?" for sign, _ in bounds)
        unread = self._db.execute(
            f"SELECT record, fields FROM unread WHERE kind = ?{within} ORDER BY record",  # noqa: S608
            (name, *values),
        ).fetchall()
        kind = KINDS.get(name)
        read: Iterator[tuple[str, bytes]] = iter(())
        if kind is not None:
            within = "".join(f" AND id {sign} ?" for sign, _ in bounds)
            read = self._of_table(kind, within, values)
        return _together(unread, read) if unread else read

    def _of_table(
        self, kind: type[Record], within: str, values: list[Any]
    ) -> Iterator[tuple[str, bytes]]:
        from_when = since(kind, self._day)
        field = next((name for name in ("at", "as_of") if name in kind.__struct_fields__), None)
        if from_when is not None and field is not None:
            within += f" AND {seconds(field)} >= ?"
            values = [*values, from_when]
        bare = bare_of(kind)
        asked = self._db.execute(f"{bare.select} WHERE 1{within} ORDER BY id", values)
        while rows := asked.fetchmany(_AT_ONCE):
            yield from bare.fields(rows)


def rows_of(connection: sqlite3.Connection, name: str, ids: Iterable[str]) -> list[Row]:
    """Records as rows for upstream, in the order of `ids`; those that aren't there, or were
    damaged, are left out."""
    kind = KINDS.get(name)
    listed = list(ids)
    if kind is None:
        return []
    bare, columns = bare_of(kind), columns_of(kind)
    found: dict[str, Row] = {}
    for some, marks in pieces(listed):
        clause = f"WHERE id IN ({marks})"
        versions = dict(
            connection.execute(
                "SELECT record, version FROM version "  # noqa: S608 - question marks
                f"WHERE kind = ? AND record IN ({marks})",
                (name, *some),
            )
        )
        whole = connection.execute(f"{columns.select} {clause}", some)
        sound = {row[0] for row in whole if columns.readable(row) is not None}
        for id, fields in bare.fields(
            connection.execute(f"{bare.select} {clause}", some).fetchall()
        ):
            if id in sound:
                found[id] = Row(
                    kind=name,
                    record=id,
                    schema=kind.info.schema,
                    action=Action.PUT,
                    fields=fields,
                    version=versions.get(id, 0),
                )
    return [found[id] for id in dict.fromkeys(listed) if id in found]


def _together(
    unread: list[tuple[str, bytes]], read: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    """Both by id; of a record that is in both, what upstream said last and is not read yet."""
    newer = {id for id, _ in unread}
    older = ((id, fields) for id, fields in read if id not in newer)
    yield from heapq.merge(unread, older, key=lambda each: each[0].encode())


def _quoted(default: Any) -> str:
    """A default as SQL says it."""
    if isinstance(default, str):
        return "'" + default.replace("'", "''") + "'"
    if isinstance(default, bytes):
        return f"x'{default.hex()}'"
    return repr(default)
