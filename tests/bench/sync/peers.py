"""What the same push costs the others: `python -m tests.bench.sync.peers [FOLDER]` (the folder
keeps what was installed)."""

import statistics
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.sync.engines import Anki, Engine, Floor, Morango, Pouch, Push, files, push

RUNS = 3


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
        for each in (Pouch(), Morango(), Anki(), Floor()):
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
