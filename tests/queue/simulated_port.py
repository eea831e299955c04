"""Four weeks of a port's events, made up from a seed: for the forecast's tests and its tuning.

It shares nothing with the forecast's model: lanes are servers with service times of their own, by
hour, slowed by the day's drift; vehicles come in two peaks and in convoys, are held, cancelled, and
taken in the port's order.
"""

import heapq
import math
import random
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.zones import BEIJING

START = datetime(2026, 3, 2, tzinfo=BEIJING)
HEADER = "at,event,plate,country,lane,reason"
STEP = 0.25  # minutes


@dataclass(frozen=True)
class Closure:
    """Random closures: `daily` of them on an average day, lengths lognormal (`minutes` the median,
    `sigma` of the logarithm, cut at two of them)."""

    daily: float
    minutes: float
    sigma: float
    reason: str = "weather"


@dataclass(frozen=True)
class Port:
    """`daily` registrations on an average day; `load` is their part of what the lanes can do.
    `lanes` by hour; `dips` are (minute of day, minutes, factor). `order`: strict, fifo, or "3":
    every third call is the priority lane's. `drift` and `keeps` are the daily AR(1) of the
    logarithm of speed; `wobble` the same by the hour. `batch` minutes between calls in groups,
    0: none. `night` are the hours (from, to) at which the gate is shut every day."""

    seed: int
    daily: int = 620
    load: float = 0.85
    days: int = 28
    lanes: tuple[int, ...] = (4,) * 6 + (6,) * 16 + (4,) * 2
    weekend: float = 1.0
    weekend_arrivals: float = 1.0
    spread: float = 0.4
    peaks: tuple[tuple[float, float, float], ...] = ((10, 2.5, 1.0), (17, 2.5, 0.9))
    base: float = 0.25
    convoys: float = 2.0
    convoy_size: tuple[int, int] = (4, 10)
    priority: float = 0.12
    order: str = "strict"
    closures: tuple[Closure, ...] = (Closure(1.0, 30, 0.5),)
    night: tuple[float, float] | None = None
    dips: tuple[tuple[int, int, float], ...] = ((480, 30, 0.4), (1200, 30, 0.4))
    drift: float = 0.1
    keeps: float = 0.7
    wobble: float = 0.0
    held: float = 0.01
    cancelled: float = 0.01
    batch: int = 0
    longest_queue: float = 2.0


def events(port: Port) -> Iterator[tuple[datetime, str, str, str, str, str]]:
    """(at, event, plate, country, lane, reason) in order of time."""
    rng = random.Random(port.seed)
    made = sorted(_run(port, rng), key=lambda each: each[0])
    for minute, event, plate, lane, reason in made:
        yield (
            START + timedelta(seconds=round(minute * 60)),
            event,
            plate,
            "KZ" if plate else "",
            lane,
            reason,
        )


def write(port: Port, file: Path) -> None:
    lines = [HEADER]
    lines += [",".join((at.isoformat(), *rest)) for at, *rest in events(port)]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def _lane_speed(port: Port) -> float:
    """Calls per minute of one open lane, so that the load comes out."""
    lane_minutes = 60 * sum(port.lanes) * (5 + 2 * port.weekend) / 7
    for _, minutes, factor in port.dips:
        lane_minutes -= minutes * (1 - factor) * sum(port.lanes) / 24
    shut = (
        sum(each.daily * each.minutes * math.exp(each.sigma**2 / 2) for each in port.closures)
        / 1440
    )
    if port.night:
        shut += (port.night[1] - port.night[0]) % 24 / 24
    return (
        port.daily
        * (5 + 2 * port.weekend_arrivals)
        / 7
        / port.load
        / (lane_minutes * max(0.1, 1 - shut))
    )


def _arrivals(port: Port) -> list[float]:
    """Per minute, by hour of the day."""
    shape = [
        port.base
        + sum(
            height * math.exp(-(((hour + 0.5 - at + 12) % 24 - 12) ** 2) / (2 * width**2))
            for at, width, height in port.peaks
        )
        for hour in range(24)
    ]
    mean = sum(shape) / 24
    convoyed = port.convoys * sum(port.convoy_size) / 2
    return [(port.daily - convoyed) / 1440 * each / mean for each in shape]


def _shut(port: Port, rng: random.Random) -> list[tuple[float, float, str]]:
    found = []
    for kind in port.closures:
        at = rng.expovariate(kind.daily) * 1440
        while at < port.days * 1440:
            length = kind.minutes * math.exp(min(2 * kind.sigma, rng.gauss(0, kind.sigma)))
            found.append((at, at + length, kind.reason))
            at += length + rng.expovariate(kind.daily) * 1440
    if port.night:
        length = (port.night[1] - port.night[0]) % 24 * 60
        for day in range(port.days):
            at = day * 1440 + port.night[0] * 60
            found.append((at, at + length, "night"))
    found.sort()
    merged: list[tuple[float, float, str]] = []
    for begin, end, reason in found:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((begin, end, reason))
    return merged


