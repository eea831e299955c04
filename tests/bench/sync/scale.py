"""Headquarters of 22, 1,000 and 10,000 homes, measured by turns on one PostgreSQL: what a request
costs in its process and over HTTP, how many it answers, and how many the schedule makes."""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol import SYNC, Answer, Ask
from sync.server.door import Door
from sync.signing import Signed, sign
from tests.bench.figure import Figure, percentile, table
from tests.bench.sync import schedule_load
from tests.bench.sync.many_homes import KIOSKS, Homes, Kiosk, uses
from tests.bench.sync.ours import serving
from tests.bench.sync.pushes import MSGPACK, Line, Request, send
from tests.queue.postgres import postgres

SIZES = (22, 1000, 10_000)
OPS, TURNS, SAMPLE = 100, 300, 100
ASKS, AT_ONCE, TOLD = 2000, 4, 3
PUSH, ASK, PAGE = f"a push of {OPS}", "an ask with nothing to do", "the first page of a snapshot"

T = TypeVar("T")

Took = dict[tuple[str, int], list[float]]
"""Milliseconds, by what was asked and of how many homes."""


def figures() -> list[Figure]:
    key = Ed25519PrivateKey.generate()
    with postgres() as url, _homes(url, key) as all_homes:
        most = all_homes[-1]
        stored = most.rows()
        here = _inside(all_homes)
        with ExitStack() as servers:
            ports = [servers.enter_context(serving(homes.url)) for homes in all_homes]
            there = _over_http(all_homes, ports)
            rate = _rate(most, ports[-1])
        begin = time.perf_counter()
        most.server.keep_house()
        house = time.perf_counter() - begin
    return [
        *_beside("in its process", here, SIZES[1:]),
        *_beside("over HTTP", there, SIZES[-1:]),
        Figure(what=f"headquarters of {SIZES[-1]:,} homes, {stored:,} rows: a look for what is "
               "past its retention", unit="s", measured=house),
        *schedule_load.figures(SIZES[-1], KIOSKS, rate),
    ]  # fmt: skip


@contextmanager
def _homes(url: str, key: Ed25519PrivateKey) -> Iterator[list[Homes]]:
    """Each size in a database of its own."""
    place = sa.make_url(url)
    engine = sa.create_engine(
        place.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with ExitStack() as ended:
        ended.callback(engine.dispose)
        found = []
        for size in SIZES:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE homes{size}")
            own = place.set(database=f"homes{size}").render_as_string(hide_password=False)
            found.append(Homes(own, size, key))
            ended.callback(found[-1].engine.dispose)
        yield found


def _inside(all_homes: Sequence[Homes]) -> Took:
    """What the door and the core do of it, signatures left out."""
    took: Took = defaultdict(list)
    doors = [Door(homes.engine, homes.server.now) for homes in all_homes]
    for turn in range(-5, TURNS):
        for homes, door in _by_turns(zip(all_homes, doors, strict=True), turn):
            kiosk = _whose(homes, turn, TURNS)
            for what, ask in _asks(kiosk):
                seq = kiosk.head.seq
                begin = time.perf_counter()
                door.count(
                    Signed(device=kiosk.head.device, epoch=kiosk.head.epoch,
                           counter=kiosk.counter, digest=b"")
                )  # fmt: skip
                answer = homes.server.sync(kiosk.head.device, kiosk.head.epoch, ask)
                seconds = time.perf_counter() - begin
                _check(answer, what, seq)
                if turn >= 0:
                    took[what, homes.count].append(seconds * 1000)
    return took


def _over_http(all_homes: Sequence[Homes], ports: Sequence[int]) -> Took:
    took: Took = defaultdict(list)
    for turn in range(-5, SAMPLE):
        for homes, port in _by_turns(zip(all_homes, ports, strict=True), turn):
            kiosk = _whose(homes, turn, SAMPLE)
            for what, ask in _asks(kiosk):
                _, milliseconds = send(port, [_line(homes, kiosk, ask)], 1)
                if turn >= 0:
                    took[what, homes.count] += milliseconds
    return took


def _rate(homes: Homes, port: int) -> float:
    """Syncs that are answered each second, of kiosks all over that have to tell what happens in
    five minutes; one process, with its database and the load beside it."""
    whose = [_whose(homes, turn, ASKS) for turn in range(ASKS)]
    lines = [_line(homes, kiosk, kiosk.ask(uses(TOLD))) for kiosk in whose]
    seconds, _ = send(port, lines, AT_ONCE)
    return ASKS / seconds


def _by_turns(some: Iterable[T], turn: int) -> list[T]:
    """Each comes first as often as last."""
    found = list(some)
    return found if turn % 2 else found[::-1]


def _whose(homes: Homes, turn: int, turns: int) -> Kiosk:
    """Each turn a kiosk of another home, from all over, as long as there are any."""
    number = turn % turns
    return homes.kiosk(
        number % homes.count if homes.count < turns else number * homes.count // turns,
        number // homes.count % KIOSKS,
    )


def _asks(kiosk: Kiosk) -> Iterator[tuple[str, Ask]]:
    yield ASK, kiosk.ask()
    yield PAGE, kiosk.ask(snapshot=True)
    yield PUSH, kiosk.ask(uses(OPS))


def _check(answer: Answer, what: str, seq: int) -> None:
    if answer.refused or answer.acknowledged != seq or bool(answer.home) != (what == PAGE):
        raise RuntimeError(f"{what} was not answered as it should be")


def _line(homes: Homes, kiosk: Kiosk, ask: Ask) -> Line:
    body = msgspec.msgpack.encode(ask)
    device, epoch = kiosk.head.device, kiosk.head.epoch
    headers = sign(
        "POST", SYNC, body, device=device, epoch=epoch, counter=kiosk.counter, key=homes.key
    )
    headers["Content-Type"] = MSGPACK
    return Line(device, kiosk.home, b"", [Request(body, headers, kiosk.head.seq)])


def _beside(where: str, took: Took, sizes: Sequence[int]) -> Iterator[Figure]:
    few, many = SIZES[0], SIZES[-1]
    for what in (PUSH, ASK, PAGE):
        usual = statistics.median(took[what, few])
        for size in sizes:
            mine = statistics.median(took[what, size])
            yield Figure(
                what=f"headquarters of {size:,} homes, {where}: {what}", measured=mine,
                peer=f"of {few} homes", beside=usual, ratio=mine / usual,
                most=1.5 if size == many else None, relative=True,
            )  # fmt: skip
        if len(took[what, many]) >= 100:
            yield Figure(
                what=f"headquarters of {many:,} homes, {where}: {what}, p99",
                measured=percentile(took[what, many], 99), peer=f"of {few} homes",
                beside=percentile(took[what, few], 99),
            )  # fmt: skip


if __name__ == "__main__":
    print(table(figures()))
