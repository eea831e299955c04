"""The translations of one locale, from `translations/<locale>/LC_MESSAGES/kiosk.mo`.

The file is opened by its path: gettext's own search expands kk_Arab_CN to kk as well, and would
give a reader in Xinjiang Cyrillic.
"""

import logging
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from kiosk.i18n.locales import LOCALES, SOURCE
from kiosk.i18n.plurals import split

TRANSLATIONS = Path(__file__).parent.parent.parent / "translations"
DOMAIN = "kiosk"

log = logging.getLogger(__name__)


class _Missing(NullTranslations):
    """Says None for what no catalogue has, where gettext would echo the source."""

    def gettext(self, message: str) -> Any:
        return None

    def pgettext(self, context: str, message: str) -> Any:
        return None

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> Any:
        return None

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> Any:
        return None


class Catalogue:
    """Messages by source text and, where one English text needs two translations, context."""

    def __init__(self, messages: NullTranslations, english: bool = False) -> None:
        self._messages = messages
        self._english = english
        messages.add_fallback(_Missing())

    def message(self, context: str | None, text: str) -> str | None:
        """The translation, None where there is none."""
        if not text:  # gettext keeps the file's header there
            return None
        said = self._messages
        found: str | None = said.pgettext(context, text) if context else said.gettext(text)
        return found or None

    def plural(self, context: str | None, text: str, n: int) -> str | None:
        """The translation of a text that counts, in the form for `n`; `%n` still stands in it.

        None where there is none. English, the source, has its two forms without a catalogue.
        """
        forms = split(text)
        if forms is None:
            return self.message(context, text)
        if self._english:
            return forms[0] if n == 1 else forms[1]
        said = self._messages
        found: str | None
        found = said.npgettext(context, *forms, n) if context else said.ngettext(*forms, n)
        return found or None


def read(code: str, folder: Path = TRANSLATIONS) -> Catalogue:
    """Read a locale's catalogue; a missing or damaged file gives an empty one and a warning."""
    if code not in LOCALES:
        raise KeyError(code)
    if code == SOURCE:
        return Catalogue(NullTranslations(), english=True)
    path = folder / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return Catalogue(GNUTranslations(file))
    except (OSError, UnicodeDecodeError, ValueError, KeyError) as wrong:
        log.warning("no catalogue for %s: %s", code, wrong)
        return Catalogue(NullTranslations(), english=True)


@lru_cache(maxsize=len(LOCALES))
def get(code: str) -> Catalogue:
    """A locale's catalogue, read once."""
    return read(code)
