"""When to sync."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.schedule import (
    BEIJING,
    LATEST,
    SOONEST,
    after_failure,
    after_success,
    comparison_due,
    comparison_of,
)

chances = st.floats(0, 1, exclude_max=True)
NOON = datetime(2026, 11, 24, 12, tzinfo=BEIJING)


@given(st.integers(1, 10_000), chances)
def test_a_failure_is_waited_out_for_5_seconds_to_15_minutes(failures, chance):
    assert SOONEST <= after_failure(failures, chance) <= LATEST


def test_each_failure_doubles_it_and_chance_parts_the_homes():
    assert [after_failure(n, 0.999999) for n in (1, 2, 3)] == pytest.approx([5, 10, 20], rel=0.001)
    assert after_failure(20, 0) == LATEST / 2
    assert after_failure(20, 0.9) > after_failure(20, 0.1)


@given(st.floats(6, 86_400), chances)
def test_a_success_is_followed_by_the_interval_a_tenth_off(every, chance):
    assert 0.9 * every <= after_success(every, chance) <= 1.1 * every


def test_the_homes_share_out_two_hours_of_the_night():
    times = [comparison_of(f"home-{n}", "d", NOON).time() for n in range(22)]
    assert min(times).hour == 2
    assert max(times).hour == 3
    assert len({(each.hour, each.minute // 10) for each in times}) > 6


def test_once_a_night():
    due = comparison_of("h", "d", NOON)
    assert comparison_due("h", "d", None, NOON)
    assert comparison_due("h", "d", due - timedelta(minutes=1), NOON)
    assert not comparison_due("h", "d", due + timedelta(minutes=1), NOON)
    # before the night's, yesterday's still counts
    assert not comparison_due("h", "d", due - timedelta(hours=23), due - timedelta(minutes=1))
    # said to be in the future: the clock was wrong
    assert comparison_due("h", "d", NOON.astimezone(UTC) + timedelta(days=900), NOON)
