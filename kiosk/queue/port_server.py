"""The simulated port authority on HTTP: the reference for a port's integrator."""

import socket
import threading
from datetime import UTC, datetime
from typing import Annotated

import uvicorn
from litestar import Litestar, Request, Response, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from kiosk.errors import Failure
from kiosk.queue.port_document import PATH, TIME_HEADER, PortDocument
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.times import stamp

_ABOUT = """What a driver home asks of its port authority.

Ask once without `since` for the full list, then every 10 seconds with the last `sequence` as
`since`, and the last `ETag` as `If-None-Match`. Answer 304 when nothing has changed. Send the
header `Port-Time` with every answer, 304 too: homes show drivers how old the list is. Answer
within 10 seconds, in JSON, in at most 8 MB. A row that a home can't read is set aside there and
counted; the others are shown."""


class SimulatedClock:
    """Time that runs `speed` times as fast as real time, from `start` on."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed

    def now(self) -> datetime:
        return self._start + (datetime.now(UTC) - self._start) * self._speed


def make_app(seed: int, speed: float = 1.0, say: str = "") -> Litestar:
    """The port's HTTP interface over a simulation that is warm now. `say` is printed when ready."""
    start = datetime.now(UTC)
    clock = SimulatedClock(start, speed)
    simulation = PortSimulation(seed, start)
    lock = threading.Lock()  # a simulation moves on when it is asked

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
            int, Parameter(ge=0, default=0, description="The `sequence` last heard; 0: all.")
        ] = 0,
    ) -> Response[PortDocument | None]:
        with lock:
            now = clock.now()
            document = simulation.document(now, since)
        etag = f'"{seed}-{start.timestamp():.0f}-{document.sequence}"'
        headers = {"ETag": etag, TIME_HEADER: stamp(now), "Cache-Control": "no-cache"}
        # a full list asked for anew is sent whole; only who holds this sequence needs none of it
        if request.headers.get("if-none-match") == etag:
            return Response(content=None, status_code=304, headers=headers)
        return Response(content=document, headers=headers)

    def ready() -> None:
        if say:
            print(say, flush=True)

    return Litestar(
        [vehicles],
        openapi_config=OpenAPIConfig(title="Port authority", version="1.0", description=_ABOUT),
        on_startup=[ready],
    )


def serve(port: int, speed: float, seed: int) -> None:
    """Serve on 127.0.0.1 until told to stop; port 0 takes a free one. Prints the address when
    ready. Raises Failure if the port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(64)
        except OSError as error:
            raise Failure(f"Port {port} is taken ({error.strerror}); try --port 0.") from error
        address = f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
        app = make_app(seed, speed, say=address)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=2
        )
        uvicorn.Server(config).run(sockets=[listener])
