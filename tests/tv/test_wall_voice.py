"""What the wall says aloud: each call once, with the screen; and what drivers asked to be told,
while no kiosk says it."""

import signal
import time
import wave
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.config import Settings, read_settings
from kiosk.home import ensure_sample
from kiosk.queue.announcement import Announcement
from kiosk.queue.news import News
from kiosk.queue.times import stamp
from kiosk.states import NOON
from kiosk.tv.command import wall_voice
from kiosk.tv.house import House
from kiosk.tv.speech import TONGUES
from kiosk.zones import BEIJING
from sync.records import Vehicle, VehicleState, Watch
from tests.pages.test_programs import vehicles, wait_until
from tests.tv.conftest import Stand, Standing
from tests.tv.test_tv_command import start


class Heard:
    def __init__(self, wall: Standing) -> None:
        self.calls: list[Announcement] = []
        self.tellings: list[Announcement] = []
        wall.view.calling.connect(self.calls.append)
        wall.view.telling.connect(self.tellings.append)


def known(wall: Standing) -> list[Vehicle]:
    return list(wall.view._live.vehicles.values())


def waiting(wall: Standing) -> list[Vehicle]:
    return [each for each in known(wall) if each.state is VehicleState.WAITING]


def call(wall: Standing, vehicles: list[Vehicle], gate: str = "5") -> None:
    ids = {each.id for each in vehicles}
    news = [
        msgspec.structs.replace(
            each, state=VehicleState.CALLED, called_at=NOON.isoformat(), gate=gate
        )
        if each.id in ids
        else each
        for each in known(wall)
    ]
    wall.wall.heard.emit(News(tuple(news), wall.view._gate, NOON))
    wall.settle()


def watch(vehicle: Vehicle, ahead: int = 0) -> Watch:
    return Watch(
        id=f"watch-{vehicle.id}", vehicle=vehicle.id, plate=vehicle.plate, country=vehicle.country,
        locale="ug_CN", ahead=ahead, at=stamp(NOON),
    )  # fmt: skip


def due(watch: Watch) -> Watch:
    at = stamp(NOON)
    return msgspec.structs.replace(watch, due_at=at, told=1, told_at=at)


def test_each_call_is_said_once_when_it_comes_to_the_screen(stand: Stand):
    wall = stand("wall")
    heard = Heard(wall)
    chosen = waiting(wall)[:5]
    call(wall, chosen)
    assert len(heard.calls) == 3  # the others wait for the screen
    for second in range(60):
        wall.turn(second)
    assert len(heard.calls) == 5
    by_plate = {each.plate: each for each in heard.calls}
    for vehicle in chosen:
        told = by_plate[vehicle.plate]
        assert (told.country, told.gate, told.ahead) == (vehicle.country, "5", 0)
        assert told.locale == TONGUES.get(vehicle.country, "ru_RU")
    assert not heard.tellings


def test_another_gate_row_is_said_too(stand: Stand):
    wall = stand("wall")
    heard = Heard(wall)
    chosen = waiting(wall)[:1]
    call(wall, chosen)
    call(wall, chosen, gate="6")
    call(wall, chosen, gate="6")
    assert [each.gate for each in heard.calls] == ["5", "6"]


def test_what_was_called_before_the_wall_began_is_not_said(stand: Stand):
    wall = stand("wall-never")
    heard = Heard(wall)
    wall.wall.heard.emit(News(tuple(known(stand("wall"))), None, NOON))
    assert not heard.calls


def test_whose_driver_is_told_is_left_to_the_kiosk(stand: Stand):
    wall = stand("wall")
    heard = Heard(wall)
    chosen = waiting(wall)[:2]
    wall.view.use(House(watches=(watch(chosen[0]),)))
    call(wall, chosen)
    wall.view.use(House(watches=(due(watch(chosen[0])),)))
    wall.turn(1)
    assert [each.plate for each in heard.calls] == [chosen[1].plate]
    assert not heard.tellings


