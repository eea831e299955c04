"""Headquarters on PostgreSQL under load, with few rows and with a million, and the comparison of a
million rows by night. Load, server and database share this machine."""

import math
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from sync.comparing import compare
from sync.records import Record
from sync.server.database import connect
from sync.server.scope import give
from sync.server.tables import DEVICE
from tests.bench.figure import Figure, percentile
from tests.bench.sync.filling import into_server, records
from tests.bench.sync.kinds import Reading
from tests.bench.sync.ours import Kiosk, enrol, kiosk, serving
from tests.bench.sync.pushes import Line, line, send
from tests.bench.sync.records import readings
from tests.queue.postgres import postgres
from tests.sync.proxy import Proxy

SIZES = (10_000, 100_000, 1_000_000)
HOME = "horgos-jinyi"
DEVICES, PUSHES, OPS, AT_ONCE = 24, 40, 100, 4


def figures() -> list[Figure]:
    with (
        TemporaryDirectory(prefix="driver-home-bench-") as place,
        postgres() as url,
        serving(url) as port,
        Proxy(port) as wire,
    ):
        folder = Path(place, "kiosk")
        enrol(folder, url, wire.address, HOME)
        engine = connect(url)
        with kiosk(folder, wire.address) as here:
            rows = [*_growth(engine, here, port), *_rate(engine, port), *_night(here, wire)]
        engine.dispose()
        return rows


def _growth(engine: sa.Engine, here: Kiosk, port: int) -> list[Figure]:
    """Both ends are filled, and at each size a few pushes of a hundred ops are timed."""
    device = here.local.line().written.device
    took = {}
    stored = 0
    for some in records(SIZES[-1]):
        with engine.begin() as connection:
            first = give(connection, HOME, len(some))
            into_server(connection, some, HOME, device, first)
        here.store.adopt(some)
        stored += len(some)
        if stored in SIZES:
            _settle(engine)
            lines = _lines(engine, 1, PUSHES, seed=stored)
            took[stored] = statistics.median(send(port, lines, 1)[1]) * 1000 / OPS
    few, many = took[SIZES[0]], took[SIZES[-1]]
    return [
        Figure(what=f"headquarters: an op with {SIZES[-1]:,} rows stored", unit="µs",
               measured=many, peer=f"with {SIZES[0]:,}", beside=few, ratio=many / few),
        Figure(what="headquarters: time of an op by rows stored, log-log slope", unit="",
               measured=_slope(took), most=0.05),
    ]  # fmt: skip


def _rate(engine: sa.Engine, port: int) -> list[Figure]:
    lines = _lines(engine, DEVICES, PUSHES, seed=1)
    seconds, took = send(port, lines, AT_ONCE)
    return [
        Figure(what=f"headquarters: ops applied, of {AT_ONCE} devices at once", unit="/s",
               measured=DEVICES * PUSHES * OPS / seconds, least=8000),
        Figure(what=f"headquarters: a push of {OPS} then, p99", measured=percentile(took, 99),
               most=150),
    ]  # fmt: skip


def _night(here: Kiosk, wire: Proxy) -> list[Figure]:
    done = here.engine.run()
    wire.forget()
    begin = time.perf_counter()
    compare(here.local, here.engine, done)
    seconds = time.perf_counter() - begin
    if done.mended or done.offered:
        raise RuntimeError("both ends were to hold the same")
    what = f"sync: comparing {SIZES[-1]:,} rows in step"
    return [
        Figure(what=what, unit="s", measured=seconds, most=4),
        Figure(what=f"{what}, bytes up and down", unit="B", measured=wire.up + wire.down,
               most=1000),
    ]  # fmt: skip


def _lines(engine: sa.Engine, devices: int, pushes: int, seed: int) -> list[Line]:
    """Devices of as many homes, known to the server; a single one is of the home that is filled."""
    found = []
    for number in range(devices):
        home = HOME if devices == 1 else f"home-{seed}-{number}"
        made: Sequence[Record] = [
            Reading(**each) for each in readings(pushes * OPS, seed=seed * 1000 + number)
        ]
        found.append(line(home, made, OPS))
    with engine.begin() as connection:
        connection.execute(
            sa.insert(DEVICE),
            [
                {"id": each.device, "home": each.home, "name": "bench", "key": each.key,
                 "counter": 0, "chain": b"", "enrolled_at": 0, "seen_at": 0}
                for each in found
            ],
        )  # fmt: skip
    return found


def _settle(engine: sa.Engine) -> None:
    """What the database would do by itself, once it has time."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.exec_driver_sql("CHECKPOINT")


def _slope(took: dict[int, float]) -> float:
    """Of the line through the logarithms of sizes and times."""
    return statistics.linear_regression(
        [math.log10(size) for size in took], [math.log10(each) for each in took.values()]
    ).slope
