"""The server's database: made, brought up to date, and refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from sync.errors import BadInput, Failure
from sync.server.database import connect, migrate
from sync.server.tables import METADATA

_POSTGRES = (
    "SELECT table_name, column_name, data_type, column_default, is_nullable, collation_name,"
    " is_identity FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
    "SELECT indexname, indexdef FROM pg_indexes"
    " WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
)
_SQLITE = ("SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'",)


def shape(engine: sa.Engine) -> list[str]:
    """All that the database says of its tables and indexes."""
    asked = _POSTGRES if engine.dialect.name == "postgresql" else _SQLITE
    with engine.connect() as connection:
        rows = [tuple(row) for each in asked for row in connection.exec_driver_sql(each)]
    return sorted(" ".join(repr(row).split()) for row in rows)


def test_what_the_migrations_make_are_the_tables(engine):
    migrated = shape(engine)
    METADATA.drop_all(engine)
    METADATA.create_all(engine)
    assert migrated == shape(engine)
    assert len(migrated) > 20


@pytest.mark.parametrize("again", range(3))
def test_two_servers_start_at_once_on_a_new_database(url, tmp_path, again):
    if url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/new.db"
    else:
        first = connect(url)
        METADATA.drop_all(first)
        with first.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")
        first.dispose()
    engines = [connect(url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(migrate, engine) for engine in engines]:
            done.result()
    with engines[0].connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM record").scalar() == 0
    for engine in engines:
        engine.dispose()


def test_a_database_of_a_newer_program(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'm999'")
    with pytest.raises(Failure, match="newer version"):
        migrate(engine)


def test_a_database_that_is_not_there(tmp_path):
    with pytest.raises(Failure, match="can't be used"):
        migrate(connect(f"sqlite:///{tmp_path}/no/such/folder.db"))
    with pytest.raises(Failure, match="can't be used"):
        migrate(connect(f"postgresql://u:p@/none?host={tmp_path}"))
    (tmp_path / "text.db").write_text("this is no database, but a text that is long enough" * 99)
    with pytest.raises(Failure, match="can't be used"):
        migrate(connect(f"sqlite:///{tmp_path}/text.db"))


@pytest.mark.parametrize("url", ["mysql://a/b", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_what_is_no_database(url):
    with pytest.raises(BadInput):
        connect(url)
