"""The nodes of a simulated world: real stores and a real server on files, a clock and a network
that lie, and machines that lose their power."""

import atexit
import hashlib
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from kiosk import syncing
from kiosk.config import Settings, SyncSettings
from kiosk.joining import write_server
from kiosk.store import Store, journal
from kiosk.store.line import begin_line
from kiosk.store.syncing import StoreLocal
from kiosk.syncing import Means, sync_once
from sync import identity
from sync.columns import Wrong
from sync.counter import Counter
from sync.engine import Done
from sync.identity import Identity
from sync.outbox import Moment
from sync.protocol import ENROL, HELLO, SYNC, VERIFY, Ask, Enrol, Hello, Trouble, Verify
from sync.records import KINDS, Record, new_id
from sync.refusal import Refusal
from sync.server import enrolment
from sync.server.core import Headquarters
from sync.server.database import connect, migrate
from sync.server.door import Door
from sync.signing import sign, verify_body
from sync.talk import Reply, Unreachable

STATUS = {Trouble.MESSAGE: 400, Trouble.SIGNATURE: 401, Trouble.ENROL: 403}


@contextmanager
def quick_codes() -> Iterator[None]:
    """Guessing codes is tried elsewhere; here it would take half of all time. Real servers of other
    tests keep the slow hash."""
    slow = enrolment._hashed
    enrolment._hashed = lambda salt, code: hashlib.blake2b(salt + code.encode()).digest()
    try:
        yield
    finally:
        enrolment._hashed = slow


class Crash(BaseException):
    """The power went. No code of ours may catch it."""


