"""Pushes of many devices, made and signed beforehand: while they are measured, the load has little
to do but send them."""

import http.client
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.outbox import Moment, first_head, next_op
from sync.packing import pack_ops
from sync.protocol import SYNC, Answer, Ask, Cursor
from sync.records import Record, new_id
from sync.signing import public_bytes, sign

MSGPACK = "application/msgpack"


class Request(NamedTuple):
    """`acknowledges` is the seq that its answer names."""

    body: bytes
    headers: dict[str, str]
    acknowledges: int


class Line(NamedTuple):
    """A device and its requests in their order."""

    device: str
    home: str
    key: bytes
    requests: list[Request]


def line(home: str, records: Sequence[Record], each: int) -> Line:
    """The records as pushes of `each` ops of a device that is new, written a tenth of a
    millisecond apart and just now."""
    device = new_id()
    private = Ed25519PrivateKey.generate()
    head = first_head(device)
    wall = time.time_ns() // 1000 - len(records) * 100
    requests = []
    for counter, at in enumerate(range(0, len(records), each), 1):
        before = head
        ops = []
        for number, record in enumerate(records[at : at + each], at):
            moment = Moment(wall=wall + number * 100, boot="boot", offset=number * 100)
            op, head = next_op(head, moment, type(record), record.id, record)
            ops.append(op)
        ask = Ask(
            now=(wall + head.seq * 100, "boot", head.seq * 100),
            acknowledged=before.seq,
            chain=before.chain,
            cursor=Cursor(),
            ops=pack_ops(ops),
            head=head.chain,
            rows=0,
        )
        body = msgspec.msgpack.encode(ask)
        headers = sign(
            "POST", SYNC, body, device=device, epoch=head.epoch, counter=counter, key=private
        )
        headers["Content-Type"] = MSGPACK
        requests.append(Request(body, headers, head.seq))
    return Line(device, home, public_bytes(private), requests)


def send(port: int, lines: Sequence[Line], at_once: int) -> tuple[float, list[float]]:
    """Sends them all, each device's one after the other on a connection of its own, `at_once`
    devices at a time. The seconds of it all, and the milliseconds of every push."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        took = list(pool.map(lambda each: list(_one(port, each)), lines))
    return time.perf_counter() - begin, list(chain.from_iterable(took))


def _one(port: int, line: Line) -> Iterator[float]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for request in line.requests:
            begin = time.perf_counter()
            connection.request("POST", SYNC, request.body, request.headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"a push was refused: {answer.status} {body.decode()}")
            told = msgspec.msgpack.decode(body, type=Answer)
            if told.acknowledged != request.acknowledges or told.refused:
                raise RuntimeError("a push was not taken whole")
            yield (time.perf_counter() - begin) * 1000
