"""What the forecast costs and is worth: a backtest of a saturated port, beside what the walk takes
that only counts throughput, and an event with 5,000 waiting. Run as a module, it prints JSON."""

import random
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean

import msgspec

from kiosk.queue import backtest as walk
from kiosk.queue.forecast.events import Event, What
from kiosk.queue.forecast.forecaster import Forecast, Forecaster
from kiosk.queue.history_file import read_history
from kiosk.zones import BEIJING
from sync.records import Lane
from tests.bench.figure import Figure, percentile
from tests.queue.simulated_port import Port, write

WAITING = 5000
EVENTS = 4000
SATURATED = Port(1, daily=620, load=1.1, days=14, longest_queue=0.7)


class Worth(msgspec.Struct):
    """Seconds of a backtest per 100,000 forecasts, and of the same walk with the two baselines
    alone; the mean absolute errors in minutes, of the forecast and of the better baseline; how long
    each event took in milliseconds."""

    backtest: float
    walk: float
    error: float
    baseline: float
    events: list[float]

    def figures(self) -> list[Figure]:
        return [
            Figure(
                what="backtest, per 100,000 forecasts",
                unit="s",
                measured=self.backtest,
                peer="the same walk with the baselines alone",
                beside=self.walk,
                ratio=self.backtest / self.walk,
                most=60,
            ),
            Figure(
                what="forecast's mean error, a saturated port",
                unit="min",
                measured=self.error,
                peer="the better throughput baseline",
                beside=self.baseline,
                ratio=self.error / self.baseline,
                most=0.65,
                relative=True,
            ),
            Figure(
                what="forecaster update with 5,000 waiting, p99",
                measured=percentile(self.events, 99),
                most=1,
            ),
        ]


def measure() -> Worth:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        write(SATURATED, file)
        told = [each.event for each in read_history(file)]
    outcomes, took = _walked(told, Forecaster)
    _, floor = _walked(told, _Silent)
    return Worth(
        backtest=took / len(outcomes) * 100_000,
        walk=floor / len(outcomes) * 100_000,
        error=_error((o.asked.forecast and o.asked.forecast.median, o.actual) for o in outcomes),
        baseline=min(
            _error((o.asked.last_hour, o.actual) for o in outcomes),
            _error((o.asked.last_day, o.actual) for o in outcomes),
        ),
        events=_events(),
    )


class _Silent(Forecaster):
    """It only keeps the line: it learns nothing and answers nothing."""

    def _advance(self, now: float) -> None:
        pass

    def ask(self, vehicle: str, at: datetime) -> Forecast | None:
        return None


def _walked(told: list[Event], forecaster: type[Forecaster]) -> tuple[list[walk.Outcome], float]:
    begin = time.perf_counter()
    outcomes = list(walk.backtest(told, forecaster()))
    return outcomes, time.perf_counter() - begin


def _error(pairs: Iterable[tuple[float | None, float]]) -> float:
    return fmean(abs(said - actual) for said, actual in pairs if said is not None)


def _events() -> list[float]:
    """A vehicle registers, the first one is called, each minute, after two warm days."""
    chance, forecaster, line = random.Random(5), Forecaster(), list[str]()
    at = datetime(2026, 3, 2, tzinfo=BEIJING)
    taken = []
    for number in range(WAITING + 2 * EVENTS):
        at += timedelta(seconds=15 if number < WAITING else 60)
        line.append(f"KZ-{number}")
        lane = Lane.PRIORITY if chance.random() < 0.12 else Lane.GENERAL
        events = [Event(at, What.REGISTERED, line[-1], lane)]
        if number >= WAITING:
            events.append(Event(at, What.CALLED, line.pop(0)))
        for each in events:
            begin = time.perf_counter()
            forecaster.take(each)
            if number >= WAITING + EVENTS:
                taken.append((time.perf_counter() - begin) * 1000)
    return taken


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure()))
