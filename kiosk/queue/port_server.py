"""The simulated port authority on HTTP: the reference for a port's integrator."""

import asyncio
import csv
import random
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Protocol, cast

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter
from litestar.response import Stream

from kiosk.errors import BadInput, Failure
from kiosk.queue.port_document import EVENTS_PATH, PATH, TIME_HEADER, PortDocument
from kiosk.queue.port_misbehave import Misbehaviour
from kiosk.queue.port_sim import Happening, PortSimulation
from kiosk.queue.times import stamp

BEAT = 10.0
"""Seconds between two events at most: an empty document says how late it is at the port."""
LOOK = 0.05
"""Seconds between two looks for what is new."""
STALL = 60.0

_ABOUT = """What a driver home asks of its port authority.

Ask `/vehicles` once without `since` for the full list, then every 10 seconds with the last
`sequence` as `since`, and the last `ETag` as `If-None-Match`. Answer 304 when nothing has changed.
Send the header `Port-Time` with every answer, 304 too: homes show drivers how old the list is.
Answer within 10 seconds, in JSON, in at most 8 MB. A row that a home can't read is set aside there
and counted; the others are shown.

Or open `/events` and be told at once: a stream of server-sent events, each the same document. It
begins with the full list, or where the header `Last-Event-ID` says. An event's id is its
`sequence`. Send one at least every 10 seconds, without vehicles if nothing has changed: its
`server_time` says how old the list is. Where an id is too old, begin with the full list, or
answer 410. `since` is the sequence after which an event's changes begin: a home that knows less
than that asks for the full list again."""


