"""The server's database: SQLite in a file or PostgreSQL by its URL, made and brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Engine

from sync.errors import BadInput, Failure

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x6472_6976  # PostgreSQL's advisory lock of migrations: any number of our own
_BUSY = 30  # seconds that a writer waits for another


def connect(url: str, *, connections: int = 8) -> Engine:
    """An engine for `url`: `sqlite:///FILE` or `postgresql://…`. Raises BadInput. Each `begin()` is
    a transaction that writes; `reading(engine)` is one that doesn't."""
    try:
        made = sa.make_url(url)
    except sa.exc.ArgumentError as wrong:
        raise BadInput(
            f"{url} is no database's URL; write sqlite:///FILE or postgresql://…"
        ) from wrong
    name = made.get_backend_name()
    if name == "postgresql":
        return sa.create_engine(
            made.set(drivername="postgresql+psycopg"),
            pool_size=connections,
            max_overflow=connections,
        )
    if name != "sqlite":
        raise BadInput(f"The server keeps its records in SQLite or PostgreSQL, not in {name}.")
    if made.database in (None, "", ":memory:"):
        raise BadInput(f"{url} names no file; write sqlite:///FILE.")
    return _sqlite(made, connections)


def migrate(engine: Engine) -> None:
    """Make what is missing. Two servers may start at once on one database: one waits for the
    other. Raises Failure where a newer program has been here, or the database can't be used."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            config = Config()
            config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
            config.attributes["connection"] = connection
            scripts = ScriptDirectory.from_config(config)
            present = MigrationContext.configure(connection).get_current_revision()
            if present == scripts.get_current_head():
                return
            if present is not None and present not in {
                each.revision for each in scripts.walk_revisions()
            }:
                raise Failure(
                    "A newer version of this program has used the database; install that version."
                )
            command.upgrade(config, "head")
    except sa.exc.DBAPIError as failed:
        raise Failure(f"The database can't be used: {_first_line(failed)}") from failed


@contextmanager
def reading(engine: Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the database, and doesn't write."""
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect() as connection:
        yield connection.execution_options(**options)


@contextmanager
def loosely(engine: Engine) -> Iterator[sa.Connection]:
    """A transaction that doesn't wait for the disk: the power may take it away again, though never
    without what was written after it. For what is worth no more than that."""
    with engine.connect().execution_options(loose=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        yield connection


def _sqlite(url: URL, connections: int) -> Engine:
    engine = sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        connect_args={"timeout": _BUSY, "check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below
        connection.execute("PRAGMA journal_mode = WAL")
        # what was acknowledged must be there after the power went
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -32000")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        reads, loose = options.get("reading", False), options.get("loose", False)
        if not reads:
            connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if loose else 'FULL'}")
        # a transaction that becomes a writer in its middle may fail; who writes says so at once
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _first_line(failed: Exception) -> str:
    return str(getattr(failed, "orig", failed)).strip().split("\n")[0]
