"""The server's database, empty, of both kinds: a test that takes `url` runs on each."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync.server.database import connect, migrate
from tests.queue.postgres import postgres

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("server") / "empty.db"
    engine = connect(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def empty_postgres() -> Iterator[str]:
    """The URL of a database that others are copied from."""
    with postgres() as url:
        # nobody pulls this one's plug, and to end it would write all of them to the disk
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            _run(url, f"ALTER SYSTEM SET {setting} = off")
        _run(url, "SELECT pg_reload_conf()")
        _run(url, "CREATE DATABASE bare")
        bare = sa.make_url(url).set(database="bare").render_as_string(hide_password=False)
        engine = connect(bare)
        migrate(engine)
        engine.dispose()
        yield bare


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """Of a database that is made and empty: what `hq --db` takes."""
    if request.param == "sqlite":
        file = tmp_path / "server.db"
        shutil.copy(request.getfixturevalue("empty_sqlite"), file)
        return f"sqlite:///{file}"
    bare = sa.make_url(request.getfixturevalue("empty_postgres"))
    name = f"test{next(_NUMBERS)}"
    _run(bare.set(database="postgres"), f"CREATE DATABASE {name} TEMPLATE bare")
    return bare.set(database=name).render_as_string(hide_password=False)


def _run(url: str | sa.URL, statement: str) -> None:
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
