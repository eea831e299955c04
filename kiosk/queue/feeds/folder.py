"""The feed from a folder into which a port drops tables, whole or still being written."""

from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path

from kiosk.queue.feeds.batch import Batch, FeedState, FeedTrouble
from kiosk.queue.feeds.decode import LARGEST
from kiosk.queue.feeds.settings import FolderFeed
from kiosk.queue.feeds.table import Origin, read_table
from kiosk.queue.feeds.validate import in_future

SETTLED = timedelta(minutes=1)
"""A file untouched for so long is whole at the first look; a younger one at the second look at
which its size and time have not moved. One that has moved all that long is read as it is: a port
that writes anew all the time would else never be heard."""
SOON = 1.5
"""Seconds until the second look."""

_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".uploading")


class DropFolder:
    """A drop folder as a Feed: the newest whole file that fits the pattern is the full list. Files
    are only read, never moved or deleted: they are the port's. Used by one thread."""

    def __init__(self, settings: FolderFeed, home: str) -> None:
        self.name = settings.name
        self._settings = settings
        self._patterns = settings.pattern.lower().split("|")
        self._home = home
        self._seen: tuple[str, datetime] | None = None
        self._moving: datetime | None = None  # since when there is something that was not read

    @property
    def every(self) -> float:
        return min(SOON, self._settings.every) if self._moving else self._settings.every

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        """The newest table, if it is not the one that was read last. Raises FeedTrouble: missing
        (no folder), and what read_table raises."""
        path, mark, written = self._newest()
        if path is None or mark == state.source:
            self._moving = None
            return Batch(as_of=state.as_of)
        if now - written < SETTLED and not self._stands_still(mark, now):
            self._moving = self._moving or now
            if now - self._moving < SETTLED:
                return Batch(as_of=state.as_of)
        self._moving = None
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise FeedTrouble("missing", "The newest table can't be read.") from error
        reading = read_table(
            data,
            Origin(path.name, written),
            now,
            self._settings.table,
            feed=self.name,
            home=self._home,
        )
        vehicles = tuple(vehicle for _, vehicle in reading.rows)
        odd = ["future"] if any(in_future(each, now) for each in vehicles) else []
        if reading.cut_off:
            odd.append("cut-off")
        return Batch(
            vehicles=vehicles,
            as_of=min(reading.as_of, now),
            full=not reading.cut_off,
            refused=tuple(reading.refused),
            odd=tuple(odd),
            source=mark,
        )

    def close(self) -> None:
        pass

    def _newest(self) -> tuple[Path | None, str, datetime]:
        """The newest file that fits, and a mark that changes when it does."""
        found: list[tuple[int, str, int, Path]] = []
        try:
            for path in Path(self._settings.path).iterdir():
                name = path.name.lower()
                if name.startswith((".", "~")) or name.endswith(_UNFINISHED):
                    continue
                fits = any(fnmatch(name, each) for each in self._patterns)
                if fits and path.is_file():
                    now = path.stat()
                    found.append((now.st_mtime_ns, path.name, now.st_size, path))
        except FileNotFoundError as error:
            raise FeedTrouble("missing", "The drop folder is not there.") from error
        except OSError as error:
            raise FeedTrouble("missing", "The drop folder can't be read.") from error
        if not found:
            return None, "", datetime.now(UTC)
        at, shown, size, path = max(found)
        return path, f"{shown}/{size}/{at}", datetime.fromtimestamp(at / 1e9, UTC)

    def _stands_still(self, mark: str, now: datetime) -> bool:
        if self._seen is not None and self._seen[0] == mark:
            return now - self._seen[1] >= timedelta(seconds=1)
        self._seen = (mark, now)
        return False
