"""What the forecasts turned out to be worth: which opinion to trust, how wide the range must be.

The range is calibrated online, by the length of the forecast, and by itself while the gate is
closed: each end is a quantile of log(actual / forecast) that every outcome moves a little, outwards
when it was missed, inwards when not, so that in the long run it holds in 80 of 100 (quantile
tracking: Gibbs and Candès, "Adaptive conformal inference under distribution shift", 2021).
"""

import math
from bisect import bisect_right

from msgspec import Struct

LENGTHS = (5, 15, 40, 80, 120, 240, 480, 960, 1920)  # minutes of the forecast
CORRECTED = (1.0, 1.0, 0.8, 0.5, 0.3, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0)
"""How far the middle of past ratios corrects a forecast, by length: what is off by minutes is off
every day, what is off by hours was so for that day's reasons."""
CLOSED = len(LENGTHS) + 1
"""The place of the forecasts made while the gate was closed."""
SLACK = 3.0
"""Minutes added to both sides of a ratio: two minutes instead of one is no error of 100 %."""
PARTS = (0.1, 0.5, 0.9)
FIRST = (0.5, 0.6, 0.55, 0.45, 0.38, 0.35, 0.37, 0.4, 0.4, 0.4, 0.45)
"""How far the ends lie from the middle before anything came of a forecast: logarithms, by place."""
PACE = (0.8, 0.8, 0.8, 0.8, 0.8, 0.6, 0.6, 0.4, 0.4, 0.4, 0.6)
"""How far, in widths of the range, an end moves while as much comes in as on a usual day, and all
of it is missed. What is hours ahead is learned hours late, and much of it at once."""
_NARROWEST, _WIDEST = 0.1, 4.0
_KEPT_A_DAY = 0.85
_DAYS = 1 / (1 - _KEPT_A_DAY)
_FEW, _FEW_CLOSURES = 30.0, 1.0
_BACK, _SELDOM = 0.12, 50.0
"""An end goes back to its FIRST by this part a day where nothing comes in, by half of it where so
many outcomes do: what was seen once, weeks ago, keeps no range narrow."""
_YOUNG = 4.0
"""Until so many days have gone, half of all outcomes or more are forgotten each day, so that the
ends move fast: those were of a port still unknown."""
_TRUST = 6.0


def length(minutes: float) -> int:
    return bisect_right(LENGTHS, minutes)


class Span(Struct, array_like=True):
    """Minutes: what the range and its middle begin with, before they are calibrated."""

    low: float
    middle: float
    high: float

    def each(self) -> tuple[float, float, float]:
        return self.low, self.middle, self.high


class Asked(Struct, array_like=True):
    """A forecast that waits for its outcome. `closure` is the number of the closure it was made in,
    0 if in none; `opinions` in minutes, `span` what was made of them."""

    at: float
    closure: int
    weight: float
    opinions: list[float]
    span: Span


class Scores(Struct):
    """`errors` of each opinion (minutes, summed) and how many, by length; `trust` is renewed from
    them every hour. `ends` are the logarithms to add to a span, `seen` how many outcomes they have
    met, by length and for the closed gate. `closures` are the forecasts made in each, `days` those
    that have ended."""

    opinions: int
    errors: list[list[float]] = []
    numbers: list[float] = []
    trust: list[list[float]] = []
    ends: list[list[float]] = []
    seen: list[float] = []
    closures: dict[int, float] = {}
    total: float = 0.0
    days: int = 0

    def __post_init__(self) -> None:
        if not self.errors:
            lengths = len(LENGTHS) + 1
            self.errors = [[0.0] * self.opinions for _ in range(lengths)]
            self.numbers = [0.0] * lengths
            self.ends = [[-each, 0.0, each] for each in FIRST]
            self.seen = [0.0] * (lengths + 1)
            self.renew()

    def mix(self, opinions: list[float]) -> float:
        weights = self.trust[length(opinions[1])]
        return sum(map(float.__mul__, weights, opinions))

    def asked(self, asked: Asked) -> None:
        if asked.closure:
            self.closures[asked.closure] = self.closures.get(asked.closure, 0.0) + asked.weight
            if len(self.closures) > 100:
                del self.closures[next(iter(self.closures))]

    def outcome(self, asked: Asked, actual: float) -> None:
        """A vehicle was called, `actual` minutes after it was asked about."""
        weight = asked.weight
        place = length(asked.opinions[1])
        errors = self.errors[place]
        for each, minutes in enumerate(asked.opinions):
            errors[each] += weight * abs(minutes - actual)
        self.numbers[place] += weight
        self._move(asked, actual)
        self.total += 1

    def range(self, span: Span, closed: bool) -> Span:
        """The span as it is told: calibrated, in minutes."""
        place = CLOSED if closed else length(span.middle)
        low, middle, high = self.ends[place]
        middle *= CORRECTED[place]
        ends = (low, middle, high)
        found = [
            max(0.0, (minutes + SLACK) * math.exp(each) - SLACK)
            for minutes, each in zip(span.each(), ends, strict=True)
        ]
        return Span(min(found[0], found[1]), found[1], max(found[1], found[2]))

    def fade(self) -> None:
        """Once a day."""
        kept = _KEPT_A_DAY
        for row in self.errors:
            row[:] = [each * kept for each in row]
        self.numbers = [each * kept for each in self.numbers]
        self.days += 1
        lately = min(kept, self.days / (self.days + _YOUNG))
        for place in range(CLOSED):
            ends = self.ends[place]
            back = _BACK * _SELDOM / (_SELDOM + self.seen[place] / _DAYS)
            ends[0] -= back * (ends[0] + FIRST[place])
            ends[2] -= back * (ends[2] - FIRST[place])
            self.seen[place] *= lately
        self.seen[CLOSED] *= kept

    def renew(self) -> None:
        """Once an hour."""
        self.trust = [
            _trust(errors, number) for errors, number in zip(self.errors, self.numbers, strict=True)
        ]

    def _move(self, asked: Asked, actual: float) -> None:
        weight = asked.weight
        if asked.closure:  # each closure counts alike
            place, few = CLOSED, _FEW_CLOSURES
            weight /= self.closures.get(asked.closure, weight)
        else:
            place, few = length(asked.span.middle), _FEW
        self.seen[place] += weight
        ends = self.ends[place]
        width = max(_NARROWEST, ends[2] - ends[0])
        step = PACE[place] * width * min(1.0, weight / (self.seen[place] / _DAYS + few))
        for each, (part, minutes) in enumerate(zip(PARTS, asked.span.each(), strict=True)):
            ratio = math.log((actual + SLACK) / (minutes + SLACK))
            moved = ends[each] + step * (part - (ratio < ends[each]))
            ends[each] = max(-_WIDEST, min(_WIDEST, moved))


def _trust(errors: list[float], number: float) -> list[float]:
    """Weights of the opinions, the sum 1: the sixth power of how good each has been."""
    means = [(each + 20.0) / (number + 1) for each in errors]
    best = min(means)
    weights = [(best / each) ** _TRUST for each in means]
    total = sum(weights)
    return [each / total for each in weights]
