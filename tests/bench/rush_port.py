"""A port in a rush: `python -m tests.bench.rush_port RATE` serves 5,000 waiting vehicles and so
many changes a second by the simulated port's own server, and prints its address.

Each lorry comes, is held and released now and then, is called, drives up and leaves; for each that
is called another one comes. Its time is real time: what happens has happened when it is told."""

import random
import socket
import sys
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
import uvicorn

from kiosk.queue.plates import vehicle_id
from kiosk.queue.port_document import EVENTS_PATH, PortDocument, PortGate, PortVehicle
from kiosk.queue.port_server import make_app
from kiosk.queue.port_sim import _plate
from kiosk.queue.times import stamp
from sync.records import Lane, VehicleState

VEHICLES = 5000
APART = timedelta(seconds=15)
"""Between two registrations before the rush."""


class RushPort:
    """What the server asks of a port. `changes` a second; 0: nothing ever changes."""

    def __init__(self, changes: float, vehicles: int = VEHICLES) -> None:
        self.seed = 1
        self.start = datetime.now(UTC)
        self._changes = changes
        self._rng = random.Random(7)
        self._lock = threading.Lock()
        self._sequence = 0
        self._done = 0
        self._known: dict[str, PortVehicle] = {}
        self._lanes: dict[Lane, deque[str]] = {lane: deque() for lane in Lane}
        self._going: deque[str] = deque()
        self._held: deque[str] = deque()
        for ago in range(vehicles, 0, -1):
            self.come(self.start - ago * APART)

    def document(self, since: int) -> PortDocument:
        """All vehicles, or those that changed after `since`."""
        with self._lock:
            now = datetime.now(UTC)
            due = self.due(now)
            while self._done < due:
                self._done += 1
                self.change(now)
            full = not 0 < since <= self._sequence
            return PortDocument(
                server_time=stamp(now),
                sequence=self._sequence,
                full=full,
                since=0 if full else since,
                gate=PortGate(open=True, since=stamp(self.start)),
                vehicles=[each for each in self._known.values() if full or each.sequence > since],
            )

    def due(self, now: datetime) -> int:
        """How many changes have happened until `now`."""
        return int((now - self.start).total_seconds() * self._changes)

    def change(self, now: datetime) -> None:
        step = self._done % 10
        if step in (0, 5):
            self.come(now)
        elif step in (1, 6):
            lane = Lane.PRIORITY if self._lanes[Lane.PRIORITY] else Lane.GENERAL
            key = self._lanes[lane].popleft()
            self._tell(key, now, state=VehicleState.CALLED, called_at=stamp(now), gate="3")
            self._going.append(key)
        elif step == 3:
            key = self._rng.choice(self._lanes[Lane.GENERAL])
            self._lanes[Lane.GENERAL].remove(key)
            self._tell(key, now, state=VehicleState.HELD, reason="documents")
            self._held.append(key)
        elif step == 8 and len(self._held) > 20:
            key = self._held.popleft()
            self._tell(key, now, state=VehicleState.RELEASED, reason="")
            self._lanes[Lane.GENERAL].appendleft(key)
        elif self._going:
            key = self._going.popleft()
            if self._known[key].state is VehicleState.CALLED:
                self._tell(key, now, state=VehicleState.AT_GATE)
                self._going.append(key)
            else:
                self._tell(key, now, state=VehicleState.DEPARTED, departed_at=stamp(now))

    def lane(self) -> Lane:
        """In which the next one registers."""
        return Lane.PRIORITY if self._rng.random() < 0.12 else Lane.GENERAL

    def come(self, now: datetime) -> None:
        """Another one registers."""
        plate, country = _plate(self._rng)
        key = vehicle_id(country, plate)
        if key in self._known:
            return self.come(now)
        lane = self.lane()
        self._lanes[lane].append(key)
        self._sequence += 1
        self._known[key] = PortVehicle(
            plate=plate,
            country=country,
            lane=lane,
            state=VehicleState.WAITING,
            registered_at=stamp(now),
            as_of=stamp(now),
            sequence=self._sequence,
        )

    def _tell(self, key: str, now: datetime, **news: Any) -> None:
        self._sequence += 1
        self._known[key] = msgspec.structs.replace(
            self._known[key], as_of=stamp(now), sequence=self._sequence, **news
        )


def serve(port: RushPort) -> None:
    """Print the address of its events, and serve until the process is ended."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}{EVENTS_PATH}"
        app = make_app(cast(Any, port), frozenset(), timedelta(), say=address)
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    serve(RushPort(float(sys.argv[1])))
