"""Two feeds tell of the same vehicles: whichever answers first, each says how many it knows."""

import itertools
import shutil
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.queue.feeds.batch import Batch, FeedState
from kiosk.queue.feeds.folder import DropFolder
from kiosk.queue.feeds.runner import step
from kiosk.queue.feeds.settings import FolderFeed
from kiosk.queue.feeds.taking import take
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import PortEvent, Vehicle, VehicleState

SAMPLES = Path(__file__).parent / "samples"
TABLES = {"chinese": "horgos-out-20260301.csv", "kazakh": "nur-zholy-2026-03-01.csv"}
KNOWN = {"chinese": 1102, "kazakh": 698}
NOW = datetime(2036, 3, 3, tzinfo=UTC)  # long after the tables were written on this disk


@pytest.fixture
def ask(tmp_path):
    """Drops each side's table and asks the feed of that name once, with a store of its own."""
    for name, table in TABLES.items():
        (tmp_path / name).mkdir()
        shutil.copyfile(SAMPLES / table, tmp_path / name / table)
    (tmp_path / "home").mkdir()

    def ask(name: str):
        feed = DropFolder(FolderFeed(name=name, path=str(tmp_path / name)), "horgos-jinyi")
        with Store.open(tmp_path / "home") as store:
            return step(feed, store, tmp_path / "home", "horgos-jinyi", NOW).state

    return ask


@pytest.mark.parametrize("order", list(itertools.permutations(TABLES)))
def test_one_after_the_other(ask, tmp_path, order):
    assert {name: ask(name).vehicles for name in order} == KNOWN
    with Store.open(tmp_path / "home") as store:
        assert store.count(Vehicle) == 1102


def test_at_the_same_moment(ask, tmp_path, monkeypatch):
    """The newer table arrives while the older one is between reading and writing: it waits, and
    then its word stands."""
    newer = threading.Thread(target=ask, args=("chinese",))
    find = Store.find

    def slowly(store, kind, **where):
        found = find(store, kind, **where)
        if kind is Vehicle and threading.current_thread() is not newer and not newer.ident:
            newer.start()
            newer.join(1.0)
        return found

    monkeypatch.setattr(Store, "find", slowly)
    assert ask("kazakh").vehicles == KNOWN["kazakh"]
    newer.join()
    with Store.open(tmp_path / "home") as store:
        vehicles = find(store, Vehicle)
    assert len(vehicles) == KNOWN["chinese"]
    # 12 of the older table's 698 were told otherwise by the newer one
    assert sum(vehicle.feed == "kazakh" for vehicle in vehicles) == 686


def test_who_is_left_out_of_a_list_and_comes_back_has_one_past(tmp_path):
    """As when one feed lists a lorry longer than the other, or forgets it once."""
    begin = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    registered, called = stamp(begin), stamp(begin + timedelta(minutes=5))
    state = FeedState(name="port")
    with Store.open(tmp_path) as store:
        for minute, listed in enumerate((True, False, True, False, True), start=10):
            as_of = begin + timedelta(minutes=minute)
            rows = {
                plate: Vehicle(
                    id=f"KZ-{plate}", plate=plate, country="KZ", state=VehicleState.CALLED,
                    registered_at=registered, called_at=called, as_of=stamp(as_of), feed="port",
                )
                for plate in (["123ABC02"] if listed else []) + ["456DEF05"]
            }  # fmt: skip
            batch = Batch(vehicles=tuple(rows.values()), as_of=as_of, full=True)
            state = take(store, batch, state, as_of).state
        told = Counter((each.vehicle, each.change) for each in store.find(PortEvent))
    assert set(told.values()) == {1}
    assert len(told) == 4


def test_a_first_list_is_logged_in_the_order_in_which_it_happened(ask, tmp_path):
    """The forecast's time never runs backwards: it would take the day for one moment."""
    ask("chinese")
    with Store.open(tmp_path / "home") as store:
        events, _ = store.later(PortEvent)
    assert len({each.vehicle for each in events}) > 1000
    assert [each.at for each in events] == sorted(each.at for each in events)
