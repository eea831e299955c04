"""What is written at the server itself: content for a home or for all. In the caller's
transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from sync.errors import BadInput
from sync.outbox import Action, Moment, Op, canonical, content_hash
from sync.records import Record
from sync.server.aside import Told
from sync.server.bulk import find
from sync.server.clocks import Clock
from sync.server.tables import RECORD
from sync.server.taking import Taking, take

WRITER = "headquarters"
"""The device by which edits are that were made at a server."""


class Version(NamedTuple):
    """A record as it is to be; `fields` empty: it is to be removed."""

    kind: str
    record: str
    schema: int
    fields: bytes


def write(connection: sa.Connection, role: str, records: Iterable[Record], now: int) -> int:
    """Put these records in the place of what is there; how many are otherwise than before. Raises
    BadInput, and then nothing may be kept of it."""
    homes: dict[str, list[Version]] = defaultdict(list)
    for each in records:
        version = Version(each.info.kind, each.id, each.info.schema, canonical(each))
        homes[each.home].append(version)
    return sum(place(connection, role, home, some, now) for home, some in sorted(homes.items()))


def remove(  # noqa: PLR0917
    connection: sa.Connection,
    role: str,
    home: str,
    kind: type[Record],
    ids: Iterable[str],
    now: int,
) -> int:
    """Remove these records of a home ("": of all homes); how many were there. Raises BadInput."""
    info = kind.info
    some = [Version(info.kind, id, info.schema, b"") for id in ids]
    return place(connection, role, home, some, now)


def place(
    connection: sa.Connection, role: str, home: str, versions: Sequence[Version], now: int
) -> int:
    """The same for versions of any kind. What is so already stays as it is, and no device reads it
    again."""
    there: dict[tuple[str, str], tuple[bytes, int]] = {}
    for kind in sorted({each.kind for each in versions}):
        ids = [each.record for each in versions if each.kind == kind]
        where = {"home": home, "kind": kind}
        for id, fields, number in find(
            connection, RECORD, ("id", "fields", "seq"), where, "id", ids
        ):
            there[kind, id] = (fields, number)
    new = []
    for each in versions:
        fields, number = there.get((each.kind, each.record), (b"", 0))
        if fields != each.fields:
            op = _op(each, number, now)
            new.append(Told(op, content_hash(op), WRITER))
    clock = Clock(WRITER, Moment(wall=now, boot="", offset=0), now, {})
    aside = take(connection, Taking(home=home, role=role, clock=clock, here=True), new)
    if aside:
        op = aside[0].told.op
        raise BadInput(f"{op.kind} {op.record} can't be written: {aside[0].sentence}")
    return len(new)


def _op(version: Version, base: int, now: int) -> Op:
    return Op(
        device=WRITER,
        epoch="",
        seq=0,
        kind=version.kind,
        record=version.record,
        schema=version.schema,
        action=Action.PUT if version.fields else Action.REMOVE,
        fields=version.fields,
        wall=now,
        boot="",
        offset=0,
        base=base,
    )
