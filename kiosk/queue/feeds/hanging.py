"""Connections that hang up on a port whose headers drip in without end.

requests bounds the wait for each piece of an answer, and the feed the time of its body; the
headers between them can come a byte at a time for days.
"""

import socket
import threading
from contextlib import suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

LONGEST = 30.0
"""Seconds an answer's headers may take."""


class _Connection(HTTPConnection):
    def getresponse(self) -> Any:
        with _HangUp(self.sock):
            return super().getresponse()


class _SafeConnection(HTTPSConnection):
    def getresponse(self) -> Any:
        with _HangUp(self.sock):
            return super().getresponse()


class _HangUp:
    """Shuts a socket down if the block takes too long: the read in it then ends, in one of several
    ways, and TimeoutError is raised whichever it was."""

    def __init__(self, sock: Any) -> None:
        self._late = False
        self._timer = threading.Timer(LONGEST, self._shut, (sock,))
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._late:
            raise TimeoutError("the answer's headers took too long")

    def _shut(self, sock: Any) -> None:
        self._late = True
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


class HangingUp(HTTPAdapter):
    """A requests adapter whose connections do so."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SafePool}
