"""The watches of a data folder, read and kept."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Failure
from kiosk.queue import watch as rules
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import Vehicle, Watch, new_id

log = logging.getLogger(__name__)

Rule = Callable[[list[Watch]], list[Watch]]


class Watches:
    """`all` is what the store holds, and what a full disk has not let it hold yet: drivers are told
    all the same. Used by the thread whose store it is; others may write beside it."""

    def __init__(self, store: Store, home: str) -> None:
        self._store = store
        self.home = home
        self._version = -1
        self._failed = False
        self._unkept: dict[str, Watch] = {}
        self.all: list[Watch] = []
        self.read()

    def read(self) -> bool:
        """Read what other programs and threads have written since; whether that changed any.
        Where the store can't be read, what was known holds."""
        before = self.all
        try:
            version = self._store.version()
            if version != self._version:
                self._version = version
                self.all = self._read()
        except Failure as failure:
            if not self._failed:
                log.error("The watches can't be read: %s", failure)
            self._failed = True
        else:
            self._failed = False
        return before != self.all

    def get(self, id: str) -> Watch | None:
        return next((each for each in self.all if each.id == id), None)

    def of(self, vehicle: str) -> list[Watch]:
        return [each for each in self.all if each.vehicle == vehicle]

    def take(self, vehicle: Vehicle, ahead: int, locale: str, now: datetime) -> Watch:
        """Keep a driver's wish; the same wish again is the same watch. Raises Failure when it
        can't be kept: then nothing is promised."""
        wish = Watch(
            id=new_id(),
            home=self.home,
            vehicle=vehicle.id,
            plate=vehicle.plate,
            country=vehicle.country,
            locale=locale,
            ahead=ahead,
            at=stamp(now),
        )
        with self._store.together():
            taken = rules.taken(self._read(), wish)
            self._store.put(taken)
        self.all = self._read()
        return taken

    def adopt(
        self, slip: Watch, vehicle: Vehicle, positions: rules.Positions, now: datetime
    ) -> None:
        """Keep a watch that another screen took, and whose driver stands here now: what is due
        already he reads on his truck's page. One of a clock ahead of ours counts from now, or it
        would be kept until then. Raises Failure when it can't be kept."""
        slip = replace(slip, at=min(slip.at, stamp(now)))
        seen = rules.noticed([slip], {vehicle.id: vehicle}, positions, now) or [slip]
        with self._store.together():
            self._store.put(*(rules.answered(seen, vehicle.id, now) or seen))
        self.all = self._read()

    def notice(
        self, vehicles: Mapping[str, Vehicle], positions: rules.Positions, now: datetime
    ) -> bool:
        """See what became due, and who is told now; whether that changed any."""

        def rule(watches: list[Watch]) -> list[Watch]:
            return rules.noticed(watches, vehicles, positions, now)

        return bool(self._unkept or rule(self.all)) and self._change(rule)

    def answer(self, vehicle: str, now: datetime) -> bool:
        """Its driver has come; whether he was waited for."""
        return self._change(lambda watches: rules.answered(watches, vehicle, now))

    def repeat(self, plate: str, now: datetime) -> bool:
        """Tell again; whether there was anything to tell."""
        return self._change(lambda watches: rules.repeated(watches, plate, now))

    def _read(self) -> list[Watch]:
        kept = {each.id: each for each in self._store.find(Watch)}
        return list((kept | self._unkept).values())

    def _change(self, rule: Rule) -> bool:
        try:
            with self._store.together():
                changed = rule(self._read())
                self._store.put(*self._unkept.values(), *changed)
                now = self._read()
        except Failure as failure:
            if not self._unkept:
                log.error("What drivers were told is not kept: %s", failure)
            changed = rule(self.all)
            self._unkept |= {each.id: each for each in changed}
            self.all = list(({each.id: each for each in self.all} | self._unkept).values())
        else:
            self._unkept = {}
            self.all = now
        return bool(changed)
