"""Ops become rows: what a device tells, what was set aside and is tried again, what headquarters
writes itself. In the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sync.digest import one
from sync.outbox import Action
from sync.records import KINDS, Merge
from sync.server.aside import OP, Aside, Told, hold, op_columns, quarantine, waiting_for
from sync.server.bulk import find, insert
from sync.server.checks import Bad, Good, check
from sync.server.clocks import Clock
from sync.server.devices import clock_of
from sync.server.rules import (
    HEADQUARTERS,
    HOME_SERVER,
    Present,
    Verdict,
    Why,
    comes_up,
    decide,
    goes_down,
    kept,
    owner,
)
from sync.server.scope import give
from sync.server.tables import FORWARD, LOSING, RECORD, SEEN

Key = tuple[str, str, str]
"""A record within its home: kind, id, owner."""

_PRESENT = (
    "seq", "schema", "removed", "fields", "hash", "device", "wall", "at",
)  # fmt: skip
_RECORD = ("home", "kind", "id", "owner", *_PRESENT, "own", "down", "taken_at")
_LOSING = (
    "home", "kind", "record", "schema", "removed", "fields", "hash", "device", "wall", "winner",
    "lost_at",
)  # fmt: skip


_WILD = Bad(Why.FIELDS, "Its names or numbers are none.")


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """What ops are taken by: the home they are for, this server's role, and the clock of who told
    them. `here`: they were written at this server. `orphans`: their parents are waited for no
    longer."""

    home: str
    role: str
    clock: Clock
    here: bool = False
    orphans: bool = False


def take(connection: sa.Connection, by: Taking, ops: Sequence[Told]) -> list[Aside]:
    """Apply these ops in their order; those that can't be applied are set aside, and returned."""
    good: list[tuple[Told, Good]] = []
    bad: list[Aside] = []
    for each in ops:
        result = check(each.op, by.home, by.role, here=by.here)
        if each.wild and not (isinstance(result, Bad) and result.why is Why.PRIVATE):
            result = _WILD
        if isinstance(result, Bad):
            bad.append(Aside(each, result.why, result.sentence))
        else:
            good.append((each, result))
    if good:
        bad += _Batch(connection, by, good).run()
    if bad:
        bad.sort(key=lambda each: each.told.op.seq)
        quarantine(connection, by.home, bad, by.clock.now)
    return bad


