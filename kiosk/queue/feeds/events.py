"""The feed that pushes: a port's server-sent events, each a document, over one long connection."""

import queue
import random
import threading
import time
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
import requests
import urllib3

from kiosk.queue.feeds.batch import Batch, FeedState, FeedTrouble, Heard
from kiosk.queue.feeds.document import Arrival, read_document
from kiosk.queue.feeds.event_stream import Event, EventStream, TooLong
from kiosk.queue.feeds.http import check_status, port_session
from kiosk.queue.feeds.sequence import joined, whole_due
from kiosk.queue.feeds.settings import EventFeed

GATHER = 0.5
"""Seconds between two batches: an event after a pause is told at once, those in a rush together."""
WAIT = 60.0
"""Seconds a fetch waits at most."""
CONNECT = 4.0
"""Seconds a connection may take to be made."""
TOO_OLD = (409, 410, 412)
"""What a port answers that no longer knows what came after an id."""
_AHEAD = 1000  # events that may wait to be read; the port then waits too


class _Arrived(NamedTuple):
    at: float  # time.monotonic
    event: Event


class _End(NamedTuple):
    trouble: FeedTrouble | None


class _Stream:
    """An open connection, read by a thread of its own. Whoever reads must take what it gives."""

    def __init__(self, answer: requests.Response, last_id: str) -> None:
        self.retry: float | None = None
        self._answer = answer
        self._parser = EventStream(last_id)
        self._arrived: queue.Queue[_Arrived | _End] = queue.Queue(_AHEAD)
        self._back: deque[_Arrived | _End] = deque()
        self._over = threading.Event()
        threading.Thread(target=self._read, name="feed-events", daemon=True).start()

    def take(self, seconds: float) -> _Arrived | _End | None:
        """What came next, waiting so long for it; None if nothing did."""
        if self._back:
            return self._back.popleft()
        try:
            return self._arrived.get(timeout=seconds) if seconds else self._arrived.get_nowait()
        except queue.Empty:
            return None

    def give_back(self, one: _Arrived | _End) -> None:
        self._back.appendleft(one)

    def hang_up(self) -> None:
        """End the connection, from any thread; `take` then gives its end."""
        self._over.set()
        with suppress(OSError, ValueError, RuntimeError):  # it has ended by itself
            self._answer.raw.shutdown()

    def _read(self) -> None:
        end = _End(None)
        try:
            while piece := self._answer.raw.read1(64 * 1024, decode_content=True):
                for event in self._parser.feed(piece):
                    self._put(_Arrived(time.monotonic(), event))
                self.retry = self._parser.retry
        except TooLong:
            end = _End(FeedTrouble("too-large", "An event of the port has no end."))
        except urllib3.exceptions.TimeoutError:
            end = _End(FeedTrouble("timeout", "The port's events came to a stop."))
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            end = _End(FeedTrouble("cut-off", "The port's events broke off."))
        finally:
            self._answer.close()
            self._put(end)

    def _put(self, one: _Arrived | _End) -> None:
        while True:
            try:
                return self._arrived.put(one, timeout=0.5)
            except queue.Full:
                if self._over.is_set():
                    return


class EventPort:
    """A port's events as a Feed: `fetch` waits for the next ones. Used by one thread, but for
    `close`."""

    def __init__(self, settings: EventFeed, home: str) -> None:
        self.name = settings.name
        self._url = settings.url
        self._home = home
        self._quiet = settings.quiet
        self._retry = settings.retry
        self._stream: _Stream | None = None
        self._closed = False
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", **settings.headers}
        self._session = port_session(headers)

    @property
    def every(self) -> float:
        if self._stream is not None:
            return GATHER
        # spread, so that 22 homes don't come back all at once
        return self._retry * (0.5 + random.random())  # noqa: S311

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """The next events as one batch, or the full list where that is due. A stream that the port
        ended in order is opened again without a word. Raises FeedTrouble: unreachable, timeout,
        status, redirect, not-events, not-json, not-whole, too-large, cut-off."""
        began = time.monotonic()
        whole = whole_due(state, now)
        if whole:
            self._hang_up()
        stream = self._stream
        if stream is None:
            stream = self._stream = self._open("" if whole else state.etag)
            if self._closed:  # while it was being opened
                self._hang_up()
        batch = self._gather(stream, state, now - timedelta(seconds=began), whole)
        if whole and not batch.full and batch.heard is not None:
            self._hang_up()
            raise FeedTrouble("not-whole", "The port's events don't begin with its full list.")
        return batch

    def close(self) -> None:
        self._closed = True
        self._hang_up()
        self._session.close()

    def _hang_up(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.hang_up()

    def _open(self, last_id: str) -> _Stream:
        # never over the connection of a stream that ended: the port may be closing it just now
        self._session.close()
        try:
            answer = self._session.get(
                self._url,
                headers={"Last-Event-ID": last_id.encode()} if last_id else {},
                timeout=(CONNECT, self._quiet),
                stream=True,
                allow_redirects=False,
            )
        except requests.Timeout as error:
            raise FeedTrouble("timeout", "The port did not answer in time.") from error
        except requests.RequestException as error:
            raise FeedTrouble("unreachable", "The port can't be reached.") from error
        if answer.status_code in TOO_OLD and last_id:
            answer.close()
            return self._open("")
        try:
            check_status(answer)
            if not answer.headers.get("Content-Type", "").lower().startswith("text/event-stream"):
                raise FeedTrouble(
                    "not-events", "The port answered with something else than events."
                )
        except FeedTrouble:
            answer.close()
            raise
        return _Stream(answer, last_id)

    def _gather(
        self, stream: _Stream, state: FeedState, zero: datetime, whole: bool
    ) -> Batch:  # fmt: skip
        """All that has come, as far as it follows itself. `zero` is when time.monotonic was 0."""
        batch: Batch | None = None
        clock = state.clock
        while one := stream.take(WAIT if batch is None else 0):
            if isinstance(one, _End):
                if batch is None:
                    return self._ended(stream, one, state)
                stream.give_back(one)
                break
            at = zero + timedelta(seconds=one.at)
            since = 0 if whole and batch is None else state.sequence
            arrival = Arrival(at, at, clock, None, one.event.id, since)
            try:
                following = read_document(one.event.data.encode(), self.name, self._home, arrival)
            except FeedTrouble:
                if batch is None:
                    raise
                stream.give_back(one)
                break
            both = joined(batch, following) if batch else following
            if both is None:
                stream.give_back(one)
                break
            batch = both
            clock = batch.heard.clock or clock if batch.heard else clock
        if stream.retry is not None:
            self._retry = min(max(stream.retry, 0.1), 300.0)
        if batch is None:
            return Batch(as_of=state.as_of)
        heard = msgspec.structs.replace(
            batch.heard or Heard(), at=zero + timedelta(seconds=time.monotonic())
        )
        return msgspec.structs.replace(batch, heard=heard)

    def _ended(self, stream: _Stream, end: _End, state: FeedState) -> Batch:
        self._stream = None
        if stream.retry is not None:
            self._retry = min(max(stream.retry, 0.1), 300.0)
        if end.trouble is not None and not self._closed:
            raise end.trouble
        return Batch(as_of=state.as_of)
