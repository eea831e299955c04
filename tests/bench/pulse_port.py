"""A port at which another vehicle registers now and then: `python -m tests.bench.pulse_port N`
serves 60 vehicles that wait in the general lane, prints its address, and from 20 s on the monotonic
clock in nanoseconds at which each of the next N registered."""

import random
import sys
import threading
import time
from datetime import datetime

from sync.records import Lane
from tests.bench.rush_port import RushPort, serve

FIRST = 60
BEGIN = 20.0
"""Seconds until the first registers: the screen stands by then."""
APART = (0.3, 2.5)


class PulsePort(RushPort):
    """Moments are fixed beforehand; what has happened is told to whoever asks then."""

    def __init__(self, moments: list[float]) -> None:
        self._moments = moments
        super().__init__(0, FIRST)

    def due(self, now: datetime) -> int:
        return sum(moment <= time.monotonic() for moment in self._moments)

    def change(self, now: datetime) -> None:
        self.come(now)

    def lane(self) -> Lane:
        return Lane.GENERAL


def main(count: int) -> None:
    chance = random.Random(11)
    moments = [time.monotonic() + BEGIN]
    while len(moments) < count:
        moments.append(moments[-1] + chance.uniform(*APART))

    def say() -> None:
        for moment in moments:
            time.sleep(max(0.0, moment - time.monotonic()))
            print(round(moment * 1e9), flush=True)

    threading.Thread(target=say, daemon=True).start()
    serve(PulsePort(moments))


if __name__ == "__main__":
    main(int(sys.argv[1]))
