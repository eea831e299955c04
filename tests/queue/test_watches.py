"""Watches as they are kept: by the kiosk, and by staff's commands beside it."""

import base64
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Failure
from kiosk.i18n.locales import LOCALES
from kiosk.queue.plates import vehicle_id
from kiosk.queue.times import stamp
from kiosk.queue.watch_code import code, read_code
from kiosk.queue.watches import Watches
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.records import KINDS, Vehicle, VehicleState, Watch, new_id

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
TRUCK = Vehicle(id="KZ 123ABC02", plate="123ABC02", country="KZ", state=VehicleState.WAITING,
                as_of=stamp(NOON))  # fmt: skip
CALLED = Vehicle(id="KZ 123ABC02", plate="123ABC02", country="KZ", state=VehicleState.CALLED,
                 gate="3", as_of=stamp(NOON))  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path) as opened:
        yield opened


def test_a_wish_is_kept_once_and_holds_no_name(store):
    watches = Watches(store, "horgos")
    first = watches.take(TRUCK, 10, "kk_KZ", NOON)
    assert watches.take(TRUCK, 10, "ru_RU", NOON).id == first.id
    assert watches.take(TRUCK, 0, "ru_RU", NOON).id != first.id
    assert {(each.ahead, each.locale) for each in store.find(Watch)} == {
        (10, "ru_RU"), (0, "ru_RU")
    }  # fmt: skip
    assert "name" not in Watch.__struct_fields__


def test_a_watch_stays_two_days_in_the_home(store):
    Watches(store, "horgos").take(TRUCK, 0, "kk_KZ", NOON)
    store.expire(NOON + timedelta(hours=47))
    assert store.count(Watch) == 1
    store.expire(NOON + timedelta(hours=49))
    assert store.count(Watch) == 0
    assert not store.outbox()
    assert KINDS["watch"] is Watch


def test_a_restart_neither_forgets_nor_begins_anew(store, tmp_path):
    watches = Watches(store, "horgos")
    watches.take(TRUCK, 0, "kk_KZ", NOON)
    assert watches.notice({CALLED.id: CALLED}, {}, NOON)
    assert not watches.notice({CALLED.id: CALLED}, {}, NOON)
    with Store.open(tmp_path) as again:
        restarted = Watches(again, "horgos")
        assert restarted.all[0].told == 1
        assert not restarted.notice({CALLED.id: CALLED}, {}, NOON + timedelta(seconds=30))
        assert restarted.notice({CALLED.id: CALLED}, {}, NOON + timedelta(minutes=3))


def test_what_staff_has_told_again_is_seen_by_the_running_kiosk(store, tmp_path):
    kiosk = Watches(store, "horgos")
    kiosk.take(TRUCK, 0, "kk_KZ", NOON)
    kiosk.notice({CALLED.id: CALLED}, {}, NOON)
    assert not kiosk.read()
    with Store.open(tmp_path) as beside:
        assert Watches(beside, "horgos").repeat("123ABC02", NOON)
        assert not Watches(beside, "horgos").repeat("999ZZZ02", NOON)
    assert kiosk.read()
    assert kiosk.all[0].repeated_at == stamp(NOON)
    # what the kiosk writes then does not undo it
    assert kiosk.notice({CALLED.id: CALLED}, {}, NOON + timedelta(minutes=3))
    assert kiosk.all[0].repeated_at == stamp(NOON)


@pytest.mark.logs("kiosk.queue")
def test_on_a_full_disk_drivers_are_told_and_nothing_new_is_promised(store):
    watches = Watches(store, "horgos")
    watches.take(TRUCK, 0, "kk_KZ", NOON)
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    other = Vehicle(id="x" * 200_000, plate="x", country="ZZ", state=TRUCK.state, as_of=TRUCK.as_of)
    with pytest.raises(Failure):
        watches.take(other, 0, "kk_KZ", NOON)
    assert len(watches.all) == 1


@pytest.mark.logs("kiosk.queue")
def test_what_can_not_be_kept_is_told_all_the_same_and_kept_later(store, tmp_path, caplog):
    watches = Watches(store, "horgos")
    watches.take(TRUCK, 0, "kk_KZ", NOON)
    store._db.execute("PRAGMA query_only = ON")
    assert watches.notice({CALLED.id: CALLED}, {}, NOON)
    assert watches.all[0].told == 1
    assert store.find(Watch)[0].told == 0
    watches.notice({CALLED.id: CALLED}, {}, NOON)
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    store._db.execute("PRAGMA query_only = OFF")
    watches.notice({CALLED.id: CALLED}, {}, NOON)
    assert store.find(Watch) == watches.all


