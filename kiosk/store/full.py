"""What a full disk must not stop.

Beside the database lies a ballast: room that is taken for nothing. When the disk is full it is let
go, so that what upstream has acknowledged can still leave the outbox, which makes room in its turn.
What stops, in this order: what comes from upstream (while there is less room than `KEPT_FREE`),
then what is taken in here, with a sentence on the screen. The outbox is never cut short.
"""

import logging
import os
import shutil
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "ballast"
SIZE = 8 << 20
"""Bytes of the ballast: some hundred acknowledgements, and a checkpoint."""
KEPT_FREE = 64 << 20
"""Bytes that stay free for what is taken in here: below it nothing is read from upstream."""


class Ballast:
    """DIR/ballast."""

    def __init__(self, folder: Path, size: int = SIZE, kept_free: int = KEPT_FREE) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._size = size
        self._kept_free = kept_free

    def room(self) -> bool:
        """Whether there is room for what comes from upstream."""
        return self._free() >= self._kept_free

    def take(self) -> None:
        """Lay it there, if it is not, and there is room for it and as much again."""
        if self._path.exists() or self._free() < 2 * self._size:
            return
        part = self._path.with_name(f"{FILE}.part")
        try:
            with part.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._size)  # blocks, and no hole
            part.replace(self._path)
        except OSError as error:
            log.info("no ballast: %s", error)
            with suppress(OSError):
                part.unlink()

    def let_go(self) -> bool:
        """Whether there was one to let go."""
        try:
            self._path.unlink()
        except OSError:
            return False
        log.warning("the disk is full: the ballast was let go")
        return True

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return 0
