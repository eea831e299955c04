"""Which database headquarters' commands work on."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import sqlalchemy as sa

from sync.errors import BadInput, Failure
from sync.server.database import connect, migrate

F = TypeVar("F", bound=Callable[..., object])

_OPTION = click.option(
    "--db", metavar="URL", help="sqlite:///FILE or postgresql://…; else $HQ_DB, else a file."
)


def db(command: F) -> F:
    """The option `--db`, which every command takes."""
    return _OPTION(command)


def engine_for(url: str | None, **settings: Any) -> sa.Engine:
    """An engine for what `--db` says, else $HQ_DB, else a SQLite file in the user's data folder; it
    ends with the command. Raises BadInput, Failure."""
    engine = connect(url or os.environ.get("HQ_DB") or _own(), **settings)
    if engine.dialect.name == "sqlite":
        folder = Path(str(engine.url.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Failure(f"The folder {folder} can't be made: {error.strerror}.") from error
    if context := click.get_current_context(silent=True):
        context.call_on_close(engine.dispose)
    return engine


def opened(url: str | None) -> sa.Engine:
    """The same, made or brought up to date. Raises BadInput, Failure."""
    engine = engine_for(url)
    migrate(engine)
    return engine


def existing(url: str | None) -> sa.Engine:
    """The same, of a database that a server has used before. Raises BadInput, Failure."""
    engine = engine_for(url)
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not Path(str(file)).exists():
        raise BadInput(f"There is no database {file}; `hq serve` and `hq enroll` make one.")
    migrate(engine)
    return engine


def folder_of(engine: sa.Engine, named: Path | None) -> Path:
    """Where a home server keeps who it is: beside its SQLite file, or in the folder it was given.
    Raises BadInput."""
    if named is not None:
        return named
    if engine.dialect.name == "sqlite":
        return Path(str(engine.url.database)).resolve().parent
    raise BadInput("With PostgreSQL, say by --identity where this server keeps its key.")


def _own() -> str:
    # the XDG base directory specification: an empty or relative value counts as none
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = named if named.is_absolute() else Path.home() / ".local" / "share"
    return f"sqlite:///{base / 'driver-home' / 'hq.db'}"


def now_here() -> int:
    """By this machine's clock: microseconds since 1970."""
    return time.time_ns() // 1000
