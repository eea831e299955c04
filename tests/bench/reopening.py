"""How much later a kiosk is live when it opens with thirty days of the port's log."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.queue.forecasting import LiveForecast, keep, read_kept
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import PortChange, PortEvent
from tests.bench.figure import Figure, beside
from tests.bench.ports import ask, serving
from tests.bench.processes import first_number, module, running

EVENTS = 600_000
DAYS = 30
RUNS = 5
_TURNS = (PortChange.REGISTERED, PortChange.CALLED, PortChange.AT_GATE, PortChange.DEPARTED)


def figures() -> list[Figure]:
    took: dict[str, list[float]] = {"full": [], "empty": []}
    with tempfile.TemporaryDirectory() as place, serving("rush_port", "0") as (address, _):
        folders = {name: Path(place, name) for name in took}
        for name, folder in folders.items():
            ask(folder, address)
            if name == "full":
                _log(folder)
        for turn in range(RUNS + 1):
            for name, folder in folders.items():
                begin = time.monotonic_ns()
                with running(module("reopened_kiosk", str(folder))) as process:
                    milliseconds = (first_number(process.stdout) - begin) / 1e6
                    time.sleep(2)  # what follows the first page is done, and kept at the end
                if turn:
                    took[name].append(milliseconds)
    own, peer, ratio = beside(took["full"], took["empty"])
    return [
        Figure(what=f"reopening with {EVENTS:,} events in the log to a live page, more than with "
               "an empty one", measured=own - peer, most=1500, peer="with an empty log",
               beside=peer, ratio=ratio)
    ]  # fmt: skip


def _log(folder: Path) -> None:
    """A month of the port's log, as a kiosk leaves it: read by the forecast, old names veiled."""
    now = datetime.now(UTC)
    with Store.open(folder) as store:
        some: list[PortEvent] = []
        for event in _events(now):
            some.append(event)
            if len(some) == 20_000:
                store.put(*some)
                some.clear()
        store.expire(now)
        live = LiveForecast(read_kept(folder, store), store.veiled)
        mark = store.last_mark(PortEvent)
        live.take(store.later(PortEvent, mark - EVENTS // DAYS * 2)[0])
        live.kept.mark = mark
        keep(folder, live)


def _events(now: datetime) -> Iterator[PortEvent]:
    """As many vehicles as make it, each registered, called, at the gate and gone."""
    apart = timedelta(days=DAYS) / EVENTS
    for number in range(EVENTS):
        at = stamp(now - timedelta(days=DAYS) + number * apart + apart)
        yield PortEvent(
            id=f"{number:032x}",
            home="horgos-jinyi",
            change=_TURNS[number % 4],
            at=at,
            heard_at=at,
            vehicle=f"KZ-{number // 4}",
            feed="port",
        )
