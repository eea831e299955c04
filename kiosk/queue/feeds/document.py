"""The port's document as a batch: the one reading of it, whichever connection it came by."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from kiosk.queue.feeds.batch import Batch, FeedTrouble, Heard, Refused
from kiosk.queue.feeds.clock import PortClock
from kiosk.queue.feeds.validate import AHEAD, Said, Words, in_future, judge, once_each
from kiosk.queue.port_document import PortGate
from kiosk.queue.times import stamp
from sync.records import Gate, Vehicle

LARGEST = 8 * 1024 * 1024
"""The largest document that is read, in bytes, unpacked; a day of vehicles is a fortieth of it."""

_MOST = 1 << 53
"""A sequence beyond it is none: neither JSON everywhere nor the store could hold it."""

_NO_WORDS = Words()


class Arrival(NamedTuple):
    """How a document came: when, by our clock; half the round trip before, when the port will have
    written it; what was known of the port's clock; the time and the mark (ETag, event's id) beside
    it; and the sequence after which it was asked (0: for all)."""

    now: datetime
    written: datetime
    clock: PortClock
    port_time: datetime | None = None
    etag: str = ""
    since: int = 0


class _Loose(msgspec.Struct):
    """The document as far as it must hold together; the rest is looked at piece by piece."""

    vehicles: list[msgspec.Raw]
    server_time: Any = None
    sequence: Any = 0
    since: Any = None
    full: Any = None
    gate: Any = None


class _Reader(NamedTuple):
    """A feed's name and home, and its port's clock."""

    feed: str
    home: str
    clock: PortClock


def read_document(body: bytes, feed: str, home: str, arrival: Arrival) -> Batch:
    """What a document tells. All its times are corrected by the port's clock. Raises FeedTrouble:
    not-json."""
    told = _document(body)
    now = arrival.now
    server_time = port_time(told.server_time) or arrival.port_time
    clock = arrival.clock.heard(server_time, arrival.written) if server_time else arrival.clock
    as_of = min(clock.corrected(server_time), now) if server_time else now
    reader = _Reader(feed, home, clock)
    judged = [(n, _row(reader, raw, n, as_of)) for n, raw in enumerate(told.vehicles, 1)]
    refused = [each for _, each in judged if isinstance(each, Refused)]
    vehicles, twice = once_each((n, each) for n, each in judged if isinstance(each, Vehicle))
    odd = []
    ahead = server_time is not None and clock.corrected(server_time) > now + AHEAD
    if ahead or any(in_future(vehicle, now) for vehicle in vehicles):
        odd.append("future")
    if twice:
        odd.append("duplicate")
    sequence = _count(told.sequence)
    return Batch(
        vehicles=tuple(vehicles),
        gate=_gate(reader, told.gate, as_of),
        as_of=as_of,
        sequence=sequence,
        # a port that says nothing is believed to have answered what it was asked
        full=told.full is True or (not arrival.since and told.full is not False),
        refused=tuple(sorted(refused + twice)),
        odd=tuple(odd),
        etag=arrival.etag if sequence else "",
        heard=Heard(
            told_at=server_time,
            since=arrival.since if told.since is None else _count(told.since),
            clock=clock,
        ),
    )


def _row(reader: _Reader, raw: msgspec.Raw, number: int, as_of: datetime) -> Vehicle | Refused:
    try:
        row = msgspec.json.decode(raw, type=dict[str, Any])
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return Refused(number, "It is no JSON object.")
    texts = {}
    for name in ("plate", "state", "country", "lane", "reason", "gate"):
        value = row.get(name)
        if value is not None and not isinstance(value, str | int):
            return Refused(number, f"Its {name} is no text.")
        texts[name] = "" if value is None else str(value)
    times: dict[str, datetime | None] = {}
    for name in ("registered_at", "called_at", "departed_at"):
        at = port_time(row.get(name))
        if row.get(name) and at is None:
            return Refused(number, f"Its {name} is no time with an offset (ISO 8601).")
        times[name] = reader.clock.corrected(at) if at else None
    position = row.get("position")
    changed = port_time(row.get("as_of"))
    said = Said(
        number=number,
        position=position if type(position) is int and 0 < position < 100_000 else 0,
        as_of=min(reader.clock.corrected(changed), as_of) if changed else None,
        registered_at=times["registered_at"],
        called_at=times["called_at"],
        departed_at=times["departed_at"],
        **texts,
    )
    return judge(said, _NO_WORDS, as_of, reader.feed, reader.home)


def _gate(reader: _Reader, told: Any, as_of: datetime) -> Gate | None:
    try:
        gate = msgspec.convert(told, PortGate)
    except msgspec.ValidationError:
        return None
    since = port_time(gate.since)
    return Gate(
        id=reader.feed,
        home=reader.home,
        open=gate.open,
        reason=gate.reason[:200],
        since=stamp(reader.clock.corrected(since)) if since else "",
        as_of=stamp(as_of),
        feed=reader.feed,
    )


def _count(told: Any) -> int:
    return told if type(told) is int and 0 <= told < _MOST else 0


def _document(body: bytes) -> _Loose:
    try:
        return msgspec.json.decode(body, type=_Loose)
    except (ValueError, RecursionError) as error:
        raise FeedTrouble("not-json", "The port's answer is not the document it should be.") from (
            error
        )


def port_time(value: Any) -> datetime | None:
    """An ISO 8601 time with offset; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
        at.timestamp()
        stamp(at)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo is not None else None
