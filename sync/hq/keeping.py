"""What a server does by itself beside answering, now and then, on a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple, Self

from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger("hq")

_LOOK = 5.0
"""Seconds between two looks whether something is due."""


class Chore(NamedTuple):
    """Done when the thread starts, every so many seconds, and at the end too if `last`."""

    name: str
    do: Callable[[], object]
    every: float
    last: bool = False


class Keeper:
    """Its thread runs within its block."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        self._chores = chores
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        for chore in self._chores:
            if chore.last:
                _do(chore)

    def _run(self) -> None:
        due = dict.fromkeys(self._chores, 0.0)
        while not self._ended.is_set():
            for chore in self._chores:
                if time.monotonic() >= due[chore] and not self._ended.is_set():
                    _do(chore)
                    due[chore] = time.monotonic() + chore.every
            self._ended.wait(_LOOK)


def _do(chore: Chore) -> None:
    try:
        chore.do()
    except SQLAlchemyError as failed:  # the database is away, or full: later
        log.warning("%s had to wait: %s", chore.name, type(failed).__name__)
