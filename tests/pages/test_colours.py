"""Every pair of text and ground has a contrast of 4.5 at least (WCAG 2.2, 1.4.3), in both modes."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent

PAIRS = [
    ("ink", "groundEnd"),
    ("softInk", "groundEnd"),
    ("ink", "linen"),
    ("softInk", "linen"),
    ("surfaceInk", "linen"),
    ("surfaceInk", "sand"),
    ("softInk", "sand"),
    ("disabledInk", "disabled"),
    ("free", "linen"),
    ("soon", "linen"),
    ("gold", "night"),
    ("gold", "board"),
    ("linen", "night"),
    ("linen", "board"),
]
ROOMS = (
    *("queue", "health", "services", "meals", "jobs", "road"),
    *("papers", "help", "company", "phrases", "house"),
)

READ = b"""
import QtQml
import kiosk.shell
QtObject {
    readonly property var colours: ({%s})
    readonly property var rooms: ({%s})
}
"""


def brightness(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(params=[False, True], ids=["plain", "high contrast"])
def theme(kiosk, request):
    kiosk.app.session.show(1, request.param)
    component = QQmlComponent(kiosk.app.window.engine)
    names = sorted({name for pair in PAIRS for name in pair})
    own = ",".join(f"{name}: Theme.{name}" for name in names)
    of = ",".join(
        f"{room}: ["
        + ",".join(f"Theme.{part}({room!r})" for part in ("accent", "onAccent", "felt", "deep"))
        + "]"
        for room in ROOMS
    )
    component.setData(READ % (own.encode(), of.encode()), QUrl("file:///theme.qml"))
    reader = component.create()
    assert reader is not None, component.errorString()

    yield reader.property("colours").toVariant(), reader.property("rooms").toVariant()
    reader.deleteLater()


def test_the_measure_is_right():
    assert round(contrast(QColor("#FFFFFF"), QColor("#000000")), 1) == 21.0
    assert round(contrast(QColor("#0B3B40"), QColor("#EFE2C8")), 1) == 9.6  # look.md


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_texts_stand_out_from_their_ground(theme, text, ground):
    ratio = contrast(theme[0][text], theme[0][ground])
    assert ratio >= 4.5, f"{text} on {ground}: {ratio:.1f}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_can_be_read(theme, room):
    accent, on_accent, felt, deep = theme[1][room]
    assert contrast(accent, on_accent) >= 4.5
    assert contrast(deep, felt) >= 4.5
    assert contrast(deep, theme[0]["linen"]) >= 4.5
