"""The real slip printer, spoken to in ESC/POS.

Text never reaches the printer: a slip is a picture, sent in bands of `BAND` rows, so that a
connection that breaks leaves at most one band unfinished. Before the first slip and after a broken
one, what the printer still holds is thrown away, so that it doesn't print the rest of a slip when
the paper is back.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.devices import escpos_codes as codes
from kiosk.devices.picture import Picture
from kiosk.devices.printer import Condition, PrinterTrouble
from kiosk.devices.settings import NetworkPrinter, PrinterSettings

if TYPE_CHECKING:
    from kiosk.devices.escpos_wire import Wire

BAND = 64
ANSWER = 2.0
"""Seconds a printer has to answer DLE EOT, which it does at once."""
SENDING = 10.0
"""Seconds it has to take a band."""
PRINTING = 30.0
"""Seconds it has to print what it has taken: a slip is printed in three."""


class EscposPrinter:
    """A Printer as `settings` describe it. Used by one thread."""

    def __init__(
        self,
        settings: PrinterSettings,
        answer: float = ANSWER,
        sending: float = SENDING,
        printing: float = PRINTING,
    ) -> None:
        self.width = settings.width
        self._settings = settings
        self._answer = answer
        self._sending = sending
        self._printing = printing
        self._wire: Wire | None = None
        self._broken = True  # a slip of an earlier run, for all we know

    def status(self) -> Condition:
        try:
            return self._condition(self._open())
        except OSError:
            self.close()
            return "offline"
        finally:
            self._part()

    def print(self, picture: Picture) -> None:
        if picture.width != self.width:
            raise ValueError(f"a picture of {picture.width} dots for a printer of {self.width}")
        begun = sent = False
        wire = None
        try:
            wire = self._open()
            if self._broken:
                # nulls end a band that the printer still waits for; else they do nothing
                wire.send(codes.CLEAR + bytes(BAND * self.width // 8))
            self._refuse(wire)
            begun = self._broken = True
            self._send(wire, picture)
            sent = True
            if self._settings.answers:
                self._wait(wire)
            self._broken = False
        except OSError as error:
            self.close(abort=True)
            raise PrinterTrouble("offline", doubt=sent) from error
        except PrinterTrouble:
            if begun and wire is not None:
                self._forget(wire)
            raise
        finally:
            self._part()

    def close(self, abort: bool = False) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            try:
                wire.close(abort)
            except OSError:
                return  # it is gone already

    def _send(self, wire: "Wire", picture: Picture) -> None:
        bits = codes.harmless(picture.bits)
        size = BAND * self.width // 8
        wire.send(codes.BEGIN)
        for start in range(0, len(bits), size):
            wire.image(self.width, bits[start : start + size])
        wire.cut()

    def _forget(self, wire: "Wire") -> None:
        """Let the printer throw away the rest now, before someone puts the paper in."""
        try:
            wire.send(codes.CLEAR + codes.ASK_PRINTER)
            _answer(wire, codes.is_status, self._answer)
        except OSError:
            self.close(abort=True)

    def _wait(self, wire: "Wire") -> None:
        """Wait until the slip is printed. Raises PrinterTrouble, without doubt if the printer says
        itself why it stopped."""
        wire.send(codes.WHEN_DONE)
        until = time.monotonic() + self._printing
        while time.monotonic() < until:
            if _answer(wire, codes.is_done, self._answer) is not None:
                return
            self._refuse(wire)
        # it does not know GS r, but all is well with it: then it has printed

    def _refuse(self, wire: "Wire") -> None:
        """Raise what keeps the printer from printing now."""
        if not self._settings.answers:
            return
        now = self._condition(wire)
        if now != "ready" and now != "paper-low":  # noqa: PLR1714 - mypy narrows so
            raise PrinterTrouble(now)

    def _condition(self, wire: "Wire") -> Condition:
        """What the printer says. Raises OSError if it says nothing."""
        if not self._settings.answers:
            return "unknown"
        said = []
        for question in (codes.ASK_PRINTER, codes.ASK_CAUSE, codes.ASK_PAPER):
            wire.send(question)
            answer = _answer(wire, codes.is_status, self._answer)
            if answer is None:
                raise TimeoutError("the printer does not answer")
            said.append(answer)
        return codes.condition(*said)

    def _open(self) -> "Wire":
        if self._wire is None:
            from kiosk.devices.escpos_wire import Wire  # noqa: PLC0415

            self._wire = Wire(self._settings, self._sending)
        return self._wire

    def _part(self) -> None:
        """Leave a network's printer to others; a cable's connection stays."""
        if isinstance(self._settings, NetworkPrinter):
            self.close()


def _answer(wire: "Wire", fits: Callable[[int], bool], seconds: float) -> int | None:
    """The next byte that `fits`; None if none comes in time."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for byte in wire.read(left):
            if fits(byte):
                return byte
    return None
