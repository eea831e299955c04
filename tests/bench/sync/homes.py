"""All homes at once, after three days without a link: how long until each kiosk and headquarters
hold the same. The kiosks' own work is done on this machine as well."""

import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from kiosk.config import read_settings
from kiosk.home import ensure_sample
from kiosk.simulate.days import Plan, simulate
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.comparing import compare
from sync.outbox import record_of
from sync.records import KINDS, Record, new_id
from tests.bench.figure import Figure
from tests.bench.processes import Program, module, running
from tests.bench.sync.ours import enrol, kiosk, serving
from tests.queue.postgres import postgres

HOMES, KIOSKS = 22, 3
DRIVERS, DAYS = 100, 3


def figures() -> list[Figure]:
    with TemporaryDirectory(prefix="driver-home-bench-") as temporary, postgres() as url:
        place = Path(temporary)
        days = _days(place / "simulated")
        with serving(url) as port:
            address = f"http://127.0.0.1:{port}"
            for home in range(HOMES):
                for number in range(KIOSKS):
                    folder = place / f"home-{home}-{number}"
                    enrol(folder, url, address, f"home-{home}")
                    _live(folder, days)
            # two processes of kiosks, since one would keep but one core busy
            began, ended = _all_at_once(place, address)
    ops = HOMES * KIOSKS * len(days)
    return [
        Figure(what=f"sync: {HOMES} homes of {KIOSKS} kiosks at once after {DAYS} days, {ops:,} "
               "ops, to equal digests", unit="s", measured=ended - began, most=60)
    ]  # fmt: skip


def _days(folder: Path) -> list[Record]:
    """What a kiosk has to tell of three days, in its order."""
    ensure_sample(folder)
    midnight = datetime.now(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    with Store.open(folder) as store:
        plan = Plan(DRIVERS, DAYS, 7, midnight - timedelta(days=DAYS))
        simulate(store, read_settings(folder), plan)
        told = [record_of(op, KINDS[op.kind]) for op in store.outbox()]
    return [each for each in told if each is not None]


def _live(folder: Path, days: Sequence[Record]) -> None:
    """The same days with ids of this kiosk's own."""
    own: dict[str, str] = {}
    with Store.open(folder) as store, store.together():
        for record in days:
            id_ = own.setdefault(record.id, new_id())
            store.put(msgspec.structs.replace(record, id=id_, home=""))


def _all_at_once(place: Path, address: str) -> tuple[float, float]:
    """When the first began and the last ended (monotonic seconds)."""
    folders = sorted(place.glob("home-*"))
    with (
        running(module("sync.homes", address, *map(str, folders[::2]))) as some,
        running(module("sync.homes", address, *map(str, folders[1::2]))) as others,
    ):
        spans = [_span(each) for each in (some, others)]
    return min(begin for begin, _ in spans), max(end for _, end in spans)


def _span(process: Program) -> tuple[float, float]:
    for line in process.stdout or ():
        if line.startswith("["):
            begin, end = msgspec.json.decode(line, type=tuple[float, float])
            return begin, end
    raise RuntimeError("the kiosks ended before they had synced")


def main(address: str, *folders: str) -> None:
    """Syncs them all at the same time, and compares. Prints when it began and when it ended."""
    ready = threading.Barrier(len(folders))
    begins = []

    def one(folder: str) -> None:
        with kiosk(Path(folder), address) as here:
            ready.wait()
            begins.append(time.monotonic())
            done = here.engine.run()
            compare(here.local, here.engine, done)
            if done.refused or done.mended or done.offered:
                raise RuntimeError("a kiosk and headquarters did not hold the same")

    with ThreadPoolExecutor(len(folders)) as pool:
        list(pool.map(one, folders))
    print(msgspec.json.encode((min(begins), time.monotonic())).decode(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
