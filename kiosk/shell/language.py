"""The session's language: switches catalogue, direction and fonts at once, and formats figures.

Babel is not loaded here: formats arrive when the background thread has them (`use_formats`);
until then what needs them is empty, and `revision` tells the pages when to look again.
"""

from datetime import UTC, datetime
from types import ModuleType

from PySide6 import QtCore
from PySide6.QtCore import Property, QLocale, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.i18n.translator import Translator
from kiosk.zones import BEIJING, KAZAKHSTAN

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The app makes the language.")
class Language(QObject):
    """`revision` grows whenever texts must be made again."""

    changed = Signal()

    def __init__(self, translator: Translator, first: str) -> None:
        super().__init__()
        self._translator = translator
        self._first = first
        self._formats: ModuleType | None = None
        self._revision = 0
        self.code = ""
        self.tongue = Tongue(first)
        self.use(first)

    @Slot(str)
    def use(self, code: str) -> None:
        """Speak another language from now on. Unknown codes are refused with KeyError."""
        if code == self.code:
            return
        locale = LOCALES[code]
        self.code = code
        self.tongue = Tongue(code)
        self._translator.use(code)
        QLocale.setDefault(QLocale(locale.tag))
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and locale.rtl != app.isRightToLeft():
            # QtCore.Qt makes all of Qt's enums, a tenth of the start: not before it is needed
            direction = QtCore.Qt.LayoutDirection
            app.setLayoutDirection(direction.RightToLeft if locale.rtl else direction.LeftToRight)
        self._tell()

    @Slot()
    def useFirst(self) -> None:
        """Back to the house's own language, for the next driver."""
        self.use(self._first)

    def use_formats(self, formats: ModuleType) -> None:
        """From now on figures are written as the language writes them."""
        self._formats = formats
        self._tell()

    @property
    def formats(self) -> ModuleType | None:
        return self._formats

    def _tell(self) -> None:
        self._revision += 1
        self.changed.emit()

    @Slot(float, result=str)
    def number(self, value: float) -> str:
        whole = int(value) if value == int(value) else value
        return str(self._formats.number(self.code, whole)) if self._formats else str(whole)

    @Slot(int, result=str)
    def percent(self, value: int) -> str:
        if self._formats is None:
            return f"{value}%"
        # within a text from the right, its sign would stand before the figure
        return str(self._formats.isolate(self._formats.percent(self.code, value / 100)))

    @Slot(int, result=str)
    def money(self, fen: int) -> str:
        return str(self._formats.money(self.code, fen, "CNY")) if self._formats else ""

    @Slot(float, result=str)
    def ago(self, seconds: float) -> str:
        return str(self._formats.ago(self.code, max(0.0, seconds))) if self._formats else ""

    @Slot(int, result=str)
    def minutes(self, minutes: int) -> str:
        return str(self._formats.duration(self.code, minutes)) if self._formats else ""

    @Slot(float, result=str)
    def beijing(self, milliseconds: float) -> str:
        return f"{_moment(milliseconds).astimezone(BEIJING):%H:%M}"

    @Slot(float, result=str)
    def kazakhstan(self, milliseconds: float) -> str:
        return f"{_moment(milliseconds).astimezone(KAZAKHSTAN):%H:%M}"

    @Slot(float, float, result=str)
    def moment(self, milliseconds: float, now: float) -> str:
        """The time of day in Beijing; with the date before it where that is another day."""
        then = _moment(milliseconds).astimezone(BEIJING)
        time = f"{then:%H:%M}"
        if then.date() == _moment(now).astimezone(BEIJING).date():
            return time
        if self._formats is None:
            return ""
        return f"{self._formats.date_short(self.code, then)} {time}"

    def _get_code(self) -> str:
        return self.code

    def _get_rtl(self) -> bool:
        return LOCALES[self.code].rtl

    def _get_family(self) -> str:
        return LOCALES[self.code].family

    def _get_own_name(self) -> str:
        return LOCALES[self.code].name

    def _get_revision(self) -> int:
        return self._revision

    locale = Property(str, _get_code, notify=changed)
    rtl = Property(bool, _get_rtl, notify=changed)
    family = Property(str, _get_family, notify=changed)
    ownName = Property(str, _get_own_name, notify=changed)
    revision = Property(int, _get_revision, notify=changed)


def _moment(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
