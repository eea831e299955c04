"""What was set aside, for a person: shown, repaired, tried again, or given up. In the caller's
transaction."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from sync.errors import BadInput
from sync.outbox import Action, canonical
from sync.records import KINDS
from sync.server.aside import OP, Told, told_of
from sync.server.checks import Bad, check
from sync.server.devices import clock_of
from sync.server.rules import NEWER_KNOWS
from sync.server.tables import QUARANTINE
from sync.server.taking import Taking, take

Q = QUARANTINE.c


class Aside(NamedTuple):
    """An op that was set aside: by its `number`. `fields` are None where they can't be read or
    were not kept. `at` in microseconds since 1970; `state` as in the table."""

    number: int
    home: str
    device: str
    kind: str
    record: str
    action: str
    fields: dict[str, Any] | None
    code: str
    why: str
    at: int
    state: str


def listed(connection: sa.Connection, *, everything: bool = False) -> list[Aside]:
    """Those that wait, oldest first; `everything`: also what was applied or given up."""
    asked = sa.select(
        Q.number, Q.home, Q.device, Q.kind, Q.record, Q.action, Q.fields, Q.code, Q.why, Q.at,
        Q.state,
    ).order_by(Q.number)  # fmt: skip
    if not everything:
        asked = asked.where(Q.state == "waiting")
    rows = connection.execute(asked)
    return [Aside._make(row)._replace(fields=_read(row.fields)) for row in rows]


def repair(
    connection: sa.Connection, role: str, number: int, fields: dict[str, Any], now: int
) -> None:
    """Apply the op with these fields (all of the record's, without its id) in the place of its own.
    Raises BadInput."""
    home, told = _waiting(connection, number)
    kind = KINDS.get(told.op.kind)
    if kind is None:
        raise BadInput(f"Number {number} is of a kind that this program doesn't know.")
    try:
        record = msgspec.convert({**fields, "id": told.op.record}, kind)
    except msgspec.ValidationError as wrong:
        raise BadInput(f"These fields don't fit: {wrong}.") from wrong
    op = msgspec.structs.replace(
        told.op, fields=canonical(record), schema=kind.info.schema, action=Action.PUT
    )
    # known by what the device told: when it tells that again, it is not set aside again
    _apply(connection, role, home, number, Told(op, told.hash, told.sender), now)


def replay(connection: sa.Connection, role: str, number: int, now: int) -> None:
    """Try again, as it is. Raises BadInput where it still can't be applied."""
    home, told = _waiting(connection, number)
    _apply(connection, role, home, number, told, now)


def give_up(connection: sa.Connection, number: int) -> None:
    """A person has looked, and it is not to be applied. Raises BadInput."""
    _waiting(connection, number)
    _settle(connection, [number], "dropped")


def replay_known(connection: sa.Connection, role: str, now: int) -> int:
    """Try again what a newer program may understand; how many were applied."""
    rows = connection.execute(
        sa.select(Q.number, *(Q[name] for name in OP))
        .where(Q.state == "waiting", Q.code.in_([why.value for why in NEWER_KNOWS]))
        .order_by(Q.home, Q.number)
    ).all()
    applied = []
    for number, home, *rest in rows:
        told = told_of((home, *rest))
        if not isinstance(check(told.op, home, role), Bad) and not _take(
            connection, role, home, told, now
        ):
            applied.append(number)
    _settle(connection, applied, "applied")
    return len(applied)


def _apply(  # noqa: PLR0917
    connection: sa.Connection, role: str, home: str, number: int, told: Told, now: int
) -> None:
    result = check(told.op, home, role)
    if isinstance(result, Bad):
        sentence = result.sentence
    else:
        sentence = _take(connection, role, home, told, now)
    if sentence:
        raise BadInput(f"Number {number} can't be applied: {sentence}")
    _settle(connection, [number], "applied")


def _take(connection: sa.Connection, role: str, home: str, told: Told, now: int) -> str:
    """Why it could not be taken; empty if it was."""
    clock = clock_of(connection, told.sender, None, now, [told])
    aside = take(connection, Taking(home=home, role=role, clock=clock), [told])
    return aside[0].sentence if aside else ""


def _waiting(connection: sa.Connection, number: int) -> tuple[str, Told]:
    asked = sa.select(*(Q[name] for name in OP)).where(Q.number == number, Q.state == "waiting")
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise BadInput(f"Nothing waits by the number {number}; `hq quarantine` lists what does.")
    return row.home, told_of(row)


def _settle(connection: sa.Connection, numbers: Iterable[int], state: str) -> None:
    for number in numbers:
        connection.execute(sa.update(QUARANTINE).where(Q.number == number).values(state=state))


def _read(fields: bytes) -> dict[str, Any] | None:
    try:
        return msgspec.msgpack.decode(fields, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
