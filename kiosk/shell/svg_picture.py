"""SVG pictures that rooms have drawn as text (a floor plan, a QR code), for `SvgPicture.qml`.

An Image with a `data:` address would do too, but Qt loads those in a thread through its network
classes: the picture comes some frames after its page. An item of our own would do as well, but
PySide6 6.11 never lets go of the Python half of an item that QML has made: two a visit add up.
"""

from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

NAME = "svg"
CRISP = "crisp/"


class SvgPictures(QQuickImageProvider):
    """Answers `image://svg/<SVG text, percent-encoded>`; or `image://svg/crisp/<…>` for a picture
    drawn without smoothing, each of its units a whole number of pixels: for QR codes."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N803 - Qt's
        crisp = id.startswith(CRISP)
        renderer = QSvgRenderer(QByteArray(unquote(id.removeprefix(CRISP)).encode()))
        wanted = requestedSize if requestedSize.isValid() else renderer.defaultSize()
        image = QImage(wanted.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)  # transparent; the name `Qt` alone makes all of its enums
        area = QRectF(0, 0, image.width(), image.height())
        units = renderer.viewBoxF().width()
        if crisp and 0 < units <= image.width():
            side = image.width() // units * units
            margin = (image.width() - side) // 2
            area = QRectF(margin, margin, side, side)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not crisp)
        renderer.render(painter, area)
        painter.end()
        return image
