"""The outbox: what a device tells of each change, in the order it happened.

An op is known on its way as (sender, epoch, seq): `seq` has no gap within an epoch, and a store
that was rewound begins a new epoch. What it *is* outlives epochs: `content_hash`, which both
ends compute and nobody sends. Only the head of the hash chain over an epoch's ops travels, so
both ends know in 32 bytes that they hold the same ops in the same order.

The sender is mostly the device that made the op. A home server passes on what its kiosks made,
and a device that was enrolled anew tells under its new name what it had made under the old: then
`Op.device` names who made it, and the head who sends.
"""

import hashlib
import time
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from sync.records.base import Flow, Record, new_id


class Action(StrEnum):
    PUT = "put"
    REMOVE = "remove"


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When a thing happened, by a clock that may be wrong: `wall` is microseconds since 1970
    (UTC) as the device believed, `offset` microseconds since the boot that `boot` names. The
    server corrects a wrong wall clock from the other two."""

    wall: int
    boot: str
    offset: int


class Op(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one record, made on `device`, to be told upstream. `epoch` and `seq` are its
    place in its sender's line. `fields` is the record as `canonical` gives it, empty for a removal.
    `schema` is the kind's version. `base` is the version of the record that the change was made
    upon, as upstream numbers them (its srv_seq; 0: it was not from there). `wall`, `boot`,
    `offset` as in Moment."""

    device: str
    epoch: str
    seq: int
    kind: str
    record: str
    schema: int
    action: Action
    fields: bytes
    wall: int
    boot: str
    offset: int
    base: int = 0


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """How far a device has come: its last `seq` in `epoch` (0: none yet) and the 32-byte head
    of the hash chain up to there."""

    device: str
    epoch: str
    seq: int
    chain: bytes


def first_head(device: str) -> Head:
    """A new epoch of this device. Epochs are UUIDs and not counted up: a store restored twice
    from the same backup would count to the same number twice."""
    epoch = new_id()
    return Head(device=device, epoch=epoch, seq=0, chain=first_chain(device, epoch))


def first_chain(device: str, epoch: str) -> bytes:
    """The head of the chain before the first op of an epoch."""
    return _digest(device, epoch)


def link(chain: bytes, content: bytes) -> bytes:
    """The head of the chain behind an op of this content hash."""
    return _digest(chain, content)


def tells(kind: type[Record], *, at_home: bool = False) -> bool:
    """Whether changes of this kind made here go upstream. `at_home`: upstream is the home's own
    server, which what may not leave the home may reach."""
    return kind.info.flow in (Flow.UP, Flow.BOTH) or (at_home and kind.info.shared)


def next_op(
    head: Head,
    moment: Moment,
    kind: type[Record],
    record_id: str,
    after: Record | None,
    *,
    base: int = 0,
    unknown: dict[str, Any] | None = None,
) -> tuple[Op, Head]:
    """The op that tells of `after` (None: the record was removed), and the head behind it. `base`
    as in Op; `unknown` are the record's fields that this version doesn't know, to be kept."""
    op = Op(
        device=head.device,
        epoch=head.epoch,
        seq=head.seq + 1,
        kind=kind.info.kind,
        record=record_id,
        schema=kind.info.schema,
        action=Action.REMOVE if after is None else Action.PUT,
        fields=b"" if after is None else canonical(after, unknown),
        wall=moment.wall,
        boot=moment.boot,
        offset=moment.offset,
        base=base,
    )
    return op, advance(head, op)


def advance(head: Head, op: Op) -> Head:
    """The head behind `op`. Raises ValueError if `op` is not the next one of its epoch."""
    return behind(head, [op])


def behind(head: Head, ops: Iterable[Op]) -> Head:
    """The head behind all of these. Raises ValueError where one does not follow the one before."""
    seq, chain = head.seq, head.chain
    for op in ops:
        if op.seq != seq + 1 or op.epoch != head.epoch:
            raise ValueError(f"op {op.seq} does not follow op {seq} of its epoch")
        seq, chain = op.seq, link(chain, content_hash(op))
    return Head(device=head.device, epoch=head.epoch, seq=seq, chain=chain)


def content_hash(op: Op) -> bytes:
    """What an op is, whichever epoch it travels in: 32 bytes over kind, record, fields, device
    and wall time. The server knows a re-sent op by it."""
    return _digest(op.kind, op.record, op.fields, op.device, op.wall)


def canonical(record: Record, unknown: dict[str, Any] | None = None) -> bytes:
    """A record's fields without its id, as MessagePack with sorted keys: the same bytes for the
    same fields on every device and in every version. So a field that holds its default is left
    out (a version that has just learned it says the same as one that doesn't know it), a number
    in a field of fractions is written as one (and -0.0 as 0.0), and `unknown` fields of a newer
    version stay."""
    shape = _shape(type(record))
    fields: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(bytes,))
    return msgspec.msgpack.encode(shape.bare(fields) | (unknown or {}), order="sorted")


class _Shape:
    """What `canonical` asks of a kind, asked once."""

    def __init__(self, kind: type[Record]) -> None:
        fields = [each for each in msgspec.structs.fields(kind) if each.name != "id"]
        self._floats = [each.name for each in fields if each.type in (float, float | None)]
        self._defaults: dict[str, Any] = {}
        for each in fields:
            value = each.default
            if each.default_factory is not msgspec.NODEFAULT:
                value = each.default_factory()
            if value is not msgspec.NODEFAULT:
                self._defaults[each.name] = msgspec.to_builtins(value, builtin_types=(bytes,))

    def bare(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields that say something: `id` and what holds its default left out."""
        for name in self._floats:
            if fields[name] is not None:
                # -0.0 becomes 0.0, as on disk: SQLite knows but one of them
                fields[name] = fields[name] + 0.0
        kept = {**fields}
        del kept["id"]
        for name, default in self._defaults.items():
            if kept[name] == default:
                del kept[name]
        return kept


@cache
def _shape(kind: type[Record]) -> _Shape:
    return _Shape(kind)


def unknown_of(fields: dict[str, Any], kind: type[Record]) -> dict[str, Any]:
    """Those of an op's fields that this version's kind doesn't know."""
    return {name: value for name, value in fields.items() if name not in kind.__struct_fields__}


def record_of(op: Op, kind: type[Record]) -> Record | None:
    """The record as it was after the op; None for a removal. Fields that this version doesn't
    know are left out; raises msgspec.ValidationError if those it knows don't fit."""
    if op.action is Action.REMOVE:
        return None
    fields: dict[str, Any] = msgspec.msgpack.decode(op.fields)
    return msgspec.convert({**fields, "id": op.record}, kind)


def now() -> Moment:
    """This moment, by this machine's clocks."""
    return Moment(
        wall=time.time_ns() // 1000,
        boot=_boot(),
        # counts through suspension too, which CLOCK_MONOTONIC doesn't
        offset=time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000,
    )


@cache
def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


_told = msgspec.msgpack.Encoder().encode
_fresh = hashlib.blake2b(digest_size=32, person=b"driver-home op").copy


def _digest(*parts: str | bytes | int) -> bytes:
    digest = _fresh()
    # a MessagePack array, so that no part can run into the next
    digest.update(_told(parts))
    return digest.digest()
