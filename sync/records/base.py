"""What every record has, and what a kind says of itself."""

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

import msgspec

Text = dict[str, str]
"""A text in all six languages, by locale: en, zh_CN, kk_KZ, kk_Arab_CN, ru_RU, ug_CN."""


class Flow(StrEnum):
    """Which way a kind travels between the home and headquarters."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"
    HOME = "home"


class Merge(StrEnum):
    """What happens when two versions of one record meet."""

    APPEND = "append"  # never changed; a correction is a new record
    VERSION = "version"  # whole-row version; the losing edit is kept and shown to staff
    LATEST = "latest"  # only the newest counts


class Priority(StrEnum):
    """What goes first when not all can go: `urgent` kinds overtake the line and no budget holds
    them back."""

    URGENT = "urgent"
    NORMAL = "normal"


class Audience(StrEnum):
    """Who may read a kind in plain."""

    EVERYONE = "everyone"
    STAFF = "staff"
    HEADQUARTERS = "headquarters"


class Veil(msgspec.Struct, frozen=True):
    """A field that names somebody, such as a plate, and how long it stands there in plain:
    afterwards a hash of it does, with a key of the device. It begins with "#"."""

    field: str
    after: timedelta


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind says of itself. `retention` is None where records are kept while they hold.
    `indexed` are fields by which many records are searched. `schema` counts up when a field
    changes its meaning; every op names it. A field that is only added, with a default, needs no
    new number. `parents` are the fields that hold the id of a record without which this one says
    nothing, each with that record's kind: what comes before its parent is held until it comes.
    `shared`: records of the flow `home` travel between the devices of a home, through its home
    server; without one, and where it is False, they stay on their device."""

    kind: str
    flow: Flow
    merge: Merge
    audience: Audience
    retention: timedelta | None = None
    veil: Veil | None = None
    indexed: tuple[str, ...] = ()
    schema: int = 1
    priority: Priority = Priority.NORMAL
    parents: tuple[tuple[str, str], ...] = ()
    shared: bool = False


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all kinds. `id` is a UUIDv7 made on the device, or a name given by
    headquarters for content; it is never used for order. `home` is the home's id,
    empty for what belongs to all homes."""

    info: ClassVar[Info]

    id: str
    home: str = ""


_SOURCE: ContextVar[Callable[[], str] | None] = ContextVar("source of ids", default=None)


def new_id(milliseconds: int | None = None) -> str:
    """A UUIDv7 made now, or then; within `ids_from` what its source gives."""
    source = _SOURCE.get()
    if source is not None:
        return source()
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    return uuid7(milliseconds, int.from_bytes(os.urandom(10)))


@contextmanager
def ids_from(source: Callable[[], str]) -> Iterator[None]:
    """Within it, and on this thread alone, new ids come from `source`: what is made up from a seed
    is then the same each time."""
    token = _SOURCE.set(source)
    try:
        yield
    finally:
        _SOURCE.reset(token)


def uuid7(milliseconds: int, random: int) -> str:
    """RFC 9562, section 5.7: 48 bits of Unix milliseconds, then 74 of the lower bits of `random`.
    Python has `uuid.uuid7` only from 3.14 on."""
    value = (
        (milliseconds & ((1 << 48) - 1)) << 80
        | 0x7 << 76
        | (random >> 68 & 0xFFF) << 64
        | 0b10 << 62
        | (random & ((1 << 62) - 1))
    )
    return str(uuid.UUID(int=value))
