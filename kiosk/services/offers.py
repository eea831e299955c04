"""Services as the pages list them: by kind, in the house's order, with their equipment."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kiosk.services.opening import opening
from sync.records import Facility, Service, ServiceKind


def ordered(services: Iterable[Service]) -> list[Service]:
    """In the order the house gives them."""
    return sorted(services, key=lambda each: (each.order, each.id))


def of_kind(services: Sequence[Service], kind: str) -> list[Service]:
    """Those of one kind; all of them for an empty kind."""
    return [each for each in services if kind in ("", each.kind.value)]


def kinds(services: Iterable[Service]) -> list[tuple[ServiceKind, int]]:
    """The kinds that the house has, in their own order, and how many services each has."""
    counts = Counter(each.kind for each in services)
    return [(kind, counts[kind]) for kind in ServiceKind if counts[kind]]


def equipment(facilities: Iterable[Facility]) -> Mapping[str, list[Facility]]:
    """What stands ready, by the service it belongs to, in the house's order."""
    found: dict[str, list[Facility]] = {}
    for each in sorted(facilities, key=lambda each: (each.order, each.id)):
        found.setdefault(each.service, []).append(each)
    return found


def open_now(services: Iterable[Service], now: datetime) -> int:
    """How many are open at this moment."""
    return sum(opening(each.hours, now).is_open for each in services)
