"""A wall and a kiosk on one data folder: the port is asked once, whoever comes and goes, and no
call is lost. The kiosks are programs of their own."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import use_fonts
from kiosk.assets import assets_folder
from kiosk.background import Background
from kiosk.config import read_settings
from kiosk.home import ensure_sample
from kiosk.queue.times import stamp
from kiosk.store import FEEDS, FolderLock, Store
from kiosk.tv.command import behind
from kiosk.tv.house import read_house
from kiosk.tv.wall import Wall
from sync.records import Audit, Vehicle, Watch
from tests.pages.test_programs import kiosk_command
from tests.tv.pushing_port import PushingPort
from tests.tv.test_tv_command import start

PATIENCE = 60_000  # milliseconds


@pytest.fixture
def port() -> Iterator[PushingPort]:
    port = PushingPort()
    with port.running():
        yield port


@pytest.fixture
def folder(tmp_path: Path, port: PushingPort) -> Path:
    ensure_sample(tmp_path)
    with (tmp_path / "kiosk.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'[[feeds]]\nkind = "events"\nname = "port"\nurl = "{port.url}"\nretry = 1\n'
        )
    return tmp_path


class Watching:
    """A wall of this process on a folder. `called` are the plates that had the screen."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        use_fonts()
        self._qtbot = qtbot
        with Store.open(folder) as store:
            house = read_house(store)
        self.wall = Wall("zh_CN", house, assets_folder(), lambda: datetime.now(UTC), time.monotonic)
        self.called: list[str] = []
        self.wall.view.calls.changed.connect(self._look)
        self.wall.window.show()
        self.shifts = behind(read_settings(folder), folder, self.wall)
        self.shifts.start()

    def _look(self) -> None:
        for row in self.wall.view.calls.onScreen.rows:
            plate = "".join(group["text"] for group in row.drawn["groups"])
            if plate not in self.called:
                self.called.append(plate)

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds, timeout=PATIENCE)

    def close(self) -> None:
        self.shifts.stop()
        self.wall.close()


@pytest.fixture
def watching(folder: Path, qtbot: QtBot) -> Iterator[Callable[[], Watching]]:
    up: list[Watching] = []

    def put_up() -> Watching:
        up.append(Watching(folder, qtbot))
        return up[-1]

    yield put_up
    for each in up:
        each.close()


