"""Ops set aside: those that can't be applied wait for a person, those whose parent is missing for
the parent. In the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from sync.outbox import Action, Op, content_hash
from sync.server.bulk import find, insert
from sync.server.rules import Why
from sync.server.tables import HELD, QUARANTINE

OP = (
    "home", "sender", "epoch", "seq", "device", "kind", "record", "schema", "action", "fields",
    "wall", "boot", "offset", "base", "hash",
)  # fmt: skip


class Told(NamedTuple):
    """An op as `sender` told it, and its content hash. `wild`: no database could hold what it was,
    and `op` is what can be shown of it."""

    op: Op
    hash: bytes
    sender: str = ""
    wild: bool = False


def told(ops: Iterable[Op], sender: str) -> list[Told]:
    """Ops as `sender` told them."""
    return [
        Told(op, content_hash(op), sender)
        if _is_tame(op)
        else Told(_tamed(op), content_hash(op), sender, wild=True)
        for op in ops
    ]


def plain(text: str) -> str:
    """A text that any database can hold."""
    return text.replace("\0", "\ufffd")[:_LONGEST]


_LONGEST = 200  # characters of a text
_HIGHEST = 1 << 63  # a number is below it


def _is_tame(op: Op) -> bool:
    texts = op.device + op.kind + op.record + op.boot
    return (
        "\0" not in texts
        and len(texts) <= _LONGEST
        and min(op.wall, op.offset, op.base, op.schema) >= -_HIGHEST
        and max(op.wall, op.offset, op.base, op.schema) < _HIGHEST
    )


def _tamed(op: Op) -> Op:
    return msgspec.structs.replace(
        op,
        device=plain(op.device),
        kind=plain(op.kind),
        record=plain(op.record),
        boot=plain(op.boot),
        wall=_between(op.wall),
        offset=_between(op.offset),
        base=_between(op.base),
        schema=_between(op.schema),
    )


def _between(number: int) -> int:
    return max(-_HIGHEST, min(number, _HIGHEST - 1))


class Aside(NamedTuple):
    """An op that could not be applied, and why: a code and a sentence."""

    told: Told
    why: Why
    sentence: str


def quarantine(connection: sa.Connection, home: str, some: Sequence[Aside], now: int) -> None:
    """Set aside for a person. What was set aside before, and is told again, is there already."""
    hashes = [each.told.hash for each in some]
    there = {
        hash for (hash,) in find(connection, QUARANTINE, ("hash",), {"home": home}, "hash", hashes)
    }
    rows = []
    for each in some:
        if each.told.hash not in there:
            there.add(each.told.hash)
            rows.append(
                (*op_columns(home, _bared(each)), each.why.value, plain(each.sentence), now)
            )
    insert(connection, QUARANTINE, (*OP, "code", "why", "at"), rows)


def hold(
    connection: sa.Connection, home: str, some: Sequence[tuple[Told, tuple[str, str]]], now: int
) -> None:
    """Wait for a parent, (kind, id)."""
    hashes = [told.hash for told, _ in some]
    there = {hash for (hash,) in find(connection, HELD, ("hash",), {"home": home}, "hash", hashes)}
    rows = [
        (*op_columns(home, told), *parent, now) for told, parent in some if told.hash not in there
    ]
    insert(connection, HELD, (*OP, "parent_kind", "parent", "since"), rows)


def waiting_for(
    connection: sa.Connection, home: str, kind: str, ids: Iterable[str]
) -> dict[tuple[str, str], list[Told]]:
    """Ops that waited for these parents, by their home and who told them, in their order; they
    wait no longer. `home` "": those of any home."""
    where = {"parent_kind": kind} | ({"home": home} if home else {})
    rows = find(connection, HELD, ("number", *OP), where, "parent", list(ids))
    if rows:
        numbers = [row[0] for row in rows]
        connection.execute(sa.delete(HELD).where(HELD.c.number.in_(numbers)))
    return by_sender(sorted(rows))


def by_sender(rows: Iterable[Sequence[Any]]) -> dict[tuple[str, str], list[Told]]:
    """Rows of (number, *OP) as ops, by their home and who told them."""
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for row in rows:
        told = told_of(row[1:])
        found[row[1], told.sender].append(told)
    return found


def told_of(row: Sequence[Any]) -> Told:
    """An op from its columns OP."""
    (_home, sender, epoch, seq, device, kind, record, schema, action, fields, wall, boot, offset,
     base, hash) = row  # fmt: skip
    op = Op(
        device=device,
        epoch=epoch,
        seq=seq,
        kind=kind,
        record=record,
        schema=schema,
        action=Action(action),
        fields=fields,
        wall=wall,
        boot=boot,
        offset=offset,
        base=base,
    )
    return Told(op, hash, sender)


def op_columns(home: str, told: Told) -> tuple[Any, ...]:
    op = told.op
    return (
        home, told.sender, op.epoch, op.seq, op.device, op.kind, op.record, op.schema,
        op.action.value, op.fields, op.wall, op.boot, op.offset, op.base, told.hash,
    )  # fmt: skip


def _bared(aside: Aside) -> Told:
    """What may not leave its home is not kept: neither its fields nor its id, which may name
    somebody, nor a hash by which they could be guessed."""
    told = aside.told
    if aside.why is not Why.PRIVATE:
        return told
    op = Op(
        device=told.op.device,
        epoch=told.op.epoch,
        seq=told.op.seq,
        kind=told.op.kind,
        record="",
        schema=told.op.schema,
        action=told.op.action,
        fields=b"",
        wall=told.op.wall,
        boot=told.op.boot,
        offset=told.op.offset,
    )
    return Told(op, b"", told.sender)
