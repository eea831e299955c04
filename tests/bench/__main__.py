"""`make bench`: every figure beside its peer or floor in one table; kept in RESULTS.md."""

import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.zones import BEIJING
from tests.bench import load, reopening, start, store, wall
from tests.bench.figure import Figure, table
from tests.bench.forecast import Worth
from tests.bench.machine import machine
from tests.bench.processes import TOP, environment, module
from tests.bench.results import Growth, Keys, Taps

RESULTS = Path(__file__).with_name("RESULTS.md")
T = TypeVar("T")


def main() -> None:
    begin = time.monotonic()
    rows = start.figures()
    print(table(rows), flush=True)  # the rest takes its time
    rows += [*load.figures(), *wall.figures(), *reopening.figures()]
    rows += _Child(*module("forecast")).read(Worth).figures()
    rows += _Child(*module("sync", "json")).read(list[Figure])
    # The long walk looks at memory and not at the clock: it goes on beside the rest, and yields.
    walk = _Child("nice", *module("growth"))
    try:
        rows += _Child(*module("taps")).read(Taps).figures()
        stored = store.figures()
        keys = _Child(*module("search")).read(Keys).figures()
        rows += [*walk.read(Growth).figures(), *keys, *stored]
    finally:
        walk.end()
    minutes = (time.monotonic() - begin) / 60
    report = f"""# What the kiosk costs

Measured by `make bench` on {datetime.now(BEIJING):%d %B %Y}, in {minutes:.0f} minutes: {machine()}.
Each figure stands beside its peer or floor of the same run; medians of several runs by turns.

{table(rows)}

Start: from exec to the first frame and one turn of the event loop; Chromium's is its own
first-contentful-paint of a static page with the door's words, our fonts and ornaments. Off-screen,
Qt paces frames at about 20 ms, which every tap pays. Memory is that of all processes of a program.
Lag: by how much a timer of 5 ms comes late in the window's thread while the queue's page stands
there, at each moment at which it should have come. The port of these figures is the simulated
port's own server in another process; it looks every 50 ms for what is new.
Sync: each engine's own client and server, both on this machine; the records are the same thousand.
Bytes are counted on the wire with all heads, seconds from the client's first byte to its note that
all is there. The floor reads JSON lines from an outbox, sends them under zstd in one POST, and adds
them in one executemany, without identity, checks or resuming. Headquarters stands on PostgreSQL,
beside the load that asks it.
"""
    RESULTS.write_text(report, "utf-8")
    print(report)


class _Child:
    """A figure that needs a screen, measured in a process of its own."""

    def __init__(self, *command: str) -> None:
        # in a file: nobody reads a pipe while the walk goes on
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        self._process = subprocess.Popen(
            command, cwd=TOP, env=environment(), stdout=subprocess.PIPE, stderr=self._complaints
        )

    def read(self, kind: type[T]) -> T:
        said, _ = self._process.communicate()
        if self._process.returncode:
            self._complaints.seek(0)
            complained = self._complaints.read().decode()[-2000:]
            raise RuntimeError(
                f"measuring {kind.__name__} failed ({self._process.returncode}):\n{complained}"
            )
        return msgspec.json.decode(said, type=kind)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


if __name__ == "__main__":
    main()
