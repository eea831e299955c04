"""How far the device's line has come, once more beside the database.

The database may be put back to yesterday: by a backup, by a copied folder, by a disk that lied. The
file knows better, unless it was put back together with it; then only upstream can tell. It is
written after the database, so a kill between the two leaves it behind, and that is no rewind.
No backup of the store holds it: it belongs to this device and nobody else.
"""

import os
from pathlib import Path

import msgspec

from sync.disk import to_disk

FILE = "line.json"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says: the device, with the names it had before, its epoch, the seq that was
    acknowledged, the chain there (hex), and up to where numbers of requests are taken."""

    device: str = ""
    former: list[str] = []
    epoch: str = ""
    acknowledged: int = 0
    chain: str = ""
    counter: int = 0


class LineFile:
    """DIR/line.json. Used by whoever syncs, one at a time. What can't be written raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def read(self) -> Mark | None:
        """What it says; None where there is none, or one that can't be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Mark)
        except (OSError, msgspec.MsgspecError):
            return None

    def write(self, mark: Mark) -> None:
        """Put it there, whole or not at all, and on the disk."""
        part = self._path.with_name(f"{FILE}.part")
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(msgspec.json.encode(mark) + b"\n")
            to_disk(part)
            part.replace(self._path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        to_disk(self._path.parent)

    def counter(self) -> int:
        """Up to where numbers of requests may have been used."""
        mark = self.read()
        return mark.counter if mark else 0

    def reserve(self, counter: int) -> None:
        """From now on numbers up to `counter` may be used."""
        self.write(msgspec.structs.replace(self.read() or Mark(), counter=counter))
