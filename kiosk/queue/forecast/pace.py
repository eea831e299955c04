"""How fast the port calls: by quarter of an hour and day kind, and how it does lately.

The rate of a quarter is that of calls while the gate is open and a line stands: without one, who
registers is called at once, and that tells who comes, not what the port can do. That one waits for
some minutes tells half as much as a line does. A quarter seldom busy leans on its hour, that on the
hours beside it, all on the whole (each a gamma prior with the minutes below); an hour in which
fewer come than in those beside it is taken to have fewer desks, too. The level is the recent speed
against this calendar over five horizons, each shrunk to the longer one (facts: queue, "calendar
capacity times a shrunk recent speed").
"""

import math

from msgspec import Struct, field

QUARTERS = 96
HORIZONS = (240 * 60.0, 72 * 60.0, 24 * 60.0, 8 * 60.0, 2 * 60.0)  # minutes
RENEWED = 60
"""Minutes between two looks at the calendar."""
BESIDE, LINE = 1, 6
"""Up to so many waiting may just be passing the desk; so many more are a line that stands."""
_HELD_UP, _ALONE = 4.0, 0.5
"""After so many minutes of waiting the desk is full, though no line stands; what that counts."""
_LEVEL_PRIOR = 10.0  # calls
_LEVEL_MINUTES = (0.0, 120.0, 120.0, 60.0, 30.0, 180.0)  # of calls at the usual rate, by level
_KNOWN = 120.0  # minutes with a line, at which half of what an hour says is believed
_BESIDE_HOUR = 0.7  # what the next hour tells of one, and the one after of that
_ALIKE = 900.0  # minutes with a line, until which both day kinds are taken to be alike
_STAFFED = 0.25  # the power of an hour's traffic by which its desks are guessed
_CLOSED = 0.5  # of the mean part that closures at any hour take: the median meets fewer
_LATELY = 48 * 60.0  # minutes
_KEPT_A_DAY = 0.968  # a half-life of three weeks
_FIRST_GUESS = 0.3  # calls a minute


def _quarters() -> list[float]:
    return [0.0] * QUARTERS


def _hours() -> list[float]:
    return [0.0] * 24


def _by_hour(quarters: list[float]) -> list[float]:
    return [sum(quarters[at : at + 4]) for at in range(0, QUARTERS, 4)]


