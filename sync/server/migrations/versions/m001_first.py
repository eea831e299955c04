"""The first tables: sync/server/tables.py as it was then."""

import sqlalchemy as sa
from alembic import op

revision = "m001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_attempt"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempt_at", "attempt", ["at"])
    op.create_table(
        "boot",
        sa.Column("device", TEXT, nullable=False),
        sa.Column("boot", TEXT, nullable=False),
        sa.Column("began", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("device", "boot", name="pk_boot"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "device",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("home", TEXT, server_default="", nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("state", TEXT, server_default="active", nullable=False),
        sa.Column("counter", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("nonce", TEXT, server_default="", nullable=False),
        sa.Column("hellos", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hello_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("epoch", TEXT, server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("former", TEXT, server_default="[]", nullable=False),
        sa.Column("skew", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("generation", TEXT, server_default="", nullable=False),
        sa.Column("version", TEXT, server_default="", nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("seen_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_device_home", "device", ["home"])
    op.create_table(
        "enrolment",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("home", TEXT, server_default="", nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("made_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expires_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_enrolment"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "epoch",
        sa.Column("device", TEXT, nullable=False),
        sa.Column("epoch", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("superseded_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", name="pk_epoch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forward",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("home", TEXT, server_default="", nullable=False),
        sa.Column("sender", TEXT, server_default="", nullable=False),
        sa.Column("epoch", TEXT, server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("record", TEXT, server_default="", nullable=False),
        sa.Column("schema", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("action", TEXT, server_default="", nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("wall", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("boot", TEXT, server_default="", nullable=False),
        sa.Column("offset", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_forward"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "held",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("home", TEXT, server_default="", nullable=False),
        sa.Column("sender", TEXT, server_default="", nullable=False),
        sa.Column("epoch", TEXT, server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("record", TEXT, server_default="", nullable=False),
        sa.Column("schema", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("action", TEXT, server_default="", nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("wall", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("boot", TEXT, server_default="", nullable=False),
        sa.Column("offset", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("parent_kind", TEXT, server_default="", nullable=False),
        sa.Column("parent", TEXT, server_default="", nullable=False),
        sa.Column("since", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("escalated_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_held"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_held_parent", "held", ["home", "parent_kind", "parent"])
    op.create_table(
        "losing",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("home", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("record", TEXT, server_default="", nullable=False),
        sa.Column("schema", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("wall", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("winner", TEXT, server_default="", nullable=False),
        sa.Column("lost_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("taken_back_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_losing"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_losing_record", "losing", ["home", "kind", "record"])
    op.create_table(
        "origin",
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("device", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sender", "device", name="pk_origin"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarantine",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("home", TEXT, server_default="", nullable=False),
        sa.Column("sender", TEXT, server_default="", nullable=False),
        sa.Column("epoch", TEXT, server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("record", TEXT, server_default="", nullable=False),
        sa.Column("schema", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("action", TEXT, server_default="", nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("wall", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("boot", TEXT, server_default="", nullable=False),
        sa.Column("offset", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("code", TEXT, server_default="", nullable=False),
        sa.Column("why", TEXT, server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", TEXT, server_default="waiting", nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_quarantine"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quarantine_hash", "quarantine", ["home", "hash"])
    op.create_index("ix_quarantine_line", "quarantine", ["sender", "epoch", "seq"])
    op.create_table(
        "record",
        sa.Column("home", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("schema", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("down", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("own", sa.LargeBinary(), nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("wall", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("at", sa.Double(), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("home", "kind", "id", "owner", name="pk_record"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_record_down",
        "record",
        ["home", "seq"],
        sqlite_where=sa.text("down"),
        postgresql_where=sa.text("down"),
    )
    op.create_table(
        "scope",
        sa.Column("home", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("home", name="pk_scope"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen",
        sa.Column("home", TEXT, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("home", "hash", name="pk_seen"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "server",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", TEXT, server_default="", nullable=False),
        sa.Column("began_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("role", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_server"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "state",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_state"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "upstream",
        sa.Column("home", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("home", "kind", "id", name="pk_upstream"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "usage",
        sa.Column("device", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("up", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("down", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("requests", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("seconds", sa.Double(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("device", "day", name="pk_usage"),
        sqlite_with_rowid=False,
    )
