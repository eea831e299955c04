"""The simulated port as a feed: its documents are read, judged and stored like any port's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from kiosk.queue.feeds.batch import Batch, FeedState
from kiosk.queue.feeds.document import Arrival, read_document
from kiosk.queue.feeds.runner import step
from kiosk.queue.forecast.forecaster import State
from kiosk.queue.forecasting import Kept, LiveForecast, score_record
from kiosk.queue.line import Line, LiveLine
from kiosk.queue.outlook import Outlook
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.search import PlateIndex
from kiosk.queue.watches import Watches
from kiosk.store import Change, Store
from sync.records import Gate, PortEvent, Vehicle

FEED = "port-sim"
FORECAST_EVERY = timedelta(minutes=30)
"""As often as the backtest asks; at every look at the port it would be two thirds of the work."""
WHOLE_AGAIN = timedelta(hours=6)
"""Nothing is lost on the way here: the whole list only says who has been gone for a day."""
COMES = 0.5
"""The share of drivers told who come at once; the others are told again."""


class SimulatedPort:
    """A Feed. Asked every five minutes of the simulation, of which `every` says nothing."""

    name = FEED
    every = 300.0

    def __init__(self, seed: int, start: datetime, home: str) -> None:
        self._port = PortSimulation(seed, start)
        self._home = home

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        whole = state.full_at is None or not timedelta() <= now - state.full_at < WHOLE_AGAIN
        since = 0 if whole else state.sequence
        body = msgspec.json.encode(self._port.document(now, since))
        return read_document(body, FEED, self._home, Arrival(now, now, state.clock, since=since))

    def close(self) -> None:
        """Nothing waits."""


class Queue:
    """The queue of a data folder as its screens have it: the line, the index of plates, the
    forecasts, and who is told. `line` and `outlook` are the last."""

    def __init__(self, store: Store, feed: SimulatedPort, watches: Watches, rng: Random) -> None:
        self._store = store
        self._feed = feed
        self._rng = rng
        self.watches = watches
        self.index = PlateIndex()
        self._live = LiveLine()
        self.line: Line
        self.outlook: Outlook | None = None
        # vehicles go by a name that is the same in every folder: else ties are broken otherwise
        self._forecast = LiveForecast(
            Kept(device="", mark=0, state=State(), first={}, outcomes=[]), lambda name: f"#{name}"
        )
        self._mark = store.last_mark(PortEvent)
        self._follow(Change(kind=Vehicle, id=each.id, before=None, after=each)
                     for each in store.find(Vehicle))  # fmt: skip

    def hear(self, folder: Path, now: datetime) -> None:
        """Ask the port, and go on as the running kiosk does: forecast, and tell who is due."""
        taken = step(self._feed, self._store, folder, self.watches.home, now)
        self._follow(taken.changes)
        gate = self._store.get(Gate, FEED)
        self.line = self._live.line(gate, taken.state.as_of, now)
        events, self._mark = self._store.later(PortEvent, self._mark)
        self._forecast.take(events)
        if self.outlook is None or now - self.outlook.at >= FORECAST_EVERY:
            waiting = [each.id for lane in self.line.lanes.values() for each in lane]
            self.outlook = self._forecast.outlook(waiting, now)
        if score := self._forecast.due_score():
            self._store.add(score_record(score, self.watches.home, now))
        self.watches.read()
        self.watches.notice(self._live.vehicles, self.line.positions, now)
        due = [each for each in self.watches.all if each.due_at and not each.answered_at]
        for vehicle in sorted({each.vehicle for each in due}):
            if self._rng.random() < COMES:
                self.watches.answer(vehicle, now)

    def _follow(self, changes: Iterable[Change[Any]]) -> None:
        for each in changes:
            if each.kind is not Vehicle:
                continue
            if each.after is None:
                self._live.drop(each.id)
                self.index.drop(each.id)
            else:
                self._live.put(each.after)
                self.index.put(each.after)