@pytest.fixture
def kiosks(folder: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def begin() -> "subprocess.Popen[str]":
        started.append(start("run", "--data", str(folder)))
        return started[-1]

    yield begin
    for each in started:
        each.kill()
        each.communicate()


def test_the_port_is_asked_once_and_no_call_is_lost_when_a_kiosk_comes_and_goes(
    port: PushingPort, watching, kiosks
):
    kiosk = kiosks()
    wall = watching()
    wall.until(lambda: len(wall.wall.view.following()) == 10)
    wall.until(lambda: port.listeners() == {kiosk.pid})
    port.call("100ABC02")
    wall.until(lambda: wall.called == ["100ABC02"])
    assert port.listeners() == {kiosk.pid}

    kiosk.send_signal(signal.SIGKILL)
    port.call("101ABC02")
    wall.until(lambda: wall.called == ["100ABC02", "101ABC02"])
    kiosk.wait()
    assert port.listeners() == {os.getpid()}

    kiosk = kiosks()
    port.call("102ABC02")
    wall.until(lambda: port.listeners() == {kiosk.pid})
    port.call("103ABC02")
    wall.until(lambda: wall.called == ["100ABC02", "101ABC02", "102ABC02", "103ABC02"])

    kiosk.send_signal(signal.SIGTERM)
    wall.until(lambda: port.listeners() == {os.getpid()})
    port.call("104ABC02")
    wall.until(lambda: wall.called[4:] == ["104ABC02"])
    assert kiosk.communicate()[1] == ""


def test_both_programs_run_on_one_folder_and_end_in_order(folder: Path, port: PushingPort, kiosks):
    kiosk = kiosks()
    assert kiosk.stdout is not None
    assert str(folder / "screen.png") in kiosk.stdout.readline()
    wall = start("tv", "--data", str(folder))
    try:
        assert wall.stdout is not None
        assert str(folder / "wall.png") in wall.stdout.readline()
        refused = kiosk_command("tv", "--data", str(folder))
        assert refused.returncode == 1
        assert refused.stderr == f"A wall is running on {folder}; stop it, then repeat.\n"
    finally:
        for each in (wall, kiosk):
            each.send_signal(signal.SIGTERM)
        ends = [each.communicate(timeout=60)[1] for each in (wall, kiosk)]
    assert ends == ["", ""]
    assert (wall.returncode, kiosk.returncode) == (0, 0)


def test_a_kiosk_mends_its_store_though_a_wall_uses_it(folder: Path, watching, kiosks, caplog):
    wall = watching()
    wall.until(lambda: len(wall.wall.view.following()) == 10)
    with (folder / "kiosk.db").open("r+b") as file:
        file.write(b"no database at all" * 100)
    kiosks()
    wall.until(lambda: any(folder.glob("damaged/kiosk.db*")))
    wall.until(lambda: len(wall.wall.view.following()) == 10)
    caplog.clear()  # that it was damaged may be said here too


def test_a_backup_is_put_back_while_a_wall_stands(folder: Path, watching):
    wall = watching()
    wall.until(lambda: len(wall.wall.view.following()) == 10)
    backup = folder / "mine.db"
    assert kiosk_command("backup", str(backup), "--data", str(folder)).returncode == 0
    done: list[int] = []

    def put_back() -> None:
        done.append(kiosk_command("restore", str(backup), "--data", str(folder)).returncode)

    restoring = threading.Thread(target=put_back)
    restoring.start()
    wall.until(lambda: bool(done))
    restoring.join()
    assert done == [0]
    with Store.open(folder) as store:
        assert store.find(Audit)[-1].what == "store-restored"
    wall.until(lambda: len(wall.wall.view.following()) == 10)


def test_feeds_begin_when_nobody_else_asks_any_more(folder: Path, port: PushingPort, qtbot: QtBot):
    heard: list[object] = []
    background = Background(
        read_settings(folder), folder, lambda _: None, heard.append, lambda _: None
    )
    other = FolderLock(folder, FEEDS)
    background.start()
    try:
        qtbot.wait(1500)
        assert port.listeners() == set()
        other.release()
        qtbot.waitUntil(lambda: port.listeners() == {os.getpid()}, timeout=PATIENCE)
    finally:
        background.stop()


def keep(folder: Path, **fields: str) -> Watch:
    with Store.open(folder) as store:
        vehicle = next(each for each in store.find(Vehicle) if each.plate == "105ABC02")
        watch = Watch(
            id="watch",
            home=vehicle.home,
            vehicle=vehicle.id,
            plate=vehicle.plate,
            country=vehicle.country,
            locale="ug_CN",
            at=stamp(datetime.now(UTC)),
            **fields,
        )
        store.put(watch)
    return watch


def kept(folder: Path) -> Watch | None:
    with Store.open(folder) as store:
        return store.get(Watch, "watch")


def test_a_wall_alone_tells_a_driver_that_he_is_called_and_staff_has_it_told_again(
    folder: Path, port: PushingPort, watching
):
    wall = watching()
    wall.until(lambda: len(wall.wall.view.following()) == 10)
    keep(folder)
    port.call("105ABC02", gate="7")
    wall.until(lambda: (watch := kept(folder)) is not None and watch.told == 1)
    wall.until(lambda: wall.wall.view.calls.drives.rowCount() == 2)
    assert {row.id for row in wall.wall.view.calls.drives.rows} == {"zh_CN", "ug_CN"}
    wall.until(lambda: wall.wall.view.calls.shown == 0)
    told = wall.wall.view.strip.told.rows
    assert [row.called for row in told] == [True]
    assert "7" in told[0].first

    done = kiosk_command("queue", "repeat", "105ABC02", "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    wall.until(lambda: wall.wall.view.calls.shown == 1)
