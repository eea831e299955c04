"""The forecast of a running queue: a thread that reads on in the log, and keeps what it learned."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from statistics import median

import msgspec

from kiosk.errors import Failure
from kiosk.queue.forecast.events import Event, What
from kiosk.queue.forecast.forecaster import Forecast, Forecaster, State
from kiosk.queue.line import WAITING
from kiosk.queue.outlook import Outlook, Score
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import ForecastScore, PortChange, PortEvent, Vehicle, new_id

log = logging.getLogger(__name__)

FILE = "forecast.msgpack"
SCORED = 200
"""Outcomes that are looked back at, and after which a score is recorded."""
EVERY = 20.0
"""Seconds after which forecasts are made anew though nothing was heard."""
KEEP_EVERY = 300.0
FORGOTTEN = 5 * 24 * 60.0
"""Minutes after which a forecast is not waited for any more."""
AT_ONCE = 2000
"""Events read at once where much is to be caught up with."""
SHARE = 0.05
"""Of one core, the forecasts take at most so much: of a long queue they are made less often."""

MOST_NAMES = 20_000
"""Vehicles whose veiled names are remembered: more than ever wait."""

_WHAT = {change: What(change.value) for change in PortChange if change.value in set(What)}


class Kept(msgspec.Struct):
    """What lies in the file: the forecaster's state, how far it has read in the log (the rowid),
    which device's log that was, the open forecasts by vehicle (asked at, low, median, high; epoch
    minutes and minutes), and the last outcomes (minutes off, within the range). A vehicle stands
    there under the name that the log gives it after two days: so the file names nobody, and one
    whose registration was veiled meanwhile is known again."""

    device: str
    mark: int
    state: State
    first: dict[str, tuple[float, float, float, float]]
    outcomes: list[tuple[float, bool]]
    unrecorded: int = 0


class LiveForecast:
    """The forecaster beside a log: takes events as they were heard, scores itself. `veiled` gives
    what stands for a vehicle's id in old events (Store.veiled)."""

    def __init__(self, kept: Kept, veiled: Callable[[str], str]) -> None:
        self.kept = kept
        self._veiled = lru_cache(MOST_NAMES)(veiled)
        self._forecaster = Forecaster(kept.state)
        self._outcomes = deque(kept.outcomes, SCORED)
        self._latest: datetime | None = None

    def take(self, events: Iterable[PortEvent]) -> None:
        """Read on. What is heard late counts from when the latest before it happened: the
        forecaster's time never runs backwards."""
        for event in events:
            at = datetime.fromisoformat(event.at)
            self._latest = at = at if self._latest is None else max(at, self._latest)
            name = self._name(event.vehicle)
            if event.change is PortChange.CALLED:
                self._score(name, at)
            if what := _WHAT.get(event.change):
                self._forecaster.take(Event(at, what, name, event.lane, event.reason))

    def outlook(self, waiting: Iterable[str], now: datetime) -> Outlook:
        """What is expected of those that wait, at `now` or, if the port's clock is ahead, at the
        last event; the first forecast of each is remembered, to be scored when it is called."""
        at = now if self._latest is None else max(now, self._latest)
        forecasts: dict[str, Forecast] = {}
        for vehicle in waiting:
            name = self._name(vehicle)
            forecast = self._forecaster.ask(name, at)
            if forecast is not None:
                forecasts[vehicle] = forecast
                self.kept.first.setdefault(name, (at.timestamp() / 60, *forecast))
        oldest = at.timestamp() / 60 - FORGOTTEN
        for vehicle in [key for key, asked in self.kept.first.items() if asked[0] < oldest]:
            del self.kept.first[vehicle]  # never called, or not under this name
        span = self._forecaster.reopening(at)
        reopening = span and (at + timedelta(minutes=span[0]), at + timedelta(minutes=span[1]))
        return Outlook(at, forecasts, self.score(), reopening)

    def score(self) -> Score | None:
        """How good the last forecasts were; None before there are enough to speak of."""
        if len(self._outcomes) < SCORED:
            return None
        return Score(
            len(self._outcomes),
            median(off for off, _ in self._outcomes),
            sum(within for _, within in self._outcomes),
        )

    def due_score(self) -> Score | None:
        """The score, once for every so many outcomes: to be recorded."""
        score = self.score()
        if score is None or self.kept.unrecorded < SCORED:
            return None
        self.kept.unrecorded = 0
        return score

    def encoded(self) -> bytes:
        self.kept.outcomes = list(self._outcomes)
        self.kept.state = self._forecaster.state()
        return msgspec.msgpack.encode(self.kept)

    def _name(self, vehicle: str) -> str:
        return vehicle if vehicle[:1] in ("", "#") else self._veiled(vehicle)

    def _score(self, name: str, at: datetime) -> None:
        asked = self.kept.first.pop(name, None)
        if asked is None:
            return
        asked_at, low, middle, high = asked
        actual = at.timestamp() / 60 - asked_at
        self._outcomes.append((abs(actual - middle), low <= actual <= high))
        self.kept.unrecorded += 1


