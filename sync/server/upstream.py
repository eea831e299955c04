"""A home server as one end of the sync with its own upstream: what sync/local.py asks for, on the
server's tables.

Its line is what `forward` holds, in the order in which it was taken from the kiosks; each op keeps
who made it. What comes down gets this server's own numbers, as if it had been written here.
"""

import logging
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from sync.digest import digest, kinds_compared, one, root
from sync.errors import Failure
from sync.line_file import LineFile, Mark
from sync.local import Line, Took
from sync.outbox import Action, Head, Moment, Op, content_hash, first_head, link, now
from sync.protocol import Cursor, Listed, Row, Span
from sync.records import KINDS, Flow, Priority
from sync.server.aside import OP, told_of
from sync.server.compared import Holder, Records
from sync.server.database import reading
from sync.server.devices import spent
from sync.server.tables import DEVICE, FORWARD, ORIGIN, UPSTREAM, USAGE
from sync.server.upstream_rows import mend, note_gone, pass_on_latest, settle, take
from sync.server.upstream_state import Heard, Stand, load, store

log = logging.getLogger("hq")

ROOM = 100_000_000
"""Bytes free on the disk below which nothing more is fetched."""

_AT_ONCE = 2000
_URGENT = [name for name, kind in KINDS.items() if kind.info.priority is Priority.URGENT]
_FORWARD = sa.select(FORWARD.c.number, *(FORWARD.c[name] for name in OP)).order_by(FORWARD.c.number)


