"""A forecast as a driver is told it."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.forecast.forecaster import Forecast
from kiosk.queue.outlook import Expected, Outlook, expected
from kiosk.zones import BEIJING

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)


def told(low: float, median: float, high: float, ago: float = 0, age: float = 0) -> Expected | None:
    at = NOW - timedelta(minutes=ago)
    outlook = Outlook(at, {"KZ-1": Forecast(low, median, high)})
    return expected(outlook, "KZ-1", NOW - timedelta(minutes=age), NOW)


def test_it_is_told_in_figures_that_one_says():
    assert told(26.2, 41.0, 66.1) == Expected(25, 40, 70)
    assert told(3.4, 4.4, 8.2) == Expected(3, 4, 9)
    assert told(118, 131, 222) == Expected(115, 130, 230)
    assert told(300, 431, 702) == Expected(300, 420, 720)


def test_it_is_counted_from_now_and_not_from_when_it_was_made():
    assert told(26, 41, 66, ago=10) == Expected(15, 30, 60)
    assert told(6, 8, 12, ago=30) == Expected(0, 0, 0)


def test_grey_data_widens_it_by_its_age():
    assert told(26, 41, 66, age=9) == Expected(25, 40, 70)
    assert told(26, 41, 66, age=15) == Expected(10, 40, 85)


def test_there_is_none_where_none_can_be_stood_behind():
    assert expected(None, "KZ-1", NOW, NOW) is None
    assert expected(Outlook(NOW, {}), "KZ-1", NOW, NOW) is None


minutes = st.floats(0, 5000)


@given(minutes, minutes, minutes, st.floats(0, 600), st.floats(0, 600))
def test_the_range_always_holds_the_middle(one, two, three, ago, age):
    shown = told(*sorted((one, two, three)), ago=ago, age=age)
    assert shown is not None
    assert 0 <= shown.low <= shown.about <= shown.high
