"""The driver's own truck: what the home page and the chip on every other page tell of it."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.queue.fits import Fit, fits
from kiosk.queue.line import CALLED
from kiosk.queue.vehicle_view import VehicleView
from kiosk.queue.view import GONE, QueueView
from kiosk.shell.age import AgeBand
from kiosk.shell.navigator import DOOR, Navigator

QML_IMPORT_NAME = "kiosk.queue"
QML_IMPORT_MAJOR_VERSION = 1

PAGE = "queue-vehicle"


@QmlElement
@QmlUncreatable("The app makes the view of a driver's truck.")
class MyTruckView(QObject):
    """The truck whose page was turned to last is the driver's own, for as long as his session
    lasts. `changed` is emitted only when what is told of it changes."""

    changed = Signal()

    def __init__(self, queue: QueueView, vehicle: VehicleView, navigator: Navigator) -> None:
        super().__init__()
        self._queue = queue
        self._vehicle = vehicle
        self._navigator = navigator
        self._key = ""
        self._truck: dict[str, Any] = {"known": False}
        vehicle.changed.connect(self._look)
        navigator.turned.connect(self._follow)

    @property
    def looked_up(self) -> bool:
        """Whether the driver has looked a truck up."""
        return bool(self._key)

    def reset(self) -> None:
        """Forget the truck."""
        self._key = ""
        self._look()

    @Slot()
    def open(self) -> None:
        """Turn to the truck's page."""
        self._navigator.go(PAGE, self._key)

    def fits(self, minutes: int) -> tuple[str, int]:
        """For other rooms: how something of so many minutes, begun now, stands to the driver's
        call (a value of Fit), and in about how many minutes that is (0: now, or not known). ""
        where he looked no truck up, or its call lies behind it."""
        vehicle = self._queue.vehicle(self._key)
        if vehicle is None or vehicle.state in GONE:
            return "", 0
        if vehicle.state in CALLED:
            return Fit.NO, 0
        call = self._vehicle.expected_of(self._key)
        return fits(minutes, call).value, call.about if call else 0

    @Slot()
    def _follow(self) -> None:
        here = self._navigator.here
        if here == DOOR:
            self.reset()
        elif here == PAGE and self._queue.vehicle(self._navigator.subject_of(PAGE)):
            self._key = self._navigator.subject_of(PAGE)
            self._look()

    @Slot()
    def _look(self) -> None:
        truck = self._told()
        if truck != self._truck:
            self._truck = truck
            self.changed.emit()

    def _told(self) -> dict[str, Any]:
        if not self._key:
            return {"known": False}
        told = self._vehicle.described(self._key)
        if not told["known"]:
            return {"known": True, "listed": False}
        grey = self._queue.line.band is AgeBand.GREY
        return {
            "known": True,
            "listed": True,
            **{name: told[name] for name in ("drawn", "place", "status", "statusText", "gate")},
            "expected": self._vehicle.expectation(self._key),
            # milliseconds since 1970; 0 while it need not be said
            "greySince": self._queue.as_of if grey else 0.0,
        }

    truck = Property(dict, lambda self: self._truck, notify=changed)
    known = Property(bool, lambda self: self.looked_up, notify=changed)
    queue = Property(QObject, lambda self: self._queue, constant=True)
