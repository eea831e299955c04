"""Text that Python makes: a Tongue speaks one locale and is passed to whoever makes text.

>>> english = Tongue("en")
>>> english.ntr("%n truck(s)", 3)
'3 trucks'
>>> english.pick({"zh_CN": "手抓饭", "ru_RU": "Плов"})
'手抓饭'
"""

from collections.abc import Mapping

from kiosk.i18n import catalogue, plurals
from kiosk.i18n.locales import LOCALES, reading_order


def mark(text: str, context: str | None = None) -> str:
    """Mark a text of a table for the catalogues; `Tongue.tr` translates it later."""
    return text


class Tongue:
    """One locale's way to say things.

    Attributes: `locale` (kiosk.i18n.locales.Locale), `catalogue`.
    """

    def __init__(self, code: str) -> None:
        self.locale = LOCALES[code]
        self.catalogue = catalogue.get(code)
        self._order = reading_order(code)

    @property
    def code(self) -> str:
        return self.locale.code

    def tr(self, text: str, context: str | None = None) -> str:
        """Translate; the source text where the catalogue lacks it."""
        return self.catalogue.message(context, text) or text

    def ntr(self, text: str, n: int, context: str | None = None) -> str:
        """Translate a text that counts (kiosk.i18n.plurals), with `n` in the place of `%n`."""
        said = self.catalogue.plural(context, text, n)
        if said is None:
            said = (plurals.split(text) or (text, text))[n != 1]
        return said.replace("%n", str(n))

    def pick(self, text: Mapping[str, str]) -> str:
        """A record's Text in this locale, else in the language its reader is likeliest to
        know, English, any; empty if the Text is."""
        for code in self._order:
            if text.get(code):
                return text[code]
        return ""
