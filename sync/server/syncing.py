"""One sync of a device: what it tells is taken, then it is given what it has not read."""

import logging
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sync.columns import Wrong
from sync.outbox import link
from sync.packing import pack_rows, unpack_ops
from sync.protocol import Answer, Ask, Cursor, Refused, Trouble, moment_of
from sync.refusal import Refusal
from sync.server import devices, pull
from sync.server.aside import Told, told
from sync.server.database import reading
from sync.server.devices import Clone, Device, Line, Rewound
from sync.server.generation import begin_generation, generation, may_find
from sync.server.tables import QUARANTINE
from sync.server.taking import Taking, take

log = logging.getLogger("hq")

_HIGHEST = 1 << 62  # microseconds: what clocks say otherwise is what no database holds


class Ahead(Exception):  # noqa: N818
    """A cursor stands where we never were: this server was restored."""


class Exchange:
    """A question of a device, `ask`, in `epoch` of its line, at `now` by our clock."""

    def __init__(
        self, engine: Engine, role: str, device: str, epoch: str, ask: Ask, *, now: int
    ) -> None:
        self._engine = engine
        self._role = role
        self._id = device
        self._epoch = epoch
        self._ask = ask
        self._now = now
        self._moment = moment_of(ask.now)

    def run(self) -> Answer:
        """Raises Refusal. Of the ops all are taken or none."""
        moment = self._moment
        numbers = (moment.wall, moment.offset)
        if "\0" in moment.boot or any(abs(each) > _HIGHEST for each in numbers):
            raise Refusal(Trouble.MESSAGE, "The device's clocks say what none can.")
        try:
            if self._ask.ops or self._ask.express:
                return self._tell_and_hear()
            return self._hear()
        except Ahead:
            self._begin_generation(self._ask.cursor.generation)
            self._ask = msgspec.structs.replace(self._ask, cursor=Cursor())
            return self.run()
        except Rewound:
            self._begin_generation(None)
            raise Refusal(
                Trouble.EPOCH, "This server was restored from a backup; begin a new epoch."
            ) from None
        except Clone:
            with self._engine.begin() as connection:
                devices.mark_clone(connection, self._id)
            raise Refusal(
                Trouble.ENROL, "Two devices use this identity; enrol both of them anew."
            ) from None
        except Wrong as wrong:
            raise Refusal(Trouble.MESSAGE, f"The ops can't be read: {wrong}.") from wrong

    def _tell_and_hear(self) -> Answer:
        with self._engine.begin() as connection:
            device = devices.load(connection, self._id, lock=True)
            line = devices.line_of(connection, device, self._epoch, self._ask, self._now)
            devices.keep_boot(connection, device.id, self._moment, self._now)
            line, refused = self._push(connection, device, line)
            present = generation(connection)
            self._keep(connection, line, present)
        with reading(self._engine) as connection:
            return self._answer(connection, device.home, line, present, refused)

    def _hear(self) -> Answer:
        """Nothing is told: mostly nothing is written either."""
        with reading(self._engine) as connection:
            device = devices.load(connection, self._id)
            present = generation(connection)
            if self._epoch == device.epoch and device.generation == present:
                line = devices.line_of(connection, device, self._epoch, self._ask, self._now)
                if devices.is_noted(connection, device, self._moment, self._now):
                    return self._answer(connection, device.home, line, present)
        with self._engine.begin() as connection:
            device = devices.load(connection, self._id, lock=True)
            line = devices.line_of(connection, device, self._epoch, self._ask, self._now)
            devices.keep_boot(connection, device.id, self._moment, self._now)
            present = generation(connection)
            self._keep(connection, line, present)
            return self._answer(connection, device.home, line, present)

    def _push(
        self, connection: sa.Connection, device: Device, line: Line
    ) -> tuple[Line, list[Refused]]:
        ask = self._ask
        refused: list[Refused] = []
        if ask.ops:
            ops = told(unpack_ops(ask.ops, self._epoch, ask.acknowledged + 1), device.id)
            new, line = _fitting(line, ask, ops)
            known = ops[: len(ops) - len(new)]
            refused += _told_before(connection, device.id, self._epoch, known) if known else []
            refused += self._take(connection, device, new)
        if ask.express:  # they stand behind the ops in the line
            express = told(unpack_ops(ask.express, "", 0), device.id)
            self._take(connection, device, [_unplaced(each) for each in express])
        return line, refused

    def _take(
        self, connection: sa.Connection, device: Device, ops: Sequence[Told]
    ) -> list[Refused]:
        if not ops:
            return []
        if any(each.op.device != device.id for each in ops):
            devices.keep_origins(connection, device.id, ops)
        clock = devices.clock_of(connection, device.id, self._moment, self._now, ops)
        aside = take(connection, Taking(home=device.home, role=self._role, clock=clock), ops)
        return [Refused(each.told.op.seq, each.sentence) for each in aside]

    def _keep(self, connection: sa.Connection, line: Line, present: str) -> None:
        skew = self._moment.wall - self._now
        devices.keep(connection, self._id, line, skew=skew, generation=present, now=self._now)

    def _answer(
        self,
        connection: sa.Connection,
        home: str,
        line: Line,
        present: str,
        refused: Sequence[Refused] = (),
    ) -> Answer:
        cursor = self._ask.cursor
        if cursor.generation != present:
            cursor = Cursor(present)
        elif pull.is_ahead(connection, home, cursor):
            raise Ahead
        page = pull.page(connection, home, cursor, self._ask.rows)
        return Answer(
            now=self._now,
            acknowledged=line.seq,
            chain=line.chain,
            cursor=page.cursor,
            refused=list(refused),
            home=pack_rows(page.home) if page.home else b"",
            all=pack_rows(page.everywhere) if page.everywhere else b"",
            left=page.left,
            role=self._role,
        )

    def _begin_generation(self, found_in: str | None) -> None:
        """The device knows more of us than we do. Once for each restoring: a device that has not
        synced in the present generation found the same as the one before it. `found_in`: the
        generation of its cursor, if that told."""
        with self._engine.begin() as connection:
            device = devices.load(connection, self._id, lock=True)
            if generation(connection, lock=True) != (found_in or device.generation):
                return
            if may_find(connection, device.id, self._now):
                begin_generation(connection, self._now)
            else:
                log.warning("a device finds again and again that this server was restored")


