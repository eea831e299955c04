"""Our own end: a kiosk's store that has joined a server, and its syncs."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kiosk.joining import join
from kiosk.store import Store
from kiosk.store.syncing import StoreLocal
from sync import identity
from sync.client import HttpTransport
from sync.counter import Counter, DeviceSigner
from sync.engine import Engine
from sync.outbox import now
from sync.records import Record
from sync.server.database import connect
from sync.server.enrolment import make_code
from tests.bench.processes import module, running


def enrol(folder: Path, database: str, address: str, home: str = "horgos-jinyi") -> None:
    """Make a kiosk in a folder, known to the server at that address, which keeps its records in
    that database (a URL)."""
    engine = connect(database)
    code = make_code(engine, home, folder.name, time.time_ns() // 1000)
    engine.dispose()
    join(folder, code, address)


class Kiosk:
    """`engine` syncs what is in `store`."""

    def __init__(self, store: Store, local: StoreLocal, engine: Engine) -> None:
        self.store = store
        self.local = local
        self.engine = engine

    def put(self, records: Sequence[Record]) -> None:
        """As what is to be told, a thousand at a time."""
        for at in range(0, len(records), 1000):
            self.store.put(*records[at : at + 1000])


@contextmanager
def kiosk(folder: Path, address: str) -> Iterator[Kiosk]:
    """An enrolled kiosk with its line to the address. Nothing goes over it yet."""
    known = identity.load(folder)
    assert known is not None
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(folder))
        local = stack.enter_context(StoreLocal(store))
        line = HttpTransport(address)
        stack.callback(line.close)
        signer = DeviceSigner(lambda: known, Counter(local.file))
        yield Kiosk(store, local, Engine(local, line, signer, now, time.monotonic))


@contextmanager
def serving(database: str) -> Iterator[int]:
    """`hq serve` on a database; its port."""
    with running(module("sync.hq_process", "serve", "--db", database, "--port", "0")) as server:
        for line in server.stdout or ():
            if line.startswith("http://"):
                yield int(line.rsplit(":", 1)[1])
                return
    raise RuntimeError("the server ended before it could be asked")
