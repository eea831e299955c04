"""What headquarters writes for the house stands on the wall, whoever syncs its folder."""

import pytest

from kiosk.home import ensure_sample
from kiosk.states import stage_wall
from kiosk.store import Store
from kiosk.store.syncing import StoreLocal
from kiosk.tv.house import HouseReader
from sync.records import Notice
from tests.store.upstream import at, gone, row

PATIENCE = 60_000  # milliseconds


@pytest.fixture
def wall(qapp, tmp_path):
    made = stage_wall(tmp_path)
    reader = HouseReader(tmp_path, "horgos-jinyi", made.told.emit)
    reader.start()
    yield made
    reader.stop()
    made.language.use("zh_CN")
    made.close()


def said(wall):
    """What the strip says in its turns, in English."""
    wall.language.use("en")
    found = set()
    for turn in range(40):
        wall.view.tick(10 * turn)
        found |= {wall.view.strip.first, wall.view.strip.second}
    return found


def test_a_notice_that_a_sync_has_heard_stands_there_until_it_is_removed(wall, qtbot, tmp_path):
    ensure_sample(tmp_path)
    text = dict.fromkeys(("en", "zh_CN"), "Snow on the pass: chains")
    notice = Notice(id="notice-snow", home="horgos-jinyi", text=text)
    with Store.open(tmp_path) as store, StoreLocal(store) as local:
        local.take([row(notice)], [], at(1))
    qtbot.waitUntil(lambda: any("Snow" in each for each in said(wall)), timeout=PATIENCE)
    with Store.open(tmp_path) as store, StoreLocal(store) as local:
        local.take([gone(Notice, "notice-snow", 2)], [], at(2))
        local.settle(allowed=True)
    qtbot.waitUntil(lambda: not any("Snow" in each for each in said(wall)), timeout=PATIENCE)
