"""From the port to the page: what integrators drop and what the port serves reaches the view
that the queue's pages bind to, through the real threads, store and files."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.background import Background
from kiosk.config import read_settings
from kiosk.queue.news import News
from kiosk.store import Store
from sync.records import Lane, Vehicle

SAMPLES = Path(__file__).parent / "queue" / "samples"
CHINESE, KAZAKH = "horgos-out-20260301.csv", "nur-zholy-2026-03-01.csv"


@pytest.fixture
def running(tmp_path, qtbot):
    """Starts a staged kiosk whose feeds run for real; gives (app, folder)."""
    from kiosk.states import stage

    started = []

    def run(feeds: str, now: datetime):
        folder = tmp_path / "home"
        folder.mkdir()
        (folder / "kiosk.toml").write_text(f'home = "horgos-jinyi"\n{feeds}', "utf-8")
        app = stage(folder, now=now)
        app.queue.take(News((), None, None))
        background = Background(
            read_settings(folder),
            folder,
            app.warmed.emit,
            app.queue.heard.emit,
            app.vehicle.foreseen.emit,
        )
        background.start()
        started.append((background, app))
        return app, folder

    yield run
    for background, app in started:
        background.stop()
        app.close()


def drop(folder: Path, sample: str) -> None:
    """As an integrator does: the file arrives under another name and is then given its own."""
    folder.mkdir(exist_ok=True)
    part = folder / f"{sample}.part"
    shutil.copyfile(SAMPLES / sample, part)
    long_ago = time.time() - 60
    os.utime(part, (long_ago, long_ago))
    part.rename(folder / sample)


@pytest.mark.parametrize(
    "dropped",
    [
        (CHINESE, 30, "x220 xk 54"),
        (KAZAKH, 19, "Х220ХК54"),  # in Cyrillic
    ],
)
def test_a_dropped_table_is_on_the_page_and_says_its_age(running, qtbot, tmp_path, dropped):
    sample, waiting, typed = dropped
    drop(tmp_path / "drop", sample)
    feed = f'[[feeds]]\nkind = "folder"\nname = "drop"\npath = "{tmp_path}/drop"\nevery = 1\n'
    app, folder = running(feed, datetime(2026, 3, 3, 2, 0, tzinfo=UTC))

    qtbot.waitUntil(lambda: app.queue.waiting > 0, timeout=20_000)

    assert app.queue.waiting == waiting
    app.queue.type(typed)
    assert [row.plate for row in app.queue.found.rows] == ["X220XK54"]
    app.queue.openVehicle(app.queue.found.rows[0].key)
    assert app.vehicle.vehicle["known"]
    assert app.vehicle.vehicle["place"] == waiting
    # the newest moment in the file is of 2 March, 23:57 in Beijing: ten hours ago
    as_of = datetime.fromtimestamp(app.queue.asOf / 1000, UTC)
    assert timedelta(hours=9) < app.clock.moment - as_of < timedelta(hours=24)
    assert app.queue.band == "grey"
    with Store.open(folder) as store:
        assert len(store.find(Vehicle, lane=Lane.GENERAL)) > 500


def test_both_sides_tables_tell_of_the_same_vehicles(running, qtbot, tmp_path):
    drop(tmp_path / "chinese", CHINESE)
    drop(tmp_path / "kazakh", KAZAKH)
    feeds = "".join(
        f'[[feeds]]\nkind = "folder"\nname = "{name}"\npath = "{tmp_path}/{name}"\nevery = 1\n'
        for name in ("chinese", "kazakh")
    )
    app, folder = running(feeds, datetime(2026, 3, 3, 2, 0, tzinfo=UTC))

    qtbot.waitUntil(
        lambda: all(_heard(folder, name) for name in ("chinese", "kazakh")), timeout=20_000
    )
    qtbot.waitUntil(lambda: app.queue.waiting == 30, timeout=5_000)

    with Store.open(folder) as store:
        vehicles = store.find(Vehicle)
    assert len({vehicle.plate for vehicle in vehicles}) == len(vehicles)


def test_the_ports_vehicles_arrive_over_http(running, qtbot):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    port = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "port-sim", "--port", str(number)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = next(
            word for word in port.stdout.readline().split() if word.startswith("http://")
        )
        feed = f'[[feeds]]\nkind = "http"\nname = "port"\nurl = "{address}"\nevery = 1\n'
        app, _ = running(feed, datetime.now(UTC))
        qtbot.waitUntil(lambda: app.queue.waiting > 0, timeout=20_000)
        assert app.queue.band == "live"
        assert app.queue.gate in ("open", "closed")
    finally:
        port.terminate()
        assert port.wait(10) == 0
        port.stdout.close()


def _heard(folder: Path, name: str) -> bool:
    from kiosk.queue.feeds.keeping import read_state

    return read_state(folder, name).vehicles > 0


def test_news_that_come_after_the_end_disturb_nothing(tmp_path, qtbot):
    from kiosk.states import stage

    app = stage(tmp_path)
    feed = threading.Thread(target=app.queue.heard.emit, args=(News((), None, None),))
    feed.start()
    feed.join()
    app.close()
    qtbot.wait(10)  # the news are delivered here: the store is closed
    assert app.queue.waiting == 0
