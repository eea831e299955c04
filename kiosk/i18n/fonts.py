"""The six fonts of the house and its icons, given to Qt.

The families stand in for each other, so that a Chinese name in a Uyghur line is drawn by ours
and never by whatever the system has.
"""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from kiosk.errors import Failure
from kiosk.i18n.locales import ARABIC, CHINESE, LATIN

ASSETS = Path(__file__).parent.parent.parent / "assets"
FONTS = (
    *(
        ASSETS / "fonts" / f"{family.replace(' ', '')}-{style}.ttf"
        for family in (LATIN, ARABIC, CHINESE)
        for style in ("Regular", "Bold")
    ),
    ASSETS / "icons" / "HomeIcons.ttf",
)
ICONS = "Home Icons"

SUBSTITUTES = {
    LATIN: [CHINESE, ARABIC],
    ARABIC: [LATIN, CHINESE],
    CHINESE: [LATIN, ARABIC],
}


def load_fonts() -> None:
    """Add our fonts to Qt's database. Needs a QGuiApplication.

    Raises Failure when a font file is missing or damaged: text would be drawn with holes.
    """
    for path in FONTS:
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise Failure(f"The font {path.name} can't be read; install the kiosk again.")
    for family, others in SUBSTITUTES.items():
        QFont.removeSubstitutions(family)
        QFont.insertSubstitutions(family, others)


def font(family: str, pixels: int = 16) -> QFont:
    """A font of ours by family, with figures of equal width, at `pixels` to the em."""
    made = QFont([family, *SUBSTITUTES[family]])
    made.setPixelSize(pixels)
    return made
