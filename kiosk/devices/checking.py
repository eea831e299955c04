"""How the devices of kiosk.toml are, one sentence each, for `kiosk check`.

What a running kiosk holds is not asked: two who ask at one line take each other's answers.
"""

from pathlib import Path
from typing import NamedTuple

import serial

from kiosk.devices.escpos_printer import EscposPrinter
from kiosk.devices.printer import Condition
from kiosk.devices.settings import (
    FilePrinter,
    NetworkPrinter,
    PrinterSettings,
    ScannerSettings,
    SerialPrinter,
    SerialScanner,
    SpeakerSettings,
    WedgeScanner,
)
from kiosk.devices.speaker import SoundCard, SpeakerTrouble

REACHING = 3.0
"""Seconds in which a printer must be reached."""


class Checked(NamedTuple):
    """Whether a device is well, or is not set up at all; and a sentence."""

    well: bool
    says: str


_PRINTER: dict[Condition, Checked] = {
    "ready": Checked(True, "The printer is ready."),
    "paper-low": Checked(False, "The printer's paper runs low; have another roll at hand."),
    "paper-out": Checked(False, "The printer has no paper; put in a roll."),
    "cover": Checked(False, "The printer's cover is open; close it."),
    "offline": Checked(False, "The printer can't be reached; is it on and connected?"),
    "unknown": Checked(False, "The printer is in an error of its own; switch it off and on."),
}


def check_printer(settings: PrinterSettings | None, held: bool) -> Checked:
    """The printer, paper and cover included. `held`: a kiosk is running with it."""
    if settings is None:
        return Checked(True, "No printer is set up.")
    if isinstance(settings, SerialPrinter | FilePrinter) and not Path(settings.device).exists():
        return Checked(False, f"The printer's {settings.device} is not there; is it connected?")
    if held and not isinstance(settings, NetworkPrinter):
        return Checked(True, "The running kiosk holds the printer; stop it to ask the printer.")
    printer = EscposPrinter(settings, sending=REACHING)
    try:
        condition = printer.status()
    finally:
        printer.close()
    if condition == "unknown" and not settings.answers:
        return Checked(True, "The printer is reached; it can't be asked how it is.")
    return _PRINTER[condition]


def check_scanner(settings: ScannerSettings | None, held: bool) -> Checked:
    """The scanner. `held`: a kiosk is running with it."""
    match settings:
        case None:
            return Checked(True, "No scanner is set up.")
        case WedgeScanner():
            return Checked(True, "The scanner types like a keyboard; only a scan tries it.")
        case SerialScanner() if not Path(settings.device).exists():
            return Checked(False, f"The scanner's {settings.device} is not there; is it connected?")
        case SerialScanner() if held:
            return Checked(True, "The scanner is connected; the running kiosk holds it.")
        case SerialScanner():
            try:
                serial.Serial(settings.device, settings.baud, exclusive=True).close()
            except OSError as error:  # SerialException is one
                why = error.strerror or str(error)
                return Checked(False, f"The scanner's line can't be opened: {why}.")
            return Checked(True, "The scanner is connected.")


def check_speaker(settings: SpeakerSettings | None) -> Checked:
    """The sound card, by a second of silence."""
    if settings is None:
        return Checked(True, "No speaker is set up.")
    if settings.simulated:
        return Checked(True, "The speaker is simulated: what is said is written to said/.")
    try:
        SoundCard().play((), 0)
    except SpeakerTrouble as trouble:
        return Checked(False, str(trouble))
    return Checked(True, "The speaker's sound card plays.")
