"""Hourly backups, the seven newest kept, each of them good."""

import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Failure
from kiosk.store import Store, back_up_if_due, backups
from kiosk.store.backup import EVERY, back_up_now, copy_store, next_due
from kiosk.store.examine import State, examine
from sync.records import PageUse

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TIMES = st.integers(1_577_836_800, 2_208_988_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(TIMES, TIMES)
def test_a_backup_is_never_further_off_than_an_hour(last, now):
    due = next_due(last, now)
    assert due <= now + EVERY
    assert due == last + EVERY or last > now
    assert next_due(None, now) == now


def test_one_an_hour_and_the_seven_newest_stay(folder):
    with Store.open(folder):
        for minutes in range(0, 12 * 60, 20):
            back_up_if_due(folder, NOW + timedelta(minutes=minutes))
    assert [backup.number for backup in backups(folder)] == [12, 11, 10, 9, 8, 7, 6]
    assert backups(folder)[0].at == NOW + timedelta(hours=11)
    assert all(examine(backup.path) is State.GOOD for backup in backups(folder))


def test_a_clock_that_jumped_back_neither_stops_backups_nor_drops_the_newest(folder):
    with Store.open(folder):
        for hours in range(7):
            back_up_now(folder, NOW + timedelta(hours=hours))
        long_ago = NOW - timedelta(days=9000)
        assert back_up_if_due(folder, long_ago).number == 8
        assert back_up_if_due(folder, long_ago) is None
    assert backups(folder)[0].at == long_ago
    assert len(backups(folder)) == 7


def test_a_backup_made_while_others_write_holds_a_whole_state(folder, page_use):
    with Store.open(folder):
        pass
    stop = threading.Event()

    def write():
        with Store.open(folder) as store:
            number = 0
            while not stop.is_set():
                store.put(page_use(number), page_use(number + 1))
                number += 2

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up_now(folder, NOW) for _ in range(5)]
    finally:
        stop.set()
        writer.join()

    for backup in made:
        db = sqlite3.connect(backup.path)
        (rows,), (ops,) = (
            db.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            for name in ("page-use", "outbox")
        )
        db.close()
        assert rows == ops
        assert rows % 2 == 0


def test_a_damaged_store_is_not_backed_up_over_good_backups(folder, page_use):
    with Store.open(folder) as store:
        store.put(*(page_use(n) for n in range(300)))
        good = back_up_now(folder, NOW)
    data = bytearray((folder / "kiosk.db").read_bytes())
    data[8192:] = os.urandom(len(data) - 8192)
    (folder / "kiosk.db").write_bytes(data)

    with pytest.raises(Failure, match="damaged"):
        back_up_now(folder, NOW + EVERY)

    assert backups(folder) == [good]
    assert list((folder / "backups").iterdir()) == [good.path]


@pytest.mark.logs("kiosk.store")
def test_a_backup_that_fails_leaves_what_stood_there(folder, tmp_path):
    with Store.open(folder):
        pass
    target = tmp_path / "stick" / "kiosk-backup.db"
    with pytest.raises(Failure):
        copy_store(folder / "kiosk.db", target, live=True)
    target.parent.mkdir()
    target.write_bytes(b"the backup of last year")
    (folder / "kiosk.db").write_bytes(b"no longer a database, but long enough" * 50)
    with pytest.raises(Failure):
        copy_store(folder / "kiosk.db", target, live=True)
    assert target.read_bytes() == b"the backup of last year"
    assert list(target.parent.iterdir()) == [target]


def test_a_backup_stands_alone_in_one_file(folder, tmp_path, page_use):
    with Store.open(folder) as store:
        store.add(page_use(1))
        copy_store(folder / "kiosk.db", tmp_path / "one.db", live=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "one.db").rename(elsewhere / "kiosk.db")
    with Store.open(elsewhere) as store:
        assert store.find(PageUse) == [page_use(1)]
        assert store.mended is None
