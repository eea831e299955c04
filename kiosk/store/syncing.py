"""The store as this end of the sync: what sync/local.py asks for."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec

from kiosk.errors import Failure
from kiosk.store.beside import BesideFile, Finding, finding, line_of
from kiosk.store.change import Change
from kiosk.store.comparing import Comparing, rows_of
from kiosk.store.full import Ballast
from kiosk.store.journal import tell
from kiosk.store.line import acknowledge, begin_line, head_of, waiting
from kiosk.store.lock import SYNC, FolderLock
from kiosk.store.store import Store
from kiosk.store.sync_state import note_spent, note_synced, note_verified, spent_on
from kiosk.store.taking import Taker, settle
from kiosk.store.trouble import is_full, told
from sync.digest import root
from sync.line_file import Mark
from sync.local import Line, Took
from sync.outbox import Op
from sync.protocol import Cursor, Listed, Row, Span
from sync.records import KINDS, Flow, Merge, Priority

log = logging.getLogger(__name__)

_LATEST = [
    kind for kind in KINDS.values() if kind.info.flow is Flow.UP and kind.info.merge is Merge.LATEST
]
_URGENT = [name for name, kind in KINDS.items() if kind.info.priority is Priority.URGENT]


class StoreLocal:
    """One end of the sync, on `store` and its thread; sync.local.Local has the words. While it is
    open nobody else syncs this folder: it is opened for one sync and closed again. `changed` is
    told after each transaction what upstream has changed, for pages that are open; it is called
    on this thread. Whatever can't be written raises Failure, and nothing of it is kept.

    On opening it looks whether the database was put back, by the file beside it (beside.py):
    then a new epoch begins, and both ends are to be compared.
    """

    def __init__(
        self,
        store: Store,
        *,
        changed: Callable[[list[Change[Any]]], None] = lambda _changes: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ballast: Ballast | None = None,
        wait: float = 0.1,
    ) -> None:
        folder = store.path.parent
        self._store = store
        self._db = store.connection
        self._changed = changed
        self._clock = clock
        self._file_behind = False
        self._lock = FolderLock(folder, SYNC, wait=wait)
        try:
            self._ballast = ballast or Ballast(folder)
            self._ballast.take()
            self.file = BesideFile(folder, self._ballast)
            self._find_rewind()
        except BaseException:
            self._lock.release()
            raise

    # The line

    def line(self) -> Line:
        with told(self._store.path):
            return line_of(self._db)

    def waiting(self, most: int) -> list[Op]:
        with told(self._store.path):
            return waiting(self._db, most)

    def urgent(self, most: int) -> list[Op]:
        marks = ", ".join("?" * len(_URGENT))
        with told(self._store.path):
            return waiting(self._db, most, f"WHERE kind IN ({marks}) AND ahead = 0", _URGENT)

    def sent_ahead(self, ops: Iterable[Op]) -> None:
        with self._writing() as connection:
            # named by what they are, too: a new line may have numbered them anew
            connection.executemany(
                "UPDATE outbox SET ahead = 1 "
                "WHERE seq = ? AND device = ? AND kind = ? AND record = ? AND wall = ?",
                [(op.seq, op.device, op.kind, op.record, op.wall) for op in ops],
            )

    def acknowledge(self, seq: int, chain: bytes) -> None:
        line = self.line()
        if seq <= line.acknowledged:
            return
        if seq > line.written.seq:
            raise ValueError(f"{seq} ops can't be acknowledged of {line.written.seq}")
        self._surely(lambda connection: acknowledge(connection, seq, chain))
        # the file follows when the sync ends: one that is behind says nothing wrong
        self._file_behind = True

    def begin_epoch(self) -> Line:
        self._begin(self.line().written.device)
        self._mark()
        return self.line()

    def enrolled(self, device: str) -> Line:
        """From now on this device goes by this name. Where it is a new one, all that waits goes
        into a new line, and everything is read from the beginning: it may be of another home. The
        name is in the file first: a kill before the database has it is made good on opening."""
        mark = self._mark_or_new()
        if device != mark.device:
            former = [each for each in [*mark.former, mark.device] if each and each != device]
            self.file.write(
                Mark(device=device, former=list(dict.fromkeys(former)), counter=mark.counter)
            )
            self._find_rewind()
        return self.line()

    def former(self) -> list[str]:
        """The names that this device had before."""
        return self._mark_or_new().former

    def at_home(self, yes: bool) -> None:
        with told(self._store.path):
            (now,) = self._db.execute("SELECT at_home FROM device").fetchone()
        if bool(now) == yes:
            return
        shared = [k for k in KINDS.values() if k.info.flow is Flow.HOME and k.info.shared]
        with self._writing() as connection:
            connection.execute("UPDATE device SET at_home = ?", (yes,))
            if yes:
                tell(connection, [(k, r.id, r) for k in shared for r in self._store.find(k)])
                return
            # they stay in the home: upstream is not its server any more
            gone = connection.execute(
                f"DELETE FROM outbox WHERE kind IN ({', '.join('?' * len(shared))})",  # noqa: S608
                [kind.info.kind for kind in shared],
            ).rowcount
            if gone:
                begin_line(connection, head_of(connection).device)
        self._mark()

    # What comes

    def cursor(self) -> Cursor:
        with told(self._store.path):
            found = self._db.execute("SELECT generation, home, everywhere FROM sync").fetchone()
        return Cursor(*found)

    def total(self) -> int:
        return sum(
            self._store.count(kind)
            for kind in KINDS.values()
            if kind.info.flow in (Flow.DOWN, Flow.BOTH)
        )

    def room(self) -> bool:
        """Whether there is room for rows; without it a sync only tells."""
        return self._ballast.room()

    def take(self, home: Iterable[Row], everywhere: Iterable[Row], cursor: Cursor) -> Took:
        own, others = list(home), list(everywhere)
        before = self.cursor()
        if not own and not others and cursor == before:
            return Took()
        with self._writing() as connection:
            if before.generation and cursor.generation != before.generation:
                self._forget_numbers()
            taker = Taker(connection, self._store.rows, now=self._clock())
            taker.take(others, everywhere=True)
            taker.take(own)
            self._stand_at(cursor)
        return self._told(taker)

    def settle(self, *, allowed: bool = False) -> dict[str, int]:
        with told(self._store.path):
            noted = self._db.execute("SELECT 1 FROM removal LIMIT 1").fetchone()
        if noted is None:
            return {}
        with self._writing() as connection:
            changes, waits = settle(connection, self._store.rows, allowed=allowed)
        if changes:
            self._changed(changes)
        return waits

    def start_over(self) -> None:
        with self._writing():
            self._forget_numbers()
            self._stand_at(Cursor())

    # The comparison

    def root(self, day: int) -> bytes:
        return root(self.kinds(day))

    def kinds(self, day: int) -> dict[str, tuple[int, bytes]]:
        with self._reading(day) as comparing:
            return comparing.kinds()

    def spans(self, kind: str, day: int, spans: list[Span]) -> list[Span]:
        with self._reading(day) as comparing:
            return comparing.spans(kind, spans)

    def listed(self, kind: str, day: int, first: str, end: str) -> list[Listed]:
        with self._reading(day) as comparing:
            return comparing.listed(kind, first, end)

    def rows(self, kind: str, ids: Iterable[str]) -> list[Row]:
        with told(self._store.path):
            return rows_of(self._db, kind, ids)

    def mend(self, rows: Iterable[Row]) -> Took:
        with self._writing() as connection:
            taker = Taker(connection, self._store.rows, instead=True)
            taker.take(rows)
        return self._told(taker)

    def drop(self, kind: str, ids: Iterable[str]) -> Took:
        known = KINDS.get(kind)
        if known is None:
            return Took()
        with self._writing() as connection:
            taker = Taker(connection, self._store.rows, instead=True)
            taker.remove(known, dict.fromkeys(ids, 0))
        return self._told(taker)

    def unverified(self) -> bool:
        """Whether a new line was begun since both ends were last compared."""
        with told(self._store.path):
            (yes,) = self._db.execute("SELECT unverified FROM sync").fetchone()
        return bool(yes)

    def verified(self, at: datetime) -> None:
        """Both ends were compared, and hold the same."""
        with self._writing() as connection:
            note_verified(connection, at)

    # What it cost, and how it went

    def spent(self, day: str, up: int, down: int, requests: int, seconds: float) -> None:
        self._surely(
            lambda connection: note_spent(
                connection, day, up=up, down=down, requests=requests, seconds=seconds
            )
        )

    def spent_on(self, day: str) -> tuple[int, int, int, float]:
        with told(self._store.path):
            return spent_on(self._db, day)

    def synced(self, at: datetime, trouble: str = "") -> None:
        self._surely(lambda connection: note_synced(connection, at, trouble))

    def close(self) -> None:
        try:
            if self._file_behind:
                self._file_behind = False
                self._mark()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _find_rewind(self) -> None:
        line, mark = self.line(), self.file.read()
        found = finding(line, mark)
        if found is Finding.ANOTHER and mark is not None:
            self.start_over()
            self._begin(mark.device)
        elif found is Finding.PUT_BACK:
            log.info("the store was put back; a new line begins")
            self._begin(line.written.device)
        self._mark()

    def _begin(self, device: str) -> None:
        def begin(connection: sqlite3.Connection) -> None:
            begin_line(connection, device)
            # what upstream holds of this device's latest is not compared: it is told again
            tell(connection, [(k, each.id, each) for k in _LATEST for each in self._store.find(k)])

        self._surely(begin)

    def _mark(self) -> None:
        """Bring the file up to the database. A disk that does not take it is no trouble: a file
        that is behind says nothing wrong."""
        line, mark = self.line(), self._mark_or_new()
        new = msgspec.structs.replace(
            mark,
            device=line.written.device,
            epoch=line.written.epoch,
            acknowledged=line.acknowledged,
            chain=line.chain.hex(),
        )
        if new != mark:
            try:
                self.file.write(new)
            except Failure as failure:
                log.info("line.json is left behind: %s", failure)

    def _mark_or_new(self) -> Mark:
        return self.file.read() or Mark()

    def _forget_numbers(self) -> None:
        """Upstream numbers its rows anew: what is known by the old numbers says nothing now."""
        self._db.execute("DELETE FROM version")
        self._db.execute("DELETE FROM removal")

    def _stand_at(self, cursor: Cursor) -> None:
        self._db.execute(
            "UPDATE sync SET generation = ?, home = ?, everywhere = ?",
            (cursor.generation, cursor.home, cursor.all),
        )

    def _told(self, taker: Taker) -> Took:
        changes = taker.taken.changes
        if changes:
            self._changed(changes)
        return Took(
            changed=[(each.kind.info.kind, each.id) for each in changes],
            unreadable=taker.taken.unreadable,
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._store.together():
            yield self._db

    @contextmanager
    def _reading(self, day: int) -> Iterator[Comparing]:
        """One picture of the store, however long it takes; nobody waits for it to write."""
        with told(self._store.path):
            self._db.execute("BEGIN")
            try:
                yield Comparing(self._db, day)
            finally:
                self._db.rollback()

    def _surely(self, step: Callable[[sqlite3.Connection], object]) -> None:
        """One transaction that makes room or costs next to none, on a full disk as well."""
        try:
            with self._writing() as connection:
                step(connection)
        except Failure as failure:
            if not is_full(failure) or not self._ballast.let_go():
                raise
            with told(self._store.path):
                # what lies in the -wal goes to its place, and the -wal begins anew
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            with self._writing() as connection:
                step(connection)
