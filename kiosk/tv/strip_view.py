"""The strip beneath, as its window binds to it."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.queue.plate_drawing import drawn
from kiosk.queue.watch import Telling
from kiosk.queue.watch_words import told
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.tv import turns, words
from kiosk.tv.calls_view import CHINESE
from kiosk.tv.house import House
from kiosk.tv.rows import Greeting, greeting
from kiosk.tv.strip import say, sayings
from sync.records import Gate

QML_IMPORT_NAME = "kiosk.tv"
QML_IMPORT_MAJOR_VERSION = 1


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a driver is told: in his language (`first`), and in Chinese where that is another."""

    id: str
    drawn: dict[str, Any]
    first: str
    family: str
    second: str = ""
    secondFamily: str = ""
    called: bool = False


@QmlElement
@QmlUncreatable("The wall makes its strip.")
class StripView(QObject):
    """What is said of the gate while it is closed, else of the house, in turn; and before all
    that what drivers are told."""

    changed = Signal()
    toldChanged = Signal()

    def __init__(self, language: Language, clock: Clock, house: House) -> None:
        super().__init__()
        self._language = language
        self._clock = clock
        self._house = house
        self._gate: Gate | None = None
        self._reopening: words.Reopening | None = None
        self._seconds = 0.0
        self._tellings: tuple[Telling, ...] = ()
        self._told = RowModel(Told, self)
        self._greetings = RowModel(Greeting, self)
        self._greetings.assign([greeting(code) for code in LOCALES])
        self._said = words.Said("")
        language.changed.connect(self.refresh)
        self.refresh()

    def use(self, house: House) -> None:
        self._house = house
        self.refresh()

    def take(self, gate: Gate | None) -> None:
        self._gate = gate
        self.refresh()

    def foresee(self, reopening: words.Reopening | None) -> None:
        self._reopening = reopening
        self.refresh()

    def tell(self, tellings: Sequence[Telling]) -> None:
        """What drivers are told now; several take turns."""
        self._tellings = tuple(tellings)
        self._show_told()

    def tick(self, seconds: float) -> None:
        """It is so many seconds since the wall began."""
        self._seconds = seconds
        self._show_told()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say anew what is to be said at this moment."""
        before, self._said = self._said, self._say()
        if self._said != before:
            self.changed.emit()

    def _say(self) -> words.Said:
        tongue, formats = self._language.tongue, self._language.formats
        now = self._clock.moment
        if self._closed():
            assert self._gate is not None  # noqa: S101 - tells the type checker
            return words.gate_closed(tongue, formats, self._gate, self._reopening, now)
        all_of_it = sayings(self._house, now)
        turn = turns.language_turn(self._seconds)
        chosen = all_of_it[turns.message(turn, len(LOCALES), len(all_of_it))]
        return say(tongue, formats, chosen, self._house, now)

    def _closed(self) -> bool:
        return self._gate is not None and not self._gate.open

    def _show_told(self) -> None:
        turn = turns.telling_turn(self._seconds)
        rows = [_told(each) for each in turns.page(self._tellings, 1, turn)]
        if rows != self._told.rows:
            self._told.assign(rows)
            self.toldChanged.emit()

    closed = Property(bool, _closed, notify=changed)
    icon = Property(str, lambda self: self._said.icon, notify=changed)
    first = Property(str, lambda self: self._said.first, notify=changed)
    second = Property(str, lambda self: self._said.second, notify=changed)
    telling = Property(bool, lambda self: bool(self._told.rows), notify=toldChanged)
    calling = Property(
        bool, lambda self: any(row.called for row in self._told.rows), notify=toldChanged
    )
    greetings = Property(QAbstractItemModel, lambda self: self._greetings, constant=True)
    told = Property(QAbstractItemModel, lambda self: self._told, constant=True)


def _told(telling: Telling) -> Told:
    announcement = telling.announcement
    tongue, chinese = Tongue(announcement.locale), Tongue(CHINESE)
    return Told(
        id=telling.watch,
        drawn=drawn(announcement.plate, announcement.country),
        first=told(tongue, announcement),
        family=tongue.locale.family,
        second="" if tongue.code == CHINESE else told(chinese, announcement),
        secondFamily=chinese.locale.family,
        called=announcement.ahead == 0,
    )
