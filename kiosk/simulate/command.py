"""`kiosk simulate`: fill a data folder with made-up days."""

from datetime import datetime
from pathlib import Path

import click

from kiosk.config import FILE as SETTINGS
from kiosk.config import read_settings
from kiosk.errors import BadInput
from kiosk.home import data_folder, ensure_content, ensure_sample
from kiosk.simulate.days import DAY, Plan, held_until, simulate
from kiosk.store import FEEDS, FolderLock, Store
from kiosk.zones import BEIJING
from sync.records import KINDS

MOST_DRIVERS, MOST_DAYS = 5_000, 366


@click.command("simulate")
@click.option("--drivers", required=True, type=click.IntRange(0, MOST_DRIVERS), help="A day.")
@click.option("--days", required=True, type=click.IntRange(1, MOST_DAYS))
@click.option("--seed", required=True, type=int, help="The same seed makes the same days.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day; without it the last day is yesterday, or they follow what is there.",
)
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
def simulate_command(
    drivers: int, days: int, seed: int, start: datetime | None, data: Path | None
) -> None:
    """Make up days of a home by the same rules as the screens, without a screen: so many drivers
    come to it each day. Prints how many records of each kind there are then."""
    folder = data_folder(data)
    if not (folder / SETTINGS).exists():
        ensure_sample(folder)
    settings = read_settings(folder)
    with FolderLock(folder), FolderLock(folder, FEEDS), Store.open(folder) as store:
        ensure_content(store, settings.home)
        first = _first_day(held_until(store), days, start)
        simulate(store, settings, Plan(drivers, days, seed, first))
        for name, kind in sorted(KINDS.items()):
            if count := store.count(kind):
                click.echo(f"{name:16}{count:8}")


def _first_day(held: datetime | None, days: int, start: datetime | None) -> datetime:
    """The midnight at which to begin. The days end with yesterday, since what is older than its
    retention is no longer kept by anybody; they come after what the store holds already."""
    after = _midnight(held) + DAY if held is not None else None
    if start is None:
        return max(filter(None, (_midnight(datetime.now(BEIJING)) - days * DAY, after)))
    if not 2000 <= start.year < 2100:
        raise BadInput(f"{start:%Y-%m-%d} is no day that a kiosk may see; name one from 2000 on.")
    wanted = start.replace(tzinfo=BEIJING)
    if after is not None and wanted < after:
        raise BadInput(
            f"The folder holds what happened up to {after - DAY:%Y-%m-%d}; start at "
            f"{after:%Y-%m-%d} or later."
        )
    return wanted


def _midnight(at: datetime) -> datetime:
    return at.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
