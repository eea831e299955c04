"""What the forecast costs: a backtest of a saturated port, and an event with 5,000 waiting. Run as
a module, it prints both as JSON."""

import random
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kiosk.queue.backtest import backtest
from kiosk.queue.forecast.events import Event, What
from kiosk.queue.forecast.forecaster import Forecaster
from kiosk.queue.history_file import read_history
from kiosk.zones import BEIJING
from sync.records import Lane
from tests.bench.figure import Figure, percentile
from tests.queue.simulated_port import Port, write

WAITING = 5000
EVENTS = 4000
SATURATED = Port(1, daily=620, load=1.1, days=14, longest_queue=0.7)


class Cost(msgspec.Struct):
    """Seconds of a backtest per 100,000 forecasts; milliseconds of each event."""

    backtest: float
    events: list[float]

    def figures(self) -> list[Figure]:
        return [
            Figure(
                what="backtest, per 100,000 forecasts", unit="s", measured=self.backtest, most=60
            ),
            Figure(
                what="forecaster update with 5,000 waiting, p99",
                measured=percentile(self.events, 99),
                most=1,
            ),
        ]


def measure() -> Cost:
    return Cost(_backtest(), _events())


def _backtest() -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        write(SATURATED, file)
        begin = time.perf_counter()
        forecasts = sum(1 for _ in backtest(told.event for told in read_history(file)))
        return (time.perf_counter() - begin) / forecasts * 100_000


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
