"""What goes upstream in one question: some ops of the line, ready to be told."""

from collections.abc import Iterable
from typing import NamedTuple

from sync.local import Line
from sync.outbox import Head, Op, behind
from sync.packing import pack_ops
from sync.records import KINDS, Flow

BYTES = 1 << 20
"""A batch ends where its ops' fields hold this many bytes; it has one op at least."""


class Batch(NamedTuple):
    """Ops ready to be told: behind which head of the line they come, and the head behind them."""

    behind: Head
    ops: list[Op]
    packed: bytes
    head: Head

    @classmethod
    def of(cls, head: Head, ops: list[Op]) -> "Batch":
        return cls(head, ops, pack_ops(ops) if ops else b"", behind(head, ops))


def taken(line: Line) -> Head:
    """The line's head as far as upstream has taken it."""
    return Head(
        device=line.written.device,
        epoch=line.written.epoch,
        seq=line.acknowledged,
        chain=line.chain,
    )


def stays_home(op: Op) -> bool:
    """Whether it may be told to the home's own server alone."""
    kind = KINDS.get(op.kind)
    return kind is not None and kind.info.flow is Flow.HOME


def fitting(ops: Iterable[Op]) -> list[Op]:
    """The first of them, as many as a batch holds."""
    found: list[Op] = []
    size = 0
    for op in ops:
        size += len(op.fields)
        if found and size > BYTES:
            break
        found.append(op)
    return found