class Forecasting:
    """The thread. `on_outlook` is called on it whenever forecasts were made anew; `wake` tells it
    that there is news. Where another program forecasts for this folder, `keeping` is false: then
    nothing is written."""

    def __init__(
        self,
        folder: Path,
        home: str,
        on_outlook: Callable[[Outlook], None],
        *,
        keeping: bool = True,
    ) -> None:
        self._folder = folder
        self._home = home
        self._on_outlook = on_outlook
        self._keeping = keeping
        self._news = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="forecast", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._news.set()

    def stop(self) -> None:
        """End, and keep what was learned."""
        self._stop.set()
        self._news.set()
        self._thread.join(10)

    def _run(self) -> None:
        said = ""
        while not self._stop.is_set():
            try:
                with Store.open(self._folder, again=not said) as store:
                    self._work(store)
            except Failure as failure:
                if str(failure) != said:
                    log.error("Forecast: %s", failure)
                said = str(failure)
                self._stop.wait(EVERY)

    def _work(self, store: Store) -> None:
        live = LiveForecast(read_kept(self._folder, store), store.veiled)
        kept_at = datetime.now(UTC)
        try:
            while not self._stop.is_set():
                self._news.clear()
                began = time.thread_time()
                self._catch_up(live, store)
                now = datetime.now(UTC)
                self._on_outlook(live.outlook(waiting(store), now))
                if self._keeping and (score := live.due_score()):
                    store.add(score_record(score, self._home, now))
                if self._keeping and (now - kept_at).total_seconds() >= KEEP_EVERY:
                    keep(self._folder, live)
                    kept_at = now
                took = time.thread_time() - began
                self._stop.wait(min(EVERY, took * (1 - SHARE) / SHARE))
                self._news.wait(EVERY)
        finally:
            if self._keeping:
                keep(self._folder, live)

    def _catch_up(self, live: LiveForecast, store: Store) -> None:
        while not self._stop.is_set():
            events, mark = store.later(PortEvent, live.kept.mark, most=AT_ONCE)
            live.take(events)
            live.kept.mark = mark
            if len(events) < AT_ONCE:
                return


def waiting(store: Store) -> list[str]:
    """The ids of the vehicles that wait."""
    return [each.id for each in store.find(Vehicle) if each.state in WAITING]


def read_kept(folder: Path, store: Store) -> Kept:
    """What was learned before; nothing where there is no file, or it is torn or of another log:
    then all of the log is read again."""
    device = store.head().device
    try:
        kept = msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError, ValueError):
        kept = None
    if kept is None or kept.device != device or kept.mark > store.last_mark(PortEvent):
        return Kept(device=device, mark=0, state=State(), first={}, outcomes=[])
    return kept


def keep(folder: Path, live: LiveForecast) -> None:
    """Write what was learned, whole or not at all; on a full disk it is learned again."""
    part = folder / f"{FILE}.part"
    try:
        part.write_bytes(live.encoded())
        os.replace(part, folder / FILE)
    except OSError as error:
        log.info("What the forecast learned can't be kept: %s", error.strerror)


def score_record(score: Score, home: str, now: datetime) -> ForecastScore:
    return ForecastScore(
        id=new_id(),
        home=home,
        at=stamp(now),
        forecasts=score.forecasts,
        off=round(score.off, 1),
        within=score.within,
    )
