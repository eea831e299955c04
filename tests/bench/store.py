"""What the store costs: commits a second, loads of the queue's size, a store of 50 MB.

Each figure is the median of several runs, beside a floor measured in the same run: bare
sqlite3 with the same pragmas executing the same insert in the same kind of transaction.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.store import Store
from kiosk.store.backup import back_up_now
from kiosk.store.columns import columns_of
from sync.records import PageUse, Record, Vehicle, VehicleState, new_id
from tests.bench.figure import Figure, percentile

RUNS = 3
FLOOR = "floor"
COMMITS = 1000
VEHICLES = 5000
BIG = 50_000_000


def page_use(number: int) -> PageUse:
    return PageUse(
        id=new_id(), at="2026-11-23T10:00:00+08:00", page="services", locale="kk_KZ", seconds=number
    )


def vehicle(number: int, position: int = 0) -> Vehicle:
    return Vehicle(
        id=f"KZ-{number:05}",
        plate=f"{number:05}ABC02",
        country="KZ",
        state=VehicleState.WAITING,
        registered_at="2026-11-23T10:00:00+08:00",
        position=position,
        as_of="2026-11-23T16:00:00+08:00",
        feed="horgos",
    )


def milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def each(work: Callable[[Record], object], records: list[Record]) -> list[float]:
    """The milliseconds of `work` on every record."""
    return [milliseconds(lambda record=record: work(record)) for record in records]


def floor(folder: Path, records: list[Record]) -> list[float]:
    """Bare sqlite3: the same row, one transaction each, WAL and synchronous=FULL."""
    db = sqlite3.connect(folder / "floor.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    columns = columns_of(PageUse)
    names = ", ".join(f'"{name}"' for name in columns.names)
    db.execute(f"CREATE TABLE floor ({names}, PRIMARY KEY (id))")
    insert = f"INSERT INTO floor VALUES ({', '.join('?' * len(columns.names))})"

    def commit(record: Record) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.execute(insert, msgspec.structs.astuple(record))
        db.execute("COMMIT")

    took = each(commit, records)
    db.close()
    return took


def commits(folder: Path) -> dict[str, list[float]]:
    """One run of every way to commit: a record alone (`adopt`), and with its op (`add`)."""
    records = [page_use(number) for number in range(COMMITS)]
    took = {FLOOR: floor(folder, records)}
    with Store.open(folder / "plain") as store:
        took["adopt"] = each(lambda record: store.adopt([record]), records)
    with Store.open(folder / "told") as store:
        took["add"] = each(store.add, records)
    return took


def loads(folder: Path) -> dict[str, float]:
    """One run of what the queue's pages ask for, in milliseconds."""
    old = [vehicle(number) for number in range(VEHICLES)]
    new = [vehicle(number, 1 if number % 100 == 0 else 0) for number in range(VEHICLES)]
    with Store.open(folder / "queue") as store:
        return {
            "put 5,000 new vehicles": milliseconds(lambda: store.put(*old)),
            "put 5,000 vehicles, 50 changed": milliseconds(lambda: store.put(*new)),
            "put 5,000 vehicles, none changed": milliseconds(lambda: store.put(*new)),
            "find 5,000 vehicles": milliseconds(lambda: store.find(Vehicle)),
        }


def big(folder: Path) -> dict[str, float]:
    """Opening a store of 50 MB, and what a look of either depth takes of it."""
    with Store.open(folder / "big") as store:
        while (folder / "big" / "kiosk.db").stat().st_size < BIG:
            store.put(*(page_use(number) for number in range(20_000)))
    path = folder / "big" / "kiosk.db"

    def look(pragma: str) -> None:
        db = sqlite3.connect(path)
        db.execute(f"PRAGMA {pragma}").fetchall()
        db.close()

    return {
        "plain read of the file": milliseconds(path.read_bytes),
        "quick_check of 50 MB": milliseconds(lambda: look("quick_check")),
        "integrity_check of 50 MB": milliseconds(lambda: look("integrity_check")),
        "open a store of 50 MB": milliseconds(lambda: Store.open(folder / "big").close()),
        "back up a store of 50 MB": milliseconds(
            lambda: back_up_now(folder / "big", datetime.now(UTC))
        ),
    }


def figures() -> list[Figure]:
    taken: list[dict[str, list[float]]] = []
    loaded: list[dict[str, float]] = []
    opened: list[dict[str, float]] = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as place:
            taken.append(commits(Path(place)))
            loaded.append(loads(Path(place)))
            opened.append(big(Path(place)))
    rows = []
    for what, name in (("without the outbox row", "adopt"), ("with the outbox row", "add")):
        rate, floor_rate = (
            statistics.median(COMMITS / sum(run[way]) * 1000 for run in taken)
            for way in (name, FLOOR)
        )
        rows.append(
            Figure(what=f"commits a second, {what}", unit="/s", measured=rate,
                   peer="bare sqlite3", beside=floor_rate, ratio=rate / floor_rate)
        )  # fmt: skip
    own, bare = (
        statistics.median(percentile(run[way], 99) for run in taken) for way in ("add", FLOOR)
    )
    rows.append(
        Figure(what="a record's commit with its outbox row, p99", measured=own,
               peer="bare sqlite3", beside=bare, ratio=own / bare)
    )  # fmt: skip
    for measured in (loaded, opened):
        first, *others = measured[0]
        for name in others:
            own, peer = (statistics.median(run[way] for run in measured) for way in (name, first))
            rows.append(Figure(what=name, measured=own, peer=first, beside=peer, ratio=own / peer))
    return rows
