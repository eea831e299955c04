"""A scanner to develop and test against: a pseudo-terminal that is a serial line to LineScanner."""

import os
import tty


class ScannerSim:
    """`device` is what kiosk.toml names."""

    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.device = os.ttyname(self._theirs)

    def scan(self, text: str) -> None:
        """Hold a code of this text before it."""
        self.send(text.encode() + b"\r")

    def send(self, data: bytes) -> None:
        os.write(self._ours, data)

    def unplug(self) -> None:
        for each in (self._ours, self._theirs):
            os.close(each)
