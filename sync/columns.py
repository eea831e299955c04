"""Ops and rows as columns: what a thousand of them have in common is said once.

Each field becomes a column, told as it compresses best: numbers by their differences, times and
UUIDv7s taken apart, texts as they are. Columns that no codec can shrink (random bits, sealed
bytes) stand bare; the others are compressed together. What comes out is exactly what went in,
byte for byte: the hash chain over it must hold.
"""

import itertools
import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import zstandard

Column = tuple[int, bytes]

LARGEST = 8 << 20
"""The most bytes that a message may hold when it is unpacked."""

_LEVEL = 9
_NOISE = 0.97  # a column that compresses to more than this share is not compressed
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_62_BITS, _72_BITS = (1 << 62) - 1, (1 << 72) - 1
_VERSION = 7 << 76 | 2 << 62

# how a column is told
_PLAIN, _DIFFERENCES, _UUIDS, _TIMES, _BYTES, _SAME, _FEW = range(7)


class Wrong(ValueError):  # noqa: N818 - as BadInput and Failure are named
    """The bytes are no columns, or hold more than they may."""


def pack(columns: Iterable[Sequence[Any]]) -> bytes:
    """Columns of values as MessagePack knows them, all of one length each, as bytes."""
    told: list[tuple[int, list[bytes]]] = [_tell(list(column)) for column in columns]
    bare: list[int] = []
    packed: list[bytes] = []
    noise: list[bytes] = []
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True)
    for at, part in enumerate(itertools.chain.from_iterable(parts for _, parts in told)):
        # short ones shrink beside the others, if not alone
        if len(part) > 64 and len(compressor.compress(part)) > _NOISE * len(part):
            bare.append(at)
            noise.append(part)
        else:
            packed.append(part)
    plan = [(how, len(parts)) for how, parts in told]
    inside = msgspec.msgpack.encode((plan, bare, packed))
    return msgspec.msgpack.encode((compressor.compress(inside), noise))


def unpack(data: bytes, most: int) -> list[list[Any]]:
    """The columns again. Raises Wrong, also where one is longer than `most`."""
    try:
        shrunk, noise = msgspec.msgpack.decode(data, type=tuple[bytes, list[bytes]])
        inside = unzip(shrunk)
        plan, bare, packed = msgspec.msgpack.decode(
            inside, type=tuple[list[tuple[int, int]], list[int], list[bytes]]
        )
        parts = _together(bare, noise, packed)
        columns = []
        for how, count in plan:
            columns.append(_understand(how, [next(parts) for _ in range(count)], most))
    except Wrong:
        raise
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        StopIteration,
        OverflowError,
        OSError,  # a time that the machine can't tell
        msgspec.MsgspecError,
        RecursionError,
    ) as wrong:
        raise Wrong(f"these are no columns: {wrong}") from wrong
    return columns


def zip_(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(data)


def unzip(data: bytes) -> bytes:
    """Raises Wrong where it is no zstd frame, or would hold more than LARGEST bytes."""
    try:
        size = zstandard.frame_content_size(data)
        if not 0 <= size <= LARGEST:
            raise Wrong(f"a message holds at most {LARGEST} bytes")
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=LARGEST)
    except zstandard.ZstdError as wrong:
        raise Wrong(f"this is no zstd frame: {wrong}") from wrong


def _told_apart(numbers: list[int]) -> bytes:
    """The first, then by how much each differs from the one before."""
    return msgspec.msgpack.encode([numbers[0], *map(operator.sub, numbers[1:], numbers)])


def _together(bare: list[int], noise: list[bytes], packed: list[bytes]) -> Iterator[bytes]:
    places = dict(zip(bare, noise, strict=True))
    rest = iter(packed)
    return (places[at] if at in places else next(rest) for at in range(len(noise) + len(packed)))


