"""How many requests the kiosks' schedule makes, in virtual time: by day, in the night of the
comparisons, and when all come back at once. Beside it what one process was measured to answer."""

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk.config import SyncSettings
from kiosk.syncing import LOOK
from kiosk.zones import BEIJING
from sync.schedule import after_failure, after_success, comparison_of
from tests.bench.figure import Figure

EVERY = SyncSettings().every_minutes * 60.0
OUTAGE = 3 * 3600.0  # seconds
QUEUE = 500
"""Requests that a server lets wait; others it refuses (sync/hq/serving.py)."""

_HOUR, _DAY = 3600, 86_400
_MIDNIGHT = datetime(2026, 11, 24, tzinfo=BEIJING)


class Return(NamedTuple):
    """After an outage: requests in the busiest second, how many were refused, and seconds until
    the last kiosk had its answer (a day, if some never had)."""

    busiest: int
    refused: int
    last: float


def figures(homes: int, kiosks: int, rate: float) -> list[Figure]:
    """`rate` is how many requests a second one process answers."""
    day, night, comparisons = quiet(homes, kiosks)
    back = returned(homes * kiosks, rate)
    linked = returned(homes * kiosks, rate, linked=True)
    whose = f"schedule of {homes:,} homes x {kiosks} kiosks"
    rows = [
        Figure(what=f"{whose}: {what}, requests in the busiest second", unit="/s",
               measured=busiest, peer="one process answers", beside=rate,
               ratio=busiest / rate)
        for what, busiest in (
            ("by day", day), ("at night with the comparisons", night),
            ("the server is back after three hours", back.busiest),
        )
    ]  # fmt: skip
    seconds = homes * kiosks / rate
    least = "as fast as one process answers"
    return [
        *rows,
        Figure(what=f"{whose}: comparisons in the busiest minute of the night", unit="/min",
               measured=comparisons),
        Figure(what=f"{whose}: the server is back, until all are through", unit="s",
               measured=back.last, peer=least, beside=seconds),
        Figure(what=f"{whose}: all links are back in one second, until all are through", unit="s",
               measured=linked.last, peer=f"{linked.refused:,} refused; {least}", beside=seconds),
    ]  # fmt: skip


def quiet(homes: int, kiosks: int) -> tuple[int, int, int]:
    """Requests in the busiest second before 2 o'clock, and in that of the two hours after it; and
    comparisons in the busiest minute."""
    dice = random.Random(1)
    asked = [0] * (4 * _HOUR)
    compared = Counter[int]()
    for home in range(homes):
        for number in range(kiosks):
            due = comparison_of(f"home-{home}", f"kiosk-{number}-{home}", _MIDNIGHT)
            night = (due - _MIDNIGHT) / timedelta(seconds=1)
            at = dice.random() * EVERY
            while at < 4 * _HOUR:
                asked[int(at)] += 1
                if at >= night:
                    # the sync, and one question, where both ends are in step
                    asked[int(at)] += 1
                    compared[int(at) // 60] += 1
                    night = float("inf")
                at += after_success(EVERY, dice.random())
    begins = 2 * _HOUR
    return max(asked[:begins]), max(asked[begins:]), max(compared.values())


def returned(kiosks: int, rate: float, *, linked: bool = False) -> Return:
    """What comes when the server is reached again after an outage: the kiosks have failed again and
    again; `linked`: each sees its own link come back, and asks at once."""
    dice = random.Random(2)
    due: list[tuple[float, int, int]] = []
    for kiosk in range(kiosks):
        at, failures = dice.random() * EVERY - OUTAGE, 0
        while at < 0:
            failures += 1
            at += after_failure(failures, dice.random())
        due.append((dice.random() * LOOK if linked else at, kiosk, failures))
    heapq.heapify(due)
    asked = Counter[int]()
    answered = set[int]()
    refused, free = 0, 0.0
    while len(answered) < kiosks and due[0][0] < _DAY:
        at, kiosk, failures = heapq.heappop(due)
        asked[int(at)] += 1
        begins = max(at, free)
        if (begins - at) * rate >= QUEUE:
            refused += 1
            again = at + after_failure(failures + 1, dice.random())
            heapq.heappush(due, (again, kiosk, failures + 1))
            continue
        free = begins + 1 / rate
        answered.add(kiosk)
        heapq.heappush(due, (free + after_success(EVERY, dice.random()), kiosk, 0))
    return Return(max(asked.values()), refused, free if len(answered) == kiosks else _DAY)