def _fitting(line: Line, ask: Ask, ops: Sequence[Told]) -> tuple[Sequence[Told], Line]:
    """Those of the ops that are new, and the line behind them. Raises Refusal where they are not
    the line's."""
    seq, chain = ask.acknowledged, ask.chain
    new: Sequence[Told] = ops if seq == line.seq else []
    for at, each in enumerate(ops, 1):
        seq, chain = seq + 1, link(chain, each.hash)
        if seq == line.seq:
            if chain != line.chain:
                raise Refusal(Trouble.EPOCH, "The line forked; begin a new epoch.")
            new = ops[at:]
    if chain != ask.head:
        raise Refusal(Trouble.MESSAGE, "The ops are not those of the chain's head.")
    return new, Line(line.epoch, seq, chain) if new else line


def _told_before(
    connection: sa.Connection, id: str, epoch: str, ops: Sequence[Told]
) -> list[Refused]:
    """What an answer that was lost said of these."""
    numbers = {each.op.seq for each in ops}
    rows = connection.execute(
        sa.select(QUARANTINE.c.seq, QUARANTINE.c.why).where(
            QUARANTINE.c.sender == id,
            QUARANTINE.c.epoch == epoch,
            QUARANTINE.c.seq.between(min(numbers), max(numbers)),
        )
    )
    return [Refused(seq, why) for seq, why in sorted(map(tuple, rows))]


def _unplaced(each: Told) -> Told:
    """An urgent op has no place in the line yet."""
    return Told(msgspec.structs.replace(each.op, epoch="", seq=0), each.hash, each.sender)
