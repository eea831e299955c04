"""The feed from a view in a database that the port fills: read only, by SQLAlchemy.

The database itself holds the promise to write nothing: PostgreSQL by a read-only transaction,
SQLite by opening the file so.
"""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kiosk.queue.feeds.batch import Batch, FeedState, FeedTrouble, Heard
from kiosk.queue.feeds.cells import text_of
from kiosk.queue.feeds.clock import PortClock
from kiosk.queue.feeds.layout import Table
from kiosk.queue.feeds.mapping import offset
from kiosk.queue.feeds.sequence import whole_due
from kiosk.queue.feeds.settings import SqlFeed
from kiosk.queue.feeds.table import Laid, Origin, read_laid
from kiosk.queue.feeds.validate import in_future
from kiosk.queue.times import instant, stamp
from sync.records import Vehicle

MOST_ROWS = 50_000
CONNECT = 3
"""Seconds a connection may take to be made."""
GIVING_UP = 2.0
"""Seconds in which a question is given up at the end."""
OVERLAP = 100
"""How far below the last number changes are asked for again: of two transactions, the one with the
lower number may end later."""

_CANCELLED = "57014"  # PostgreSQL's code for a statement that ran too long


class _Answer(NamedTuple):
    """What the database said: the columns' names, the rows, its own clock (None: it has none), and
    when the port last filled it (None: not told)."""

    names: list[str]
    rows: Sequence[Sequence[Any]]
    port_now: datetime | None
    filled: datetime | None


class SqlView:
    """A database view as a Feed. Used by one thread, but for `close`."""

    def __init__(self, settings: SqlFeed, home: str) -> None:
        self.name = settings.name
        self.every = settings.every
        self._settings = settings
        self._home = home
        self._engine: sa.Engine | None = None
        self._closed = False
        self._asked: Any = None  # the driver's connection, while it is asked

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """All that the view shows, or what has changed in it. Raises FeedTrouble: unreachable,
        timeout, missing (no such view or column, or nothing that may be read), too-large, and what
        read_table raises."""
        since = 0 if whole_due(state, now) or not self._settings.since else state.sequence
        answer = self._ask(since)
        if since and not answer.rows:
            since = 0  # not even the overlap is there: it counts anew, or was emptied
            answer = self._ask(since)
        port_now = answer.port_now
        clock = state.clock.heard(port_now, now) if port_now else state.clock
        cells = [[text_of(each) for each in row] for row in answer.rows]
        table = Table("", [], answer.names, [*enumerate(cells, 1)])
        there = now + timedelta(seconds=clock.skew)
        reading = read_laid(
            Laid(table), Origin(self._settings.view, there), there, self._settings.table,
            feed=self.name, home=self._home,
        )  # fmt: skip
        vehicles = tuple(_by_our_clock(each, clock) for _, each in reading.rows)
        return Batch(
            vehicles=vehicles,
            as_of=min(clock.corrected(answer.filled or reading.as_of), now),
            sequence=self._highest(answer),
            full=not since,
            refused=tuple(reading.refused),
            odd=("future",) if any(in_future(each, now) for each in vehicles) else (),
            heard=Heard(told_at=port_now, since=since, clock=clock),
        )

    def close(self) -> None:
        self._closed = True
        if self._asked is None:
            self._let_go()
        ends = time.monotonic() + GIVING_UP
        # again and again: a word that comes just before the question is lost
        while (asked := self._asked) is not None and time.monotonic() < ends:
            with suppress(Exception):  # it may end by itself at this moment
                if isinstance(asked, sqlite3.Connection):
                    asked.interrupt()
                else:
                    asked.cancel_safe(timeout=GIVING_UP)
            time.sleep(0.02)

    def _let_go(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    def _highest(self, answer: _Answer) -> int:
        """The highest number in the column that grows; 0 if none is told."""
        if not self._settings.since:
            return 0
        try:
            at = answer.names.index(self._settings.since)
            return max((int(row[at]) for row in answer.rows), default=0)
        except (ValueError, TypeError) as error:
            sentence = f"The column “{self._settings.since}” is not there, or holds no numbers."
            raise FeedTrouble("missing", sentence) from error

    def _ask(self, since: int) -> _Answer:
        try:
            if self._engine is None:
                self._engine = _engine(self._settings)
            with self._engine.connect() as connection:
                self._asked = connection.connection.dbapi_connection
                postgres = self._engine.dialect.name == "postgresql"
                if postgres:
                    connection.execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    )
                    connection.execute(
                        sa.select(sa.func.set_config("statement_timeout", self._milliseconds, True))
                    )
                port_now = connection.scalar(sa.select(sa.func.now())) if postgres else None
                told = connection.execute(self._question(since))
                names = [str(each) for each in told.keys()]  # noqa: SIM118 - a result, no dict
                rows = told.fetchmany(MOST_ROWS + 1)
                told.close()
                filled = self._filled(connection)
        except DBAPIError as error:
            raise _trouble(error) from error
        except (SQLAlchemyError, ImportError) as error:
            sentence = f"The database can't be asked so: {str(error).splitlines()[0][:160]}"
            raise FeedTrouble("missing", sentence) from error
        finally:
            self._asked = None
            if self._closed:
                self._let_go()
        if len(rows) > MOST_ROWS:
            raise FeedTrouble("too-large", f"The view has more than {MOST_ROWS} rows.")
        return _Answer(names, rows, port_now, filled)

    @property
    def _milliseconds(self) -> str:
        return str(round(self._settings.timeout * 1000))

    def _question(self, since: int) -> sa.Select[Any] | sa.TextClause:
        settings = self._settings
        grows: sa.ColumnClause[int] = sa.column(settings.since or "x")
        told: sa.FromClause
        if settings.view:
            schema, _, name = settings.view.rpartition(".")
            told = sa.table(name, grows, schema=schema or None)
        else:
            text = sa.text(settings.select.rstrip("; \n")).bindparams(**settings.parameters)
            if not since:
                return text
            told = text.columns(grows).subquery("told")
        question = sa.select(sa.text("*")).select_from(told)
        return question.where(told.c[settings.since] > since - OVERLAP) if since else question

    def _filled(self, connection: sa.Connection) -> datetime | None:
        if not self._settings.as_of:
            return None
        at = connection.scalar(sa.text(self._settings.as_of))
        if isinstance(at, str):
            with suppress(ValueError):
                at = datetime.fromisoformat(at)
        if not isinstance(at, datetime):
            raise FeedTrouble("missing", "The select of as_of gives no moment.")
        zone = self._settings.table.zone if self._settings.table else "+08:00"
        return at if at.tzinfo else at.replace(tzinfo=offset(zone))


