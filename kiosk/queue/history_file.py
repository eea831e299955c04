"""A port's history as a table in order of time: `at,event,plate,country,lane,reason`."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kiosk.errors import BadInput
from kiosk.queue.forecast.events import Event, What
from sync.records import Lane

COLUMNS = ("at", "event", "plate", "country", "lane", "reason")
_GATE = frozenset({What.OPENED, What.CLOSED})
_LEAP = timedelta(days=366)
"""No port is silent for longer: a time beyond that is mistyped, and who waits until then would be
asked about for ever."""
_YEARS = range(1970, 9000)
"""Far from where no day can be added to a time."""


class Told(NamedTuple):
    """An event, and the plate as the file writes it ("" for the gate's)."""

    event: Event
    plate: str


def read_history(file: Path) -> Iterator[Told]:
    """The events of a file, read as they are asked for. Raises BadInput, which names the line."""
    try:
        opened = file.open("rb")
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}.") from error
    with opened:
        rows = csv.reader(_lines(opened, file), strict=True)
        try:
            places = _places(next(rows, []), file)
            yield from _events(rows, places, file)
        except csv.Error as error:
            raise _wrong(file, rows.line_num, f"is no row of a CSV table ({error})") from error


def _lines(opened: BinaryIO, file: Path) -> Iterator[str]:
    for number, line in enumerate(opened, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise _wrong(file, number, "is not UTF-8; save the file as UTF-8") from error


def _places(header: list[str], file: Path) -> dict[str, int]:
    names = [each.strip().lower() for each in header]
    if not any(names):
        raise BadInput(f"{file} is empty; its first line must be {','.join(COLUMNS)}.")
    missing = [each for each in COLUMNS if each not in names]
    if missing:
        raise _wrong(file, 1, f"has no column {', '.join(missing)}; it must be {','.join(COLUMNS)}")
    return {each: names.index(each) for each in COLUMNS}


def _events(rows: Iterator[list[str]], places: dict[str, int], file: Path) -> Iterator[Told]:
    at, what, plate, country, lane, reason = (places[each] for each in COLUMNS)
    last = max(places.values())
    before: datetime | None = None
    number = 1
    for row in rows:
        number = rows.line_num  # type: ignore[attr-defined]
        if not row:
            continue
        if len(row) <= last:
            raise _wrong(file, number, f"has {len(row)} columns, {last + 1} are needed")
        event = Event(
            _moment(row[at].strip(), file, number),
            _what(row[what].strip().lower(), file, number),
            f"{row[country].strip()}-{row[plate].strip()}",
            _lane(row[lane].strip().lower(), file, number),
            row[reason].strip(),
        )
        if before is not None and event.at < before:
            raise _wrong(file, number, "is earlier than the line before it; sort the file by time")
        if before is not None and event.at - before > _LEAP:
            raise _wrong(file, number, "is over a year after the line before it; mend its time")
        before = event.at
        if event.what in _GATE:
            yield Told(event._replace(vehicle=""), "")
        elif row[plate].strip():
            yield Told(event, row[plate].strip())
        else:
            raise _wrong(file, number, f"has no plate, and {event.what} needs one")
    if before is None:
        raise BadInput(f"{file} has no event; export the history again.")


def _moment(text: str, file: Path, number: int) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _wrong(file, number, f"has no ISO time in the column at: {text!r}") from error
    if found.tzinfo is None:
        raise _wrong(file, number, f"has a time without offset: {text!r}; write {text}+08:00")
    if found.year not in _YEARS:
        raise _wrong(file, number, f"has a time that can't be right: {text!r}; mend it")
    return found


def _what(text: str, file: Path, number: int) -> What:
    try:
        return What(text)
    except ValueError as error:
        known = ", ".join(What)
        raise _wrong(file, number, f"has an unknown event {text!r}; known are {known}") from error


def _lane(text: str, file: Path, number: int) -> Lane:
    try:
        return Lane(text) if text else Lane.GENERAL
    except ValueError as error:
        known = ", ".join(Lane)
        raise _wrong(file, number, f"has an unknown lane {text!r}; known are {known}") from error


def _wrong(file: Path, number: int, what: str) -> BadInput:
    return BadInput(f"Line {number} of {file} {what}.")