PLATES = st.tuples(
    st.sampled_from(["CN", "KZ", "RU", "ZZ"]),
    st.text("0123456789ABCX新挂", min_size=1, max_size=12),
)


@given(PLATES, st.sampled_from(list(LOCALES)), st.integers(0, 20), st.integers(0, 2**40))
def test_a_code_holds_its_watch(plate, locale, ahead, moment):
    country, text = plate
    at = stamp(datetime.fromtimestamp(moment / 1000, UTC))
    taken = Watch(
        id=new_id(moment), home="horgos", vehicle=vehicle_id(country, text), plate=text,
        country=country, locale=locale, ahead=ahead, at=at,
    )  # fmt: skip
    said = code(taken)
    assert read_code(said, "horgos") == read_code(f" {said.lower()}\n", "horgos") == taken
    assert set(said) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:DHW1")
    assert len(said) <= 114, "a small code: a QR of version 5 holds 154 such letters"
    for end in range(len(said)):
        assert read_code(said[:end], "horgos") is None


@pytest.mark.parametrize(
    "text", ["", "DHW1:", "DHW1:AAAA", "DHT1:AGJPBQJLHR6U5D2QMFZIHFAKDM", "https://a.b/c",
             "DHW1:AGJPBQJLHR6U5D2QMFZIHFAK!M", "6901234567892", "DHW1:" + "A" * 40,
             "DHW1:" + "Ж" * 26, "DHW1:" + "A" * 900]
)  # fmt: skip
def test_another_code_is_no_watch(text):
    assert read_code(text, "horgos") is None


def test_a_slip_of_another_screen_is_kept_here_and_what_is_due_is_read_already(store):
    watches = Watches(store, "horgos")
    slip = Watch(
        id=new_id(), home="horgos", vehicle=TRUCK.id, plate=TRUCK.plate, country="KZ",
        locale="kk_KZ", at=stamp(NOON),
    )  # fmt: skip
    watches.adopt(slip, TRUCK, {TRUCK.id: 12}, NOON)
    assert store.find(Watch) == watches.all == [slip]
    assert watches.notice({CALLED.id: CALLED}, {}, NOON)
    assert watches.all[0].told == 1
    other = msgspec.structs.replace(slip, id=new_id())
    watches.adopt(other, CALLED, {}, NOON)
    assert watches.get(other.id).answered_at
    assert not watches.notice({CALLED.id: CALLED}, {}, NOON + timedelta(minutes=2))


def forged(moment: int, ahead: int) -> str:
    id = moment.to_bytes(6, "big") + bytes.fromhex("70008000000000000000")
    wish = msgspec.msgpack.encode(("KZ", "123ABC02", "ru_RU", ahead))
    return "DHW1:" + base64.b32encode(id + wish).decode().rstrip("=")


@pytest.mark.parametrize(
    ("moment", "ahead"), [(253_402_300_799_000, 0), (2**48 - 1, 0), (1_772_424_000_000, 2**63)]
)
def test_what_no_kiosk_wrote_is_no_watch(moment, ahead):
    assert read_code(forged(moment, ahead), "horgos") is None


def test_a_slip_of_a_clock_that_is_ahead_is_not_kept_until_then(store):
    slip = read_code(forged(int(NOON.timestamp() * 1000) + 10**11, 0), "horgos")
    Watches(store, "horgos").adopt(slip, TRUCK, {}, NOON)
    (kept,) = store.find(Watch)
    assert (kept.id, kept.at) == (slip.id, stamp(NOON))


@pytest.mark.logs("kiosk.queue", "kiosk.store")
def test_a_store_that_can_not_be_read_silences_nobody(store, tmp_path, caplog, monkeypatch):
    watches = Watches(store, "horgos")
    watches.take(TRUCK, 0, "kk_KZ", NOON)

    def broken(*_, **__):
        raise Failure("The store is damaged.")

    monkeypatch.setattr(store, "find", broken)
    monkeypatch.setattr(store, "version", broken)
    for _ in range(3):
        assert not watches.read()
    assert watches.notice({CALLED.id: CALLED}, {}, NOON)
    assert watches.all[0].told == 1
    assert not watches.notice({CALLED.id: CALLED}, {}, NOON)
    levels = [record.levelname for record in caplog.records]
    assert [level for level in levels if level != "INFO"] == ["ERROR", "ERROR"]
