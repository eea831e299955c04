"""A device as the server sees it: a line of ops, written and told by hand."""

from collections.abc import Callable, Sequence

import msgspec
import pytest
import sqlalchemy as sa

from sync.outbox import Moment, Op, advance, first_head, next_op
from sync.packing import pack_ops, unpack_rows
from sync.protocol import Answer, Ask, Cursor, Row, Trouble
from sync.records import Notice, PageUse, Record
from sync.refusal import Refusal
from sync.server import exporting
from sync.server.core import Headquarters
from sync.server.tables import DEVICE, RECORD

NOW = 1_795_450_681_637_704
BOOT = "boot-1"
HOUR = 3_600_000_000


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> int:
        return self.at


def refused(what: Callable[[], object]) -> Trouble:
    """The trouble with which it is refused."""
    with pytest.raises(Refusal) as caught:
        what()
    return caught.value.problem.trouble


def notice(text: str, id: str = "n", home: str = "h", **more) -> Notice:
    return Notice(id=id, home=home, text={"en": text}, **more)


def rows(hq: Headquarters, *columns: str, table: sa.Table = RECORD) -> list[tuple]:
    with hq.engine.connect() as connection:
        asked = sa.select(*(table.c[name] for name in columns or ("kind", "id")))
        return sorted(tuple(row) for row in connection.execute(asked))


def said(hq: Headquarters) -> dict[str, str]:
    """The notices that stand there, by id."""
    lines = [msgspec.json.decode(line) for line in exporting.records(hq.engine, Notice)]
    return {line["id"]: line["text"]["en"] for line in lines}


def use(id: str, seconds: int = 3, *, home: str = "h", at: str = "2026-11-23T10:00:00+08:00"):
    return PageUse(id=id, home=home, at=at, page="meals", locale="ug_CN", seconds=seconds)


def enrol(headquarters: Headquarters, id: str, home: str = "h", former: Sequence[str] = ()) -> None:
    with headquarters.engine.begin() as connection:
        connection.execute(
            sa.insert(DEVICE).values(
                id=id,
                home=home,
                name=id,
                key=b"k",
                chain=b"",
                former=msgspec.json.encode(list(former)).decode(),
            )
        )


class Device:
    """Enrolled with `headquarters`. `ahead`: how far its clock is ahead, in microseconds."""

    def __init__(
        self, headquarters: Headquarters, id: str, home: str = "h", *, ahead: int = 0
    ) -> None:
        enrol(headquarters, id, home)
        self.headquarters = headquarters
        self.id = id
        self.home = home
        self.ahead = ahead
        self.head = first_head(id)
        self.acknowledged = self.head
        self.waiting: list[Op] = []
        self.cursor = Cursor()
        self.rows: dict[tuple[str, str], Row] = {}

    def moment(self) -> Moment:
        now = self.headquarters.now()
        return Moment(wall=now + self.ahead, boot=BOOT, offset=now - NOW + 10**9)

    def write(self, record: Record, *, base: int = 0, moment: Moment | None = None, **more) -> Op:
        return self._write(type(record), record.id, record, base, moment or self.moment(), **more)

    def remove(self, kind: type[Record], id: str, *, base: int = 0) -> Op:
        return self._write(kind, id, None, base, self.moment())

    def _write(self, kind, id, record, base, moment, **unknown) -> Op:
        op, self.head = next_op(
            self.head, moment, kind, id, record, base=base, unknown=unknown or None
        )
        self.waiting.append(op)
        return op

    def forge(self, op: Op, **changes) -> Op:
        """The op just written, with other fields."""
        assert self.waiting.pop() is op
        before = self.waiting[-1] if self.waiting else None
        assert before is None or before.seq == op.seq - 1
        forged = msgspec.structs.replace(op, **changes)
        self.waiting.append(forged)
        head = self.acknowledged
        for each in self.waiting:
            head = advance(head, each)
        self.head = head
        return forged

    def ask(
        self, most: int = 500, *, express: Sequence[Op] = (), rows: int = 1000, ops: bool = True
    ) -> Ask:
        moment = self.moment()
        told = self.waiting[:most] if ops else []
        head = self.acknowledged
        for op in told:
            head = advance(head, op)
        return Ask(
            now=(moment.wall, moment.boot, moment.offset),
            acknowledged=self.acknowledged.seq,
            chain=self.acknowledged.chain,
            cursor=self.cursor,
            ops=pack_ops(told) if told else b"",
            head=head.chain if told else b"",
            express=pack_ops(list(express)) if express else b"",
            rows=rows,
        )

    def send(self, ask: Ask) -> Answer:
        return self.headquarters.sync(self.id, self.head.epoch, ask)

    def tell(self, most: int = 500, **more) -> Answer:
        """One request, and its answer made good."""
        answer = self.send(self.ask(most, **more))
        self.hear(answer)
        return answer

    def hear(self, answer: Answer) -> None:
        while self.acknowledged.seq < answer.acknowledged:
            self.acknowledged = advance(self.acknowledged, self.waiting.pop(0))
        assert self.acknowledged.chain == answer.chain
        self.cursor = answer.cursor
        for row in [*unpack_rows(answer.home), *unpack_rows(answer.all)]:
            self.rows[row.kind, row.record] = row

    def begin_epoch(self) -> None:
        self.head = self.acknowledged = first_head(self.id)
        again, self.waiting = self.waiting, []
        for each in again:
            op = msgspec.structs.replace(each, epoch=self.head.epoch, seq=self.head.seq + 1)
            self.head = advance(self.head, op)
            self.waiting.append(op)

    def copy(self) -> "Device":
        """The same identity, twice."""
        other = object.__new__(Device)
        other.__dict__.update(self.__dict__)
        other.waiting, other.rows = list(self.waiting), dict(self.rows)
        return other
