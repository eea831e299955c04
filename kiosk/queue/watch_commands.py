"""`kiosk queue watches` and `repeat`, for staff: beside the running kiosk, which sees within a
second what they write."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kiosk.config import read_settings
from kiosk.errors import BadInput
from kiosk.home import data_folder
from kiosk.queue.line import line
from kiosk.queue.plates import UnknownPlate, read_plate
from kiosk.queue.watch import holds
from kiosk.queue.watches import Watches
from kiosk.store import Store
from sync.records import Vehicle, Watch


@click.command("watches")
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
def watches_command(data: Path | None) -> None:
    """List whom we are to tell what: a JSON line for each watch, the oldest first."""
    folder = data_folder(data)
    home = read_settings(folder).home
    with Store.open(folder) as store:
        for each in sorted(Watches(store, home).all, key=lambda watch: (watch.at, watch.id)):
            print(json.dumps(_line(each), ensure_ascii=False))


@click.command("repeat")
@click.argument("plate")
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
def repeat_command(plate: str, data: Path | None) -> None:
    """Tell the driver of PLATE again, on the screens and by voice."""
    folder = data_folder(data)
    home = read_settings(folder).home
    with Store.open(folder) as store:
        watches = Watches(store, home)
        watched = [each for each in watches.all if each.plate == _plate(plate)]
        if trouble := _trouble(watched, store.find(Vehicle)):
            raise BadInput(trouble.format(plate=plate))
        watches.repeat(watched[0].plate, datetime.now(UTC))


def _plate(text: str) -> str:
    """The plate as the feed writes it; as it was typed where its form is unknown."""
    try:
        return read_plate(text).plate
    except UnknownPlate:
        return text


def _trouble(watched: list[Watch], vehicles: list[Vehicle]) -> str:
    """Why there is nothing to tell again; empty if there is."""
    if not watched:
        return "Nobody asked to be told of {plate}; `kiosk queue watches` lists who did."
    if not any(each.due_at for each in watched):
        return "{plate} has not been told yet: its turn has not come."
    now = datetime.now(UTC)
    positions = line(vehicles, None, now, now).positions
    listed = {each.id: each for each in vehicles}
    if not any(
        each.due_at
        and each.vehicle in listed
        and holds(each, listed[each.vehicle], positions.get(each.vehicle, 0))
        for each in watched
    ):
        return "{plate} is not called, nor so near its turn as its driver asked to be told."
    return ""


def _line(watch: Watch) -> dict[str, Any]:
    return {
        "id": watch.id,
        "plate": watch.plate,
        "what": f"{watch.ahead} ahead" if watch.ahead else "called",
        "locale": watch.locale,
        "due_at": watch.due_at,
        "told": watch.told,
        "answered_at": watch.answered_at,
        "repeated_at": watch.repeated_at,
    }
