"""What a slip is built of: each block knows its height in dots and paints itself into a
rectangle."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import qrcode
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QTextLayout, QTextOption
from qrcode.constants import ERROR_CORRECT_M

from kiosk.i18n.fonts import font
from kiosk.i18n.locales import LATIN, LOCALES

LEAST_MODULE, LARGEST_MODULE = 8, 12
"""Dots to a side of a QR code's modules: 1 to 1.5 mm, which a telephone reads from worn paper."""
QUIET = 4
"""Modules of white around the code (ISO/IEC 18004, section 6.3.8)."""


class Block(Protocol):
    @property
    def height(self) -> int: ...

    def paint(self, painter: QPainter, box: QRect) -> None: ...


class Gap:
    def __init__(self, height: int) -> None:
        self.height = height

    def paint(self, painter: QPainter, box: QRect) -> None:
        """Nothing."""


class Rule:
    def __init__(self, height: int) -> None:
        self.height = height

    def paint(self, painter: QPainter, box: QRect) -> None:
        painter.fillRect(box, Qt.GlobalColor.black)


class Text:
    """A paragraph in a locale's font and direction, wrapped to `width`. It stands at the slip's
    leading side, whatever its own direction: at the right where `rtl`."""

    def __init__(
        self, text: str, locale: str, pixels: int, width: int, rtl: bool, *, bold: bool = False
    ) -> None:
        face = font(LOCALES[locale].family, pixels)
        face.setBold(bold)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft
            if LOCALES[locale].rtl
            else Qt.LayoutDirection.LeftToRight
        )
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self._layout = QTextLayout(text.replace("\n", "\u2028"), face)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        down = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, down))
            down += line.height()
        self._layout.endLayout()
        # the fonts' common measure is Noto Sans's; a tail of the Arabic one reaches below it
        self.height = math.ceil(down + pixels / 10)

    def paint(self, painter: QPainter, box: QRect) -> None:
        self._layout.draw(painter, QPointF(box.topLeft()))


class Mark:
    """The house's mark, square, in black and white."""

    def __init__(self, file: Path, side: int) -> None:
        self.side = self.height = side
        image = QImage(str(file))
        image.setDevicePixelRatio(1)  # "@2x" in its name halves it
        self._image = image.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def paint(self, painter: QPainter, box: QRect) -> None:
        painter.drawImage(box.topLeft(), self._image)


class Beside:
    """The mark at the leading side, the name's lines beside it."""

    def __init__(self, mark: Mark, lines: Sequence[Block], rtl: bool, gap: int) -> None:
        self._mark = mark
        self._lines = lines
        self._rtl = rtl
        self._gap = gap
        self._text = sum(each.height for each in lines)
        self.height = max(mark.height, self._text)

    def paint(self, painter: QPainter, box: QRect) -> None:
        side = self._mark.side
        down = (self.height - side) // 2
        left = box.right() + 1 - side if self._rtl else box.left()
        self._mark.paint(painter, QRect(left, box.top() + down, side, side))
        top = box.top() + (self.height - self._text) // 2
        left = box.left() if self._rtl else box.left() + side + self._gap
        for each in self._lines:
            each.paint(painter, QRect(left, top, box.width() - side - self._gap, each.height))
            top += each.height


class Plate:
    """A plate in its frame, as large as the paper is wide; never mirrored."""

    _FRAME, _PAD, _LARGEST = 6, 20, 108

    def __init__(self, text: str, width: int) -> None:
        self._text = text
        room = width - 2 * (self._FRAME + self._PAD)
        self._font = font(LATIN, self._LARGEST)
        self._font.setBold(True)
        natural = QFontMetricsF(self._font).horizontalAdvance(text)
        if natural > room:
            self._font.setPixelSize(max(int(self._LARGEST * room / natural), 8))
        metrics = QFontMetricsF(self._font)
        self.height = int(metrics.height()) + 2 * self._FRAME

    def paint(self, painter: QPainter, box: QRect) -> None:
        half = self._FRAME / 2
        painter.save()
        painter.setPen(QPen(Qt.GlobalColor.black, self._FRAME))
        painter.drawRoundedRect(QRectF(box).adjusted(half, half, -half, -half), 16, 16)
        painter.setFont(self._font)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(box, flags, self._text)
        painter.restore()


class Code:
    """A QR code of a text, in the middle, with its quiet zone. Raises ValueError for one whose
    modules would be too fine on paper so wide."""

    def __init__(self, text: str, width: int) -> None:
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
        code.add_data(text.encode("utf-8"))
        code.make(fit=True)
        self._modules = code.get_matrix()
        self._module = min(width // len(self._modules), LARGEST_MODULE)
        if self._module < LEAST_MODULE:
            raise ValueError(
                f"A code of {len(text.encode())} bytes can't be read from a slip {width} dots wide."
            )
        self.height = self._module * len(self._modules)

    def paint(self, painter: QPainter, box: QRect) -> None:
        left = box.left() + (box.width() - self.height) // 2
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(
                        left + x * self._module,
                        box.top() + y * self._module,
                        self._module,
                        self._module,
                        Qt.GlobalColor.black,
                    )
