"""Small files beside the store: how each feed is doing, and the rows it set aside."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.queue.feeds.batch import FeedState, Refused
from kiosk.queue.times import stamp

KEPT = 200
"""Rows set aside that are kept for each feed; the oldest go first."""


def read_state(folder: Path, name: str) -> FeedState:
    """A feed's state from DIR/feeds; a fresh one where there is none or it is damaged: then the
    feed begins with a full list."""
    try:
        state = msgspec.json.decode(
            (folder / "feeds" / f"{name}.json").read_bytes(), type=FeedState
        )
    except (OSError, ValueError):
        return FeedState(name=name)
    return state if state.name == name else FeedState(name=name)


def read_states(folder: Path) -> list[FeedState]:
    """The states of all feeds that ever ran in this data folder, by name."""
    return [read_state(folder, path.stem) for path in sorted((folder / "feeds").glob("*.json"))]


def written(folder: Path) -> tuple[tuple[str, int], ...]:
    """Which states are kept, and when each was written (nanoseconds): another value after every
    `keep_state`."""
    found = []
    for path in sorted((folder / "feeds").glob("*.json")):
        with suppress(OSError):  # exchanged just now
            found.append((path.name, path.stat().st_mtime_ns))
    return tuple(found)


def keep_state(folder: Path, state: FeedState) -> None:
    """Write a feed's state, whole or not at all."""
    _replace(folder / "feeds" / f"{state.name}.json", msgspec.json.encode(state))


def set_aside(folder: Path, name: str, rows: Iterable[Refused], at: datetime) -> None:
    """Add rows to DIR/set-aside/<feed>.jsonl: at, row, why."""
    path = folder / "set-aside" / f"{name}.jsonl"
    new = [
        json.dumps({"at": stamp(at), "row": number, "why": sentence}, ensure_ascii=False)
        for number, sentence in rows
    ]
    lines = [*_lines(path), *new][-KEPT:]
    _replace(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def read_set_aside(folder: Path, name: str) -> list[dict[str, object]]:
    """The rows set aside, oldest first: at, row, why."""
    rows: list[dict[str, object]] = []
    for line in _lines(folder / "set-aside" / f"{name}.jsonl"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            rows.append(row)
    return rows


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf-8", "replace").split("\n") if line]
    except OSError:
        return []


def _replace(path: Path, data: bytes) -> None:
    # without parents: a data folder that was taken away is not made anew
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)