class SimulatedClock:
    """Time that runs `speed` times as fast as real time, from `start` on."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed

    def now(self) -> datetime:
        return self._start + (datetime.now(UTC) - self._start) * self._speed


class Port:
    """A simulation that is warm by the clock `now` and moves on when it is asked, from any
    thread."""

    def __init__(
        self,
        seed: int,
        now: Callable[[], datetime],
        tell: Callable[[Happening], None] | None = None,
    ) -> None:
        self.seed = seed
        self.start = now()
        self._now = now
        self._simulation = PortSimulation(seed, self.start, tell)
        self._lock = threading.Lock()
        self.document(0)

    def document(self, since: int) -> PortDocument:
        with self._lock:
            return self._simulation.document(self._now(), since)


class Filler(Protocol):
    """What the port writes where it is not asked: a folder, a database."""

    def fill(self, document: PortDocument) -> object:
        """Write all that the port knows. Raises BadInput where nothing can be written."""
        ...


def keep_filling(port: Port, fillers: Sequence[Filler], every: float) -> None:
    """Fill now, and then every so many seconds on threads that end with the process. Raises
    BadInput if the first time nothing can be written."""

    def go_on(filler: Filler) -> None:
        said = ""
        while True:
            time.sleep(every)
            try:
                filler.fill(port.document(0))
            except BadInput as trouble:  # a database may be away for a while
                if str(trouble) != said:
                    print(trouble, file=sys.stderr, flush=True)
                said = str(trouble)

    for each in fillers:
        each.fill(port.document(0))
        threading.Thread(target=go_on, args=(each,), name="port-filler", daemon=True).start()


def make_app(port: Port, kinds: frozenset[str], skew: timedelta, say: str = "") -> Litestar:
    """The port's interface; it misbehaves in the ways of `kinds`. `say` is printed when ready."""
    answers = Misbehaviour(kinds, skew, port.seed)
    lines = random.Random(port.seed)  # noqa: S311 - each stream has its own mischief

    @get(
        PATH,
        sync_to_thread=True,
        summary="Vehicles and gate",
        description="All vehicles of the last 24 hours, or those changed after `since`; and the "
        "gate, at the same moment. An unknown `since` (the port was restarted) gets the full list.",
        responses={304: ResponseSpec(None, description="Nothing changed since this ETag.")},
    )
    def vehicles(
        request: Request[None, None, object],  # type: ignore[type-var]
        since: Annotated[
            int, Parameter(ge=0, description="The `sequence` last heard; 0: all.")
        ] = 0,
    ) -> Response[PortDocument | None]:
        document = answers.answer(port.document(answers.asked(since)))
        etag = f'"{port.seed}-{port.start.timestamp():.0f}-{answers.asked(document.sequence)}"'
        headers = {"ETag": etag, TIME_HEADER: document.server_time, "Cache-Control": "no-cache"}
        wrong = answers.connection()
        if wrong:
            stream: Any = _wrong(wrong, msgspec.json.encode(document), "application/json")
            return cast(Response[PortDocument | None], stream)
        # a full list asked for anew is sent whole; only who holds this sequence needs none of it
        if request.headers.get("if-none-match") == etag:
            return Response(content=None, status_code=304, headers=headers)
        return Response(content=document, headers=headers)

    @get(
        EVENTS_PATH,
        summary="Vehicles and gate, as they change",
        description="A stream of server-sent events; the data of each is the document of "
        "`/vehicles`, its id the `sequence`. Send `Last-Event-ID` to go on after a break.",
        media_type="text/event-stream",
    )
    async def events(request: Request[None, None, object]) -> Stream:  # type: ignore[type-var]
        told = request.headers.get("last-event-id", "")
        mischief = Misbehaviour(kinds, skew, lines.randrange(1 << 30))
        wrong = mischief.connection()
        if wrong in ("html", "500"):
            return _wrong(wrong, b"", "text/event-stream")
        return Stream(
            _stream(port, int(told) if told.isdecimal() else 0, mischief),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    def ready() -> None:
        if say:
            print(say, flush=True)

    return Litestar(
        [vehicles, events],
        openapi_config=OpenAPIConfig(title="Port authority", version="1.0", description=_ABOUT),
        on_startup=[ready],
    )


async def _stream(port: Port, known: int, mischief: Misbehaviour) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    said_at = -BEAT
    loop = asyncio.get_running_loop()
    while True:
        document = port.document(known)
        if document.sequence != known or loop.time() - said_at >= BEAT:
            said_at, known = loop.time(), document.sequence
            for each in mischief.events(document):
                data = f"id: {each.sequence}\ndata: ".encode() + msgspec.json.encode(each) + b"\n\n"
                async for piece in _sent(mischief.connection(), data):
                    yield piece
        await asyncio.sleep(LOOK)


def _wrong(how: str, body: bytes, kind: str) -> Stream:
    if how == "html":
        page = b"<!doctype html><title>Log in</title><form><input name=user></form>"
        # a header, since the type that a route has goes before the one given here
        return Stream(iter([page]), headers={"Content-Type": "text/html"})
    status = 500 if how == "500" else 200
    return Stream(_sent(how, body), status_code=status, media_type=kind)


class _BreakOff(Exception):  # noqa: N818 - an ending on purpose
    """Ends a connection without its end."""


async def _sent(how: str, data: bytes) -> AsyncIterator[bytes]:
    if how == "cut":
        yield data[: len(data) // 2]
        raise _BreakOff
    if how == "slow":
        for at in range(0, len(data), 512):
            yield data[at : at + 512]
            await asyncio.sleep(0.002)
        return
    if how == "stall":
        await asyncio.sleep(STALL)
    yield data if how != "500" else b""


class EventFile:
    """Keeps what happens at the port in the shape that `kiosk queue backtest` reads."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("w", encoding="utf-8", newline="", buffering=1)
        except OSError as error:
            raise BadInput(f"{path} can't be written: {error.strerror or error}.") from error
        self._rows = csv.writer(self._file)
        self._rows.writerow(["at", *Happening._fields[1:]])

    def tell(self, one: Happening) -> None:
        self._rows.writerow([stamp(one.at), *one[1:]])


def serve(
    port: int,
    speed: float,
    seed: int,
    mischief: tuple[frozenset[str], timedelta] = (frozenset(), timedelta()),
    *,
    events: Path | None = None,
    fillers: Sequence[Filler] = (),
    every: float = 10.0,
) -> None:
    """Serve on 127.0.0.1 until told to stop; port 0 takes a free one. Prints the address when
    ready. `events` is a file to which what happens is written; `fillers` write all that is known
    every so many seconds. Raises Failure if the port is taken, BadInput if something can't be
    written."""
    tell = EventFile(events).tell if events else None
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(64)
        except OSError as error:
            raise Failure(f"Port {port} is taken ({error.strerror}); try --port 0.") from error
        address = f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
        simulated = Port(seed, SimulatedClock(datetime.now(UTC), speed).now, tell)
        keep_filling(simulated, fillers, every)
        app = make_app(simulated, *mischief, say=address)
        # what is broken off on purpose is no news
        level = "critical" if mischief[0] else "warning"
        config = uvicorn.Config(app, log_level=level, access_log=False, timeout_graceful_shutdown=2)
        uvicorn.Server(config).run(sockets=[listener])