class HomeLocal:
    """The line of the home server of `home`, with its file in `folder`. Used by one thread and by
    one process at a time. On opening it looks whether the database was put back. `now` gives
    microseconds since 1970."""

    def __init__(
        self, engine: sa.Engine, folder: Path, home: str, *, now: Callable[[], int]
    ) -> None:
        self._now = now
        self._engine = engine
        self._folder = folder
        self._home = home
        self.file = LineFile(folder)
        self._find_rewind()

    # The line

    def line(self) -> Line:
        stand = self._stand()
        head = Head(device=stand.device, epoch=stand.epoch, seq=stand.seq, chain=stand.head)
        return Line(written=head, acknowledged=stand.acknowledged, chain=stand.chain)

    def waiting(self, most: int) -> list[Op]:
        stand, ours = self._stand(), self._ours()
        with reading(self._engine) as connection:
            rows = connection.execute(_FORWARD.where(FORWARD.c.number <= stand.number).limit(most))
            return [
                self._placed(connection, stand, ours, row, seq)
                for seq, row in enumerate(rows.all(), stand.acknowledged + 1)
            ]

    def urgent(self, most: int) -> list[Op]:
        if not _URGENT:
            return []
        stand = self._stand()
        sent = set(stand.ahead)
        asked = _FORWARD.where(FORWARD.c.kind.in_(_URGENT), FORWARD.c.number <= stand.number)
        with reading(self._engine) as connection:
            rows = connection.execute(asked.limit(most + len(sent))).all()
            new = [row for row in rows if bytes(row.hash) not in sent][:most]

            def place(number: int) -> int:
                before = sa.select(sa.func.count()).where(FORWARD.c.number < number)
                return stand.acknowledged + 1 + (connection.scalar(before) or 0)

            ours = self._ours()
            return [self._placed(connection, stand, ours, row, place(row.number)) for row in new]

    def sent_ahead(self, ops: Iterable[Op]) -> None:
        with self._engine.begin() as connection:
            stand = load(connection, Stand)
            ahead = [*stand.ahead, *map(content_hash, ops)]
            store(connection, msgspec.structs.replace(stand, ahead=ahead))

    def acknowledge(self, seq: int, chain: bytes) -> None:
        stand = self._stand()
        count = seq - stand.acknowledged
        if count <= 0:
            return
        if seq > stand.seq:
            raise ValueError(f"{seq} ops can't be acknowledged of {stand.seq}")
        with self._engine.begin() as connection:
            numbers = sa.select(FORWARD.c.number).order_by(FORWARD.c.number)
            last = connection.scalar(numbers.offset(count - 1).limit(1))
            connection.execute(sa.delete(FORWARD).where(FORWARD.c.number <= last))
            left = msgspec.structs.replace(stand, acknowledged=seq, chain=chain)
            if seq == stand.seq:
                left = msgspec.structs.replace(left, ahead=[])
            store(connection, left)
        self._mark()

    def begin_epoch(self) -> Line:
        self._begin(self._stand().device)
        self._mark()
        return self.line()

    def enrolled(self, device: str) -> None:
        """From now on this server goes by this name upstream."""
        mark = self._mark_or_new()
        if device != mark.device:
            former = [each for each in [*mark.former, mark.device] if each and each != device]
            self._write(Mark(device=device, former=former, counter=mark.counter))
            self._find_rewind()

    def former(self) -> list[str]:
        return self._mark_or_new().former

    def at_home(self, yes: bool) -> None:
        """What may not leave the home never went into `forward`: nothing changes."""
        if yes:
            log.error("upstream is a home's server; name headquarters by --upstream")

    # What comes

    def cursor(self) -> Cursor:
        with reading(self._engine) as connection:
            return load(connection, Cursor)

    def room(self) -> bool:
        return shutil.disk_usage(self._folder).free > ROOM

    def take(self, home: Iterable[Row], everywhere: Iterable[Row], cursor: Cursor) -> Took:
        changed: list[tuple[str, str]] = []
        with self._engine.begin() as connection:
            for scope, rows in ((self._home, list(home)), ("", list(everywhere))):
                if rows:
                    changed += take(connection, scope, rows, self._now())
            store(connection, cursor)
        return Took(changed=changed)

    def settle(self, *, allowed: bool = False) -> dict[str, int]:
        with self._engine.begin() as connection:
            waits = settle(connection, self._home, self._now(), allowed=allowed)
            heard = load(connection, Heard)
            if heard.waiting != waits:
                store(connection, msgspec.structs.replace(heard, waiting=waits))
        return waits

    def start_over(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(UPSTREAM).where(~UPSTREAM.c.gone))
            connection.execute(sa.update(UPSTREAM).values(version=0, seq=0))
            store(connection, Cursor())

    # The comparison

    def root(self, day: int) -> bytes:
        return root(self.kinds(day))

    def kinds(self, day: int) -> dict[str, tuple[int, bytes]]:
        with reading(self._engine) as connection:
            holder = self._holder(connection)
            return {
                kind.info.kind: Records(connection, holder, kind, day).read(digest)
                for kind in kinds_compared()
            }

    def spans(self, kind: str, day: int, spans: list[Span]) -> list[Span]:
        with reading(self._engine) as connection:
            records = Records(connection, self._holder(connection), KINDS[kind], day)
            return [
                Span(each.first, each.end, *records.read(digest, each.first, each.end))
                for each in spans
            ]

    def listed(self, kind: str, day: int, first: str, end: str) -> list[Listed]:
        with reading(self._engine) as connection:
            records = Records(connection, self._holder(connection), KINDS[kind], day)
            return [
                Listed(each.id, one(each.fields), each.sound) for each in records.all(first, end)
            ]

    def rows(self, kind: str, ids: Iterable[str]) -> list[Row]:
        wanted = list(ids)
        with reading(self._engine) as connection:
            records = Records(connection, self._holder(connection), KINDS[kind], 0)
            return [
                Row(
                    kind=kind,
                    record=each.id,
                    schema=each.schema,
                    action=Action.PUT,
                    fields=each.fields,
                    version=0,
                )
                for each in records.all(among=wanted)
                if each.sound
            ]

    def mend(self, rows: Iterable[Row]) -> Took:
        with self._engine.begin() as connection:
            device = load(connection, Stand).device
            return Took(changed=mend(connection, self._home, device, list(rows), self._now()))

    def drop(self, kind: str, ids: Iterable[str]) -> Took:
        known = KINDS.get(kind)
        if known is not None and known.info.flow in (Flow.DOWN, Flow.BOTH):
            with self._engine.begin() as connection:
                note_gone(connection, (self._home, ""), kind, dict.fromkeys(ids, 0))
        return Took()

    def unverified(self) -> bool:
        return self._stand().unverified

    def verified(self, at: datetime) -> None:
        with self._engine.begin() as connection:
            stand = load(connection, Stand)
            store(connection, msgspec.structs.replace(stand, unverified=False))
            heard = load(connection, Heard)
            store(connection, msgspec.structs.replace(heard, verified_at=at.isoformat()))

    # What it cost, and how it went

    def spent(self, day: str, up: int, down: int, requests: int, seconds: float) -> None:
        began = int(datetime.fromisoformat(f"{day}T12:00:00+08:00").timestamp() * 1_000_000)
        with self._engine.begin() as connection:
            spent(connection, self._stand().device, began, up, down, seconds)

    def spent_on(self, day: str) -> tuple[int, int, int, float]:
        u = USAGE.c
        asked = sa.select(u.up, u.down, u.requests, u.seconds).where(
            u.device == self._stand().device, u.day == day
        )
        with reading(self._engine) as connection:
            found = connection.execute(asked).first()
        return tuple(found) if found else (0, 0, 0, 0.0)

    def synced(self, at: datetime, trouble: str = "") -> None:
        with self._engine.begin() as connection:
            heard = msgspec.structs.replace(load(connection, Heard), trouble=trouble)
            if not trouble:
                heard = msgspec.structs.replace(heard, synced_at=at.isoformat())
            store(connection, heard)

    def _stand(self) -> Stand:
        """The line, with all in it that was taken by now."""
        with reading(self._engine) as connection:
            stand = load(connection, Stand)
            newer = sa.select(FORWARD.c.number).where(FORWARD.c.number > stand.number).limit(1)
            if connection.scalar(newer) is None:
                return stand
        asked = sa.select(FORWARD.c.number, FORWARD.c.hash).order_by(FORWARD.c.number)
        with self._engine.begin() as connection:
            while rows := connection.execute(
                asked.where(FORWARD.c.number > stand.number).limit(_AT_ONCE)
            ).all():
                head = stand.head
                for _, hash in rows:
                    head = link(head, bytes(hash))
                stand = msgspec.structs.replace(
                    stand, number=rows[-1].number, seq=stand.seq + len(rows), head=head
                )
            store(connection, stand)
        return stand

    def _ours(self) -> Moment:
        """This moment, by the clock that ops were corrected to here."""
        return msgspec.structs.replace(now(), wall=self._now())

    def _placed(
        self, connection: sa.Connection, stand: Stand, ours: Moment, row: sa.Row[Any], seq: int
    ) -> Op:
        """An op as it goes upstream: in our line, by our clock at the moment `ours`, and upon the
        version that upstream gave us, if that is what somebody changed here."""
        op, base, u = told_of(row[1:]).op, 0, UPSTREAM.c
        if op.base:
            asked = sa.select(u.version).where(
                u.home == row.home, u.kind == op.kind, u.id == op.record, u.seq == op.base
            )
            base = connection.scalar(asked) or 0
        if not op.boot:  # its offset is when it was made, by our clock
            since = op.offset - ours.wall
            op = msgspec.structs.replace(op, boot=ours.boot, offset=ours.offset + since)
        return msgspec.structs.replace(op, epoch=stand.epoch, seq=seq, base=base)

    def _holder(self, connection: sa.Connection) -> Holder:
        """All whose records go up through here."""
        found = connection.execute(sa.select(DEVICE.c.id, DEVICE.c.former)).all()
        names = {load(connection, Stand).device, *self.former()}
        for id, former in found:
            names |= {id, *msgspec.json.decode(former, type=list[str])}
        names |= set(connection.scalars(sa.select(ORIGIN.c.device)))
        return Holder(self._home, sorted(names))

    def _find_rewind(self) -> None:
        stand, mark = self._stand(), self.file.read()
        if mark is not None and mark.device and mark.device != stand.device:
            self.start_over()
            self._begin(mark.device)
        elif (
            mark is not None
            and mark.epoch
            and (
                mark.epoch != stand.epoch
                or mark.acknowledged > stand.acknowledged
                or (mark.acknowledged == stand.acknowledged and mark.chain != stand.chain.hex())
            )
        ):
            log.warning("the database was put back; a new line begins")
            self._begin(stand.device)
        elif (mark is None or not mark.epoch) and stand.acknowledged:
            self._begin(stand.device)
        self._mark()

    def _begin(self, device: str) -> None:
        head = first_head(device)
        new = Stand(
            device=device, epoch=head.epoch, chain=head.chain, head=head.chain, unverified=True
        )
        with self._engine.begin() as connection:
            store(connection, new)
            # what upstream holds of each kiosk's latest is not compared: it is told again
            pass_on_latest(connection, self._home)

    def _mark(self) -> None:
        """Bring the file up to the database; one that is behind says nothing wrong."""
        stand, mark = self._stand(), self._mark_or_new()
        new = msgspec.structs.replace(
            mark,
            device=stand.device,
            epoch=stand.epoch,
            acknowledged=stand.acknowledged,
            chain=stand.chain.hex(),
        )
        if new != mark:
            try:
                self.file.write(new)
            except OSError as error:
                log.info("line.json is left behind: %s", error.strerror)

    def _mark_or_new(self) -> Mark:
        return self.file.read() or Mark()

    def _write(self, mark: Mark) -> None:
        try:
            self.file.write(mark)
        except OSError as error:
            raise Failure(f"{self._folder} can't be written: {error.strerror}.") from error


def something_waits(engine: sa.Engine) -> bool:
    """Whether something was taken that upstream does not have."""
    with reading(engine) as connection:
        return connection.scalar(sa.select(FORWARD.c.number).limit(1)) is not None
