"""What states and lanes are called on the screen, marked for the catalogues."""

from kiosk.i18n.text import mark
from sync.records import Lane, VehicleState

STATE_WORDS: dict[VehicleState, tuple[str, str]] = {
    #: State of a vehicle at the port, in a list: it has a slot but is not there yet
    VehicleState.RESERVED: (mark("Reserved", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it is on the port's ground
    VehicleState.ARRIVED: (mark("Arrived", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it stands in line
    VehicleState.WAITING: (mark("Waiting", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it was called, drive to the gate
    VehicleState.CALLED: (mark("Called", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it stands at the gate
    VehicleState.AT_GATE: (mark("At the gate", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: it has left the country
    VehicleState.DEPARTED: (mark("Departed", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: stopped, papers or inspection; doesn't wait
    VehicleState.HELD: (mark("Held", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: no longer held, stands in line again
    VehicleState.RELEASED: (mark("In line again", "vehicle"), "vehicle"),
    #: State of a vehicle at the port, in a list: taken off the queue
    VehicleState.CANCELLED: (mark("Taken off the queue", "vehicle"), "vehicle"),
}

LANE_WORDS: dict[Lane, tuple[str, str]] = {
    #: Kind of queue at the port: most vehicles
    Lane.GENERAL: (mark("General lane", "vehicle"), "vehicle"),
    #: Kind of queue at the port: perishables, convoys, livestock
    Lane.PRIORITY: (mark("Priority lane", "vehicle"), "vehicle"),
}
