"""Write 1, 2, 3 … of a sync fails, at either end, until a sync passes without: what failed has
not happened, is one sentence, and is made good by the next sync."""

import errno
import os
import sqlite3
import subprocess
import sys
from typing import NamedTuple

import pytest

from kiosk.errors import Failure
from tests.sync.processes.ends import TOP, alike
from tests.sync.processes.failing import Disk, shim

pytestmark = pytest.mark.logs("kiosk.store", "kiosk.store.full")

# a kiosk's syncs, one for each line that it reads: Python is started once
SYNCING = """
import sys, traceback
from pathlib import Path
from kiosk.errors import Failure
from kiosk.joining import settings_of
from kiosk.syncing import sync_once

folder = Path(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    try:
        sync_once(folder, settings_of(folder), comparing="compare" in line)
    except Failure as failure:
        print("failed:", failure, flush=True)
    except BaseException as error:
        traceback.print_exc()
        print(f"broke: {error!r}", flush=True)
    else:
        print("synced", flush=True)
"""


class Way(NamedTuple):
    """How a write fails; `sticks`: all that follow do, too. `step`: how far to the next one that
    is tried."""

    error: int
    sticks: bool
    step: int


NAMES = {errno.EIO: "EIO", errno.ENOSPC: "FULL", errno.EBUSY: "BUSY"}


def ways(*quick):
    """Each error once and for good; those of `quick` at every ninth write in `make test`, and all
    at each write in `make soak`."""
    given = []
    for error, name in NAMES.items():
        for sticks in (False, True):
            if (error, sticks) == (errno.EBUSY, True):
                continue  # it waits half a minute for each
            id = f"{name}-for-good" if sticks else name
            if (error, sticks) in quick:
                given.append(pytest.param(Way(error, sticks, 9), id=f"{id}-9"))
            given.append(pytest.param(Way(error, sticks, 1), id=id, marks=pytest.mark.soak))
    return given


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    return shim(tmp_path_factory.mktemp("failing"))


@pytest.fixture
def syncing(built, kiosk, sqlite_server):
    """A kiosk that has joined, on a disk that may fail; `ask()` is what it says after a sync."""
    kiosk.join(sqlite_server)
    disk = Disk(built, kiosk.folder)
    process = subprocess.Popen(
        [sys.executable, "-c", SYNCING, str(kiosk.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=TOP,
        env=os.environ | disk.environment,
    )
    assert process.stdout.readline() == "ready\n"

    def ask(line="sync"):
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    yield disk, ask
    disk.mend()
    process.communicate(timeout=60)
    disk.close()


@pytest.mark.parametrize("way", ways((errno.ENOSPC, True)))
def test_of_a_kiosks_writes_each_may_fail(way, kiosk, sqlite_server, syncing):
    disk, ask = syncing
    for what in ("sync", "compare"):
        number = 0
        while True:
            kiosk.live(30, size=60)
            sqlite_server.write_rates(30)
            if what == "compare":
                lose(kiosk.folder / "kiosk.db", number)
            disk.arm(number, way.error, sticks=way.sticks)
            said = ask(what)
            failed = disk.mend()
            assert said == "synced" or said.startswith("failed: "), (number, said)
            if not failed:
                break
            if number % 2:  # the next one goes on where it is
                assert ask(what) == "synced"
                assert kiosk.waiting() == 0
            number += way.step
        assert said == "synced"
        print(f"{number} writes")
        assert number > 10
        kiosk.sync()
        alike(sqlite_server, kiosk)
        assert len(kiosk.lines("rate")) >= 30 * (number // way.step)
    assert kiosk.sync(comparing=True).mended == 0


@pytest.mark.parametrize("way", ways((errno.EIO, True)))
def test_of_the_servers_writes_each_may_fail(way, built, kiosk, own_server, tmp_path):
    kiosk.join(own_server)
    own_server.end()
    place = tmp_path / "hq"
    place.mkdir()
    file = place / "hq.db"
    (tmp_path / "hq.db").rename(file)
    disk = Disk(built, place)
    server = type(own_server)(f"sqlite:///{file}", more=disk.environment)
    kiosk.sync(server=server.address)
    number, quiet = 0, 0
    with server:
        while quiet < 2:  # the server's own chores write too
            kiosk.live(30, size=60)
            server.write_rates(30)
            disk.arm(number, way.error, sticks=way.sticks)
            try:
                kiosk.sync(server=server.address)
            except Failure as failure:
                said = str(failure)
            else:
                said = ""
            assert "\n" not in said
            failed = disk.mend()
            quiet = 0 if failed else quiet + 1
            if number % 2:
                kiosk.sync(server=server.address)
                assert kiosk.waiting() == 0
            number += way.step
        assert said == ""
        print(f"{number} writes")
        assert number > 10
        kiosk.sync(server=server.address)
        alike(server, kiosk)
        assert kiosk.sync(server=server.address, comparing=True).mended == 0
    disk.close()


def lose(file, number):
    """Some records are gone that headquarters has."""
    store = sqlite3.connect(file, isolation_level=None)
    store.execute(
        'DELETE FROM "page-use" WHERE id IN (SELECT id FROM "page-use" ORDER BY id LIMIT 5 '
        f"OFFSET {number * 3})"
    )
    store.close()
