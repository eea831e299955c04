"""The device's key for veils, in a file beside the database: a copied database names nobody."""

import os
from pathlib import Path

from kiosk.errors import Failure
from kiosk.store.backup import to_disk

KEY = "veil.key"
_BYTES = 32


def veil_key(folder: Path) -> bytes:
    """The key of a data folder, made at first use. Where it was lost or torn, a new one is made:
    what was veiled before then can't be found again by its plate. Raises Failure."""
    path = folder / KEY
    try:
        for _ in range(2):  # another thread may make it at the same moment
            if path.exists() and len(key := path.read_bytes()) == _BYTES:
                return key
            _make(path)
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"{path} can't be used: {error.strerror or error}.") from error


def _make(path: Path) -> None:
    part = path.with_name(f"{KEY}.{os.getpid()}.{os.urandom(4).hex()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(_BYTES))
    to_disk(part)
    try:
        if path.exists() and path.stat().st_size != _BYTES:
            path.unlink()
        os.link(part, path)  # not over one that another thread has made meanwhile
    except FileExistsError:
        pass
    finally:
        part.unlink()
    to_disk(path.parent)
