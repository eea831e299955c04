"""The kiosk with 5,000 vehicles and 50 changes a second; beside it, when nothing changes."""

import tempfile
from pathlib import Path

import msgspec

from tests.bench.figure import Figure, percentile
from tests.bench.ports import ask, serving
from tests.bench.processes import module, running
from tests.bench.results import Lateness

CHANGES = 50
SECONDS = 30


def figures() -> list[Figure]:
    still, busy = _measured(0), _measured(CHANGES)
    load = f"5,000 vehicles, {CHANGES} changes a second"
    rows = []
    for per_cent, most in ((95, 16), (99, 33)):
        own, floor = percentile(busy.late, per_cent), percentile(still.late, per_cent)
        rows.append(
            Figure(what=f"{load}: lag of the event loop, p{per_cent}", measured=own, most=most,
                   peer="when nothing changes", beside=floor, ratio=own / floor)
        )  # fmt: skip
    rows.append(
        Figure(what=f"{load}: of one core", unit="%", measured=busy.share * 100, most=50,
               peer="when nothing changes", beside=still.share * 100)
    )  # fmt: skip
    rows.append(
        Figure(what=f"{load}: how often the screen is told", unit="/s", measured=busy.changes)
    )
    return rows


def _measured(changes: float) -> Lateness:
    with (
        tempfile.TemporaryDirectory() as place,
        serving("rush_port", str(changes)) as (address, _),
    ):
        folder = Path(place, "home")
        ask(folder, address)
        with running(module("rush", str(folder), str(SECONDS))) as kiosk:
            for line in kiosk.stdout or ():
                if line.startswith("{"):
                    return msgspec.json.decode(line, type=Lateness)
    raise RuntimeError("the kiosk ended before its lag was measured")
