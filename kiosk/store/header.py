"""The first bytes of a database file, read without harm to whoever has it open.

A process that closes any descriptor of a file drops all of its locks on it, those of its SQLite
connections too (https://www.sqlite.org/howtocorrupt.html, section 2.2). The next program to leave
the store would then think itself the last, and take the -wal away from under this one. So while
this process has a store open, the descriptor that its header is read by stays open too.
"""

import os
import threading
from collections import Counter
from pathlib import Path

SIZE = 100

_lock = threading.Lock()
_open: Counter[str] = Counter()
_kept: dict[str, dict[int, int]] = {}
"""Descriptors by path, and by inode: a mended store is another file of the same name."""


def entered(path: Path) -> None:
    """From now on this process may have the store at `path` open, until as many times `left`."""
    with _lock:
        _open[os.path.realpath(path)] += 1


def left(path: Path) -> None:
    """One of its connections is closed."""
    name = os.path.realpath(path)
    with _lock:
        _open[name] -= 1
        if not _open[name]:
            del _open[name]
            for descriptor in _kept.pop(name, {}).values():
                os.close(descriptor)


def header(path: Path) -> bytes:
    """Its first SIZE bytes, or as many as there are. Raises OSError."""
    name = os.path.realpath(path)
    with _lock:
        if not _open[name]:
            del _open[name]  # a Counter keeps what was asked for
            with path.open("rb") as file:
                return file.read(SIZE)
        descriptors = _kept.setdefault(name, {})
        inode = path.stat().st_ino
        if inode not in descriptors:
            descriptors[inode] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        return os.pread(descriptors[inode], SIZE, 0)
