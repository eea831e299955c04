"""What the forecasts turned out to be worth: which opinion to trust, how wide the range must be.

Online split-conformal calibration by state: for the gate open and, when closed, for how long, and
for the length of the forecast, a histogram of log(actual / forecast) that slowly fades. Its middle
corrects the forecast, its tenth and ninetieth hundredths are the range (80 %).
"""

import math
from bisect import bisect_right
from itertools import accumulate

from msgspec import Struct

LENGTHS = (5, 15, 40, 80, 120, 240, 480, 960, 1920)  # minutes of the forecast
CLOSED_FOR = (20, 90)  # minutes
CORRECTED = (1.0, 1.0, 0.8, 0.5, 0.3, 0.1, 0.0, 0.0, 0.0, 0.0)
"""How far the middle of past ratios corrects a forecast, by length: what is off by minutes is off
every day, what is off by hours was so for that day's reasons."""
BINS, WIDEST = 161, 4.0
SLACK = 3.0
"""Minutes added to both sides of a ratio: two minutes instead of one is no error of 100 %."""
_TRUST = 6.0
_LOW, _HIGH = 0.1, 0.9


def length(minutes: float) -> int:
    return bisect_right(LENGTHS, minutes)


def state(closed_for: float | None) -> int:
    """0: the gate is open."""
    return 0 if closed_for is None else 1 + bisect_right(CLOSED_FOR, closed_for)


class Asked(Struct, array_like=True):
    """A forecast that waits for its outcome. `closure` is the number of the closure it was made in,
    0 if in none; `opinions` in minutes, `mixed` what was made of them."""

    at: float
    state: int
    closure: int
    weight: float
    opinions: list[float]
    mixed: float


class Range(Struct, array_like=True):
    """Logarithms to add to a forecast for its low end, middle and high end."""

    low: float = -0.6
    middle: float = 0.0
    high: float = 0.6


def _table(rows: int, columns: int) -> list[list[float]]:
    return [[0.0] * columns for _ in range(rows)]


class Scores(Struct):
    """`errors` of each opinion (minutes, summed) and how many, by length; `counts` by state and
    length; `trust` and `ranges` are renewed from them every hour."""

    opinions: int
    errors: list[list[float]] = []
    numbers: list[float] = []
    counts: list[list[list[float]]] = []
    trust: list[list[float]] = []
    ranges: list[list[Range]] = []
    closures: dict[int, float] = {}
    total: float = 0.0

    def __post_init__(self) -> None:
        if not self.errors:
            lengths = len(LENGTHS) + 1
            self.errors = _table(lengths, self.opinions)
            self.numbers = [0.0] * lengths
            self.counts = [_table(lengths, BINS) for _ in range(len(CLOSED_FOR) + 2)]
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
        ratio = math.log((actual + SLACK) / (asked.mixed + SLACK))
        at = round((max(-WIDEST, min(WIDEST, ratio)) + WIDEST) / (2 * WIDEST) * (BINS - 1))
        if asked.closure:  # each closure counts alike
            weight /= self.closures.get(asked.closure, weight)
        self.counts[asked.state][length(asked.mixed)][at] += weight
        self.total += 1

    def range(self, state: int, mixed: float) -> Range:
        return self.ranges[state][length(mixed)]

    def fade(self, kept: float, trust_kept: float) -> None:
        """Once a day."""
        for table in self.counts:
            for row in table:
                row[:] = [each * kept for each in row]
        for row in self.errors:
            row[:] = [each * trust_kept for each in row]
        self.numbers = [each * trust_kept for each in self.numbers]

    def renew(self) -> None:
        """Once an hour."""
        self.trust = [
            _trust(errors, number) for errors, number in zip(self.errors, self.numbers, strict=True)
        ]
        prior = _normal(0.5)
        self.ranges = []
        of_open: list[list[float]] = []
        for state, table in enumerate(self.counts):
            few = 3.0 if state else 50.0
            pooled = _leaning([sum(each) for each in zip(*table, strict=True)], prior, few)
            of_state = []
            for place, row in enumerate(table):
                to = pooled
                if state:
                    to = [(a + b) / 2 for a, b in zip(pooled, of_open[place], strict=True)]
                of_state.append(_leaning(row, to, few))
            if not state:
                of_open = of_state
            self.ranges.append([_range(*each) for each in zip(of_state, CORRECTED, strict=True)])


def _trust(errors: list[float], number: float) -> list[float]:
    """Weights of the opinions, the sum 1: the sixth power of how good each has been."""
    means = [(each + 20.0) / (number + 1) for each in errors]
    best = min(means)
    weights = [(best / each) ** _TRUST for each in means]
    total = sum(weights)
    return [each / total for each in weights]


def _normal(sigma: float) -> list[float]:
    step = 2 * WIDEST / (BINS - 1)
    heights = [math.exp(-((-WIDEST + step * place) ** 2) / (2 * sigma**2)) for place in range(BINS)]
    total = sum(heights)
    return [each / total for each in heights]


def _leaning(counts: list[float], to: list[float], few: float) -> list[float]:
    """A distribution: the counts, and `few` more that are spread as in `to`."""
    total = sum(counts) + few
    return [(each + few * other) / total for each, other in zip(counts, to, strict=True)]


def _range(distribution: list[float], corrected: float) -> Range:
    sums = list(accumulate(distribution))
    low, middle, high = (_quantile(distribution, sums, each) for each in (_LOW, 0.5, _HIGH))
    return Range(low, min(high, max(low, middle * corrected)), high)


def _quantile(distribution: list[float], sums: list[float], part: float) -> float:
    place = min(BINS - 1, bisect_right(sums, part))
    into = (part - (sums[place] - distribution[place])) / (distribution[place] or 1.0)
    return (place - 0.5 + into) * 2 * WIDEST / (BINS - 1) - WIDEST
