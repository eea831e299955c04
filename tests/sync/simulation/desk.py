"""A home's server in a simulated world."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync import identity
from sync.comparing import compare
from sync.counter import Counter, DeviceSigner
from sync.engine import Done, Engine
from sync.hq import joining
from sync.outbox import Moment
from sync.server.upstream import HomeLocal
from sync.talk import Reply
from tests.sync.simulation.nodes import Clock, Crashing, Network, Server


class Desk:
    """A home's server, which passes on between its kiosks and headquarters."""

    def __init__(self, folder: Path, home: str, clock: Clock, network: Network) -> None:
        self.home = home
        self.crash: Callable[[str], None] = lambda _where: None
        self._clock = clock
        self._network = network
        self.server = Server(folder / "server", clock, "home")
        self._folder = folder
        self.join()

    def join(self) -> None:
        code = self._network.server.code(self.home, "desk")
        down, self._network.down = self._network.down, False
        line: Any = _Straight(self._network.server)
        joining.join_with(self.server.core, self._folder, line, code)
        self._network.down = down

    def sync(self, *, comparing: bool = False) -> Done:
        """Raises NotDone, Unreachable, or Crash where the power goes."""
        local = HomeLocal(self.server.engine, self._folder, self.home, now=lambda: self._clock.now)
        known = identity.load(self._folder)
        assert known is not None
        signer = DeviceSigner(lambda: known, Counter(local.file))
        line = Crashing(self._network, self.crash)
        engine = Engine(local, line, signer, self._moment, lambda: self._clock.now / 1_000_000)
        done = engine.run(allowed=True)
        if comparing or local.unverified():
            compare(local, engine, done)
            local.verified(datetime.fromtimestamp(self._clock.now / 1_000_000, UTC))
        return done

    def _moment(self) -> Moment:
        return Moment(wall=self._clock.now, boot="desk", offset=self._clock.now)


class _Straight:
    """A line that neither lies nor breaks."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return self._server.answer(path, headers, body)

    def close(self) -> None:
        pass
