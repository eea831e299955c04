"""What the wall says in sentences, in a Tongue's words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import ModuleType
from typing import NamedTuple

from kiosk.events.coming import Coming
from kiosk.hours import closing_clock, opening_clock, readable
from kiosk.i18n.text import Tongue
from kiosk.queue.times import instant
from kiosk.queue.words import reason_text
from kiosk.services.opening import opening, week
from kiosk.services.tiles import WAYS
from kiosk.services.words import hours_lines, standing
from kiosk.zones import BEIJING
from sync.records import Gate, Notice, Place, Service

SHUT = "alert-circle"

Reopening = tuple[datetime, datetime]
"""Between which moments the gate is expected to open; aware."""


class Said(NamedTuple):
    """A line that is read first, and the one beneath it; `icon` stands before them."""

    first: str
    second: str = ""
    icon: str = ""


def gate_since(tongue: Tongue, formats: ModuleType | None, gate: Gate, now: datetime) -> str:
    """Since when the gate is as it is; empty where the port does not say."""
    at = instant(gate.since)
    if at is None:
        return ""
    #: Of the port's gate, beneath "Gate open". %1 is a time of day, or a date
    opened = tongue.tr("opened at %1", "gate")
    #: Of the port's gate, beneath "Gate closed". %1 is a time of day, or a date
    closed = tongue.tr("closed at %1", "gate")
    # one line: of another day the date alone
    day = _date(tongue, formats, at, now)
    when = _isolated(day or f"{at.astimezone(BEIJING):%H:%M}")
    return (opened if gate.open else closed).replace("%1", when)


def gate_closed(
    tongue: Tongue,
    formats: ModuleType | None,
    gate: Gate,
    reopening: Reopening | None,
    now: datetime,
) -> Said:
    """Why the gate is closed, and when it is expected to open: None says nothing of that."""
    reason = reason_text(tongue, gate.reason)
    if reason:
        #: On the wall, large. %1 is why the port closed its gate ("strong wind")
        first = tongue.tr("The gate is closed: %1").replace("%1", reason)
    else:
        #: On the wall, large: the port has not said why
        first = tongue.tr("The gate is closed")
    if reopening is None:
        #: On the wall, beneath "The gate is closed": no forecast yet
        return Said(first, tongue.tr("The port has not said when it opens."), SHUT)
    earliest, latest = (_when(tongue, formats, at, now) for at in reopening)
    #: On the wall, beneath "The gate is closed". %1 is a range of times: 14:10–15:30
    said = tongue.tr("Expected to open: %1")
    return Said(first, said.replace("%1", _isolated(f"{earliest}–{latest}")), SHUT)


def clinic(services: Iterable[Service]) -> Service | None:
    """The house's own clinic: where the home page's tile "Health" leads. None where the home has
    none, or its hours can't be read."""
    found = next((each for each in services if each.id == WAYS["health"].service), None)
    return found if found and found.hours and all(map(readable, found.hours)) else None


def clinic_hours(
    tongue: Tongue, formats: ModuleType | None, service: Service, now: datetime
) -> Said:
    """The clinic, how it stands now, and its hours in the week."""
    state, more = standing(tongue, formats, opening(service.hours, now), now)
    #: On the wall. %1 is a service, %2 how it stands ("Open"), %3 "until 22:00"
    first = tongue.tr("%1: %2 %3", "wall").replace("%1", tongue.pick(service.name))
    lines = hours_lines(tongue, formats, week(service.hours)) if formats else []
    first = first.replace("%2", state).replace("%3", more).strip()
    return Said(first, " · ".join(lines), "heart-pulse")


def notice(tongue: Tongue, told: Notice) -> Said:
    return Said(tongue.pick(told.text), tongue.pick(told.more), told.icon)


def event(tongue: Tongue, coming: Coming, places: Mapping[str, Place], now: datetime) -> Said:
    """When and what; beneath it, where. `places` are found by id."""
    begins, ends = opening_clock(coming.span.begins), closing_clock(coming.span.ends)
    if coming.span.begins <= now:
        #: On the wall: an event of the house that is on. %1 is a time of day, %2 the event
        first, when = tongue.tr("Now, until %1: %2", "event"), ends
    elif coming.days == 0:
        #: On the wall: an event of the house. %1 is from when to when, %2 the event
        first, when = tongue.tr("Today %1: %2", "event"), f"{begins}–{ends}"
    else:
        #: On the wall: an event of the house. %1 is from when to when, %2 the event
        first, when = tongue.tr("Tomorrow %1: %2", "event"), f"{begins}–{ends}"
    first = first.replace("%1", _isolated(when)).replace("%2", tongue.pick(coming.event.name))
    place = places.get(coming.event.place)
    return Said(first, tongue.pick(place.name) if place else "", coming.event.icon)


def _when(tongue: Tongue, formats: ModuleType | None, at: datetime, now: datetime) -> str:
    """A time of day in Beijing, with its date where that is not today's."""
    return f"{_date(tongue, formats, at, now)} {at.astimezone(BEIJING):%H:%M}".strip()


def _date(tongue: Tongue, formats: ModuleType | None, at: datetime, now: datetime) -> str:
    """The day in Beijing where it is not today, else nothing."""
    local = at.astimezone(BEIJING)
    if local.date() == now.astimezone(BEIJING).date() or formats is None:
        return ""
    return str(formats.date_short(tongue.code, local))


def _isolated(text: str) -> str:
    """Times that keep their order and their line in any text around them (Unicode, UAX 9)."""
    return "\u2068" + text.replace(" ", "\u00a0") + "\u2069"
