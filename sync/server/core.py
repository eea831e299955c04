"""What a server does with what it is asked. It keeps nothing in the process: any number of them on
one database behave as one."""

import time
from collections.abc import Callable, Iterable

from sqlalchemy.engine import Engine

from sync.protocol import VERSION, Answer, Ask, Compared, Trouble, Verify
from sync.records import Record
from sync.refusal import Refusal
from sync.server import quarantine, retention, verify, writing
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

    def write(self, records: Iterable[Record]) -> int:
        """Put content here, for a home or for all: in the place of what is there by these ids. How
        many are otherwise than before. Raises BadInput, and then none is written."""
        with self.engine.begin() as connection:
            return writing.write(connection, self.role, records, self.now())

    def remove(self, home: str, kind: type[Record], ids: Iterable[str]) -> int:
        """Remove content of a home ("": of all homes); how many were there. Raises BadInput."""
        with self.engine.begin() as connection:
            return writing.remove(connection, self.role, home, kind, ids, self.now())

    def replay_quarantine(self) -> int:
        """Try again what an older program set aside; how many were applied."""
        with self.engine.begin() as connection:
            return quarantine.replay_known(connection, self.role, self.now())

    def escalate(self) -> int:
        """Apply what has waited for its parent too long; how many."""
        return retention.escalate(self.engine, self.role, self.now())

    def keep_house(self) -> int:
        """Let go of what is past its retention; how many records."""
        return retention.keep_house(self.engine, self.now())


def _speaks(protocol: int) -> None:
    if not VERSION - _OLDEST <= protocol <= VERSION:
        raise Refusal(Trouble.PROTOCOL, f"This server speaks version {VERSION} of the protocol.")
