"""The days: the port every five minutes, the drivers in between, the house every hour and night."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from kiosk.config import Settings
from kiosk.queue.summaries import sum_up
from kiosk.queue.summary import SETTLED
from kiosk.queue.times import stamp
from kiosk.queue.watches import Watches
from kiosk.simulate.port import Queue, SimulatedPort
from kiosk.simulate.visits import House, Visit, house_of
from kiosk.status import tell_status
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.records import Audit, DeviceStatus, PageUse, PortEvent, Record, ids_from, new_id, uuid7

ASKED = timedelta(minutes=5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUSY = (3, 2, 2, 2, 2, 3, 5, 7, 8, 9, 9, 9, 10, 9, 8, 8, 8, 8, 9, 10, 9, 7, 5, 4)
"""Drivers at the screen in each Beijing hour, in parts."""
POWER_CUTS = 0.1
"""Of the nights, so many have one."""


class Plan(NamedTuple):
    """`drivers` come to the screen each day, for so many `days` from `start` on (a midnight in
    Beijing). The same plan on a fresh folder makes the same records, but for what holds the
    device's name or its key (device-status, vehicle-summary, veiled plates)."""

    drivers: int
    days: int
    seed: int
    start: datetime

    @property
    def end(self) -> datetime:
        return self.start + self.days * DAY


def simulate(store: Store, settings: Settings, plan: Plan) -> None:
    """Live through the days of a plan. Raises Failure when the store can't be written; what was
    kept up to then stays."""
    _Days(store, settings, plan).run()


def held_until(store: Store) -> datetime | None:
    """The newest moment that a store's log or page uses tell of; None where there is none."""
    found: list[Record] = []
    for kind in (PortEvent, PageUse):
        last, _ = store.later(kind, max(0, store.last_mark(kind) - 1))
        found += last
    return max((datetime.fromisoformat(each.at) for each in found), default=None)  # type: ignore[attr-defined]


class _Days:
    def __init__(self, store: Store, settings: Settings, plan: Plan) -> None:
        self._store = store
        self._settings = settings
        self._plan = plan
        self._folder: Path = store.path.parent
        self._now = plan.start
        self._rng = Random(self._name("house"))  # noqa: S311 - made-up days
        self._booted = plan.start - timedelta(days=3)
        self._charge = 100
        self._house: House = house_of(store)
        self._queue: Queue

    def run(self) -> None:
        home = self._settings.home
        with ids_from(self._ids()):
            feed = SimulatedPort(self._plan.seed, self._plan.start, home)
            rng = Random(self._name("watches"))  # noqa: S311
            self._queue = Queue(self._store, feed, Watches(self._store, home), rng)
            self._store.add(self._audit())
            for day in range(self._plan.days):
                self._live(self._plan.start + day * DAY, day)

    def _live(self, midnight: datetime, day: int) -> None:
        visits = self._visits(midnight, day)
        for hour in range(24):
            with self._store.together():  # one wait for the disk an hour
                for number in range(hour * 12, hour * 12 + 12):
                    self._now = midnight + number * ASKED
                    self._queue.hear(self._folder, self._now)
                    while visits and visits[0] < self._now + ASKED:
                        self._visit(visits.pop(0))
                self._tell_status(midnight + (hour + 1) * HOUR)
        self._now = midnight + DAY + SETTLED
        sum_up(self._store, self._settings.home, self._now)
        self._store.expire(midnight + DAY)

    def _visits(self, midnight: datetime, day: int) -> list[datetime]:
        """When the day's drivers come, in order."""
        rng = Random(self._name(f"visits of day {day}"))  # noqa: S311
        hours = rng.choices(range(24), BUSY, k=self._plan.drivers)
        return sorted(midnight + (hour + rng.random()) * HOUR for hour in hours)

    def _visit(self, began: datetime) -> None:
        self._now = began
        visit = Visit(self._rng, self._settings, self._house, self._queue, began)
        visit.run()
        self._store.put(*visit.uses, *visit.stars)

    def _tell_status(self, now: datetime) -> None:
        """A device that is well, but for a power cut in some nights."""
        if now.astimezone(BEIJING).hour == 3 and self._rng.random() < POWER_CUTS:
            self._booted, self._charge = now, self._rng.randrange(20, 70)
        self._now = now
        hours = (now - self._plan.start) // HOUR
        status = DeviceStatus(
            id=self._store.head().device,
            home=self._settings.home,
            as_of=_text(now),
            version="simulated",
            started_at=_text(self._booted),
            locale=self._settings.language,
            disk_free=20_000_000_000 - hours * 10_000_000,
            store_size=4_000_000 + hours * 50_000,
            battery=self._charge,
            backup_at=_text(now),
        )
        self._charge = min(100, self._charge + 15)
        tell_status(self._store, status)

    def _audit(self) -> Audit:
        """What is made up is said to be so, for good."""
        plan = self._plan
        detail = (
            f"From {plan.start:%Y-%m-%d} on, {plan.days} days of {plan.drivers} drivers were made "
            f"up with the seed {plan.seed}."
        )
        return Audit(
            id=new_id(), home=self._settings.home, at=stamp(plan.start), what="simulated",
            detail=detail,
        )  # fmt: skip

    def _ids(self) -> Callable[[], str]:
        rng = Random(self._name("ids"))  # noqa: S311
        return lambda: uuid7(round(self._now.timestamp() * 1000), rng.getrandbits(80))

    def _name(self, what: str) -> str:
        """A seed for one thing. Homes don't share ids; nor do the devices that sync."""
        device = self._store.head().device if self._settings.server else ""
        return f"{self._plan.seed}:{self._settings.home}:{device}:{what}"


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
