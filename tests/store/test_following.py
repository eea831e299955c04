"""A store that others write is read again when they have, and only then."""

import threading
import time
from pathlib import Path

import pytest

from kiosk.store import FEEDS, FolderLock, Following, Store, is_held
from kiosk.store.lock import StoreLock
from sync.records import Rate


def rate(per_yuan: float) -> Rate:
    return Rate(id="r", currency="KZT", per_yuan=per_yuan, as_of="2026-11-03T12:00:00+08:00")


def within(seconds: float, holds) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def reading(tmp_path: Path):
    """A follower of the store in tmp_path, and what it has read."""
    seen: list[float] = []
    beside = [0]

    def read(store: Store) -> None:
        seen.append(sum(each.per_yuan for each in store.find(Rate)))

    following = Following(tmp_path, "reading", read, lambda: beside[0])
    following.start()
    yield seen, beside
    following.stop()


def test_it_reads_at_the_start_and_after_every_write(tmp_path: Path, reading):
    seen, _ = reading
    assert within(10, lambda: seen == [0])
    with Store.open(tmp_path) as store:
        store.adopt([rate(70)])
        assert within(10, lambda: seen == [0, 70])
        store.adopt([rate(71)])
        assert within(10, lambda: seen == [0, 70, 71])
        store.adopt([rate(71)])  # changes nothing
        time.sleep(0.5)
    assert seen == [0, 70, 71]


def test_it_reads_when_a_file_beside_the_store_has_changed(reading):
    seen, beside = reading
    assert within(10, lambda: len(seen) == 1)
    beside[0] = 1
    assert within(10, lambda: len(seen) == 2)


def test_a_reader_that_has_ended_leaves_the_store_to_others(tmp_path: Path):
    following = Following(tmp_path, "reading", lambda _: None)
    following.start()
    lock = StoreLock(tmp_path)
    assert within(10, lambda: (tmp_path / "kiosk.db").exists() and not lock.alone())
    following.stop()
    assert lock.alone()
    lock.release()


@pytest.mark.logs("kiosk.store.following")
def test_what_can_t_be_read_is_said_once_and_tried_again(tmp_path: Path, caplog):
    (tmp_path / "kiosk.db").mkdir()
    following = Following(tmp_path, "reading", lambda _: None)
    following.start()
    assert within(10, lambda: len(caplog.messages) == 1)
    time.sleep(2.5)
    following.stop()
    assert len(caplog.messages) == 1


def test_one_asks_the_port_and_who_looks_takes_nothing_away(tmp_path: Path):
    assert not is_held(tmp_path, FEEDS)
    with FolderLock(tmp_path, FEEDS):
        assert is_held(tmp_path, FEEDS)
        assert not is_held(tmp_path)
    assert not is_held(tmp_path, FEEDS)


def test_who_looks_whether_a_kiosk_runs_never_keeps_one_from_starting(tmp_path: Path):
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            is_held(tmp_path)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(200):
            FolderLock(tmp_path).release()
    finally:
        over.set()
        looking.join()
