"""A headquarters of many homes with three kiosks each: one home lives through its days by the
server's own code, and the database copies it to all the others."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.schema import AddConstraint, CreateIndex

from kiosk.home import sample_content
from sync.outbox import Head, Op, first_head, next_op, now
from sync.packing import pack_ops
from sync.protocol import Ask, Cursor
from sync.records import PageUse, Record, new_id
from sync.server.core import Headquarters
from sync.server.database import connect
from sync.server.tables import BOOT, DEVICE, RECORD, SCOPE, SEEN
from sync.signing import public_bytes

KIOSKS, DAYS, USES = 3, 3, 15
"""Of each home; so many uses of pages a kiosk tells each day."""

_FIRST = "home-0"
_CONTENT = slice(None, None, 3)  # of the sample home's content
_PIECES = 8  # in which the homes' rows are written, one home's between those of others
_TABLES: dict[sa.Table, dict[str, str]] = {
    RECORD: {"home": "home", "device": "device", "owner": "device"},
    SEEN: {"home": "home"},
    SCOPE: {"home": "home"},
    DEVICE: {"home": "home", "id": "device"},
    BOOT: {"device": "device"},
}
"""What is otherwise in every home, and whether it is a home's name or a device's."""


class Kiosk:
    """A kiosk whose line stands at `head`, and which has read up to `cursor`."""

    def __init__(self, home: str, head: Head, cursor: Cursor) -> None:
        self.home = home
        self.head = head
        self.cursor = cursor
        self.counter = 0

    def ask(self, records: Sequence[Record] = (), *, snapshot: bool = False) -> Ask:
        """To tell these records, and then to hear what is new; or to hear all from the first on."""
        moment, before, ops = now(), self.head, list[Op]()
        for record in records:
            op, self.head = next_op(self.head, moment, type(record), record.id, record)
            ops.append(op)
        self.counter += 1
        return Ask(
            now=(moment.wall, moment.boot, moment.offset),
            acknowledged=before.seq,
            chain=before.chain,
            cursor=Cursor() if snapshot else self.cursor,
            ops=pack_ops(ops) if ops else b"",
            head=self.head.chain if ops else b"",
        )


class Homes:
    """So many homes in a database (the URL of an empty one). All kiosks have the same key."""

    def __init__(self, url: str, count: int, key: Ed25519PrivateKey) -> None:
        self.url = url
        self.count = count
        self.key = key
        self.engine = connect(url)
        self.server = Headquarters(self.engine)
        self._first = [self._lived(number) for number in range(KIOSKS)]
        self._kiosks: dict[tuple[int, int], Kiosk] = {}
        self._copy()

    def kiosk(self, home: int, number: int) -> Kiosk:
        found = self._kiosks.get((home, number))
        if found is None:
            first = self._first[number]
            suffix = "" if home == 0 else f"-{home}"
            head = msgspec.structs.replace(first.head, device=first.head.device + suffix)
            found = Kiosk(f"home-{home}", head, first.cursor)
            self._kiosks[home, number] = found
        return found

    def rows(self) -> int:
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(RECORD)) or 0

    def _lived(self, number: int) -> Kiosk:
        """The first home's kiosks, each after its days."""
        if number == 0:
            content = sample_content()[_CONTENT]
            self.server.write(
                msgspec.structs.replace(each, home="" if at % 10 == 0 else _FIRST)
                for at, each in enumerate(content)
            )
        device = f"kiosk-{number}"
        with self.engine.begin() as connection:
            connection.execute(
                sa.insert(DEVICE).values(
                    id=device, home=_FIRST, name=device, key=public_bytes(self.key), chain=b""
                )
            )
        kiosk = Kiosk(_FIRST, first_head(device), Cursor())
        answer = self.server.sync(device, kiosk.head.epoch, kiosk.ask(uses(DAYS * USES)))
        if answer.refused or answer.left or answer.acknowledged != kiosk.head.seq:
            raise RuntimeError("the first home was not taken whole")
        kiosk.cursor = answer.cursor
        return kiosk

    def _copy(self) -> None:
        with self.engine.begin() as connection:
            # keys that are made at the end are made at once
            connection.exec_driver_sql("ALTER TABLE record DROP CONSTRAINT pk_record")
            connection.exec_driver_sql("DROP INDEX ix_record_down")
            for table, otherwise in _TABLES.items():
                for piece in range(_PIECES if table is RECORD else 1):
                    self._copy_rows(connection, table, otherwise, piece)
            connection.execute(AddConstraint(RECORD.primary_key))
            for index in RECORD.indexes:
                connection.execute(CreateIndex(index))
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as settled:
            settled.exec_driver_sql("VACUUM ANALYZE")
            settled.exec_driver_sql("CHECKPOINT")

    def _copy_rows(
        self, connection: sa.Connection, table: sa.Table, otherwise: dict[str, str], piece: int
    ) -> None:
        values = []
        for column in table.c:
            told = f't."{column.name}"'
            if otherwise.get(column.name) == "home":
                told = "'home-' || n"
            elif otherwise.get(column.name) == "device":
                told = f"CASE {told} WHEN '' THEN '' ELSE {told} || '-' || n END"
            values.append(told)
        whose = f"t.home = '{_FIRST}'" if "home" in table.c else "true"
        if table is RECORD:
            whose += f" AND mod(t.seq, {_PIECES}) = {piece}"
        names = ", ".join(f'"{column.name}"' for column in table.c)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)} "
            f"FROM generate_series(1, {self.count - 1}) n CROSS JOIN {table.name} t WHERE {whose}"
        )


def uses(count: int) -> list[Record]:
    """Pages that were read in the last days, in the order of their ids."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    found: list[Record] = []
    for number in range(count):
        at = hour - timedelta(days=DAYS) * (1 - number / count)
        found.append(
            PageUse(id=new_id(), at=at.isoformat(timespec="seconds"), page="meals",
                    locale="ug_CN", seconds=3 + number % 40)
        )  # fmt: skip
    return found
