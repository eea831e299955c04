"""What a sync costs where the line is dear: with nothing to do, and after a cut."""

import random
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.engine import Done
from sync.records import Record
from tests.bench.figure import Figure
from tests.bench.sync.kinds import Reading
from tests.bench.sync.ours import Kiosk, enrol, kiosk, serving
from tests.bench.sync.records import readings
from tests.sync.proxy import Proxy

RECORDS, CUTS = 10_000, 50


def figures() -> list[Figure]:
    with TemporaryDirectory(prefix="driver-home-bench-") as temporary:
        place = Path(temporary)
        database = f"sqlite:///{place / 'hq.db'}"
        with serving(database) as port, Proxy(port) as wire:
            enrol(place / "kiosk", database, wire.address)
            with kiosk(place / "kiosk", wire.address) as here:
                here.engine.run()
                return [*_nothing(here, wire), _cut(here, wire)]


def _nothing(here: Kiosk, wire: Proxy) -> list[Figure]:
    wire.forget()
    here.engine.run()
    return [
        Figure(what="sync: with nothing to do, bytes up and down with all heads", unit="B",
               measured=wire.up + wire.down, most=900),
        Figure(what="sync: with nothing to do", unit="requests", measured=wire.requests, most=1),
    ]  # fmt: skip


def _cut(here: Kiosk, wire: Proxy) -> Figure:
    """Each time the like number of new records; whole for the first time."""
    dice = random.Random(50)
    whole = _told(here, wire, 0)
    extra = []
    for seed in range(1, CUTS + 1):
        here.put(_new(seed))
        wire.forget()
        wire.cut(up=dice.randrange(whole))
        _run(here)
        extra.append((wire.up + wire.down) / whole * 100 - 100)
    return Figure(
        what=f"sync: bytes more after a cut at a random byte of {RECORDS:,} records, mean of "
        f"{CUTS}", unit="%", measured=statistics.mean(extra), most=3,
        peer="the most of them", beside=max(extra),
    )  # fmt: skip


def _told(here: Kiosk, wire: Proxy, seed: int) -> int:
    here.put(_new(seed))
    wire.forget()
    wire.mend()
    _run(here)
    return wire.up + wire.down


def _run(here: Kiosk) -> Done:
    done = here.engine.run()
    if done.told != RECORDS or done.refused:
        raise RuntimeError(f"{done.told} of {RECORDS} records were told")
    return done


def _new(seed: int) -> list[Record]:
    return [Reading(**each) for each in readings(RECORDS, seed)]
