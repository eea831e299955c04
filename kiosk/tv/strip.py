"""What takes turns in the strip beneath: the welcome, the clinic's hours, notices and events."""

from datetime import datetime
from types import ModuleType

from kiosk.events.coming import Coming, coming
from kiosk.hours import holds
from kiosk.i18n.text import Tongue
from kiosk.tv import words
from kiosk.tv.house import House
from kiosk.tv.words import Said
from sync.records import Notice, Service

Saying = Service | Notice | Coming | None
"""None is the welcome."""


def sayings(house: House, now: datetime) -> list[Saying]:
    """All that is to be said at `now` (aware), in its order."""
    clinic = words.clinic(house.services)
    return [
        None,
        *([clinic] if clinic else []),
        *(each for each in house.notices if holds(each.valid_from, each.valid_until, now)),
        *coming(house.events, now),
    ]


def say(
    tongue: Tongue, formats: ModuleType | None, saying: Saying, house: House, now: datetime
) -> Said:
    """One of them in words; of the welcome, which stands there in all languages, none."""
    match saying:
        case None:
            return Said("", icon="hand-wave")
        case Service():
            return words.clinic_hours(tongue, formats, saying, now)
        case Notice():
            return words.notice(tongue, saying)
    return words.event(tongue, saying, {each.id: each for each in house.places}, now)
