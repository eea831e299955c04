"""The store: the one way to what the kiosk keeps."""

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from kiosk.errors import Failure
from kiosk.store.backup import FILE
from kiosk.store.change import Change
from kiosk.store.columns import Columns, Row, columns_of
from kiosk.store.expiry import Due, expired, pieces, unveiled, veil, veiled
from kiosk.store.header import entered, left
from kiosk.store.journal import pieces as ids_in_pieces
from kiosk.store.journal import tell
from kiosk.store.key import veil_key
from kiosk.store.line import head_of, waiting
from kiosk.store.lock import StoreLock
from kiosk.store.opening import Mended, make_ready
from kiosk.store.schema import connect, transaction
from kiosk.store.trouble import told
from sync.outbox import Head, Op
from sync.records import KINDS, Merge, Record

log = logging.getLogger(__name__)

R = TypeVar("R", bound=Record)

_AT_ONCE = 500  # records removed in one transaction
_LET_IN = 0.005  # seconds between two pieces of long work, for who waits to write


class Store:
    """The records of a data folder. Used by the thread that opened it; each opens its own.

    `path` is the database, `mended` tells that it was found damaged on this opening. Whatever
    can't be written raises kiosk.errors.Failure with one sentence, and leaves the store as it
    was.

    >>> with Store.open(folder) as store:  # doctest: +SKIP
    ...     store.find(Service, kind="wash")
    """

    def __init__(self, path: Path, lock: StoreLock, mended: Mended | None) -> None:
        self.path = path
        self.mended = mended
        self._lock = lock
        self._closed = False
        self._db = connect(path)

    @property
    def connection(self) -> sqlite3.Connection:
        """For the store's own files; nobody else needs it."""
        return self._db

    @classmethod
    def open(cls, folder: Path, *, again: bool = False) -> Self:
        """Open kiosk.db in `folder`; makes both where they are missing, brings an older store
        up to date, mends a damaged one. With `again` it is not looked through for damage: this
        process has just done so, and half a second a thread is long. Raises Failure."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Failure(
                f"The folder {folder} can't be made: {error.strerror or error}."
            ) from error
        lock = StoreLock(folder)
        entered(folder / FILE)
        try:
            mended = make_ready(folder, lock, again=again)
            with told(folder / FILE):
                return cls(folder / FILE, lock, mended)
        except OSError as error:
            left(folder / FILE)
            lock.release()
            raise Failure(
                f"The store in {folder} can't be used: {error.strerror or error}."
            ) from error
        except BaseException:
            left(folder / FILE)
            lock.release()
            raise

    def adopt(self, records: Iterable[Record]) -> list[Change[Any]]:
        """Take records that came from above (content, a pull): as `put`, but nothing is told
        upstream."""
        return self._put(records, upstream=False)

    def add(self, record: R) -> list[Change[R]]:
        """Take a new record. Raises ValueError if a different one has its id."""
        return self._put([record], new=True)

    def put(self, *records: Record) -> list[Change[Any]]:
        """Add records, or replace those with the same id; unchanged ones do nothing. All or
        none. Raises ValueError for a changed record of an append-only kind."""
        return self._put(records)

    def remove(self, kind: type[R], /, *ids: str) -> list[Change[R]]:
        """Remove the records with these ids; ids that aren't there do nothing."""
        columns = columns_of(kind)
        with self._writing() as connection:
            before = self.rows(columns, ids)
            removed = [
                Change(kind=kind, id=id, before=columns.readable(row), after=None)
                for id, row in before.items()
            ]
            self._delete(columns, before)
            tell(connection, [(kind, change.id, None) for change in removed])
        return removed

    def expire(self, now: datetime) -> list[Change[Any]]:
        """Remove what is past its kind's retention, by its `at` or `as_of`, and veil what its kind
        keeps in plain for a while only. Nothing is told upstream: every device does so by
        itself. Done in pieces, so that nobody waits long to write; what a Failure leaves undone is
        done the next time."""
        removed: list[Change[Any]] = []
        key = veil_key(self.path.parent)
        with told(self.path):
            for kind in KINDS.values():
                for due in pieces(unveiled(self._db, kind, now), _AT_ONCE):
                    with self._writing() as connection:
                        veil(connection, kind, due, key)
                    time.sleep(_LET_IN)
                for due in pieces(expired(self._db, kind, now), _AT_ONCE):
                    removed += self._expire(kind, due)
                    time.sleep(_LET_IN)
        return removed

    def _expire(self, kind: type[R], due: Due) -> list[Change[R]]:
        columns = columns_of(kind)
        clause = f"WHERE id IN ({', '.join('?' * len(due.ids))}) AND {due.condition}"
        with self._writing() as connection:
            rows = self._read(f"{columns.select} {clause}", [*due.ids, due.value])
            connection.execute(
                f'DELETE FROM "{columns.table}" {clause}',  # noqa: S608 - our own names
                [*due.ids, due.value],
            )
        return [
            Change(kind=kind, id=row[0], before=columns.readable(row), after=None) for row in rows
        ]

    def find(self, kind: type[R], /, *, order: str = "id", **where: Any) -> list[R]:
        """The records of a kind whose fields equal `where`, by the field `order`, then id.
        Raises ValueError for an unknown field."""
        columns = columns_of(kind)
        clauses, values = [], []
        for name, value in where.items():
            clauses.append(f'"{name}" IS ?')
            values.append(columns.value(name, value))
        if order not in columns.names:
            raise ValueError(f"{columns.table} has no field {order}")
        question = columns.select
        if clauses:
            question += f" WHERE {' AND '.join(clauses)}"
        with told(self.path):
            rows = self._read(f'{question} ORDER BY "{order}", id', values)
        return columns.records(rows)

    def get(self, kind: type[R], id: str, /) -> R | None:
        """The record with this id, or None."""
        found = self.find(kind, id=id)
        return found[0] if found else None

    def pick(self, kind: type[R], /, *ids: str) -> dict[str, R]:
        """The records with these ids, by id; one that isn't there is left out."""
        columns = columns_of(kind)
        with told(self.path):
            rows = self.rows(columns, ids)
        return {record.id: record for record in columns.records(rows.values())}

    def later(
        self, kind: type[R], /, mark: int = 0, at_least: str = "", most: int = -1
    ) -> tuple[list[R], int]:
        """The records added after `mark`, `most` of them at most, in the order of adding, and the
        mark of the last (`mark` itself where there are none). With `at_least`, none whose `at`,
        compared as text, is before it: for kinds that write all times at one offset."""
        columns = columns_of(kind)
        clause, values = ("AND at >= ? ", [at_least]) if at_least else ("", [])
        question = columns.select.replace("SELECT ", "SELECT rowid, ", 1)
        with told(self.path):
            rows = self._read(
                f"{question} WHERE rowid > ? {clause}ORDER BY rowid LIMIT ?",
                [mark, *values, most],
            )
        return columns.records(row[1:] for row in rows), rows[-1][0] if rows else mark

    def last_mark(self, kind: type[Record], /) -> int:
        """The mark of the record added last; 0 where there is none."""
        with told(self.path):
            (mark,) = self._db.execute(
                f'SELECT coalesce(max(rowid), 0) FROM "{kind.info.kind}"'  # noqa: S608 - our own name
            ).fetchone()
        return int(mark)

    def version(self) -> int:
        """A number that differs from the one before where anybody else has written meanwhile
        (SQLite's data_version; it costs some microseconds)."""
        with told(self.path):
            (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)

    def veiled(self, text: str) -> str:
        """What stands for `text` in old records of a kind with a veil."""
        return veiled(text, veil_key(self.path.parent))

    def count(self, kind: type[Record], /) -> int:
        """How many records of a kind there are."""
        with told(self.path):
            (count,) = self._db.execute(
                f'SELECT count(*) FROM "{kind.info.kind}"'  # noqa: S608 - our own name
            ).fetchone()
        return int(count)

    def outbox(self) -> list[Op]:
        """The ops that wait to be told upstream, oldest first."""
        with told(self.path):
            return waiting(self._db)

    def head(self) -> Head:
        """The device, its epoch, and how far its outbox has come."""
        with told(self.path):
            return head_of(self._db)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._db.close()
        left(self.path)
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

    @contextmanager
    def together(self) -> Iterator[None]:
        """Reads and writes that belong together: nobody else writes between them, and all of the
        writes are kept or, when anything is raised, none. May be nested."""
        with self._writing():
            yield

    def _put(
        self, records: Iterable[Record], *, upstream: bool = True, new: bool = False
    ) -> list[Change[Any]]:
        by_kind: dict[type[Record], dict[str, Record]] = {}
        for record in records:
            by_kind.setdefault(type(record), {})[record.id] = record
        changes: list[Change[Any]] = []
        with self._writing() as connection:
            for kind, wanted in by_kind.items():
                changes += self._put_kind(connection, kind, wanted, new=new)
            if upstream:
                tell(connection, [(change.kind, change.id, change.after) for change in changes])
        return changes

    def _put_kind(
        self,
        connection: sqlite3.Connection,
        kind: type[R],
        wanted: dict[str, R],
        *,
        new: bool,
    ) -> list[Change[R]]:
        columns = columns_of(kind)
        present = self.rows(columns, wanted)
        rows, changes = [], []
        for id, record in wanted.items():
            row, old = columns.row(record), present.get(id)
            if row == old:
                continue
            if old and (new or kind.info.merge is Merge.APPEND):
                raise ValueError(f"a {columns.table} with this id is there and says otherwise")
            rows.append(columns.checked(record, row))
            before = columns.readable(old) if old else None
            changes.append(Change(kind=kind, id=id, before=before, after=record))
        columns.write(connection, rows)
        return changes

    def rows(self, columns: Columns[Any], ids: Iterable[str]) -> dict[str, Row]:
        """The rows with these ids."""
        found: dict[str, Row] = {}
        for some, marks in ids_in_pieces(list(ids)):
            rows = self._read(f"{columns.select} WHERE id IN ({marks})", list(some))
            found |= {row[0]: row for row in rows}
        return found

    def _read(self, question: str, values: list[Any]) -> list[Row]:
        """All rows that answer. A text whose bytes were changed on the disk is no UTF-8 any
        more, and nothing finds that but reading it: it comes with U+FFFD in it, since one
        broken name must not close a page."""
        connection = self._db
        try:
            return connection.execute(question, values).fetchall()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
        log.error("a text in the store is no UTF-8")
        try:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            return connection.execute(question, values).fetchall()
        finally:
            connection.text_factory = str

    def _delete(self, columns: Columns[Any], ids: Iterable[str]) -> None:
        self._db.executemany(
            f'DELETE FROM "{columns.table}" WHERE id = ?',  # noqa: S608 - our own name
            [(id,) for id in ids],
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing. Inside another it is part of that one."""
        connection = self._db
        if connection.in_transaction:
            yield connection
            return
        with told(self.path), transaction(connection):
            yield connection
