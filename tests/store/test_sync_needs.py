"""When the sync needs a person."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from kiosk.store.sync_needs import ENROL_AGAIN, Need, joined_at, need
from kiosk.store.sync_state import SyncState
from sync import identity
from sync.identity import Identity

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
JOINED = NOW - timedelta(days=30)
WELL = SyncState(
    synced_at=NOW - timedelta(minutes=5), verified_at=None, trouble="", waiting=0, removals=0,
    at_home=False, up=0, down=0,
)  # fmt: skip
LATE = NOW - timedelta(days=1, minutes=1)


@pytest.mark.parametrize(
    ("state", "needed"),
    [
        ({}, Need()),
        ({"waiting": 5000}, Need()),
        ({"removals": 12}, Need("removals", 12)),
        ({"removals": 12, "trouble": "The line broke."}, Need()),  # noted, and not yet counted up
        ({"trouble": "The line broke."}, Need()),
        ({"trouble": f"This device was revoked. {ENROL_AGAIN}", "removals": 3}, Need("enrol")),
        ({"synced_at": LATE}, Need("silence", since=LATE)),
        ({"synced_at": None}, Need("silence", since=JOINED)),
    ],
)
def test_what_a_person_is_needed_for(state, needed):
    assert need(replace(WELL, **state), JOINED, NOW) == needed


def test_who_has_joined_nobody_needs_nobody():
    assert need(replace(WELL, synced_at=None, removals=9), None, NOW) == Need()


def test_a_device_that_has_just_joined_has_a_day():
    assert need(replace(WELL, synced_at=LATE), NOW - timedelta(hours=2), NOW) == Need()


def test_when_it_joined_is_seen_by_its_key(tmp_path):
    assert joined_at(tmp_path) is None
    identity.prepare(tmp_path, Identity.new("d"))
    assert joined_at(tmp_path) is None
    identity.adopt(tmp_path)
    assert abs(joined_at(tmp_path) - datetime.now(UTC)) < timedelta(minutes=1)
