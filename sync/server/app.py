"""The server on HTTP: what devices ask, and what whoever watches over it asks.

Each request of a device is work on the database: it is done on a thread, and at most THREADS at a
time. Who asks is looked at before his body is read, and the body is whole before a thread has it:
so a slow sender holds none (see patience.py).
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from sqlalchemy.exc import DBAPIError

from sync.columns import LARGEST, Wrong
from sync.protocol import (
    ENROL,
    HELLO,
    ROTATE,
    SYNC,
    VERIFY,
    Answer,
    Ask,
    Compared,
    Enrol,
    Enrolled,
    Hello,
    Problem,
    Rotate,
    Trouble,
    Verify,
)
from sync.refusal import Refusal
from sync.server.door import Door
from sync.server.metrics import Metrics
from sync.server.usage import Usage
from sync.signing import Signed, verify_body

log = logging.getLogger("hq")

M = TypeVar("M")
T = TypeVar("T")

THREADS = 8
OCTETS = "application/octet-stream"
"""MessagePack, by the type that every tool knows."""
_SMALL = 64 << 10  # bytes of a body that names a key

STATUS = {
    Trouble.MESSAGE: 400,
    Trouble.SIGNATURE: 401,
    Trouble.ENROL: 403,
    Trouble.NAME: 403,
    Trouble.COUNTER: 409,
    Trouble.EPOCH: 409,
    Trouble.PROTOCOL: 426,
    Trouble.BUSY: 503,
    Trouble.FULL: 503,
}
_HEAD = 91  # bytes of an answer's head: status, length, type
_RETRY = {"Retry-After": "30"}

_ABOUT = """\
What the devices of driver homes say to their server. Bodies are MessagePack: the Structs of
sync/protocol.py as arrays; enrolment is JSON. Every request of a device is signed by RFC 9421
(ed25519) over "@method", "@path", "content-digest", "device", "epoch" and "request-counter". A
refusal is JSON with `trouble`, one `sentence`, and for a handshake the server's `nonce`."""

_REFUSALS = {
    status: ResponseSpec(Problem, description="Refused.", generate_examples=False)
    for status in sorted({*STATUS.values(), 413})
}


class Core(Protocol):
    """What the server does, see core.py. All raise Refusal."""

    def sync(self, device: str, epoch: str, ask: Ask) -> Answer: ...

    def verify(self, device: str, ask: Verify) -> Compared: ...


