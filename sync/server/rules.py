"""What becomes of an op, by the merge rule of its kind. Pure: no database, no clock."""

from enum import Enum, StrEnum, auto
from typing import Any, NamedTuple

import msgspec

from sync.outbox import Action, Op
from sync.records import Audience, Flow, Info, Merge

HEADQUARTERS, HOME_SERVER = "headquarters", "home"
"""The two roles of a server."""


class Why(StrEnum):
    """Why an op is set aside."""

    UNKNOWN = "unknown"  # a kind that this server doesn't know
    SCHEMA = "schema"  # a version of the kind that it doesn't know
    FLOW = "flow"  # a kind that doesn't come this way
    PRIVATE = "private"  # a kind that may not leave its home
    HOME = "home"  # another home's, or for all homes
    FIELDS = "fields"  # not what the kind asks for
    LARGE = "large"
    OTHERWISE = "otherwise"  # never changed, and it says otherwise


NEWER_KNOWS = {Why.UNKNOWN, Why.SCHEMA, Why.FIELDS, Why.FLOW}
"""What a newer server may take: tried again when one starts."""


class Verdict(Enum):
    TAKE = auto()
    KNOWN = auto()
    LOSE = auto()  # another edit is the later one: this one is kept for staff
    SAME = auto()  # it says what another edit said: that one stands
    OVERTAKE = auto()  # this one is the later: the one that stood here is kept for staff
    OTHERWISE = auto()


class Present(NamedTuple):
    """A record as it stands: `number` is its srv_seq, `wall` when it was written, `at` when it is
    from by its own word (seconds since 1970)."""

    number: int
    schema: int
    removed: bool
    fields: bytes
    hash: bytes
    device: str
    wall: int
    at: float | None = None


def goes_down(info: Info, role: str) -> bool:
    """Whether devices read the kind from a server of this role."""
    if info.audience is Audience.HEADQUARTERS:
        return False
    return info.flow in (Flow.DOWN, Flow.BOTH) or (role == HOME_SERVER and info.shared)


def comes_up(info: Info, role: str) -> bool:
    """Whether devices may tell the kind to a server of this role."""
    return info.flow in (Flow.UP, Flow.BOTH) or (role == HOME_SERVER and info.shared)


def owner(info: Info, device: str) -> str:
    """Who shares a record's id with nobody: of what each device reports of itself, headquarters
    keeps each device's latest."""
    return device if info.flow is Flow.UP and info.merge is Merge.LATEST else ""


def decide(info: Info, present: Present | None, seen: bool, op: Op, wall: int) -> Verdict:
    """What becomes of an op made at `wall` (corrected), where `present` stands; `seen`: it was
    taken before."""
    if info.merge is Merge.APPEND:
        if op.action is Action.REMOVE:
            return Verdict.OTHERWISE
        if present is None:
            return Verdict.TAKE
        return Verdict.KNOWN if present.fields == op.fields else Verdict.OTHERWISE
    if seen:
        return Verdict.KNOWN
    # who wrote it last goes on from what it wrote, in the order of its line
    if present is None or present.device == op.device:
        return Verdict.TAKE
    later = (wall, op.device) > (present.wall, present.device)
    if info.merge is Merge.LATEST:
        return Verdict.TAKE if later else Verdict.KNOWN
    if op.base == present.number:
        return Verdict.TAKE
    if (op.action is Action.REMOVE) == present.removed and op.fields == present.fields:
        return Verdict.TAKE if later else Verdict.SAME
    return Verdict.OVERTAKE if later else Verdict.LOSE


def kept(known: frozenset[str], present: Present | None, op: Op) -> bytes:
    """The fields to keep of an op that is taken: an older program, which changed a record at the
    same time as a newer one, leaves out what it doesn't know. `known` are the fields that we know
    ourselves: of those, what is left out is meant to be."""
    if (
        present is None
        or op.fields == present.fields
        or present.removed
        or op.action is Action.REMOVE
        or op.base == present.number
        or op.schema > present.schema
    ):
        return op.fields
    before: dict[str, Any] = msgspec.msgpack.decode(present.fields)
    after: dict[str, Any] = msgspec.msgpack.decode(op.fields)
    missing = {
        name: value for name, value in before.items() if name not in known and name not in after
    }
    return msgspec.msgpack.encode(after | missing, order="sorted") if missing else op.fields
