"""The simulated port: the same day from the same seed, and the interface a real port would have."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import BadInput
from kiosk.queue.commands import port_sim
from kiosk.queue.feeds.events import EventPort
from kiosk.queue.feeds.http import HttpPort
from kiosk.queue.feeds.keeping import read_state
from kiosk.queue.feeds.runner import step
from kiosk.queue.feeds.settings import EventFeed, HttpFeed
from kiosk.queue.line import line
from kiosk.queue.plates import read_plate
from kiosk.queue.port_sim import PortSimulation
from kiosk.store import Store
from sync.records import Vehicle, VehicleState

START = datetime(2026, 3, 2, 6, 32, tzinfo=UTC)


def test_the_same_seed_makes_the_same_day_however_often_it_is_asked() -> None:
    often = PortSimulation(7, START)
    for minutes in range(0, 60, 7):
        often.document(START + timedelta(minutes=minutes))
    now = START + timedelta(hours=1)
    assert often.document(now) == PortSimulation(7, START).document(now)
    assert often.document(now) != PortSimulation(8, START).document(now)
    assert often.document(START) == PortSimulation(7, START).document(START)


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_it_is_warm_from_the_start_at_any_hour(hour: int) -> None:
    now = START.replace(hour=hour)
    vehicles, gate = PortSimulation(1, now).snapshot(now)
    seen = line(vehicles, gate, now, now)
    assert 25 <= seen.counts.waiting <= 160
    assert seen.counts.departed_today > 0
    assert {"KZ", "CN", "RU", "UZ", "KG"} <= {vehicle.country for vehicle in vehicles}
    assert all(read_plate(v.plate, v.country)[:2] == (v.plate, v.country) for v in vehicles)
    assert all(1 <= int(v.gate) <= 6 for v in vehicles if v.state is VehicleState.CALLED)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 90), min_size=1, max_size=5))
def test_changes_since_a_sequence_lead_to_the_full_list(seed: int, steps: list[int]) -> None:
    port = PortSimulation(seed, START)
    first = port.document(START)
    known, sequence, now = {v.plate: v for v in first.vehicles}, first.sequence, START
    for minutes in steps:
        now += timedelta(minutes=minutes)
        page = port.document(now, sequence)
        assert not page.full
        known |= {v.plate: v for v in page.vehicles}
        sequence = page.sequence
    full = port.document(now)
    assert all(known[vehicle.plate] == vehicle for vehicle in full.vehicles)


@contextmanager
def simulator(*options: str) -> Iterator[str]:
    program = [sys.executable, "-m", "kiosk", "port-sim", "--port", "0", "--seed", "5", *options]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with simulator() as address:
        yield address


def test_it_prints_its_address_and_serves_the_documented_interface(address: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/api/port/v1/vehicles", address)
    root = address.removesuffix("/api/port/v1/vehicles")
    schema = requests.get(f"{root}/schema/openapi.json", timeout=10).json()
    assert set(schema["paths"]) == {"/api/port/v1/vehicles", "/api/port/v1/events"}
    operation = schema["paths"]["/api/port/v1/vehicles"]["get"]
    assert "since" in operation["description"]
    assert {"200", "304"} <= set(operation["responses"])
    assert {"PortDocument", "PortVehicle", "PortGate"} <= set(schema["components"]["schemas"])
    fields = schema["components"]["schemas"]["PortVehicle"]["properties"]
    assert fields["plate"]["description"]


def test_the_feed_reads_it_whole_then_by_changes(address: str, tmp_path: Path) -> None:
    feed = HttpPort(HttpFeed(name="sim", url=address), "home")
    with Store.open(tmp_path) as store:
        taken = step(feed, store, tmp_path, "home", datetime.now(UTC))
        assert taken.state.trouble == ""
        assert taken.state.set_aside == 0
        assert len(store.find(Vehicle)) > 300
        again = step(feed, store, tmp_path, "home", datetime.now(UTC))
        assert again.state.trouble == ""
        assert len(again.changes) < 40
    state = read_state(tmp_path, "sim")
    etag = {"If-None-Match": state.etag}
    answer = requests.get(address, params={"since": state.sequence}, headers=etag, timeout=10)
    assert answer.status_code in (200, 304)
    assert answer.headers["Port-Time"]


def test_it_pushes_what_it_would_answer(address: str, tmp_path: Path) -> None:
    events = address.replace("vehicles", "events")
    feed = EventPort(EventFeed(name="sim", url=events), "home")
    with Store.open(tmp_path) as store:
        assert step(feed, store, tmp_path, "home", datetime.now(UTC)).state.trouble == ""
        known = {each.plate for each in store.find(Vehicle)}
    feed.close()
    told = requests.get(address, timeout=10).json()
    assert known == {each["plate"] for each in told["vehicles"]}


WRONG = {"HTTP": "gap,rewind,duplicate,reorder,cut,slow,html,500,skew=+7m", "SSE": "gap,late,cut"}


@pytest.mark.logs("kiosk.queue.feeds")
@pytest.mark.parametrize("way", WRONG)
def test_a_feed_gets_through_all_it_does_wrong(way: str, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    with simulator("--speed", "600", "--misbehave", WRONG[way], "--events", str(file)) as url:
        if way == "HTTP":
            feed = HttpPort(HttpFeed(name="sim", url=url), "home")
        else:
            feed = EventPort(EventFeed(name="sim", url=url.replace("vehicles", "events")), "home")
        with Store.open(tmp_path / "home") as store:
            for _ in range(60):
                state = step(feed, store, tmp_path / "home", "home", datetime.now(UTC)).state
                if state.gaps + state.rewinds and state.vehicles > 300 and not state.trouble:
                    break
                time.sleep(0.05)
            assert store.count(Vehicle) > 300
            assert state.gaps + state.rewinds  # what it does wrong is drawn by lot
        feed.close()
    header, *rows = file.read_text("utf-8").splitlines()
    assert header == "at,event,plate,country,lane,reason"
    assert len(rows) > 1000
    assert [row.split(",")[0] for row in rows] == sorted(row.split(",")[0] for row in rows)


@pytest.mark.parametrize("kind", ["gasp", "skew=7", "cut=2"])
def test_an_unknown_misbehaviour_is_one_sentence(kind: str) -> None:
    told = CliRunner().invoke(port_sim, ["--port", "0", "--misbehave", kind])
    assert isinstance(told.exception, BadInput)


def test_a_wrong_question_gets_a_400(address: str) -> None:
    assert requests.get(address, params={"since": "-1"}, timeout=10).status_code == 400
    assert requests.get(address, params={"since": "x"}, timeout=10).status_code == 400


def test_a_taken_port_is_one_sentence() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "kiosk", "port-sim", "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ},
        )
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
