"""The line breaks at every kilobyte of a sync, up and down, and loses answers."""

import pytest

from kiosk.errors import Failure
from tests.sync.processes.ends import MOSTLY_SQLITE, alike

pytestmark = MOSTLY_SQLITE


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_breaks_at_every_kilobyte(way, server, kiosk, wire):
    kiosk.join(server, wire.address)
    kiosk.sync()
    broken = number = 0
    while True:
        kiosk.live(150, size=120)
        server.write_rates(250)
        wire.forget()
        wire.cut(**{way: number * 1024})
        done = kiosk.sync()  # it goes on by itself
        cuts = wire.cuts
        wire.mend()
        assert (done.told, done.heard) == (150, 250)
        if not cuts:
            break
        broken += 1
        number += 1
    assert broken > 2
    alike(server, kiosk)
    assert kiosk.sync(comparing=True).mended == 0


def test_a_line_that_never_carries_more_than_a_few_kilobytes(server, kiosk, wire):
    kiosk.join(server, wire.address)
    kiosk.live(250, size=120)
    server.write_rates(100)
    wire.forget()
    wire.cut(up=6000, again=True)
    for _ in range(20):
        done = kiosk.run("sync", "--once")
        if done.returncode == 0:
            break
        assert done.stderr.count("\n") == 1
    assert done.returncode == 0
    assert wire.cuts > 1
    wire.mend()
    alike(server, kiosk)


@pytest.mark.parametrize("heard", [0, 150])
def test_answers_that_are_lost(heard, server, kiosk, wire):
    """`heard`: how many bytes of each still come."""
    kiosk.join(server, wire.address)
    kiosk.live(1200)
    server.write_rates(1200)
    for _ in range(2):
        wire.cut(down=heard, again=True)
        with pytest.raises(Failure, match=r"can't be reached|broke off"):
            kiosk.sync()
        wire.mend()
        kiosk.live(5)
    kiosk.sync()
    alike(server, kiosk)
    assert kiosk.sync(comparing=True).mended == 0


def test_a_comparison_that_breaks_at_every_kilobyte(server, kiosk, wire):
    kiosk.join(server, wire.address)
    kiosk.live(300, size=60)
    server.write_rates(300)
    kiosk.sync()
    number, cuts = 0, 1
    while cuts:
        with server.core() as core:  # what nobody may do: rows that are gone at one end
            _lose(core, number)
        wire.forget()
        wire.cut(up=900 + number * 1024)
        for _ in range(3):
            try:
                done = kiosk.sync(comparing=True)
            except Failure:
                continue
            break
        assert done.requests
        cuts = wire.cuts
        number += 1
        wire.mend()
        alike(server, kiosk)
    assert number > 1


def _lose(core, number):
    with core.engine.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM record WHERE kind = 'page-use' AND id IN (SELECT id FROM record "
            f"WHERE kind = 'page-use' ORDER BY id LIMIT 40 OFFSET {number})"
        )
