"""What `kiosk check` says of the sync."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.home import ensure_sample
from kiosk.selftest import findings
from kiosk.store import Store
from kiosk.store.sync_needs import ENROL_AGAIN
from kiosk.store.syncing import StoreLocal
from sync import identity
from sync.identity import Identity
from sync.records import PageUse

NOW = datetime.now(UTC)
SERVER = "https://hq.example"


@pytest.fixture
def folder(tmp_path):
    ensure_sample(tmp_path)
    return tmp_path


def joined(folder, *lines):
    identity.prepare(folder, Identity.new("d"))
    identity.adopt(folder)
    file = folder / "kiosk.toml"
    file.write_text("\n".join((f'server = "{SERVER}"', file.read_text(), *lines)))


def noted(folder, *, at=NOW, trouble="", spent=0):
    with Store.open(folder) as store, StoreLocal(store) as local:
        local.synced(at, trouble)
        local.spent(f"{at + timedelta(hours=8):%Y-%m-%d}", spent, 0, 1, 0.1)


def said(folder, now=NOW):
    found = next(each for each in findings(folder, now) if each.part == "sync")
    return found.state, found.says


def test_one_that_has_joined_nobody_keeps_what_it_has(folder):
    assert said(folder) == ("ok", "Not enrolled at a server; 0 changes are kept for it.")


def test_it_says_when_what_waits_and_what_it_cost(folder):
    joined(folder)
    noted(folder, spent=1_234_000)
    with Store.open(folder) as store:
        at = NOW.isoformat()
        store.add(PageUse(id="u", home="h", at=at, page="meals", locale="ug_CN", seconds=3))
    state, says = said(folder)
    assert state == "ok"
    assert f"1 changes wait for {SERVER}, last synced at {NOW:%Y-%m-%d %H:%M}Z" in says
    assert "1.23 MB today." in says


def test_a_line_that_is_down_is_said_and_after_a_day_a_warning(folder):
    joined(folder)
    noted(folder)
    noted(folder, trouble="The server can't be reached.")
    assert said(folder, NOW + timedelta(hours=3))[0] == "ok"
    state, says = said(folder, NOW + timedelta(days=1, hours=1))
    assert state == "warning"
    assert says.endswith("The last sync was not done: The server can't be reached.")


def test_never_synced_is_never(folder):
    joined(folder)
    assert "last synced never" in said(folder)[1]


def test_a_device_that_must_be_enrolled_again_is_a_warning(folder):
    joined(folder)
    noted(folder, trouble=f"This device was revoked. {ENROL_AGAIN}")
    state, says = said(folder)
    assert state == "warning"
    assert "kiosk enroll" in says


def test_a_budget_that_is_used_up_is_a_warning(folder):
    joined(folder, "[sync]", "daily_budget_mb = 2")
    noted(folder, spent=1_000_000)
    assert said(folder)[0] == "ok"
    noted(folder, spent=1_000_000)
    state, says = said(folder)
    assert state == "warning"
    assert "2.00 MB today of 2." in says


def test_removals_that_wait_name_the_command(folder):
    joined(folder)
    noted(folder)
    with Store.open(folder) as store:
        store.connection.execute(
            "INSERT INTO removal (kind, record, version) VALUES ('dish', 'x', 1)"
        )
    state, says = said(folder)
    assert state == "warning"
    assert "1 removals wait for a person: `kiosk sync --once --allow-removals`." in says
