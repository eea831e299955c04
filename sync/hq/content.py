"""`hq content`: what the homes show, put into headquarters."""

from pathlib import Path

import click
import msgspec

from sync.errors import BadInput, Failure
from sync.hq.commands import role_of
from sync.hq.database import db, opened
from sync.records import KINDS, Record
from sync.records.files import read_content
from sync.server.core import Headquarters
from sync.server.database import reading
from sync.server.rules import HEADQUARTERS


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@db
@click.option("--home", help="For this home, whatever the files say; `--home ''`: for all homes.")
@click.option(
    "--remove", nargs=2, metavar="KIND ID", help="Remove a record of --home instead.", default=None
)
def content(
    paths: tuple[Path, ...], db: str | None, home: str | None, remove: tuple[str, str] | None
) -> None:
    """Put the records of content files (a folder, or JSON files as in assets/content) in the place
    of what headquarters holds by their ids. What is so already is left as it is."""
    if bool(paths) == (remove is not None):
        raise BadInput("Name content files, or say --remove KIND ID.")
    engine = opened(db)
    with reading(engine) as connection:
        role = role_of(connection)
    core = Headquarters(engine, role)
    if role != HEADQUARTERS:
        raise BadInput("Content comes from headquarters; this is a home's server.")
    if remove is not None:
        kind, id = remove
        if kind not in KINDS:
            raise BadInput(f"There is no kind {kind}; `hq export` lists the kinds.")
        if home is None:
            raise BadInput("Say by --home whose record it is; --home '' if it is for all homes.")
        if not core.remove(home, KINDS[kind], [id]):
            raise BadInput(f"There is no {kind} {id} of {home or 'all homes'}.")
        print(f"{kind} {id} is removed.")
        return
    records = [record for path in paths for record in _records(path)]
    if home is not None:
        records = [msgspec.structs.replace(record, home=home) for record in records]
    print(f"{core.write(records)} of {len(records)} records are new.")


def _records(path: Path) -> list[Record]:
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise BadInput(f"There are no content files in {path}.")
    try:
        return [record for file in files for record in read_content(file)]
    except Failure as wrong:  # it was named on the command line
        raise BadInput(str(wrong)) from wrong
    except OSError as error:
        raise BadInput(f"{error.filename} can't be read: {error.strerror}.") from error
