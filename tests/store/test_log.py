"""The log of a port: added to and read on from a mark; old vehicles in it are veiled."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.store import Store
from kiosk.store.key import KEY, veil_key
from sync.records import PortChange, PortEvent

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def event(number: int, ago: timedelta, vehicle: str = "KZ-123ABC02") -> PortEvent:
    at = (NOW - ago).isoformat(timespec="seconds")
    return PortEvent(
        id=f"event-{number:05}", change=PortChange.CALLED, at=at, heard_at=at, vehicle=vehicle
    )


def test_what_is_new_is_read_on_from_the_mark(folder):
    with Store.open(folder) as store:
        store.put(event(2, timedelta(hours=1)), event(1, timedelta(hours=3)))
        first, mark = store.later(PortEvent)
        assert [each.id[-1] for each in first] == ["2", "1"]
        assert store.later(PortEvent, mark) == ([], mark)
        store.put(event(3, timedelta(0)))
        assert [each.id[-1] for each in store.later(PortEvent, mark)[0]] == ["3"]
        since = (NOW - timedelta(hours=2)).isoformat(timespec="seconds")
        assert [each.id[-1] for each in store.later(PortEvent, at_least=since)[0]] == ["2", "3"]


def test_after_two_days_a_plate_is_a_hash_and_still_the_same_vehicle_s(folder):
    with Store.open(folder) as store:
        old = timedelta(hours=48, seconds=1)
        store.put(
            event(1, old),
            event(2, old),
            event(3, timedelta(hours=48)),
            event(4, old, vehicle="CN-新F12345"),
            event(5, old, vehicle=""),
        )
        told = store.outbox()
        store.expire(NOW)
        store.expire(NOW)  # once is enough
        one, two, young, other, gate = (each.vehicle for each in store.find(PortEvent))
        assert one == two == store.veiled("KZ-123ABC02")
        assert other == store.veiled("CN-新F12345") != one
        assert (young, gate) == ("KZ-123ABC02", "")
        assert "123ABC02" not in one
        assert store.outbox() == told
        assert (folder / KEY).stat().st_mode & 0o777 == 0o600
    with Store.open(folder) as store:
        assert store.veiled("KZ-123ABC02") == one


def test_the_log_is_kept_for_thirty_days(folder):
    with Store.open(folder) as store:
        store.put(event(1, timedelta(days=30, seconds=1)), event(2, timedelta(days=30)))
        assert [change.id[-1] for change in store.expire(NOW)] == ["1"]


@pytest.mark.parametrize("torn", [b"", b"short"])
def test_a_torn_key_is_made_anew(folder, torn):
    folder.mkdir()
    (folder / KEY).write_bytes(torn)
    key = veil_key(folder)
    assert len(key) == 32
    assert veil_key(folder) == key
    assert [path.name for path in folder.iterdir()] == [KEY]


def test_an_older_store_gets_the_index(folder):
    with Store.open(folder) as store:
        store.put(event(1, timedelta(0)))
        store._db.execute('DROP INDEX "port-event by at"')
    with Store.open(folder) as store:
        plan = store._db.execute(
            'EXPLAIN QUERY PLAN SELECT * FROM "port-event" WHERE at >= ?', ("2026",)
        ).fetchall()
        assert "port-event by at" in str(plan)
