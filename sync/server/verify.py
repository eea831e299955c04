"""The server's side of the comparison (sync/comparing.py is the device's)."""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sync.columns import Wrong
from sync.digest import SPLIT, digest, kinds_compared, one, root
from sync.outbox import Action, Moment, Op, content_hash
from sync.packing import pack_rows, unpack_rows
from sync.protocol import (
    ALL_KINDS,
    PULL_MOST,
    Compared,
    Listed,
    Refused,
    Row,
    Span,
    Trouble,
    Verify,
)
from sync.records import KINDS, Flow, Merge, Record
from sync.refusal import Refusal
from sync.server import devices
from sync.server.aside import Aside, Told, quarantine
from sync.server.bulk import find
from sync.server.checks import Bad, check
from sync.server.clocks import Clock
from sync.server.compared import Held, Holder, Records
from sync.server.database import reading
from sync.server.rules import HOME_SERVER, Why
from sync.server.tables import DEVICE, RECORD
from sync.server.taking import Taking, take

_SOME_DAYS = 2
"""How far a device's day may be from ours: it counts by our clock, as it last heard it."""
_DAY = 86_400_000_000  # microseconds


def verify(engine: Engine, role: str, device: str, ask: Verify, *, now: int) -> Compared:
    """Answer one question of a comparison. Raises Refusal."""
    if abs(ask.day - now // _DAY) > _SOME_DAYS:
        raise Refusal(Trouble.MESSAGE, "The day to compare by is not today.")
    if any("\0" in each for each in (ask.first, ask.end, *ask.want)):
        raise Refusal(Trouble.MESSAGE, "Such ids are not asked for.")
    if ask.offer:
        return _offered(engine, role, device, ask, now)
    with reading(engine) as connection:
        holder = _holder(connection, device)
        if ask.kind in ("", ALL_KINDS):
            kinds = {
                kind.info.kind: counted
                for kind in kinds_compared()
                if (counted := Records(connection, holder, kind, ask.day).read(digest))[0]
            }
            return Compared(kinds=kinds) if ask.kind else Compared(root=root(kinds))
        records = Records(connection, holder, _kind(ask.kind), ask.day)
        if ask.want:
            return _wanted(records, ask)
        count = records.count(ask.first, ask.end)
        if count <= SPLIT:
            listed = [
                Listed(each.id, one(each.fields), each.sound)
                for each in records.all(ask.first, ask.end)
            ]
            return Compared(listed=listed)
        return Compared(
            spans=records.read(
                lambda rows: spans_of(rows, count, ask.first, ask.end), ask.first, ask.end
            )
        )


def spans_of(rows: Iterator[tuple[str, bytes]], count: int, first: str, end: str) -> list[Span]:
    """A range of `count` records parted into spans of about equal size."""
    size = -(-count // SPLIT)
    found: list[Span] = []
    ahead = next(rows, None)
    while ahead is not None:
        some = [ahead, *islice(rows, size - 1)]
        ahead = next(rows, None)
        last = end if ahead is None else ahead[0]
        found.append(Span(first, last, *digest(some)))
        first = last
    return found


def _wanted(records: Records, ask: Verify) -> Compared:
    if len(ask.want) > PULL_MOST:
        raise Refusal(Trouble.MESSAGE, f"At most {PULL_MOST} rows are given at a time.")
    rows = [
        Row(
            kind=ask.kind,
            record=each.id,
            schema=each.schema,
            action=Action.PUT,
            fields=each.fields,
            version=each.number,
        )
        for each in records.all(among=ask.want)
        if each.sound
    ]
    return Compared(rows=pack_rows(rows) if rows else b"")


def _offered(engine: Engine, role: str, device: str, ask: Verify, now: int) -> Compared:
    """Rows that the device has and we lack, or have damaged. What stands here and is sound is
    right; so is a removal. What has no place here, since it was removed or is another home's, comes
    back as a removal."""
    kind = _kind(ask.kind)
    try:
        rows = unpack_rows(ask.offer)
    except Wrong as wrong:
        raise Refusal(Trouble.MESSAGE, f"The rows can't be read: {wrong}.") from wrong
    if kind.info.flow is Flow.DOWN or any(
        row.kind != ask.kind or "\0" in row.record for row in rows
    ):
        raise Refusal(Trouble.MESSAGE, "Such rows are not asked for.")
    with engine.begin() as connection:
        locked = devices.load(connection, device, lock=True)
        holder = _holder(connection, device)
        there = {
            each.id: each
            for each in Records(connection, holder, kind, ask.day).all(
                among=[row.record for row in rows]
            )
            if each.number
        }
        removed = _removed(connection, holder, rows)
        new: list[Told] = []
        aside: list[Aside] = []
        gone: list[Row] = []
        refused: list[Refused] = []
        for at, row in enumerate(rows):
            present = there.get(row.record)
            if row.action is Action.REMOVE or row.record in removed:
                refused.append(Refused(at, "It was removed here."))
                gone.append(row)
            elif present is None:
                told = _told(row, device, at, now)
                bad = check(told.op, locked.home, role)
                if not isinstance(bad, Bad):
                    new.append(told)
                elif bad.why is Why.HOME:
                    refused.append(Refused(at, bad.sentence))
                    gone.append(row)
                else:
                    told = told._replace(hash=_lasting(told.op))
                    aside.append(Aside(told, bad.why, bad.sentence))
            elif not _mended(connection, holder, row, present):
                refused.append(Refused(at, "What stands here is sound."))
        clock = Clock(device, Moment(wall=now, boot="", offset=0), now, {})
        quarantine(connection, locked.home, aside, now)
        aside += take(connection, Taking(home=locked.home, role=role, clock=clock), new)
        if role == HOME_SERVER:
            _own_again(connection, locked.home, device, new)
        refused += [Refused(each.told.op.seq, each.sentence) for each in aside]
    none = [msgspec.structs.replace(row, action=Action.REMOVE, fields=b"") for row in gone]
    return Compared(
        refused=sorted(refused, key=lambda each: each.seq), rows=pack_rows(none) if none else b""
    )


def _own_again(connection: sa.Connection, home: str, device: str, offered: Sequence[Told]) -> None:
    """What a home server had lost and fetched back from headquarters has nobody's name here: it is
    the kiosk's that holds it, or that kiosk would offer it every night."""
    if offered:
        connection.execute(
            sa.update(RECORD)
            .where(
                RECORD.c.home == home,
                RECORD.c.kind == offered[0].op.kind,
                RECORD.c.id.in_([each.op.record for each in offered]),
                RECORD.c.owner == "",
                RECORD.c.device.not_in(sa.select(DEVICE.c.id)),
            )
            .values(device=device)
        )


def _mended(connection: sa.Connection, holder: Holder, row: Row, present: Held) -> bool:
    """Put the device's row in the place of one that is damaged here. What headquarters wrote must
    be what it wrote; what the device told, it tells again."""
    is_up = KINDS[row.kind].info.flow is Flow.UP
    if present.sound or not (
        is_up or present.own == one(row.fields) or present.fields == row.fields
    ):
        return False
    connection.execute(
        sa.update(RECORD)
        .where(
            RECORD.c.home.in_({holder.home, ""}),
            RECORD.c.kind == row.kind,
            RECORD.c.id == row.record,
            RECORD.c.seq == present.number,
        )
        .values(fields=row.fields, schema=row.schema, own=one(row.fields))
    )
    return True


def _removed(connection: sa.Connection, holder: Holder, rows: Sequence[Row]) -> set[str]:
    ids = {row.record for row in rows}
    return {
        id
        for home in (holder.home, "")
        for id, removed in find(
            connection,
            RECORD,
            ("id", "removed"),
            {"home": home, "kind": rows[0].kind if rows else ""},
            "id",
            ids,
        )
        if removed
    }


def _told(row: Row, device: str, at: int, now: int) -> Told:
    """A row as an op that the device tells now. What is never changed is the same op whenever it is
    offered: set aside, it is set aside once."""
    op = Op(
        device=device,
        epoch="",
        seq=at,
        kind=row.kind,
        record=row.record,
        schema=row.schema,
        action=row.action,
        fields=row.fields,
        wall=now,
        boot="",
        offset=0,
    )
    once = KINDS[row.kind].info.merge is Merge.APPEND
    return Told(op, _lasting(op) if once else content_hash(op), device)


def _lasting(op: Op) -> bytes:
    """What an offered op is, whenever it is offered."""
    return content_hash(msgspec.structs.replace(op, wall=0))


def _holder(connection: sa.Connection, id: str) -> Holder:
    device = devices.load(connection, id)
    return Holder(device.home, devices.own_ids(connection, device))


def _kind(name: str) -> type[Record]:
    kind = KINDS.get(name)
    if kind is None or kind not in kinds_compared():
        raise Refusal(Trouble.MESSAGE, "This kind is not compared.")
    return kind
