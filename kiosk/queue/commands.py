"""The queue's commands: plate, feed preview, port-sim, queue backtest."""

import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kiosk.errors import BadInput
from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.decode import LARGEST
from kiosk.queue.feeds.preview import as_text, vehicle_lines
from kiosk.queue.feeds.table import Origin, read_table
from kiosk.queue.plates import UnknownPlate, read_plate
from kiosk.queue.port_misbehave import KINDS, read_kinds
from kiosk.queue.port_tables import Numbers, TableMischief

_ANY_TEXT: dict[str, Any] = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.command(context_settings=_ANY_TEXT)
@click.argument("text", nargs=-1, required=True, type=click.UNPROCESSED)
def plate(text: tuple[str, ...]) -> None:
    """Read plates: a JSON line each. Ends with 2 if one of them is no plate."""
    failed = False
    for each in text:
        # a byte that is no text arrives as a lone surrogate, which no line can be written with
        shown = each.encode("utf-8", "replace").decode("utf-8")
        try:
            read = read_plate(shown)
        except UnknownPlate as unknown:
            failed = True
            _line({"input": shown, "error": str(unknown)})
        else:
            _line({"input": shown, **read._asdict()})
    if failed:
        sys.exit(2)


@click.group()
def feed() -> None:
    """What comes from the port."""


@feed.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="A JSON line for each vehicle.")
def preview(file: Path, as_json: bool) -> None:
    """Propose how a dropped table is read, and show the vehicles it holds."""
    try:
        with file.open("rb") as table:
            data = table.read(LARGEST + 1)
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}.") from error
    try:
        reading = read_table(data, Origin(file.name, written), datetime.now(UTC))
    except FeedTrouble as trouble:
        raise BadInput(f"{file}: {trouble}") from trouble
    lines = vehicle_lines(reading) if as_json else as_text(reading, file)
    for line in lines:
        print(line)
    for number, sentence in reading.refused:
        print(f"Row {number}: {sentence}", file=sys.stderr)
    if not reading.rows:
        raise BadInput(f"No row of {file} is a vehicle.")


@click.command("port-sim")
@click.option("--port", default=8071, show_default=True, type=click.IntRange(0, 65535))
@click.option("--speed", default=1.0, show_default=True, type=click.FloatRange(0.01, 10_000))
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same day.")
@click.option("--misbehave", default="", metavar="KINDS", help="Go wrong now and then; see above.")
@click.option(
    "--events",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what happens there to a CSV file, as `kiosk queue backtest` reads it.",
)
@click.option(
    "--drop", type=click.Path(path_type=Path, file_okay=False), help="Drop tables into this folder."
)
@click.option("--as", "kind", default="csv", show_default=True, type=click.Choice(("csv", "xlsx")))
@click.option(
    "--sql",
    metavar="URL",
    help="Fill port_lorries there, which the view “outbound” shows, and port_runs.",
)
@click.option(
    "--every",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds between two tables, or two fillings.",
)
def port_sim(
    *,
    port: int,
    speed: float,
    seed: int,
    misbehave: str,
    events: Path | None,
    drop: Path | None,
    kind: str,
    sql: str | None,
    every: float,
) -> None:
    # the other commands needn't wait for the server's libraries
    from kiosk.queue.port_server import Filler, serve  # noqa: PLC0415

    try:
        mischief = read_kinds(misbehave)
    except ValueError as wrong:
        raise BadInput(str(wrong)) from wrong
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: sys.exit(0))
    fillers: list[Filler] = []
    if drop:
        from kiosk.queue.port_drop import TableDrop  # noqa: PLC0415

        fillers.append(TableDrop(drop, kind, TableMischief(*mischief, seed)))
    if sql:
        from kiosk.queue.port_sql import SqlPort  # noqa: PLC0415

        fillers.append(SqlPort(sql, Numbers(mischief[0], seed)))
    serve(port, speed, seed, mischief, events=events, fillers=fillers, every=every)


port_sim.help = (
    "A port authority to develop against: vehicles come, wait, are called and leave.\n\n"
    "KINDS are parted by commas; one answer, event or table in five goes wrong in each way:\n\n\b\n"
    + "\n".join(f"{name:11}{what}" for name, what in KINDS.items())
)


def _line(row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False))
