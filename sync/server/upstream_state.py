"""What a home server keeps of its upstream, each in one row of `state`."""

from typing import TypeVar

import msgspec
import sqlalchemy as sa

from sync.server.database import reading
from sync.server.tables import STATE

T = TypeVar("T")


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """How far its line has come. `number` is the last row of `forward` that has its place in it,
    `seq` that place, `head` the chain's head there; `ahead` are content hashes of urgent ops that
    went before their turn."""

    device: str = ""
    epoch: str = ""
    acknowledged: int = 0
    chain: bytes = b""
    number: int = 0
    seq: int = 0
    head: bytes = b""
    unverified: bool = False
    ahead: list[bytes] = []


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """When a sync last ended well, when both ends were compared (ISO 8601); in what trouble the
    last sync was; and how many removals wait for a person, by kind."""

    synced_at: str = ""
    verified_at: str = ""
    trouble: str = ""
    waiting: dict[str, int] = {}


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """The home that this is the server of, and what it is called upstream."""

    home: str = ""
    name: str = ""


def load(connection: sa.Connection, kind: type[T]) -> T:
    """What is kept of it; as it is made, where nothing is."""
    found = connection.scalar(sa.select(STATE.c.value).where(STATE.c.name == _name(kind)))
    return kind() if found is None else msgspec.msgpack.decode(bytes(found), type=kind)


def store(connection: sa.Connection, state: msgspec.Struct) -> None:
    """Keep this instead."""
    name, value = _name(type(state)), msgspec.msgpack.encode(state)
    done = connection.execute(sa.update(STATE).where(STATE.c.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(sa.insert(STATE).values(name=name, value=value))


def kept(engine: sa.Engine, kind: type[T]) -> T:
    """The same as `load`, by itself."""
    with reading(engine) as connection:
        return load(connection, kind)


def _name(kind: type) -> str:
    return f"upstream-{kind.__name__.lower()}"
