"""The named migrations, which make what is not a record: the device, its outbox and line upstream.

What a migration does is never changed once it was released.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.store.line import begin_line
from sync.outbox import first_head
from sync.records import new_id

if TYPE_CHECKING:
    from sqlite_utils import Database


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
    head = first_head(new_id())
    db.execute(
        "INSERT INTO device (id, epoch, seq, chain) VALUES (?, ?, ?, ?)",
        (head.device, head.epoch, head.seq, head.chain),
    )


def m002_base_of_ops(db: "Database") -> None:
    # the version of the record, as upstream numbers them, that the change was made upon
    db.execute("ALTER TABLE outbox ADD COLUMN base INTEGER NOT NULL DEFAULT 0")


def m003_line_upstream(db: "Database") -> None:
    for statement in _LINE_UPSTREAM.split(";"):
        db.execute(statement)
    (device,) = db.execute("SELECT id FROM device").fetchone()
    # what was written in several epochs becomes one line; nothing was ever acknowledged
    begin_line(db.conn, device)
    db.execute("UPDATE sync SET unverified = 0")


# `reached` is the head of the chain at `acknowledged`; `at_home`: upstream is the home's own
# server; `ahead`: an urgent op has overtaken the line. In `version` stands what upstream numbers a
# record, in `removal` what it has removed and is still to go here, in `unread` what this program
# can't read yet. Names in `tables` that are no kind's are those that this migration makes.
_LINE_UPSTREAM = """
    ALTER TABLE device ADD COLUMN reached BLOB NOT NULL DEFAULT x'';
    ALTER TABLE device ADD COLUMN at_home INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE tables ADD COLUMN fields TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox RENAME TO outbox_before;
    CREATE TABLE outbox (seq INTEGER PRIMARY KEY, device TEXT NOT NULL, kind TEXT NOT NULL,
        record TEXT NOT NULL, schema INTEGER NOT NULL, action TEXT NOT NULL, fields BLOB NOT NULL,
        wall INTEGER NOT NULL, boot TEXT NOT NULL, offset INTEGER NOT NULL, base INTEGER NOT NULL,
        ahead INTEGER NOT NULL DEFAULT 0) STRICT;
    INSERT INTO outbox SELECT row_number() OVER (ORDER BY rowid), device, kind, record, schema,
        action, fields, wall, boot, offset, base, 0 FROM outbox_before;
    DROP TABLE outbox_before;
    CREATE INDEX "outbox by record" ON outbox (kind, record);
    CREATE TABLE sync (generation TEXT NOT NULL, home INTEGER NOT NULL, everywhere INTEGER NOT NULL,
        unverified INTEGER NOT NULL DEFAULT 0, verified_at TEXT NOT NULL DEFAULT '',
        synced_at TEXT NOT NULL DEFAULT '', trouble TEXT NOT NULL DEFAULT '') STRICT;
    INSERT INTO sync (generation, home, everywhere) VALUES ('', 0, 0);
    CREATE TABLE version (kind TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY (kind, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE removal (kind TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY (kind, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE unread (kind TEXT NOT NULL, record TEXT NOT NULL, schema INTEGER NOT NULL,
        fields BLOB NOT NULL, version INTEGER NOT NULL, tried TEXT NOT NULL,
        PRIMARY KEY (kind, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE usage (day TEXT PRIMARY KEY, up INTEGER NOT NULL, down INTEGER NOT NULL,
        requests INTEGER NOT NULL, seconds REAL NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO tables (name) VALUES ('sync'), ('version'), ('removal'), ('unread'), ('usage')"""


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (
    m001_device_outbox_tables,
    m002_base_of_ops,
    m003_line_upstream,
)
"""All of them in their order, known in the database by their names."""
