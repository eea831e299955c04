"""The simulated port's table and view in a database, filled as integrators do: emptied and written
anew in one transaction."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kiosk.errors import BadInput
from kiosk.queue.port_document import PortDocument
from kiosk.queue.port_tables import Numbers, cells
from kiosk.zones import BEIJING

LOCKED = 10.0
"""Seconds for which a transaction that misbehaves locks its table."""

_META = sa.MetaData()
_TIME = sa.DateTime(timezone=True)
_LORRIES = sa.Table(
    "port_lorries",
    _META,
    sa.Column("plate_no", sa.Text),
    sa.Column("country", sa.Text),
    sa.Column("lane", sa.Text),
    sa.Column("vehicle_state", sa.Text),
    sa.Column("registered_at", _TIME),
    sa.Column("called_at", _TIME),
    sa.Column("departed_at", _TIME),
    sa.Column("remark", sa.Text),
    sa.Column("gate", sa.Text),
    sa.Column("change_no", sa.BigInteger),
)
_RUNS = sa.Table("port_runs", _META, sa.Column("filled_at", _TIME))


class SqlPort:
    """Fills `port_lorries`, which the view `outbound` shows, and `port_runs` with when it did.
    `wait` is called with the seconds for which a transaction stays open."""

    def __init__(
        self, url: str, numbers: Numbers, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """Make what is not there yet. Raises BadInput for a database that can't be used."""
        self._numbers = numbers
        self._wait = wait
        try:
            made = sa.make_url(url)
            if made.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
                raise BadInput("Only PostgreSQL and SQLite are filled; --sql takes their URLs.")
            self._sqlite = made.drivername == "sqlite"
            if self._sqlite and not made.database:
                raise BadInput(
                    "A home can't read a database in memory; write --sql sqlite:////path."
                )
            self._engine = sa.create_engine(
                made if self._sqlite else made.set(drivername="postgresql+psycopg"),
                poolclass=sa.NullPool,
            )
            with self._engine.begin() as connection:
                _META.create_all(connection)
                if "outbound" not in sa.inspect(connection).get_view_names():
                    connection.exec_driver_sql("CREATE VIEW outbound AS SELECT * FROM port_lorries")
        except sa.exc.SQLAlchemyError as error:
            raise BadInput(_sentence(error)) from error

    def fill(self, document: PortDocument) -> None:
        """Write a document. Raises BadInput if the database does not take it."""
        if not self._numbers.fill(document):
            return
        names = [each.name for each in _LORRIES.columns]
        filled = [
            dict(
                zip(names, [*map(self._value, cells(each)), self._numbers.of(each.sequence)],
                    strict=True)
            )
            for each in document.vehicles
        ]  # fmt: skip
        now = datetime.fromisoformat(document.server_time).astimezone(BEIJING)
        try:
            with self._engine.begin() as connection:
                if self._numbers.locked():
                    self._lock(connection)
                connection.execute(_LORRIES.delete())
                if filled:
                    connection.execute(_LORRIES.insert(), filled)
                connection.execute(_RUNS.delete())
                connection.execute(_RUNS.insert(), {"filled_at": now})
        except sa.exc.SQLAlchemyError as error:
            raise BadInput(_sentence(error)) from error

    def _lock(self, connection: sa.Connection) -> None:
        # in PostgreSQL what TRUNCATE does: who reads waits for the end
        how = "BEGIN EXCLUSIVE" if self._sqlite else "TRUNCATE port_lorries"
        connection.exec_driver_sql(how)
        self._wait(LOCKED)

    def _value(self, cell: Any) -> Any:
        return cell.replace(tzinfo=BEIJING) if isinstance(cell, datetime) else cell


def _sentence(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).splitlines() or [""]
    return f"The database can't be filled: {said[0][:160]}"
