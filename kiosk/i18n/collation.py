"""Names in the order a reader expects: Chinese by pinyin, Kazakh and Uyghur by their alphabets."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QCollator, QLocale

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.search import fold

T = TypeVar("T")


def in_order(code: str, things: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Things sorted by name as the locale sorts; a leading hamza doesn't count."""
    collator = QCollator(QLocale(LOCALES[code].tag))
    collator.setNumericMode(True)
    return sorted(things, key=lambda thing: collator.sortKey(fold(name(thing))))
