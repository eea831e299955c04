"""One run of the world from a seed: kiosks write, edit, sync, lose power, are put back and copied,
their clocks jump and their network lies; then all is well again, and all must be the same."""

import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kiosk.errors import Failure
from sync.engine import Done
from sync.protocol import Trouble
from sync.records import (
    Audit,
    Course,
    Dish,
    Facility,
    FeedStatus,
    ForecastScore,
    Lane,
    PageUse,
    Record,
    Vehicle,
    VehicleState,
    Watch,
    new_id,
)
from sync.talk import NotDone, Unreachable
from tests.sync.simulation.desk import Desk
from tests.sync.simulation.nodes import Clock, Crash, Kiosk, Network, Server, memory

START = datetime(2026, 11, 24, tzinfo=UTC)
FAULTS = 0.25
PLATE = "新A5R7K"
"""Stands in what may not leave a home."""

Step = Callable[[Kiosk], None]


class Size(NamedTuple):
    homes: int
    kiosks: int  # of each home
    steps: int


def size_of(seed: int) -> Size:
    """Mostly few kiosks and a long walk; now and then forty."""
    chance = random.Random(seed)
    if seed % 50 == 49:
        return Size(10, 4, 160)
    homes, kiosks = chance.choice([(1, 4), (2, 2), (2, 3), (3, 2), (4, 1)])
    return Size(homes, kiosks, chance.choice([30, 60, 90]))


