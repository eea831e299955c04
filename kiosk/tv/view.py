"""The wall as its window binds to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.queue.line import CALLED, LANES, Line, line
from kiosk.queue.news import News
from kiosk.queue.outlook import Outlook
from kiosk.queue.plate_drawing import drawn
from kiosk.queue.times import instant
from kiosk.shell.age import AgeBand
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.tv import turns, words
from kiosk.tv.calls import Call, Calls
from kiosk.zones import BEIJING
from sync.records import Gate, Lane, Service, Vehicle, VehicleState

QML_IMPORT_NAME = "kiosk.tv"
QML_IMPORT_MAJOR_VERSION = 1

CALLED_A_PAGE = 3
NEXT_A_PAGE = 5
MOST_NEXT = 20
"""Places beyond have an hour to go: the kiosk finds them."""
LIT = timedelta(minutes=1)
"""The newest call is lit for so long (look.md)."""
FOLLOWED = CALLED | {VehicleState.DEPARTED}
"""States that follow from a call; any other takes it back."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle on the wall. `place` is its place in the line (0: it is called), `time` HH:MM in
    Beijing of its call, or when that is expected (empty: not known)."""

    id: str
    drawn: dict[str, Any]
    place: int = 0
    gate: str = ""
    time: str = ""
    priority: bool = False
    lit: bool = False


class Greeting(msgspec.Struct, frozen=True, kw_only=True):
    """A welcome, and what a called driver is to do, in one language."""

    id: str
    family: str
    rtl: bool
    welcome: str
    drive: str


@QmlElement
@QmlUncreatable("The wall makes its view.")
class WallView(QObject):
    """`take` is given the port's whole picture, `tick` the seconds since the wall began. Plates
    and figures follow the port alone; `language.changed` changes words and nothing else."""

    changed = Signal()
    callsChanged = Signal()
    turned = Signal()  # what is said in sentences
    foreseen = Signal(object)

    def __init__(self, language: Language, clock: Clock, services: Sequence[Service]) -> None:
        super().__init__()
        self._language = language
        self._clock = clock
        self._first = list(LOCALES).index(language.code)
        self._clinic = words.clinic(services)
        self._seconds = 0.0
        self._vehicles: dict[str, Vehicle] = {}
        self._gate: Gate | None = None
        self._as_of: datetime | None = None
        self._reopening: words.Reopening | None = None
        self._expected: Mapping[str, datetime] = {}
        self._calls = Calls()
        self._calls_shown: tuple[Call, ...] = ()
        self._calls_waiting = 0
        self._page_zero = 0
        self._line = self._make_line()
        self._called = RowModel(Row, self)
        self._next = RowModel(Row, self)
        self._on_screen = RowModel(Row, self)
        self._greetings = RowModel(Greeting, self)
        self._greetings.assign([_greeting(code) for code in LOCALES])
        self.foreseen.connect(self.foresee)
        clock.turned.connect(self._remake)
        language.changed.connect(self.turned)

    @Slot(object)
    def take(self, news: News) -> None:
        """The port's vehicles, its gate and when it knew them."""
        self._gate, self._as_of = news.gate, news.as_of
        self._vehicles = {vehicle.id: vehicle for vehicle in news.vehicles}
        self._line = self._make_line()
        if self._as_of is not None:  # before that there is nothing that a call could be new to
            back = {each.id for each in news.vehicles if each.state not in FOLLOWED}
            self._calls.take(map(_call, reversed(self._line.called)), back, self._seconds)
        self._show()
        self._show_calls()

    @Slot(object)
    def foresee(self, outlook: Outlook) -> None:
        """When the gate is expected to open, and when vehicles are expected to be called."""
        self._reopening = outlook.reopening
        self._expected = {
            vehicle: outlook.at + timedelta(minutes=forecast.median)
            for vehicle, forecast in outlook.forecasts.items()
        }
        self._show()

    def tick(self, seconds: float) -> None:
        """It is so many seconds since the wall began: languages and pages take their turns, and
        calls leave the screen."""
        before, self._seconds = self._seconds, seconds
        if turns.page_turn(before) != turns.page_turn(seconds) or self._light_is_old():
            self._show()
        if turns.language_turn(before) != turns.language_turn(seconds):
            codes = list(LOCALES)
            turn = self._first + turns.language_turn(seconds)
            self._language.use(codes[turn % len(codes)])
        self._show_calls()

    def _make_line(self) -> Line:
        return line(self._vehicles.values(), self._gate, self._as_of, self._clock.moment)

    def _remake(self) -> None:
        self._line = self._make_line()
        self._show()

    def _light_is_old(self) -> bool:
        lit = (self._vehicles.get(row.id) for row in self._called.rows if row.lit)
        return not all(vehicle and self._is_lit(vehicle) for vehicle in lit)

    def _show(self) -> None:
        turn = turns.page_turn(self._seconds) - self._page_zero
        called = turns.page(self._line.called, CALLED_A_PAGE, turn)
        self._called.assign([self._called_row(each) for each in called])
        following = turns.page(self.following(), NEXT_A_PAGE, turns.page_turn(self._seconds))
        self._next.assign([self._next_row(each) for each in following])
        self.changed.emit()
        self.turned.emit()

    def _show_calls(self) -> None:
        shown, waiting = self._calls.shown(self._seconds), self._calls.waiting
        if (shown, waiting) == (self._calls_shown, self._calls_waiting):
            return
        if shown != self._calls_shown:  # the newest stand on the first page: begin there
            self._page_zero = turns.page_turn(self._seconds)
            self._show()
        self._calls_shown, self._calls_waiting = shown, waiting
        self._on_screen.assign([_call_row(call) for call in shown])
        self.callsChanged.emit()

    def following(self) -> list[Vehicle]:
        """Who is called next, in this order."""
        waiting = [each for lane in LANES for each in self._line.lanes[lane]]
        return sorted(waiting, key=lambda each: self._line.positions[each.id])[:MOST_NEXT]

    def _called_row(self, vehicle: Vehicle) -> Row:
        return Row(
            id=vehicle.id,
            drawn=drawn(vehicle.plate, vehicle.country),
            gate=vehicle.gate,
            time=_clock(instant(vehicle.called_at)),
            lit=self._is_lit(vehicle),
        )

    def _next_row(self, vehicle: Vehicle) -> Row:
        return Row(
            id=vehicle.id,
            drawn=drawn(vehicle.plate, vehicle.country),
            place=self._line.positions[vehicle.id],
            time=_clock(self._expected.get(vehicle.id)),
            priority=vehicle.lane is Lane.PRIORITY,
        )

    def _is_lit(self, vehicle: Vehicle) -> bool:
        at = instant(vehicle.called_at)
        return at is not None and self._clock.moment - at < LIT

    def _get_gate(self) -> str:
        if self._gate is None:
            return "unknown"
        return "open" if self._gate.open else "closed"

    def _get_gate_since(self) -> str:
        if self._gate is None:
            return ""
        language = self._language
        return words.gate_since(language.tongue, language.formats, self._gate, self._clock.moment)

    def _get_said(self) -> words.Said:
        """What stands in the strip: why the gate is closed, for as long as it is; else the
        clinic's hours, or nothing where it is the welcome's turn."""
        language, now = self._language, self._clock.moment
        if self._gate is not None and not self._gate.open:
            return words.gate_closed(
                language.tongue, language.formats, self._gate, self._reopening, now
            )
        turn = turns.language_turn(self._seconds)
        if self._clinic is not None and turns.message(turn, len(LOCALES), 2):
            return words.clinic_hours(language.tongue, language.formats, self._clinic, now)
        return words.Said("")

    def _get_hour(self) -> int:
        at = self._clock.moment
        if self._line.band is AgeBand.GREY and self._as_of is not None:
            at = self._as_of
        return at.astimezone(BEIJING).hour

    @property
    def as_of(self) -> float:
        """When the port knew all this, in milliseconds since 1970; 0: never heard."""
        return self._as_of.timestamp() * 1000 if self._as_of else 0.0

    def _waiting_in(self, lane: Lane) -> int:
        return self._line.counts.waiting_by_lane[lane]

    def _get_called_page(self) -> str:
        count = turns.pages(len(self._line.called), CALLED_A_PAGE)
        turn = turns.page_turn(self._seconds) - self._page_zero
        return f"{turn % count + 1}/{count}" if count > 1 else ""

    def _get_next_page(self) -> str:
        count = turns.pages(len(self.following()), NEXT_A_PAGE)
        return f"{turns.page_turn(self._seconds) % count + 1}/{count}" if count > 1 else ""

    asOf = Property(float, lambda self: self.as_of, notify=changed)
    band = Property(str, lambda self: self._line.band.value, notify=changed)
    gate = Property(str, _get_gate, notify=changed)
    departedToday = Property(int, lambda self: self._line.counts.departed_today, notify=changed)
    departedByHour = Property(
        list, lambda self: list(self._line.counts.departed_by_hour), notify=changed
    )
    hour = Property(int, _get_hour, notify=changed)
    waitingGeneral = Property(int, lambda self: self._waiting_in(Lane.GENERAL), notify=changed)
    waitingPriority = Property(int, lambda self: self._waiting_in(Lane.PRIORITY), notify=changed)
    calledPage = Property(str, _get_called_page, notify=changed)
    nextPage = Property(str, _get_next_page, notify=changed)
    gateSince = Property(str, _get_gate_since, notify=turned)
    saidFirst = Property(str, lambda self: self._get_said().first, notify=turned)
    saidSecond = Property(str, lambda self: self._get_said().second, notify=turned)
    callsWaiting = Property(int, lambda self: self._calls_waiting, notify=callsChanged)
    callsShown = Property(int, lambda self: len(self._on_screen.rows), notify=callsChanged)
    called = Property(QAbstractItemModel, lambda self: self._called, constant=True)
    next = Property(QAbstractItemModel, lambda self: self._next, constant=True)
    onScreen = Property(QAbstractItemModel, lambda self: self._on_screen, constant=True)
    greetings = Property(QAbstractItemModel, lambda self: self._greetings, constant=True)


def _call(vehicle: Vehicle) -> Call:
    return Call(
        vehicle.id, vehicle.called_at, vehicle.gate, plate=vehicle.plate, country=vehicle.country
    )


def _call_row(call: Call) -> Row:
    return Row(id=call.id, drawn=drawn(call.plate, call.country), gate=call.gate)


def _clock(at: datetime | None) -> str:
    return f"{at.astimezone(BEIJING):%H:%M}" if at else ""


def _greeting(code: str) -> Greeting:
    tongue = Tongue(code)
    return Greeting(
        id=code,
        family=tongue.locale.family,
        rtl=tongue.locale.rtl,
        #: A short greeting at the door, beside those in other languages
        welcome=tongue.tr("Welcome!"),
        #: On the wall beneath plates that were just called, in all languages at once. Short
        drive=tongue.tr("You are called: please drive to your gate row"),
    )
