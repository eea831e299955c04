"""How a device is, told when it is news."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from kiosk.background import keep_house
from kiosk.config import Settings
from kiosk.status import measured, says_more, tell_status
from kiosk.store import Store
from sync.outbox import record_of
from sync.records import DeviceStatus

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOLD = DeviceStatus(
    id="d", home="horgos", as_of="2026-03-03T12:00:00+00:00", version="0.1.0",
    started_at="2026-03-01T08:00:00+00:00", locale="kk_KZ", disk_free=10_000_000_000,
    store_size=50_000_000, battery=100, backup_at="2026-03-03T11:00:00+00:00",
)  # fmt: skip


@pytest.mark.parametrize(
    "news",
    [
        {"version": "0.2.0"},
        {"locale": "ru_RU"},
        {"started_at": "2026-03-03T11:59:00+00:00"},
        {"disk_free": 7_900_000_000},
        {"store_size": 61_000_000},
        {"battery": 80},
        {"battery": -1},
        {"backup_at": "2026-03-04T11:00:00+00:00"},
        {"backup_at": ""},
    ],
)
def test_what_someone_should_hear_of_is_news(news):
    assert says_more(TOLD, replace(TOLD, **news))
    assert says_more(replace(TOLD, **news), TOLD)


@pytest.mark.parametrize(
    "same",
    [
        {"as_of": "2026-03-05T12:00:00+00:00"},
        {"started_at": "2026-03-01T08:03:00+00:00"},  # the clock was set right
        {"disk_free": 9_000_000_000},
        {"store_size": 55_000_000},
        {"battery": 90},
        {"backup_at": "2026-03-04T10:00:00+00:00"},
    ],
)
def test_what_changes_all_the_time_is_none(same):
    assert not says_more(TOLD, replace(TOLD, **same))
    assert not says_more(replace(TOLD, **same), TOLD)


def test_a_device_is_measured_and_told_once(tmp_path):
    with Store.open(tmp_path) as store:
        status = measured(store, "horgos", "kk_KZ", NOW)
        assert (status.id, status.home) == (store.head().device, "horgos")
        assert status.disk_free > 0
        assert status.store_size == (tmp_path / "kiosk.db").stat().st_size
        assert -1 <= status.battery <= 100
        assert datetime.fromisoformat(status.started_at) < datetime.now(UTC)
        assert tell_status(store, status)
        assert not tell_status(store, replace(status, as_of="2026-03-03T13:00:00+00:00"))
        (op,) = store.outbox()
        assert record_of(op, DeviceStatus) == status == store.get(DeviceStatus, status.id)


def test_keeping_house_tells_it_and_not_every_time(tmp_path):
    settings = Settings(home="horgos", language="ug_CN")
    with Store.open(tmp_path):
        pass
    for minutes in (0, 5, 10):
        assert keep_house(tmp_path, NOW + timedelta(minutes=minutes), settings) == ""
    with Store.open(tmp_path) as store:
        (status,) = store.find(DeviceStatus)
        assert (status.home, status.locale) == ("horgos", "ug_CN")
        assert status.backup_at == NOW.isoformat()
        assert len(store.outbox()) == 1
