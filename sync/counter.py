"""The counter of a device's requests: no number is used twice, whenever the power goes.

Numbers are reserved some at a time in the file beside the database, before the first of them is
used; what was reserved and not used is passed over. So a sync writes the file once in a hundred
requests.
"""

from collections.abc import Callable
from typing import Protocol

from sync.errors import Failure
from sync.identity import Identity
from sync.protocol import Hello
from sync.signing import LAST_COUNTER, sign

AT_ONCE = 100
FARTHEST = 1 << 32
"""How far upstream may send a counter ahead: a liar on the line can't use all of it up."""


class Reserved(Protocol):
    """What is kept of the counter."""

    def counter(self) -> int:
        """The number up to which all may have been used; 0: none."""

    def reserve(self, counter: int) -> None:
        """Keep this instead, on the disk before it returns. Raises OSError."""


class Counter:
    """Used by one thread at a time, and by one process."""

    def __init__(self, kept: Reserved) -> None:
        self._kept = kept
        self._used = self._reserved = kept.counter()

    def next(self) -> int:
        """The next number, never given before. Raises Failure, and OSError where numbers can't be
        reserved."""
        if self._used >= self._reserved:
            self.reserve(AT_ONCE)
        self._used += 1
        return self._used

    @property
    def used(self) -> int:
        """The last that was given, or passed over."""
        return self._used

    def reserve(self, count: int) -> None:
        """Reserve `count` more than are used. Raises as `next`."""
        upto = self._used + count
        if upto > LAST_COUNTER:
            raise Failure("The counter of requests is used up; enrol this device with a new code.")
        self._kept.reserve(upto)
        self._reserved = upto

    def resume(self, used: int) -> None:
        """Upstream knows of `used` numbers. Raises as `next`."""
        if used - self._used > FARTHEST:
            raise Failure(
                "The server names a request counter that can't be right; check that the address in "
                "kiosk.toml is your server's, or enrol this device with a new code."
            )
        if used > self._used:
            self._used = used
            self.reserve(AT_ONCE)


class DeviceSigner:
    """Signs a device's requests (sync.engine.Signer). `identity` is asked for each time, since the
    key may be exchanged meanwhile."""

    def __init__(self, identity: Callable[[], Identity], counter: Counter) -> None:
        self._identity = identity
        self._counter = counter

    def sign(self, path: str, body: bytes, epoch: str) -> dict[str, str]:
        identity = self._identity()
        return sign(
            "POST",
            path,
            body,
            device=identity.device,
            epoch=epoch,
            counter=self._counter.next(),
            key=identity.key,
        )

    def hello(self, nonce: str) -> Hello:
        return Hello(nonce=nonce, counter=self._counter.used)

    def resume(self, counter: int) -> None:
        self._counter.resume(counter)
