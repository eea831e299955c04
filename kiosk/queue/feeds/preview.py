"""Showing how a table is read, before it is fed to the queue."""

import json
from collections.abc import Iterator
from pathlib import Path

from kiosk.queue.feeds.mapping import to_toml
from kiosk.queue.feeds.table import Reading

SHOWN = ("plate", "country", "lane", "state", "registered_at", "called_at", "departed_at")


def vehicle_lines(reading: Reading) -> Iterator[str]:
    """A JSON line for each vehicle; a time that is not known is null."""
    for _, vehicle in reading.rows:
        row = {name: getattr(vehicle, name) or None for name in SHOWN}
        yield json.dumps(row, ensure_ascii=False)


def as_text(reading: Reading, file: Path) -> Iterator[str]:
    """For an integrator: the mapping to paste into kiosk.toml, what was assumed, the first rows."""
    name = "".join(each if each.isascii() and each.isalnum() else "-" for each in file.stem)
    folder = str(file.resolve().parent)
    yield "# Paste this into kiosk.toml, and check the lines against the file."
    yield from to_toml(
        reading.mapping, name.strip("-")[:40] or "feed", folder, f"*{file.suffix}"
    ).splitlines()
    yield ""
    for sentence in reading.assumed:
        yield f"# Assumed or odd: {sentence}"
    yield (
        f"# {len(reading.rows)} vehicles read, {len(reading.refused)} rows set aside, "
        f"as of {reading.as_of.isoformat(timespec='minutes')}."
    )
    for number, vehicle in reading.rows[:10]:
        times = " ".join(each[:16] or "-" for each in (
            vehicle.registered_at, vehicle.called_at, vehicle.departed_at))  # fmt: skip
        yield (
            f"# row {number}: {vehicle.country} {vehicle.plate} {vehicle.lane.value} "
            f"{vehicle.state.value} {times}"
        )