def test_whoever_has_come_is_called_as_everybody(stand: Stand):
    wall = stand("wall")
    heard = Heard(wall)
    chosen = waiting(wall)[:1]
    come = msgspec.structs.replace(due(watch(chosen[0], 10)), answered_at=stamp(NOON))
    wall.view.use(House(watches=(come,)))
    call(wall, chosen)
    assert [each.plate for each in heard.calls] == [chosen[0].plate]


def test_alone_the_wall_tells_them_itself_and_once(stand: Stand):
    wall = stand("wall")
    heard = Heard(wall)
    wall.wall.alone.emit(True)
    told = wall.view.following()[10]
    wall.view.use(House(watches=(due(watch(told, 10)),)))
    for second in range(5):
        wall.turn(second)
    assert heard.tellings == [Announcement(told.plate, told.country, "ug_CN", told.gate, 10)]


def test_what_a_kiosk_said_is_not_said_again_when_it_ends(stand: Stand):
    wall = stand("wall")
    heard = Heard(wall)
    told = wall.view.following()[10]
    wall.view.use(House(watches=(due(watch(told, 10)),)))
    wall.wall.alone.emit(True)
    wall.turn(1)
    assert not heard.tellings


def drop(folder: Path, *rows: str) -> None:
    """A table of the port, as new as can be."""
    part = folder / "table.csv.part"
    part.write_text("\n".join(["Plate;State;Registered;Called;Gate", *rows, ""]), "utf-8")
    part.rename(folder / f"{time.time_ns()}.csv")


@pytest.mark.parametrize(("calls", "count"), [("all", 2), ("watched", 1)])
def test_all_calls_are_said_only_where_kiosk_toml_wants_it(stand: Stand, tmp_path, calls, count):
    wall = stand("wall")
    (tmp_path / "kiosk.toml").write_text(
        f'home = "horgos-jinyi"\n[speaker]\nsimulated = true\nquiet = []\ncalls = "{calls}"\n'
    )
    voice = wall_voice(read_settings(tmp_path), tmp_path, wall.wall)
    assert voice is not None
    wall.view.calling.emit(Announcement("347BTA19", "KZ", "kk_KZ", "5"))
    wall.view.telling.emit(Announcement("348BTA19", "KZ", "kk_KZ", "5"))
    voice.start()
    wait_until((tmp_path / "said" / f"{count:06}.wav").exists)
    voice.stop(30)
    assert len(list((tmp_path / "said").iterdir())) == count


def test_a_wall_without_a_speaker_has_no_voice(stand: Stand, tmp_path):
    assert wall_voice(Settings(home="horgos-jinyi"), tmp_path, stand("wall").wall) is None


def test_a_wall_says_a_call_that_the_port_tells(tmp_path: Path):
    home, tables = tmp_path / "home", tmp_path / "tables"
    tables.mkdir()
    ensure_sample(home)
    with (home / "kiosk.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[speaker]\nsimulated = true\nquiet = []\ncalls = "all"\n'
            f'[[feeds]]\nkind = "folder"\nname = "drop"\npath = "{tables}"\n'
        )
    now = datetime.now(BEIJING)
    registered = f"{now - timedelta(hours=2):%Y-%m-%d %H:%M}"
    drop(tables, f"347BTA19;waiting;{registered};;", f"348BTA19;waiting;{registered};;")
    wall = start("tv", "--data", str(home))
    said = home / "said" / "000001.wav"
    try:
        wait_until(lambda: vehicles(home) == 2)
        assert not said.exists()
        called = f"347BTA19;called;{registered};{now:%Y-%m-%d %H:%M};3"
        drop(tables, called, f"348BTA19;waiting;{registered};;")
        wait_until(said.exists)
        with wave.open(str(said)) as sound:
            assert sound.getnframes() / sound.getframerate() > 5
    finally:
        wall.send_signal(signal.SIGTERM)
        _, errors = wall.communicate(timeout=60)
    assert (wall.returncode, errors) == (0, "")
