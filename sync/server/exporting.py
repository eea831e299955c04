"""What a server holds, as JSON lines."""

from collections.abc import Iterator
from contextlib import closing

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sync.records import KINDS, Record
from sync.server.checks import read
from sync.server.database import reading
from sync.server.tables import RECORD

R = RECORD.c


def counts(engine: Engine) -> Iterator[bytes]:
    """A line about every kind."""
    with reading(engine) as connection:
        asked = sa.select(R.kind, sa.func.count()).where(~R.removed).group_by(R.kind)
        found = dict(map(tuple, connection.execute(asked)))
    for name, kind in sorted(KINDS.items()):
        line = {"kind": name, "flow": kind.info.flow, "count": found.get(name, 0)}
        yield msgspec.json.encode(line) + b"\n"


def records(engine: Engine, kind: type[Record]) -> Iterator[bytes]:
    """The records of a kind as lines, by id."""
    asked = (
        sa.select(R.id, R.schema, R.fields)
        .where(R.kind == kind.info.kind, ~R.removed)
        .order_by(R.id, R.home, R.owner)
        .execution_options(yield_per=1000)
    )
    with reading(engine) as connection, closing(connection.execute(asked)) as rows:
        for id, schema, fields in rows:
            yield _line(kind, id, schema, fields) + b"\n"


def _line(kind: type[Record], id: str, schema: int, fields: bytes) -> bytes:
    try:
        return msgspec.json.encode(read(kind, id, schema, fields))
    except msgspec.MsgspecError:
        # of a newer version, or damaged: as it is
        told = msgspec.msgpack.decode(fields)
        return msgspec.json.encode({"id": id, **told}, enc_hook=repr)
