"""A disk whose nth write fails, for a process that is started with `more=disk.environment`."""

import mmap
import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("failing.c")


def shim(place: Path) -> Path:
    """The shim, built; the test is skipped where it can't be."""
    built = place / "failing.so"
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        pytest.skip("no C compiler is here to make a disk that fails")
    made = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(SOURCE), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"the disk that fails can't be built here: {made.stderr.splitlines()[:1]}")
    return built


class Disk:
    """All writes below `folder` are counted, once it is armed."""

    def __init__(self, built: Path, folder: Path) -> None:
        at = folder.parent / f"{folder.name}.failing"
        at.write_bytes(struct.pack("4i", -1, 0, 0, 0))
        with at.open("r+b") as file:
            self._told = mmap.mmap(file.fileno(), 16)
        self.environment = {
            "LD_PRELOAD": str(built),
            "FAILING_AT": str(at),
            "FAILING_IN": f"{folder.resolve()}{os.sep}",
        }

    def arm(self, left: int, error: int, *, sticks: bool = False) -> None:
        """`left` more writes are good; the next one fails, and if it `sticks` all after it."""
        self._told[:] = struct.pack("4i", -1, error, sticks, 0)
        self._told[:4] = struct.pack("i", left)

    def mend(self) -> int:
        """All are good again. How many failed."""
        self._told[:4] = struct.pack("i", -1)
        (failed,) = struct.unpack("i", self._told[12:16])
        return int(failed)

    def close(self) -> None:
        self._told.close()
