"""Which events are on at a moment, and which come next."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.events.coming import coming
from kiosk.zones import BEIJING
from sync.records import Event, Hours

TUESDAY = datetime(2026, 11, 3, 12, 32, tzinfo=BEIJING)
NAME = {"en": "Chess"}


def event(id: str = "e", valid_from: str = "", valid_until: str = "", **hours) -> Event:
    told = Hours(**({"opens": "19:30", "closes": "21:30"} | hours))
    return Event(
        id=id,
        name=NAME,
        place="p",
        icon="music",
        hours=told,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def days(events: list[Event], now: datetime = TUESDAY) -> list[tuple[str, int]]:
    return [(each.event.id, each.days) for each in coming(events, now)]


def test_todays_and_tomorrows_are_told_in_their_order():
    week = [event("fri", weekdays=[5]), event("wed", weekdays=[3]), event("tue", weekdays=[2])]
    assert days(week) == [("tue", 0), ("wed", 1)]


def test_what_is_on_is_told_until_it_ends():
    end = TUESDAY.replace(hour=21, minute=30)
    assert days([event(weekdays=[2])], end - timedelta(minutes=1)) == [("e", 0)]
    assert days([event(weekdays=[2])], end) == []


def test_what_began_last_night_is_todays():
    late = event(opens="22:00", closes="02:00", weekdays=[1])
    assert days([late], TUESDAY.replace(hour=1)) == [("e", 0)]
    assert days([late], TUESDAY.replace(hour=3)) == []


def test_what_is_once_has_one_day():
    once = event(valid_from="2026-11-03T00:00", valid_until="2026-11-04T00:00+08:00")
    assert days([once]) == [("e", 0)]
    assert days([once], TUESDAY - timedelta(days=1)) == [("e", 1)]
    assert days([once], TUESDAY + timedelta(days=1)) == []


def test_a_slip_in_one_event_leaves_the_others():
    slips = [event("a", opens="late"), event("b", valid_from="soon"), event("c", weekdays=[2])]
    assert days(slips) == [("c", 0)]


@given(
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 7 * 24 * 60),
)
def test_a_weekly_event_is_told_on_its_day_and_the_day_before(weekdays, opens, closes, minutes):
    now = TUESDAY + timedelta(minutes=minutes)
    hours = {"opens": f"{opens:02}:00", "closes": f"{closes:02}:30"}
    found = coming([event(weekdays=sorted(weekdays), **hours)], now)
    for each in found:
        assert each.span.begins.isoweekday() in weekdays
        assert each.span.ends > now
        assert each.days in (0, 1)
    tomorrow = now + timedelta(days=1)
    assert (tomorrow.isoweekday() in weekdays) == any(each.days == 1 for each in found)
