"""What each device's syncs cost, kept together for some seconds: a figure is not worth a write of
its own, and may be lost when the server is."""

import threading

import sqlalchemy as sa

from sync.server.devices import spent


class Usage:
    """Called from any thread. `now` in microseconds, `up` and `down` bytes."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._some: list[tuple[str, int, int, int, float]] = []

    def note(self, device: str, now: int, up: int, down: int, seconds: float) -> None:
        with self._lock:
            self._some.append((device, now, up, down, seconds))

    def write(self) -> None:
        """Write what was noted."""
        with self._lock:
            some, self._some = self._some, []
        if some:
            with self._engine.begin() as connection:
                for each in sorted(some):  # one order for all: two workers don't lock each other
                    spent(connection, *each)
