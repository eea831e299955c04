"""An SVG picture that a room has drawn as text: a floor plan, a QR code.

An Image with a `data:` address would do too, but Qt loads those in a thread through its network
classes: the picture comes some frames after its page.
"""

from PySide6.QtCore import Property, QByteArray, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem
from PySide6.QtSvg import QSvgRenderer

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SvgPicture(QQuickPaintedItem):
    """Paints `svg` over its whole area; nothing for an empty text. Never mirrored. `crisp` draws
    without smoothing, each unit of the picture as a whole number of pixels: for QR codes."""

    svgChanged = Signal()
    crispChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._svg = ""
        self._crisp = False
        self._renderer = QSvgRenderer(self)

    def paint(self, painter: QPainter) -> None:
        if not self._svg:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._crisp)
        area = QRectF(0, 0, self.width(), self.height())
        units = self._renderer.viewBoxF().width()
        if self._crisp and 0 < units <= self.width():
            side = self.width() // units * units
            margin = (self.width() - side) // 2
            area = QRectF(margin, margin, side, side)
        self._renderer.render(painter, area)

    def _set_svg(self, svg: str) -> None:
        if svg != self._svg:
            self._svg = svg
            self._renderer.load(QByteArray(svg.encode()))
            self.svgChanged.emit()
            self.update()

    def _set_crisp(self, crisp: bool) -> None:
        if crisp != self._crisp:
            self._crisp = crisp
            self.crispChanged.emit()
            self.update()

    svg = Property(str, lambda self: self._svg, _set_svg, notify=svgChanged)
    crisp = Property(bool, lambda self: self._crisp, _set_crisp, notify=crispChanged)