def day_kind(wall: float) -> int:
    """0 on a weekday, 1 on a weekend, of a moment in wall minutes (1970-01-01 was a Thursday)."""
    return int((wall // 1440 + 3) % 7 >= 5)


def quarter(wall: float) -> int:
    return int(wall % 1440 // 15)


def _busy(waiting: int) -> float:
    return min(1.0, max(0.0, (waiting - BESIDE) / LINE))


class Pace(Struct):
    """`calls` and `minutes` (weighed by how busy) by day kind and quarter; `open` and `all` minutes
    of the gate by quarter; `traffic` all calls by hour. `done` and `due` are the calls of each
    horizon, as they were and as the calendar has them, weighed by how well it knows the hour; the
    last are of today. `came` and `awaited` are the priority registrations lately, as they were and
    as the calendar has them. `rates` (calls a minute, by day kind and quarter), `usual` (their
    mean), `known` (0 to 1, by hour), `available` (0 to 1), `overtaking` (priority registrations a
    minute by hour) and `lately` (`came` by `awaited`, at most 1: more of them are a burst) are
    renewed every hour."""

    calls: list[list[float]] = field(default_factory=lambda: [_quarters(), _quarters()])
    minutes: list[list[float]] = field(default_factory=lambda: [_quarters(), _quarters()])
    open: list[float] = field(default_factory=_quarters)
    all: list[float] = field(default_factory=_quarters)
    priority: list[float] = field(default_factory=_hours)
    traffic: list[float] = field(default_factory=_hours)
    done: list[float] = field(default_factory=lambda: [0.0] * (len(HORIZONS) + 1))
    due: list[float] = field(default_factory=lambda: [0.0] * (len(HORIZONS) + 1))
    line: int = 0
    new_calls: float = 0.0
    new_due: float = 0.0
    came: float = 0.0
    awaited: float = 0.0
    lately: float = 1.0
    rates: list[list[float]] = field(
        default_factory=lambda: [[_FIRST_GUESS] * QUARTERS, [_FIRST_GUESS] * QUARTERS]
    )
    usual: float = _FIRST_GUESS
    known: list[float] = field(default_factory=_hours)
    available: list[float] = field(default_factory=lambda: [1.0] * QUARTERS)
    overtaking: list[float] = field(default_factory=_hours)

    def pass_time(
        self, wall: float, minutes: float, waiting: int, is_open: bool, head: float
    ) -> None:
        """`minutes` after `wall`, within one quarter, in which nothing happened; `head` is when the
        first of those `waiting` registered, infinite if there are none."""
        at = quarter(wall)
        self.all[at] += minutes
        self.awaited += minutes * self.overtaking[at // 4]
        if is_open:
            self.open[at] += minutes
            self.line = min(self.line, waiting)
            held_up = min(minutes, wall + minutes - head - _HELD_UP)
            if busy := max(minutes * _busy(self.line), held_up * _ALONE):
                kind = day_kind(wall)
                self.minutes[kind][at] += busy
                self.new_due += busy * self.rates[kind][at] * self.known[at // 4]

    def called(self, wall: float, waiting: int, head: float) -> None:
        """A call; `waiting` before it, the first of them since `head`."""
        self.line = min(self.line, waiting)
        at = quarter(wall)
        self.traffic[at // 4] += 1
        busy = max(_busy(self.line), (wall - head > _HELD_UP) * _ALONE)
        self.calls[day_kind(wall)][at] += busy
        self.new_calls += busy * self.known[at // 4]

    def priority_came(self, wall: float) -> None:
        self.priority[int(wall % 1440 // 60)] += 1
        self.came += 1

    def end_step(self, wall: float, minutes: float, waiting: int) -> None:
        """The levels' step of `minutes` ends at `wall`."""
        self.line = waiting
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
        kept = math.exp(-minutes / _LATELY)
        self.came, self.awaited = self.came * kept, self.awaited * kept
        if wall % RENEWED == 0:
            self._renew()

    def levels(self) -> list[float]:
        """Of each horizon, the longest first, then of today."""
        found = [(self.done[0] + 30) / (self.due[0] + 30)]
        for place in range(1, len(HORIZONS)):
            found.append(self._shrunk(place, found[-1]))
        found.append(self._shrunk(len(HORIZONS), found[2]))
        return found

    def overtaking_lately(self) -> list[float]:
        """Priority registrations a minute, by hour."""
        return [each * self.lately for each in self.overtaking]

    def open_part(self, closures: bool) -> list[float]:
        """By quarter, which part of it the gate is open (0 to 1): without the closures that come at
        the same hour most days, and, with `closures`, without what others take."""
        usual = [each for each in self.available if each > 0.5] or [1.0]
        other = 1 - _CLOSED * (1 - sum(usual) / len(usual)) if closures else 1.0
        return [other if each > 0.5 else 0.0 for each in self.available]

    def _shrunk(self, place: int, to: float) -> float:
        few = max(_LEVEL_PRIOR, _LEVEL_MINUTES[place] * self.usual)
        return (self.done[place] + few * to) / (self.due[place] + few)

    def _end_day(self) -> None:
        for counts in (
            *(*self.calls, *self.minutes),
            *(self.open, self.all, self.priority, self.traffic),
        ):
            counts[:] = [each * _KEPT_A_DAY for each in counts]
        self.done[-1] = self.due[-1] = 0.0

    def _renew(self) -> None:
        self.lately = min(1.0, (self.came + 10) / (self.awaited + 10))
        calls = [a + b for a, b in zip(*self.calls, strict=True)]
        minutes = [a + b for a, b in zip(*self.minutes, strict=True)]
        self.usual = (sum(calls) + 30 * _FIRST_GUESS) / (sum(minutes) + 30)
        hours = self._hourly_rates(calls, minutes)
        alike = _ALIKE * self.usual
        for kind in (0, 1):
            own_calls, own_minutes = self.calls[kind], self.minutes[kind]
            usual = sum(own_minutes[at] * hours[at // 4] for at in range(QUARTERS))
            factor = (sum(own_calls) + alike) / (usual + alike)
            for hour in range(24):
                span = slice(4 * hour, 4 * hour + 4)
                prior = hours[hour] * factor
                mine = (sum(own_calls[span]) + 240 * prior) / (sum(own_minutes[span]) + 240)
                for at in range(4 * hour, 4 * hour + 4):
                    shape = (calls[at] + 60 * hours[hour]) / ((minutes[at] + 60) * hours[hour])
                    self.rates[kind][at] = max(0.001, mine * shape)
        self.known = [each / (each + _KNOWN) for each in _by_hour(minutes)]
        always = (sum(self.open) + 720) / (sum(self.all) + 720)
        self.available = [
            (opened + 7.5 * always) / (every + 7.5)
            for opened, every in zip(self.open, self.all, strict=True)
        ]
        self.overtaking = [
            came / (every + 60)
            for came, every in zip(self.priority, _by_hour(self.all), strict=True)
        ]

    def _hourly_rates(self, calls: list[float], minutes: list[float]) -> list[float]:
        calls, minutes, traffic = _by_hour(calls), _by_hour(minutes), self._traffic()
        found = []
        for hour in range(24):
            near = [_BESIDE_HOUR ** min((hour - at) % 24, (at - hour) % 24) for at in range(24)]
            prior = (_dot(near, calls) + 30 * self.usual) / (_dot(near, minutes) + 30)
            told = [each * (known + 0.1) for each, known in zip(near, minutes, strict=True)]
            desks = math.exp(_STAFFED * (traffic[hour] - _dot(told, traffic) / sum(told)))
            prior *= min(2.0, max(0.3, desks))
            found.append((calls[hour] + 60 * prior) / (minutes[hour] + 60))
        return found

    def _traffic(self) -> list[float]:
        """The logarithm of calls a minute by hour, the hours on both sides counting half."""
        some = 30 * self.usual
        each = [
            (calls + some) / (minutes + 60)
            for calls, minutes in zip(self.traffic, _by_hour(self.open), strict=True)
        ]
        return [
            math.log((each[hour - 1] + 2 * each[hour] + each[(hour + 1) % 24]) / 4)
            for hour in range(24)
        ]


def _dot(a: list[float], b: list[float]) -> float:
    return sum(map(float.__mul__, a, b))
