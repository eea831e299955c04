"""Who may come in: what stands between a request and the server's core."""

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from sync.protocol import Enrol, Enrolled, Hello, Known, Rotate, Trouble
from sync.refusal import Refusal
from sync.server import counters, enrolment
from sync.server.database import reading
from sync.server.tables import DEVICE
from sync.signing import Signed, verify, verify_headers

Headers = Iterable[tuple[str, str]]


class Door:
    """Holds nothing but the engine: of two workers on one database either may open. `clock` gives
    microseconds since 1970. All methods raise Refusal."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], int]) -> None:
        self._engine = engine
        self._clock = clock

    def who(self, method: str, path: str, headers: Headers) -> Signed:
        """Whose request it is, by its headers alone: before its body is read."""
        states: dict[str, str] = {}

        def key_of(device: str) -> bytes | None:
            with reading(self._engine) as connection:
                found = connection.execute(
                    sa.select(DEVICE.c.key, DEVICE.c.state).where(DEVICE.c.id == device)
                ).first()
            if found is None:
                return None
            states[device] = found.state
            return bytes(found.key)

        signed = verify_headers(method, path, headers, key_of)
        counters.refuse_if_inactive(states.get(signed.device))
        return signed

    def count(self, signed: Signed) -> None:
        """Use up the request's counter, before its work is begun."""
        counters.count(self._engine, signed, self._clock())

    def hello(self, signed: Signed, hello: Hello) -> Known:
        return counters.shake_hands(self._engine, signed, hello, self._clock())

    def rotate(self, signed: Signed, ask: Rotate) -> Enrolled:
        """Counted like any other request."""
        return enrolment.rotate(self._engine, ask, signed)

    def enrol(self, method: str, path: str, headers: Headers, body: bytes, ask: Enrol) -> Enrolled:
        """`ask` is what `body` says; the key in it has signed the request."""
        if len(ask.key) != 32:
            raise Refusal(Trouble.MESSAGE, "A public key has 32 bytes.")
        signed = verify(method, path, body, headers, lambda _device: ask.key)
        return enrolment.enrol(self._engine, ask, signed, self._clock())
