"""Programs that are measured: started, waited for, weighed and ended."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

TOP = Path(__file__).resolve().parents[2]

Program = subprocess.Popen[str]


def module(name: str, *arguments: str) -> list[str]:
    """A module of the bench as a command of its own: this process must not load Qt, or the pages
    it shares with the kiosk would be weighed by half."""
    return [sys.executable, "-m", f"tests.bench.{name}", *arguments]


def environment() -> dict[str, str]:
    """That of a machine without a display, and without a person's own settings: with
    PYTHONDONTWRITEBYTECODE every start would compile the program anew."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QT_", "QML_", "KIOSK_", "PYTHON"))
    }
    return kept | {"QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def running(command: Sequence[str]) -> Iterator[Program]:
    """A program in a session of its own, ended with all that belong to it."""
    process = subprocess.Popen(
        command,
        cwd=TOP,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        family = _family(process)
        process.terminate()
        _, alive = psutil.wait_procs(family, timeout=10)
        for each in alive:
            each.kill()
        process.communicate(timeout=10)


def first_number(lines: IO[str] | None) -> int:
    """The first line that is a number."""
    for line in lines or ():
        if line.strip().isdigit():
            return int(line)
    raise RuntimeError("the program ended before its first page could be touched")


def weigh(process: Program) -> float:
    """The proportional set size of the process and of all that belong to it, in megabytes
    (10^6 bytes)."""
    kilobytes = 0
    for each in _family(process):
        try:
            lines = Path(f"/proc/{each.pid}/smaps_rollup").read_text("utf-8").splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6


def _family(process: Program) -> list[psutil.Process]:
    """The process, its children, and what has left them but not their session."""
    found = []
    for each in psutil.process_iter():
        try:
            if os.getsid(each.pid) == process.pid or process.pid in map(_pid, each.parents()):
                found.append(each)
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return found


def _pid(process: psutil.Process) -> int:
    return process.pid
