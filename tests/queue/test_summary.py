"""A day at the port summed up: each vehicle once, and no plate."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from kiosk.queue.history import happened
from kiosk.queue.summaries import sum_up
from kiosk.queue.summary import days_due, summary
from kiosk.queue.times import stamp
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.outbox import record_of
from sync.records import (
    Lane,
    PortChange,
    PortEvent,
    Vehicle,
    VehicleCount,
    VehicleState,
    VehicleSummary,
    new_id,
)

DAY = date(2026, 3, 2)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=BEIJING)
TRUCK, OTHER = "KZ-123ABC02", "CN-新F12345"


def event(change: str, hours: float, vehicle: str = TRUCK, **fields: object) -> PortEvent:
    """So many hours after the day began."""
    at = stamp(MIDNIGHT + timedelta(hours=hours))
    return PortEvent(
        id=new_id(), change=PortChange(change), at=at, heard_at=at, vehicle=vehicle, **fields
    )


def gate(change: str, hours: float) -> PortEvent:
    return event(change, hours, vehicle="")


def day(*events: PortEvent, name=str, device: str = "d") -> VehicleSummary:
    return summary(DAY, events, name, home="horgos", device=device)


def test_each_vehicle_counts_once_by_lane_and_country():
    found = day(
        event("called", 9),
        event("registered", 10),  # its call was taken back
        event("called", 11),
        event("departed", 11.5),
        event("departed", 11.6),  # another feed says it too
        event("held", 9, OTHER, lane=Lane.PRIORITY),
        event("cancelled", 12, OTHER, lane=Lane.PRIORITY),
        event("departed", -1, "KZ-1"),  # yesterday
        event("departed", 24, "KZ-2"),  # tomorrow
    )
    assert found.vehicles == [
        VehicleCount(lane=Lane.GENERAL, country="KZ", called=1, departed=1),
        VehicleCount(lane=Lane.PRIORITY, country="CN", cancelled=1, held=1),
    ]
    assert found.departed_by_hour == [0] * 11 + [1] + [0] * 12
    assert (found.at, found.home) == ("2026-03-02T00:00:00+08:00", "horgos")
    assert "123ABC02" not in msgspec.json.encode(found).decode()
    assert "新F" not in msgspec.json.encode(found).decode()


def test_a_vehicle_that_the_log_has_veiled_meanwhile_is_the_same_one():
    found = day(
        event("registered", -30, "#veiled"),
        event("called", 6, TRUCK),
        name=lambda vehicle: "#veiled",
    )
    assert (found.waited, found.median_wait) == (1, 36 * 60)
    assert day(event("called", 6, "#veiled")).vehicles == [
        VehicleCount(lane=Lane.GENERAL, country="", called=1)
    ]


def test_half_of_those_whose_registration_is_known_waited_so_long():
    waits = {"A": 1, "B": 2, "C": 9}
    events = [event("called", 12, f"KZ-{each}") for each in [*waits, "D"]]
    events += [event("registered", 12 - hours, f"KZ-{each}") for each, hours in waits.items()]
    found = day(*events)
    assert (found.waited, found.median_wait) == (3, 120)
    nobody = day(event("called", 12))
    assert (nobody.waited, nobody.median_wait) == (0, 0)


def test_a_closure_counts_with_what_of_it_lies_in_the_day():
    found = day(
        gate("closed", -2),
        gate("opened", 0.5),
        gate("closed", 10),
        gate("closed", 10.1),  # by another feed
        gate("opened", 10.75),
        gate("closed", 23),
    )
    assert found.closures == [30, 45, 60]


def test_a_day_of_which_nothing_was_heard_has_no_vehicles():
    found = day(event("called", -3), event("called", 30), gate("opened", -5))
    assert (found.vehicles, found.closures, found.waited) == ([], [], 0)
    assert found.departed_by_hour == [0] * 24


def test_a_silent_day_is_summed_up_once_too(tmp_path):
    with Store.open(tmp_path) as store:
        store.put(gate("opened", -30), event("called", 50))
        now = MIDNIGHT + timedelta(hours=52)
        assert [len(each.vehicles) for each in sum_up(store, "horgos", now)] == [0] * 3
        assert sum_up(store, "horgos", now) == []


def test_two_devices_say_the_same_twice_and_one_says_it_once():
    events = [event("called", 9)]
    assert day(*events).id == day(*events).id
    assert day(*events).id != day(*events, device="e").id
    assert day(*events).id != day(*events, event("called", 10, OTHER)).id


@pytest.mark.parametrize(
    ("now", "heard_since", "told", "due"),
    [
        (24.5, -24, [], [-1]),  # the tables of its last hour may still come
        (25, 0, [], [0]),
        (25, 0.1, [], []),  # heard in part
        (25, -48, [], [-2, -1, 0]),
        (25, -48, [-1, 0], [-2]),
        (25, -24 * 20, [0], [-6, -5, -4, -3, -2, -1]),  # a week at most
    ],
)
def test_a_day_is_due_once_it_is_over_and_was_heard_whole(now, heard_since, told, due):
    def hours(number: float) -> datetime:
        return MIDNIGHT + timedelta(hours=number)

    found = days_due(hours(heard_since), hours(now), [stamp(hours(24 * each)) for each in told])
    assert found == [DAY + timedelta(days=each) for each in due]


def test_it_is_written_once_and_goes_up(tmp_path):
    came = MIDNIGHT + timedelta(hours=8)
    waiting = Vehicle(
        id=TRUCK, plate="123ABC02", country="KZ", state=VehicleState.WAITING,
        registered_at=stamp(came), as_of=stamp(came),
    )  # fmt: skip
    later = came + timedelta(minutes=90)
    called = msgspec.structs.replace(
        waiting, state=VehicleState.CALLED, called_at=stamp(later), as_of=stamp(later)
    )
    with Store.open(tmp_path) as store:
        store.put(gate("opened", -1))
        store.put(*happened(None, waiting, came), *happened(waiting, called, later))
        now = MIDNIGHT + timedelta(days=1, hours=2)
        assert sum_up(store, "horgos", MIDNIGHT + timedelta(hours=20)) == []
        (written,) = sum_up(store, "horgos", now)
        assert sum_up(store, "horgos", now) == []
        assert store.find(VehicleSummary) == [written]
        assert (written.waited, written.median_wait) == (1, 90)
        (op,) = store.outbox()
        assert record_of(op, VehicleSummary) == written


def test_a_log_veiled_before_the_day_was_summed_up_still_knows_who_waited(tmp_path):
    with Store.open(tmp_path) as store:
        store.put(gate("opened", -1), event("registered", 8), event("called", 9))
        store.expire(MIDNIGHT + timedelta(hours=56.5))
        assert {each.vehicle[:1] for each in store.find(PortEvent)} == {"", "#", "K"}
        (written,) = sum_up(store, "horgos", MIDNIGHT + timedelta(days=2))
        assert (written.waited, written.median_wait) == (1, 60)
