"""Many rows at once, on either database: COPY and arrays on PostgreSQL, one prepared statement with
many values on SQLite."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from msgspec import json

_TYPES = {
    sa.Text: "text",
    sa.BigInteger: "bigint",
    sa.LargeBinary: "bytea",
    sa.Boolean: "boolean",
    sa.Double: "double precision",
}


def insert(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    replace: bool = False,
    skip: bool = False,
) -> None:
    """Add rows. `replace`: in the place of those with the same key; `skip`: unless they are there.
    No key may come twice among the rows."""
    if not rows:
        return
    arrays = connection.dialect.name == "postgresql"
    if arrays and not (replace or skip):
        _copy(connection, table, columns, rows)
        return
    statement = _insert(table, tuple(columns), arrays, replace, skip)
    if arrays:
        connection.exec_driver_sql(statement, tuple(map(list, zip(*rows, strict=True))))
    else:
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def mark(connection: sa.Connection) -> str:
    """How a value's place is marked in a driver's SQL."""
    return "%s" if connection.dialect.name == "postgresql" else "?"


def find(  # noqa: PLR0917
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[str],
    where: dict[str, Any],
    column: str,
    among: Collection[Any],
) -> list[tuple[Any, ...]]:
    """The `columns` of rows that fit `where` and whose `column` is among these texts or bytes."""
    if not among:
        return []
    place = mark(connection)
    conditions = [f'"{name}" = {place}' for name in where]
    values = list(where.values())
    if connection.dialect.name == "postgresql":
        # arrays in binary need no quoting, which costs as much as all the rest
        conditions.append(f'"{column}" = ANY(%b)')
        values.append(list(among))
    elif all(isinstance(each, str) for each in among):
        conditions.append(f'"{column}" IN (SELECT value FROM json_each(?))')  # noqa: S608
        values.append(json.encode(list(among)).decode())
    else:
        conditions.append(f'"{column}" IN ({", ".join("?" * len(among))})')
        values += among
    statement = f"SELECT {_names(columns)} FROM {table.name} WHERE {' AND '.join(conditions)}"  # noqa: S608
    return [tuple(row) for row in connection.exec_driver_sql(statement, tuple(values))]


def _copy(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({_names(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


@cache
def _insert(
    table: sa.Table, columns: tuple[str, ...], arrays: bool, replace: bool, skip: bool
) -> str:
    if arrays:
        types = [
            next(said for kind, said in _TYPES.items() if isinstance(table.c[name].type, kind))
            for name in columns
        ]
        source = f"SELECT * FROM unnest({', '.join(f'%b::{each}[]' for each in types)})"  # noqa: S608
    else:
        source = f"VALUES ({', '.join('?' * len(columns))})"
    statement = f"INSERT INTO {table.name} ({_names(columns)}) {source}"
    keys = [column.name for column in table.primary_key]
    if skip:
        return f"{statement} ON CONFLICT DO NOTHING"
    if replace:
        others = [name for name in columns if name not in keys]
        told = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
        return f"{statement} ON CONFLICT ({_names(keys)}) DO UPDATE SET {told}"
    return statement
