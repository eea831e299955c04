"""The connection to a slip printer, by python-escpos.

This module takes 0.2 s to import: EscposPrinter does so on its own thread. What goes wrong on the
wire is raised as OSError.
"""

import logging
import shutil
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from escpos import capabilities
from escpos.constants import PAPER_PART_CUT
from escpos.exceptions import Error
from escpos.printer import File, Network, Serial, Usb
from PIL import Image

from kiosk.devices.settings import NetworkPrinter, PrinterSettings, SerialPrinter, UsbPrinter

# made at every import, and left behind
shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)

# it tells of every connection, two a minute, as the root logger, by which none of ours speaks
logging.getLogger().addFilter(lambda record: record.levelno >= logging.WARNING)

# python-escpos knows a paper's width by a printer that has it; nothing else of these is used
_PROFILES = {576: "TM-T20II", 384: "POS-5890"}


class _Network(Network):  # type: ignore[misc]  # python-escpos has no types
    """Closes the socket when connecting fails, and knows IPv6."""

    def open(self, raise_not_found: bool = True) -> None:
        self.device = socket.create_connection((self.host, self.port), self.timeout)


class Wire:
    """An open connection. `sending` is how many seconds the printer may take for what is sent
    at once."""

    def __init__(self, settings: PrinterSettings, sending: float) -> None:
        self._sending = sending
        self._driver: Any = _driver(settings, sending)
        with _os_error():
            self._driver.open()
        if isinstance(settings, SerialPrinter):
            self._driver.device.write_timeout = sending

    def send(self, data: bytes) -> None:
        with _os_error():
            self._driver._raw(data)

    def image(self, width: int, band: bytes) -> None:
        # "1;I": in Pillow's own pictures a set bit is white
        image = Image.frombytes("1", (width, len(band) // (width // 8)), band, "raw", "1;I")
        with _os_error():
            self._driver.image(image)

    def cut(self) -> None:
        """Feed the slip past the knife and cut it, but for a point that holds it. A printer without
        a knife lets that pass."""
        with _os_error():
            self._driver.print_and_feed(6)
            self._driver._raw(PAPER_PART_CUT)

    def read(self, seconds: float) -> bytes:
        """What came, empty if nothing did. Waits `seconds` for it on a network, elsewhere less."""
        device = self._driver.device
        if isinstance(device, socket.socket):
            device.settimeout(max(seconds, 0.01))
        try:
            came = bytes(self._driver._read())
        except TimeoutError:
            return b""
        except OSError as error:
            if type(error).__name__ == "USBTimeoutError":  # libusb's, without being one of Python's
                return b""
            raise
        finally:
            if isinstance(device, socket.socket):
                device.settimeout(self._sending)
        if isinstance(device, socket.socket) and not came:
            raise ConnectionError("the printer has closed the connection")
        if not came:
            time.sleep(0.01)  # an end point may be empty at once
        return came

    def close(self, abort: bool = False) -> None:
        """`abort` throws away what still lies in our buffers, so that it isn't printed later."""
        device = self._driver._device
        if abort and isinstance(device, socket.socket):
            device.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            device.close()
            self._driver._device = False
            return
        if abort and hasattr(device, "reset_output_buffer"):
            with _os_error():
                device.reset_output_buffer()
        with _os_error():
            self._driver.close()


def _driver(settings: PrinterSettings, sending: float) -> Any:
    profile = _PROFILES[settings.width]
    if isinstance(settings, NetworkPrinter):
        return _Network(settings.host, settings.port, sending, profile=profile)
    if isinstance(settings, UsbPrinter):
        return Usb(
            settings.vendor,
            settings.product,
            timeout=int(sending * 1000),
            in_ep=settings.in_endpoint,
            out_ep=settings.out_endpoint,
            profile=profile,
        )
    if isinstance(settings, SerialPrinter):
        return Serial(settings.device, settings.baud, timeout=0.1, profile=profile)
    return File(settings.device, profile=profile)


@contextmanager
def _os_error() -> Iterator[None]:
    """python-escpos's own errors, and pyusb's missing library, as OSError."""
    try:
        yield
    except (Error, ValueError, AssertionError) as error:
        raise ConnectionError(str(error)) from error
