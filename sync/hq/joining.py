"""`hq join`: a home server becomes a device of headquarters."""

from pathlib import Path

import click
import msgspec

from sync import identity
from sync.client import HttpTransport, NotAllowed
from sync.codes import read_code
from sync.counter import Counter
from sync.errors import BadInput, Failure
from sync.hq.database import db, engine_for, folder_of
from sync.hq.uplink import Busy, alone
from sync.identity import Identity
from sync.protocol import ENROL, Enrol, Enrolled, Problem, Trouble
from sync.records import new_id
from sync.server.core import Headquarters
from sync.server.rules import HOME_SERVER
from sync.server.upstream import HomeLocal
from sync.server.upstream_state import Joined, kept, store
from sync.signing import sign
from sync.talk import Unreachable


@click.command()
@db
@click.argument("code")
@click.option("--server", required=True, metavar="URL", help="Headquarters' address.")
@click.option(
    "--identity",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where this server keeps its key; else beside its SQLite file.",
)
@click.option("--plain-http-is-insecure-and-allowed", "plain", is_flag=True)
def join(db: str | None, code: str, server: str, folder: Path | None, *, plain: bool) -> None:
    """Join headquarters as the server of a home, with a code of `hq enroll`."""
    engine = engine_for(db)
    folder = folder_of(engine, folder)
    core = Headquarters(engine, HOME_SERVER)
    try:
        line = HttpTransport(server, plain_http=plain)
    except NotAllowed as wrong:
        raise BadInput(str(wrong)) from wrong
    try:
        with alone(folder, seconds=60):
            enrolled = join_with(core, folder, line, code)
    except Busy as busy:
        raise Failure("This server syncs just now; try again in a minute.") from busy
    except Unreachable as away:
        raise Failure(f"{away} Check the address, and try again with the same code.") from away
    finally:
        line.close()
    print(f"This server is {enrolled.name} of {enrolled.home} now.")


def join_with(core: Headquarters, folder: Path, line: HttpTransport, code: str) -> Enrolled:
    """Make this server known upstream, over `line`. Raises BadInput, Failure, Unreachable; asked
    again with the same code, it ends what was begun."""
    code = read_code(code)
    known = identity.load(folder)
    home = kept(core.engine, Joined).home
    local = HomeLocal(core.engine, folder, home, now=core.now)
    waiting = identity.waiting(folder)
    if waiting is None:
        waiting = Identity.new(new_id())
        identity.prepare(folder, waiting)
    former = [*local.former(), *([known.device] if known else [])]
    enrol = Enrol(
        code=code,
        device=waiting.device,
        key=waiting.public,
        former=[each for each in dict.fromkeys(former) if each != waiting.device],
        home=home,
    )
    body = msgspec.json.encode(enrol)
    headers = sign(
        "POST",
        ENROL,
        body,
        device=waiting.device,
        epoch=local.line().written.epoch or new_id(),
        counter=Counter(local.file).next(),
        key=waiting.key,
    )
    reply = line.post(ENROL, body, headers)
    try:
        if reply.status != 200:
            problem = msgspec.json.decode(reply.body, type=Problem)
            if problem.trouble is Trouble.ENROL:
                identity.forget_waiting(folder)
                raise BadInput(problem.sentence)
            raise Failure(problem.sentence)
        enrolled = msgspec.json.decode(reply.body, type=Enrolled)
    except msgspec.MsgspecError:
        raise Failure("What answers there is no server of driver homes.") from None
    if enrolled.role != "headquarters":
        raise Failure("What answers there is a home's server; join headquarters.")
    with core.engine.begin() as connection:
        store(connection, Joined(home=enrolled.home, name=enrolled.name))
    local.enrolled(waiting.device)
    identity.adopt(folder)
    return enrolled
