"""A disk that is really full, at either end, under real processes: what is acknowledged leaves the
outbox, nothing else is lost, the sentence is clear, and it goes on when there is room."""

import json
import subprocess
import sys

from tests.sync.processes.ends import HOME, TOP, UP, Kiosk, Server
from tests.sync.processes.small_disk import small_disk

LIVING = """
import os, sys
from pathlib import Path
from kiosk.errors import Failure
from kiosk.store import Store
from sync.records import PageUse, new_id

added = 0
with Store.open(Path(sys.argv[1])) as store:
    try:
        for _ in range(int(sys.argv[2])):
            store.put(*(
                PageUse(id=new_id(), home="horgos-jinyi", at="2026-11-23T10:00:00+08:00",
                        page=os.urandom(100).hex(), locale="ug_CN", seconds=1)
                for _ in range(100)
            ))
            added += 100
    except Failure as failure:
        print(failure, file=sys.stderr)
print(added)
"""


def live(disk, hundreds):
    """Adds until the disk is full: how many are kept, and what was said."""
    command = [*disk.before, sys.executable, "-c", LIVING, str(disk.folder / "kiosk")]
    done = subprocess.run(
        [*command, str(hundreds)], capture_output=True, text=True, check=True, cwd=TOP
    )
    return int(done.stdout), done.stderr


def lines(kiosk, kind):
    done = kiosk.run("export", kind)
    assert done.returncode == 0, done.stderr
    return done.stdout.encode().splitlines()


def test_a_kiosks_disk_that_is_full(sqlite_server, tmp_path):
    with small_disk(tmp_path / "disk", "130m") as disk:
        kiosk = Kiosk(disk.folder / "kiosk", before=disk.before)
        joined = kiosk.run("enroll", sqlite_server.code(), "--server", sqlite_server.address)
        assert joined.returncode == 0, joined.stderr
        assert kiosk.run("sync", "--once").returncode == 0
        sqlite_server.write_rates(50)
        count, said = live(disk, 20)
        assert (count, said) == (2000, "")
        disk.fill(left=900)
        more, said = live(disk, 100)
        assert more < 10_000
        assert "is full" in said
        assert said.count("\n") == 1
        count += more
        disk.fill()  # the room too that its -wal had while it was open

        told = kiosk.run("sync", "--once")
        assert told.returncode == 0, told.stderr
        assert f"told {count}, heard 0" in told.stderr  # pulls stop first
        assert lines(kiosk, "page-use") == sqlite_server.lines("page-use")
        assert len(sqlite_server.lines("page-use")) == count
        assert not disk.do("ls kiosk/ballast")

        more, said = live(disk, 1)  # what left the outbox made room
        assert (more, said) == (100, "")
        disk.free()
        again = kiosk.run("sync", "--once", "--verify")
        assert again.returncode == 0, again.stderr
        assert "told 100, heard 50" in again.stderr
        assert disk.do("ls kiosk/ballast")
        for kind in UP:
            assert lines(kiosk, kind) == sqlite_server.lines(kind)
        assert set(sqlite_server.lines("rate")) <= set(lines(kiosk, "rate"))


def test_a_servers_disk_that_is_full(kiosk, tmp_path):
    with small_disk(tmp_path / "disk", "24m") as disk:
        url = f"sqlite:///{disk.folder / 'hq.db'}"

        def hq(*command):
            done = subprocess.run(
                [*disk.before, sys.executable, "-m", "sync.hq", *command, "--db", url],
                capture_output=True,
                check=True,
                cwd=TOP,
            )
            return done.stdout

        code = hq("enroll", "--home", HOME, "--device", "hall").decode().strip()
        with Server(url, before=disk.before) as server:
            assert kiosk.run("enroll", code, "--server", server.address).returncode == 0
            assert kiosk.run("sync", "--once").returncode == 0
            disk.fill(left=300)
            kiosk.live(3000, size=200)
            refused = kiosk.run("sync", "--once")
            assert refused.returncode == 1
            assert refused.stderr == "The server's disk is full; ask later.\n"
            assert kiosk.waiting()
            disk.free()
            done = kiosk.run("sync", "--once")
            assert done.returncode == 0, done.stderr
            for kind in UP:
                here, there = kiosk.lines(kind), hq("export", kind).splitlines()
                assert here == there
            assert len({json.loads(line)["id"] for line in kiosk.lines("page-use")}) > 3000
            assert kiosk.waiting() == 0
