"""How the database is laid out, and how an older one is brought up to date.

Named migrations, recorded in the database, make what is not a record: the device and its
outbox. The tables of records follow their Structs: a missing table or column is added when the
store opens, an old row gets the Struct's default. A change of meaning (a column renamed, values
rewritten) is a named migration.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.store.columns import columns_of
from sync.outbox import Head, first_head
from sync.records import KINDS, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = ("device", "outbox", "tables")
"""The tables that migrations make; a store without one of them is damaged."""

_SET = "kiosk"  # sqlite-utils' name for all of our migrations
_APPLIED = "_sqlite_migrations"  # its table of those that were applied


def m001_device_outbox_tables(db: "Database") -> None:
    # `acknowledged` is the last seq of this epoch that upstream has taken
    db.execute(
        "CREATE TABLE device (id TEXT PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL, "
        "chain BLOB NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    # with a rowid: it keeps the order of writing across epochs, which are not ordered
    db.execute(
        "CREATE TABLE outbox (device TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, "
        "kind TEXT NOT NULL, record TEXT NOT NULL, schema INTEGER NOT NULL, "
        "action TEXT NOT NULL, fields BLOB NOT NULL, wall INTEGER NOT NULL, boot TEXT NOT NULL, "
        "offset INTEGER NOT NULL, PRIMARY KEY (device, epoch, seq)) STRICT"
    )
    # the kinds whose tables were made: one that is gone was lost, not never there
    db.execute("CREATE TABLE tables (name TEXT PRIMARY KEY) STRICT")
    begin_epoch(db.conn, first_head(new_id()))


def m002_base_of_ops(db: "Database") -> None:
    # the version of the record, as upstream numbers them, that the change was made upon
    db.execute("ALTER TABLE outbox ADD COLUMN base INTEGER NOT NULL DEFAULT 0")


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (
    m001_device_outbox_tables,
    m002_base_of_ops,
)
"""All of them in their order, known in the database by their names."""


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
    """Whether every kind has its table, with a column for every field, and its indexes."""
    indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    return all(
        set(columns_of(kind).names) <= _present(db, name)
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


def begin_epoch(connection: sqlite3.Connection, head: Head) -> None:
    """Make this the device's state: at first, and when the store was rewound. Nothing of the
    new epoch is acknowledged yet. Inside the caller's transaction."""
    connection.execute("DELETE FROM device")
    connection.execute(
        "INSERT INTO device (id, epoch, seq, chain) VALUES (?, ?, ?, ?)",
        (head.device, head.epoch, head.seq, head.chain),
    )


def _known() -> set[str]:
    return {migration.__name__ for migration in MIGRATIONS}


def _applied(db: sqlite3.Connection) -> set[str]:
    names = db.execute(f"SELECT name FROM {_APPLIED} WHERE migration_set = ?", (_SET,))  # noqa: S608
    return {name for (name,) in names}


def _present(db: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}


def _shape(db: sqlite3.Connection) -> None:
    for name, kind in KINDS.items():
        columns = columns_of(kind)
        present = _present(db, name)
        if not present:
            # no NOT NULL beyond the id: a field that leaves the Struct must not stop writing
            db.execute(f'CREATE TABLE "{name}" ("id" TEXT PRIMARY KEY NOT NULL)')
            db.execute("INSERT OR IGNORE INTO tables VALUES (?)", (name,))
        for column, type_ in columns.types.items():
            if column not in present | {"id"}:
                # the default stands in the table: old rows get it, and those that an older
                # program writes, which doesn't know the column
                default = columns.defaults.get(column)
                (quoted,) = db.execute("SELECT quote(?)", (default,)).fetchone()
                db.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column}" {type_} DEFAULT {quoted}')
        for field in kind.info.indexed:
            db.execute(f'CREATE INDEX IF NOT EXISTS "{name} by {field}" ON "{name}" ("{field}")')
