"""What a sync costs where the line is dear: with nothing to do, and after a cut."""

import random
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

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
    """New records each time, and each time but the first a cut on their way."""
    dice = random.Random(50)
    up, down = _told(here, wire, 0)
    whole = up + down
    extra = []
    for seed in range(1, CUTS + 1):
        # a run is some bytes longer or shorter than another: not among its last
        if dice.random() < up / whole:
            wire.cut(up=dice.randrange(up * 99 // 100))
        else:
            wire.cut(down=dice.randrange(down * 99 // 100))
        extra.append(sum(_told(here, wire, seed)) / whole * 100 - 100)
    if wire.cuts != CUTS:
        raise RuntimeError(f"{wire.cuts} of {CUTS} cuts were made")
    return Figure(
        what=f"sync: bytes more after a cut at a random byte of {RECORDS:,} records, mean of "
        f"{CUTS}", unit="%", measured=statistics.mean(extra), most=3,
        peer="the most of them", beside=max(extra),
    )  # fmt: skip


def _told(here: Kiosk, wire: Proxy, seed: int) -> tuple[int, int]:
    """Bytes up and down of so many new records."""
    here.put([Reading(**each) for each in readings(RECORDS, seed)])
    up, down = wire.up, wire.down
    _run(here)
    return wire.up - up, wire.down - down


def _run(here: Kiosk) -> None:
    done = here.engine.run()
    if done.told != RECORDS or done.refused:
        raise RuntimeError(f"{done.told} of {RECORDS} records were told")
