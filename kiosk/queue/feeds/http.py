"""The feed over HTTP: asks a port for its document, and believes no more of it than it must."""

import re
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
import requests
import urllib3

from kiosk.queue.feeds.batch import Batch, FeedState, FeedTrouble, Refused
from kiosk.queue.feeds.hanging import HangingUp
from kiosk.queue.feeds.settings import HttpFeed
from kiosk.queue.feeds.validate import AHEAD, Said, Words, in_future, judge, once_each
from kiosk.queue.port_document import TIME_HEADER, PortGate
from kiosk.queue.times import stamp
from sync.records import Gate, Vehicle

LARGEST = 8 * 1024 * 1024
"""The largest answer that is read, in bytes, unpacked; a day of vehicles is a fortieth of it."""
LONGEST = 30.0
"""Seconds an answer may take altogether: a port that drips bytes doesn't hold the feed."""
TIMEOUTS = (5.0, 10.0)  # to connect, between two pieces
WHOLE_AGAIN = timedelta(hours=1)
"""How often the full list is asked for even if all went well, so that no lost change stays lost."""

_MOST = 1 << 53
"""A sequence beyond it is none: neither JSON everywhere nor the store could hold it."""

_NO_WORDS = Words()


class _Loose(msgspec.Struct):
    """The document as far as it must hold together; the rest is looked at piece by piece."""

    vehicles: list[msgspec.Raw]
    server_time: Any = None
    sequence: Any = 0
    full: Any = None
    gate: Any = None


class HttpPort:
    """A port's HTTP interface as a Feed. Used by one thread."""

    def __init__(self, settings: HttpFeed, home: str) -> None:
        self.name = settings.name
        self.every = settings.every
        self._url = settings.url
        self._home = home
        self._session = requests.Session()
        self._session.mount("http://", HangingUp())
        self._session.mount("https://", HangingUp())
        self._session.trust_env = False  # the port stands in the same network: no proxy, no netrc
        self._session.headers.update({"Accept": "application/json", **settings.headers})

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """What is new since `state.sequence`, or the full list where that is due. Raises
        FeedTrouble: unreachable, timeout, status, redirect, too-large, cut-off, not-json."""
        due = state.full_at is None or now - state.full_at >= WHOLE_AGAIN or now < state.full_at
        since = 0 if due else state.sequence
        batch = self._ask(since, state, now)
        if not batch.full and 0 < batch.sequence < since:
            # the port has begun to count anew, so what changed since is not what it told
            return self._ask(0, state, now)
        return batch

    def _ask(self, since: int, state: FeedState, now: datetime) -> Batch:
        headers = {"If-None-Match": state.etag} if since and state.etag else {}
        try:
            with self._session.get(
                self._url,
                params={"since": str(since)} if since else {},
                headers=headers,
                timeout=TIMEOUTS,
                stream=True,
                allow_redirects=False,  # a portal's login page must not be taken for the port
            ) as answer:
                port_time = _time(answer.headers.get(TIME_HEADER))
                if answer.status_code == 304:
                    # "not modified" is an answer of now; the Date is its clock (RFC 9110, 6.6.1)
                    told_at = port_time or _date(answer.headers.get("Date"))
                    return Batch(as_of=_not_ahead(told_at, now) or state.as_of)
                _check(answer)
                body = _body(answer)
                etag = answer.headers.get("ETag", "")
        except requests.Timeout as error:
            raise FeedTrouble("timeout", "The port did not answer in time.") from error
        except requests.RequestException as error:
            raise FeedTrouble("unreachable", "The port can't be reached.") from error
        except urllib3.exceptions.TimeoutError as error:
            raise FeedTrouble("timeout", "The port's answer came to a stop.") from error
        except urllib3.exceptions.HTTPError as error:
            raise FeedTrouble("cut-off", "The port's answer broke off in the middle.") from error
        return self._batch(_document(body), port_time, etag, asked_all=not since, now=now)

    def _batch(
        self, told: _Loose, port_time: datetime | None, etag: str, *, asked_all: bool, now: datetime
    ) -> Batch:
        server_time = _time(told.server_time) or port_time
        as_of = _not_ahead(server_time, now) or now
        judged = [
            (number, self._row(raw, number, as_of)) for number, raw in enumerate(told.vehicles, 1)
        ]
        refused = [each for _, each in judged if isinstance(each, Refused)]
        vehicles, twice = once_each((n, each) for n, each in judged if isinstance(each, Vehicle))
        odd = []
        if (server_time and server_time > now + AHEAD) or any(in_future(v, now) for v in vehicles):
            odd.append("future")
        if twice:
            odd.append("duplicate")
        whole = type(told.sequence) is int and 0 <= told.sequence < _MOST
        sequence: int = told.sequence if whole else 0
        return Batch(
            vehicles=tuple(vehicles),
            gate=self._gate(told.gate, as_of),
            as_of=as_of,
            sequence=sequence,
            # a port that says nothing is believed to have answered what it was asked
            full=told.full is True or (asked_all and told.full is not False),
            refused=tuple(sorted(refused + twice)),
            odd=tuple(odd),
            etag=etag if sequence else "",
        )

    def _row(self, raw: msgspec.Raw, number: int, as_of: datetime) -> Vehicle | Refused:
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
            times[name] = _time(row.get(name))
            if row.get(name) and times[name] is None:
                return Refused(number, f"Its {name} is no time with an offset (ISO 8601).")
        position = row.get("position")
        said = Said(
            number=number,
            position=position if type(position) is int and 0 < position < 100_000 else 0,
            as_of=_not_ahead(_time(row.get("as_of")), as_of),
            registered_at=times["registered_at"],
            called_at=times["called_at"],
            departed_at=times["departed_at"],
            **texts,
        )
        return judge(said, _NO_WORDS, as_of, self.name, self._home)

    def _gate(self, told: Any, as_of: datetime) -> Gate | None:
        try:
            gate = msgspec.convert(told, PortGate)
        except msgspec.ValidationError:
            return None
        since = _time(gate.since)
        return Gate(
            id=self.name,
            home=self._home,
            open=gate.open,
            reason=gate.reason[:200],
            since=stamp(since) if since else "",
            as_of=stamp(as_of),
            feed=self.name,
        )


