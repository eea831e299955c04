"""What a server does with what it is asked. It keeps nothing in the process: any number of them on
one database behave as one."""

import time
from collections.abc import Callable

from sqlalchemy.engine import Engine

from sync.protocol import VERSION, Answer, Ask, Compared, Trouble, Verify
from sync.refusal import Refusal
from sync.server import verify
from sync.server.database import migrate
from sync.server.generation import begin_server
from sync.server.rules import HEADQUARTERS
from sync.server.syncing import Exchange

_OLDEST = 2
"""Versions of the protocol that are understood besides the present one."""


def _now() -> int:
    return time.time_ns() // 1000


class Headquarters:
    """A server on its database, which is made or brought up to date. `role`: headquarters, or the
    server of a home ("home"). `now` gives microseconds since 1970.

    >>> Headquarters(engine).sync(device, epoch, ask).acknowledged  # doctest: +SKIP
    12
    """

    def __init__(
        self, engine: Engine, role: str = HEADQUARTERS, *, now: Callable[[], int] = _now
    ) -> None:
        self.engine = engine
        self.role = role
        self.now = now
        migrate(engine)
        with engine.begin() as connection:
            begin_server(connection, role, now())

    def sync(self, device: str, epoch: str, ask: Ask) -> Answer:
        """Take what a device tells, and give what it has not read. `device` and `epoch` are as its
        signature says. Raises Refusal; of the ops all are taken or none."""
        _speaks(ask.protocol)
        return Exchange(self.engine, self.role, device, epoch, ask, now=self.now()).run()

    def verify(self, device: str, ask: Verify) -> Compared:
        """Answer a question of a comparison. Raises Refusal."""
        _speaks(ask.protocol)
        return verify.verify(self.engine, self.role, device, ask, now=self.now())


def _speaks(protocol: int) -> None:
    if not VERSION - _OLDEST <= protocol <= VERSION:
        raise Refusal(Trouble.PROTOCOL, f"This server speaks version {VERSION} of the protocol.")
