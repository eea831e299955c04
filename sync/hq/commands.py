"""`hq enroll`, `hq devices` and `hq export`."""

import sys
import time
from datetime import UTC, datetime

import click
import msgspec
import sqlalchemy as sa

from sync.errors import BadInput
from sync.hq.database import db, existing, opened
from sync.records import KINDS
from sync.schedule import BEIJING
from sync.server import exporting
from sync.server.bulk import insert
from sync.server.database import reading
from sync.server.enrolment import make_code, revoke
from sync.server.tables import DEVICE, HELD, QUARANTINE, SCOPE, SERVER, USAGE
from sync.server.upstream_state import Joined, load


@click.command()
@db
@click.option("--home", required=True, help="The home's id; an unknown one is made.")
@click.option("--device", required=True, help="What the device is called there.")
def enroll(db: str | None, home: str, device: str) -> None:
    """Print a one-time code by which one device joins, within 10 minutes."""
    engine = opened(db)
    with reading(engine) as connection:
        own = load(connection, Joined).home
    if own and home != own:
        raise BadInput(f"This is the server of {own}; it knows no devices of {home}.")
    code = make_code(engine, home, device, time.time_ns() // 1000)
    with engine.begin() as connection:
        insert(connection, SCOPE, ("home", "seq"), [(home, 0)], skip=True)
    print(code)


@click.command()
@db
@click.option("--revoke", "revoked", metavar="ID", help="Take nothing of this device any more.")
@click.option("--json", "as_json", is_flag=True, help="A JSON line for each device.")
def devices(db: str | None, revoked: str | None, *, as_json: bool) -> None:
    """List the devices, what each cost today, and what of it waits for a person."""
    engine = existing(db)
    if revoked is not None:
        revoke(engine, revoked)
        print(f"{revoked} is revoked.")
        return
    found = known_devices(engine, datetime.now(UTC))
    if as_json:
        for each in found:
            print(msgspec.json.encode(each).decode())
        return
    for each in found:
        print(_line(each))


@click.command()
@click.argument("kind", required=False)
@db
def export(kind: str | None, db: str | None) -> None:
    """Print the records of KIND as JSON lines, or a line about every kind."""
    if kind is not None and kind not in KINDS:
        raise BadInput(f"There is no kind {kind}; `hq export` lists the kinds.")
    engine = opened(db)
    lines = exporting.counts(engine) if kind is None else exporting.records(engine, KINDS[kind])
    out = sys.stdout.buffer  # UTF-8, whatever the locale says
    for line in lines:
        out.write(line)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A device as headquarters sees it. `seen` is ISO 8601 in Beijing time; `skew` how many
    seconds its clock is ahead; `up` and `down` bytes of today, in Beijing. `quarantined` and `held`
    count its ops that wait for a person and for another record. `handshakes`: often, it was put
    back again and again, or two use its identity."""

    id: str
    home: str
    name: str
    state: str
    seen: str
    skew: float
    told: int
    up: int
    down: int
    requests: int
    quarantined: int
    held: int
    handshakes: int


def known_devices(engine: sa.Engine, now: datetime) -> list[Known]:
    """All devices, by home and name. `now` is aware."""
    d, u, day = DEVICE.c, USAGE.c, now.astimezone(BEIJING).date().isoformat()
    with reading(engine) as connection:
        aside = _counts(connection, QUARANTINE, QUARANTINE.c.state == "waiting")
        held = _counts(connection, HELD, sa.true())
        rows = connection.execute(
            sa.select(
                d.id, d.home, d.name, d.state, d.seen_at, d.skew, d.seq, d.hellos,
                u.up, u.down, u.requests,
            )
            .outerjoin(USAGE, (u.device == d.id) & (u.day == day))
            .order_by(d.home, d.name, d.id)
        ).all()  # fmt: skip
    return [
        Known(
            id=row.id,
            home=row.home,
            name=row.name,
            state=row.state,
            seen=_moment(row.seen_at),
            skew=round(row.skew / 1e6, 1),
            told=row.seq,
            up=row.up or 0,
            down=row.down or 0,
            requests=row.requests or 0,
            quarantined=aside.get(row.id, 0),
            held=held.get(row.id, 0),
            handshakes=row.hellos,
        )
        for row in rows
    ]


def role_of(connection: sa.Connection) -> str:
    return connection.scalar(sa.select(SERVER.c.role)) or "headquarters"


def _counts(
    connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool]
) -> dict[str, int]:
    asked = sa.select(table.c.sender, sa.func.count()).where(where).group_by(table.c.sender)
    return {row.sender: row[1] for row in connection.execute(asked)}


def _line(each: Known) -> str:
    told = [
        f"{each.home:20} {each.name:12} {each.state:8} seen {each.seen or 'never'}",
        f"today {each.up} B up, {each.down} B down in {each.requests} requests",
    ]
    if abs(each.skew) > 120:
        told.append(f"its clock is {abs(each.skew):.0f} s {'ahead' if each.skew > 0 else 'behind'}")
    if each.quarantined:
        told.append(f"{each.quarantined} ops in quarantine")
    if each.held:
        told.append(f"{each.held} ops wait for another record")
    if each.handshakes > 5:
        told.append(f"{each.handshakes} handshakes")
    return "; ".join([*told, each.id])


def _moment(microseconds: int) -> str:
    if not microseconds:
        return ""
    moment = datetime.fromtimestamp(microseconds / 1e6, UTC).astimezone(BEIJING)
    return moment.isoformat(timespec="seconds")
