"""Hours of opening as spans of time: past midnight, to 24:00, on some weekdays."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hours import (
    Span,
    closing_clock,
    holds,
    merged,
    minute_of_day,
    opening_clock,
    readable,
    spans,
)
from kiosk.zones import BEIJING
from sync.records import Hours

MONDAY = date(2026, 3, 2)
CLOCKS = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


def at(day: int, clock: str) -> datetime:
    """A moment in the week of MONDAY, by ISO weekday."""
    hour, minute = (int(part) for part in clock.split(":"))
    midnight = datetime(2026, 3, 1 + day, tzinfo=BEIJING)
    return midnight + timedelta(hours=hour, minutes=minute)


def test_a_span_runs_from_opening_to_closing():
    assert spans(Hours(opens="08:30", closes="21:00"), MONDAY, 1) == [
        Span(at(1, "08:30"), at(1, "21:00"))
    ]


def test_who_closes_before_he_opens_closes_on_the_next_day():
    assert spans(Hours(opens="21:30", closes="02:00"), MONDAY, 1) == [
        Span(at(1, "21:30"), at(2, "02:00"))
    ]


def test_who_closes_when_he_opens_is_open_for_a_whole_day():
    assert spans(Hours(opens="08:00", closes="08:00"), MONDAY, 1) == [
        Span(at(1, "08:00"), at(2, "08:00"))
    ]


def test_the_day_ends_at_24_00():
    assert spans(Hours(opens="00:00", closes="24:00"), MONDAY, 1) == [
        Span(at(1, "00:00"), at(2, "00:00"))
    ]


def test_only_the_weekdays_that_are_told_count():
    weekend = Hours(opens="09:00", closes="19:00", weekdays=[6, 7])
    assert [span.begins.isoweekday() for span in spans(weekend, MONDAY, 7)] == [6, 7]


@pytest.mark.parametrize(
    "clock", ["24:01", "25:00", "8:30", "0830", "", "08:60", "٠٨:٣٠", "08:30\n"]
)
def test_what_is_no_time_of_day_is_refused(clock):
    with pytest.raises(ValueError, match="not a time of day"):
        minute_of_day(clock)
    assert not readable(Hours(opens=clock, closes="21:00"))
    assert not readable(Hours(opens="08:00", closes=clock))


@pytest.mark.parametrize("weekdays", [[], [0], [1, 8]])
def test_hours_without_a_true_weekday_can_not_be_read(weekdays):
    assert not readable(Hours(opens="08:00", closes="21:00", weekdays=weekdays))


def test_the_end_of_a_day_is_told_as_24_00_and_its_beginning_as_00_00():
    midnight = at(2, "00:00")
    assert (closing_clock(midnight), opening_clock(midnight)) == ("24:00", "00:00")


@given(
    st.lists(
        st.builds(
            Hours,
            opens=CLOCKS,
            closes=CLOCKS | st.just("24:00"),
            weekdays=st.lists(st.integers(1, 7), min_size=1, unique=True),
        ),
        max_size=4,
    )
)
def test_merging_keeps_every_minute_and_leaves_gaps_between(hours):
    apart = [span for each in hours for span in spans(each, MONDAY, 7)]
    joined = merged(apart)
    assert all(one.ends < two.begins for one, two in pairwise(joined))
    assert {minute for span in apart for minute in minutes(span)} == {
        minute for span in joined for minute in minutes(span)
    }


def minutes(span: Span) -> range:
    """The minutes of a span, counted from 1970."""
    return range(int(span.begins.timestamp()) // 60, int(span.ends.timestamp()) // 60)


def test_what_is_valid_holds_from_its_first_moment_until_before_its_last():
    begins, ends = "2026-11-03T08:00", "2026-11-03T07:00+00:00"  # 15:00 in Beijing

    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-03T{clock}:00+08:00")

    assert [holds(begins, ends, at(clock)) for clock in ("07:59", "08:00", "14:59", "15:00")] == [
        False,
        True,
        True,
        False,
    ]
    assert holds("", "", at("08:00"))
    assert holds("", ends, at("07:59"))
    assert not holds("yesterday", "", at("08:00"))