def _tell(column: list[Any]) -> tuple[int, list[bytes]]:
    """How a column is told, and its parts."""
    plain = msgspec.msgpack.encode(column)
    kinds = set(map(type, column))
    if kinds == {bytes}:
        return _BYTES, [msgspec.msgpack.encode([len(each) for each in column]), b"".join(column)]
    if kinds == {int} and len(column) > 1:
        # MessagePack has integers from -2**63 to 2**64 - 1
        apart = [column[0], *map(operator.sub, column[1:], column)]
        if min(apart) >= -(1 << 63) and max(apart) < 1 << 64:
            told = msgspec.msgpack.encode(apart)
            return (_DIFFERENCES, [told]) if len(told) < len(plain) else (_PLAIN, [plain])
    if len(column) > 1:
        if kinds == {str} and (taken := _uuids(column) or _times(column)):
            return taken
        # by its bytes: 0.0 and -0.0 are equal, and so are 1 and True
        encoded = column if kinds == {str} else [msgspec.msgpack.encode(each) for each in column]
        places = {each: at for at, each in enumerate(dict.fromkeys(encoded))}
        if len(places) == 1:
            return _SAME, [msgspec.msgpack.encode((len(column), column[0]))]
        if len(places) <= len(column) // 4:
            firsts = dict(zip(reversed(encoded), reversed(column), strict=True))
            return _FEW, [
                msgspec.msgpack.encode([firsts[each] for each in places]),
                msgspec.msgpack.encode([places[each] for each in encoded]),
            ]
    return _PLAIN, [plain]


def _understand(how: int, parts: list[bytes], most: int) -> list[Any]:
    if how == _SAME:
        count, value = msgspec.msgpack.decode(parts[0], type=tuple[int, Any])
        if not 0 <= count <= most:
            raise Wrong(f"a column holds at most {most} values")
        return [value] * count
    first = msgspec.msgpack.decode(parts[0], type=list[Any])
    if len(first) > most:
        raise Wrong(f"a column holds at most {most} values")
    if how == _PLAIN:
        return first
    if how == _DIFFERENCES:
        return list(itertools.accumulate(first))
    if how == _BYTES:
        ends = list(itertools.accumulate(first, initial=0))
        if min(first, default=0) < 0 or ends[-1] != len(parts[1]):
            raise Wrong("the lengths of bytes don't fit")
        return [parts[1][a:b] for a, b in itertools.pairwise(ends)]
    if how == _FEW:
        places = msgspec.msgpack.decode(parts[1], type=list[int])
        if len(places) > most or min(places, default=0) < 0:
            raise Wrong(f"a column holds at most {most} values")
        return [first[at] for at in places]
    if how == _UUIDS:
        return _uuids_again(first, *parts[1:])
    if how == _TIMES:
        (minutes,) = msgspec.msgpack.decode(parts[1], type=tuple[int])
        zone = timezone(timedelta(minutes=minutes))
        return [
            datetime.fromtimestamp(each, zone).isoformat() for each in itertools.accumulate(first)
        ]
    raise Wrong("a column is told in a way that is not known")


def _uuids(column: list[str]) -> tuple[int, list[bytes]] | None:
    """UUIDv7s (RFC 9562): their milliseconds by differences; of their 74 random bits 72 as they
    are and 2 beside them, so that nothing which never changes stands among the noise."""
    if not all(map(_UUID.fullmatch, column)):
        return None
    numbers = [int(each.replace("-", ""), 16) for each in column]
    times = [each >> 80 for each in numbers]
    randoms = [(each >> 64 & 0xFFF) << 62 | (each & _62_BITS) for each in numbers]
    return _UUIDS, [
        _told_apart(times),
        bytes([each >> 72 for each in randoms]),
        b"".join([(each & _72_BITS).to_bytes(9) for each in randoms]),
    ]


def _uuids_again(apart: list[int], high: bytes, low: bytes) -> list[str]:
    if not len(apart) == len(high) == len(low) / 9:
        raise Wrong("the parts of UUIDs don't fit")
    if max(high, default=0) > 3:
        raise Wrong("this is no UUID")
    found = []
    for at, time in enumerate(itertools.accumulate(apart)):
        if not 0 <= time < 1 << 48:
            raise Wrong("this is no UUID")
        random = high[at] << 72 | int.from_bytes(low[at * 9 : at * 9 + 9])
        value = time << 80 | _VERSION | random >> 62 << 64 | random & _62_BITS
        text = f"{value:032x}"
        found.append(f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}")
    return found


def _times(column: list[str]) -> tuple[int, list[bytes]] | None:
    """Times to the second at one offset (ISO 8601), by differences."""
    offset = column[0][19:]
    if not all(_TIME.fullmatch(each) and each[19:] == offset for each in column):
        return None
    try:
        moments = [datetime.fromisoformat(each) for each in column]
    except ValueError:
        return None
    zone = moments[0].utcoffset() or timedelta()
    # -00:00 is a time that Python writes otherwise
    if [each.isoformat() for each in moments] != column:
        return None
    return _TIMES, [
        _told_apart([int(each.timestamp()) for each in moments]),
        msgspec.msgpack.encode((zone // timedelta(minutes=1),)),
    ]
