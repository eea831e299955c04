"""The tables parted by homes, as they are once one machine holds no longer all of them: the program
notices nothing of it, and what a device asks is looked up in its own home's part."""

import re

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from sync.digest import digest
from sync.outbox import canonical
from sync.packing import pack_rows
from sync.protocol import ALL_KINDS, Verify
from sync.records import PageUse
from sync.server import exporting, losing
from sync.server.core import Headquarters
from sync.server.devices import spent
from sync.server.tables import (
    BOOT,
    DEVICE,
    EPOCH,
    ORIGIN,
    RECORD,
    SCOPE,
    SEEN,
    USAGE,
)
from tests.sync.server.device import HOUR, NOW, Device, notice, rows, use
from tests.sync.server.test_verify import row

PARTS = 16
BY_HOME = (RECORD, SEEN, SCOPE)
BY_DEVICE = {DEVICE: "id", BOOT: "device", EPOCH: "device", ORIGIN: "sender", USAGE: "device"}
DAY = NOW // 86_400_000_000

pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def part(connection: sa.Connection, table: sa.Table, by: str) -> None:
    """Make the table anew, in parts: with the columns, keys and indexes that it has."""
    connection.exec_driver_sql(f"DROP TABLE {table.name}")
    made = str(CreateTable(table).compile(connection)).strip()
    connection.exec_driver_sql(f"{made} PARTITION BY HASH ({by})")
    for index in table.indexes:
        connection.execute(CreateIndex(index))
    for number in range(PARTS):
        connection.exec_driver_sql(
            f"CREATE TABLE {table.name}_{number} PARTITION OF {table.name} "
            f"FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {number})"
        )


@pytest.fixture
def hq(hq) -> Headquarters:
    with hq.engine.begin() as connection:
        for table in BY_HOME:
            part(connection, table, "home")
        for table, by in BY_DEVICE.items():
            part(connection, table, by)
    return hq


def of(hq: Headquarters, table: sa.Table, **key: str) -> str:
    """The part in which this key's rows are."""
    ((name, value),) = key.items()
    asked = f"SELECT DISTINCT tableoid::regclass::text FROM {table.name} WHERE {name} = %s"
    with hq.engine.connect() as connection:
        return str(connection.exec_driver_sql(asked, (value,)).scalar_one())


def touched(hq: Headquarters, table: sa.Table) -> set[str]:
    """The parts of a table that were looked into or written since `forget`."""
    hq.engine.dispose()  # a session tells what it did when it ends
    asked = (
        "SELECT relname FROM pg_stat_user_tables WHERE relname ~ %s "
        "AND seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0"
    )
    with hq.engine.connect() as connection:
        found = connection.exec_driver_sql(asked, (f"^{table.name}_[0-9]+$",))
        return set(found.scalars())


def forget(hq: Headquarters) -> None:
    hq.engine.dispose()
    with hq.engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_stat_reset()")


HOMES = ("altay", "horgos", "jeminay", "kashgar")


def lived(hq: Headquarters) -> dict[str, list[Device]]:
    """Two devices of each home, who have told something and read what there is."""
    hq.write([notice("for all", "all", "")])
    devices = {}
    for home in HOMES:
        hq.write([notice("from above", home=home)])
        devices[home] = [Device(hq, f"{home}-{number}", home) for number in range(2)]
        for device in devices[home]:
            for number in range(10):
                device.write(use(f"{device.id}-{number}", home=home))
            device.tell()
    return devices


def test_a_home_is_whole_and_no_other_sees_it(hq):
    devices = lived(hq)
    for home, (one, two) in devices.items():
        base = one.rows["notice", "n"].version
        one.write(notice(f"of {one.id}", home=home), base=base)
        two.write(notice(f"of {two.id}", home=home), base=base)
        one.tell()
        two.tell()
        one.tell()
        for device in (one, two):
            assert set(device.rows) == {("notice", "n"), ("notice", "all")}
            text = {"en": f"of {two.id}"}
            assert msgspec.msgpack.decode(device.rows["notice", "n"].fields)["text"] == text
            uses = sorted(f"{device.id}-{number}" for number in range(10))
            kinds = hq.verify(device.id, Verify(day=DAY, kind=ALL_KINDS)).kinds
            assert kinds["page-use"] == digest((id, canonical(use(id, home=home))) for id in uses)
    assert len(list(exporting.records(hq.engine, PageUse))) == 80
    with hq.engine.begin() as connection:
        lost = losing.listed(connection)
        assert [each.home for each in lost] == list(HOMES)
        losing.take_back(connection, hq.role, lost[1].number, hq.now())
    texts = [fields for home, fields in rows(hq, "home", "fields") if home == lost[1].home]
    assert sum(b"of horgos-0" in each for each in texts) == 1


def test_what_a_device_asks_stays_in_its_home_s_part(hq):
    one, two = lived(hq)["horgos"]
    mine = {of(hq, RECORD, home="horgos")}
    everyone = {of(hq, RECORD, home="")}
    assert mine != everyone
    forget(hq)
    one.write(use("again", home="horgos"))
    one.write(notice("otherwise", home="horgos"), base=one.rows["notice", "n"].version)
    one.tell(rows=0)
    assert touched(hq, RECORD) == mine
    assert touched(hq, SEEN) == {of(hq, SEEN, home="horgos")}
    forget(hq)
    two.tell()
    assert "otherwise" in str(two.rows["notice", "n"].fields)
    for kind in (ALL_KINDS, "", "page-use", "notice"):
        hq.verify(two.id, Verify(day=DAY, kind=kind))
    hq.verify(two.id, Verify(day=DAY, kind="page-use", want=["horgos-1-3"]))
    hq.verify(two.id, Verify(day=DAY, kind="page-use", offer=pack_rows([row(use("offered"))])))
    with hq.engine.begin() as connection:
        spent(connection, two.id, NOW, 1, 1, 0.1)
    assert touched(hq, RECORD) == mine | everyone
    assert touched(hq, SCOPE) <= {of(hq, SCOPE, home=home) for home in ("horgos", "")}
    assert touched(hq, DEVICE) == {of(hq, DEVICE, id=two.id)}
    for table in (BOOT, ORIGIN, USAGE, EPOCH):
        assert len(touched(hq, table)) <= 1


def test_what_is_past_its_time_is_deleted_in_its_home_s_part(hq, clock):
    lived(hq)
    clock.at += 91 * 24 * HOUR
    with hq.engine.begin() as connection:
        # so many other homes that to look through all parts would be no detour
        connection.exec_driver_sql(
            "INSERT INTO record (home, kind, id, owner, wall, fields, hash, own) "
            "SELECT 'other-' || n / 100, 'page-use', 'id-' || n, '', %s, '', '', '' "
            "FROM generate_series(1, 50000) n",
            (clock.at,),
        )
        connection.exec_driver_sql("ANALYZE record")
    plans: list[str] = []

    def explain(connection, _cursor, statement, values, _context, _many):
        if statement.startswith("DELETE FROM record"):
            lines = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
            plans.append("\n".join(lines.scalars()))

    sa.event.listen(hq.engine, "before_cursor_execute", explain)
    assert hq.keep_house() == 80
    sa.event.remove(hq.engine, "before_cursor_execute", explain)
    assert [re.findall(r"Delete on (record_\d+)", each) for each in plans] == [
        [of(hq, RECORD, home=home)] for home in HOMES
    ]
    assert [id for (id,) in rows(hq, "id") if "-" not in id] == ["all", *"nnnn"]