def _engine(settings: SqlFeed) -> sa.Engine:
    url = sa.make_url(settings.url)
    if url.drivername != "sqlite":
        return sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,  # the link was down: a new connection, without a word
            connect_args={
                "connect_timeout": CONNECT,
                "prepare_threshold": None,  # a pooler may stand between
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
            },
        )

    def connect() -> sqlite3.Connection:
        path = f"file:{quote(url.database or '')}?mode=ro"
        connection = sqlite3.connect(path, uri=True, timeout=settings.timeout)
        ends = time.monotonic() + settings.timeout
        connection.set_progress_handler(lambda: time.monotonic() > ends, 10_000)
        return connection

    return sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)


def _trouble(error: DBAPIError) -> FeedTrouble:
    said = (str(error.orig).splitlines() or [""])[0][:160]
    code = getattr(error.orig, "sqlstate", None)
    if code == _CANCELLED or said == "interrupted":
        return FeedTrouble("timeout", "The database did not answer in time.")
    down = said in ("unable to open database file", "database is locked") or (
        code is None and not isinstance(error.orig, sqlite3.Error)
    )
    if down or (code or "")[:2] in ("08", "28", "3D", "53", "57"):
        return FeedTrouble("unreachable", "The database can't be reached, or lets no one in.")
    return FeedTrouble("missing", f"The database does not show what is asked for: {said}")


def _by_our_clock(vehicle: Vehicle, clock: PortClock) -> Vehicle:
    if not clock.skew:
        return vehicle
    times = {
        name: stamp(clock.corrected(at))
        for name in ("registered_at", "called_at", "departed_at", "as_of")
        if (at := instant(getattr(vehicle, name)))
    }
    return msgspec.structs.replace(vehicle, **times)
