"""How a service stands at a moment, against a plain look at every minute of its week."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.services.opening import Phase, days_ahead, opening, week
from kiosk.zones import BEIJING
from sync.records import Hours

CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
HOURS = st.lists(
    st.builds(
        Hours,
        opens=CLOCKS,
        closes=CLOCKS | st.just("24:00"),
        weekdays=st.lists(st.integers(1, 7), min_size=1, unique=True),
    ),
    min_size=1,
    max_size=3,
)
MOMENTS = st.integers(0, 7 * 96 - 1).map(
    lambda quarter: datetime(2026, 3, 2, tzinfo=BEIJING) + timedelta(minutes=15 * quarter)
)
QUARTER = timedelta(minutes=15)


def open_at(hours: list[Hours], now: datetime) -> bool:
    """Read off the clock on the wall, today's hours and last night's."""
    clock, weekday = f"{now:%H:%M}", now.isoweekday()
    yesterday = (weekday - 2) % 7 + 1
    for each in hours:
        over_night = each.closes <= each.opens
        if weekday in each.weekdays and clock >= each.opens and (over_night or clock < each.closes):
            return True
        if yesterday in each.weekdays and over_night and clock < each.closes:
            return True
    return False


def shop() -> list[Hours]:
    return [Hours(opens="08:00", closes="22:00")]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@settings(max_examples=150, deadline=None)
@given(HOURS, MOMENTS)
def test_it_is_open_exactly_when_the_clock_on_the_wall_says_so(hours, now):
    assert opening(hours, now).is_open == open_at(hours, now)


@settings(max_examples=60, deadline=None)
@given(HOURS, MOMENTS)
def test_until_is_the_first_moment_at_which_it_is_closed(hours, now):
    state = opening(hours, now)
    if not state.is_open:
        return
    coming = next(
        (now + QUARTER * n for n in range(1, 97) if not open_at(hours, now + QUARTER * n)), None
    )
    if coming is None or coming - now >= timedelta(days=1):
        assert state.until is None
    else:
        assert state.until == coming


@settings(max_examples=60, deadline=None)
@given(HOURS, MOMENTS)
def test_opens_is_the_first_moment_at_which_it_is_open_again(hours, now):
    state = opening(hours, now)
    if state.is_open:
        assert state.opens is None
    else:
        assert state.opens == next(
            now + QUARTER * n for n in range(1, 8 * 96) if open_at(hours, now + QUARTER * n)
        )


@pytest.mark.parametrize(
    ("clock", "phase"),
    [("07:59", "closed"), ("08:00", "open"), ("21:29", "open"), ("21:30", "soon"),
     ("21:59", "soon"), ("22:00", "closed")],
)  # fmt: skip
def test_the_last_half_hour_says_closing_soon(clock, phase):
    assert opening(shop(), moment(f"2026-03-02T{clock}")).phase == phase


def test_round_the_clock_never_closes_soon_not_even_at_midnight():
    hours = [Hours(opens="00:00", closes="24:00")]
    state = opening(hours, moment("2026-03-02T23:50"))
    assert (state.phase, state.until) == (Phase.OPEN, None)


def test_a_round_the_clock_service_that_rests_on_sunday_closes_on_saturday_night():
    hours = [Hours(opens="00:00", closes="24:00", weekdays=[1, 2, 3, 4, 5, 6])]
    state = opening(hours, moment("2026-03-07T23:45"))
    assert (state.phase, state.until) == (Phase.SOON, moment("2026-03-08T00:00"))


def test_two_spans_that_meet_are_one():
    hours = [Hours(opens="08:00", closes="12:00"), Hours(opens="12:00", closes="18:00")]
    assert opening(hours, moment("2026-03-02T11:50")).until == moment("2026-03-02T18:00")


def test_whoever_asks_from_another_zone_gets_the_same_answer():
    now = moment("2026-03-02T21:45")
    assert opening(shop(), now.astimezone(UTC)) == opening(shop(), now)


def test_without_hours_nothing_is_claimed():
    assert opening([], moment("2026-03-02T12:00")).phase is Phase.UNKNOWN


def test_tomorrow_begins_at_midnight_in_beijing():
    late = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # 23:59 in Beijing
    assert days_ahead(moment("2026-03-03T00:00"), late) == 1
    assert days_ahead(moment("2026-03-02T23:59"), late) == 0


def test_the_week_tells_neighbouring_days_together():
    hours = [Hours(opens="09:00", closes="19:00", weekdays=[1, 2, 3, 4, 5, 6])]
    assert [(days.first, days.last, days.times) for days in week(hours)] == [
        (1, 6, (("09:00", "19:00"),)),
        (7, 7, ()),
    ]


def test_a_day_with_a_break_tells_both_stretches_in_order():
    hours = [Hours(opens="14:00", closes="18:00"), Hours(opens="08:00", closes="12:00")]
    assert [days.times for days in week(hours)] == [(("08:00", "12:00"), ("14:00", "18:00"))]


@settings(max_examples=60, deadline=None)
@given(HOURS)
def test_the_week_covers_each_day_once(hours):
    days = [day for each in week(hours) for day in range(each.first, each.last + 1)]
    assert days == list(range(1, 8))