class _Batch:
    """Ops that can be applied, and what they meet."""

    def __init__(
        self, connection: sa.Connection, by: Taking, good: Sequence[tuple[Told, Good]]
    ) -> None:
        self._connection = connection
        self._by = by
        self._good = good
        # before anything is read: nobody else writes in this home until we are done
        self._number = give(connection, by.home, len(good))
        self._present = self._read()
        self._were = frozenset(self._present)
        self._seen = self._read_seen()
        self._changed: dict[Key, tuple[Any, ...]] = {}
        self._taken: list[tuple[Any, ...]] = []
        self._lost: list[tuple[Any, ...]] = []
        self._onward: list[Told] = []

    def run(self) -> list[Aside]:
        bad: list[Aside] = []
        held: list[tuple[Told, tuple[str, str]]] = []
        there = self._parents_there()
        for each, good in self._good:
            key = _key(each, good)
            known = key in self._present or each.hash in self._seen
            missing = [] if known else [each for each in good.parents if each not in there]
            if missing and not self._by.orphans:
                held.append((each, missing[0]))
            elif self._take(each, good, key):
                there.add(key[:2])
            else:
                bad.append(
                    Aside(each, Why.OTHERWISE, "It says otherwise of what is never changed.")
                )
        self._write()
        hold(self._connection, self._by.home, held, self._by.clock.now)
        self._release()
        return bad

    def _take(self, each: Told, good: Good, key: Key) -> bool:
        """False if the op says otherwise of what is never changed."""
        op, info = each.op, good.kind.info
        present = self._present.get(key)
        wall = self._by.clock.corrected(op)
        verdict = decide(info, present, each.hash in self._seen, op, wall)
        if verdict is Verdict.OTHERWISE:
            return False
        if verdict is Verdict.KNOWN or (present is None and self._is_past(good, wall)):
            return True
        if info.merge is not Merge.APPEND:
            self._seen.add(each.hash)
            self._taken.append((self._by.home, each.hash, self._by.clock.now))
        number, self._number = self._number, self._number + 1
        gone = op.action is Action.REMOVE
        fields = kept(frozenset(good.kind.__struct_fields__), present, op)
        told = Present(number, op.schema, gone, fields, each.hash, op.device, wall, good.at)
        if present is not None:
            if verdict is Verdict.LOSE:
                self._lose(key, told, present.device)
            elif verdict is Verdict.OVERTAKE:
                self._lose(key, present, op.device)
            if verdict in (Verdict.LOSE, Verdict.SAME):
                # a new number all the same, so that its device reads what stands
                told = present._replace(number=number)
            else:
                # what was written upon it is later, whatever the clocks say
                told = told._replace(wall=max(wall, present.wall))
        self._present[key] = told
        self._changed[key] = (
            self._by.home,
            *key,
            *told,
            one(told.fields),
            goes_down(info, self._by.role),
            self._by.clock.now,
        )
        if self._by.role == HOME_SERVER and comes_up(info, HEADQUARTERS):
            # upstream never saw the clock that it was made by: it goes on by ours
            ours = msgspec.structs.replace(op, boot="", offset=wall)
            self._onward.append(each._replace(op=ours))
        return True

    def _is_past(self, good: Good, wall: int) -> bool:
        """Whether it is past its retention, by its own time and by when it was written."""
        retention = good.kind.info.retention
        if retention is None:
            return False
        return max(good.at or 0, wall / 1e6) < self._by.clock.now / 1e6 - retention.total_seconds()

    def _lose(self, key: Key, lost: Present, winner: str) -> None:
        kind, record, _owner = key
        self._lost.append(
            (
                self._by.home,
                kind,
                record,
                lost.schema,
                lost.removed,
                lost.fields,
                lost.hash,
                lost.device,
                lost.wall,
                winner,
                self._by.clock.now,
            )
        )

    def _read(self) -> dict[Key, Present]:
        ids: dict[str, set[str]] = defaultdict(set)
        for each, _ in self._good:
            ids[each.op.kind].add(each.op.record)
        found: dict[Key, Present] = {}
        for kind, some in ids.items():
            where = {"home": self._by.home, "kind": kind}
            for id, owner_, number, schema, removed, *rest in find(
                self._connection, RECORD, ("id", "owner", *_PRESENT), where, "id", some
            ):
                found[kind, id, owner_] = Present(number, schema, bool(removed), *rest)
        return found

    def _read_seen(self) -> set[bytes]:
        hashes = [
            each.hash for each, good in self._good if good.kind.info.merge is not Merge.APPEND
        ]
        found = find(self._connection, SEEN, ("hash",), {"home": self._by.home}, "hash", hashes)
        return {hash for (hash,) in found}

    def _parents_there(self) -> set[tuple[str, str]]:
        ids: dict[str, set[str]] = defaultdict(set)
        for _, good in self._good:
            for kind, id in good.parents:
                ids[kind].add(id)
        return {
            (kind, id)
            for kind, some in ids.items()
            for home in {self._by.home, ""}
            for (id,) in find(
                self._connection, RECORD, ("id",), {"home": home, "kind": kind}, "id", some
            )
        }

    def _write(self) -> None:
        there = self._connection
        new = [row for key, row in self._changed.items() if key not in self._were]
        insert(there, RECORD, _RECORD, new)
        changed = [row for key, row in self._changed.items() if key in self._were]
        insert(there, RECORD, _RECORD, changed, replace=True)
        insert(there, SEEN, ("home", "hash", "taken_at"), self._taken)
        insert(there, LOSING, _LOSING, self._lost)
        if self._onward:
            onward = [op_columns(self._by.home, each) for each in self._onward]
            insert(there, FORWARD, OP, onward)

    def _release(self) -> None:
        """What waited for a record that is there now."""
        parents = {parent for kind in KINDS.values() for _, parent in kind.info.parents}
        come: dict[str, set[str]] = defaultdict(set)
        for kind, id, _ in self._changed:
            if kind in parents:
                come[kind].add(id)
        for kind, ids in come.items():
            # on what is for all homes, records of any home may hang
            for (home, sender), ops in waiting_for(
                self._connection, self._by.home, kind, ids
            ).items():
                clock = clock_of(self._connection, sender, None, self._by.clock.now, ops)
                take(self._connection, Taking(home=home, role=self._by.role, clock=clock), ops)


def _key(each: Told, good: Good) -> Key:
    return each.op.kind, each.op.record, owner(good.kind.info, each.op.device)
