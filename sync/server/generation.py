"""The numbering of rows as devices see it: a server that was restored begins a new generation, and
devices read all of it again."""

import sqlalchemy as sa

from sync.records.base import new_id
from sync.server.tables import SERVER


def generation(connection: sa.Connection, *, lock: bool = False) -> str:
    """The present one. `lock`: it stays so until the transaction ends."""
    asked = sa.select(SERVER.c.generation)
    return str(connection.execute(asked.with_for_update() if lock else asked).scalar_one())


def begin_generation(connection: sa.Connection, now: int) -> None:
    """For a server that was restored from a backup."""
    connection.execute(sa.update(SERVER).values(generation=new_id(), began_at=now))


def begin_server(connection: sa.Connection, role: str, now: int) -> None:
    """A new server's first generation; what role it has now."""
    connection.execute(
        sa.text(
            "INSERT INTO server (id, generation, began_at, role) VALUES (1, :made, :now, :role) "
            "ON CONFLICT (id) DO UPDATE SET role = excluded.role"
        ),
        {"made": new_id(), "now": now, "role": role},
    )