def _check(answer: requests.Response) -> None:
    code = answer.status_code
    if 300 <= code < 400:
        raise FeedTrouble("redirect", f"The port's address sends elsewhere (status {code}).")
    if code != 200:
        raise FeedTrouble("status", f"The port answered with status {code}.")
    kind = answer.headers.get("Content-Type", "").lower()
    if "html" in kind or "xml" in kind:
        raise FeedTrouble("not-json", "The port answered with a web page, not with JSON.")


def _body(answer: requests.Response) -> bytes:
    announced = answer.headers.get("Content-Length", "")
    if re.fullmatch("[0-9]+", announced) and (len(announced) > 12 or int(announced) > LARGEST):
        raise FeedTrouble("too-large", f"The port's answer has more than {LARGEST >> 20} MB.")
    ends = time.monotonic() + LONGEST
    pieces, size = [], 0
    for piece in _pieces(answer):
        size += len(piece)
        if size > LARGEST:
            raise FeedTrouble("too-large", f"The port's answer has more than {LARGEST >> 20} MB.")
        if time.monotonic() > ends:
            raise FeedTrouble("timeout", "The port's answer drips in too slowly.")
        pieces.append(piece)
    body = b"".join(pieces)
    charset = answer.encoding if "charset=" in answer.headers.get("Content-Type", "") else None
    try:
        return body.decode(charset or "utf-8-sig").encode()
    except (UnicodeDecodeError, LookupError) as error:
        raise FeedTrouble("not-json", "The port's answer is not in UTF-8.") from error


def _pieces(answer: requests.Response) -> Iterable[bytes]:
    # as they come: a larger read would wait for the last byte of it, however slowly it drips
    while piece := answer.raw.read1(64 * 1024, decode_content=True):
        yield piece


def _document(body: bytes) -> _Loose:
    try:
        return msgspec.json.decode(body, type=_Loose)
    except (ValueError, RecursionError) as error:
        raise FeedTrouble("not-json", "The port's answer is not the document it should be.") from (
            error
        )


def _time(value: Any) -> datetime | None:
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


def _date(header: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _not_ahead(at: datetime | None, now: datetime) -> datetime | None:
    """A port's clock that runs ahead of ours counts as ours: nothing is younger than now."""
    return min(at, now) if at else None
