"""What the screen is told: what the store holds, whoever wrote it, and the log of two days."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.queue.feeds import telling
from kiosk.queue.feeds.telling import Teller
from kiosk.queue.line import LiveLine
from kiosk.queue.news import News
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import PortChange, PortEvent, Vehicle, VehicleState

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def vehicle(number: int, position: int = 0) -> Vehicle:
    return Vehicle(
        id=f"KZ-{number}",
        plate=f"{number}",
        country="KZ",
        state=VehicleState.WAITING,
        position=position,
        as_of=stamp(NOW),
    )


def event(number: int, hours_ago: float) -> PortEvent:
    at = stamp(NOW - timedelta(hours=hours_ago))
    return PortEvent(id=f"{number:04}", change=PortChange.CALLED, at=at, heard_at=at)


def test_everything_is_told_once_and_then_what_changed(tmp_path: Path) -> None:
    told: list[News] = []
    teller = Teller(tmp_path, told.append)
    with Store.open(tmp_path) as store:
        store.put(vehicle(1), vehicle(2), event(1, 3))
        teller.tell(store, ["KZ-1"])
        assert told[-1].whole
        assert {each.id for each in told[-1].vehicles} == {"KZ-1", "KZ-2"}
        assert told[-1].events == ()
        store.put(vehicle(2, 7), event(2, 0))
        store.remove(Vehicle, "KZ-1")
        teller.tell(store, ["KZ-1", "KZ-2"])
        assert told[-1] == News(
            (vehicle(2, 7),), None, None, (event(2, 0),), gone=("KZ-1",), whole=False
        )
        teller.tell(store, ())
        assert told[-1] == News((), None, None, whole=False)
        teller.tell(store)
        assert told[-1] == News((vehicle(2, 7),), None, None)


def test_the_past_comes_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "PIECE", 3)
    told: list[News] = []
    teller = Teller(tmp_path, told.append)
    with Store.open(tmp_path) as store:
        past = [event(number, 50 - number) for number in range(12)]
        store.put(*past)
        teller.tell(store, ())
        teller.tell_past(store, NOW)
        store.put(event(99, 0))
        teller.tell(store, ())
    assert [each.id for news in told[1:-1] for each in news.events] == [
        f"{number:04}" for number in range(2, 12)
    ]
    assert [len(news.events) for news in told] == [0, 3, 3, 3, 1, 1]
    assert not any(news.vehicles or news.whole for news in told[1:])


def test_what_was_read_last_is_told_last(tmp_path: Path) -> None:
    known = LiveLine()
    second = threading.Event()

    def hear(news: News) -> None:
        if threading.current_thread() is slow:
            second.wait(0.3)  # the other feed stores and tells meanwhile, if it may
        known.take(news)

    def feed(position: int) -> None:
        with Store.open(tmp_path) as store:
            store.put(vehicle(1, position))
            teller.tell(store, ["KZ-1"])

    teller = Teller(tmp_path, hear)
    slow = threading.Thread(target=feed, args=(1,))
    with Store.open(tmp_path) as store:
        teller.tell(store, ())
        slow.start()
        while store.get(Vehicle, "KZ-1") is None:
            pass
        feed(2)
        second.set()
        slow.join()
        assert known.vehicles == {"KZ-1": vehicle(1, 2)}
