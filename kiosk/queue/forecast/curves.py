"""How many calls the coming hours bring, as each of several opinions on the port's pace has it."""

import math
from bisect import bisect_left
from typing import NamedTuple

from kiosk.queue.forecast.pace import Pace, day_kind, quarter

LONGEST = 14 * 1440.0
"""Minutes that a curve looks ahead; nothing is forecast beyond."""


class Opinion(NamedTuple):
    """`near` and `far` are places in Pace.levels: the level goes from the one to the other within
    `minutes`, or, where these are 0, at midnight, and `overnight` of the difference lasts into each
    next day. `closures` is how far it reckons with closures to come: 1 in their mean, 0 only with
    those that come at the same hour most days (the median of a short wait meets no other)."""

    near: int
    far: int
    closures: float
    minutes: float = 0.0
    overnight: float = 1.0


OPINIONS = (
    Opinion(3, 3, 1.0),
    Opinion(4, 2, 1.0, minutes=120.0),
    Opinion(4, 2, 0.0, minutes=120.0),
    Opinion(5, 1, 1.0, overnight=0.6),
    Opinion(5, 1, 0.0, overnight=0.6),
    Opinion(5, 0, 0.5, overnight=0.3),
    Opinion(5, 5, 0.5),
)
"""Near and far: 0 ten days, 1 three days, 2 a day, 3 eight hours, 4 two hours, 5 today."""


class Curve:
    """Cumulated calls from `begin` on (a moment, wall minutes): of the whole port, and what of it
    is left for the general lane when priority goes first. It is drawn as far as it is asked for."""

    def __init__(self, opinion: Opinion, pace: Pace, levels: list[float], begin: float) -> None:
        self._opinion, self._pace, self._begin = opinion, pace, begin
        self._near, self._far = levels[opinion.near], levels[opinion.far]
        self._times = [begin]
        self._sums = ([0.0], [0.0])

    def wait(self, start: float, work: float, general: bool) -> float:
        """Minutes after `start` (not before `begin`) until `work` more calls are made."""
        times, sums = self._times, self._sums[general]
        while times[-1] <= start:
            self._draw()
        place = bisect_left(times, start, 1)
        slope = (sums[place] - sums[place - 1]) / (times[place] - times[place - 1])
        goal = sums[place - 1] + slope * (start - times[place - 1]) + work
        while sums[-1] < goal:
            if times[-1] - start > LONGEST:
                return LONGEST
            self._draw()
        place = bisect_left(sums, goal, 1)
        step = sums[place] - sums[place - 1]
        part = (goal - sums[place - 1]) / step if step else 0.0
        return times[place - 1] + part * (times[place] - times[place - 1]) - start

    def _draw(self) -> None:
        """One quarter more."""
        begin = self._times[-1]
        end = (begin // 15 + 1) * 15
        at, ahead = quarter(begin), begin - self._begin
        opinion, pace = self._opinion, self._pace
        if opinion.minutes:
            kept = math.exp(-ahead / opinion.minutes)
        else:
            kept = opinion.overnight ** (begin // 1440 - self._begin // 1440)
        level = self._far + (self._near - self._far) * kept
        available = pace.available[at]
        if available <= 0.5:  # closed at this hour, as a rule
            available *= opinion.closures
        else:  # it is open now, or will just have been opened
            available = 1 - (1 - available) * opinion.closures * -math.expm1(-ahead / 60)
        rate = pace.rates[day_kind(begin)][at] * level * available
        left = max(0.15 * rate, rate - pace.overtaking[at // 4])
        self._times.append(end)
        whole, general = self._sums
        whole.append(whole[-1] + rate * (end - begin))
        general.append(general[-1] + left * (end - begin))
