"""Keeping house beside the screen: nothing that goes wrong there ends it."""

from datetime import UTC, datetime, timedelta

from kiosk.background import keep_house
from kiosk.config import Settings
from kiosk.queue.times import stamp
from kiosk.store import Store, backups
from sync.records import PageUse, PortChange, PortEvent, VehicleCount, VehicleSummary

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SETTINGS = Settings(home="horgos")


def old_use() -> PageUse:
    at = (NOW - timedelta(days=4000)).isoformat()
    return PageUse(id="old", at=at, page="home", locale="en", seconds=1)


def test_a_backup_that_can_t_be_made_is_said_and_retention_goes_on(tmp_path):
    with Store.open(tmp_path) as store:
        store.adopt([old_use()])
    (tmp_path / "backups").write_text("no folder")
    assert str(tmp_path) in keep_house(tmp_path, NOW, SETTINGS)
    with Store.open(tmp_path) as store:
        assert store.count(PageUse) == 0
    (tmp_path / "backups").unlink()
    assert keep_house(tmp_path, NOW, SETTINGS) == ""
    assert len(backups(tmp_path)) == 1


def called(days: float, vehicle: str = "KZ-123ABC02") -> PortEvent:
    at = stamp(NOW - timedelta(days=days))
    return PortEvent(id=f"{days}", change=PortChange.CALLED, at=at, heard_at=at, vehicle=vehicle)


def test_a_day_is_summed_up_before_its_plates_are_veiled(tmp_path):
    with Store.open(tmp_path) as store:
        store.adopt([called(6), called(3)])
    assert keep_house(tmp_path, NOW, SETTINGS) == ""
    with Store.open(tmp_path) as store:
        days = store.find(VehicleSummary, order="at", home="horgos")
        counted = [VehicleCount(lane="general", country="KZ", called=1)]
        assert [each.vehicles for each in days] == [[], [], counted, [], []]
        assert {each.vehicle[0] for each in store.find(PortEvent)} == {"#"}
