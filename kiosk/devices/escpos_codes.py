"""The bytes of ESC/POS that python-escpos has no name for, and what a printer's answers mean.

Source: Epson's ESC/POS command reference: DLE EOT, DLE DC4 (fn = 8), GS r, GS a, GS v 0.
"""

from kiosk.devices.printer import Condition

ASK_PRINTER, ASK_CAUSE, ASK_ERROR, ASK_PAPER = (b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
"""DLE EOT n: answered at once, whatever the printer is doing."""

WHEN_DONE = b"\x1dr\x01"
"""GS r 1: answered in its turn, when all that was sent before is worked off."""

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away what was received and not printed yet."""

BEGIN = b"\x1b@\x1da\x00"
"""ESC @, GS a 0: all settings as at power-on, and no status that nobody asked for."""

OFFLINE = 0x08  # in the answer to ASK_PRINTER
COVER, BY_BUTTON, PAPER_STOP, ERROR = 0x04, 0x08, 0x20, 0x40  # to ASK_CAUSE
PAPER_NEAR_END, PAPER_END = 0x0C, 0x60  # to ASK_PAPER


def is_status(byte: int) -> bool:
    """Whether it answers DLE EOT: these four bits are fixed, against GS r, XON and unasked ones."""
    return byte & 0x93 == 0x12


def is_done(byte: int) -> bool:
    """Whether it answers GS r."""
    return byte & 0x90 == 0


def condition(printer: int, cause: int, paper: int) -> Condition:
    """What the answers to ASK_PRINTER, ASK_CAUSE and ASK_PAPER say together.

    >>> condition(0x12, 0x12, 0x12), condition(0x1a, 0x32, 0x72), condition(0x1a, 0x16, 0x12)
    ('ready', 'paper-out', 'cover')
    """
    if cause & COVER:
        return "cover"
    if paper & PAPER_END or cause & PAPER_STOP:
        return "paper-out"
    if cause & ERROR:
        return "unknown"
    if printer & OFFLINE:
        return "offline"
    return "paper-low" if paper & PAPER_NEAR_END else "ready"


def harmless(bits: bytes) -> bytes:
    """A picture's bytes without those that a printer would obey in its midst: DLE EOT, DLE ENQ and
    DLE DC4 act at once, inside a picture too. A dot more at the left of the first byte undoes them.

    >>> harmless(bytes([0x10, 0x04, 0x10, 0x00])).hex()
    '18041000'
    """
    for second in (b"\x04", b"\x05", b"\x14"):
        bits = bits.replace(b"\x10" + second, b"\x18" + second)
    return bits
