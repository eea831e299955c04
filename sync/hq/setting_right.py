"""`hq quarantine` and `hq losing`: what a person looks at, and sets right."""

from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from sync.errors import BadInput
from sync.hq.commands import role_of
from sync.hq.database import db, existing, now_here
from sync.schedule import BEIJING
from sync.server import losing as losing_
from sync.server import quarantine as aside
from sync.server.database import reading


@click.group(invoke_without_command=True)
@click.pass_context
def quarantine(ctx: click.Context) -> None:
    """What devices told and could not be applied."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_aside)


@quarantine.command("list")
@db
@click.option("--all", "everything", is_flag=True, help="Also what was applied or given up.")
def list_aside(db: str | None = None, *, everything: bool = False) -> None:
    """A JSON line for each op, oldest first."""
    with reading(existing(db)) as connection:
        for each in aside.listed(connection, everything=everything):
            line = each._asdict() | {"at": _moment(each.at)}
            del line["fields"]
            _print(line)


@quarantine.command()
@click.argument("number", type=int)
@db
def show(number: int, db: str | None) -> None:
    """One op, with its fields."""
    with reading(existing(db)) as connection:
        every = aside.listed(connection, everything=True)
    found = [each for each in every if each.number == number]
    if not found:
        raise BadInput(f"There is no number {number}; `hq quarantine` lists what waits.")
    _print(found[0]._asdict() | {"at": _moment(found[0].at)})


@quarantine.command()
@click.argument("number", type=int)
@click.option("--fields", required=True, metavar="JSON", help="All its fields, without the id.")
@db
def repair(number: int, fields: str, db: str | None) -> None:
    """Apply an op with these fields in the place of its own."""
    try:
        told = msgspec.json.decode(fields, type=dict[str, Any])
    except msgspec.MsgspecError as wrong:
        raise BadInput(f"--fields is no JSON object: {wrong}.") from wrong
    with existing(db).begin() as connection:
        aside.repair(connection, role_of(connection), number, told, now_here())
    print(f"Number {number} is applied.")


@quarantine.command()
@click.argument("number", type=int)
@db
def replay(number: int, db: str | None) -> None:
    """Try an op again as it is."""
    with existing(db).begin() as connection:
        aside.replay(connection, role_of(connection), number, now_here())
    print(f"Number {number} is applied.")


@quarantine.command()
@click.argument("number", type=int)
@db
def drop(number: int, db: str | None) -> None:
    """Give an op up; it stays on record."""
    with existing(db).begin() as connection:
        aside.give_up(connection, number)
    print(f"Number {number} is given up.")


@click.group(invoke_without_command=True)
@click.pass_context
def losing(ctx: click.Context) -> None:
    """Edits that another overtook."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_lost)


@losing.command("list")
@db
@click.option("--all", "everything", is_flag=True, help="Also those that were taken back.")
def list_lost(db: str | None = None, *, everything: bool = False) -> None:
    """A JSON line for each edit, oldest first."""
    with reading(existing(db)) as connection:
        for each in losing_.listed(connection, everything=everything):
            line = _told(each)
            del line["fields"]
            _print(line)


@losing.command("show")
@click.argument("number", type=int)
@db
def show_lost(number: int, db: str | None) -> None:
    """One edit, with its fields (null: it was a removal)."""
    with reading(existing(db)) as connection:
        found = [e for e in losing_.listed(connection, everything=True) if e.number == number]
    if not found:
        raise BadInput(f"There is no losing edit {number}; `hq losing` lists them.")
    _print(_told(found[0]))


@losing.command("take-back")
@click.argument("number", type=int)
@db
def take_back(number: int, db: str | None) -> None:
    """Make a losing edit the newest version of its record."""
    with existing(db).begin() as connection:
        losing_.take_back(connection, role_of(connection), number, now_here())
    print(f"Number {number} is the newest version now.")


def _told(each: losing_.Lost) -> dict[str, Any]:
    moments = {
        "wall": _moment(each.wall),
        "lost_at": _moment(each.lost_at),
        "taken_back_at": _moment(each.taken_back_at) if each.taken_back_at else None,
    }
    return each._asdict() | moments


def _print(line: dict[str, Any]) -> None:
    print(msgspec.json.encode(line).decode())


def _moment(microseconds: int) -> str:
    moment = datetime.fromtimestamp(microseconds / 1e6, UTC).astimezone(BEIJING)
    return moment.isoformat(timespec="seconds")
