"""What the house itself says on the wall: its services, notices and events; and the watches of its
guests."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kiosk.queue.watch import Positions
from kiosk.queue.watches import Watches
from kiosk.store import Following, Store
from sync.records import Event, Notice, Place, Service, Vehicle, Watch


class House(NamedTuple):
    """All that the wall shows of the store beside the port's data."""

    services: tuple[Service, ...] = ()
    notices: tuple[Notice, ...] = ()
    events: tuple[Event, ...] = ()
    places: tuple[Place, ...] = ()
    watches: tuple[Watch, ...] = ()


class Seen(NamedTuple):
    """How the watched vehicles stand at `at`, for what is due to be kept."""

    vehicles: Mapping[str, Vehicle]
    positions: Positions
    at: datetime


def read_house(store: Store) -> House:
    """What the store holds now."""
    return House(
        tuple(store.find(Service)),
        tuple(store.find(Notice)),
        tuple(store.find(Event)),
        tuple(store.find(Place)),
        tuple(store.find(Watch)),
    )


class HouseReader:
    """A thread that reads the house whenever somebody has written, and tells it by `on_house`
    where it is another; and that keeps which watches are due, when it is given what was seen."""

    def __init__(self, folder: Path, home: str, on_house: Callable[[House], None]) -> None:
        self._home = home
        self._on_house = on_house
        self._seen: Seen | None = None
        self._house: House | None = None
        self._store: Store | None = None
        self._watches: Watches | None = None
        self._folder = folder
        self._following: Following | None = None

    def start(self) -> None:
        self._following = Following(self._folder, "house", self._read, lambda: self._seen)
        self._following.start()

    def stop(self) -> None:
        """End; may be started again."""
        if self._following is not None:
            self._following.stop()

    def notice(self, seen: Seen) -> None:
        """See what is due by this; called from another thread."""
        self._seen = seen

    def _read(self, store: Store) -> None:
        if store is not self._store:
            self._store, self._watches = store, Watches(store, self._home)
        assert self._watches is not None  # noqa: S101 - tells the type checker
        self._watches.read()
        if (seen := self._seen) is not None:
            self._watches.notice(*seen)
            self._seen = None
        house = read_house(store)._replace(watches=tuple(self._watches.all))
        if house != self._house:
            self._house = house
            self._on_house(house)
