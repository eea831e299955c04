"""How good the forecast would have been: a port's history walked once, never looking ahead."""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk.queue.forecast.events import Event, What
from kiosk.queue.forecast.forecaster import Forecast, Forecaster

TEACHING = timedelta(days=7)
AGAIN = timedelta(minutes=30)
LONG = 120.0
"""Minutes of the median; longer forecasts are judged by themselves too."""


class Asked(NamedTuple):
    """A forecast and the two baselines, in minutes. `closure` is the number of the closure it was
    made in, 0 for none."""

    at: datetime
    forecast: Forecast | None
    last_hour: float | None
    last_day: float | None
    closure: int


class Outcome(NamedTuple):
    """What was asked, and the minutes it took."""

    asked: Asked
    vehicle: str
    actual: float


class Throughput:
    """How many calls there were within `window`."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._calls: deque[datetime] = deque()

    def called(self, at: datetime) -> None:
        self._calls.append(at)

    def wait(self, position: int, at: datetime) -> float | None:
        """Minutes for `position` calls at this throughput; None if there were none."""
        while self._calls and self._calls[0] <= at - self._window:
            self._calls.popleft()
        minutes = self._window / timedelta(minutes=1)
        return position * minutes / len(self._calls) if self._calls else None


class _Walk:
    def __init__(self, begin: datetime, forecaster: Forecaster) -> None:
        self._forecaster = forecaster
        self._hour, self._day = Throughput(timedelta(hours=1)), Throughput(timedelta(days=1))
        self._taught = begin + TEACHING
        self._closure = 0
        self._again: list[tuple[datetime, str, datetime]] = []
        self._asked: dict[str, list[Asked]] = {}
        self._since: dict[str, datetime] = {}

    def take(self, event: Event) -> Iterator[Outcome]:
        # what happens at the very minute of an ask comes before it
        while self._again and self._again[0][0] < event.at:
            at, vehicle, since = heapq.heappop(self._again)
            if self._since.get(vehicle) == since:  # not gone meanwhile, nor here a second time
                self._ask(vehicle, at)
        if not self._forecaster.take(event):
            return
        vehicle = event.vehicle
        if event.what is What.CLOSED:
            self._closure += 1
        elif event.what is What.REGISTERED:
            self._asked[vehicle] = []
            self._since[vehicle] = event.at
            self._ask(vehicle, event.at)
        elif event.what is What.CALLED:
            self._hour.called(event.at)
            self._day.called(event.at)
            self._since.pop(vehicle, None)
            for asked in self._asked.pop(vehicle, ()):
                yield Outcome(asked, vehicle, (event.at - asked.at) / timedelta(minutes=1))
        elif event.what in (What.DEPARTED, What.CANCELLED):
            self._asked.pop(vehicle, None)
            self._since.pop(vehicle, None)

    def _ask(self, vehicle: str, at: datetime) -> None:
        heapq.heappush(self._again, (at + AGAIN, vehicle, self._since[vehicle]))
        position = self._forecaster.position(vehicle)
        if position is None or at < self._taught:
            return
        self._asked[vehicle].append(
            Asked(
                at,
                self._forecaster.ask(vehicle, at),
                self._hour.wait(position, at),
                self._day.wait(position, at),
                self._closure if self._forecaster.closed() else 0,
            )
        )


def backtest(events: Iterable[Event], forecaster: Forecaster | None = None) -> Iterator[Outcome]:
    """Each vehicle is asked about when it registers and every 30 minutes until it is called, unless
    it is held; the first 7 days only teach. Outcomes come as vehicles are called. A vehicle that is
    never called has none. The `forecaster` is a new one."""
    walk: _Walk | None = None
    for event in events:
        walk = walk or _Walk(event.at, forecaster or Forecaster())
        yield from walk.take(event)


class _Mean:
    def __init__(self) -> None:
        self._sum, self._number = 0.0, 0

    def add(self, value: float) -> None:
        self._sum += value
        self._number += 1

    def __str__(self) -> str:
        return f"{self.value:.3f}" if self._number else "none"

    @property
    def value(self) -> float:
        return self._sum / self._number


class Tally:
    """Mean absolute errors in minutes, and how often the outcome lay within the range."""

    def __init__(self) -> None:
        self._outcomes = self._answers = 0
        self._errors = {"forecast": _Mean(), "last_hour": _Mean(), "last_day": _Mean()}
        self._overall, self._long = _Mean(), _Mean()
        self._closures: dict[int, _Mean] = {}

    def add(self, outcome: Outcome) -> None:
        asked, _, actual = outcome
        self._outcomes += 1
        for name, minutes in (("last_hour", asked.last_hour), ("last_day", asked.last_day)):
            if minutes is not None:
                self._errors[name].add(abs(minutes - actual))
        if asked.forecast is None:
            return
        self._answers += 1
        low, median, high = asked.forecast
        self._errors["forecast"].add(abs(median - actual))
        within = float(low <= actual <= high)
        self._overall.add(within)
        if median > LONG:
            self._long.add(within)
        if asked.closure:
            self._closures.setdefault(asked.closure, _Mean()).add(within)

    def lines(self) -> list[str]:
        closed = _Mean()
        for each in self._closures.values():
            closed.add(each.value)
        return [
            f"asked and later called: {self._outcomes}, answered: {self._answers}",
            "mean absolute error in minutes:",
            *(f"  {name}: {mean}" for name, mean in self._errors.items()),
            "part of the outcomes within [low, high]:",
            f"  overall: {self._overall}",
            f"  gate closed, each of {len(self._closures)} closures alike: {closed}",
            f"  median over two hours: {self._long}",
        ]
