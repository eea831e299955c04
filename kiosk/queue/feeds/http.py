"""The feed over HTTP: asks a port for its document, and believes no more of it than it must."""

import re
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
import urllib3

from kiosk.queue.feeds.batch import Batch, FeedState, FeedTrouble, Heard
from kiosk.queue.feeds.document import LARGEST, Arrival, port_time, read_document
from kiosk.queue.feeds.hanging import HangingUp
from kiosk.queue.feeds.sequence import whole_due
from kiosk.queue.feeds.settings import HttpFeed
from kiosk.queue.port_document import TIME_HEADER

LONGEST = 30.0
"""Seconds an answer may take altogether: a port that drips bytes doesn't hold the feed."""
TIMEOUTS = (5.0, 10.0)  # to connect, between two pieces


class HttpPort:
    """A port's HTTP interface as a Feed. Used by one thread."""

    def __init__(self, settings: HttpFeed, home: str) -> None:
        self.name = settings.name
        self.every = settings.every
        self._url = settings.url
        self._home = home
        self._session = port_session({"Accept": "application/json", **settings.headers})

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """What is new since `state.sequence`, or the full list where that is due. Raises
        FeedTrouble: unreachable, timeout, status, redirect, too-large, cut-off, not-json."""
        since = 0 if whole_due(state, now) else state.sequence
        headers = {"If-None-Match": state.etag} if since and state.etag else {}
        began = time.monotonic()
        try:
            with self._session.get(
                self._url,
                params={"since": str(since)} if since else {},
                headers=headers,
                timeout=TIMEOUTS,
                stream=True,
                allow_redirects=False,  # a portal's login page must not be taken for the port
            ) as answer:
                half = timedelta(seconds=(time.monotonic() - began) / 2)
                told_at = port_time(answer.headers.get(TIME_HEADER))
                if answer.status_code == 304:
                    # "not modified" is an answer of now; the Date is its clock (RFC 9110, 6.6.1)
                    return _unchanged(told_at, _date(answer.headers.get("Date")), state, now, half)
                check_status(answer)
                kind = answer.headers.get("Content-Type", "").lower()
                if "html" in kind or "xml" in kind:
                    sentence = "The port answered with a web page, not with JSON."
                    raise FeedTrouble("not-json", sentence)
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
        arrival = Arrival(now, now + half, state.clock, told_at, etag, since)
        return read_document(body, self.name, self._home, arrival)

    def close(self) -> None:
        self._session.close()


def _unchanged(
    told_at: datetime | None,
    date: datetime | None,
    state: FeedState,
    now: datetime,
    half: timedelta,
) -> Batch:
    clock = state.clock.heard(told_at, now + half) if told_at else state.clock
    at = clock.corrected(told_at) if told_at else date
    heard = Heard(told_at=told_at, clock=clock)
    return Batch(as_of=min(at, now) if at else state.as_of, heard=heard)


def port_session(headers: dict[str, str]) -> requests.Session:
    """A session that hangs up on dripping headers, and asks no proxy: the port stands in the same
    network."""
    session = requests.Session()
    session.mount("http://", HangingUp())
    session.mount("https://", HangingUp())
    session.trust_env = False  # nor a netrc
    session.headers.update(headers)
    return session


def check_status(answer: requests.Response) -> None:
    """Raises FeedTrouble, redirect or status, for what is no 200."""
    code = answer.status_code
    if 300 <= code < 400:
        raise FeedTrouble("redirect", f"The port's address sends elsewhere (status {code}).")
    if code != 200:
        raise FeedTrouble("status", f"The port answered with status {code}.")


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


def _date(header: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
