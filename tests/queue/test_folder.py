"""The drop folder: whole files only, the newest wins, nothing of the port's is touched."""

import os
import shutil
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.queue.feeds.batch import Refused
from kiosk.queue.feeds.folder import DropFolder
from kiosk.queue.feeds.keeping import KEPT, read_set_aside, read_state, set_aside
from kiosk.queue.feeds.runner import FeedRunner, make_feed, pause, step
from kiosk.queue.feeds.settings import FolderFeed, HttpFeed
from kiosk.queue.feeds.telling import Teller
from kiosk.queue.line import LiveLine
from kiosk.queue.news import News
from kiosk.store import Store
from sync.records import Vehicle

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

SAMPLES = Path(__file__).parent / "samples"
HEAD = "Plate;State;Registered\n"
NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def drop(folder: Path, name: str, text: str, minutes_ago: float = 5) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    at = (NOW - timedelta(minutes=minutes_ago)).timestamp()
    os.utime(path, (at, at))
    return path


def row(plate: str) -> str:
    return f"{plate};waiting;2026-03-02 14:10\n"


class Home:
    def __init__(self, folder: Path) -> None:
        self.drop = folder / "drop"
        self.data = folder / "data"
        self.feed = DropFolder(FolderFeed(name="drop", path=str(self.drop)), "home")
        self.store = Store.open(self.data)

    def look(self, now: datetime = NOW) -> str:
        return step(self.feed, self.store, self.data, "home", now).state.trouble

    @property
    def plates(self) -> list[str]:
        return sorted(vehicle.plate for vehicle in self.store.find(Vehicle))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_the_newest_file_is_the_full_list(home: Home) -> None:
    drop(home.drop, "a.csv", HEAD + row("347BTA19") + row("348BTA19"), 9)
    assert home.look() == ""
    assert home.plates == ["347BTA19", "348BTA19"]
    newest = drop(home.drop, "B.CSV", HEAD + row("348BTA19") + row("349BTA19"), 5)
    drop(home.drop, "c.csv.part", HEAD + row("1"), 1)
    drop(home.drop, ".hidden.csv", HEAD + row("1"), 1)
    drop(home.drop, "notes.txt", "hello", 1)
    assert home.look() == ""
    assert home.plates == ["348BTA19", "349BTA19"]
    assert newest.exists()
    assert (home.drop / "a.csv").exists()


def test_a_file_that_is_still_written_waits_until_it_stands_still(home: Home) -> None:
    path = drop(home.drop, "a.csv", HEAD + row("347BTA19"), 0)
    assert home.look() == ""
    assert home.plates == []
    with path.open("a") as more:
        more.write(row("348BTA19"))
    home.look(NOW + timedelta(seconds=10))
    assert home.plates == []
    home.look(NOW + timedelta(seconds=20))
    assert home.plates == ["347BTA19", "348BTA19"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<html><body>404</body></html>", "not-a-table"),
        ("", "not-a-table"),
        (HEAD, "empty"),
        (HEAD + "347BTA19;teleported;2026-03-02 14:10\n", "empty"),
        (HEAD + row("350BTA19") + "1;2;3\n4;5;6\n", "many-refused"),
        (HEAD + row("347BTA19") + "348BTA19;wai", "cut-off"),
        (HEAD + "347BTA19;waiting;2026-03-01 10:00\n", "backwards"),
        (HEAD + row("x" * 30_000_000), "too-large"),
    ],
)
def test_a_file_that_lies_takes_nobody_off_the_page(home: Home, text: str, code: str) -> None:
    drop(home.drop, "a.csv", HEAD + row("347BTA19") + row("348BTA19"), 9)
    home.look()
    drop(home.drop, "b.csv", text, 5)
    assert home.look() == code
    assert {"347BTA19", "348BTA19"} <= set(home.plates)
    assert home.look() == code, "the trouble stands until another file comes"
    drop(home.drop, "c.csv", HEAD + row("351BTA19"), 1.5)
    assert home.look() == ""
    assert home.plates == ["351BTA19"]


def test_a_folder_that_is_not_there_is_trouble(home: Home) -> None:
    assert home.look() == "missing"


def test_the_last_rows_set_aside_are_kept(tmp_path: Path) -> None:
    set_aside(tmp_path, "drop", [Refused(n, "It has no plate.") for n in range(KEPT + 50)], NOW)
    rows = read_set_aside(tmp_path, "drop")
    assert len(rows) == KEPT
    assert rows[-1]["row"] == KEPT + 49


def test_pauses_grow_to_five_minutes_and_are_spread() -> None:
    assert pause(10, 0, 0.5) == 10
    assert pause(10, 1, 1) == 20
    assert pause(10, 50, 1) == 300
    assert pause(10, 50, 0) == 150


@pytest.mark.parametrize(
    ("settings", "growing"),
    [
        (FolderFeed(name="f", path="/nowhere"), False),
        (HttpFeed(name="f", url="http://127.0.0.1:9/"), True),
    ],
)
def test_a_folder_in_trouble_is_looked_into_as_often_as_ever(
    settings: FolderFeed | HttpFeed,
    growing: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[int] = []
    enough = threading.Event()

    def seen(_every: float, failures: int, _jitter: float) -> float:
        tries.append(failures)
        if len(tries) == 3:
            enough.set()
        return 0.01

    monkeypatch.setattr("kiosk.queue.feeds.runner.pause", seen)
    runner = FeedRunner(
        make_feed(settings, "home"), tmp_path, "home", Teller(tmp_path, lambda _: None)
    )
    runner.start()
    assert enough.wait(30)
    runner.stop()
    assert tries[:3] == ([1, 2, 3] if growing else [0, 0, 0])
    assert read_state(tmp_path, "f").trouble in ("missing", "unreachable")


def test_a_runner_brings_both_samples_to_the_page_and_stops(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    for sample in SAMPLES.glob("*.csv"):
        shutil.copy(sample, folder)
    known, heard = LiveLine(), list[News]()

    def hear(news: News) -> None:
        heard.append(news)
        known.take(news)

    teller = Teller(tmp_path / "data", hear)
    runners = [
        FeedRunner(
            make_feed(FolderFeed(name=name, path=str(folder), pattern=pattern, every=1), "home"),
            tmp_path / "data",
            "home",
            teller,
        )
        for name, pattern in (("cn", "horgos*.csv"), ("kz", "nur*.csv"))
    ]
    for runner in runners:
        runner.start()
    ends = time.monotonic() + 30
    while time.monotonic() < ends and len(known.vehicles) < 1102:
        time.sleep(0.05)
    for runner in runners:
        runner.stop()
    assert len(known.vehicles) == 1102
    assert heard[-1].as_of is not None
    assert read_state(tmp_path / "data", "cn").trouble == ""
