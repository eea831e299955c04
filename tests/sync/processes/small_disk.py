"""A disk of its own that is small: a tmpfs in a mount namespace, which a process holds open."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sync.processes.ends import TOP

_HOLD = 'mount -t tmpfs -o size="$1" small "$2" || exit 77; echo there; exec cat'


class SmallDisk:
    """`before` stands before a command that works on it: nobody else sees what is there."""

    def __init__(self, holder: int, folder: Path) -> None:
        self.folder = folder
        self.before = ["nsenter", f"--target={holder}", "--mount"]
        if os.geteuid():
            self.before += ["--user", "--preserve-credentials"]
        # it stands in / then, and the program is found there no more
        self.before += ["env", f"PYTHONPATH={TOP}"]

    def do(self, script: str, *arguments: str) -> str:
        """A shell's script in its folder: what it prints."""
        done = subprocess.run(
            [*self.before, "sh", "-c", f'cd "$0" && {script}', str(self.folder), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def fill(self, left: int = 0) -> None:
        """Others take all of the room, but `left` kilobytes."""
        self.do(f"head -c {left}k /dev/zero > room; cat /dev/zero >> others; rm room")

    def free(self) -> None:
        self.do("rm -f others*")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[SmallDisk]:
    """One of `size` at `folder`; the test is skipped where none can be made."""
    folder.mkdir()
    if not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("no small disk can be made here: unshare or nsenter is missing")
    apart = ["unshare", "--mount"] if not os.geteuid() else ["unshare", "-r", "--mount"]
    with subprocess.Popen(
        [*apart, "sh", "-c", _HOLD, "hold", size, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stderr
        if holder.stdout.readline() != "there\n":
            pytest.skip(f"no small disk can be made here: {holder.stderr.read().strip()}")
        try:
            yield SmallDisk(holder.pid, folder)
        finally:
            holder.stdin.close()
            holder.wait(60)
