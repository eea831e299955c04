"""How the database is laid out, and how an older one is brought up to date.

Named migrations, recorded in the database, make what is not a record: the device and its
outbox. The tables of records follow their Structs: a missing table or column is added when the
store opens, an old row gets the Struct's default. A change of meaning (a column renamed, values
rewritten) is a named migration.

Each table of records has a column `unknown fields` beside those of its Struct: what a newer program
elsewhere has said of a record, kept until this one learns to read it (kiosk/store/learning.py).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.store.columns import UNKNOWN, columns_of
from kiosk.store.learning import learn, signature, to_learn
from kiosk.store.migrations import MIGRATIONS
from sync.records import KINDS

TABLES = ("device", "outbox", "tables")
"""The tables that migrations make; a store without one of them is damaged."""

_SET = "kiosk"  # sqlite-utils' name for all of our migrations
_APPLIED = "_sqlite_migrations"  # its table of those that were applied


def connect(path: Path) -> sqlite3.Connection:
    """A connection for reading and writing, as every Store has it. Raises sqlite3.Error."""
    # isolation_level None: transactions begin where we say so and nowhere else
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL: a commit is on the disk when it returns, also when the power goes
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    except BaseException:
        connection.close()
        raise


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it is kept, or nothing. Raises sqlite3.Error."""
    # IMMEDIATE: waits for its turn here, and not in the middle where it could not
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()  # nothing, where a full disk has ended the transaction already
        raise


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Apply the migrations that are missing, then add missing tables and columns."""
    # it takes longer to import than a store to open, and only a new or an older one needs it
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    migrations = Migrations(_SET)
    for migration in MIGRATIONS:
        migrations()(migration)
    migrations.apply(Database(db, recursive_triggers=False, execute_plugins=False))
    if not is_shaped(db):
        with transaction(db):
            _shape(db)


def is_up_to_date(db: sqlite3.Connection) -> bool:
    return _known() <= _applied(db) and is_shaped(db)


def is_shaped(db: sqlite3.Connection) -> bool:
    """Whether every kind has its table, with a column for every field, and its indexes; and
    whether this program has read what it can of what it was told."""
    indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    return not to_learn(db) and all(
        {*columns_of(kind).names, UNKNOWN} <= _present(db, name)
        and {f"{name} by {field}" for field in kind.info.indexed} <= indexes
        for name, kind in KINDS.items()
    )


def unknown_migrations(db: sqlite3.Connection) -> set[str]:
    """Migrations that were applied and that this program doesn't know: a newer one was here."""
    return _applied(db) - _known()


def table_names(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def lost_tables(db: sqlite3.Connection) -> set[str]:
    """Tables that were once made and are not there any more."""
    there = table_names(db)
    lost = {_APPLIED, *TABLES} - there
    if "tables" not in lost:
        lost |= {name for (name,) in db.execute("SELECT name FROM tables")} - there
    return lost


def _known() -> set[str]:
    return {migration.__name__ for migration in MIGRATIONS}


def _applied(db: sqlite3.Connection) -> set[str]:
    names = db.execute(f"SELECT name FROM {_APPLIED} WHERE migration_set = ?", (_SET,))  # noqa: S608
    return {name for (name,) in names}


def _present(db: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}


def _shape(db: sqlite3.Connection) -> None:
    learning = to_learn(db)
    for name, kind in KINDS.items():
        columns = columns_of(kind)
        present = _present(db, name)
        if not present:
            # no NOT NULL beyond the id: a field that leaves the Struct must not stop writing
            db.execute(f'CREATE TABLE "{name}" ("id" TEXT PRIMARY KEY NOT NULL)')
            db.execute("INSERT OR IGNORE INTO tables (name) VALUES (?)", (name,))
        for column, type_ in {**columns.types, UNKNOWN: "BLOB"}.items():
            if column not in present | {"id"}:
                # the default stands in the table: old rows get it, and those that an older
                # program writes, which doesn't know the column
                default = columns.defaults.get(column)
                (quoted,) = db.execute("SELECT quote(?)", (default,)).fetchone()
                db.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column}" {type_} DEFAULT {quoted}')
        for field in kind.info.indexed:
            db.execute(f'CREATE INDEX IF NOT EXISTS "{name} by {field}" ON "{name}" ("{field}")')
        if name in learning:
            learn(db, kind)
        db.execute("UPDATE tables SET fields = ? WHERE name = ?", (signature(kind), name))