@dataclass
class _Packed(Operation):
    """An operation whose body we read ourselves, after its head was believed."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody(
            {
                OCTETS: OpenAPIMediaType(
                    Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
                )
            },
            required=True,
        )


@dataclass
class _Enrolling(Operation):
    def __post_init__(self) -> None:
        name = _text("[0-9A-Za-z._-]{1,64}")
        told = Schema(
            type=OpenAPIType.OBJECT,
            properties={
                "code": _text("[0-9 ]{8,20}"),
                "device": name,
                "key": _text("[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="),
                "former": Schema(type=OpenAPIType.ARRAY, items=name),
                "home": Schema(type=OpenAPIType.STRING),
            },
            required=["code", "device", "key"],
        )
        self.request_body = RequestBody({"application/json": OpenAPIMediaType(told)}, required=True)


def _text(pattern: str) -> Schema:
    return Schema(type=OpenAPIType.STRING, pattern=f"^{pattern}$")


def make_app(
    core: Core,
    door: Door,
    usage: Usage,
    metrics: Metrics,
    *,
    trouble: Callable[[], str],
    ready: Callable[[], None],
) -> Litestar:
    """The server's interface. `trouble` says in a sentence why it can't work, or nothing; `ready`
    is called when it answers."""
    limiter = CapacityLimiter(THREADS)

    async def on_thread(work: Callable[[], T]) -> T:
        return await to_thread.run_sync(work, limiter=limiter)

    async def asked(
        request: Asked, kind: type[M], work: Callable[[Signed, M], Any], *, counted: bool = True
    ) -> Response[bytes]:
        """One signed question: believe, read, answer, tell of it."""
        path = request.url.path
        signed = await on_thread(partial(door.who, "POST", path, _headers(request)))
        body = await request.body()
        began = time.monotonic()

        def answered() -> bytes:
            verify_body(signed, body)
            message = _message(body, kind)
            if counted:
                door.count(signed)
            return msgspec.msgpack.encode(work(signed, message))

        content = await on_thread(answered)
        seconds = time.monotonic() - began
        up, down = _head_size(request) + len(body), _HEAD + len(content)
        usage.note(signed.device, time.time_ns() // 1000, up, down, seconds)
        metrics.asked(path, up, down, seconds)
        return Response(content, media_type=OCTETS)

    @post(
        SYNC,
        status_code=200,
        media_type=OCTETS,
        summary="Tell and hear",
        responses=_REFUSALS,
        operation_class=_Packed,
    )
    async def sync(request: Asked) -> Response[bytes]:
        return await asked(
            request, Ask, lambda signed, ask: core.sync(signed.device, signed.epoch, ask)
        )

    @post(
        VERIFY,
        status_code=200,
        media_type=OCTETS,
        summary="Compare what both hold",
        responses=_REFUSALS,
        operation_class=_Packed,
    )
    async def verify(request: Asked) -> Response[bytes]:
        return await asked(request, Verify, lambda signed, ask: core.verify(signed.device, ask))

    @post(
        HELLO,
        status_code=200,
        media_type=OCTETS,
        summary="Shake hands anew",
        responses=_REFUSALS,
        operation_class=_Packed,
        request_max_body_size=_SMALL,
    )
    async def hello(request: Asked) -> Response[bytes]:
        return await asked(request, Hello, door.hello, counted=False)

    @post(
        ROTATE,
        status_code=200,
        media_type=OCTETS,
        summary="Exchange the key",
        responses=_REFUSALS,
        operation_class=_Packed,
        request_max_body_size=_SMALL,
    )
    async def rotate(request: Asked) -> Response[bytes]:
        return await asked(request, Rotate, door.rotate)

    @post(
        ENROL,
        status_code=200,
        summary="Become known, with a one-time code",
        responses=_REFUSALS,
        operation_class=_Enrolling,
        request_max_body_size=_SMALL,
    )
    async def enrol(request: Asked) -> Enrolled:
        body = await request.body()
        try:
            ask = msgspec.json.decode(body, type=Enrol)
        except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
            raise Refusal(Trouble.MESSAGE, "The body asks for no enrolment.") from wrong
        return await on_thread(
            partial(door.enrol, "POST", request.url.path, _headers(request), body, ask)
        )

    @get(
        "/healthz",
        summary="Whether it can take and answer",
        media_type=MediaType.TEXT,
        responses={
            503: ResponseSpec(
                str,
                description="Not now.",
                generate_examples=False,
                media_type=MediaType.TEXT,
            )
        },
    )
    async def healthz() -> Response[str]:
        said = await on_thread(trouble)
        return Response(said or "ok", status_code=503 if said else 200, media_type=MediaType.TEXT)

    @get("/metrics", summary="Figures for Prometheus", media_type=MediaType.TEXT)
    async def figures() -> Response[bytes]:
        return Response(await on_thread(metrics.text), media_type=metrics.media_type)

    return Litestar(
        [sync, verify, hello, rotate, enrol, healthz, figures],
        exception_handlers={
            Refusal: _refused,
            Wrong: _wrong,
            DBAPIError: _database,
            HTTPException: _http,
            Exception: _unforeseen,
        },
        request_max_body_size=LARGEST,
        openapi_config=OpenAPIConfig(
            title="Driver Home",
            version="1",
            description=_ABOUT,
            path="/schema",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        logging_config=None,
        on_startup=[ready],
    )


Asked = Request[Any, Any, Any]


def _headers(request: Asked) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in request.scope["headers"]
    ]


def _head_size(request: Asked) -> int:
    """Bytes of the request's head."""
    fields = sum(len(name) + len(value) + 4 for name, value in request.scope["headers"])
    return len(f"POST {request.url.path} HTTP/1.1\r\n\r\n") + fields


def _message(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise Refusal(Trouble.MESSAGE, f"The body is no {kind.__name__}.") from wrong


def _problem(status: int, problem: Problem, headers: Mapping[str, str]) -> Response[Problem]:
    return Response(problem, status_code=status, headers={**headers}, media_type="application/json")


def _refused(_: Asked, refusal: Refusal) -> Response[Problem]:
    status = STATUS[refusal.problem.trouble]
    log.info("refused: %s", refusal.problem.trouble.value)
    return _problem(status, refusal.problem, _RETRY if status == 503 else {})


def _database(request: Asked, error: DBAPIError) -> Response[Problem]:
    """It may be full, away, or busy with others: nothing of the request was kept."""
    said = str(error.orig).lower()
    log.error("the database refuses: %s", type(error.orig).__name__)
    if "full" in said or "no space left" in said:
        return _refused(request, Refusal(Trouble.FULL, "The server's disk is full; ask later."))
    return _refused(request, Refusal(Trouble.BUSY, "The database can't be used; ask later."))


def _wrong(request: Asked, wrong: Wrong) -> Response[Problem]:
    return _refused(request, Refusal(Trouble.MESSAGE, f"The body can't be read: {wrong}."))


def _http(_: Asked, error: HTTPException) -> Response[Problem]:
    headers = dict(error.headers or {})
    if error.status_code >= 500:  # the body broke off: nobody is there to read this
        return _problem(503, Problem(trouble=Trouble.BUSY, sentence="It broke off."), headers)
    problem = Problem(trouble=Trouble.MESSAGE, sentence=f"{error.detail}.")
    return _problem(error.status_code, problem, headers)


def _unforeseen(_: Asked, error: Exception) -> Response[Problem]:
    # the error's own text may hold what is personal
    log.error("unforeseen: %s", type(error).__name__, exc_info=error)
    problem = Problem(trouble=Trouble.BUSY, sentence="Something went wrong here; ask again later.")
    return _problem(503, problem, _RETRY)
