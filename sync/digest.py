"""Digests by which two ends see that they hold the same, and find what differs.

A digest is taken over what is there, not over what was noted when it was written: a flipped bit
on a disk differs. Records are taken in the order of their ids, each as its id and its canonical
fields, so both ends need nothing but the records.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from sync.protocol import Listed, Span
from sync.records import KINDS, Flow, Merge, Record

SPLIT = 64
"""Spans that a range is parted into, and the most records that are listed one by one."""

_AT_ONCE = 256
_short = hashlib.blake2b(digest_size=8).copy


def compared(kind: type[Record]) -> bool:
    """Whether both ends compare this kind. What goes up and of which only the latest counts is told
    again with every new line instead: headquarters has one of each device."""
    info = kind.info
    if info.flow is Flow.UP:
        return info.merge is not Merge.LATEST
    return info.flow in (Flow.DOWN, Flow.BOTH)


def since(kind: type[Record], day: int) -> float | None:
    """From when on records of a kind are compared on `day` (days since 1970, UTC): seconds since
    1970 by their `at`, a day later than retention asks, so that no end lets go of one while the
    other still counts it. None: all of them."""
    retention = kind.info.retention
    if retention is None:
        return None
    return (day + 2) * 86_400 - retention.total_seconds()


def digest(records: Iterable[tuple[str, bytes]]) -> tuple[int, bytes]:
    """How many records (id, canonical fields; sorted by id, as bytes of UTF-8), and the digest of
    them all (16 bytes)."""
    taken = _hash()
    count = 0
    for some in _pieces(records):
        taken.update(msgspec.msgpack.encode(some))
        count += len(some)
    return count, taken.digest()


def one(fields: bytes) -> bytes:
    """The digest of one record's canonical fields (8 bytes), for a listing."""
    digest = _short()
    digest.update(fields)
    return digest.digest()


def root(kinds: dict[str, tuple[int, bytes]]) -> bytes:
    """The digest over all kinds; one without a record counts for nothing."""
    told = [(kind, *each) for kind, each in sorted(kinds.items()) if each[0]]
    return hashlib.blake2b(msgspec.msgpack.encode(told), digest_size=16).digest()


def part(records: list[tuple[str, bytes]], first: str, end: str) -> list[Span]:
    """A range parted into spans of about equal size; `records` are those of the range."""
    size = max(1, -(-len(records) // SPLIT))
    spans = []
    for at in range(0, len(records), size):
        some = records[at : at + size]
        begin = first if at == 0 else some[0][0]
        last = end if at + size >= len(records) else records[at + size][0]
        count, taken = digest(some)
        spans.append(Span(first=begin, end=last, count=count, digest=taken))
    return spans or [Span(first=first, end=end, count=0, digest=digest([])[1])]


def listing(records: Iterable[tuple[str, bytes]]) -> list[Listed]:
    return [Listed(record=id, digest=one(fields)) for id, fields in records]


def kinds_compared() -> list[type[Record]]:
    return [kind for _, kind in sorted(KINDS.items()) if compared(kind)]


def _hash() -> "hashlib.blake2b":
    return hashlib.blake2b(digest_size=16)


def _pieces(records: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    rest = iter(records)
    while piece := list(islice(rest, _AT_ONCE)):
        yield piece
