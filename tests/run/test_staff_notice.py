"""The door says to staff that the store was damaged, whichever program found it so."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.home import ensure_sample
from kiosk.states import stage
from kiosk.store import Store
from kiosk.store.backup import back_up_now

pytestmark = pytest.mark.logs("kiosk.store")


@pytest.mark.parametrize(("days", "told"), [(0, True), (2, True), (4, False)])
def test_the_door_tells_what_another_program_has_mended(tmp_path, qapp, days, told):
    ensure_sample(tmp_path)
    taken = back_up_now(tmp_path, datetime.now(UTC))
    (tmp_path / "kiosk.db").write_bytes(b"no database at all" * 500)
    with Store.open(tmp_path) as store:  # as `kiosk check` would
        assert store.mended

    app = stage(tmp_path, now=datetime.now(UTC) + timedelta(days=days))
    try:
        assert (app.house.mended > 0) is told
        if told:
            assert abs(app.house.backup / 1000 - taken.at.timestamp()) < 1
    finally:
        app.close()
