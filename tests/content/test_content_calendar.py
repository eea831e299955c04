"""The sample house has something to tell: notices that hold and events to come to, any week."""

from datetime import datetime, timedelta

import pytest

from kiosk.events.coming import coming
from kiosk.home import sample_content
from kiosk.hours import holds, readable
from kiosk.states import NOON
from kiosk.zones import BEIJING
from sync.records import Event, Notice, Place

RECORDS = sample_content()
NOTICES = [record for record in RECORDS if isinstance(record, Notice)]
EVENTS = [record for record in RECORDS if isinstance(record, Event)]


@pytest.mark.parametrize("record", [*NOTICES, *EVENTS], ids=lambda record: record.id)
def test_what_is_valid_says_from_when_until_when_in_beijings_time(record):
    bounds = [datetime.fromisoformat(at) for at in (record.valid_from, record.valid_until) if at]
    assert all(at.utcoffset() == BEIJING.utcoffset(None) for at in bounds)
    assert bounds == sorted(set(bounds))


def test_notices_begin_hold_and_end():
    def told(now: datetime) -> set[str]:
        return {each.id for each in NOTICES if holds(each.valid_from, each.valid_until, now)}

    assert told(NOON) == {each.id for each in NOTICES}
    assert "notice-water" not in told(NOON + timedelta(hours=3))
    assert told(NOON + timedelta(days=3650)) == {"notice-found"}


def test_events_are_in_places_of_the_house_at_hours_that_can_be_read():
    places = {record.id for record in RECORDS if isinstance(record, Place)}
    assert {event.place for event in EVENTS} <= places
    assert all(readable(event.hours) for event in EVENTS)


def test_there_is_something_to_come_to_today_and_tomorrow():
    assert [each.days for each in coming(EVENTS, NOON)] == [0, 1]


def test_every_week_brings_events_and_the_new_year_once():
    weeks = [NOON + timedelta(weeks=week) for week in range(60)]
    assert all(len(coming(EVENTS, week, 7)) >= 5 for week in weeks)
    eve = datetime(2026, 12, 31, 12, tzinfo=BEIJING)
    assert "event-new-year" in {each.event.id for each in coming(EVENTS, eve)}
    assert "event-new-year" not in {
        each.event.id for each in coming(EVENTS, eve + timedelta(days=365))
    }
