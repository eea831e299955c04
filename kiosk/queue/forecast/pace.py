"""How fast the port calls: by quarter of an hour and day kind, and how it does lately.

The rate of a quarter is that of calls while vehicles wait and the gate is open; a quarter seldom
busy leans on its hour, that on the day kind, that on the whole (each a gamma prior with the minutes
below). The level is the recent speed against this calendar over five horizons, each shrunk to the
longer one (facts: queue, "calendar capacity times a shrunk recent speed").
"""

import math

from msgspec import Struct, field

QUARTERS = 96
HORIZONS = (240 * 60.0, 72 * 60.0, 24 * 60.0, 8 * 60.0, 2 * 60.0)  # minutes
BUSY = 10
"""So many waiting make a port wholly busy; fewer may be the paperwork's pace, not the port's."""
_LEVEL_PRIOR = 10.0  # calls
_KEPT_A_DAY = 0.968  # a half-life of three weeks
_FIRST_GUESS = 0.3  # calls a minute


def _quarters() -> list[float]:
    return [0.0] * QUARTERS


def day_kind(wall: float) -> int:
    """0 on a weekday, 1 on a weekend, of a moment in wall minutes (1970-01-01 was a Thursday)."""
    return int((wall // 1440 + 3) % 7 >= 5)


def quarter(wall: float) -> int:
    return int(wall % 1440 // 15)


class Pace(Struct):
    """`calls` and `minutes` (weighed by how busy) by day kind and quarter; `open` and `all` minutes
    of the gate by quarter. `done` and `due` are the calls of each horizon, as they were and as the
    calendar has them; the last are of today. `rates` (calls a minute, by day kind and quarter),
    `available` (0 to 1) and `overtaking` (priority registrations a minute by hour) are renewed
    every hour."""

    calls: list[list[float]] = field(default_factory=lambda: [_quarters(), _quarters()])
    minutes: list[list[float]] = field(default_factory=lambda: [_quarters(), _quarters()])
    open: list[float] = field(default_factory=_quarters)
    all: list[float] = field(default_factory=_quarters)
    done: list[float] = field(default_factory=lambda: [0.0] * (len(HORIZONS) + 1))
    due: list[float] = field(default_factory=lambda: [0.0] * (len(HORIZONS) + 1))
    new_calls: float = 0.0
    new_due: float = 0.0
    priority: list[float] = field(default_factory=lambda: [0.0] * 24)
    rates: list[list[float]] = field(
        default_factory=lambda: [[_FIRST_GUESS] * QUARTERS, [_FIRST_GUESS] * QUARTERS]
    )
    available: list[float] = field(default_factory=lambda: [1.0] * QUARTERS)
    overtaking: list[float] = field(default_factory=lambda: [0.0] * 24)

    def pass_time(self, wall: float, minutes: float, waiting: int, is_open: bool) -> None:
        """`minutes` after `wall`, within one quarter, in which nothing happened."""
        at = quarter(wall)
        self.all[at] += minutes
        if is_open:
            self.open[at] += minutes
            if waiting:
                busy = minutes * min(1.0, waiting / BUSY)
                kind = day_kind(wall)
                self.minutes[kind][at] += busy
                self.new_due += busy * self.rates[kind][at]

    def called(self, wall: float, waiting: int) -> None:
        """A call; `waiting` before it."""
        part = min(1.0, waiting / BUSY)
        self.calls[day_kind(wall)][quarter(wall)] += part
        self.new_calls += part

    def priority_came(self, wall: float) -> None:
        self.priority[int(wall % 1440 // 60)] += 1

    def end_step(self, wall: float, minutes: float) -> None:
        """The levels' step of `minutes` ends at `wall`."""
        today = len(HORIZONS)
        if wall % 1440 == 0:
            self._end_day()
        for place, horizon in enumerate(HORIZONS):
            kept = math.exp(-minutes / horizon)
            self.done[place] = self.done[place] * kept + self.new_calls
            self.due[place] = self.due[place] * kept + self.new_due
        self.done[today] += self.new_calls
        self.due[today] += self.new_due
        self.new_calls = self.new_due = 0.0
        if wall % 60 == 0:
            self._renew()

    def levels(self) -> list[float]:
        """Of each horizon, the longest first, then of today."""
        found = [(self.done[0] + 30) / (self.due[0] + 30)]
        for place in range(1, len(HORIZONS)):
            found.append(self._shrunk(place, found[-1]))
        found.append(self._shrunk(len(HORIZONS), found[2]))
        return found

    def _shrunk(self, place: int, to: float) -> float:
        return (self.done[place] + _LEVEL_PRIOR * to) / (self.due[place] + _LEVEL_PRIOR)

    def _end_day(self) -> None:
        for counts in (*self.calls, *self.minutes, self.open, self.all, self.priority):
            counts[:] = [each * _KEPT_A_DAY for each in counts]
        self.done[-1] = self.due[-1] = 0.0

    def _renew(self) -> None:
        calls = [a + b for a, b in zip(*self.calls, strict=True)]
        minutes = [a + b for a, b in zip(*self.minutes, strict=True)]
        whole = (sum(calls) + 30 * _FIRST_GUESS) / (sum(minutes) + 30)
        by_hour = [
            (sum(calls[at : at + 4]) + 60 * whole) / (sum(minutes[at : at + 4]) + 60)
            for at in range(0, QUARTERS, 4)
        ]
        for kind in (0, 1):
            own_calls, own_minutes = self.calls[kind], self.minutes[kind]
            usual = sum(own_minutes[at] * by_hour[at // 4] for at in range(QUARTERS))
            factor = (sum(own_calls) + 50) / (usual + 50)
            for hour in range(24):
                span = slice(4 * hour, 4 * hour + 4)
                prior = by_hour[hour] * factor
                mine = (sum(own_calls[span]) + 240 * prior) / (sum(own_minutes[span]) + 240)
                for at in range(4 * hour, 4 * hour + 4):
                    shape = (calls[at] + 60 * by_hour[hour]) / ((minutes[at] + 60) * by_hour[hour])
                    self.rates[kind][at] = max(0.001, mine * shape)
        always = (sum(self.open) + 720) / (sum(self.all) + 720)
        self.available = [
            (opened + 7.5 * always) / (every + 7.5)
            for opened, every in zip(self.open, self.all, strict=True)
        ]
        self.overtaking = [
            came / (sum(self.all[4 * hour : 4 * hour + 4]) + 60)
            for hour, came in enumerate(self.priority)
        ]
