"""A slip printer on a socket, and slips to print."""

import random
from collections.abc import Iterator

import pytest

from kiosk.devices.escpos_codes import harmless
from kiosk.devices.escpos_printer import EscposPrinter
from kiosk.devices.picture import Picture
from kiosk.devices.printer_sim import PrinterSim
from kiosk.devices.settings import NetworkPrinter


@pytest.fixture
def sim() -> Iterator[PrinterSim]:
    printer = PrinterSim().start()
    yield printer
    printer.stop()


def printer_at(port: int) -> EscposPrinter:
    """It waits no longer than a simulated one needs."""
    settings = NetworkPrinter(host="127.0.0.1", port=port)
    return EscposPrinter(settings, answer=0.3, sending=0.5, printing=1.0)


def a_slip(seed: int = 1, rows: int = 500, width: int = 576) -> Picture:
    """A slip of dots by chance, as no other; it comes out as it is."""
    dots = random.Random(seed).randbytes(rows * width // 8)
    return Picture(width=width, bits=harmless(dots))
