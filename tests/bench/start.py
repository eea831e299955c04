"""From exec to the first page that can be touched, and what then stands in memory: the kiosk, a
bare QML page and Chromium by turns."""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.home import ensure_sample
from kiosk.queue.port_sim import PortSimulation
from kiosk.store import Store
from tests.bench import chromium
from tests.bench.figure import Figure, beside
from tests.bench.processes import first_number, module, running, weigh

RUNS = 11
WEIGHED = 3
IDLE = 6.0
"""Seconds after the first page until a program is weighed: what loads behind it is there then."""


def figures() -> list[Figure]:
    missing = chromium.install()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "home")
        _prepare(folder)
        kiosk = module("watched_kiosk", str(folder))
        bare = module("bare_page")
        with chromium.served() as page:
            profile = Path(place, "profile")
            took: dict[str, list[float]] = {"kiosk": [], "bare": [], "chromium": []}
            weight: dict[str, list[float]] = {"kiosk": [], "bare": [], "chromium": []}
            for turn in range(RUNS + 1):
                idle = IDLE if 0 < turn <= WEIGHED else 0
                runs = {"kiosk": _python(kiosk, idle), "bare": _python(bare, idle)}
                if not missing:
                    runs["chromium"] = _chromium(page, profile, idle)
                if turn == 0:
                    continue  # warms the disk cache and the browser's profile
                for name, (milliseconds, megabytes) in runs.items():
                    took[name].append(milliseconds)
                    if idle:
                        weight[name].append(megabytes)
    start = "start to first touchable page"
    memory = "memory (PSS of all processes), idle at the first page"
    own, peer, ratio = beside(took["kiosk"], took["bare"])
    rows = [
        Figure(what=start, measured=own, peer="bare QML page, same fonts", beside=peer,
               ratio=ratio, most=2.5, relative=True)
    ]  # fmt: skip
    for what, unit, measured, most in (
        (start, "ms", took, 1.0),
        (memory, "MB", weight, 0.4),
    ):
        if missing:
            rows.append(Figure(what=what, most=most, relative=True, missing=missing))
            continue
        own, peer, ratio = beside(measured["kiosk"], measured["chromium"])
        rows.append(
            Figure(what=what, unit=unit, measured=own, peer="Chromium, static page", beside=peer,
                   ratio=ratio, most=most, relative=True)
        )  # fmt: skip
    own, peer, ratio = beside(weight["kiosk"], weight["bare"])
    rows.append(
        Figure(what=memory, unit="MB", measured=own, peer="bare QML page", beside=peer, ratio=ratio)
    )
    return rows


def _prepare(folder: Path) -> None:
    """The sample home with a day's vehicles, as a kiosk finds it in the morning."""
    ensure_sample(folder)
    now = datetime.now(UTC)
    vehicles, gate = PortSimulation(7, now - timedelta(hours=14)).snapshot(now)
    with Store.open(folder) as store:
        store.put(*vehicles, *([gate] if gate else []))


def _python(command: list[str], idle: float) -> tuple[float, float]:
    begin = time.monotonic_ns()
    with running(command) as process:
        took = (first_number(process.stdout) - begin) / 1e6
        time.sleep(idle)
        return took, weigh(process) if idle else 0.0


def _chromium(page: chromium.Page, profile: Path, idle: float) -> tuple[float, float]:
    begin = time.time() * 1000
    with chromium.opened(page, profile) as process:
        took = page.painted.get(timeout=60) - begin
        # what it writes of its profile, it writes within its first seconds
        time.sleep(idle or 1)
        return took, weigh(process) if idle else 0.0
