"""A reader that has read up to a number has read all below it, whoever writes meanwhile."""

import threading

import pytest
import sqlalchemy as sa

from sync.protocol import Cursor
from sync.server import taking
from sync.server.aside import told
from sync.server.core import Headquarters
from sync.server.database import connect, reading
from sync.server.devices import clock_of
from sync.server.pull import page
from tests.sync.server.device import Device, notice, rows

WRITERS, EACH = 4, 25


def read_while_written(url: str) -> tuple[list[str], list[str]]:
    """Ids as one reader got them, page by page, while several wrote; and all that stand there."""
    server = connect(url)
    hq = Headquarters(server)
    devices = [Device(hq, f"d{n}") for n in range(WRITERS)]
    begin = threading.Barrier(WRITERS + 1)
    failed: list[BaseException] = []

    def write(device: Device) -> None:
        begin.wait()
        try:
            for n in range(EACH):
                device.write(notice("x", f"{device.id}-{n:03}"))
                device.tell(rows=0)
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            failed.append(error)

    threads = [threading.Thread(target=write, args=(each,)) for each in devices]
    for thread in threads:
        thread.start()
    begin.wait()
    found: list[str] = []
    cursor = Cursor()
    while True:
        ended = not any(thread.is_alive() for thread in threads)
        with reading(server) as connection:
            some = page(connection, "h", cursor, 1000)
        found += [row.record for row in some.home]
        cursor = some.cursor
        if ended and not some.home:
            break
    for thread in threads:
        thread.join()
    assert not failed, failed
    everything = [id for (id,) in rows(hq, "id")]
    server.dispose()
    return found, everything


def test_no_row_is_passed_over_and_none_read_twice(url):
    found, everything = read_while_written(url)
    assert len(everything) == WRITERS * EACH
    assert sorted(found) == everything


def two_writers(url: str) -> list[str]:
    """What a reader gets who reads between: of two writers, the one who began first commits last.
    If the second has to wait for the first, he gets what is there by then."""
    server = connect(url)
    hq = Headquarters(server)
    slow, quick = Device(hq, "slow"), Device(hq, "quick")
    for device in (slow, quick):
        device.write(notice("x", device.id))
    found: list[str] = []
    cursor = Cursor()

    def read(cursor: Cursor) -> Cursor:
        with reading(server) as connection:
            some = page(connection, "h", cursor, 1000)
        found.extend(row.record for row in some.home)
        return some.cursor

    with server.connect() as connection:
        begun = connection.begin()
        clock = clock_of(connection, "slow", None, hq.now(), [])
        by = taking.Taking(home="h", role="headquarters", clock=clock)
        taking.take(connection, by, told(slow.waiting, "slow"))
        other = threading.Thread(target=lambda: quick.tell(rows=0))
        other.start()
        other.join(2)
        cursor = read(cursor)
        begun.commit()
    other.join()
    read(cursor)
    server.dispose()
    return sorted(found)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_who_began_first_and_ends_last_is_not_passed_over(url):
    assert two_writers(url) == ["quick", "slow"]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_plain_sequence_would_pass_him_over(url, monkeypatch):
    """The mistake that the scope's lock is there against: shows that these tests would see it."""

    def give(connection: sa.Connection, _home: str, count: int) -> int:
        numbers = "SELECT nextval('plain') FROM generate_series(1, %s)"
        return min(connection.exec_driver_sql(numbers, (count,)).scalars())

    engine = connect(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SEQUENCE plain")
    engine.dispose()
    monkeypatch.setattr(taking, "give", give)
    assert two_writers(url) == ["quick"]
