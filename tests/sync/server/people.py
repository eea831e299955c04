"""Devices for tests of the server's door."""

import msgspec
import pytest

from sync.identity import Identity
from sync.protocol import ENROL, SYNC, Enrol, Enrolled, Trouble
from sync.records import new_id
from sync.refusal import Refusal
from sync.server import enrolment
from sync.server.door import Door
from sync.signing import Signed, sign

NOON = 1_760_000_000_000_000
"""The clock's first moment (microseconds)."""


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += int(seconds * 1_000_000)


def request(
    identity: Identity, counter: int, *, path: str = SYNC, body: bytes = b"what is asked"
) -> list[tuple[str, str]]:
    """The headers of a request."""
    signed = sign(
        "POST",
        path,
        body,
        device=identity.device,
        epoch="first-line",
        counter=counter,
        key=identity.key,
    )
    return list(signed.items())


def knock(door: Door, headers: list[tuple[str, str]], path: str = SYNC) -> Signed:
    """Come in as far as a request's work."""
    signed = door.who("POST", path, headers)
    door.count(signed)
    return signed


def ask_in(
    door: Door,
    code: str,
    identity: Identity,
    *,
    counter: int = 1,
    former: tuple[str, ...] = (),
    home: str = "",
    signed_by: Identity | None = None,
) -> Enrolled:
    """Enrol with a code."""
    ask = Enrol(
        code=code, device=identity.device, key=identity.public, former=list(former), home=home
    )
    body = msgspec.json.encode(ask)
    headers = request(signed_by or identity, counter, path=ENROL, body=body)
    return door.enrol("POST", ENROL, headers, body, ask)


def enrolled(door: Door, engine, clock: Clock, home: str = "horgos-jinyi") -> Identity:
    """A device that has enrolled."""
    identity = Identity.new(new_id())
    ask_in(door, enrolment.make_code(engine, home, "hall", clock()), identity)
    return identity


def refused(trouble: Trouble):
    return pytest.raises(Refusal, check=lambda it: it.problem.trouble is trouble)