@cache
def _made(what: str) -> Path:
    """Where a fresh store or server lies once it was made: making one takes longer than a day of
    its life here."""
    folder = memory() / f"driver-home-{os.getpid()}-made"
    shutil.rmtree(folder / what, ignore_errors=True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / what


def memory() -> Path:
    """A folder in memory where there is one: hundreds of runs, each with fsyncs by the thousand."""
    place = Path("/dev/shm")
    return place if os.access(place, os.W_OK) else Path(tempfile.gettempdir())


class Clock:
    """True time, in microseconds since 1970."""

    def __init__(self, start: datetime) -> None:
        self.now = int(start.timestamp() * 1_000_000)

    def pass_(self, seconds: float) -> None:
        self.now += int(seconds * 1_000_000)


class Server:
    """Headquarters on an SQLite file. A crash loses nothing but what was not committed."""

    def __init__(self, folder: Path, clock: Clock, role: str = "headquarters") -> None:
        made = _made("hq")
        if made.exists():
            shutil.copytree(made, folder)
        else:
            folder.mkdir(parents=True)
        self.file = folder / "hq.db"
        self._clock = clock
        self._role = role
        self.start()
        if not made.exists():
            self.copy(made)

    def start(self) -> None:
        self.engine = connect(f"sqlite:///{self.file}", connections=1)
        migrate(self.engine)
        self.core = Headquarters(self.engine, self._role, now=lambda: self._clock.now)
        self.door = Door(self.engine, lambda: self._clock.now)

    def stop(self) -> None:
        self.engine.dispose()

    def code(self, home: str, name: str) -> str:
        with quick_codes():
            return enrolment.make_code(self.engine, home, name, self._clock.now)

    def copy(self, target: Path) -> None:
        self.stop()
        shutil.copytree(self.file.parent, target)
        self.start()

    def put_back(self, source: Path) -> None:
        self.stop()
        shutil.rmtree(self.file.parent)
        shutil.copytree(source, self.file.parent)
        self.start()

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        try:
            content = self._answer(path, [*headers.items()], body)
        except Refusal as refusal:
            status = STATUS.get(refusal.problem.trouble, 409)
            return Reply(status, msgspec.json.encode(refusal.problem))
        except Wrong:
            return Reply(400, b'{"trouble": "message", "sentence": "?"}')
        return Reply(200, content, len(body), len(content))

    def _answer(self, path: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
        if path == ENROL:
            ask = msgspec.json.decode(body, type=Enrol)
            with quick_codes():
                return msgspec.json.encode(self.door.enrol("POST", path, headers, body, ask))
        signed = self.door.who("POST", path, headers)
        verify_body(signed, body)
        told: Any
        if path == HELLO:
            told = self.door.hello(signed, msgspec.msgpack.decode(body, type=Hello))
        else:
            self.door.count(signed)
            if path == SYNC:
                ask = msgspec.msgpack.decode(body, type=Ask)
                told = self.core.sync(signed.device, signed.epoch, ask)
            else:
                assert path == VERIFY
                told = self.core.verify(signed.device, msgspec.msgpack.decode(body, type=Verify))
        return msgspec.msgpack.encode(told)


class Network:
    """Between kiosks and their server: loses questions and answers, repeats them, and lets old
    ones come late. `fault` is asked at each point where something may go wrong."""

    def __init__(self, server: Server, fault: Callable[[str], bool], chance: random.Random) -> None:
        self.server = server
        self._fault = fault
        self._chance = chance
        self._late: list[tuple[str, Mapping[str, str], bytes]] = []
        self.down = False

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if self.down or self._fault("question lost"):
            raise Unreachable("The network is down.")
        if self._late and self._fault("an old question comes late"):
            self.server.answer(*self._late.pop(self._chance.randrange(len(self._late))))
        if self._fault("question kept for later"):
            self._late.append((path, headers, body))
        reply = self.server.answer(path, headers, body)
        if self._fault("question comes twice"):
            self.server.answer(path, headers, body)
        if self._fault("answer lost"):
            raise Unreachable("The answer was lost.")
        return reply

    def close(self) -> None:
        pass


class Kiosk:
    """A kiosk's folder on its machine: the clock of which may be anything."""

    def __init__(self, folder: Path, home: str, name: str, clock: Clock, network: Network) -> None:
        self.folder = folder
        self.home = home
        self.name = name
        self._clock = clock
        self._network = network
        self.skew = 0.0
        self.boot = new_id()
        self.booted = clock.now
        self.crash: Callable[[str], None] = lambda _where: None
        self.full = False
        made = _made("kiosk")
        if not made.exists():
            made.mkdir(parents=True)
            with Store.open(made):
                pass
        shutil.copytree(made, folder)
        with self._store() as store, store.together():
            begin_line(store.connection, new_id())
            store.connection.execute("UPDATE sync SET unverified = 0")

    def now(self) -> Moment:
        return Moment(
            wall=self._clock.now + int(self.skew * 1_000_000),
            boot=self.boot,
            offset=self._clock.now - self.booted,
        )

    def wall(self) -> datetime:
        """By the true clock: retention is not what is tried here."""
        return datetime.fromtimestamp(self._clock.now / 1_000_000, UTC)

    def restart(self) -> None:
        self.boot, self.booted = new_id(), self._clock.now

    def enrol(self) -> None:
        code = self._network.server.code(self.home, self.name)
        with self._store() as store, StoreLocal(store, clock=self.wall) as local:
            known = identity.load(self.folder)
            device = local.line().written.device if known is None else new_id()
            new = Identity.new(device)
            identity.prepare(self.folder, new)
            former = [each for each in local.former() if each != device]
            if known is not None:
                former = [*former, known.device]
            body = msgspec.json.encode(
                Enrol(code=code, device=device, key=new.public, former=former, home=self.home)
            )
            headers = sign(
                "POST", ENROL, body, device=device, epoch=local.line().written.epoch,
                counter=Counter(local.file).next(), key=new.key,
            )  # fmt: skip
            reply = self._network.server.answer(ENROL, headers, body)
            assert reply.status == 200, reply.body
            local.enrolled(device)
        identity.adopt(self.folder)
        write_server(self.folder, "http://127.0.0.1:1", self.home)

    def write(self, *records: Record) -> None:
        with self._store() as store:
            store.put(*records)

    def remove(self, kind: type[Record], *ids: str) -> None:
        with self._store() as store:
            store.remove(kind, *ids)

    def find(self, kind: type[Record]) -> list[Record]:
        with self._store() as store:
            return store.find(kind)

    def device(self) -> str:
        with self._store() as store:
            return store.head().device

    def waiting(self) -> set[str]:
        with self._store() as store:
            return {op.record for op in store.outbox()}

    def sync(self, *, budget: float = 0, **how: Any) -> Done:
        """`budget` in megabytes; `how` as in sync_once. Raises Failure, or Crash where the power
        goes."""
        limits = SyncSettings(daily_budget_mb=budget)
        settings = Settings(home=self.home, server="http://127.0.0.1:1", sync=limits)
        CrashingLocal.crash, CrashingLocal.full = self.crash, self.full
        return sync_once(
            self.folder,
            settings,
            **how,
            means=Means(
                self.now,
                self.wall,
                lambda: self._clock.now / 1_000_000,
                lambda _url, _settings: Crashing(self._network, self.crash),
            ),
        )

    def held(self) -> dict[str, dict[str, Record]]:
        """All it holds that travels, by kind and id."""
        with self._store() as store:
            return {
                name: {record.id: record for record in store.find(kind)}
                for name, kind in KINDS.items()
            }

    def _store(self) -> Store:
        journal.now = self.now  # type: ignore[assignment]  # one machine at a time
        store = Store.open(self.folder, again=(self.folder / "kiosk.db").exists())
        if self.full:
            fill(store)
        return store


class Crashing:
    """The line as seen from a machine whose power may go while it waits."""

    def __init__(self, network: Network, crash: Callable[[str], None]) -> None:
        self._network = network
        self._crash = crash

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        self._crash("before a question")
        reply = self._network.post(path, body, headers)
        self._crash("after an answer")
        return reply

    def close(self) -> None:
        pass


class CrashingLocal(StoreLocal):
    """A store whose machine may lose its power before and after each thing it keeps, between the
    database and the file beside it too."""

    crash: ClassVar[Callable[[str], None]] = lambda _where: None

    full: ClassVar[bool] = False

    def __init__(self, store: Store, **how: Any) -> None:
        super().__init__(store, **how)
        if self.full:
            fill(store)


def fill(store: Store) -> None:
    """From now on the store grows no more: its disk is full."""
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}")


def _crashing(name: str) -> Callable[..., Any]:
    real = getattr(StoreLocal, name)

    def method(self: CrashingLocal, *arguments: Any, **named: Any) -> Any:
        CrashingLocal.crash(f"before {name}")
        result = real(self, *arguments, **named)
        CrashingLocal.crash(f"after {name}")
        return result

    return method


for _name in ("acknowledge", "begin_epoch", "take", "settle", "mend", "drop", "_mark", "spent"):
    setattr(CrashingLocal, _name, _crashing(_name))
syncing.StoreLocal = CrashingLocal  # type: ignore[misc]
