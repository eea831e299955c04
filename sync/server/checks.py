"""Whether an op is one that this server can apply. Pure."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import msgspec

from sync.outbox import Action, Op
from sync.records import KINDS, Flow, Record
from sync.server.rules import Why, comes_up, goes_down

LARGEST = 64 * 1024
"""The most bytes of a record's fields."""

Fields = dict[str, Any]

BACK, AHEAD = 3, 1
"""How many versions of a kind we take besides ours."""

UPGRADES: dict[str, dict[int, Callable[[Fields], Fields]]] = {}
"""By kind and schema: what makes fields of that schema such of the next one. What was told in an
older schema stays as it was told, and is read through these."""


class Good(NamedTuple):
    """An op that can be applied. `at`: its own time, seconds since 1970. `parents`: the records it
    hangs on, as (kind, id)."""

    kind: type[Record]
    home: str
    at: float | None
    parents: list[tuple[str, str]]


class Bad(NamedTuple):
    why: Why
    sentence: str


def check(op: Op, home: str, role: str, *, here: bool = False) -> Good | Bad:
    """An op told by a device of `home`; `here`: written at this very server, for `home`."""
    kind = KINDS.get(op.kind)
    if kind is None:
        return Bad(Why.UNKNOWN, "This server doesn't know the kind.")
    info = kind.info
    if here and not goes_down(info, role):
        return Bad(Why.FLOW, "Records of this kind are not written at a server.")
    if not here and not comes_up(info, role):
        if info.flow is Flow.HOME:
            return Bad(Why.PRIVATE, "Records of this kind don't leave their home.")
        return Bad(Why.FLOW, "Records of this kind come from headquarters.")
    if not info.schema - BACK <= op.schema <= info.schema + AHEAD or op.schema < 1:
        return Bad(Why.SCHEMA, f"Version {op.schema} of the kind is not known here.")
    if len(op.fields) > LARGEST:
        return Bad(Why.LARGE, f"Its fields hold more than {LARGEST} bytes.")
    if not op.record:
        return Bad(Why.FIELDS, "It has no id.")
    if op.action is Action.REMOVE:
        return Good(kind, home, None, [])
    return _fields(op, kind, home)


def read(kind: type[Record], id: str, schema: int, fields: bytes) -> Record:
    """A record from its fields, brought up to our schema. Raises msgspec.ValidationError."""
    told: Fields = msgspec.msgpack.decode(fields, type=Fields)
    for step in range(schema, kind.info.schema):
        told = UPGRADES.get(kind.info.kind, {}).get(step, _same)(told)
    return msgspec.convert({**told, "id": id}, kind)


@cache
def time_field(kind: type[Record]) -> str | None:
    """The field that says when a record is from."""
    return next((name for name in ("at", "as_of") if name in kind.__struct_fields__), None)


def seconds_of(told: object) -> float | None:
    """The seconds since 1970 of an ISO time; None where it is none, or has no offset."""
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.timestamp()


def _fields(op: Op, kind: type[Record], home: str) -> Good | Bad:
    try:
        if op.schema > kind.info.schema:
            # what changed its meaning is not ours to judge
            told = msgspec.msgpack.decode(op.fields, type=Fields)
            belongs, at = told.get("home", ""), seconds_of(told.get("at", told.get("as_of")))
            parents = []
        else:
            record: Any = (
                _body(kind)(op.fields)
                if op.schema == kind.info.schema
                else read(kind, op.record, op.schema, op.fields)
            )
            field = time_field(kind)
            belongs, at = record.home, seconds_of(getattr(record, field)) if field else None
            parents = [
                (parent, id)
                for field, parent in kind.info.parents
                if (id := getattr(record, field))
            ]
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError) as wrong:
        return Bad(Why.FIELDS, f"Its fields don't fit: {str(wrong)[:200]}")
    # what only goes up is its device's home's, whatever it says: a kiosk may have been another's
    if kind.info.flow is not Flow.UP and belongs != home:
        return Bad(Why.HOME, "It belongs to all homes, or to another one.")
    return Good(kind, home, at, parents)


@cache
def _body(kind: type[Record]) -> Callable[[bytes], Any]:
    """Reads the fields of a kind without its id, which does not travel in them: what `read` checks
    in two steps, in one. Raises msgspec.ValidationError."""
    fields = [
        (each.encode_name, each.type, _default(each))
        for each in msgspec.structs.fields(kind)
        if each.name != "id"
    ]
    body = msgspec.defstruct(kind.__name__, fields, kw_only=True)
    return msgspec.msgpack.Decoder(body).decode


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return msgspec.field(default_factory=field.default_factory)
    if field.default is not msgspec.NODEFAULT:
        return msgspec.field(default=field.default)
    return msgspec.field()


def _same(fields: Fields) -> Fields:
    return fields