class World:
    """`trace` tells what happened, for a seed that fails."""

    def __init__(self, seed: int, folder: Path, size: Size | None = None) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.size = size or size_of(seed)
        self.folder = folder
        self.clock = Clock(START)
        self.trace: list[str] = []
        self.faulty = True
        self.server = Server(folder / "hq", self.clock)
        self.network = Network(self.server, self._fault, self.chance)
        self.networks = [self.network]
        self.kiosks: list[Kiosk] = []
        self.copies: list[Path] = []
        self.server_copy: Path | None = None
        # whose acknowledged records may be missed: it and the server were both put back
        self.written: dict[str, tuple[Kiosk, Record]] = {}
        self.put_back: set[str] = set()
        self.server_put_back = False
        self.cloned = False
        # a comparison mends what should not have been wrong: half of the seeds have none
        self.compares = seed % 2 == 0
        # a seed puts back kiosks, or the server, or nothing: both would lose what neither has
        self.puts_back = ("server", "kiosks", "nothing")[seed // 2 % 3]
        self._number = 0
        # one home of some worlds has a server of its own
        self.desks: dict[str, Desk] = {}
        if seed % 4 == 3:
            desk = Desk(self._next("desk"), "home-0", self.clock, self.network)
            desk.crash = self._crash
            self.desks["home-0"] = desk
            self.networks.append(Network(desk.server, self._fault, self.chance))
        for home in range(self.size.homes):
            for at in range(self.size.kiosks):
                self._new_kiosk(f"home-{home}", f"kiosk-{at}")

    def run(self) -> None:
        steps: list[tuple[Step, int]] = [
            (self._write, 30),
            (self._edit, 25),
            (self._remove, 2),
            (self._sync, 40),
            (self._jump, 4),
            (self._restart, 3),
            (self._copy_folder, 4),
            (self._put_folder_back, 3),
            (self._put_database_back, 3),
            (self._clone, 1),
            (self._copy_server, 4),
            (self._put_server_back, 3),
            (self._cable, 4),
            (self._fill, 3),
            (self._sync_desk, 15 if self.desks else 0),
        ]
        weights = [weight for _, weight in steps]
        for _ in range(self.size.steps):
            self.clock.pass_(self.chance.choice([0.5, 5, 60, 600, 7200]))
            (step,) = self.chance.choices([step for step, _ in steps], weights)
            kiosk = self.chance.choice(self.kiosks)
            self.trace.append(f"{step.__name__} {kiosk.home} {kiosk.name}")
            step(kiosk)

    def close(self) -> None:
        for server in (self.server, *(desk.server for desk in self.desks.values())):
            server.stop()

    def heal(self) -> None:
        """The faults end. Within a few attempts each, all must be the same: by what is told and
        heard alone, as long as nothing was put back; a comparison then finds nothing to do."""
        self.faulty = False
        for kiosk in self.kiosks:
            kiosk.skew = 0.0
            kiosk.full = False
        for each in self.networks:
            each.down = False
        # one attempt to tell, one to hear what the others told, and one where an epoch began
        for _ in range(3):
            for kiosk in self.kiosks:
                self._heal_one(kiosk)
            for desk in self.desks.values():
                self._heal_desk(desk)
        for kiosk in self.kiosks:
            self._heal_one(kiosk)
        whole = not self.server_put_back and not self.put_back and not self.cloned
        for _ in range(1 if whole else 2):
            healed = [self._heal_one(kiosk, comparing=True) for kiosk in self.kiosks]
            healed += [self._heal_desk(desk, comparing=True) for desk in self.desks.values()]
            found = sum(done.mended + done.offered for done in healed)
            assert not (whole and found), f"{found} records had been passed over"
        if not whole:  # what one was told by another's comparison
            for kiosk in self.kiosks:
                self._heal_one(kiosk)

    def _heal_one(self, kiosk: Kiosk, *, comparing: bool = False) -> Done:
        for _ in range(3):
            self.clock.pass_(1)
            try:
                return kiosk.sync(comparing=comparing, allowed=True)
            except Failure as failure:
                self.trace.append(f"healing {kiosk.home} {kiosk.name}: {failure}")
                if "hq enroll" not in str(failure):
                    raise
                kiosk.enrol()
        raise AssertionError(f"{kiosk.name} is not taken back")

    def _heal_desk(self, desk: Desk, *, comparing: bool = False) -> Done:
        for _ in range(3):
            self.clock.pass_(1)
            try:
                return desk.sync(comparing=comparing)
            except NotDone as refused:
                self.trace.append(f"healing {desk.home}'s server: {refused}")
                if refused.trouble is not Trouble.ENROL:
                    raise
                desk.join()
        raise AssertionError(f"{desk.home}'s server is not taken back")

    # What happens

    def _fault(self, what: str) -> bool:
        # four points in ten of a question: a quarter of all go wrong somewhere
        if not self.faulty or self.chance.random() > FAULTS / 4:
            return False
        self.trace.append(f"  {what}")
        return True

    def _crash(self, where: str) -> None:
        if self.faulty and self.chance.random() < FAULTS / 12:
            self.trace.append(f"  the power goes {where}")
            raise Crash(where)

    def _new_kiosk(self, home: str, name: str) -> Kiosk:
        desk = self.desks.get(home)
        network = self.network
        if desk is not None:
            network = next(each for each in self.networks if each.server is desk.server)
        kiosk = Kiosk(self._next("kiosk"), home, name, self.clock, network)
        kiosk.crash = self._crash
        kiosk.enrol()
        self.kiosks.append(kiosk)
        return kiosk

    def _next(self, what: str) -> Path:
        self._number += 1
        return self.folder / f"{what}-{self._number}"

    def _write(self, kiosk: Kiosk) -> None:
        records = [self._record(kiosk) for _ in range(self.chance.choice([1, 1, 3, 30]))]
        if self._keep(kiosk, *records):
            for record in records:
                self.written[record.id] = (kiosk, record)

    def _keep(self, kiosk: Kiosk, *records: Record) -> bool:
        """Whether it was kept: a full disk refuses, and says so."""
        try:
            kiosk.write(*records)
        except Failure:
            if not kiosk.full:
                raise
            self.trace.append("  the disk is full")
            return False
        return True

    def _record(self, kiosk: Kiosk) -> Record:
        at = kiosk.wall().replace(microsecond=0).isoformat()
        match self.chance.randrange(5):
            case 0:
                return PageUse(
                    id=self._id(), home=kiosk.home, at=at, page="meals", locale="ug_CN",
                    seconds=self.chance.randrange(600),
                )  # fmt: skip
            case 1:
                return Audit(id=self._id(), home=kiosk.home, at=at, what="store-mended")
            case 2:
                return ForecastScore(
                    id=self._id(), home=kiosk.home, at=at, forecasts=200,
                    off=self.chance.randrange(30), within=160,
                )  # fmt: skip
            case 3:
                return FeedStatus(id="port", heard_at=at, vehicles=self.chance.randrange(900))
            case _:
                return self.chance.choice([self._watch, self._vehicle])(kiosk, at)

    def _watch(self, kiosk: Kiosk, at: str) -> Record:
        return Watch(
            id=self._id(), home=kiosk.home, vehicle=f"CN:{PLATE}", plate=PLATE, country="CN",
            locale="zh_CN", at=at,
        )  # fmt: skip

    def _vehicle(self, kiosk: Kiosk, at: str) -> Record:
        return Vehicle(
            id=f"CN:{PLATE}", plate=PLATE, country="CN", lane=Lane.GENERAL,
            state=VehicleState.WAITING, as_of=at,
        )  # fmt: skip

    def _edit(self, kiosk: Kiosk) -> None:
        id = f"{kiosk.home}-{self.chance.randrange(12)}"
        text = {"en": f"{self.chance.randrange(1000)}", "zh_CN": "拌面"}
        price = self.chance.randrange(90)
        if self.chance.random() < 0.5:
            self._keep(kiosk, Facility(id=id, home=kiosk.home, service="wash", name=text))
        else:
            dish = Dish(id=id, home=kiosk.home, name=text, course=Course.MEAT, price=price)
            self._keep(kiosk, dish)

    def _remove(self, kiosk: Kiosk) -> None:
        found = kiosk.find(Dish)
        if found and not kiosk.full:
            kiosk.remove(Dish, self.chance.choice(found).id)

    def _sync(self, kiosk: Kiosk) -> None:
        try:
            kiosk.sync(comparing=self.compares and self.chance.random() < 0.15)
        except Crash:
            kiosk.restart()
        except Failure as failure:
            self.trace.append(f"  {failure}")
            if "hq enroll" in str(failure):
                kiosk.enrol()

    def _jump(self, kiosk: Kiosk) -> None:
        kiosk.skew = self.chance.choice([0, 3600, -3600, 86_400 * 3650, -86_400 * 3650])

    def _restart(self, kiosk: Kiosk) -> None:
        kiosk.restart()

    def _copy_folder(self, kiosk: Kiosk) -> None:
        target = self._next("copy")
        shutil.copytree(kiosk.folder, target)
        self.copies.append(target)

    def _copy_of(self, kiosk: Kiosk) -> Path | None:
        mine = (kiosk.folder / "identity.key").read_bytes()
        good = [c for c in self.copies if (c / "identity.key").read_bytes() == mine]
        return self.chance.choice(good) if good and self.puts_back == "kiosks" else None

    def _put_folder_back(self, kiosk: Kiosk) -> None:
        """The whole disk, as of then."""
        if copy := self._copy_of(kiosk):
            shutil.rmtree(kiosk.folder)
            shutil.copytree(copy, kiosk.folder)
            self.put_back.add(kiosk.folder.name)

    def _put_database_back(self, kiosk: Kiosk) -> None:
        """The database alone, as of then."""
        if copy := self._copy_of(kiosk):
            for end in ("", "-wal", "-shm"):
                (kiosk.folder / f"kiosk.db{end}").unlink(missing_ok=True)
                if (copy / f"kiosk.db{end}").exists():
                    shutil.copy(copy / f"kiosk.db{end}", kiosk.folder)
            self.put_back.add(kiosk.folder.name)

    def _clone(self, kiosk: Kiosk) -> None:
        """A second machine with the same disk."""
        if self.puts_back != "kiosks":
            return
        folder = self._next("kiosk")
        shutil.copytree(kiosk.folder, folder)
        twin = Kiosk.__new__(Kiosk)
        twin.__dict__.update(kiosk.__dict__)
        twin.folder, twin.name = folder, f"{kiosk.name}-twin"
        twin.restart()
        self.kiosks.append(twin)
        self.cloned = True

    def _copy_server(self, _kiosk: Kiosk) -> None:
        target = self._next("hq-copy")
        self.server.copy(target)
        self.server_copy = target

    def _put_server_back(self, _kiosk: Kiosk) -> None:
        if self.puts_back == "server" and self.server_copy is not None:
            self.server.put_back(self.server_copy)
            self.server_put_back = True

    def _cable(self, _kiosk: Kiosk) -> None:
        network = self.chance.choice(self.networks)
        network.down = not network.down

    def _fill(self, kiosk: Kiosk) -> None:
        """Its disk is full for a while; or has room again."""
        kiosk.full = not kiosk.full

    def _sync_desk(self, _kiosk: Kiosk) -> None:
        (desk,) = self.desks.values()
        try:
            desk.sync(comparing=self.compares and self.chance.random() < 0.15)
        except Crash:
            pass
        except (Unreachable, NotDone) as failure:
            self.trace.append(f"  {failure}")
            if isinstance(failure, NotDone) and failure.trouble is Trouble.ENROL:
                desk.join()

    def _id(self) -> str:
        return new_id(self.clock.now // 1000)


def scratch(seed: int) -> Path:
    place = memory() / f"driver-home-{os.getpid()}-{seed}"
    shutil.rmtree(place, ignore_errors=True)
    return place
