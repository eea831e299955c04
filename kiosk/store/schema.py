"""How the database is laid out, and how an older one is brought up to date.

Named migrations, recorded in the database, make what is not a record: the device and its
outbox. The tables of records follow their Structs: a missing table or column is added when the
store opens, an old row gets the Struct's default. A change of meaning (a column renamed, values
rewritten) is a named migration.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations
from sqlite_utils.db import COLUMN_TYPE_MAPPING, Table

from kiosk.store.columns import columns_of
from sync.outbox import Head, first_head
from sync.records import KINDS, new_id

migrations = Migrations("kiosk")

TABLES = ("device", "outbox", "tables")
"""The tables that migrations make; a store without one of them is damaged."""


@migrations()
def m001_device_outbox_tables(db: Database) -> None:
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


def connect(path: Path) -> Database:
    """A connection for reading and writing, as every Store has it. Raises sqlite3.Error."""
    # isolation_level None: transactions begin where we say so and nowhere else
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL: a commit is on the disk when it returns, also when the power goes
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return Database(connection, recursive_triggers=False, execute_plugins=False)
    except BaseException:
        connection.close()
        raise


def bring_up_to_date(db: Database) -> None:
    """Apply the migrations that are missing, then add missing tables and columns."""
    migrations.apply(db)
    if not is_shaped(db):
        with db.atomic():
            _shape(db)


def is_up_to_date(db: Database) -> bool:
    return not migrations.pending(db) and is_shaped(db)


def is_shaped(db: Database) -> bool:
    """Whether every kind has its table, with a column for every field, and its indexes."""
    indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    return all(
        set(columns_of(kind).names) <= _present(db, name)
        and {f"{name} by {field}" for field in kind.info.indexed} <= indexes
        for name, kind in KINDS.items()
    )


def unknown_migrations(db: Database) -> set[str]:
    """Migrations that were applied and that this program doesn't know: a newer one was here."""
    # `pending` compares by name; there is no public list of all of a set's names
    known = {migration.name for migration in migrations._migrations}
    return {applied.name for applied in migrations.applied(db)} - known


def lost_tables(db: Database) -> set[str]:
    """Tables that were once made and are not there any more."""
    there = set(db.table_names())
    lost = {Migrations.migrations_table, *TABLES} - there
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


def _present(db: Database, table: str) -> set[str]:
    return {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}


def _shape(db: Database) -> None:
    for name, kind in KINDS.items():
        columns = columns_of(kind)
        present = _present(db, name)
        if not present:
            # no NOT NULL beyond the id: a field that leaves the Struct must not stop writing
            Table(db, name).create({"id": str}, pk="id", not_null={"id"})
            db.execute("INSERT OR IGNORE INTO tables VALUES (?)", (name,))
        for column, type_ in columns.types.items():
            if column not in present | {"id"}:
                # the default stands in the table: old rows get it, and those that an older
                # program writes, which doesn't know the column
                default = columns.defaults.get(column)
                (quoted,) = db.execute("SELECT quote(?)", (default,)).fetchone()
                db.execute(
                    f'ALTER TABLE "{name}" ADD COLUMN "{column}" '
                    f"{COLUMN_TYPE_MAPPING[type_]} DEFAULT {quoted}"
                )
        for field in kind.info.indexed:
            db.execute(f'CREATE INDEX IF NOT EXISTS "{name} by {field}" ON "{name}" ("{field}")')
