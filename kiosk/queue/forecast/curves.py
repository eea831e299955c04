"""How many calls the coming hours bring, as each of several opinions on the port's pace has it."""

import math
from bisect import bisect_left
from functools import partial
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from kiosk.queue.forecast.pace import QUARTERS, Pace, day_kind

LONGEST = 14 * 1440.0
"""Minutes that are looked ahead; nothing is forecast beyond."""
_DAYS = 15

Columns: TypeAlias = tuple[list[float], list[float], list[float]]


class Opinion(NamedTuple):
    """`near` and `far` are places in Pace.levels: the level goes from the one to the other within
    `minutes`, or, where these are 0, at midnight, and `overnight` of the difference lasts into each
    next day. `closures`: whether it reckons with closures to come, in their mean, or only with
    those that come at the same hour most days (the median of a short wait meets no other)."""

    near: int
    far: int
    closures: bool
    minutes: float = 0.0
    overnight: float = 1.0


OPINIONS = (
    Opinion(3, 3, True),
    Opinion(4, 2, True, minutes=120.0),
    Opinion(4, 2, False, minutes=120.0),
    Opinion(5, 1, True, overnight=0.6),
    Opinion(5, 1, False, overnight=0.6),
    Opinion(5, 0, False, overnight=0.3),
    Opinion(5, 5, False),
)
"""Near and far: 0 ten days, 1 three days, 2 a day, 3 eight hours, 4 two hours, 5 today."""


class Grid:
    """What the calendar expects of the coming days, cumulated by quarter from a midnight on. Each
    opinion's curve is a sum of three of its columns, so nothing is drawn anew when levels change:
    calls at the level 1, the same fading as the opinion's near level does, and those that go to
    vehicles with priority that have still to register."""

    def __init__(self, pace: Pace, wall: float) -> None:
        self._midnight = wall // 1440 * 1440
        kinds = [day_kind(self._midnight + 1440 * day) for day in range(_DAYS)]
        calls: dict[bool, list[float]] = {}
        overtaking: dict[bool, list[float]] = {}
        self._columns: list[Columns] = []
        for opinion in OPINIONS:
            at = opinion.closures
            if at not in calls:
                days = [
                    [15 * a * b for a, b in zip(rates, pace.open_part(at), strict=True)]
                    for rates in pace.rates
                ]
                calls[at] = [each for kind in kinds for each in days[kind]]
                overtaking[at] = _cumulated(_served(pace.overtaking_lately(), calls[at]))
            if opinion.minutes:
                step = math.exp(-15 / opinion.minutes)
                kept = [step**place for place in range(_DAYS * QUARTERS)]
            else:
                kept = [
                    each for day in range(_DAYS) for each in [opinion.overnight**day] * QUARTERS
                ]
            fading = _cumulated([a * b for a, b in zip(calls[at], kept, strict=True)])
            self._columns.append((_cumulated(calls[at]), fading, overtaking[at]))
        self._none = [0.0] * (_DAYS * QUARTERS + 1)

    def waits(
        self, levels: list[float], now: float, start: float, work: float, general: bool
    ) -> list[float]:
        """By each opinion, the minutes after `start` until `work` more calls are made; of those
        that the general lane gets when priority goes first. The levels are those of `now`."""
        into = (start - self._midnight) / 15
        first = min(int(into), _DAYS * QUARTERS - 1)
        later = range(_DAYS * QUARTERS)
        found = []
        for opinion, (calls, fading, overtaking) in zip(OPINIONS, self._columns, strict=True):
            far = levels[opinion.far]
            near = levels[opinion.near] - far
            if opinion.minutes:
                near *= math.exp((now - self._midnight) / opinion.minutes)
            others = overtaking if general else self._none
            done = partial(_done, far, near, (calls, fading, others))
            before, after = done(first), done(first + 1)
            goal = before + (after - before) * (into - first) + work
            place = bisect_left(later, goal, first + 1, key=done)
            before, after = done(place - 1), done(place)
            part = (goal - before) / (after - before) if after > before else 1.0
            found.append(min(LONGEST, max(0.0, (place - 1 + min(1.0, part) - into) * 15)))
        return found


def _done(far: float, near: float, columns: Columns, at: int) -> float:
    """Calls since the grid's midnight."""
    calls, fading, others = columns
    return far * calls[at] + near * fading[at] - others[at]


def _cumulated(each: list[float]) -> list[float]:
    return [0.0, *accumulate(each)]


def _served(overtaking: list[float], calls: list[float]) -> list[float]:
    """By quarter, the calls of those that register with priority (a minute, by hour): at most 85 of
    100, the rest waits for the next quarter."""
    left, found = 0.0, []
    for place, able in enumerate(calls):
        left += 15 * overtaking[place % QUARTERS // 4]
        now = min(left, 0.85 * able)
        left -= now
        found.append(now)
    return found
