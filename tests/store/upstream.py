"""What upstream says and holds, for tests of the store as one end of a sync."""

from typing import Any

import msgspec

from kiosk.store import Store
from kiosk.store.syncing import StoreLocal
from sync.local import Line
from sync.outbox import Action, Head, Op, advance, canonical
from sync.protocol import Cursor, Row
from sync.records import Rate, Record

DAY = 20_781  # 2026-11-24


def rate(id: str = "KZT", **fields: Any) -> Rate:
    given = {"currency": id[:3], "per_yuan": 74.5, "as_of": "2026-11-23T10:00:00+08:00"}
    return Rate(id=id, **{**given, **fields})


def row(record: Record, version: int = 1, **unknown: Any) -> Row:
    return Row(
        kind=record.info.kind,
        record=record.id,
        schema=record.info.schema,
        action=Action.PUT,
        fields=canonical(record, unknown),
        version=version,
    )


def gone(kind: type[Record], id: str, version: int = 1) -> Row:
    return Row(
        kind=kind.info.kind,
        record=id,
        schema=1,
        action=Action.REMOVE,
        fields=b"",
        version=version,
    )


def at(number: int) -> Cursor:
    return Cursor(generation="g1", home=number, all=number)


def behind(line: Line, ops: list[Op]) -> Head:
    """The head behind `ops`, which follow what is acknowledged of `line`. Raises ValueError if
    they don't."""
    start = line.written
    head = msgspec.structs.replace(start, seq=line.acknowledged, chain=line.chain)
    for op in ops:
        head = advance(head, op)
    return head


def take_all(local: StoreLocal, most: int = 1000) -> list[Op]:
    """Upstream takes what waits."""
    ops = local.waiting(most)
    head = behind(local.line(), ops)
    local.acknowledge(head.seq, head.chain)
    return ops


def sound(store: Store, local: StoreLocal) -> None:
    """What waits follows what is acknowledged without a gap, and leads to what is written."""
    line, ops = local.line(), local.waiting(100_000)
    assert [op.seq for op in ops] == list(range(line.acknowledged + 1, line.written.seq + 1))
    assert behind(line, ops) == line.written
    assert ops == store.outbox()
