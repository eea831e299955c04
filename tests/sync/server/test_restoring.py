"""A server restored from a backup: it is seen, once, and nothing is lost or doubled."""

import msgspec
import pytest
import sqlalchemy as sa

from sync.protocol import Cursor, Trouble
from sync.server.core import Headquarters
from sync.server.generation import FOUND_MOST
from sync.server.tables import METADATA, SERVER
from tests.sync.server.device import HOUR, Device, notice, refused, rows, use


class Backup:
    """All that a server holds."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq
        with hq.engine.connect() as connection:
            self._rows = {
                table: [dict(row._mapping) for row in connection.execute(sa.select(table))]
                for table in METADATA.sorted_tables
            }

    def restore(self) -> None:
        with self._hq.engine.begin() as connection:
            for table, some in self._rows.items():
                connection.execute(sa.delete(table))
                if some:
                    connection.execute(sa.insert(table), some)


def generation(hq: Headquarters) -> str:
    return rows(hq, "generation", table=SERVER)[0][0]


def test_devices_find_it_once_and_go_on(hq):
    one, two, quiet = Device(hq, "d"), Device(hq, "e"), Device(hq, "f")
    for device in (one, two, quiet):
        device.write(use(f"{device.id}1"))
        device.tell()
    backup = Backup(hq)
    before = generation(hq)
    for device in (one, two):
        device.write(use(f"{device.id}2"))
        device.write(notice(device.id, device.id))
        device.tell()
    quiet.tell()
    backup.restore()

    one.write(use("d3"))
    assert refused(one.tell) is Trouble.EPOCH
    after = generation(hq)
    assert after != before
    assert refused(two.tell) is Trouble.EPOCH
    assert generation(hq) == after
    for device in (one, two):
        device.begin_epoch()
        device.tell()
        assert device.cursor.generation == after
    # one that pushed nothing since reads from the beginning, too
    assert quiet.cursor.generation == before
    quiet.tell()
    assert quiet.cursor.generation == after
    assert generation(hq) == after
    assert {("page-use", "d3")} <= set(rows(hq))


def test_a_second_restoring_is_found_too(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.tell()
    backup = Backup(hq)
    found = [generation(hq)]
    for again in range(2):
        device.write(use(f"v{again}"))
        device.tell()
        backup.restore()
        assert refused(device.tell) is Trouble.EPOCH
        found.append(generation(hq))
        device.begin_epoch()
        device.tell()
        backup = Backup(hq)
    assert len(set(found)) == 3


def test_who_only_reads_finds_it(hq):
    device = Device(hq, "d")
    device.tell()
    backup = Backup(hq)
    before = generation(hq)
    hq.write([notice("a"), notice("b", "m")])
    device.tell()
    backup.restore()
    hq.write([notice("c")])
    device.tell()
    assert generation(hq) != before
    assert msgspec.msgpack.decode(device.rows["notice", "n"].fields)["text"] == {"en": "c"}
    device.write(use("u"))
    assert device.tell().acknowledged == 1


def test_who_tells_and_reads_finds_it(hq):
    device = Device(hq, "d")
    backup = Backup(hq)
    hq.write([notice(str(n), f"n{n}") for n in range(5)])
    device.tell()
    backup.restore()
    device.write(use("u"))
    device.tell()
    assert device.waiting == []
    assert rows(hq) == [("page-use", "u")]


def test_an_epoch_that_a_restored_server_never_saw(hq):
    device = Device(hq, "d")
    backup = Backup(hq)
    device.write(use("u1"))
    device.tell()
    device.begin_epoch()
    device.write(use("u2"))
    device.tell()
    backup.restore()
    device.write(use("u3"))
    assert refused(device.tell) is Trouble.EPOCH
    device.begin_epoch()
    device.tell()
    assert rows(hq, "id") == [("u3",)]


@pytest.mark.logs("hq")
def test_who_finds_it_all_day_long_reads_anew_alone(hq, clock):
    liar, other = Device(hq, "d"), Device(hq, "e")
    hq.write([notice("a")])
    other.tell()
    found = set()
    for _ in range(2 * FOUND_MOST):
        present = generation(hq)
        found.add(present)
        liar.cursor = Cursor(present, 1 << 40, 1 << 40)
        liar.tell()
        assert liar.cursor.home < 1 << 40
    assert len(found) == FOUND_MOST + 1
    clock.at += 24 * HOUR
    liar.cursor = Cursor(generation(hq), 1 << 40, 1 << 40)
    liar.tell()
    assert generation(hq) not in found
