"""Keeping house beside the screen: nothing that goes wrong there ends it."""

from datetime import UTC, datetime, timedelta

from kiosk.background import keep_house
from kiosk.store import Store, backups
from sync.records import PageUse

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def old_use() -> PageUse:
    at = (NOW - timedelta(days=4000)).isoformat()
    return PageUse(id="old", at=at, page="home", locale="en", seconds=1)


def test_a_backup_that_can_t_be_made_is_said_and_retention_goes_on(tmp_path):
    with Store.open(tmp_path) as store:
        store.adopt([old_use()])
    (tmp_path / "backups").write_text("no folder")
    assert str(tmp_path) in keep_house(tmp_path, NOW)
    with Store.open(tmp_path) as store:
        assert store.count(PageUse) == 0
    (tmp_path / "backups").unlink()
    assert keep_house(tmp_path, NOW) == ""
    assert len(backups(tmp_path)) == 1
