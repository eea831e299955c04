"""The calls that take the screen, as its window binds to them."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.queue.times import stamp
from kiosk.queue.watch import Telling
from kiosk.shell.models import RowModel
from kiosk.tv.calls import Call, Calls
from kiosk.tv.rows import Greeting, Row, call_row, greeting
from sync.records import Vehicle

QML_IMPORT_NAME = "kiosk.tv"
QML_IMPORT_MAJOR_VERSION = 1

CHINESE = "zh_CN"


@QmlElement
@QmlUncreatable("The wall makes its calls.")
class CallsView(QObject):
    """`shown` is how many have the screen now, `waiting` how many have not had their turn.
    `begun`: others have the screen than before; it carries those who have it, and who had it."""

    changed = Signal()
    begun = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._calls = Calls()
        self._shown: tuple[Call, ...] = ()
        self._waiting = 0
        self._on_screen = RowModel(Row, self)
        self._all = [greeting(code) for code in LOCALES]
        self._drives = RowModel(Greeting, self)
        self._drives.assign(self._all)

    def take(self, called: Iterable[Vehicle], back: Collection[str], seconds: float) -> None:
        """All that the port calls now, in the order of their calls, and the vehicles (ids) whose
        call it took back."""
        self._calls.take(map(_call, called), back, seconds)
        self.tick(seconds)

    def tell(self, tellings: Iterable[Telling], seconds: float) -> None:
        """The drivers who are told now that they are called."""
        self._calls.tell(map(_told, tellings), seconds)
        self.tick(seconds)

    def tick(self, seconds: float) -> None:
        """It is so many seconds since the wall began."""
        shown, waiting = self._calls.shown(seconds), self._calls.waiting
        if (shown, waiting) == (self._shown, self._waiting):
            return
        before = self._shown
        self._shown, self._waiting = shown, waiting
        self._on_screen.assign([call_row(call) for call in shown])
        self._drives.assign(self._spoken())
        if shown != before:
            self.begun.emit(shown, before)
        self.changed.emit()

    @property
    def vehicles(self) -> set[str]:
        """The ids of those on the screen."""
        return {call.id for call in self._shown}

    def _spoken(self) -> list[Greeting]:
        """In which languages they are told what to do: their own and Chinese, where these are known
        of all."""
        codes = {call.locale for call in self._shown}
        return (
            self._all
            if "" in codes
            else [each for each in self._all if each.id in codes | {CHINESE}]
        )

    shown = Property(int, lambda self: len(self._shown), notify=changed)
    waiting = Property(int, lambda self: self._waiting, notify=changed)
    onScreen = Property(QAbstractItemModel, lambda self: self._on_screen, constant=True)
    drives = Property(QAbstractItemModel, lambda self: self._drives, constant=True)


def _call(vehicle: Vehicle) -> Call:
    return Call(
        vehicle.id, vehicle.called_at, vehicle.gate, plate=vehicle.plate, country=vehicle.country
    )


def _told(telling: Telling) -> Call:
    told = telling.announcement
    return Call(
        telling.vehicle,
        stamp(telling.since),
        told.gate,
        plate=told.plate,
        country=told.country,
        locale=told.locale,
    )
