"""What a server holds. Every key that is searched often begins with the home, so that a database
parted by homes has each of them whole in one place.

Moments are microseconds since 1970 by the server's own clock, where nothing else is said. A home is
"" for what belongs to all homes. Texts are ordered as bytes of UTF-8, as in SQLite, on PostgreSQL
too: both ends of a comparison must order ids alike.
"""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BYTES = sa.LargeBinary()
# SQLite numbers rows by themselves only where the key is INTEGER
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, *columns: SchemaItem, rowid: bool = False) -> sa.Table:
    # a number that was given is never given again
    return sa.Table(name, METADATA, *columns, sqlite_with_rowid=rowid, sqlite_autoincrement=rowid)


def _text(name: str, *, key: bool = False, default: str | None = "") -> sa.Column[str]:
    given = None if key or default is None else default
    return sa.Column(name, TEXT, primary_key=key, nullable=False, server_default=given)


def _number(name: str, default: str | None = "0") -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, BYTES, nullable=False)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _op() -> list[sa.Column]:  # type: ignore[type-arg]
    """An op as it came: `sender` told it at (epoch, seq) of its line (an express op has no epoch),
    `device` made it. The rest as in sync.outbox.Op; `hash` is its content hash."""
    return [
        _text("home"),
        _text("sender"),
        _text("epoch"),
        _number("seq"),
        _text("device"),
        _text("kind"),
        _text("record"),
        _number("schema"),
        _text("action"),
        _bytes("fields"),
        _number("wall"),
        _text("boot"),
        _number("offset"),
        _number("base"),
        _bytes("hash"),
    ]


def _numbered() -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=True)


SERVER = _table(
    "server",
    # one row
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    _text("generation"),
    _number("began_at"),
    _text("role"),
)
"""`generation` is of the numbering of rows: a restored server begins a new one."""

SCOPE = _table("scope", _text("home", key=True), _number("seq"))
"""The last srv_seq given in a scope: a home, or "" (all homes). Given under this row's lock."""

RECORD = _table(
    "record",
    _text("home", key=True),
    _text("kind", key=True),
    _text("id", key=True),
    # who wrote it, of kinds of which each device has its own latest; else ""
    _text("owner", key=True),
    _number("seq"),
    _number("schema"),
    _yes("removed"),
    # whether devices read it
    _yes("down"),
    _bytes("fields"),
    # of the op it came by
    _bytes("hash"),
    # of `fields` as they were taken: tells whether they still are (8 bytes)
    _bytes("own"),
    _text("device"),
    # when it was written, by a corrected clock
    _number("wall"),
    # its own `at`: seconds since 1970
    sa.Column("at", sa.Double(), nullable=True),
    _number("taken_at"),
)
"""One row a record, as it is now. A change moves it to the end of its scope."""
sa.Index(
    "ix_record_down",
    RECORD.c.home,
    RECORD.c.seq,
    sqlite_where=sa.text("down"),
    postgresql_where=sa.text("down"),
)

SEEN = _table(
    "seen",
    _text("home", key=True),
    sa.Column("hash", BYTES, primary_key=True),
    _number("taken_at"),
)
"""Ops of kinds whose records change, by their content: one that is told again is known."""

LOSING = _table(
    "losing",
    _numbered(),
    _text("home"),
    _text("kind"),
    _text("record"),
    _number("schema"),
    _yes("removed"),
    _bytes("fields"),
    _bytes("hash"),
    _text("device"),
    _number("wall"),
    _text("winner"),
    _number("lost_at"),
    sa.Column("taken_back_at", sa.BigInteger(), nullable=True),
    rowid=True,
)
"""Edits that another overtook: `winner` is the device that made the other. Staff see them, and may
take them back."""
sa.Index("ix_losing_record", LOSING.c.home, LOSING.c.kind, LOSING.c.record)

