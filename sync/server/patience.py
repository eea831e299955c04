"""How long the server waits for somebody who is slow, or only pretends to be one of ours."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
"""From connecting, or from the first byte of a request, until its head must be whole."""
BODY_SECONDS = 60.0
"""How long a body may take to come whole …"""
SLOWEST = 1000
"""… and a second more for each so many bytes of it that have come."""
READ_SECONDS = 60
"""How long an answer may lie in front of somebody who does not read it."""


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP, which waits for ever for a head or a body that drips, and for a reader that
    sleeps; this one hangs up."""

    _timer: asyncio.TimerHandle | None = None
    _asking: object = None
    _until = 0.0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        line = transport.get_extra_info("socket")
        if line is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READ_SECONDS * 1000)
        self._wait(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        if self._timer is None:
            self._wait(HEAD_SECONDS)
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            return  # its head is still to come; or it was answered, and goes on sending
        if not self.cycle.more_body:
            self._rest()
            return
        if self._asking is not self.cycle:
            self._asking, self._until = self.cycle, self.loop.time() + BODY_SECONDS
        self._until += len(data) / SLOWEST
        self._wait(self._until - self.loop.time())

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        self._asking = None
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._rest()
        self._timer = self.loop.call_later(seconds, self.transport.close)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
