"""Between a record and its row: one column a field, named alike.

Numbers and texts stand as they are, enums as their values, booleans as 0 and 1; lists, texts in
six languages and structs as JSON. A column that the Struct doesn't know is kept and ignored, so
a store that a newer program touched still opens.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec

from sync.records import Record

log = logging.getLogger(__name__)

R = TypeVar("R", bound=Record)
Row = tuple[Any, ...]

UNKNOWN = "unknown fields"
"""The column for the fields that this program doesn't know, as MessagePack. No field of a Struct
can have this name."""

_PLAIN = {str: "TEXT", int: "INTEGER", bytes: "BLOB"}


class Columns(Generic[R]):
    """How a kind lies in its table.

    `table` is the kind's name, `names` the columns in the Struct's order, `types` their types
    in SQLite, `defaults` the values an old row gets for a new column; `annotations` are the fields'
    types, `json` the fields that stand as JSON and `truths` those that are true or false.
    """

    def __init__(self, kind: type[R]) -> None:
        self.kind = kind
        self.table = kind.info.kind
        fields = msgspec.structs.fields(kind)
        self.names = tuple(field.name for field in fields)
        self.types: dict[str, str] = {}
        self.defaults: dict[str, Any] = {}
        self.annotations = {field.name: field.type for field in fields}
        self.json: list[str] = []
        self.truths: list[str] = []
        self._to_row: list[tuple[int, Callable[[Any], Any]]] = []
        self._from_row: list[tuple[str, Callable[[Any], Any]]] = []
        for at, field in enumerate(fields):
            self.types[field.name], into, back = _column(field.type)
            if into:
                self._to_row.append((at, into))
            if back:
                self._from_row.append((field.name, back))
            if back is msgspec.json.decode:
                self.json.append(field.name)
            if back is _truth:
                self.truths.append(field.name)
            value = field.default
            if field.default_factory is not msgspec.NODEFAULT:
                value = field.default_factory()
            if value is not msgspec.NODEFAULT:
                self.defaults[field.name] = into(value) if into and value is not None else value
        quoted = [f'"{name}"' for name in self.names]
        self.select = f'SELECT {", ".join(quoted)} FROM "{self.table}"'  # noqa: S608 - our names
        # an upsert and not a REPLACE: columns we don't know keep what they hold
        self._upsert = (
            f'INSERT INTO "{self.table}" ({", ".join(quoted)}) '  # noqa: S608
            f"VALUES ({', '.join('?' * len(quoted))}) ON CONFLICT (id) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in quoted[1:])
        )

    def row(self, record: R) -> Row:
        """The record as its row, in the order of `names`. Raises ValueError for a value that
        its column can't hold."""
        values = list(msgspec.structs.astuple(record))
        try:
            for at, into in self._to_row:
                if values[at] is not None:
                    values[at] = into(values[at])
        except (TypeError, ValueError, OverflowError):
            raise self._not_allowed() from None
        return tuple(values)

    def checked(self, record: R, row: Row) -> Row:
        """`row` again, if the record can be read back from it. A Struct takes any value when it
        is made by hand; what could not be read again must not get in. Raises ValueError."""
        try:
            if self.record(row) == record:
                return row
        except (msgspec.ValidationError, msgspec.DecodeError, ValueError):
            pass
        raise self._not_allowed()

    def write(self, connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Add rows, or replace those with the same id, inside the caller's transaction. Raises
        ValueError for what SQLite can't hold: a lone surrogate, an integer beyond 64 bits."""
        try:
            connection.executemany(self._upsert, rows)
        except (ValueError, OverflowError):
            raise self._not_allowed() from None

    def value(self, name: str, value: Any) -> Any:
        """A field's value as it stands in its column. Raises ValueError for an unknown field."""
        if name not in self.types:
            raise ValueError(f"{self.table} has no field {name}")
        at = self.names.index(name)
        into = dict(self._to_row).get(at)
        return into(value) if into and value is not None else value

    def record(self, row: Sequence[Any]) -> R:
        """The record of one row. Raises msgspec.ValidationError, msgspec.DecodeError."""
        return msgspec.convert(self._fields(row), self.kind)

    def records(self, rows: Iterable[Sequence[Any]]) -> list[R]:
        """The records of many rows, in their order. A row that doesn't fit its kind (a value
        that a later version dropped) is logged and left out: it must not hide the others."""
        rows = list(rows)
        try:
            return msgspec.convert([self._fields(row) for row in rows], list[self.kind])  # type: ignore[name-defined]
        except (msgspec.ValidationError, msgspec.DecodeError):
            readable = [self.readable(row) for row in rows]
        found = [record for record in readable if record is not None]
        # how many, and not which: an id may be a plate, and the message holds the value
        log.error("%d %s rows don't fit and are left out", len(rows) - len(found), self.table)
        return found

    def _fields(self, row: Sequence[Any]) -> dict[str, Any]:
        fields = dict(zip(self.names, row, strict=True))
        for name, back in self._from_row:
            if fields[name] is not None:
                fields[name] = back(fields[name])
        return fields

    def readable(self, row: Sequence[Any]) -> R | None:
        """The record of a row; None where it doesn't fit its kind."""
        try:
            return self.record(row)
        except (msgspec.ValidationError, msgspec.DecodeError):
            return None

    def _not_allowed(self) -> ValueError:
        # without the value: it may be personal
        return ValueError(f"a {self.table} record holds a value that its kind does not allow")


@cache
def columns_of(kind: type[R]) -> Columns[R]:
    """The columns of a kind; worked out once."""
    return Columns(kind)


def _column(
    annotation: Any,
) -> tuple[str, Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    """A field's column type, and how its value goes into the column and comes back."""
    if get_origin(annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        if len(kinds) == 1:
            return _column(kinds[0])
    if annotation is bool:
        return "INTEGER", int, _truth
    if annotation is float:
        return "REAL", float, None
    if annotation in _PLAIN:
        return _PLAIN[annotation], None, None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        numbers = all(isinstance(member.value, int) for member in annotation)
        return ("INTEGER" if numbers else "TEXT"), _value, None
    return "TEXT", _json, msgspec.json.decode


def _truth(number: int) -> bool:
    return bool(number)


def _value(member: Any) -> Any:
    return member.value if isinstance(member, Enum) else member


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()
