"""On a disk that is really full, what upstream has acknowledged still leaves the outbox."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.full import Ballast

ON_A_SMALL_DISK = """
import subprocess, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.errors import Failure
from kiosk.store import Store
from kiosk.store.full import Ballast
from kiosk.store.syncing import StoreLocal
from sync.records import PageUse
from tests.store.upstream import behind, sound, take_all

folder = Path(sys.argv[1])
made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "small", str(folder)])
if made.returncode:
    sys.exit(77)

def use(n):
    return PageUse(id=f"use-{n:06}", at="2026-11-24T10:00:00+08:00", page="x" * 300,
                   locale="ug_CN", seconds=n)

ballast = Ballast(folder, kept_free=1 << 20)
with Store.open(folder) as store:
    with StoreLocal(store, ballast=ballast) as local:
        assert (folder / "ballast").stat().st_blocks * 512 >= 8 << 20
        assert local.room()
    store.put(*(use(n) for n in range(4000)))
    with open(folder / "others", "wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096) == 4096:
                pass
        except OSError:
            pass
    count = 4000
    try:
        while True:
            store.put(*(use(n) for n in range(count, count + 200)))
            count += 200
    except Failure as failure:
        assert "is full" in str(failure), failure
    # what was taken in is all there, and nothing was cut short
    assert store.count(PageUse) == len(store.outbox()) == count
    with StoreLocal(store, ballast=ballast) as local:
        assert not local.room()
        local.file.reserve(100)  # no request goes out without it
        told = 0
        while ops := local.waiting(500):
            head = behind(local.line(), ops)
            local.acknowledge(head.seq, head.chain)
            told += len(ops)
            assert local.line().acknowledged == told
        assert told == count
        sound(store, local)
        local.spent("2026-11-24", 1, 1, 1, 0.1)
        local.synced(datetime.now(UTC))
        assert not (folder / "ballast").exists()
    store.add(use(999_999))  # there is room again for what is taken in here
    (folder / "others").unlink()
    with StoreLocal(store, ballast=ballast) as local:
        assert (folder / "ballast").exists()
        assert local.room()
        sound(store, local)
with Store.open(folder) as store:
    assert store.mended is None
print("all held")
"""


def test_a_full_disk_keeps_the_outbox_and_lets_go_of_what_is_acknowledged(tmp_path):
    ran = subprocess.run(
        ["unshare", "--map-root-user", "--mount", sys.executable, "-c", ON_A_SMALL_DISK, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    if ran.returncode == 77 or "unshare failed" in ran.stderr:
        pytest.skip(f"no small disk can be made here: {ran.stderr.strip()}")
    assert ran.stdout == "all held\n", ran.stderr


def test_a_ballast_is_laid_only_where_there_is_room(tmp_path):
    Ballast(tmp_path, size=1 << 60).take()
    assert list(tmp_path.iterdir()) == []
    assert not Ballast(tmp_path, kept_free=1 << 60).room()
    assert not Ballast(tmp_path).let_go()


@pytest.mark.logs("kiosk.store.full")
def test_a_ballast_is_laid_once_and_let_go_once(tmp_path):
    ballast = Ballast(tmp_path, size=10_000, kept_free=0)
    ballast.take()
    (tmp_path / "ballast.part").mkdir()
    ballast.take()
    assert (tmp_path / "ballast").stat().st_size == 10_000
    assert ballast.let_go()
    assert not ballast.let_go()
    ballast.take()  # it can't be: no harm
    assert not (tmp_path / "ballast").exists()
