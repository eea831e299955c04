"""A slip printer to develop and test against: a TCP server that speaks enough ESC/POS to be told
from a real one only by the paper.

It obeys DLE EOT, DLE ENQ and DLE DC4 the moment they come, even in the midst of a picture, as
Epson's do; all else waits in its buffer while it has no paper, is open or hangs.
"""

import socket
import struct
import threading
import time
from collections import deque
from pathlib import Path

from PIL import Image

from kiosk.devices.picture import Picture

_BUFFER = 65536


class PrinterSim:
    """A simulated printer at `port` of this machine. `slips` are what it has printed and cut,
    `torn` what it had begun when its buffer was cleared; `text` is what it was sent as text.

    Set at any time: `paper` in rows of dots (None: plenty), `near_end`, `cover` (open), `hangs`
    (reads nothing), `mute` (prints, but answers nothing), `breaks_after` so many bytes more."""

    def __init__(self, width: int = 576, folder: Path | None = None, port: int = 0) -> None:
        self.width = width
        self.paper: int | None = None
        self.near_end = self.cover = self.hangs = self.mute = False
        self.breaks_after: int | None = None
        self.slips: list[Picture] = []
        self.torn: list[bytes] = []
        self.text = b""
        self._folder = folder
        self._rows: list[bytes] = []
        self._buffer = b""
        self._recent: deque[int] = deque(maxlen=10)
        self._server = socket.create_server(("127.0.0.1", port), reuse_port=False)
        self._server.settimeout(0.02)
        self.port: int = self._server.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printer-sim", daemon=True)

    def start(self) -> "PrinterSim":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Switch it off."""
        self._stop.set()
        self._thread.join()
        self._server.close()

    def wait_for(self, slips: int, seconds: float = 10.0) -> None:
        """Wait until so many slips are cut; raises TimeoutError."""
        until = time.monotonic() + seconds
        while len(self.slips) < slips:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.slips)} of {slips} slips were printed")
            time.sleep(0.01)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                talk, _ = self._server.accept()
            except TimeoutError:
                self._work(None)
                continue
            with talk:
                talk.settimeout(0.02)
                self._talk(talk)

    def _talk(self, talk: socket.socket) -> None:
        """One connection, until either end closes it."""
        while not self._stop.is_set():
            if self.hangs:
                time.sleep(0.01)
                continue
            left = self.breaks_after
            try:
                came = talk.recv(4096 if left is None else max(left, 1))
            except TimeoutError:
                self._work(talk)
                continue
            except OSError:
                return
            if not came:
                return
            self._buffer = (self._buffer + came)[-_BUFFER:]
            for byte in came:
                self._recent.append(byte)
                self._at_once(talk)
            self._work(talk)
            if left is not None:
                self.breaks_after = left - len(came)
                if self.breaks_after <= 0:
                    self.breaks_after = None
                    talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return

    @property
    def _out(self) -> bool:
        return self.paper is not None and self.paper <= 0

    def _at_once(self, talk: socket.socket) -> None:
        recent = bytes(self._recent)
        if recent[-3:-1] == b"\x10\x04":
            stopped = self._out or self.cover
            answers = {
                1: 0x12 | 0x08 * stopped,
                2: 0x12 | 0x04 * self.cover | 0x20 * self._out,
                3: 0x12,
                4: 0x12 | 0x0C * self.near_end | 0x60 * self._out,
            }
            if recent[-1] in answers:
                self._answer(talk, bytes([answers[recent[-1]]]))
        elif recent == b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08":
            self._clear()
            self._answer(talk, b"\x37\x25\x00")
        elif recent[-3:] == b"\x10\x05\x02":
            self._clear()

    def _clear(self) -> None:
        self._buffer = b""
        if self._rows:
            self.torn.append(b"".join(self._rows))
            self._rows = []

    def _answer(self, talk: socket.socket | None, answer: bytes) -> None:
        if talk is not None and not self.mute:
            try:
                talk.sendall(answer)
            except OSError:
                return  # the other end asked and left

    def _work(self, talk: socket.socket | None) -> None:
        """Work off the buffer as far as paper and cover allow."""
        while self._buffer and not (self._out or self.cover or self.hangs):
            used = self._step(talk)
            if not used:
                return
            self._buffer = self._buffer[used:]

    def _step(self, talk: socket.socket | None) -> int:
        """Obey the command that the buffer begins with: its length; 0 if it isn't whole yet."""
        data = self._buffer
        if data[:3] == b"\x1dv0":
            if len(data) < 8:
                return 0
            row, rows = (int.from_bytes(data[at : at + 2], "little") for at in (4, 6))
            if len(data) < 8 + row * rows:
                return 0
            self._print(data[8 : 8 + row * rows], row)
            return 8 + row * rows
        for start, length in _LENGTHS:
            if data.startswith(start):
                if len(data) < length:
                    return 0
                if start == b"\x1dV":
                    self._cut()
                elif start == b"\x1dr":
                    self._answer(talk, b"\x0c" if self.near_end else b"\x00")
                return length
        if data[0] in (0x10, 0x1B, 0x1D) and len(data) < 3:
            return 0
        if data[0] >= 0x20:
            self.text += data[:1]
        return 1

    def _print(self, band: bytes, row: int) -> None:
        if row * 8 != self.width:
            self.text += b"[a picture of another width]"
        self._rows.append(band)
        if self.paper is not None:
            self.paper -= len(band) // row

    def _cut(self) -> None:
        if not self._rows:
            return
        slip = Picture(width=self.width, bits=b"".join(self._rows))
        self._rows = []
        if self._folder is not None:
            image = Image.frombytes("1", (slip.width, slip.height), slip.bits, "raw", "1;I")
            image.save(self._folder / f"slip-{len(self.slips) + 1:03}.png")
        self.slips.append(slip)


# commands of a fixed length: DLE EOT, DLE ENQ, DLE DC4 8, ESC @, ESC d, GS a, GS r, GS V
_LENGTHS = (
    (b"\x10\x04", 3),
    (b"\x10\x05", 3),
    (b"\x10\x14\x08", 10),
    (b"\x1b@", 2),
    (b"\x1bd", 3),
    (b"\x1da", 3),
    (b"\x1dr", 3),
    (b"\x1dV", 3),
)
