"""`hq serve`: the server of headquarters, or of a home."""

import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import click
import sqlalchemy as sa
import uvicorn

from sync.client import NotAllowed, checked
from sync.errors import BadInput, Failure
from sync.hq.database import db, engine_for, folder_of
from sync.hq.keeping import Chore, Keeper
from sync.hq.uplink import Uplink
from sync.server.app import make_app
from sync.server.core import Headquarters
from sync.server.database import reading
from sync.server.door import Door
from sync.server.figures import figures
from sync.server.logs import log_lines
from sync.server.metrics import Metrics
from sync.server.patience import PatientProtocol
from sync.server.rules import HEADQUARTERS, HOME_SERVER
from sync.server.upstream_state import Joined, kept
from sync.server.usage import Usage

PORT = 8070

_PATIENCE = 30
"""Seconds that running requests are given when the server is told to end."""
_MOST = 500
"""Connections at a time."""

log = logging.getLogger("hq")


@click.command()
@db
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--upstream", metavar="URL", help="Be a home's server, and pass on to this one.")
@click.option("--home", help="The home whose server this is; else the one it joined as.")
@click.option(
    "--identity",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where a home's server keeps its key; else beside its SQLite file.",
)
@click.option(
    "--plain-http-is-insecure-and-allowed", "plain", is_flag=True, help="To the upstream."
)
def serve(
    *,
    db: str | None,
    port: int,
    host: str,
    upstream: str | None,
    home: str | None,
    identity: Path | None,
    plain: bool,
) -> None:
    """Serve the devices of driver homes, until told to end."""
    if home is not None and upstream is None:
        raise BadInput("--home is for a home's server; say its --upstream too.")
    if upstream is not None:
        try:
            upstream = checked(upstream, plain_http=plain)
        except NotAllowed as wrong:
            raise BadInput(str(wrong)) from wrong
    # before it answers, and after: uvicorn passes the signal on when what runs has ended
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: sys.exit(0))
    log_lines()
    engine = engine_for(db)
    core = Headquarters(engine, HOME_SERVER if upstream else HEADQUARTERS)
    usage = Usage(engine)
    with ExitStack() as behind, closing(_listening(host, port)) as listener:
        behind.callback(engine.dispose)
        behind.enter_context(Keeper(_chores(core, usage)))
        if upstream:
            where = folder_of(engine, identity)
            behind.enter_context(Uplink(core, upstream, where, _home(core, home), plain_http=plain))
        serve_on(listener, core, usage, lambda: print(_address(listener), flush=True))


def serve_on(
    listener: socket.socket, core: Headquarters, usage: Usage, ready: Callable[[], None]
) -> None:
    """Answer on this socket until a signal ends it; then what runs is brought to its end."""
    app = make_app(
        core,
        Door(core.engine, core.now),
        usage,
        Metrics(lambda: figures(core.engine)),
        trouble=lambda: trouble(core.engine),
        ready=ready,
    )
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=_PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _chores(core: Headquarters, usage: Usage) -> list[Chore]:
    return [
        # a newer program may know what an older one set aside
        Chore("quarantine", core.replay_quarantine, float("inf")),
        Chore("figures", usage.write, 15.0, last=True),
        Chore("held", core.escalate, 300.0),
        Chore("retention", core.keep_house, 3600.0),
    ]


def _home(core: Headquarters, named: str | None) -> str:
    """The home that this is the server of. Raises BadInput."""
    joined = kept(core.engine, Joined).home
    if named and joined and named != joined:
        raise BadInput(f"This server joined as that of {joined}, not of {named}.")
    if not (joined or named):
        raise BadInput(
            "This server has not joined yet; get a code at headquarters with `hq enroll`, and run "
            "`hq join CODE --server URL`, or name its --home until then."
        )
    return joined or str(named)


def _listening(host: str, port: int) -> socket.socket:
    """Raises Failure where the port is taken, BadInput where there is no such address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise BadInput(f"{host} is no address of this machine.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise Failure(
            f"Port {port} of {host} can't be used ({error.strerror}); try --port 0."
        ) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def trouble(engine: sa.Engine) -> str:
    """Why this server can't work; nothing if it can."""
    try:
        with reading(engine) as connection:
            connection.execute(sa.text("SELECT role FROM server")).scalar_one()
    except sa.exc.SQLAlchemyError:
        return "The database can't be used."
    return ""
