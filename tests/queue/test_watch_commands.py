"""`kiosk queue watches` and `kiosk queue repeat`, beside a kiosk that has the folder open."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from kiosk.queue.times import stamp
from kiosk.queue.watches import Watches
from kiosk.store import FolderLock, Store
from sync.records import Vehicle, VehicleState


def kiosk(*arguments, folder):
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "queue", *arguments, "--data", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def truck(state, plate="123ABC02"):
    return Vehicle(id=f"KZ {plate}", plate=plate, country="KZ", state=state, gate="3",
                   as_of=stamp(datetime.now(UTC)))  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A kiosk's, while it runs."""
    (tmp_path / "kiosk.toml").write_text('home = "horgos-jinyi"\n', "utf-8")
    with FolderLock(tmp_path):
        yield tmp_path


def test_staff_sees_the_watches_and_has_one_told_again(folder):
    now = datetime.now(UTC)
    called = truck(VehicleState.CALLED)
    with Store.open(folder) as store:
        store.put(called)
        running = Watches(store, "horgos-jinyi")
        running.take(truck(VehicleState.WAITING), 10, "kk_KZ", now)
        running.take(truck(VehicleState.WAITING), 0, "kk_KZ", now)
        running.notice({called.id: called}, {}, now)
        running.answer(called.id, now)
        listed = kiosk("watches", folder=folder)
        ended = kiosk("repeat", "123 авс 02", folder=folder)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert running.read()
        assert all(each.repeated_at for each in running.all)
    assert listed.returncode == 0
    lines = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [(each["plate"], each["what"], each["told"]) for each in lines] == [
        ("123ABC02", "10 ahead", 0), ("123ABC02", "called", 1)
    ]  # fmt: skip
    assert all(each["due_at"] and each["answered_at"] and each["id"] for each in lines)


def test_nothing_to_repeat_is_bad_input(folder):
    assert kiosk("watches", folder=folder).stdout == ""
    nobody = kiosk("repeat", "123ABC02", folder=folder)
    assert nobody.returncode == 2
    assert "Nobody asked to be told of 123ABC02" in nobody.stderr
    now = datetime.now(UTC)
    with Store.open(folder) as store:
        store.put(truck(VehicleState.WAITING))
        running = Watches(store, "horgos-jinyi")
        running.take(truck(VehicleState.WAITING), 0, "kk_KZ", now)
        early = kiosk("repeat", "123ABC02", folder=folder)
        assert early.returncode == 2
        assert "its turn has not come" in early.stderr
        called = truck(VehicleState.CALLED)
        running.notice({called.id: called}, {}, now)
        store.put(truck(VehicleState.DEPARTED))
        left = kiosk("repeat", "123ABC02", folder=folder)
    assert left.returncode == 2
    assert "is not called" in left.stderr
    for each in (nobody, early, left):
        assert "Traceback" not in each.stderr
        assert len(each.stderr.splitlines()) == 1