def _run(port: Port, rng: random.Random) -> Iterator[tuple[float, str, str, str, str]]:
    speed, arrivals, shut = _lane_speed(port), _arrivals(port), _shut(port, rng)
    queues: dict[str, list[tuple[float, str]]] = {"priority": [], "general": []}
    back: list[tuple[float, float, str, str]] = []
    busy: list[float] = []  # when each lane at work is free again
    plates = (f"{number % 1000:03}{_letters(number // 1000)}02" for number in range(10**6))
    log_day, log_hour = rng.gauss(0, port.drift / math.sqrt(max(0.05, 1 - port.keeps**2))), 0.0
    calls, is_open, minute = 0, True, 0.0
    while minute < port.days * 1440:
        of_day, day = minute % 1440, int(minute // 1440)
        weekend = (START.weekday() + day) % 7 >= 5
        if of_day == 0:
            log_day = port.keeps * log_day + rng.gauss(0, port.drift)
        if of_day % 60 == 0:
            log_hour = 0.7 * log_hour + rng.gauss(0, port.wobble)
        while shut and is_open and shut[0][0] <= minute:
            yield minute, "closed", "", "", shut[0][2]
            is_open = False
        if not is_open and shut[0][1] <= minute:
            yield minute, "opened", "", "", ""
            shut.pop(0)
            is_open = True
        # who comes
        new: list[str] = []
        rate = arrivals[int(of_day // 60)] * (port.weekend_arrivals if weekend else 1)
        waiting = sum(map(len, queues.values()))
        if waiting < port.longest_queue * port.daily:
            if rng.random() < rate * STEP:
                new = ["priority" if rng.random() < port.priority else "general"]
            if rng.random() < port.convoys / 1440 * STEP:
                lane = "priority" if rng.random() < port.priority else "general"
                new += [lane] * rng.randint(*port.convoy_size)
        for lane in new:
            at, plate = minute + rng.random() * STEP / 2, next(plates)
            insort(queues[lane], (at, plate))
            yield at, "registered", plate, lane, ""
            if rng.random() < port.held:
                heapq.heappush(back, (at + rng.uniform(5, 60), at, plate, lane))
        while back and back[0][0] <= minute:
            _, at, plate, lane = heapq.heappop(back)
            if plate.startswith("!"):
                insort(queues[lane], (at, plate[1:]))
                yield minute, "released", plate[1:], lane, ""
            elif (at, plate) in queues[lane]:
                queues[lane].remove((at, plate))
                yield minute, "held", plate, lane, "documents"
                heapq.heappush(back, (minute + rng.uniform(20, 200), at, "!" + plate, lane))
        if waiting and rng.random() < port.cancelled * port.daily / 1440 * STEP:
            lane = rng.choice([each for each in queues for _ in queues[each]] or ["general"])
            if queues[lane]:
                yield (
                    minute + STEP / 2,
                    "cancelled",
                    queues[lane].pop(rng.randrange(len(queues[lane])))[1],
                    lane,
                    "",
                )
        # who is called
        busy = [each for each in busy if each > minute]
        lanes = port.lanes[int(of_day // 60)]
        if is_open and not (port.batch and minute % port.batch):
            while len(busy) < lanes + (lanes * port.batch * speed if port.batch else 0):
                lane = _next(queues, port.order, calls)
                if lane is None:
                    break
                calls += 1
                _, plate = queues[lane].pop(0)
                called = minute + STEP / 2 + rng.random() * STEP / 2
                factor = math.exp(log_day + log_hour) * (port.weekend if weekend else 1)
                for begin, minutes, dip in port.dips:
                    if begin <= of_day < begin + minutes:
                        factor *= dip
                service = rng.gammavariate(1 / port.spread**2, port.spread**2) / speed / factor
                if port.batch:
                    service += port.batch * 0.999
                busy.append(called + service)
                yield called, "called", plate, lane, ""
                yield called + rng.uniform(5, 40), "departed", plate, lane, ""
        minute += STEP


def _next(queues: dict[str, list[tuple[float, str]]], order: str, calls: int) -> str | None:
    first = {lane: queue[0] for lane, queue in queues.items() if queue}
    if len(first) < 2:
        return next(iter(first), None)
    if order == "strict":
        return "priority"
    if order == "fifo":
        return min(first, key=lambda lane: first[lane])
    return "priority" if calls % int(order) == 0 else "general"


def _letters(number: int) -> str:
    return "".join(chr(65 + number // 26**power % 26) for power in (2, 1, 0))
