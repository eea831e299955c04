"""A vehicle whose driver has asked to be told, and what the screen says of it."""

from datetime import timedelta

from kiosk.states import NOON
from sync.records import Lane, Watch, new_id
from tests.pages.looks import look


def slip_of(plate, locale="ug_CN", **ago):
    """A watch as another screen took it."""
    at = NOON - timedelta(**ago)
    return Watch(
        id=new_id(int(at.timestamp() * 1000)), home="horgos-jinyi", vehicle=f"KZ-{plate}",
        plate=plate, country="KZ", locale=locale, ahead=0, at=at.isoformat(),
    )  # fmt: skip


def tr(kiosk, text):
    return kiosk.app.language.tongue.tr(text)


def texts(kiosk):
    return [text.text for text in look(kiosk, "now").texts]


def far_back(kiosk):
    """A vehicle with many before it."""
    return kiosk.app.queue.line.lanes[Lane.GENERAL][30]


def watched(kiosk, locale="kk_KZ", ahead=0):
    """A vehicle whose driver has asked to be told, and its watch."""
    vehicle = far_back(kiosk)
    return vehicle, kiosk.app.told.watches.take(vehicle, ahead, locale, NOON)


def strip(kiosk):
    """The texts of the strip; none where there is none."""
    return [
        node.text for node in look(kiosk, "now").texts if node.stands_in("ToldStrip") and node.text
    ]
