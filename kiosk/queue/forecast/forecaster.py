"""The forecaster: told every event of a port, it says when a vehicle will be called."""

import heapq
import math
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, field

from kiosk.queue.forecast.closures import Closures
from kiosk.queue.forecast.curves import LONGEST, OPINIONS, Grid
from kiosk.queue.forecast.events import Event, What, wall_minutes
from kiosk.queue.forecast.pace import RENEWED, Pace
from kiosk.queue.forecast.scores import Asked, Scores, Span
from kiosk.queue.forecast.waiting import Order, Standing, Waiting
from sync.records import Lane

STEP = 5.0
"""Minutes between two looks at the recent speed."""
AGAIN = 30.0
"""Minutes after which a vehicle is asked about again, to score ourselves."""
_SAMPLE = 50  # of a long queue, some fifty are asked about
_ENOUGH = 100  # outcomes
_CLOSURES = 3
_LATELY = 1000  # vehicles


class Forecast(NamedTuple):
    """Minutes until a vehicle is called: the median, and a range that should hold in 80 of 100."""

    low: float
    median: float
    high: float


class State(Struct):
    """All that a forecaster knows, to be kept over a restart. `wall` is the moment it has come to,
    `closed_at` None while the gate is open. `asked` are its own forecasts by vehicle, `again` when
    which is asked about next, with its weight and registration; `lately` who was called last.
    Bounded by the number of vehicles that stand."""

    wall: float = math.nan
    closed_at: float | None = None
    reason: str = ""
    closure: int = 0
    registered: int = 0
    waiting: Waiting = field(default_factory=Waiting)
    pace: Pace = field(default_factory=Pace)
    closures: Closures = field(default_factory=Closures)
    scores: Scores = field(default_factory=lambda: Scores(len(OPINIONS)))
    asked: dict[str, list[Asked]] = {}
    again: list[tuple[float, str, float, float]] = []
    lately: dict[str, None] = {}


