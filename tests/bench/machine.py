"""What the bench ran on, without a name of it."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import psutil


def machine() -> str:
    """One line: system, processor, memory, and the versions of what matters most."""
    memory = psutil.virtual_memory().total / 2**30
    return ", ".join(
        (
            _system(),
            f"{os.cpu_count()} cores ({_processor()})",
            f"{memory:.0f} GiB of memory",
            f"Python {platform.python_version()}",
            f"Qt {version('PySide6-Essentials')} off-screen with the software renderer",
            f"SQLite {sqlite3.sqlite_version}",
        )
    )


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return " ".join(value.split())
    return platform.machine()
