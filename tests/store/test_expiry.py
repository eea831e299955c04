"""What is past its kind's retention goes, here and by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store import Store
from sync.records import PageUse, Rate, Vehicle

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.logs("kiosk.store.expiry")
def test_a_vehicle_goes_after_48_hours_whatever_the_zone_it_is_told_in(folder, vehicle, page_use):
    with Store.open(folder) as store:
        store.put(
            vehicle(1, as_of="2026-11-21T15:59:59+08:00"),  # 48 h and a second
            vehicle(2, as_of="2026-11-21T16:00:00+08:00"),
            vehicle(6, as_of="2026-11-23T16:00:00+08:00"),
            vehicle(3, as_of="2026-11-21T12:59:59+05:00"),
            vehicle(4, as_of=""),
            vehicle(5, as_of="2026-11-01T08:00:00"),
            page_use(1, at="2026-08-25T07:00:00+00:00"),
            page_use(2),
        )
        told = store.outbox()

        gone = store.expire(NOW)

        assert {(change.id, change.after) for change in gone} == {
            ("KZ-00001", None),
            ("KZ-00003", None),
            ("use-00001", None),
        }
        assert [v.id[-1] for v in store.find(Vehicle)] == ["2", "4", "5", "6"]
        assert store.find(PageUse) == [page_use(2)]
        assert store.outbox() == told
        assert store.expire(NOW) == []


def test_the_last_picture_stays_while_the_port_is_silent(folder, vehicle):
    with Store.open(folder) as store:
        store.put(
            vehicle(1, as_of="2026-11-01T08:00:00+08:00"),
            vehicle(2, as_of="2026-11-03T08:00:01+08:00"),
        )
        assert [change.id for change in store.expire(NOW)] == ["KZ-00001"]


def test_content_is_kept_while_it_holds(folder):
    rate = Rate(id="KZT", currency="KZT", per_yuan=74.2, as_of="2001-01-01T10:00:00+08:00")
    with Store.open(folder) as store:
        store.adopt([rate])
        assert store.expire(NOW) == []
        assert store.find(Rate) == [rate]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 100), max_size=8).map(lambda hours: [0, *hours]))
def test_what_stays_is_exactly_what_is_young_enough(tmp_path_factory, hours):
    with Store.open(tmp_path_factory.mktemp("home")) as store:
        store.put(
            *(
                Vehicle(
                    id=str(n),
                    plate=str(n),
                    country="KZ",
                    state="waiting",
                    as_of=(NOW - timedelta(hours=age)).isoformat(),
                )
                for n, age in enumerate(hours)
            )
        )
        store.expire(NOW)
        assert {v.id for v in store.find(Vehicle)} == {
            str(n) for n, age in enumerate(hours) if age <= 48
        }


def test_others_may_write_between_the_pieces_and_what_they_renew_stays(
    folder, vehicle, monkeypatch
):
    monkeypatch.setattr("kiosk.store.store._AT_ONCE", 2)
    with Store.open(folder) as store, Store.open(folder) as other:
        store.put(vehicle(9), *(vehicle(n, as_of="2026-11-01T08:00:00+08:00") for n in range(6)))
        renewed = [vehicle(n) for n in range(4, 6)]
        monkeypatch.setattr("kiosk.store.store.time.sleep", lambda _: other.put(*renewed))
        gone = store.expire(NOW)
        assert {change.id for change in gone} == {f"KZ-{n:05}" for n in range(4)}
        assert {v.id for v in store.find(Vehicle)} == {f"KZ-{n:05}" for n in (4, 5, 9)}
