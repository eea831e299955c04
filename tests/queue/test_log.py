"""The log in memory: two days of it, in order, nothing twice."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.history import in_order
from kiosk.queue.log import Log
from kiosk.queue.times import stamp
from kiosk.zones import BEIJING
from sync.records import PortChange, PortEvent

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)


def event(number: int, minutes_ago: int) -> PortEvent:
    at = stamp(NOW - timedelta(minutes=minutes_ago))
    return PortEvent(
        id=str(number), change=PortChange.CALLED, at=at, heard_at=at, vehicle=f"KZ-{number}"
    )


@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4000)))))
def test_however_news_come_the_log_is_the_same(batches):
    log, all_events = Log(), {}
    for batch in batches:
        events = [all_events.setdefault(number, event(number, ago)) for number, ago in batch]
        log.add(events, NOW)
    young = [each for each in all_events.values() if each.at >= stamp(NOW - timedelta(hours=48))]
    assert log.events == in_order(young)


def test_what_grows_old_goes():
    log = Log()
    log.add([event(1, 0), event(3, 60)], NOW)
    later = NOW + timedelta(hours=47, minutes=30)
    fresh = event(2, -47 * 60)
    log.add([fresh], later)
    assert log.events == [event(1, 0), fresh]
    log.add([], later + timedelta(hours=1))
    assert log.events == [fresh]
