"""An older store opens with its records, in a program whose kinds have grown."""

import sqlite3
from typing import ClassVar

import msgspec
import pytest
from sqlite_utils import Database, Migrations

from kiosk.store import Store, schema
from kiosk.store.columns import columns_of
from kiosk.store.schema import lost_tables
from sync.records import KINDS, PageUse, Vehicle
from sync.records.base import Info, Record


class LaterPageUse(Record, frozen=True, kw_only=True):
    """A page use as a later version may tell it."""

    info: ClassVar[Info] = PageUse.info

    at: str
    page: str
    locale: str
    seconds: int
    taps: int = 0
    large_text: bool = True
    parts: list[str] = msgspec.field(default_factory=lambda: ["whole"])
    remark: str | None = None


@pytest.fixture
def later(monkeypatch):
    def begin():
        monkeypatch.setitem(KINDS, "page-use", LaterPageUse)

    yield begin
    columns_of.cache_clear()


def test_a_field_that_is_added_gets_its_default_in_old_rows(folder, page_use, later):
    with Store.open(folder) as store:
        store.add(page_use(1))
        ops = store.outbox()
    later()
    with Store.open(folder) as store:
        (use,) = store.find(LaterPageUse)
        assert (use.seconds, use.taps, use.large_text) == (7, 0, True)
        assert (use.parts, use.remark) == (["whole"], None)
        assert store.outbox() == ops
        assert store.mended is None
        assert store.put(use) == []


def test_a_column_of_a_later_version_is_kept_and_ignored(folder, page_use, later, monkeypatch):
    later()
    with Store.open(folder) as store:
        store.adopt([LaterPageUse(**msgspec.structs.asdict(page_use(1)), remark="kept")])
    monkeypatch.setitem(KINDS, "page-use", PageUse)
    with Store.open(folder) as store:
        assert store.find(PageUse) == [page_use(1)]
        store.add(page_use(2))
        store._db.execute('UPDATE "page-use" SET seconds = 8')
    later()
    with Store.open(folder) as store:
        assert [use.remark for use in store.find(LaterPageUse)] == ["kept", None]


def test_a_new_kind_gets_its_table(folder, monkeypatch):
    monkeypatch.delitem(KINDS, "vehicle")
    with Store.open(folder):
        pass
    monkeypatch.setitem(KINDS, "vehicle", Vehicle)
    with Store.open(folder) as store:
        assert store.count(Vehicle) == 0
        assert store.mended is None


def test_an_older_store_is_brought_up_to_date_by_name(folder, page_use, monkeypatch):
    with Store.open(folder) as store:
        store.add(page_use(1))

    def m900_note(db):
        db.execute("CREATE TABLE note (text TEXT)")

    before = [each.__name__ for each in schema.MIGRATIONS]
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, m900_note))
    with Store.open(folder) as store:
        assert store.find(PageUse) == [page_use(1)]
        applied = Migrations("kiosk").applied(Database(store._db))
        assert [each.name for each in applied] == [*before, "m900_note"]
        assert "note" in schema.table_names(store._db)


def test_the_store_is_as_safe_as_sqlite_makes_it(folder):
    with Store.open(folder) as store:

        def setting(name):
            return store._db.execute(f"PRAGMA {name}").fetchone()[0]

        assert setting("journal_mode") == "wal"
        assert setting("synchronous") == 2  # FULL
        assert setting("foreign_keys") == 1
        assert setting("busy_timeout") == 10_000
        assert lost_tables(store._db) == set()


def test_a_table_is_made_of_its_struct(folder):
    with Store.open(folder):
        pass
    db = sqlite3.connect(folder / "kiosk.db")
    described = {row[1]: row[2] for row in db.execute("PRAGMA table_info(rate)")}
    db.close()
    assert described == {
        "id": "TEXT",
        "home": "TEXT",
        "currency": "TEXT",
        "per_yuan": "REAL",
        "as_of": "TEXT",
        "unknown fields": "BLOB",
    }
