"""The catalogues, given to Qt: one translator is installed, and follows the session's language.

After `use`, call `engine.retranslate()`: every qsTr binding is read again.
"""

from PySide6.QtCore import QObject, QTranslator

from kiosk.i18n import catalogue
from kiosk.i18n.locales import SOURCE


class Translator(QTranslator):
    """Answers qsTr from the catalogue in use. Qt's context, the file's name, is no key of ours:
    the second argument of qsTr is."""

    def __init__(self, code: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue.get(code)
        self._code = code

    def use(self, code: str) -> None:
        """Answer in another locale from now on."""
        self._catalogue = catalogue.get(code)
        self._code = code

    def isEmpty(self) -> bool:
        return False

    # None, not "", for what is missing: "" blanks the text, Qt's own too.
    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        if n >= 0:
            return self._catalogue.plural(disambiguation, source, n)
        said = self._catalogue.message(disambiguation, source)
        # English is the sources' own language: its answer is theirs, not another translator's
        return source if said is None and self._code == SOURCE else said
