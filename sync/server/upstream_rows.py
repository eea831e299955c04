"""Of a home server: rows that come from its upstream, put into its own tables. In the caller's
transaction."""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sync.digest import one
from sync.outbox import Action, Op, content_hash
from sync.protocol import Row
from sync.records import KINDS, Flow
from sync.server.aside import OP, Told, op_columns
from sync.server.bulk import find, insert
from sync.server.checks import seconds_of
from sync.server.rules import HOME_SERVER, goes_down
from sync.server.scope import give
from sync.server.tables import FORWARD, RECORD, UPSTREAM

log = logging.getLogger("hq")

BRAKE, FEW = 5, 3
"""As at a kiosk: more than this part of a kind, and at least so many, are not removed without a
person."""

_RECORD = (
    "home", "kind", "id", "owner", "seq", "schema", "removed", "down", "fields", "hash", "own",
    "device", "wall", "at", "taken_at",
)  # fmt: skip
_UPSTREAM = ("home", "kind", "id", "version", "seq", "gone")

Changed = list[tuple[str, str]]


def take(connection: sa.Connection, home: str, rows: Sequence[Row], now: int) -> Changed:
    """A page of the rows of a scope (`home`, or "" for all homes); `now` in microseconds. A record
    of which an op is still to go up is left as it is: what upstream makes of it comes later.
    Removals are noted, for `settle`."""
    number = give(connection, home, len(rows))
    changed: Changed = []
    for kind, wanted in _by_kind(rows).items():
        known = KINDS.get(kind)
        if known is not None and known.info.flow not in (Flow.DOWN, Flow.BOTH):
            log.warning("upstream sent %d rows of %s, which never come down", len(wanted), kind)
            continue
        present = _present(connection, home, kind, wanted)
        for id in _waiting(connection, home, kind, wanted):
            del wanted[id]
        records, noted = [], []
        for id, row in wanted.items():
            stands = present.get(id)
            if row.action is Action.REMOVE:
                if stands is not None and not stands["removed"]:
                    noted.append((home, kind, id, row.version, stands["seq"], True))
                continue
            if stands is not None and _same(stands, row):
                noted.append((home, kind, id, row.version, stands["seq"], False))
                continue
            records.append(_record(home, row, number, "", now))
            noted.append((home, kind, id, row.version, number, False))
            changed.append((kind, id))
            number += 1
        insert(connection, RECORD, _RECORD, records, replace=True)
        insert(connection, UPSTREAM, _UPSTREAM, noted, replace=True)
    return changed


def settle(connection: sa.Connection, home: str, now: int, *, allowed: bool) -> dict[str, int]:
    """Do the removals that were noted. Of a kind of which more than a fifth would go none are done,
    unless that is `allowed`: how many wait, by kind."""
    u, r = UPSTREAM.c, RECORD.c
    gone: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, scope, id in connection.execute(sa.select(u.kind, u.home, u.id).where(u.gone)):
        gone[kind].append((scope, id))
    waits: dict[str, int] = {}
    for kind, all_noted in gone.items():
        count = connection.scalar(
            sa.select(sa.func.count())
            .select_from(RECORD)
            .where(r.home.in_((home, "")), r.kind == kind, r.down, ~r.removed)
        )
        # upstream does not know yet what was changed here
        changed = {id for _, id in all_noted} & _waiting(
            connection, home, kind, [i for _, i in all_noted]
        )
        noted = [each for each in all_noted if each[1] not in changed]
        if len(noted) >= FEW and len(noted) * BRAKE > (count or 0) and not allowed:
            waits[kind] = len(noted)
            continue
        for scope in (home, ""):
            ids = [id for where, id in noted if where == scope]
            if ids:
                _remove(connection, scope, kind, ids, now)
        connection.execute(sa.update(UPSTREAM).where(u.kind == kind, u.gone).values(gone=False))
    return waits


def note_gone(
    connection: sa.Connection, homes: Collection[str], kind: str, ids: Collection[str]
) -> None:
    """Upstream never had these, or has removed them: for `settle`."""
    for home in homes:
        noted = [
            (home, kind, id, 0, stands["seq"], True)
            for id, stands in _present(connection, home, kind, ids).items()
            if not stands["removed"]
        ]
        insert(connection, UPSTREAM, _UPSTREAM, noted, replace=True)


