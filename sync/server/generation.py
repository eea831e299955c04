"""The numbering of rows as devices see it: a server that was restored begins a new generation, and
devices read all of it again."""

import msgspec
import sqlalchemy as sa

from sync.records.base import new_id
from sync.server.tables import SERVER, STATE

FOUND_MOST = 5
"""How often in a day one device may find that this server was restored. All devices read all of it
again each time: one that lies, or is broken, must not keep them at it."""

_DAY = 86_400_000_000  # microseconds


def generation(connection: sa.Connection, *, lock: bool = False) -> str:
    """The present one. `lock`: it stays so until the transaction ends."""
    asked = sa.select(SERVER.c.generation)
    return str(connection.execute(asked.with_for_update() if lock else asked).scalar_one())


def begin_generation(connection: sa.Connection, now: int) -> None:
    """For a server that was restored from a backup."""
    connection.execute(sa.update(SERVER).values(generation=new_id(), began_at=now))


def may_find(connection: sa.Connection, device: str, now: int) -> bool:
    """Whether a device is believed that says so, and note that it did. Its numbers are its own
    line's and cursor's: that it begins anew itself is not refused."""
    name = f"restored-{device}"
    kept = connection.scalar(sa.select(STATE.c.value).where(STATE.c.name == name))
    moments = msgspec.msgpack.decode(bytes(kept), type=list[int]) if kept is not None else []
    lately = [each for each in moments if now - _DAY < each <= now]
    if len(lately) >= FOUND_MOST:
        return False
    connection.execute(
        sa.text(
            "INSERT INTO state (name, value) VALUES (:name, :value) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ),
        {"name": name, "value": msgspec.msgpack.encode([*lately, now])},
    )
    return True


def begin_server(connection: sa.Connection, role: str, now: int) -> None:
    """A new server's first generation; what role it has now."""
    connection.execute(
        sa.text(
            "INSERT INTO server (id, generation, began_at, role) VALUES (1, :made, :now, :role) "
            "ON CONFLICT (id) DO UPDATE SET role = excluded.role"
        ),
        {"made": new_id(), "now": now, "role": role},
    )
