"""What is put back to yesterday, copied, or damaged on its disk is found, and made good."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from kiosk.errors import Failure
from sync import identity
from sync.records import KINDS, Merge
from tests.sync.processes.ends import MOSTLY_SQLITE, UP, Kiosk, alike

WHOLE = [kind for kind in UP if KINDS[kind].info.merge is Merge.APPEND]
"""Of the others only the latest counts: the device says it anew when it runs."""


@MOSTLY_SQLITE
def test_a_store_put_back_from_its_backup_has_all_again(server, kiosk, tmp_path):
    kiosk.join(server)
    kiosk.sync()
    assert kiosk.run("backup", str(tmp_path / "backup.db")).returncode == 0
    kiosk.live(40)
    kiosk.sync()
    kiosk.live(7)  # these are lost with the store: nobody was told of them
    before = server.lines("page-use")
    assert kiosk.run("restore", str(tmp_path / "backup.db")).returncode == 0
    kiosk.live(5)
    done = kiosk.run("sync", "--once")
    assert done.returncode == 0, done.stderr
    assert "mended" in done.stderr
    assert set(before) < set(kiosk.lines("page-use"))
    assert len(server.lines("page-use")) == len(before) + 5
    alike(server, kiosk)


@MOSTLY_SQLITE
@pytest.mark.parametrize("what", ["store", "folder"])
def test_a_disk_put_back_to_yesterday_has_all_again(what, server, kiosk, tmp_path):
    kiosk.join(server)
    kiosk.sync()
    yesterday = shutil.copytree(kiosk.folder, tmp_path / "yesterday")
    for _ in range(3):
        kiosk.live(40)
        kiosk.sync()
    before = server.lines("page-use")
    if what == "store":
        for file in kiosk.folder.glob("kiosk.db*"):
            file.unlink()
        shutil.copy(yesterday / "kiosk.db", kiosk.folder)
    else:
        shutil.rmtree(kiosk.folder)
        yesterday.rename(kiosk.folder)
    kiosk.live(5)
    done = kiosk.run("sync", "--once")
    assert done.returncode == 0, done.stderr
    assert len(server.lines("page-use")) == len(before) + 5
    assert set(before) < set(kiosk.lines("page-use"))
    alike(server, kiosk)


@MOSTLY_SQLITE
def test_a_folder_that_was_copied_and_used_twice_is_two_devices_in_the_end(server, kiosk, tmp_path):
    kiosk.join(server)
    kiosk.sync()
    before = len(server.lines("page-use"))
    other = Kiosk(shutil.copytree(kiosk.folder, tmp_path / "copy"))
    told = []
    for _ in range(4):  # each uses it for itself
        for each in (kiosk, other):
            each.live(6)
            try:
                each.sync()
            except Failure as failure:
                told.append(str(failure))
    assert told
    assert all("enrol" in sentence for sentence in told)
    for number, each in enumerate((kiosk, other)):
        each.live(2)
        done = each.run("sync", "--once")
        assert done.returncode == 1
        assert "hq enroll" in done.stderr
        code = server.code(f"device{number}")
        joined = each.run("enroll", code, "--server", server.address)
        assert joined.returncode == 0, joined.stderr
        assert each.run("sync", "--once").returncode == 0
    assert len({identity.load(each.folder).device for each in (kiosk, other)}) == 2
    for each in (kiosk, other, kiosk):
        each.sync(comparing=True)
    for kind in WHOLE:
        both = set(kiosk.lines(kind)) | set(other.lines(kind))
        there = server.lines(kind)
        assert len(there) == len(set(there))
        assert set(there) == both
    assert len(server.lines("page-use")) == before + 2 * (4 * 6 + 2)
    assert kiosk.waiting() == other.waiting() == 0
    assert server.aside() == []


@pytest.mark.logs("kiosk.store")
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in (1, 2))])
def test_bytes_that_flip_in_the_kiosks_store(seed, sqlite_server, kiosk):
    kiosk.join(sqlite_server)
    kiosk.live(300)
    kiosk.sync()
    kiosk.live(20)
    before = sqlite_server.lines("page-use")
    flip(kiosk.folder / "kiosk.db", seed)
    done = kiosk.run("sync", "--once", "--verify")
    if done.returncode:  # found under way: the next start mends it
        assert "mends itself" in done.stderr
        done = kiosk.run("sync", "--once", "--verify")
    assert done.returncode == 0, done.stderr
    kiosk.sync(comparing=True)
    here, there = kiosk.lines("page-use"), sqlite_server.lines("page-use")
    assert here == there
    assert set(before) <= set(there)
    alike(sqlite_server, kiosk, own=WHOLE)


@pytest.mark.parametrize("where", ["kiosk", "server"])
def test_a_letter_that_flips_within_a_record_is_mended_from_the_other_end(
    where, sqlite_server, kiosk
):
    kiosk.join(sqlite_server)
    kiosk.sync()
    before = sqlite_server.lines("page-use")
    if where == "kiosk":
        file = kiosk.folder / "kiosk.db"
        change = "UPDATE \"page-use\" SET page = 'meaIs' WHERE page = 'meals'"
    else:
        file = Path(sqlite_server.url.removeprefix("sqlite:///"))
        change = (
            "UPDATE record SET fields = CAST(replace(fields, X'6D65616C73', X'6D6561496C') "
            "AS BLOB) WHERE kind = 'page-use'"
        )
    damage = sqlite3.connect(file, isolation_level=None)
    assert damage.execute(change).rowcount > 0
    damage.close()
    assert (kiosk.lines("page-use") != before) == (where == "kiosk")
    done = kiosk.run("sync", "--once", "--verify")
    assert done.returncode == 0, done.stderr
    assert "mended" in done.stderr
    assert kiosk.lines("page-use") == sqlite_server.lines("page-use") == before
    alike(sqlite_server, kiosk)


@pytest.mark.parametrize("seed", range(2))
def test_a_server_put_back_to_yesterday_has_all_again(seed, own_server, kiosk, tmp_path):
    kiosk.join(own_server)
    kiosk.live(50)
    kiosk.sync()
    file = Path(own_server.url.removeprefix("sqlite:///"))
    backup = tmp_path / "yesterday.db"
    source, target = sqlite3.connect(file), sqlite3.connect(backup)
    source.backup(target)
    source.close()
    target.close()
    for _ in range(2):
        kiosk.live(30)
        own_server.write_rates(10)
        kiosk.sync()
    own_server.kill()
    for left in (f"{file}-wal", f"{file}-shm"):
        Path(left).unlink(missing_ok=True)
    os.replace(backup, file)
    if seed:
        flip(file, seed)
    if seed and not_good(file):
        return  # such a file is for a backup: nothing to be shown here
    own_server.start()
    kiosk.live(4)
    own_server.write_rates(3)
    for _ in range(2):
        done = kiosk.run("sync", "--once", "--verify")
        assert done.returncode == 0, done.stderr
    alike(own_server, kiosk)


def flip(file: Path, seed: int) -> None:
    """A run of bytes in the middle of the file is other than it was."""
    for left in (f"{file}-wal", f"{file}-shm"):
        assert not Path(left).exists() or not Path(left).stat().st_size
    size = file.stat().st_size
    at = size // 4 + (size // 2) * seed // 3
    with file.open("r+b") as opened:
        opened.seek(at)
        some = opened.read(40)
        opened.seek(at)
        opened.write(bytes(byte ^ 0x55 for byte in some))


def not_good(file: Path) -> bool:
    looked = sqlite3.connect(file)
    try:
        return looked.execute("PRAGMA integrity_check").fetchone() != ("ok",)
    except sqlite3.DatabaseError:
        return True
    finally:
        looked.close()
