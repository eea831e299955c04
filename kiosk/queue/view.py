"""The queue as its pages bind to it; one truck's page binds to vehicle_view.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.text import mark
from kiosk.queue.line import Line, LiveLine
from kiosk.queue.news import News
from kiosk.queue.plate_drawing import drawn, partial, to_map
from kiosk.queue.search import PlateIndex
from kiosk.queue.times import instant
from kiosk.queue.words import STATE_WORDS, reason_text
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.shell.navigator import Navigator
from kiosk.zones import BEIJING
from sync.records import Gate, Lane, Vehicle, VehicleState

QML_IMPORT_NAME = "kiosk.queue"
QML_IMPORT_MAJOR_VERSION = 1

LISTS = ("general", "called", "priority", "held")
MOST_FOUND = 20
MOST_CALLED = 4
GONE = frozenset({VehicleState.DEPARTED, VehicleState.CANCELLED})
LAYOUTS = {"kk_KZ": "plate-kz", "ru_RU": "plate-ru", "en": "plate-any"}
"""The keyboard a driver's plate is likeliest on, by his language; else China's."""
COUNTRIES = {"plate-cn": "CN", "plate-kz": "KZ", "plate-ru": "RU"}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle in a list: its plate as drawn, its place (0: it does not wait), where to drive,
    and one line that says how it stands. `time` is HH:MM in Beijing,
    of the call or else of the registration."""

    id: str
    key: str
    plate: str
    drawn: dict[str, Any]
    place: int
    status: str
    gate: str
    time: str


