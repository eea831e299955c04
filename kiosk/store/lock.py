"""Who uses a data folder: locks that the kernel lets go of when their process dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.errors import Failure

KIOSK = "kiosk.lock"
WALL = "wall.lock"
FEEDS = "feeds.lock"
SYNC = "sync.lock"


class Taken(Failure):
    """Another process holds the lock."""


class FolderLock:
    """What only one process does on a folder at a time: KIOSK is held by `kiosk run` for as long
    as it runs, so that a folder has one kiosk and nobody exchanges its store meanwhile; WALL
    likewise by `kiosk tv`; FEEDS by whichever of the two asks the port; SYNC by whoever syncs, as
    long as one sync takes. Raises Taken when another holds it for longer than `wait` seconds.

    >>> with FolderLock(folder):  # doctest: +SKIP
    ...     run()
    """

    def __init__(self, folder: Path, name: str = KIOSK, *, wait: float = 0.1) -> None:
        self._file = _open(folder / name)
        # who only looks (`is_held`) has it for some microseconds
        if not _wait(self._file, fcntl.LOCK_EX, wait):
            self.release()
            if name == SYNC:
                raise Taken(f"{folder} is being synced already; repeat in a moment.")
            screen = "wall" if name == WALL else "kiosk"
            raise Taken(f"A {screen} is running on {folder}; stop it, then repeat.")

    def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class StoreLock:
    """Every open Store holds it shared; who exchanges or rebuilds the file holds it alone. So
    no one goes on writing into a file that was set aside under his feet."""

    def __init__(self, folder: Path) -> None:
        self._file = _open(folder / "store.lock")

    def share(self, seconds: float = 10) -> bool:
        """Hold it with the others; wait up to `seconds` for one who holds it alone."""
        return _wait(self._file, fcntl.LOCK_SH, seconds)

    def alone(self, seconds: float = 0) -> bool:
        """Hold it alone; False if others hold it. What was held before is then let go."""
        return _wait(self._file, fcntl.LOCK_EX, seconds)

    def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def is_held(folder: Path, name: str = KIOSK) -> bool:
    """Whether a process, this one too, holds a FolderLock."""
    file = _open(folder / name)
    try:
        return not _lock(file, fcntl.LOCK_SH)
    finally:
        os.close(file)


def _wait(file: int, how: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not _lock(file, how):
        if time.monotonic() >= until:
            return False
        time.sleep(0.01)
    return True


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise Failure(
            f"The folder {path.parent} can't be written ({error.strerror}); check who owns it."
        ) from error


def _lock(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
