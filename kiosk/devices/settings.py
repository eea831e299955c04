"""The devices that kiosk.toml names: `[printer]` of kind network, usb, serial or file, and
`[scanner]` of kind serial or wedge, and `[speaker]`."""

from typing import Annotated, Literal

import msgspec

_Device = Annotated[str, msgspec.Meta(pattern="^/")]
_Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]
_Endpoint = Annotated[int, msgspec.Meta(ge=1, le=255)]
_Id = Annotated[int, msgspec.Meta(ge=1, le=0xFFFF)]

DOTS = {80: 576, 58: 384}
"""Dots across that a slip printer of 203 dpi prints on paper of so many millimetres."""


class _Printer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
               tag_field="kind"):  # fmt: skip
    """`paper` in millimetres. `answers = false` where the printer can't be asked how it is: then
    a slip counts as printed once it is sent."""

    paper: Literal[80, 58] = 80
    answers: bool = True

    @property
    def width(self) -> int:
        """In dots."""
        return DOTS[self.paper]


class NetworkPrinter(_Printer, frozen=True, kw_only=True, tag="network"):
    """A printer in the home's network, at the port that all of them listen on."""

    host: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.:_-]+$")]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 9100


class UsbPrinter(_Printer, frozen=True, kw_only=True, tag="usb"):
    """A printer at USB, by the numbers that `lsusb` shows (0x04b8, 0x0e15), and its end points."""

    vendor: _Id
    product: _Id
    out_endpoint: _Endpoint = 0x01
    in_endpoint: _Endpoint = 0x82


class SerialPrinter(_Printer, frozen=True, kw_only=True, tag="serial"):
    """A printer at a serial cable (DSR/DTR handshake), or at USB where it shows as one."""

    device: _Device
    baud: _Baud = 19200


class FilePrinter(_Printer, frozen=True, kw_only=True, tag="file"):
    """A printer that the system shows as a file to write to (/dev/usb/lp0). It can't be asked."""

    device: _Device
    answers: Literal[False] = False


PrinterSettings = NetworkPrinter | UsbPrinter | SerialPrinter | FilePrinter


class SerialScanner(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="serial",
    tag_field="kind",
):  # fmt: skip
    """A scanner at a serial cable (or a virtual one at USB) that ends each code with `suffix`."""

    device: _Device
    baud: _Baud = 9600
    suffix: Literal["CR", "LF", "ETX"] = "CR"


_FKey = Literal["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"]


class WedgeScanner(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="wedge",
    tag_field="kind",
):  # fmt: skip
    """A scanner that types like a keyboard. `prefix` is what it sends before each code: STX (as
    Ctrl+B) or a function key, which type nothing into a field and which our keyboards on the screen
    don't have; `suffix` what it sends behind."""

    prefix: Literal["STX"] | _FKey = "STX"
    suffix: Literal["ETX", "CR", "TAB"] | _FKey = "CR"


ScannerSettings = SerialScanner | WedgeScanner


_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_Clock = Annotated[str, msgspec.Meta(pattern=f"^{_CLOCK}$")]
_Span = Annotated[str, msgspec.Meta(pattern=f"^{_CLOCK}-{_CLOCK}$")]
_Volume = Annotated[int, msgspec.Meta(ge=0, le=100)]


class SpeakerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The loudspeaker. `volume` 0 to 100; `hours` has another one from a time of day on, until the
    next time named there; in `quiet` nothing is said. Times are Beijing's. `calls`: only the calls
    that drivers asked to be told of, or all. `simulated`: what is said becomes a WAV file in
    DIR/said, and no sound card is needed."""

    volume: _Volume = 70
    hours: dict[_Clock, _Volume] = {}
    quiet: tuple[_Span, ...] = ("23:00-07:00",)
    calls: Literal["watched", "all"] = "watched"
    simulated: bool = False