class Forecaster:
    """Deterministic: the same events give the same forecasts, whatever was asked in between."""

    def __init__(self, kept: State | None = None) -> None:
        self._state = kept if kept is not None else State()
        self._grid: Grid | None = None
        self._levels: list[float] = []

    def state(self) -> State:
        """What to keep; `Forecaster(state)` goes on from it. It lives on: encode it at once."""
        return self._state

    def take(self, event: Event) -> bool:
        """Events come in order of time. Whether it changed anything: what does not fit (called
        twice, released without being held, cancelled without having registered) is borne."""
        state = self._state
        now = wall_minutes(event.at)
        self._advance(now)
        standing = state.waiting.standing.get(event.vehicle)
        if event.what is What.OPENED:
            return self._opened(now)
        if event.what is What.CLOSED:
            return self._closed(now, event.reason)
        if event.what is What.REGISTERED:
            if standing is None:
                self._registered(event.vehicle, event.lane, now)
            return standing is None
        if event.what is What.CALLED:
            return self._called(event.vehicle, now)
        if standing is None:
            return False
        if event.what is What.HELD:
            state.waiting.hold(event.vehicle)
        elif event.what is What.RELEASED:
            state.waiting.release(event.vehicle)
        else:
            state.waiting.remove(event.vehicle)
            state.asked.pop(event.vehicle, None)
        return True

    def ask(self, vehicle: str, at: datetime) -> Forecast | None:
        """For a vehicle that waits. None: it does not (it is held, or gone), or there is not enough
        history yet. `at` is not before the last event."""
        now = wall_minutes(at)
        self._advance(now)
        standing = self._state.waiting.standing.get(vehicle)
        if standing is None or standing.held or self._state.scores.total < _ENOUGH:
            return None
        span = self._state.scores.range(self._span(vehicle, standing, now)[1], self.closed())
        low, median, high = (min(LONGEST, each) for each in span.each())
        return Forecast(low, median, high)

    def position(self, vehicle: str) -> int | None:
        """How many waiting would be called before it, plus one; None if it does not wait."""
        standing = self._state.waiting.standing.get(vehicle)
        return None if standing is None or standing.held else self._state.waiting.position(vehicle)

    def closed(self) -> bool:
        return self._state.closed_at is not None

    def reopening(self, at: datetime) -> tuple[float, float] | None:
        """The range, in minutes from `at`, in which the gate opens in 80 of 100 closures; None
        while it is open, and before three closures have been seen."""
        closed_at, reason = self._state.closed_at, self._state.reason
        if closed_at is None or len(self._state.closures.past) < _CLOSURES:
            return None
        elapsed = max(0.0, wall_minutes(at) - closed_at)
        remaining = self._state.closures.remaining
        return remaining(elapsed, reason, 0.1), remaining(elapsed, reason, 0.9)

    def _opened(self, now: float) -> bool:
        state = self._state
        if state.closed_at is None:
            return False
        state.closures.ended(now - state.closed_at, state.reason)
        state.closed_at = None
        return True

    def _closed(self, now: float, reason: str) -> bool:
        state = self._state
        if state.closed_at is not None:
            return False
        state.closed_at, state.reason = now, reason
        state.closure += 1
        return True

    def _registered(self, vehicle: str, lane: Lane, now: float) -> None:
        state = self._state
        state.lately.pop(vehicle, None)
        state.waiting.register(vehicle, lane, now)
        if lane is Lane.PRIORITY:
            state.pace.priority_came(now)
        state.registered += 1
        every = max(1, len(state.waiting) // _SAMPLE)
        if state.registered % every == 0:
            self._ask_myself(vehicle, now, float(every))

    def _called(self, vehicle: str, now: float) -> bool:
        """Also of one that registered before the history began: it shows the port's pace."""
        state = self._state
        known = vehicle in state.waiting.standing
        if not known and vehicle in state.lately:
            return False
        state.pace.called(now, len(state.waiting), state.waiting.head())
        state.lately[vehicle] = None
        if len(state.lately) > _LATELY:
            del state.lately[next(iter(state.lately))]
        if known:
            state.waiting.call(vehicle)
            for each in state.asked.pop(vehicle, ()):
                state.scores.outcome(each, now - each.at)
        return True

    def _advance(self, now: float) -> None:
        """Goes on to `now`, by way of the steps and the forecasts that are due before."""
        state = self._state
        if math.isnan(state.wall):
            state.wall = now
        while True:
            step = (state.wall // STEP + 1) * STEP
            due = state.again[0][0] if state.again else math.inf
            until = min(step, due, now)
            if until > state.wall:
                state.pace.pass_time(
                    state.wall,
                    until - state.wall,
                    len(state.waiting),
                    state.closed_at is None,
                    state.waiting.head(),
                )
                state.wall = until
            if step <= min(due, now):
                self._end_step()
            elif due < now:
                _, vehicle, weight, since = heapq.heappop(state.again)
                standing = state.waiting.standing.get(vehicle)
                if standing is not None and standing.since == since:
                    self._ask_myself(vehicle, due, weight)
            else:
                return

    def _end_step(self) -> None:
        state = self._state
        state.pace.end_step(state.wall, STEP, len(state.waiting))
        self._levels = []
        if state.wall % 60 == 0:
            state.scores.renew()
        if state.wall % RENEWED == 0:
            self._grid = None
        if state.wall % 1440 == 0:
            state.scores.fade()

    def _ask_myself(self, vehicle: str, now: float, weight: float) -> None:
        state = self._state
        standing = state.waiting.standing[vehicle]
        again = AGAIN
        if not standing.held:
            opinions, span = self._span(vehicle, standing, now)
            closure = state.closure if state.closed_at is not None else 0
            asked = Asked(now, closure, weight, opinions, span)
            state.scores.asked(asked)
            state.asked.setdefault(vehicle, []).append(asked)
            again = max(AGAIN, span.middle / 20)
        heapq.heappush(state.again, (now + again, vehicle, weight, standing.since))

    def _span(self, vehicle: str, standing: Standing, now: float) -> tuple[list[float], Span]:
        """Each opinion, and what is made of them."""
        state = self._state
        opinions = self._opinions(vehicle, standing, now)
        mixed = state.scores.mix(opinions)
        if state.closed_at is None:
            return opinions, Span(mixed, mixed, mixed)
        low, middle, high = (
            state.closures.remaining(now - state.closed_at, state.reason, each)
            for each in (0.1, 0.5, 0.9)
        )
        return opinions, Span(mixed - middle + low, mixed, mixed - middle + high)

    def _opinions(self, vehicle: str, standing: Standing, now: float) -> list[float]:
        kept = self._state
        shut = 0.0
        if kept.closed_at is not None:
            shut = kept.closures.remaining(now - kept.closed_at, kept.reason)
        grid = self._grid = self._grid or Grid(kept.pace, now)
        levels = self._levels = self._levels or kept.pace.levels()
        work, overtaken, most = self._work(vehicle, standing)
        waits = grid.waits(levels, now, now + shut, work, overtaken)
        if most is not None:
            whole = grid.waits(levels, now, now + shut, most, False)
            waits = list(map(min, waits, whole))
        return [shut + each for each in waits]

    def _work(self, vehicle: str, standing: Standing) -> tuple[float, bool, float | None]:
        """How many calls it takes until this vehicle's own is made; whether who registers with
        priority meanwhile comes before it; and how many calls of the whole port do in any case."""
        waiting = self._state.waiting
        order, share = waiting.order()
        general = standing.lane is Lane.GENERAL
        own = waiting.before(vehicle, standing, standing.lane) + 1
        if order is Order.REGISTRATION:
            other = Lane.PRIORITY if general else Lane.GENERAL
            return own + waiting.before(vehicle, standing, other), False, None
        if not general:
            return min(own / share, own + len(waiting.general)), False, None
        work = own + len(waiting.priority)
        return work, True, own / (1 - share) if order is Order.SHARE else None
