"""Ranges that hold: calibrated by what came of them, open and closed."""

import math
import random

import pytest

from kiosk.queue.forecast.closures import Closures
from kiosk.queue.forecast.scores import Asked, Scores, Span


def part_within(scores: Scores, chance: random.Random, minutes: float, spread: float) -> float:
    """Of a thousand vehicles for which so many minutes were forecast, a minute after another."""
    within = 0
    for number in range(1000):
        span = Span(minutes, minutes, minutes)
        told = scores.range(span, closed=False)
        actual = minutes * chance.lognormvariate(0, spread)
        within += told.low <= actual <= told.high
        scores.outcome(Asked(float(number), 0, 1.0, [minutes, minutes], span), actual)
    scores.fade()
    return within / 1000


@pytest.mark.parametrize("minutes", [2.0, 30.0, 300.0, 3000.0])
def test_a_range_holds_in_80_of_100_however_wild_the_port_becomes(minutes: float) -> None:
    scores, chance = Scores(2), random.Random(3)
    for spread in (0.15, 0.6, 0.3):
        for _ in range(20):
            part_within(scores, chance, minutes, spread)
        assert 0.75 < part_within(scores, chance, minutes, spread) < 0.85


@pytest.mark.parametrize("minutes", [30.0, 300.0])
def test_a_range_seldom_asked_for_goes_back_to_its_beginning(minutes: float) -> None:
    """One day all was exactly as forecast; a month without any such forecast later, that tells
    little."""
    scores, chance = Scores(2), random.Random(3)
    span = Span(minutes, minutes, minutes)
    first = scores.range(span, closed=False)
    part_within(scores, chance, minutes, 0.0)
    narrow = scores.range(span, closed=False)
    for _ in range(30):
        scores.fade()
    later = scores.range(span, closed=False)
    assert narrow.high - narrow.low < 0.7 * (first.high - first.low)
    assert later.low == pytest.approx(first.low, rel=0.05)
    assert later.high == pytest.approx(first.high, rel=0.05)


def test_the_first_days_are_soon_forgotten() -> None:
    """Three days far off, then all comes as forecast: the range is narrow sooner if these were the
    port's first three days than if it had been known for long."""
    widths = []
    for days in (0, 100):
        scores, chance = Scores(2, days=days), random.Random(3)
        for spread in (1.0, 1.0, 1.0, 0.05, 0.05, 0.05):
            part_within(scores, chance, 300.0, spread)
        told = scores.range(Span(300.0, 300.0, 300.0), closed=False)
        widths.append(math.log(told.high / told.low))
    assert widths[0] < 0.8 * widths[1]


def test_each_closure_counts_alike_however_many_wait() -> None:
    """A hundred vehicles of one closure move the range no further than one vehicle does."""
    widths = []
    for vehicles in (1, 100):
        scores = Scores(2)
        span = Span(20.0, 40.0, 80.0)
        before = scores.range(span, closed=True).high
        asked = [Asked(0.0, 1, 1.0, [40.0, 40.0], span) for _ in range(vehicles)]
        for each in asked:
            scores.asked(each)
        for each in asked:
            scores.outcome(each, 400.0)
        widths.append(scores.range(span, closed=True).high - before)
    assert widths[0] > 5
    assert widths[1] < 2 * widths[0]


def test_what_a_closure_was_is_not_told_to_the_open_gate() -> None:
    scores, span = Scores(2), Span(40.0, 40.0, 40.0)
    before = scores.range(span, closed=False)
    asked = Asked(0.0, 1, 1.0, [40.0, 40.0], span)
    scores.asked(asked)
    scores.outcome(asked, 400.0)
    assert scores.range(span, closed=False) == before


def test_the_better_opinion_is_trusted() -> None:
    scores = Scores(2)
    for _ in range(300):
        scores.outcome(Asked(0.0, 0, 1.0, [30.0, 60.0], Span(45.0, 45.0, 45.0)), 60.0)
    scores.renew()
    assert scores.mix([30.0, 60.0]) == pytest.approx(60, abs=1)


def test_a_closure_that_lasts_is_expected_to_last() -> None:
    closures = Closures()
    spans = [
        [closures.remaining(elapsed, "border", part) for part in (0.1, 0.5, 0.9)]
        for elapsed in (10, 100, 1000)
    ]
    for low, middle, high in spans:
        assert low <= middle <= high
    assert spans[0][1] < spans[1][1] < spans[2][1]
