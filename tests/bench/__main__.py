"""`make bench`: every figure beside its peer or floor in one table; kept in RESULTS.md."""

import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.zones import BEIJING
from tests.bench import start, store
from tests.bench.figure import table
from tests.bench.machine import machine
from tests.bench.processes import TOP, environment, module
from tests.bench.results import Growth, Keys, Taps

RESULTS = Path(__file__).with_name("RESULTS.md")
T = TypeVar("T")


def main() -> None:
    begin = time.monotonic()
    rows = start.figures()
    # The long walk looks at memory and not at the clock: it goes on beside the rest, and yields.
    walk = _start("nice", *module("growth"))
    rows += _read(_start(*module("taps")), Taps).figures()
    stored = store.figures()
    keys = _read(_start(*module("search")), Keys).figures()
    rows += [*_read(walk, Growth).figures(), *keys, *stored]
    minutes = (time.monotonic() - begin) / 60
    report = f"""# What the kiosk costs

Measured by `make bench` on {datetime.now(BEIJING):%d %B %Y}, in {minutes:.0f} minutes: {machine()}.
Each figure stands beside its peer or floor of the same run; medians of several runs by turns.

{table(rows)}

Start: from exec to the first frame and one turn of the event loop; Chromium's is its own
first-contentful-paint of a static page with the door's words, our fonts and ornaments. Off-screen,
Qt paces frames at about 20 ms, which every tap pays. Memory is that of all processes of a program.
"""
    RESULTS.write_text(report, "utf-8")
    print(report)


def _start(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, cwd=TOP, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _read(process: "subprocess.Popen[bytes]", kind: type[T]) -> T:
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"measuring {kind.__name__} failed")
    return msgspec.json.decode(said, type=kind)


if __name__ == "__main__":
    main()
