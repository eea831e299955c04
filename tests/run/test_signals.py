"""`kiosk run` ends when it is told to, at whatever moment, and leaves no process behind."""

import signal
import subprocess
import sys

import psutil
import pytest

from kiosk.background import Background
from kiosk.config import Settings

# as `kiosk run --sample`; stops itself where the test wants to reach it
STOPPED_AT = """
import os, signal, sys
import kiosk.run
where = sys.argv.pop(1)
was = getattr(kiosk.run, where)
def stop(*given, **named):
    made = was(*given, **named)
    print("here", flush=True)
    signal.sigtimedwait([], 0.5)  # a signal may come now
    return made
setattr(kiosk.run, where, stop)
from kiosk.__main__ import main
main()
"""


@pytest.fixture
def kiosk(tmp_path):
    started = []

    def start(where: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", STOPPED_AT, where, "run", "--sample", "--data", tmp_path],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        while (line := process.stdout.readline()) != "here\n":
            assert line, process.stderr.read()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def gone(children: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(children, timeout=20)
    return not alive


@pytest.mark.parametrize(
    ("where", "number"),
    [
        ("ensure_sample", signal.SIGHUP),  # no port yet
        ("Sample", signal.SIGTERM),  # port and headquarters are there, the application is not
        ("make_application", signal.SIGINT),
        ("start_watchdog", signal.SIGTERM),  # shown, and no frame drawn yet
    ],
)
def test_a_signal_during_the_start_ends_it_with_its_port(kiosk, where, number):
    process = kiosk(where)
    children = psutil.Process(process.pid).children()
    process.send_signal(number)
    assert process.wait(30) == 0
    assert gone(children)
    assert process.stderr.read() == ""


def test_a_killed_kiosk_takes_its_port_with_it(kiosk):
    process = kiosk("Sample")
    children = psutil.Process(process.pid).children()
    assert children
    process.kill()
    process.wait()
    assert gone(children)


def test_stopping_before_the_first_frame_is_no_error(tmp_path):
    Background(Settings(home="h"), tmp_path, print, print, print).stop()


def test_an_error_nobody_caught_is_one_line_without_its_text():
    program = (
        "from kiosk.process import log_to_stderr\n"
        "import threading, time\n"
        "log_to_stderr()\n"
        "def fail(): raise ValueError('京A12345')\n"
        "for _ in range(50):\n"
        "    thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "京A12345" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "ValueError at <string>:4" in done.stderr
