"""A driver at the screen: what he opens, for how long, and what he leaves behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from kiosk.config import Settings
from kiosk.feedback.stars import feedback
from kiosk.meals.table import on_the_table, served
from kiosk.queue.fits import Fit, fits
from kiosk.queue.line import CALLED
from kiosk.queue.outlook import expected
from kiosk.queue.watch import choices
from kiosk.services.offers import kinds, of_kind, ordered
from kiosk.services.opening import opening
from kiosk.shell.page_use import page_use
from kiosk.shell.session import Session
from kiosk.simulate.port import Queue
from kiosk.store import Store
from sync.records import Dish, Feedback, Menu, PageUse, Service, ServiceKind, Vehicle

BY_COUNTRY = {
    "KZ": {"kk_KZ": 60, "ru_RU": 38, "en": 2},
    "CN": {"zh_CN": 62, "ug_CN": 20, "kk_Arab_CN": 18},
    "RU": {"ru_RU": 97, "en": 3},
}
OTHERS = {"ru_RU": 70, "kk_KZ": 12, "en": 12, "zh_CN": 6}
"""Who reads what, in parts; OTHERS are drivers of other countries, or without a lorry here."""
HAS_A_TRUCK, ASKS_TO_BE_TOLD, EATS, LOOKS_ROUND, GIVES_STARS, SAYS_DONE = (
    0.8, 0.45, 0.35, 0.5, 0.15, 0.6,
)  # fmt: skip
STARS = (3, 5, 12, 35, 45)
"""How often one, two, three, four and five stars are given, in parts."""
FEW = 4
"""Lorries in a list among which a driver finds his own, and types no further."""


class House(NamedTuple):
    """What the screens show of the house."""

    services: list[Service]
    menus: list[Menu]
    dishes: dict[str, Dish]


def house_of(store: Store) -> House:
    dishes = {each.id: each for each in store.find(Dish)}
    return House(ordered(store.find(Service)), store.find(Menu), dishes)


class Visit:
    """One driver's session, from its first touch at `began` (aware). `uses` are its pages, each
    noted when it is left; `stars` what he thinks of one of them."""

    def __init__(
        self, rng: Random, settings: Settings, house: House, queue: Queue, began: datetime
    ) -> None:
        self._rng = rng
        self._settings = settings
        self._house = house
        self._queue = queue
        self._page = ""
        self._now = self._began = self._since = began
        rules = settings.session
        self._session = Session(idle=rules.idle_seconds, warning=rules.warning_seconds)
        self._session.begin(0.0)
        self.uses: list[PageUse] = []
        self.stars: list[Feedback] = []
        self._seen: list[str] = []  # what he could give stars for
        self._truck = self._own_truck()
        self.locale = self._language()

    def run(self) -> None:
        """All of it, until he is done or has walked away and the session is over."""
        for page in self._pages():
            self._turn(page)
        if self._rng.random() >= SAYS_DONE:
            self._now += timedelta(seconds=self._session.left(self._gone()))
        self._leave()
        if self._seen and self._rng.random() < GIVES_STARS:
            about = self._rng.choice(self._seen)
            stars = self._rng.choices(range(1, 6), STARS)[0]
            home = self._settings.home
            self.stars.append(feedback(home, about, stars, self.locale, self._now))

    def _pages(self) -> Iterator[str]:
        """Each is left before the next is chosen."""
        yield "language"
        yield "home"
        if self._truck is not None:
            yield from self._look_up(self._truck)
        if self._rng.random() < EATS:
            yield from self._eat()
        if self._rng.random() < LOOKS_ROUND:
            yield from self._look_round()

    def _look_up(self, truck: Vehicle) -> Iterator[str]:
        yield "queue-find"
        found: list[Vehicle] = []
        for length in range(2, len(truck.plate) + 1):
            found = self._queue.index.find(truck.plate[:length])
            if len(found) <= FEW and truck in found:
                break
        if truck not in found:
            yield "queue"
            return
        yield "queue-vehicle"
        self._seen.append("queue-vehicle")
        place = self._queue.line.positions.get(truck.id, 0)
        if truck.state not in CALLED and self._rng.random() < ASKS_TO_BE_TOLD:
            yield "queue-watch"
            ahead = self._rng.choice((0, *choices(place)))
            self._queue.watches.take(truck, ahead, self.locale, self._now)

    def _eat(self) -> Iterator[str]:
        yield "meals"
        serving = served(self._house.menus, self._now).now
        if serving is not None:
            halal = self.locale not in ("zh_CN", "ru_RU")
            if on_the_table(serving.menu, self._house.dishes, halal=halal):
                self._seen.append("meals")

    def _look_round(self) -> Iterator[str]:
        yield "services"
        there = kinds(self._house.services)
        if not there:
            return
        kind: ServiceKind = self._rng.choices(
            [kind for kind, _ in there], [count for _, count in there]
        )[0]
        for service in of_kind(self._house.services, kind.value):
            if self._is_for_him(service):
                yield "service"
                self._seen.append(service.id)
                if self._rng.random() < LOOKS_ROUND:
                    return

    def _is_for_him(self, service: Service) -> bool:
        """Whether it is open, and over before his call."""
        if not opening(service.hours, self._now).is_open:
            return False
        line, call = self._queue.line, None
        if self._truck is not None:
            call = expected(self._queue.outlook, self._truck.id, line.as_of, self._now)
        return fits(service.minutes, call) is not Fit.NO

    def _turn(self, page: str) -> None:
        self._leave()
        self._page, self._since = page, self._now
        self._now += timedelta(seconds=round(self._rng.lognormvariate(2.3, 0.6)) + 2)
        self._session.touch(self._gone())

    def _leave(self) -> None:
        if self._page:
            home = self._settings.home
            self.uses.append(page_use(home, self._page, self.locale, self._since, self._now))

    def _gone(self) -> float:
        """Seconds since his first touch."""
        return (self._now - self._began).total_seconds()

    def _own_truck(self) -> Vehicle | None:
        line = self._queue.line
        here = [*(each for lane in line.lanes.values() for each in lane), *line.called, *line.held]
        return self._rng.choice(here) if here and self._rng.random() < HAS_A_TRUCK else None

    def _language(self) -> str:
        country = self._truck.country if self._truck is not None else ""
        parts = BY_COUNTRY.get(country, OTHERS)
        return self._rng.choices(list(parts), list(parts.values()))[0]
