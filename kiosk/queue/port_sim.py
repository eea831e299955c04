"""A port authority made up from a seed: lorries come, wait, are held, called and leave.

Pure: time comes in with every question, nothing is read from a clock, no HTTP here. Its figures
are plausible ones for Khorgos: some 620 lorries a day in two peaks, 12 % priority (facts: queue).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk.queue.plates import vehicle_id
from kiosk.queue.port_document import PortDocument, PortGate, PortVehicle
from kiosk.queue.times import stamp
from kiosk.zones import BEIJING
from sync.records import Gate, Lane, Vehicle, VehicleState

ROWS = 6
WARM_UP = timedelta(hours=36)
KEPT = timedelta(hours=24)
"""How long a vehicle that left or was cancelled stays in the full list."""

# Lorries that register in each Beijing hour, a usual day.
_ARRIVALS = (
    11,
    9,
    8,
    8,
    9,
    12,
    18,
    27,
    38,
    46,
    47,
    41,
    33,
    29,
    32,
    39,
    44,
    42,
    35,
    28,
    22,
    18,
    14,
    12,
)
_CALLS_A_MINUTE = 0.44
_USUAL_WAITING = 66  # the yard opens more rows when it fills, and fewer when it empties
_WIDE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_RUSSIAN = "ABEKMHOPCTYX"
_HOLDS = ("documents", "customs inspection", "weighing", "seal check")
_CLOSURES = ("weather", "system maintenance", "border closed on the other side", "inspection")


@dataclass
class _Lorry:
    plate: str
    country: str
    lane: Lane
    registered_at: datetime
    changed_at: datetime
    sequence: int
    state: VehicleState = VehicleState.WAITING
    called_at: datetime | None = None
    departed_at: datetime | None = None
    reason: str = ""
    row: int = 0
    next_at: datetime | None = None  # when what it is at ends

    @property
    def done(self) -> bool:
        return self.state in (VehicleState.DEPARTED, VehicleState.CANCELLED)


class Happening(NamedTuple):
    """Something that happened at the port, with the columns of an event file: `event` is opened,
    closed, registered, held, released, called, departed or cancelled."""

    at: datetime
    event: str
    plate: str = ""
    country: str = ""
    lane: str = ""
    reason: str = ""


class PortSimulation:
    """The port of `seed`, warm at `start` (aware): a day and a half has already gone by there.
    The same seed, start and moment always give the same document. `tell` hears what happens, from
    that day and a half on."""

    def __init__(
        self, seed: int, start: datetime, tell: Callable[[Happening], None] | None = None
    ) -> None:
        self._seed = seed
        self._tell = tell
        self._begin = (start.astimezone(BEIJING) - WARM_UP).replace(second=0, microsecond=0)
        self._restart()

    def _restart(self) -> None:
        self._minute = self._begin
        self._lorries: dict[str, _Lorry] = {}
        self._active: list[_Lorry] = []  # those not done yet
        self._sequence = 0
        self._allowance = 0.0
        self._open = True
        self._reason = ""
        self._since = self._begin
        self._opens_at: datetime | None = None

    def document(self, now: datetime, since: int = 0) -> PortDocument:
        """What the port tells at `now` (aware): all vehicles, or those changed after `since`. A
        `since` it never gave out (it was restarted) gets the full list."""
        self._advance(now)
        full = not 0 < since <= self._sequence
        vehicles = [
            _told(lorry)
            for lorry in self._lorries.values()
            if full or lorry.sequence > since
        ]  # fmt: skip
        return PortDocument(
            server_time=stamp(now),
            sequence=self._sequence,
            full=full,
            since=0 if full else since,
            gate=PortGate(open=self._open, reason=self._reason, since=stamp(self._since)),
            vehicles=vehicles,
        )

    def snapshot(
        self, now: datetime, feed: str = "port-sim", home: str = ""
    ) -> tuple[list[Vehicle], Gate]:
        """The same as records, as a feed would store them."""
        told = self.document(now)
        vehicles = [
            Vehicle(
                id=vehicle_id(each.country, each.plate),
                home=home,
                feed=feed,
                **{name: getattr(each, name) for name in _SHARED},
            )
            for each in told.vehicles
        ]
        gate = Gate(
            id=feed,
            home=home,
            feed=feed,
            open=told.gate.open,
            reason=told.gate.reason,
            since=told.gate.since,
            as_of=told.server_time,
        )
        return vehicles, gate

    def _advance(self, now: datetime) -> None:
        if now < self._minute - timedelta(minutes=1):
            self._restart()  # asked about the past: what has happened since is not known there
        while self._minute <= now:
            self._step(self._minute)
            self._minute += timedelta(minutes=1)

    def _step(self, at: datetime) -> None:
        # a generator for each minute: the day does not depend on how often it is asked
        rng = random.Random(f"{self._seed}:{at.timestamp():.0f}")  # noqa: S311 - a made-up port
        self._move_gate(rng, at)
        self._arrive(rng, at)
        self._go_on(rng, at)
        self._hold(rng, at)
        self._call(rng, at)
        self._active = [each for each in self._active if not each.done]
        if at.minute == 0:
            self._lorries = {
                key: each
                for key, each in self._lorries.items()
                if not each.done or each.changed_at >= at - KEPT
            }

    def _move_gate(self, rng: random.Random, at: datetime) -> None:
        if self._opens_at is not None and at >= self._opens_at:
            self._open, self._reason, self._since, self._opens_at = True, "", at, None
            self._sequence += 1
            self._happened(at, "opened")
        elif self._open and rng.random() < 2.2 / 1440:  # about two closures a day
            self._open, self._reason, self._since = False, rng.choice(_CLOSURES), at
            self._opens_at = at + timedelta(minutes=rng.randint(15, 55))
            self._sequence += 1
            self._happened(at, "closed", reason=self._reason)

    def _arrive(self, rng: random.Random, at: datetime) -> None:
        rate = _ARRIVALS[at.hour] / 60
        for _ in range(sum(rng.random() < rate / 6 for _ in range(6))):
            self._register(rng, at, Lane.PRIORITY if rng.random() < 0.05 else Lane.GENERAL)
        if rng.random() < rate / 70:  # fruit comes in convoys, and has priority
            for _ in range(rng.randint(3, 8)):
                self._register(rng, at, Lane.PRIORITY)

    def _register(self, rng: random.Random, at: datetime, lane: Lane) -> None:
        plate, country = _plate(rng)
        key = vehicle_id(country, plate)
        if key not in self._lorries:
            self._sequence += 1
            lorry = _Lorry(plate, country, lane, at, at, self._sequence)
            self._lorries[key] = lorry
            self._active.append(lorry)
            self._happened(at, "registered", lorry)

    def _go_on(self, rng: random.Random, at: datetime) -> None:
        for lorry in self._active:
            if lorry.next_at is None or at < lorry.next_at:
                continue
            lorry.next_at = None
            if lorry.state is VehicleState.HELD:
                lorry.reason = ""
                self._change(lorry, VehicleState.RELEASED, at)
            elif lorry.state is VehicleState.CALLED:
                lorry.next_at = at + timedelta(minutes=rng.randint(4, 16))
                self._change(lorry, VehicleState.AT_GATE, at)
            elif lorry.state is VehicleState.AT_GATE:
                lorry.departed_at = at
                self._change(lorry, VehicleState.DEPARTED, at)

    def _hold(self, rng: random.Random, at: datetime) -> None:
        waiting = self._waiting()
        if waiting and rng.random() < 0.012:
            lorry = rng.choice(waiting)
            lorry.reason = rng.choice(_HOLDS)
            lorry.next_at = at + timedelta(minutes=rng.randint(30, 240))
            self._change(lorry, VehicleState.HELD, at)
        elif waiting and rng.random() < 0.002:
            self._change(rng.choice(waiting), VehicleState.CANCELLED, at)

    def _call(self, rng: random.Random, at: datetime) -> None:
        if not self._open:
            return
        waiting = self._waiting()
        more = len(waiting) - _USUAL_WAITING
        pressure = min(1.9, max(0.1, 1 + more / (70 if more > 0 else 55)))
        shift = 0.4 if at.hour in (8, 20) and at.minute < 30 else 1.0  # crews change over
        self._allowance = min(8.0, self._allowance + _CALLS_A_MINUTE * pressure * shift)
        if at.minute % 6:
            return  # the hall calls in groups
        waiting.sort(key=lambda each: (each.lane is Lane.GENERAL, each.registered_at))
        while self._allowance >= 1 and waiting:
            self._allowance -= 1
            lorry = waiting.pop(0)
            lorry.called_at = at
            lorry.row = rng.randint(1, ROWS)
            lorry.next_at = at + timedelta(minutes=rng.randint(2, 9))
            self._change(lorry, VehicleState.CALLED, at)

    def _waiting(self) -> list[_Lorry]:
        return [
            each
            for each in self._active
            if each.state in (VehicleState.WAITING, VehicleState.RELEASED)
        ]

    def _change(self, lorry: _Lorry, state: VehicleState, at: datetime) -> None:
        self._sequence += 1
        lorry.state, lorry.changed_at, lorry.sequence = state, at, self._sequence
        if state is not VehicleState.AT_GATE:
            self._happened(at, state.value, lorry, lorry.reason)

    def _happened(
        self, at: datetime, event: str, lorry: _Lorry | None = None, reason: str = ""
    ) -> None:
        if self._tell is None:
            return
        if lorry is None:
            self._tell(Happening(at, event, reason=reason))
        else:
            self._tell(Happening(at, event, lorry.plate, lorry.country, lorry.lane.value, reason))


_SHARED = (
    "plate",
    "country",
    "lane",
    "state",
    "registered_at",
    "called_at",
    "departed_at",
    "reason",
    "gate",
    "position",
    "as_of",
)


def _told(lorry: _Lorry) -> PortVehicle:
    return PortVehicle(
        plate=lorry.plate,
        country=lorry.country,
        lane=lorry.lane,
        state=lorry.state,
        registered_at=stamp(lorry.registered_at),
        called_at=stamp(lorry.called_at) if lorry.called_at else "",
        departed_at=stamp(lorry.departed_at) if lorry.departed_at else "",
        reason=lorry.reason,
        gate=str(lorry.row) if lorry.row else "",
        as_of=stamp(lorry.changed_at),
        sequence=lorry.sequence,
    )


def _plate(rng: random.Random) -> tuple[str, str]:
    """A plate of the mix on the road there: (plate, country)."""
    country = rng.choices(("KZ", "CN", "RU", "UZ", "KG"), (46, 34, 9, 6, 5))[0]
    digits = f"{rng.randrange(1, 1000):03}"
    if country == "KZ":
        region = rng.choice(("02", "05", "05", "19", "19", "01", "08", "17", "13"))
        return digits + "".join(rng.choices(_WIDE, k=rng.choice((2, 3, 3)))) + region, country
    if country == "CN":
        serial = rng.choice((f"{rng.randrange(100_000):05}",
                             rng.choice(_WIDE) + f"{rng.randrange(10_000):04}"))  # fmt: skip
        return rng.choice(("新F", "新F", "新A", "新D", "新B")) + serial, country
    if country == "RU":
        series = "".join(rng.choices(_RUSSIAN, k=2))
        return rng.choice(_RUSSIAN) + digits + series + rng.choice(
            ("54", "22", "70", "154")
        ), country
    if country == "UZ":
        return rng.choice(("01", "10", "30", "60")) + digits + "".join(
            rng.choices(_WIDE, k=3)
        ), country
    return rng.choice(("01", "02", "08")) + "KG" + digits + "".join(
        rng.choices(_WIDE, k=3)
    ), country
