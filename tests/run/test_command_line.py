"""How every command ends: never with a traceback, whatever becomes of its output."""

import subprocess
import sys
from pathlib import Path

import pytest

KIOSK = [sys.executable, "-m", "kiosk"]


@pytest.mark.parametrize("arguments", [("export", "dish"), ("translit", "--to", "kk_Arab", "Әже")])
def test_a_reader_who_leaves_early_is_no_error(arguments):
    command = subprocess.Popen(
        [*KIOSK, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    command.stdout.close()
    assert command.stderr.read() == ""
    command.stderr.close()
    assert command.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_output_that_can_t_be_written_is_said():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*KIOSK, "plate", "京A12345"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "No space left on device.\n"
