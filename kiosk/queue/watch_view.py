"""A driver's wish to be told, as the page of his truck and the page of his watch bind to it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.devices.printer import PrinterState
from kiosk.errors import Failure
from kiosk.queue.line import CALLED
from kiosk.queue.plate_drawing import drawn
from kiosk.queue.view import QueueView
from kiosk.queue.watch import GONE, choices
from kiosk.queue.watch_code import code, read_code
from kiosk.queue.watch_slip import Slips, WatchSlips
from kiosk.queue.watch_words import PAPER, wish
from kiosk.queue.watches import Watches
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator
from sync.records import Home, Vehicle, Watch

QML_IMPORT_NAME = "kiosk.queue"
QML_IMPORT_MAJOR_VERSION = 1

PAGE = "queue-watch"


@QmlElement
@QmlUncreatable("The app makes the view of a watch.")
class WatchView(QObject):
    """The watches of the vehicle whose page was turned to. What is printed and the code on the
    screen belong to the session. `came` tells that a driver has answered; `printerTold` comes from
    the printer's thread."""

    changed = Signal()
    came = Signal()
    printerTold = Signal(object)

    def __init__(
        self,
        watches: Watches,
        queue: QueueView,
        language: Language,
        clock: Clock,
        navigator: Navigator,
    ) -> None:
        super().__init__()
        self._watches = watches
        self._queue = queue
        self._language = language
        self._clock = clock
        self._navigator = navigator
        self._slips = WatchSlips()
        self._draw_qr: Callable[[str], str] | None = None
        self._taken = ""
        self._code = ""
        self._failed = False
        queue.changed.connect(self.changed)
        language.changed.connect(self.changed)
        navigator.turned.connect(self._turn)
        self.printerTold.connect(self._hear_printer)

    def use_home(self, home: Home) -> None:
        self._slips.home = home

    def use_slips(self, slips: Slips | None) -> None:
        """From now on slips are printed so; None: not at all."""
        self._slips.slips = slips

    def use_drawing(self, draw_qr: Callable[[str], str], paper: ModuleType) -> None:
        """From now on a code can be drawn on the screen and on paper (kiosk.services.qr.picture and
        kiosk.paper.slip, whose imports are slow)."""
        self._draw_qr, self._slips.paper = draw_qr, paper
        self._draw()

    def reset(self) -> None:
        """Forget what the driver took: the watches stay, his code leaves the screen."""
        self._taken = self._code = ""
        self._slips.reset()
        self._failed = False
        self.changed.emit()

    @Slot()
    def open(self) -> None:
        self._navigator.go(PAGE, self._vehicle_id())

    @Slot(int)
    def take(self, ahead: int) -> None:
        """Take a watch: told when so many are ahead, or (0) when called."""
        vehicle = self._vehicle()
        if vehicle is None or not (ahead == 0 or ahead in self._choices(vehicle)):
            return
        try:
            taken = self._watches.take(vehicle, ahead, self._language.code, self._clock.moment)
        except Failure:
            self._failed = True
        else:
            self._failed = False
            self._taken = taken.id
            self._draw()
            self._slips.print(taken)
        self.changed.emit()

    @Slot()
    def come(self) -> None:
        """He has seen it and is coming."""
        self._answer(self._vehicle_id())

    def scanned(self, text: str) -> Watch | str:
        """The watch of a scanned code, answered if it was due; else why it opens nothing (a key of
        watch_words.REFUSED)."""
        slip = read_code(text, self._watches.home)
        if slip is None:
            return "foreign"
        found = self._watches.get(slip.id) or self._adopted(slip)
        if isinstance(found, Watch):
            self._answer(found.vehicle)
        return found

    def _adopted(self, slip: Watch) -> Watch | str:
        """The watch of a slip that another screen printed: told here too from now on."""
        retention = Watch.info.retention or timedelta.max
        if self._clock.moment - datetime.fromisoformat(slip.at) > retention:
            return "old"
        vehicle = self._queue.vehicle(slip.vehicle)
        if vehicle is None:
            return "unlisted"
        place = self._queue.line.positions
        with suppress(Failure):  # it opens his truck all the same
            self._watches.adopt(slip, vehicle, place, self._clock.moment)
        return slip

    def _answer(self, vehicle: str) -> None:
        self._watches.answer(vehicle, self._clock.moment)
        self.came.emit()
        self.changed.emit()

    @Slot()
    def _turn(self) -> None:
        if self._taken and self._watch_shown() is None:  # another truck's page
            self._taken = self._code = self._slips.state = ""
        self.changed.emit()

    def _vehicle_id(self) -> str:
        return self._navigator.subject_of("queue-vehicle") or self._navigator.subject_of(PAGE)

    def _vehicle(self) -> Vehicle | None:
        return self._queue.vehicle(self._vehicle_id())

    def _choices(self, vehicle: Vehicle) -> tuple[int, ...]:
        return choices(self._queue.line.positions.get(vehicle.id, 0))

    def _watch_shown(self) -> Watch | None:
        taken = self._watches.get(self._taken)
        return taken if taken is not None and taken.vehicle == self._vehicle_id() else None

    def _draw(self) -> None:
        taken = self._watches.get(self._taken)
        if self._draw_qr is not None and taken is not None:
            self._code = self._draw_qr(code(taken))
            self.changed.emit()

    @Slot(object)
    def _hear_printer(self, told: PrinterState) -> None:
        self._slips.look()
        self.changed.emit()

    def _get_card(self) -> dict[str, Any]:
        """What the truck's page shows: `can` he wish for anything still, does he `wish` already,
        is he `waited` for."""
        vehicle = self._vehicle()
        if vehicle is None or vehicle.state in GONE:
            return {"can": False, "wishes": False, "waited": False}
        of_it = self._watches.of(vehicle.id)
        return {
            "can": vehicle.state not in CALLED,
            "wishes": any(not each.due_at for each in of_it),
            "waited": any(each.due_at and not each.answered_at for each in of_it),
        }

    def _get_wishes(self) -> list[dict[str, Any]]:
        """What he can choose, and what he or another chose: `state` is free, taken or told."""
        vehicle = self._vehicle()
        if vehicle is None or vehicle.state in CALLED | GONE:
            return []
        taken = {each.ahead: each for each in self._watches.of(vehicle.id)}
        open_to_him = {0, *self._choices(vehicle)}
        numbers = sorted(open_to_him | taken.keys(), key=lambda ahead: -ahead)
        return [
            {
                "ahead": ahead,
                "text": wish(self._language.tongue, ahead),
                "state": _state(taken.get(ahead)),
                "open": ahead in open_to_him,
            }
            for ahead in numbers
        ]

    def _get_drawn(self) -> Any:
        vehicle = self._vehicle()
        return drawn(vehicle.plate, vehicle.country) if vehicle else {}

    def _get_printer_words(self) -> str:
        said = PAPER.get(self._slips.state, "")
        return self._language.tongue.tr(said) if said else ""

    card = Property(dict, _get_card, notify=changed)
    wishes = Property(list, _get_wishes, notify=changed)
    drawn = Property(dict, _get_drawn, notify=changed)
    code = Property(str, lambda self: self._code, notify=changed)
    printer = Property(str, lambda self: self._slips.state, notify=changed)
    printerWords = Property(str, _get_printer_words, notify=changed)
    failed = Property(bool, lambda self: self._failed, notify=changed)


def _state(watch: Watch | None) -> str:
    if watch is None:
        return "free"
    return "told" if watch.due_at else "taken"
