"""Shape every text of the house with its fonts and tell what has no glyph of ours.

Run as a program it prints the holes as JSON: test_fonts does so with a fontconfig that knows no
font, where nothing of the system can fill in.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QFont, QGuiApplication, QTextLayout

from kiosk.i18n import catalogue_files as files
from kiosk.i18n.catalogue import TRANSLATIONS
from kiosk.i18n.fonts import SUBSTITUTES, load_fonts
from kiosk.i18n.locales import LOCALES
from tests.i18n.formatted import everything

CONTENT = TRANSLATIONS.parent / "assets" / "content"


def content_texts() -> Iterator[tuple[str, str, str]]:
    """File, locale and text of every Text in the content."""

    def walk(value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if "en" in value and "zh_CN" in value:
                yield from ((code, text) for code, text in value.items() if code in LOCALES)
            else:
                for part in value.values():
                    yield from walk(part)
        elif isinstance(value, list):
            for part in value:
                yield from walk(part)

    for path in sorted(CONTENT.glob("*/*.json")):
        for code, text in walk(json.loads(path.read_text("utf-8"))):
            yield path.name, code, text


def house_texts() -> dict[str, set[str]]:
    """All texts by locale: catalogues, content, formats, names of languages."""
    own_names = {locale.name for locale in LOCALES.values()} | {
        locale.letter for locale in LOCALES.values()
    }
    found = {code: set(everything(code)) | own_names for code in LOCALES}
    for code in files.TARGETS:
        for message in files.read(code):
            if message.id:
                found[code].update(files.forms(message.string))
                found["en"].update(files.forms(message.id))
    for _, code, text in content_texts():
        found[code].add(text)
    return found


def runs(text: str, family: str, bold: bool = False) -> list[tuple[str, str, bool]]:
    """The pieces in which Qt draws a text: piece, family, and whether a glyph is missing.

    Only the family is asked for, as QML does: what stands in for it is load_fonts' work.
    """
    font = QFont(family)
    font.setBold(bold)
    font.setPixelSize(40)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    pieces = []
    for run in layout.glyphRuns():
        where = run.stringIndexes()
        piece = text[min(where) : max(where) + 1] if where else text
        pieces.append((piece, run.rawFont().familyName(), 0 in run.glyphIndexes()))
    return pieces


def holes(texts: dict[str, set[str]]) -> list[tuple[str, str, str, str]]:
    """Locale, text, piece and what is wrong with it."""
    found = []
    for code, said in texts.items():
        for text in sorted(said):
            for bold in (False, True):
                for piece, family, missing in runs(text, LOCALES[code].family, bold):
                    if family not in SUBSTITUTES:
                        found.append((code, text, piece, f"drawn by {family}"))
                    elif missing:
                        found.append((code, text, piece, "no glyph"))
    return found


if __name__ == "__main__":
    app = QGuiApplication(sys.argv)
    load_fonts()
    json.dump(holes(house_texts()), sys.stdout)