@QmlElement
@QmlUncreatable("The app makes the queue.")
class QueueView(QObject):
    """The day's queue. `heard` carries what the feed's thread has read; everything else is made
    from it here, and `happened` hands on the events that came with it. `typed` is the plate a
    driver is typing: it belongs to his session."""

    changed = Signal()
    calledChanged = Signal()
    typedChanged = Signal()
    listChanged = Signal()
    heard = Signal(object)
    happened = Signal(object)

    def __init__(self, language: Language, clock: Clock, navigator: Navigator) -> None:
        super().__init__()
        self._language = language
        self._clock = clock
        self._navigator = navigator
        self._live = LiveLine()
        self._index = PlateIndex()
        self._gate: Gate | None = None
        self._as_of: datetime | None = None
        self._typed = ""
        self._layout = ""
        self._list = LISTS[0]
        self._line = self._make_line()
        self._called = RowModel(Row, self)
        self._listed = RowModel(Row, self, self._row)
        self._found = RowModel(Row, self)
        language.changed.connect(self._show)
        language.changed.connect(self.typedChanged)
        clock.turned.connect(self._remake)
        self.heard.connect(self.take)
        self.reset()

    @Slot(object)
    def take(self, news: News) -> None:
        """What is known now, and what has happened since the last news."""
        changed, gone = self._live.take(news)
        for key in gone:
            self._index.drop(key)
        for vehicle in changed:
            self._index.put(vehicle)
        self._gate, self._as_of = news.gate, news.as_of
        if news.events:
            self.happened.emit(news.events)
        self._remake()

    def reset(self) -> None:
        """Forget what the driver typed and chose."""
        self._typed = self._layout = ""
        self._list = LISTS[0]
        self._show()
        self.typedChanged.emit()
        self.listChanged.emit()

    @property
    def line(self) -> Line:
        return self._line

    def vehicle(self, key: str) -> Vehicle | None:
        """The vehicle with this id, if the port lists it."""
        return self._live.vehicles.get(key)

    def _make_line(self) -> Line:
        return self._live.line(self._gate, self._as_of, self._clock.moment)

    @Slot()
    def _remake(self) -> None:
        self._line = self._make_line()
        self._show()

    @Slot()
    def _show(self) -> None:
        newest = self._newest_called(MOST_CALLED)
        self._called.assign([self._row(each) for each in self._line.called[:12]])
        self._listed.assign(self._chosen())
        self._search()
        if newest != self._newest_called(MOST_CALLED):
            self.calledChanged.emit()
        self.changed.emit()

    def _search(self) -> None:
        # those still on their way out come first: a driver looks for his truck of today
        found = sorted(self._index.find(self._typed, 200), key=lambda each: each.state in GONE)
        self._found.assign([self._row(each) for each in found[:MOST_FOUND]])

    def _chosen(self) -> Sequence[Vehicle]:
        if self._list == "called":
            return self._line.called
        return self._line.held if self._list == "held" else self._line.lanes[Lane(self._list)]

    def _row(self, vehicle: Vehicle) -> Row:
        at = instant(vehicle.called_at) or instant(vehicle.registered_at)
        return Row(
            id=vehicle.id,
            key=vehicle.id,
            plate=vehicle.plate,
            drawn=drawn(vehicle.plate, vehicle.country),
            place=self._line.positions.get(vehicle.id, 0),
            status=self._language.tongue.tr(*STATE_WORDS[vehicle.state]),
            gate=vehicle.gate,
            time=f"{at.astimezone(BEIJING):%H:%M}" if at else "",
        )

    @Slot(str)
    def type(self, text: str) -> None:
        self._typed = text
        self._search()
        self.typedChanged.emit()

    @Slot(str)
    def chooseLayout(self, layout: str) -> None:
        """Type on another country's keyboard; what was typed on the former does not fit it."""
        self._layout = layout
        self.type("")

    @Slot()
    def openFirst(self) -> None:
        """Open the truck whose plate was typed, where there is just one."""
        if len(self._found.rows) == 1:
            self.openVehicle(self._found.rows[0].key)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show one of LISTS."""
        if name in LISTS and name != self._list:
            self._list = name
            self._listed.assign(self._chosen())
            self.listChanged.emit()

    @Slot()
    def find(self) -> None:
        self._navigator.go("queue-find", "")

    @Slot(str)
    def openVehicle(self, key: str) -> None:
        self._navigator.go("queue-vehicle", key)

    @Slot()
    def openQueue(self) -> None:
        self._navigator.go("queue", "")

    def _words(self, text: str, n: int, *, light: bool) -> str:
        """A sentence with its figure set off, for a Label with StyledText."""
        said = self._language.tongue.ntr(text, n)
        figure = f'<b><font color="#FFDE97">{n}</font></b>' if light else f"<b>{n}</b>"
        return said.replace(str(n), figure, 1)

    def _get_waiting_words(self, *, light: bool = True) -> str:
        #: On the home page and the door: vehicles that wait to be called
        return self._words(mark("%n waiting"), self._line.counts.waiting, light=light)

    def _get_last_hour_words(self) -> str:
        #: On the home page: vehicles called in the last sixty minutes
        said = mark("%n called in the last hour")
        return self._words(said, self._line.counts.called_last_hour, light=True)

    def _newest_called(self, most: int) -> list[dict[str, Any]]:
        rows = self._called.rows[:most]
        return [{"drawn": row.drawn, "gate": row.gate, "plate": row.plate} for row in rows]

    def _get_layout(self) -> str:
        return self._layout or LAYOUTS.get(self._language.code, "plate-cn")

    def _get_drawn_typed(self) -> dict[str, Any]:
        return to_map(partial(self._typed, COUNTRIES.get(self._get_layout(), "")))

    def _get_typed(self) -> str:
        return self._typed

    @property
    def as_of(self) -> float:
        """When the port knew all this, in milliseconds since 1970; 0: never heard."""
        return self._as_of.timestamp() * 1000 if self._as_of else 0.0

    def _get_gate(self) -> str:
        if self._gate is None:
            return "unknown"
        return "open" if self._gate.open else "closed"

    def _get_gate_reason(self) -> str:
        return reason_text(self._language.tongue, self._gate.reason) if self._gate else ""

    asOf = Property(float, lambda self: self.as_of, notify=changed)
    band = Property(str, lambda self: self._line.band.value, notify=changed)
    waiting = Property(int, lambda self: self._line.counts.waiting, notify=changed)
    held = Property(int, lambda self: self._line.counts.held, notify=changed)
    waitingGeneral = Property(
        int, lambda self: self._line.counts.waiting_by_lane[Lane.GENERAL], notify=changed
    )
    waitingPriority = Property(
        int, lambda self: self._line.counts.waiting_by_lane[Lane.PRIORITY], notify=changed
    )
    calledNow = Property(int, lambda self: len(self._line.called), notify=changed)
    calledLastHour = Property(int, lambda self: self._line.counts.called_last_hour, notify=changed)
    departedToday = Property(int, lambda self: self._line.counts.departed_today, notify=changed)
    gate = Property(str, _get_gate, notify=changed)
    gateReason = Property(str, _get_gate_reason, notify=changed)
    calledTwo = Property(list, lambda self: self._newest_called(2), notify=calledChanged)
    calledFour = Property(list, lambda self: self._newest_called(MOST_CALLED), notify=calledChanged)
    calledThree = Property(list, lambda self: self._newest_called(3), notify=calledChanged)
    waitingWords = Property(str, _get_waiting_words, notify=changed)
    waitingPlain = Property(str, lambda self: self._get_waiting_words(light=False), notify=changed)
    lastHourWords = Property(str, _get_last_hour_words, notify=changed)
    called = Property(QAbstractItemModel, lambda self: self._called, constant=True)
    listed = Property(QAbstractItemModel, lambda self: self._listed, constant=True)
    found = Property(QAbstractItemModel, lambda self: self._found, constant=True)
    list = Property(str, lambda self: self._list, notify=listChanged)
    typed = Property(str, _get_typed, notify=typedChanged)
    drawnTyped = Property(dict, _get_drawn_typed, notify=typedChanged)
    layout = Property(str, _get_layout, notify=typedChanged)
