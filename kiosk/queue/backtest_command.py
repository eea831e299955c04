"""`kiosk queue backtest`: the predictions as a table, and how good they were."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from kiosk.errors import BadInput
from kiosk.queue.backtest import Outcome, Tally, backtest
from kiosk.queue.forecast.events import Event
from kiosk.queue.history_file import Told, read_history

PREDICTIONS = ("asked_at", "plate", "low", "median", "high", "last_hour", "last_day", "actual")


@click.command("backtest")
@click.argument("events", type=click.Path(path_type=Path))
@click.option("--predictions", required=True, type=click.Path(path_type=Path), metavar="OUT.csv")
def backtest_command(events: Path, predictions: Path) -> None:
    """Walk a port's history: what the forecast would have said, and how good that was."""
    if predictions.exists() and events.exists() and predictions.samefile(events):
        raise BadInput(f"The predictions would overwrite {events}; name another file.")
    plates: dict[str, str] = {}
    told = read_history(events)
    first = next(told)  # a file that can't be read leaves the old predictions as they are
    tally = Tally()
    with predictions.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(PREDICTIONS)
        for outcome in backtest(_noting_plates(chain((first,), told), plates)):
            tally.add(outcome)
            table.writerow(_prediction(outcome, plates[outcome.vehicle]))
    for line in tally.lines():
        print(line)


def _noting_plates(told: Iterable[Told], plates: dict[str, str]) -> Iterator[Event]:
    """The events alone; `plates` learns how the file writes each vehicle's."""
    for event, plate in told:
        plates[event.vehicle] = plate
        yield event


def _prediction(outcome: Outcome, plate: str) -> list[str]:
    asked, _, actual = outcome
    numbers = (*(asked.forecast or (None,) * 3), asked.last_hour, asked.last_day, actual)
    written = ["" if each is None else f"{each:.2f}" for each in numbers]
    return [asked.at.isoformat(timespec="seconds"), plate, *written]
