"""Rows of any order become one vehicle's true past."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.history import gate_happened, happened, in_order, reconciled
from kiosk.queue.times import stamp
from kiosk.zones import BEIJING
from sync.records import Gate, PortChange, PortEvent, Vehicle, VehicleState

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
S = VehicleState


def at(minutes: float) -> str:
    return stamp(NOON + timedelta(minutes=minutes))


def told(state: VehicleState, minute: float, feed: str = "port", **times: object) -> Vehicle:
    """What a port says at a minute after noon of a lorry that registered at noon."""
    fields = {"registered_at": at(0), "as_of": at(minute), **times}
    return Vehicle(
        id="KZ-123ABC02", plate="123ABC02", country="KZ", state=state, feed=feed, **fields
    )


def lived(rows: list[Vehicle]) -> tuple[Vehicle, list[PortEvent]]:
    known, events = None, []
    for row in rows:
        now = reconciled(known, row)
        events += happened(known, now, NOON + timedelta(hours=9))
        known = now
    assert known is not None
    return known, in_order(events)


def short(events: list[PortEvent]) -> list[tuple[str, str]]:
    return [(each.change.value, each.at[11:16]) for each in events]


LIFE = [
    told(S.WAITING, 0),
    told(S.HELD, 20, reason="weighing"),
    told(S.RELEASED, 35),
    told(S.CALLED, 80, called_at=at(80), gate="4"),
    told(S.AT_GATE, 90, called_at=at(80)),
    told(S.DEPARTED, 110, called_at=at(80), departed_at=at(110)),
]


def test_a_life_in_order():
    known, events = lived(LIFE)
    assert known == LIFE[-1]
    assert short(events) == [
        ("registered", "12:00"),
        ("held", "12:20"),
        ("released", "12:35"),
        ("called", "13:20"),
        ("at_gate", "13:30"),
        ("departed", "13:50"),
    ]
    held, called = events[1], events[3]
    assert (held.reason, called.gate, called.vehicle) == ("weighing", "4", "KZ-123ABC02")
    assert held.heard_at == at(540)


@given(st.permutations(LIFE), st.lists(st.sampled_from(LIFE), max_size=6))
def test_whatever_order_and_however_often_the_end_is_the_same(rows, again):
    known, events = lived([*rows, *again])
    assert known == LIFE[-1]
    assert len({(each.change, each.at) for each in events}) == len(events)
    assert {"called", "departed"} <= {each.change.value for each in events}


@given(st.lists(st.sampled_from(LIFE), min_size=1, max_size=12))
def test_the_newest_row_stands_and_no_time_is_lost(rows):
    known, _ = lived(rows)
    newest = max(rows, key=lambda row: row.as_of)
    assert (known.state, known.as_of) == (newest.state, newest.as_of)
    assert known.registered_at == at(0)
    assert bool(known.called_at) == bool(newest.called_at)


def test_a_row_seen_late_tells_all_that_was_before():
    _, events = lived([LIFE[-1]])
    assert short(events) == [("registered", "12:00"), ("called", "13:20"), ("departed", "13:50")]


def test_a_port_without_times_gives_those_of_its_rows():
    bare = [msgspec.structs.replace(row, called_at="", departed_at="") for row in LIFE]
    _, events = lived(bare)
    assert short(events)[3:] == [("called", "13:20"), ("at_gate", "13:30"), ("departed", "13:50")]


def test_a_call_that_is_taken_back_leads_into_line_again():
    back = told(S.WAITING, 85)
    known, events = lived([LIFE[0], LIFE[3], back])
    assert known.called_at == ""
    assert short(events) == [("registered", "12:00"), ("called", "13:20"), ("released", "13:25")]
    _, events = lived([LIFE[0], LIFE[3], back, told(S.CALLED, 99, called_at=at(99))])
    assert short(events)[-1] == ("called", "13:39")


def test_a_time_that_is_corrected_is_no_event():
    corrected = told(S.CALLED, 81, called_at=at(79), registered_at=at(-1))
    known, events = lived([LIFE[0], LIFE[3], corrected])
    assert (known.called_at, known.registered_at) == (at(79), at(-1))
    assert [each.change.value for each in events] == ["registered", "called"]


def test_held_for_another_reason_is_told_again():
    _, events = lived([LIFE[0], LIFE[1], told(S.HELD, 30, reason="seal check")])
    assert [(each.change.value, each.reason) for each in events[1:]] == [
        ("held", "weighing"),
        ("held", "seal check"),
    ]


def test_a_stale_row_in_another_feeds_young_table_takes_nobody_back():
    known, events = lived([LIFE[0], LIFE[3], told(S.WAITING, 95, feed="other")])
    assert known.state is S.CALLED
    assert len(events) == 2
    known, _ = lived([LIFE[0], told(S.CALLED, 80, feed="other", called_at=at(80))])
    assert known.state is S.CALLED


def test_a_feed_that_tells_times_to_the_minute_and_one_to_the_second_agree():
    def other(state: VehicleState, minute: float, **times: object) -> Vehicle:
        return told(state, minute, feed="other", registered_at=at(0.6), **times)

    rows = [
        told(S.WAITING, 1), other(S.WAITING, 2), told(S.WAITING, 3),
        other(S.CALLED, 81, called_at=at(80.5)), told(S.CALLED, 82, called_at=at(80), gate="4"),
        other(S.CALLED, 83, called_at=at(80.5)), told(S.CALLED, 84, called_at=at(80), gate="4"),
        told(S.DEPARTED, 110, called_at=at(80), departed_at=at(109)),
        other(S.WAITING, 111), told(S.DEPARTED, 112, departed_at=at(109)),
        other(S.DEPARTED, 113), told(S.DEPARTED, 114, departed_at=at(109)),
    ]  # fmt: skip
    known, events = lived(rows)
    assert [each.change.value for each in events] == ["registered", "called", "departed"]
    assert (known.registered_at, known.called_at) == (at(0), at(80))
    called, _ = lived(rows[:5])
    assert lived(rows[:6])[0] == msgspec.structs.replace(called, as_of=at(83), feed="other")


def test_a_registration_corrected_after_the_end_is_no_new_visit():
    _, events = lived([*LIFE, told(S.DEPARTED, 111, registered_at=at(5), departed_at=at(110))])
    assert len(events) == 6


@pytest.mark.parametrize("feed", ["port", "other"])
def test_who_comes_again_the_next_day_begins_anew(feed):
    again = told(S.WAITING, 1500, feed=feed, registered_at=at(1500))
    known, events = lived([*LIFE, again])
    assert (known.state, known.called_at, known.departed_at) == (S.WAITING, "", "")
    assert short(events)[-1] == ("registered", "13:00")
    assert len(events) == 7


def test_the_gate():
    shut = Gate(id="port", open=False, reason="strong wind", since=at(125), as_of=at(126))
    open_again = Gate(id="port", open=True, since=at(170), as_of=at(171))
    assert gate_happened(None, open_again, NOON) == []
    (closed,) = gate_happened(None, shut, NOON)
    assert (closed.change, closed.reason, closed.at) == (PortChange.CLOSED, "strong wind", at(125))
    later = msgspec.structs.replace(shut, as_of=at(150))
    assert gate_happened(shut, later, NOON) == []
    (opened,) = gate_happened(later, open_again, NOON)
    assert (opened.change, opened.at, opened.vehicle) == (PortChange.OPENED, at(170), "")
