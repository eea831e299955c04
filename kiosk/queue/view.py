"""The queue as its pages bind to it."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.text import mark
from kiosk.queue.line import Line, line
from kiosk.queue.log import Log
from kiosk.queue.news import News
from kiosk.queue.outlook import Outlook, expected
from kiosk.queue.plate_drawing import PlateDrawing, drawing, partial
from kiosk.queue.search import PlateIndex
from kiosk.queue.story import story
from kiosk.queue.story_words import say
from kiosk.queue.times import instant
from kiosk.queue.words import LANE_WORDS, STATE_WORDS, reason_text
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
GONE = frozenset({VehicleState.DEPARTED, VehicleState.CANCELLED})
LAYOUTS = {"kk_KZ": "plate-kz", "ru_RU": "plate-ru", "en": "plate-any"}
"""The keyboard a driver's plate is likeliest on, by his language; else China's."""
COUNTRIES = {"plate-cn": "CN", "plate-kz": "KZ", "plate-ru": "RU"}
REACHED = {
    VehicleState.RESERVED: 0,
    VehicleState.ARRIVED: 0,
    VehicleState.WAITING: 1,
    VehicleState.HELD: 1,
    VehicleState.RELEASED: 1,
    VehicleState.CANCELLED: 1,
    VehicleState.CALLED: 2,
    VehicleState.AT_GATE: 3,
    VehicleState.DEPARTED: 4,
}
"""How many of the four steps (registered, in line, called, border) lie behind a vehicle."""


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
    from it here. `typed` is the plate a driver is typing: it belongs to his session."""

    changed = Signal()
    typedChanged = Signal()
    listChanged = Signal()
    vehicleChanged = Signal()
    heard = Signal(object)
    foreseen = Signal(object)

    def __init__(self, language: Language, clock: Clock, navigator: Navigator) -> None:
        super().__init__()
        self._language = language
        self._clock = clock
        self._navigator = navigator
        self._vehicles: dict[str, Vehicle] = {}
        self._index = PlateIndex(())
        self._gate: Gate | None = None
        self._as_of: datetime | None = None
        self._log = Log()
        self._outlook: Outlook | None = None
        self._typed = ""
        self._layout = ""
        self._list = LISTS[0]
        self._line = self._make_line()
        self._called = RowModel(Row, self)
        self._listed = RowModel(Row, self)
        self._found = RowModel(Row, self)
        navigator.turned.connect(self.vehicleChanged)
        language.changed.connect(self._show)
        language.changed.connect(self.typedChanged)
        clock.turned.connect(self._remake)
        self.heard.connect(self.take)
        self.foreseen.connect(self.foresee)
        self.reset()

    @Slot(object)
    def take(self, news: News) -> None:
        """The whole picture, and what has happened since the last one."""
        vehicles, self._gate, self._as_of, events = news
        self._vehicles = {vehicle.id: vehicle for vehicle in vehicles}
        self._index = PlateIndex(vehicles)
        self._log.add(events, self._clock.moment)
        self._remake()

    @Slot(object)
    def foresee(self, outlook: Outlook) -> None:
        """When the waiting are expected to be called."""
        self._outlook = outlook
        self.vehicleChanged.emit()

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

    def _make_line(self) -> Line:
        return line(self._vehicles.values(), self._gate, self._as_of, self._clock.moment)

    def _remake(self) -> None:
        self._line = self._make_line()
        self._show()

    def _show(self) -> None:
        self._called.assign([self._row(each) for each in self._line.called[:12]])
        self._listed.assign([self._row(each) for each in self._chosen()])
        self._search()
        self.changed.emit()
        self.vehicleChanged.emit()

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
            drawn=_drawn(vehicle),
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
            self._listed.assign([self._row(each) for each in self._chosen()])
            self.listChanged.emit()

    @Slot()
    def find(self) -> None:
        self._navigator.go("queue-find", "")

    @Slot(str)
    def openVehicle(self, key: str) -> None:
        self._navigator.go("queue-vehicle", key)

    def _get_vehicle(self) -> dict[str, Any]:
        found = self._vehicles.get(self._navigator.subject_of("queue-vehicle"))
        if found is None:
            return {"known": False}
        place = self._line.positions.get(found.id, 0)
        return {
            "known": True,
            "plate": found.plate,
            "drawn": _drawn(found),
            "place": place,
            "ahead": max(0, place - 1),
            "status": found.state.value,
            "statusText": self._language.tongue.tr(*STATE_WORDS[found.state]),
            "reached": REACHED[found.state],
            "laneText": self._language.tongue.tr(*LANE_WORDS[found.lane]),
            "gate": found.gate,
            "reason": reason_text(self._language.tongue, found.reason),
            "registered": _ms(found.registered_at),
            "called": _ms(found.called_at),
            "departed": _ms(found.departed_at),
        }

    def _get_expected(self) -> dict[str, Any]:
        """`known` is False where there is no forecast to stand behind; else minutes from now."""
        vehicle = self._navigator.subject_of("queue-vehicle")
        told = expected(self._outlook, vehicle, self._as_of, self._clock.moment)
        if told is None:
            return {"known": False, "low": 0, "about": 0, "high": 0}
        return {"known": True, "low": told.low, "about": told.about, "high": told.high}

    def _get_score(self) -> dict[str, Any]:
        """How good forecasts have been: `known`, `forecasts`, `off` minutes, `within` of ten."""
        score = self._outlook.score if self._outlook else None
        if score is None:
            return {"known": False, "forecasts": 0, "off": 0, "within": 0}
        within = round(10 * score.within / score.forecasts)
        return {
            "known": True,
            "forecasts": score.forecasts,
            "off": round(score.off),
            "within": within,
        }

    def _get_story(self) -> list[dict[str, str]]:
        told = story(self._log.events, self._navigator.subject_of("queue-vehicle"))
        if told is None:
            return []
        lines = say(self._language.tongue, told, lambda at: f"{at.astimezone(BEIJING):%H:%M}")
        return [{"icon": each.icon, "text": each.text} for each in lines]

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
        return _map(partial(self._typed, COUNTRIES.get(self._get_layout(), "")))

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

    expected = Property(dict, _get_expected, notify=vehicleChanged)
    score = Property(dict, _get_score, notify=vehicleChanged)
    story = Property(list, _get_story, notify=vehicleChanged)
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
    calledTwo = Property(list, lambda self: self._newest_called(2), notify=changed)
    calledFour = Property(list, lambda self: self._newest_called(4), notify=changed)
    calledThree = Property(list, lambda self: self._newest_called(3), notify=changed)
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
    vehicle = Property(dict, _get_vehicle, notify=vehicleChanged)


def _ms(text: str) -> float:
    at = instant(text)
    return at.timestamp() * 1000 if at else 0.0


def _drawn(vehicle: Vehicle) -> dict[str, Any]:
    return _plate(vehicle.plate, vehicle.country)


@lru_cache(8192)  # the day's vehicles: every row is made again at a change of language
def _plate(plate: str, country: str) -> dict[str, Any]:
    return _map(drawing(plate, country))


def _map(picture: PlateDrawing) -> dict[str, Any]:
    return {
        "country": picture.country,
        "style": picture.style,
        "ratio": picture.ratio,
        "flag": picture.flag,
        "mark": picture.mark,
        "squeeze": picture.squeeze,
        "groups": [{"text": group.text, "role": group.role} for group in picture.groups],
    }