DEVICE = _table(
    "device",
    _text("id", key=True),
    _text("home"),
    _text("name"),
    _bytes("key"),
    _text("state", default="active"),
    # the last counter of a request, and what its handshake must repeat
    _number("counter"),
    _text("nonce"),
    # its handshakes, and the last of them: two users of one identity shake hands again and again
    _number("hellos"),
    _number("hello_at"),
    # its line, and how far it was taken
    _text("epoch"),
    _number("seq"),
    sa.Column("chain", BYTES, nullable=False),
    # the ids it had before (JSON)
    _text("former", default="[]"),
    # how far its clock was ahead of ours when last seen (microseconds)
    _number("skew"),
    # in which generation it last synced
    _text("generation"),
    _text("version"),
    _number("enrolled_at"),
    _number("seen_at"),
)
"""Who may sync. `state`: active, revoked, or clone (two used one identity)."""
sa.Index("ix_device_home", DEVICE.c.home)

EPOCH = _table(
    "epoch",
    _text("device", key=True),
    _text("epoch", key=True),
    _number("seq"),
    sa.Column("chain", BYTES, nullable=False),
    _number("superseded_at"),
)
"""A device's earlier lines, and how far each was taken."""

BOOT = _table(
    "boot",
    _text("device", key=True),
    _text("boot", key=True),
    # by our clock
    _number("began"),
)
"""When a device was switched on."""

ORIGIN = _table("origin", _text("sender", key=True), _text("device", key=True))
"""Whose ops a device has told besides its own: what a home server passes on."""

USAGE = _table(
    "usage",
    _text("device", key=True),
    # YYYY-MM-DD in Beijing
    _text("day", key=True),
    _number("up"),
    _number("down"),
    _number("requests"),
    sa.Column("seconds", sa.Double(), nullable=False, server_default="0"),
)
"""Bytes and requests of a device's syncs, by day, and the seconds we worked on them."""

QUARANTINE = _table(
    "quarantine",
    _numbered(),
    *_op(),
    # a code of rules.Why, and a sentence
    _text("code"),
    _text("why"),
    _number("at"),
    _text("state", default="waiting"),
    rowid=True,
)
"""Ops that can't be applied, for a person. `state`: waiting, applied, or dropped."""
sa.Index("ix_quarantine_hash", QUARANTINE.c.home, QUARANTINE.c.hash)
sa.Index("ix_quarantine_line", QUARANTINE.c.sender, QUARANTINE.c.epoch, QUARANTINE.c.seq)

HELD = _table(
    "held",
    _numbered(),
    *_op(),
    _text("parent_kind"),
    _text("parent"),
    _number("since"),
    # when it was applied without its parent
    sa.Column("escalated_at", sa.BigInteger(), nullable=True),
    rowid=True,
)
"""Ops that came before the record they hang on."""
sa.Index("ix_held_parent", HELD.c.home, HELD.c.parent_kind, HELD.c.parent)

FORWARD = _table("forward", _numbered(), *_op(), rowid=True)
"""Of a home server: what goes on to its upstream, in the order it was taken."""

UPSTREAM = _table(
    "upstream",
    _text("home", key=True),
    _text("kind", key=True),
    _text("id", key=True),
    # its number there, and the one that we gave it when it came
    _number("version"),
    _number("seq"),
    # removed there, and not yet here
    _yes("gone"),
)
"""Of a home server: records that came from its upstream."""

STATE = _table("state", _text("name", key=True), _bytes("value"))
"""Of a home server: its own line and cursor upstream."""

ENROLMENT = _table(
    "enrolment",
    sa.Column("code_hash", BYTES, primary_key=True),
    _text("home"),
    _text("name"),
    _number("made_at"),
    _number("expires_at"),
    sa.Column("used_at", sa.BigInteger(), nullable=True),
    _text("device"),
)
"""One-time codes by which devices become known."""

ATTEMPT = _table("attempt", _numbered(), _number("at"), rowid=True)
"""Wrong codes that were tried lately."""
sa.Index("ix_attempt_at", ATTEMPT.c.at)
