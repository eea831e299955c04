"""The same push by each engine: bytes, requests, and seconds. `python -m tests.bench.sync.peers
[FOLDER]` prints all of it; the folder keeps what was installed."""

import statistics
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figure import Figure
from tests.bench.sync.engines import Anki, Engine, Floor, Morango, Ours, Pouch, Push, files, push
from tests.bench.sync.records import NOISE, READINGS

RUNS = 5

# the bars of each: bytes up for readings, seconds for them
_BARS = {Pouch: (0.10, 0.2), Morango: (0.38, 0.02), Anki: (0.53, 2.0), Floor: (None, 2.5)}


def figures() -> list[Figure]:
    with TemporaryDirectory(prefix="driver-home-bench-") as temporary:
        place = Path(temporary)
        engines: list[Engine] = [Pouch(), Morango(), Anki(), Floor()]
        missing = {each.name: each.install(place) for each in engines}
        there: list[Engine] = [Ours(), *(each for each in engines if not missing[each.name])]
        plain, noise = files(place)
        readings = measured(there, plain)
        ours, sealed = readings[Ours.name], push(Ours(), noise, counted=True)
    rows = [
        row
        for each in engines
        for row in _beside(ours, each, readings.get(each.name), missing[each.name])
    ]
    own = READINGS * NOISE
    rows.append(
        Figure(what=f"sync: bytes up for {READINGS:,} sealed records of {NOISE} B", unit="B",
               measured=sealed.up, peer="their own size", beside=own,
               ratio=(sealed.up or 0) / own, most=1.1, relative=True)
    )  # fmt: skip
    return sorted(rows, key=lambda row: row.unit)


def _beside(ours: Push, engine: Engine, theirs: Push | None, missing: str) -> Iterator[Figure]:
    few, fast = _BARS[type(engine)]
    for what, unit, mine, peer, most in (
        ("bytes up", "B", ours.up, theirs and theirs.up, few),
        ("seconds", "s", ours.seconds, theirs and theirs.seconds, fast),
    ):
        said = f"sync: {what} for {READINGS:,} readings"
        if mine is None or peer is None:
            yield Figure(what=said, unit=unit, missing=missing, most=most, relative=True)
        else:
            yield Figure(
                what=said, unit=unit, measured=mine, peer=engine.name, beside=peer,
                ratio=mine / peer, most=most, relative=True,
            )  # fmt: skip


def measured(engines: Iterable[Engine], file: Path) -> dict[str, Push]:
    """By name: bytes and requests of one push by the wire, and the median of the seconds of some
    that go straight, by turns."""
    engines = list(engines)
    counted = {each.name: push(each, file, counted=True) for each in engines}
    took: dict[str, list[float]] = {each.name: [] for each in engines}
    for run in range(RUNS):
        for each in engines:
            if run == 0 or not isinstance(each, Morango):  # it takes its time, and the same each
                took[each.name].append(push(each, file).seconds)
    return {
        name: Push(statistics.median(took[name]), each.up, each.down, each.requests)
        for name, each in counted.items()
    }


def main() -> None:
    with TemporaryDirectory(prefix="driver-home-bench-") as temporary:
        place = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        there: list[Engine] = []
        for each in (Ours(), Pouch(), Morango(), Anki(), Floor()):
            if missing := each.install(place):
                print(missing)
            else:
                there.append(each)
        for file in files(place):
            print(f"\n{file.stem}: seconds, bytes up, bytes down, requests")
            for name, took in measured(there, file).items():
                print(f"{name}: {took.seconds:.3f} {took.up:,} {took.down:,} {took.requests}")


if __name__ == "__main__":
    main()
