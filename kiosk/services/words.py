"""The services' words: what kinds are called, how a service stands, its hours and its price.

Functions take a Tongue (one locale) and the formats module, which is None until the background
thread has loaded it; what needs it is empty until then.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import ModuleType

from kiosk.hours import closing_clock, opening_clock
from kiosk.i18n.text import Tongue, mark
from kiosk.services.opening import DayHours, Opening, Phase, days_ahead
from sync.records import ServiceKind

KIND_WORDS: dict[ServiceKind, tuple[str, str]] = {
    #: Kind of services, a filter: showers, laundry. Very short
    ServiceKind.WASH: (mark("Washing", "kind"), "kind"),
    #: Kind of services, a filter: beds, hot water. Very short
    ServiceKind.REST: (mark("Rest", "kind"), "kind"),
    #: Kind of services, a filter: massage, blood pressure, medicines. Very short
    ServiceKind.CARE: (mark("Care", "kind"), "kind"),
    #: Kind of services, a filter: charging lorries, cars, telephones. Very short
    ServiceKind.POWER: (mark("Charging", "kind"), "kind"),
    #: Kind of services, a filter: the shop. Very short
    ServiceKind.SHOP: (mark("Shopping", "kind"), "kind"),
    #: Kind of services, a filter: tyres, small repairs. Very short
    ServiceKind.TRUCK: (mark("Repairs", "kind"), "kind"),
    #: Kind of services, a filter: what staff do for you: papers, directions, jobs, help. Very short
    ServiceKind.DESK: (mark("Help desk", "kind"), "kind"),
    #: Kind of services, a filter: games, books, sport together. Very short
    ServiceKind.COMPANY: (mark("Company", "kind"), "kind"),
}

KIND_ICONS: dict[ServiceKind, str] = {
    ServiceKind.WASH: "shower-head",
    ServiceKind.REST: "bed",
    ServiceKind.CARE: "spa",
    ServiceKind.POWER: "ev-station",
    ServiceKind.SHOP: "cart",
    ServiceKind.TRUCK: "wrench",
    ServiceKind.DESK: "account-voice",
    ServiceKind.COMPANY: "chess-knight",
}


def standing(
    tongue: Tongue, formats: ModuleType | None, state: Opening, now: datetime
) -> tuple[str, str]:
    """How a service stands, in a word, and until or from when."""
    tr = tongue.tr
    if state.phase is Phase.UNKNOWN:
        #: Instead of a service's hours, when none are known
        return tr("Ask at the desk"), ""
    if state.phase is Phase.CLOSED:
        #: Of a service, bold, before "opens at 09:00"
        return tr("Closed", "service"), _opens(tongue, formats, state, now)
    if state.until is None:
        #: Of a service, bold, before "until 21:00" or "all day"
        #: After "Open": round the clock
        return tr("Open", "service"), tr("all day", "service")
    #: After "Open" or "Closing soon". %1 is a time of day
    more = tr("until %1", "service").replace("%1", closing_clock(state.until))
    if state.phase is Phase.SOON:
        #: Of a service that closes within half an hour, bold, before "until 21:00"
        return tr("Closing soon", "service"), more
    #: Of a service, bold, before "until 21:00" or "all day"
    return tr("Open", "service"), more


def _opens(tongue: Tongue, formats: ModuleType | None, state: Opening, now: datetime) -> str:
    if state.opens is None:
        return ""
    clock = opening_clock(state.opens)
    ahead = days_ahead(state.opens, now)
    if ahead == 0:
        #: After "Closed". %1 is a time of day, today
        return tongue.tr("opens at %1", "service").replace("%1", clock)
    if ahead == 1:
        #: After "Closed". %1 is a time of day
        return tongue.tr("opens tomorrow at %1", "service").replace("%1", clock)
    if formats is None:
        return ""
    day = formats.weekday(tongue.code, state.opens)
    #: After "Closed". %1 is a weekday (Monday), %2 a time of day
    text = tongue.tr("opens on %1 at %2", "service")
    return text.replace("%1", day).replace("%2", clock)


def hours_lines(tongue: Tongue, formats: ModuleType, week: Sequence[DayHours]) -> list[str]:
    """The hours of the week, a line for each stretch of days that are alike."""
    return [_hours_line(tongue, formats, each) for each in week]


def _hours_line(tongue: Tongue, formats: ModuleType, days: DayHours) -> str:
    tr = tongue.tr
    if days.all_day:
        #: Hours of a service: round the clock
        times = tr("24 hours")
    elif not days.times:
        #: Hours of a service, instead of times: it rests on those days
        times = tr("Closed", "hours")
    else:
        # a range of times keeps its order in right-to-left text
        times = formats.list_and(
            tongue.code, [formats.isolate(f"{opens}–{closes}") for opens, closes in days.times]
        )
    if (days.first, days.last) == (1, 7):
        #: Hours of a service: all seven days
        when = tr("Every day")
    elif days.first == days.last:
        when = _weekday(tongue, formats, days.first)
    else:
        first, last = (_weekday(tongue, formats, day) for day in (days.first, days.last))
        #: A stretch of weekdays: Monday – Saturday
        when = tr("%1 – %2").replace("%1", first).replace("%2", last)
    #: Hours of a service. %1 is the days ("Every day"), %2 the times ("08:30–21:00")
    return tr("%1: %2", "hours").replace("%1", when).replace("%2", times)


def _weekday(tongue: Tongue, formats: ModuleType, weekday: int) -> str:
    # 1 January 2024 was a Monday
    return str(formats.weekday(tongue.code, date(2024, 1, 1) + timedelta(days=weekday - 1)))


def price(tongue: Tongue, formats: ModuleType | None, fen: int) -> str:
    """What it costs, or that it costs nothing."""
    if fen == 0:
        #: Price of a service: free of charge
        return tongue.tr("Free", "price")
    return str(formats.money(tongue.code, fen)) if formats else ""