def mend(
    connection: sa.Connection, home: str, device: str, rows: Sequence[Row], now: int
) -> Changed:
    """Put these in the place of what is here. What is missing here of the kiosks' own records
    counts as ours (`device`)."""
    changed: Changed = []
    number = give(connection, home, len(rows))
    everywhere = give(connection, "", len(rows))
    for kind, wanted in _by_kind(rows).items():
        mine = _present(connection, home, kind, wanted)
        others = _present(connection, "", kind, wanted)
        known = KINDS.get(kind)
        up = known is not None and known.info.flow is Flow.UP
        records, noted = [], []
        for at, (id, row) in enumerate(wanted.items()):
            for_all = not up and id not in mine and (id in others or not _home_of(row))
            scope, given = ("", everywhere + at) if for_all else (home, number + at)
            stands = (others if for_all else mine).get(id)
            maker = stands["device"] if stands is not None else device if up else ""
            records.append(_record(scope, row, given, maker, now))
            if not up:
                noted.append((scope, kind, id, row.version, given, False))
            changed.append((kind, id))
        number, everywhere = number + len(wanted), everywhere + len(wanted)
        insert(connection, RECORD, _RECORD, records, replace=True)
        insert(connection, UPSTREAM, _UPSTREAM, noted, replace=True)
    return changed


def _remove(connection: sa.Connection, home: str, kind: str, ids: Sequence[str], now: int) -> None:
    number = give(connection, home, len(ids))
    records, noted = [], []
    for id, stands in _present(connection, home, kind, ids).items():
        row = Row(
            kind=kind, record=id, schema=stands["schema"], action=Action.REMOVE, fields=b"",
            version=0,
        )  # fmt: skip
        records.append(_record(home, row, number, "", now))
        noted.append((home, kind, id, number))
        number += 1
    insert(connection, RECORD, _RECORD, records, replace=True)
    u = UPSTREAM.c
    for scope, kind_, id, given in noted:
        connection.execute(
            sa.update(UPSTREAM)
            .where(u.home == scope, u.kind == kind_, u.id == id)
            .values(seq=given)
        )


def _record(home: str, row: Row, number: int, device: str, now: int) -> tuple[Any, ...]:
    """A row of `record`. It has no time of writing: what a kiosk changed without having seen it
    stands here until upstream, which knows, decides."""
    kind = KINDS.get(row.kind)
    removed = row.action is Action.REMOVE
    down = kind is None or goes_down(kind.info, HOME_SERVER)
    told = _fields(row)
    at = None if removed else seconds_of(told.get("at", told.get("as_of")))
    return (
        home, row.kind, row.record, "", number, row.schema, removed, down, row.fields, b"",
        one(row.fields), device, 0, at, now,
    )  # fmt: skip


def _same(stands: dict[str, Any], row: Row) -> bool:
    return (
        not stands["removed"]
        and stands["schema"] == row.schema
        and bytes(stands["fields"]) == row.fields
        and bytes(stands["own"]) == one(row.fields)
    )


def _present(
    connection: sa.Connection, home: str, kind: str, ids: Collection[str]
) -> dict[str, dict[str, Any]]:
    names = ("id", "seq", "schema", "removed", "fields", "own", "device")
    where = {"home": home, "kind": kind, "owner": ""}
    rows = find(connection, RECORD, names, where, "id", list(ids))
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _waiting(connection: sa.Connection, home: str, kind: str, ids: Collection[str]) -> set[str]:
    """Those of which an op is still to go up."""
    where = {"home": home, "kind": kind}
    return {id for (id,) in find(connection, FORWARD, ("record",), where, "record", list(ids))}


def _by_kind(rows: Sequence[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[row.kind][row.record] = row
    return found


def _home_of(row: Row) -> str:
    return str(_fields(row).get("home", ""))


def _fields(row: Row) -> dict[str, Any]:
    try:
        return msgspec.msgpack.decode(row.fields, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}


def pass_on_latest(connection: sa.Connection, home: str) -> None:
    """Tell upstream once more what is the latest of each device of the home."""
    names = ("device", "kind", "id", "schema", "fields", "wall")
    rows = connection.execute(
        sa.select(*(RECORD.c[name] for name in names))
        .where(RECORD.c.home == home, RECORD.c.owner != "", sa.not_(RECORD.c.removed))
        .order_by(RECORD.c.seq)
    )
    onward = []
    for device, kind, id, schema, fields, wall in rows.all():
        op = Op(
            device=device,
            epoch="",
            seq=0,
            kind=kind,
            record=id,
            schema=schema,
            action=Action.PUT,
            fields=bytes(fields),
            wall=wall,
            boot="",
            offset=wall,
        )
        onward.append(op_columns(home, Told(op, content_hash(op), device)))
    insert(connection, FORWARD, OP, onward)
