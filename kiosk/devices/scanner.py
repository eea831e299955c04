"""What a scanner is to the rest of the kiosk, and the one at a serial line.

One that types like a keyboard is `wedge.py`, and in the window `kiosk.shell.scan_filter`.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

import serial

from kiosk.devices.scan import Frames
from kiosk.devices.settings import SerialScanner

log = logging.getLogger(__name__)

RETRY = 2.0
"""Seconds between two tries to find a scanner that is not plugged in."""


class Scanner(Protocol):
    """Tells each code by the function it was made with, whole or not at all."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    @property
    def connected(self) -> bool: ...


class LineScanner:
    """The scanner at a serial line. `on_scan` is called with each code's text, on a thread of its
    own; a scanner that is unplugged is looked for until it is back."""

    def __init__(
        self, settings: SerialScanner, on_scan: Callable[[str], None], retry: float = RETRY
    ) -> None:
        self._settings = settings
        self._on_scan = on_scan
        self._retry = retry
        self._connected = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(5)

    @property
    def connected(self) -> bool:
        return self._connected

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                # alone: another program that reads along would take half of each code
                with serial.Serial(
                    self._settings.device, self._settings.baud, timeout=0.2, exclusive=True
                ) as line:
                    self._connected = True
                    self._listen(line)
            except OSError as error:  # SerialException is one
                if self._connected:
                    log.info("The scanner is gone: %s", error)
            self._connected = False
            self._stop.wait(self._retry)

    def _listen(self, line: serial.Serial) -> None:
        frames = Frames(self._settings.suffix)
        while not self._stop.is_set():
            # one byte, or all that has come
            came = line.read(max(line.in_waiting, 1))
            if came:
                for text in frames.feed(came, time.monotonic()):
                    self._on_scan(text)
