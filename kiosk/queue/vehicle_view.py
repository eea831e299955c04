"""One truck as its page binds to it: where it stands, when it is called, why its place changed."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.queue.log import Log
from kiosk.queue.outlook import Expected, Outlook, expected
from kiosk.queue.plate_drawing import drawn
from kiosk.queue.story import LiveStory
from kiosk.queue.story_words import say
from kiosk.queue.times import instant
from kiosk.queue.view import QueueView
from kiosk.queue.watch_view import WatchView
from kiosk.queue.words import LANE_WORDS, STATE_WORDS, reason_text
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator
from kiosk.zones import BEIJING
from sync.records import PortEvent, VehicleState

QML_IMPORT_NAME = "kiosk.queue"
QML_IMPORT_MAJOR_VERSION = 1

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


@QmlElement
@QmlUncreatable("The app makes the vehicle's view.")
class VehicleView(QObject):
    """The vehicle that the page "queue-vehicle" shows, out of the day's queue. `foreseen` carries
    what the forecast's thread expects."""

    changed = Signal()
    foreseen = Signal(object)

    def __init__(
        self, queue: QueueView, language: Language, clock: Clock, navigator: Navigator
    ) -> None:
        super().__init__()
        self._queue = queue
        self._language = language
        self._clock = clock
        self._navigator = navigator
        self._log = Log()
        self._told = LiveStory(self._log)
        self._outlook: Outlook | None = None
        self._watch: WatchView | None = None
        queue.happened.connect(self._log_events)
        queue.changed.connect(self.changed)
        navigator.turned.connect(self.changed)
        self.foreseen.connect(self.foresee)

    def use_watch(self, watch: WatchView) -> None:
        """What the driver may ask to be told of it."""
        self._watch = watch

    @Slot(object)
    def foresee(self, outlook: Outlook) -> None:
        """When the waiting are expected to be called."""
        self._outlook = outlook
        self.changed.emit()

    @Slot(object)
    def _log_events(self, events: Iterable[PortEvent]) -> None:
        self._log.add(events, self._clock.moment)

    @Slot()
    def find(self) -> None:
        self._queue.find()

    @Slot()
    def openQueue(self) -> None:
        self._queue.openQueue()

    def described(self, key: str) -> dict[str, Any]:
        """A vehicle by its id, as pages show it; `known` is False for one that is not listed."""
        found = self._queue.vehicle(key)
        if found is None:
            return {"known": False}
        place = self._queue.line.positions.get(found.id, 0)
        return {
            "known": True,
            "plate": found.plate,
            "drawn": drawn(found.plate, found.country),
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

    def expected_of(self, key: str) -> Expected | None:
        """When a vehicle is called; None where there is no forecast to stand behind."""
        return expected(self._outlook, key, self._queue.line.as_of, self._clock.moment)

    def expectation(self, key: str) -> dict[str, Any]:
        """The same as pages show it: `known`, and minutes from now."""
        told = self.expected_of(key)
        if told is None:
            return {"known": False, "low": 0, "about": 0, "high": 0}
        return {"known": True, "low": told.low, "about": told.about, "high": told.high}

    def _shown(self) -> str:
        return self._navigator.subject_of("queue-vehicle")

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
        told = self._told.told(self._shown())
        if told is None:
            return []
        lines = say(self._language.tongue, told, lambda at: f"{at.astimezone(BEIJING):%H:%M}")
        return [{"icon": each.icon, "text": each.text} for each in lines]

    vehicle = Property(dict, lambda self: self.described(self._shown()), notify=changed)
    expected = Property(dict, lambda self: self.expectation(self._shown()), notify=changed)
    score = Property(dict, _get_score, notify=changed)
    story = Property(list, _get_story, notify=changed)
    watch = Property(WatchView, lambda self: self._watch, constant=True)


def _ms(text: str) -> float:
    at = instant(text)
    return at.timestamp() * 1000 if at else 0.0
