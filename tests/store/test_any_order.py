"""Whatever happens in whatever order: the line is one chain, nothing that was taken in is lost, and
in the end both ends hold the same."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.store import Store
from kiosk.store.backup import copy_store
from kiosk.store.syncing import StoreLocal
from sync.outbox import Action, Op, advance, content_hash, first_chain
from sync.protocol import Cursor, Row
from sync.records import KINDS, PageUse
from sync.records.base import Audience, Flow, Info, Merge, Record
from tests.store.upstream import behind, sound


class Booking(Record, frozen=True, kw_only=True):
    info: ClassVar[Info] = Info(
        kind="booking", flow=Flow.BOTH, merge=Merge.VERSION, audience=Audience.STAFF
    )

    what: int


IDS = st.sampled_from(["a", "b", "c"])
WHATS = st.integers(0, 3)


class Upstream:
    """A server in memory: it knows lines by their chain, and ops by what they are."""

    def __init__(self) -> None:
        self.lines: dict[str, list[bytes]] = {}
        self.taken: set[bytes] = set()
        self.uses: set[str] = set()
        self.rows: dict[str, Row] = {}
        self.seq = 0

    def fits(self, local: StoreLocal) -> bool:
        line = local.line()
        epoch, device = line.written.epoch, line.written.device
        if epoch not in self.lines:
            if line.acknowledged or line.chain != first_chain(device, epoch):
                return False
            self.lines[epoch] = [line.chain]
        chains = self.lines[epoch]
        if line.acknowledged >= len(chains) or chains[line.acknowledged] != line.chain:
            return False
        head = msgspec.structs.replace(line.written, seq=line.acknowledged, chain=line.chain)
        for op in local.waiting(len(chains) - 1 - line.acknowledged):
            head = advance(head, op)
        return len(chains) - 1 == head.seq and chains[head.seq] == head.chain

    def push(self, local: StoreLocal, most: int) -> None:
        line = local.line()
        chains = self.lines[line.written.epoch]
        have = len(chains) - 1 - line.acknowledged
        ops = local.waiting(have + most)
        head = behind(line, ops[:have])
        for op in ops[have:]:
            head = advance(head, op)
            chains.append(head.chain)
            if content_hash(op) not in self.taken:
                self.taken.add(content_hash(op))
                self.apply(op)

    def apply(self, op: Op) -> None:
        if op.kind == "page-use":
            self.uses.add(op.record)
        else:
            self.write(op.record, op.action, op.fields)

    def write(self, id: str, action: Action, fields: bytes) -> None:
        self.seq += 1
        self.rows[id] = Row(
            kind="booking", record=id, schema=1, action=action, fields=fields, version=self.seq
        )


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="driver-home-any-"))
        self.folder = self.place / "home"
        self.upstream = Upstream()
        self.copies: list[Path] = []
        self.count = 0
        KINDS["booking"] = Booking

    @initialize()
    def begin(self) -> None:
        self.open()

    def open(self) -> None:
        self.opened = ExitStack()
        self.store = self.opened.enter_context(Store.open(self.folder))
        self.local = self.opened.enter_context(StoreLocal(self.store))

    @rule()
    def reopen(self) -> None:
        self.opened.close()
        self.open()

    @rule(number=st.integers(1, 4))
    def use(self, number: int) -> None:
        for _ in range(number):
            self.count += 1
            self.store.add(
                PageUse(
                    id=f"use-{self.count:04}",
                    at="2026-11-24T10:00:00+08:00",
                    page="meals",
                    locale="ug_CN",
                    seconds=1,
                )
            )

    @rule(id=IDS, what=WHATS)
    def book(self, id: str, what: int) -> None:
        self.store.put(Booking(id=id, what=what))

    @rule(id=IDS)
    def unbook(self, id: str) -> None:
        self.store.remove(Booking, id)

    @rule(id=IDS, what=WHATS | st.none())
    def book_elsewhere(self, id: str, what: int | None) -> None:
        if what is not None:
            self.upstream.write(id, Action.PUT, msgspec.msgpack.encode({"what": what}))
        elif id in self.upstream.rows:
            self.upstream.write(id, Action.REMOVE, b"")

    @rule(
        most=st.integers(1, 5),
        cut=st.sampled_from(["no", "answer", "rows"]),
        between=st.none() | st.tuples(IDS, WHATS),
    )
    def sync(self, most: int, cut: str, between: tuple[str, int] | None) -> None:
        if not self.upstream.fits(self.local):
            self.local.begin_epoch()
            assert self.upstream.fits(self.local)
        self.upstream.push(self.local, most)
        if cut == "answer":
            return
        line = self.local.line()
        chains = self.upstream.lines[line.written.epoch]
        self.local.acknowledge(len(chains) - 1, chains[-1])
        if cut == "rows" or self.local.waiting(1):
            return
        if between:
            self.book(*between)
        seen = self.local.cursor().home
        page = sorted(
            (row for row in self.upstream.rows.values() if row.version > seen),
            key=lambda row: row.version,
        )[:2]
        last = page[-1].version if page else seen
        self.local.take(page, [], Cursor(generation="g", home=last, all=0))
        self.local.settle(allowed=True)

    @rule()
    def new_epoch(self) -> None:
        self.local.begin_epoch()

    @rule()
    def copy(self) -> None:
        target = self.place / f"copy-{len(self.copies)}.db"
        copy_store(self.store.path, target, live=True)
        self.copies.append(target)

    @precondition(lambda self: self.copies)
    @rule(data=st.data(), file_too=st.booleans())
    def rewind(self, data: st.DataObject, file_too: bool) -> None:
        copy = data.draw(st.sampled_from(self.copies))
        self.opened.close()
        for end in ("", "-wal", "-shm"):
            (self.folder / f"kiosk.db{end}").unlink(missing_ok=True)
        shutil.copy(copy, self.folder / "kiosk.db")
        if file_too:
            (self.folder / "line.json").unlink()
        self.open()
        for use in self.upstream.uses:  # ids are made by chance, and never again
            self.count = max(self.count, int(use[4:]))

    @rule()
    def enrol(self) -> None:
        self.count += 1
        self.local.enrolled(f"device-{self.count}")

    @invariant()
    def one_line(self) -> None:
        sound(self.store, self.local)
        mark, line = self.local.file.read(), self.local.line()
        assert mark.epoch == line.written.epoch
        # it follows when the sync ends, and is never ahead
        assert mark.acknowledged <= line.acknowledged

    @invariant()
    def nothing_is_lost(self) -> None:
        waits = {op.record for op in self.store.outbox()}
        kept = {use.id for use in self.store.find(PageUse)}
        assert kept <= waits | self.upstream.uses

    def teardown(self) -> None:
        if not hasattr(self, "opened"):
            return
        for _ in range(10_000):
            before = self.local.line(), self.local.cursor()
            self.sync(5, "no", None)
            if before == (self.local.line(), self.local.cursor()):
                break
        assert self.store.outbox() == []
        theirs = {
            id: row.fields for id, row in self.upstream.rows.items() if row.action is Action.PUT
        }
        ours = {each.record: each.fields for each in self.local.rows("booking", ["a", "b", "c"])}
        assert ours == theirs
        self.opened.close()
        shutil.rmtree(self.place)


@pytest.fixture(autouse=True)
def _the_kinds_as_before():
    yield
    KINDS.pop("booking", None)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
