"""How an end of the sync is spoken to, and how that goes wrong."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from sync.protocol import Hello, Problem, Trouble

T = TypeVar("T")


class Reply(NamedTuple):
    """What came back: the HTTP status, its body, and the bytes of the whole exchange."""

    status: int
    body: bytes
    up: int = 0
    down: int = 0


class Unreachable(Exception):  # noqa: N818 - named as people say it
    """Upstream could not be reached, or the line broke; one sentence."""


class NotDone(Exception):  # noqa: N818
    """The sync could not be done; `trouble` says why, in a sentence."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble


class Transport(Protocol):
    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises Unreachable."""

    def close(self) -> None: ...


class Signer(Protocol):
    """Who the device is, and the counter of its requests."""

    def sign(self, path: str, body: bytes, epoch: str) -> dict[str, str]:
        """The headers of the next request. Each call uses up a number of the counter."""

    def hello(self, nonce: str) -> Hello:
        """The handshake's body: it names the counter from which to go on."""

    def resume(self, counter: int) -> None:
        """The counter goes on from here, as the server knows it."""


def read(reply: Reply, kind: type[T]) -> T:
    """Raises NotDone where the answer is none."""
    try:
        return msgspec.msgpack.decode(reply.body, type=kind)
    except msgspec.MsgspecError as wrong:
        raise NotDone(Trouble.MESSAGE, f"Upstream's answer can't be read: {wrong}.") from wrong


def problem_of(reply: Reply) -> Problem:
    """Why it was refused. Raises Unreachable where it was not our server that refused."""
    try:
        return msgspec.json.decode(reply.body, type=Problem)
    except msgspec.MsgspecError:
        # a portal's login page, a proxy's error: not our server
        sentence = f"Something that is not our server answered ({reply.status})."
        raise Unreachable(sentence) from None
