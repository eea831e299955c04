"""A slip: what a driver takes along on the paper of the slip printer.

Needs a QGuiApplication and `kiosk.i18n.fonts.load_fonts`. It draws on any thread, in some 20 ms.
The figures are dots at 203 dpi, 8 to the millimetre.
"""

from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from kiosk.assets import assets_folder
from kiosk.devices.picture import Picture
from kiosk.i18n import formats
from kiosk.i18n.locales import LOCALES
from kiosk.paper.blocks import Beside, Block, Code, Gap, Mark, Plate, Rule, Text
from kiosk.zones import BEIJING

CHINESE = "zh_CN"
_GAP = 16
_MARGIN = 12
"""Dots at either side: a paper that stands a millimetre askew costs no letter."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is said in the driver's language, and the same in Chinese for those who help him
    (empty: nothing beneath). `large` for the one that he looks for."""

    own: str
    chinese: str = ""
    large: bool = False


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """All that stands on it, from the top: the home's name, the plate as it is written (may be
    empty), the lines, a QR code of `code` (may be empty), and `at`, aware, as Beijing's time.
    `locale` is the driver's."""

    locale: str
    home: Line
    plate: str = ""
    lines: tuple[Line, ...] = ()
    code: str = ""
    at: datetime


def draw(slip: Slip, width: int) -> Picture:
    """The slip, `width` dots wide (576 or 384) and as long as it must be; nothing is cut off.

    Raises ValueError when the code holds more than a scanner reads from paper of this width.
    """
    room = width - 2 * _MARGIN
    blocks = _blocks(slip, room)
    image = QImage(width, sum(each.height for each in blocks), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        top = 0
        for each in blocks:
            each.paint(painter, QRect(_MARGIN, top, room, each.height))
            top += each.height
    finally:
        painter.end()
    return _dots(image)


def _blocks(slip: Slip, width: int) -> list[Block]:
    narrow = width < 400
    large, body, small = (38, 30, 24) if narrow else (48, 34, 28)
    rtl = LOCALES[slip.locale].rtl

    def said(line: Line, own: int, chinese: int, room: int) -> list[Block]:
        blocks: list[Block] = [Text(line.own, slip.locale, own, room, rtl, bold=True)]
        if line.chinese and line.chinese != line.own:
            blocks.append(Text(line.chinese, CHINESE, chinese, room, rtl))
        return blocks

    mark = Mark(_mark(), 80 if narrow else 112)
    head = said(slip.home, body, small, width - mark.side - _GAP)
    blocks: list[Block] = [Beside(mark, head, rtl, _GAP), Gap(_GAP), Rule(4), Gap(_GAP)]
    if slip.plate:
        blocks += [Plate(slip.plate, width), Gap(_GAP)]
    for line in slip.lines:
        size = large if line.large else body
        blocks += [*said(line, size, round(size * 0.8), width), Gap(_GAP)]
    if slip.code:
        blocks += [Code(slip.code, width), Gap(_GAP)]
    when = Line(own=_when(slip.locale, slip.at), chinese=_when(CHINESE, slip.at))
    return [*blocks, Rule(2), Gap(8), *said(when, small, small, width), Gap(8)]


def _when(locale: str, at: datetime) -> str:
    day = at.astimezone(BEIJING).date()
    return f"{formats.date_long(locale, day)}  {formats.isolate(formats.time(at, BEIJING))}"


def _mark() -> Path:
    return assets_folder() / "ornament" / "mark@2x.png"


def _dots(image: QImage) -> Picture:
    """Black where a dot is more than half covered: a printer knows no grey."""
    mono = image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    if mono.color(1) & 0xFF:  # white is the set bit
        mono.invertPixels()
    return Picture(width=image.width(), bits=bytes(mono.constBits()))
