"""The line as the database has it, and what the file beside it (sync/line_file.py) says to that."""

import sqlite3
from enum import Enum
from errno import EDQUOT, ENOSPC
from pathlib import Path

from kiosk.errors import Failure
from kiosk.store.full import Ballast
from sync.line_file import LineFile, Mark
from sync.local import Line
from sync.outbox import Head


def line_of(connection: sqlite3.Connection) -> Line:
    """The line, written and acknowledged."""
    device, epoch, seq, chain, acknowledged, reached = connection.execute(
        "SELECT id, epoch, seq, chain, acknowledged, reached FROM device"
    ).fetchone()
    head = Head(device=device, epoch=epoch, seq=seq, chain=chain)
    return Line(written=head, acknowledged=acknowledged, chain=reached)


class BesideFile(LineFile):
    """DIR/line.json; on a full disk it has the ballast's room. What can't be written raises
    Failure."""

    def __init__(self, folder: Path, ballast: Ballast) -> None:
        super().__init__(folder)
        self._folder = folder
        self._ballast = ballast

    def write(self, mark: Mark) -> None:
        try:
            try:
                super().write(mark)
            except OSError as error:
                if error.errno not in (ENOSPC, EDQUOT) or not self._ballast.let_go():
                    raise
                super().write(mark)
        except OSError as error:
            raise Failure(
                f"{self._folder} can't be written: {error.strerror or error}; free some space or "
                "check who owns it, then repeat."
            ) from error


class Finding(Enum):
    """What became of the database since the file was written."""

    SAME = "same"  # or it is ahead: a kill between the two
    PUT_BACK = "put back"  # numbers after this have been used
    ANOTHER = "another"  # another device's, or made anew: the name is this folder's


def finding(line: Line, mark: Mark | None) -> Finding:
    """What the file's `mark` (None: there is none) says of the database's `line`. In doubt it was
    put back: a new epoch costs a comparison, and nothing else."""
    if mark is not None and mark.device and mark.device != line.written.device:
        return Finding.ANOTHER
    if mark is None or not mark.epoch:
        return Finding.PUT_BACK if line.acknowledged else Finding.SAME
    if mark.epoch != line.written.epoch or mark.acknowledged > line.acknowledged:
        return Finding.PUT_BACK
    forked = mark.acknowledged == line.acknowledged and mark.chain != line.chain.hex()
    return Finding.PUT_BACK if forked else Finding.SAME
