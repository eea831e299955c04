"""The wall as its window binds to it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.queue.line import CALLED, LANES, Line, LiveLine
from kiosk.queue.news import News
from kiosk.queue.outlook import Outlook
from kiosk.queue.plate_drawing import drawn
from kiosk.queue.times import instant
from kiosk.queue.watch import Telling, noticed, tellings
from kiosk.shell.age import AgeBand
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.tv import speech, turns, words
from kiosk.tv.calls import Call
from kiosk.tv.calls_view import CallsView
from kiosk.tv.house import House, Seen
from kiosk.tv.rows import Row, hhmm
from kiosk.tv.strip_view import StripView
from kiosk.zones import BEIJING
from sync.records import Gate, Lane, Vehicle, VehicleState

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


@QmlElement
@QmlUncreatable("The wall makes its view.")
class WallView(QObject):
    """`take` is given what the port tells, `use` the house's, `tick` the seconds since the
    wall began. Plates and figures follow the port alone; `language.changed` changes words and
    nothing else. `noticing`: nobody else sees which watches are due; then `due` tells what is to be
    kept of them, and `telling` what is to be said. `calling`: all other calls."""

    changed = Signal()
    turned = Signal()  # what is said in sentences
    foreseen = Signal(object)
    due = Signal(object)
    telling = Signal(object)
    calling = Signal(object)

    def __init__(self, language: Language, clock: Clock, house: House) -> None:
        super().__init__()
        self.calls = CallsView()
        self.strip = StripView(language, clock, house)
        self.noticing = False
        self._watches = house.watches
        self._standing: list[Telling] = []
        self._language = language
        self._clock = clock
        self._first = list(LOCALES).index(language.code)
        self._seconds = 0.0
        self._live = LiveLine()
        self._gate: Gate | None = None
        self._as_of: datetime | None = None
        self._expected: Mapping[str, datetime] = {}
        self._page_zero = 0
        self._line = self._make_line()
        self._called = RowModel(Row, self)
        self._next = RowModel(Row, self)
        self.calls.begun.connect(self._call)
        self.foreseen.connect(self.foresee)
        clock.turned.connect(self._remake)
        language.changed.connect(self.turned)

    @Slot(object)
    def take(self, news: News) -> None:
        """What is known now of the port's vehicles and its gate, and when it knew this."""
        self._gate, self._as_of = news.gate, news.as_of
        changed, _ = self._live.take(news)
        self._line = self._make_line()
        if self._as_of is not None:  # before that there is nothing that a call could be new to
            back = {each.id for each in changed if each.state not in FOLLOWED}
            self.calls.take(reversed(self._line.called), back, self._seconds)
        self.strip.take(news.gate)
        self._show()
        self._tell()

    def use(self, house: House) -> None:
        """What the house says of itself, and the watches of its guests."""
        self._watches = house.watches
        self.strip.use(house)
        self._tell()

    @Slot(object)
    def foresee(self, outlook: Outlook) -> None:
        """When the gate is expected to open, and when vehicles are expected to be called."""
        self.strip.foresee(outlook.reopening)
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
        self.strip.tick(seconds)
        self._tell()

    def _tell(self) -> None:
        """Tell drivers what they wished to be told: who is called, on the screen; then, and of
        those before, in the strip."""
        now = self._clock.moment
        vehicles, positions = self._live.vehicles, self._line.positions
        before, self._standing = (
            self._standing,
            tellings(self._watches, vehicles, positions, now) if self._watches else [],
        )
        for each in speech.tell(self._standing, before) if self.noticing else ():
            self.telling.emit(each)
        called = (each for each in self._standing if each.announcement.ahead == 0)
        self.calls.tell(called, self._seconds)
        large = self.calls.vehicles
        self.strip.tell([each for each in self._standing if each.vehicle not in large])
        if self.noticing and noticed(self._watches, vehicles, positions, now):
            self.due.emit(self._seen(now))

    def _seen(self, now: datetime) -> Seen:
        watched = {each.vehicle for each in self._watches}
        positions = self._line.positions
        return Seen(
            {id: self._live.vehicles[id] for id in watched & self._live.vehicles.keys()},
            {id: positions[id] for id in watched & positions.keys()},
            now,
        )

    @property
    def line(self) -> Line:
        """The day's queue as it is shown."""
        return self._line

    def _make_line(self) -> Line:
        return self._live.line(self._gate, self._as_of, self._clock.moment)

    @Slot()
    def _remake(self) -> None:
        self._line = self._make_line()
        self._show()

    def _light_is_old(self) -> bool:
        lit = (self._live.vehicles.get(row.id) for row in self._called.rows if row.lit)
        return not all(vehicle and self._is_lit(vehicle) for vehicle in lit)

    def _show(self) -> None:
        turn = turns.page_turn(self._seconds) - self._page_zero
        called = turns.page(self._line.called, CALLED_A_PAGE, turn)
        self._called.assign([self._called_row(each) for each in called])
        following = turns.page(self.following(), NEXT_A_PAGE, turns.page_turn(self._seconds))
        self._next.assign([self._next_row(each) for each in following])
        self.changed.emit()
        self.turned.emit()

    @Slot(object, object)
    def _call(self, shown: Iterable[Call], before: Collection[Call]) -> None:
        """Others have the screen: say whom, and turn to the first page, where they stand."""
        for each in speech.call(shown, before, self._watched()):
            self.calling.emit(each)
        self._page_zero = turns.page_turn(self._seconds)
        self._show()

    def _watched(self) -> set[str]:
        """The vehicles whose drivers are told, and have not come."""
        return {each.vehicle for each in self._watches if not each.answered_at}

    def following(self) -> list[Vehicle]:
        """Who is called next, in this order."""
        waiting = [each for lane in LANES for each in self._line.lanes[lane]]
        return sorted(waiting, key=lambda each: self._line.positions[each.id])[:MOST_NEXT]

    def _called_row(self, vehicle: Vehicle) -> Row:
        return Row(
            id=vehicle.id,
            drawn=drawn(vehicle.plate, vehicle.country),
            gate=vehicle.gate,
            time=hhmm(instant(vehicle.called_at)),
            lit=self._is_lit(vehicle),
        )

    def _next_row(self, vehicle: Vehicle) -> Row:
        return Row(
            id=vehicle.id,
            drawn=drawn(vehicle.plate, vehicle.country),
            place=self._line.positions[vehicle.id],
            time=hhmm(self._expected.get(vehicle.id)),
            registered=self._today(instant(vehicle.registered_at)),
            priority=vehicle.lane is Lane.PRIORITY,
        )

    def _today(self, at: datetime | None) -> str:
        """The time of day; nothing for another day's, which it would not tell."""
        today = self._clock.moment.astimezone(BEIJING).date()
        return hhmm(at) if at and at.astimezone(BEIJING).date() == today else ""

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
    foretold = Property(bool, lambda self: any(row.time for row in self._next.rows), notify=changed)
    nextPage = Property(str, _get_next_page, notify=changed)
    gateSince = Property(str, _get_gate_since, notify=turned)
    called = Property(QAbstractItemModel, lambda self: self._called, constant=True)
    next = Property(QAbstractItemModel, lambda self: self._next, constant=True)
