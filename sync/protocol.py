"""What a device and its server say to each other: MessagePack over HTTP, see ARCHITECTURE.md.

One request tells and asks: `Ask` carries what waits in the outbox and how far the device has come,
`Answer` what was taken and what is new. So a sync with nothing to do is one short exchange.
"""

from enum import StrEnum

import msgspec

from sync.outbox import Action, Moment

VERSION = 1
"""Of this protocol. A server speaks it and the two before it."""

PUSH_LEAST, PUSH_MOST = 20, 500
"""Ops in a batch: as many as the line carries in a few seconds."""
PUSH_LONG = 400
"""Ops in a batch of a line that is longer than two of the largest."""
PULL_MOST = 1000
"""Rows in a page."""

SYNC = "/api/v1/sync"
VERIFY = "/api/v1/verify"
ENROL = "/api/v1/enrol"
HELLO = "/api/v1/hello"
ROTATE = "/api/v1/rotate"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A record as the server holds it: `version` is its srv_seq in its scope, `fields` as in Op;
    empty where the record was removed."""

    kind: str
    record: str
    schema: int
    action: Action
    fields: bytes
    version: int


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """How far a device has read the scope of its home and that of all homes (srv_seq), as numbered
    by the server's `generation`: a server that was restored to yesterday begins a new one, and
    what was read from the old is read again."""

    generation: str = ""
    home: int = 0
    all: int = 0


class Ask(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """`now` is the device's moment. `acknowledged` is the last seq of its epoch that it knows to be
    taken, `chain` the head of the chain there. `ops` follow it without a gap, and `head` is the
    chain's behind the last of them. `express` are urgent ones that overtake the line; they come
    again in their place. `rows` is how many rows it takes at most (0: it only tells)."""

    protocol: int = VERSION
    now: tuple[int, str, int]
    acknowledged: int
    chain: bytes
    cursor: Cursor
    ops: bytes = b""
    head: bytes = b""
    express: bytes = b""
    rows: int = PULL_MOST


class Refused(msgspec.Struct, frozen=True, array_like=True):
    """An op that was set aside at the server, for a person to look at; it counts as taken."""

    seq: int
    why: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """`now` is the server's clock (microseconds since 1970), `acknowledged` the last seq taken and
    `chain` the head of the chain there. `home` and `all` are rows of the two scopes, packed;
    `cursor` stands behind them and `left` is how many rows are still to come. `role`: who
    answers."""

    now: int
    acknowledged: int
    chain: bytes
    cursor: Cursor
    refused: list[Refused] = []
    home: bytes = b""
    all: bytes = b""
    left: int = 0
    role: str = "headquarters"


class Trouble(StrEnum):
    """Why a request was not done; the device knows what to do about each."""

    COUNTER = "counter"  # the request counter was used before: shake hands, then ask again
    EPOCH = "epoch"  # the server's line and the device's don't fit: begin a new epoch
    ENROL = "enrol"  # unknown, revoked, or one of two users of one identity: enrol again
    NAME = "name"  # another key is known by this name: enrol under a new one, with the same code
    SIGNATURE = "signature"  # it is not signed, or not by this device
    MESSAGE = "message"  # the body is no message, or too large
    PROTOCOL = "protocol"  # too old or too new
    BUSY = "busy"  # ask again later
    FULL = "full"  # the server's disk is full: ask again later


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every refusal (as JSON): `trouble`, one sentence, and for a handshake the
    server's `nonce`."""

    trouble: Trouble
    sentence: str
    nonce: str = ""


class Hello(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A handshake: the device repeats the server's nonce, signed, and names the counter from which
    it goes on."""

    nonce: str
    counter: int


class Known(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What the server knows of a device: its line's epoch, the last seq taken of it, and the chain
    there; and the counter of requests from which to go on."""

    epoch: str
    acknowledged: int
    chain: bytes
    counter: int
    role: str
    home: str


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a one-time `code` makes a device known by its public key (32 bytes, Ed25519).
    `former` are the names it had before. `home` is the one it believes to be in; "" where it takes
    the code's."""

    code: str
    device: str
    key: bytes
    former: list[str] = []
    home: str = ""


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    home: str
    name: str
    role: str


class Rotate(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A device exchanges its key: signed with the old one, it names the new one (32 bytes);
    `proof` is the new one's signature over `signing.rotation(device, key)`."""

    key: bytes
    proof: bytes


class Span(msgspec.Struct, frozen=True, array_like=True):
    """The records of a kind with `first` <= id < `end` ("" as end: to the last), how many there
    are, and the digest of them."""

    first: str
    end: str
    count: int
    digest: bytes


class Listed(msgspec.Struct, frozen=True, array_like=True):
    """One record in a listing: its digest, and whether it still is what was once taken (`sound`:
    False where the server's own row was damaged)."""

    record: str
    digest: bytes
    sound: bool = True


class Verify(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Compare what both should hold. Without `kind`: the root of all. With ALL_KINDS: each whole.
    With a kind: its range from `first` to `end` ("": to the last). `want` are ids of that kind
    whose rows are asked for, `offer` rows of it that the server lacks or has damaged. `day` is the
    day (since 1970, UTC, by the server's clock) from which both count retention."""

    protocol: int = VERSION
    day: int
    kind: str = ""
    first: str = ""
    end: str = ""
    want: list[str] = []
    offer: bytes = b""


ALL_KINDS = "*"


class Compared(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What was asked: the `root`; the `kinds`, how many records and their digest; a range's
    `spans`, or if short its `listed` records; wanted `rows`, packed, or removals of an offer."""

    root: bytes = b""
    kinds: dict[str, tuple[int, bytes]] = {}
    spans: list[Span] = []
    listed: list[Listed] = []
    rows: bytes = b""
    refused: list[Refused] = []


def moment_of(now: tuple[int, str, int]) -> Moment:
    return Moment(wall=now[0], boot=now[1], offset=now[2])
