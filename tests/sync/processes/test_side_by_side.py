"""Two servers on one PostgreSQL, and two programs that sync one folder."""

import signal
import time

import pytest
import sqlalchemy as sa

from tests.sync.processes.conftest import copy_of
from tests.sync.processes.ends import Kiosk, Server, alike
from tests.sync.proxy import Proxy


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_two_servers_on_one_database_are_one(url, lived, tmp_path):
    with Server(url) as one, Server(url) as two:
        kiosks = [copy_of(lived, tmp_path / "hall"), Kiosk(tmp_path / "door")]
        for at, kiosk in enumerate(kiosks):
            kiosk.join((one, two)[at], device=f"device{at}")
        for turn in range(3):
            here, there = ((one, two), (two, one))[turn % 2]
            here.write_rates(100)
            for kiosk in kiosks:
                kiosk.live(300, size=40)
            running = [
                kiosks[0].start("sync", "--once", "--server", here.address),
                kiosks[1].start("sync", "--once", "--server", there.address),
            ]
            if turn >= 1:  # one of them goes, and whoever asked it asks the other
                time.sleep(0.35 + turn / 20)
                here.kill()
            for process in running:
                _, said = process.communicate(timeout=120)
                assert process.returncode == 0 or said.count("\n") == 1, said
            for kiosk in kiosks:
                kiosk.sync(server=there.address)
            if turn >= 1:
                here.start()
        assert sorted(one.lines("page-use")) == sorted(two.lines("page-use"))
        alike(one, *kiosks)
        for kiosk in kiosks:
            assert kiosk.sync(server=one.address, comparing=True).mended == 0


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_database_that_ends_its_connections(server, kiosk, wire):
    kiosk.join(server, wire.address)
    server.write_rates(1200)
    name = sa.make_url(server.url).database
    ended = 0
    with server.core() as core, core.engine.connect() as connection:
        for turn in range(4):
            kiosk.live(1500, size=40)
            wire.forget()
            process = kiosk.start("sync", "--once")
            while process.poll() is None and wire.up < 20_000 * turn:
                time.sleep(0.001)
            ended += connection.exec_driver_sql(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
            ).scalar_one()
            connection.rollback()
            _, said = process.communicate(timeout=60)
            assert process.returncode == 0 or said.count("\n") == 1, said
    assert ended
    kiosk.sync()
    alike(server, kiosk)


def test_two_that_sync_one_folder_wait_for_each_other(sqlite_server, kiosk):
    kiosk.join(sqlite_server)
    kiosk.live(3000, size=40)
    running = [kiosk.start("sync", "--once") for _ in range(3)]
    said = []
    for process in running:
        said.append(process.communicate(timeout=120)[1])
        assert process.returncode == 0, said
    told = [int(each.split("told ")[1].split(",")[0]) for each in said]
    assert len([count for count in told if count]) == 1
    alike(sqlite_server, kiosk)


def test_a_screen_that_runs_and_a_sync_beside_it(sqlite_server, kiosk):
    with Proxy(sqlite_server.port) as wire:
        kiosk.join(sqlite_server, wire.address)
        kiosk.live(500)
        screen = kiosk.start("run", more={"QT_QPA_PLATFORM": "offscreen"})
        try:
            end = time.monotonic() + 60
            while kiosk.waiting() and time.monotonic() < end:
                time.sleep(0.05)
            assert not kiosk.waiting()  # the screen has told it
            for _ in range(3):
                kiosk.live(20)
                done = kiosk.run("sync", "--once")
                assert done.returncode == 0, done.stderr
                assert screen.poll() is None
        finally:
            screen.send_signal(signal.SIGTERM)
            _, said = screen.communicate(timeout=60)
        assert screen.returncode == 0, said
        assert "Traceback" not in said
        assert wire.requests >= 4
    kiosk.sync(server=sqlite_server.address)
    alike(sqlite_server, kiosk)
