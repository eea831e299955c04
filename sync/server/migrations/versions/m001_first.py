"""The first tables. Until the first release they may still change here."""

from alembic import op

from sync.server.tables import METADATA

revision = "m001"
down_revision = None


def upgrade() -> None:
    METADATA.create_all(op.get_bind())
