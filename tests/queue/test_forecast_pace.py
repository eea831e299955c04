"""The port's pace: what tells it while no line stands."""

import math

from kiosk.queue.forecast.pace import Pace
from kiosk.queue.forecast.waiting import Waiting
from sync.records import Lane


def test_an_hour_with_little_traffic_and_no_line_is_taken_to_be_slower() -> None:
    pace = Pace()
    for wall in range(0, 2 * 1440, 15):
        calls, waiting = (20, 30) if wall % 1440 >= 600 else (1, 0)
        for _ in range(calls):
            pace.called(wall, waiting + 1, wall)
        pace.pass_time(wall, 15.0, waiting, True, math.inf)
        pace.end_step(wall + 15.0, 15.0, waiting)
    assert sum(pace.minutes[0][: 4 * 9]) == 0
    night, day = pace.rates[0][4 * 4], pace.rates[0][4 * 15]
    assert night < 0.75 * day


def test_one_that_waits_for_long_tells_the_pace_though_no_line_stands() -> None:
    told, silent = Pace(), Pace()
    for pace, head in ((told, -10.0), (silent, 0.0)):
        pace.pass_time(0.0, 4.0, 1, True, head)
        pace.called(4.0, 1, head)
    assert sum(map(sum, told.minutes)) == 2.0
    assert sum(map(sum, told.calls)) == 0.5
    assert sum(map(sum, silent.minutes)) == sum(map(sum, silent.calls)) == 0


def test_the_head_of_the_line_is_who_waits_longest_in_either_lane() -> None:
    waiting = Waiting()
    assert waiting.head() == math.inf
    waiting.register("a", Lane.PRIORITY, 20.0)
    waiting.register("b", Lane.GENERAL, 10.0)
    assert waiting.head() == 10.0
    waiting.hold("b")
    assert waiting.head() == 20.0


def test_one_slow_weekend_morning_does_not_make_all_weekends_slow() -> None:
    pace = Pace()
    for hour in range(24 * 9):
        wall = 4 * 1440 + 60.0 * hour  # from Monday, 5 January 1970 on
        calls = 5 if hour // 24 == 5 and hour % 24 in (9, 10) else 10
        waiting = 0 if hour // 24 in (5, 6) and hour % 24 not in (9, 10) else 30
        pace.end_step(wall, 5.0, waiting)
        for at in range(4):
            pace.pass_time(wall + 15 * at, 15.0, waiting, True, math.inf)
        for _ in range(calls):
            pace.called(wall + 30, waiting, wall + 30)
    weekend, weekday = (sum(pace.rates[kind][4 * 15 : 4 * 20]) for kind in (1, 0))
    assert weekend > 0.85 * weekday
