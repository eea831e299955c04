"""What happened at the port, told from what a feed says now and what was known before."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kiosk.queue.times import instant, stamp
from sync.records import Gate, PortChange, PortEvent, Vehicle, VehicleState, new_id

_TIMED = (
    (PortChange.REGISTERED, "registered_at"),
    (PortChange.CALLED, "called_at"),
    (PortChange.DEPARTED, "departed_at"),
)
_BEHIND = {
    PortChange.REGISTERED: frozenset(VehicleState)
    - {VehicleState.RESERVED, VehicleState.DEPARTED, VehicleState.CANCELLED},
    PortChange.CALLED: frozenset(
        {VehicleState.CALLED, VehicleState.AT_GATE, VehicleState.DEPARTED}
    ),
    PortChange.DEPARTED: frozenset({VehicleState.DEPARTED}),
}
"""States in which a vehicle has this behind it on the same visit."""
_ENDED = frozenset({VehicleState.DEPARTED, VehicleState.CANCELLED})
_WAY = {
    VehicleState.RESERVED: 0,
    VehicleState.ARRIVED: 1,
    VehicleState.WAITING: 2,
    VehicleState.HELD: 2,
    VehicleState.RELEASED: 2,
    VehicleState.CALLED: 3,
    VehicleState.AT_GATE: 4,
    VehicleState.DEPARTED: 5,
    VehicleState.CANCELLED: 5,
}
"""How far out of the country a state is."""
_RANK = {change: at for at, change in enumerate(PortChange)}
_INTERRUPTED = frozenset({VehicleState.HELD, VehicleState.CALLED, VehicleState.AT_GATE})
_OF_STATE = {
    VehicleState.RESERVED: PortChange.RESERVED,
    VehicleState.ARRIVED: PortChange.ARRIVED,
    VehicleState.WAITING: PortChange.REGISTERED,
    VehicleState.CALLED: PortChange.CALLED,
    VehicleState.AT_GATE: PortChange.AT_GATE,
    VehicleState.DEPARTED: PortChange.DEPARTED,
    VehicleState.HELD: PortChange.HELD,
    VehicleState.RELEASED: PortChange.RELEASED,
    VehicleState.CANCELLED: PortChange.CANCELLED,
}
_PASSED = {
    VehicleState.CALLED: ("registered_at",),
    VehicleState.AT_GATE: ("registered_at", "called_at"),
    VehicleState.DEPARTED: ("registered_at", "called_at"),
}
"""Times that a vehicle in this state has behind it; in all others only its registration."""
_OWN = {VehicleState.CALLED: ("called_at", "gate"), VehicleState.DEPARTED: ("departed_at",)}
"""What tells of the state itself: left out by a later row of the same state, it still holds."""
_SAME = 60.0
"""Seconds. One feed writes times to the second, another to the minute: less apart, they are one."""


def reconciled(before: Vehicle | None, told: Vehicle) -> Vehicle:
    """What is known after a row was told. Rows come late and out of order: an older one changes
    nothing but fills in times that were missing; a newer one stands, and keeps the times behind it
    that it leaves out, or that it tells no better than another feed. `before` is the same vehicle
    as it was known."""
    if before is None or _anew(told, before):
        return told
    if _older(told, before):
        return msgspec.structs.replace(
            before,
            **{
                name: getattr(told, name)
                for name in ("registered_at", *_PASSED.get(before.state, ()))
                if not getattr(before, name)
            },
        )
    kept = {"registered_at", *_PASSED.get(told.state, ())}
    if told.state is before.state:
        kept.update(_OWN.get(told.state, ()))
    other = told.feed != before.feed
    return msgspec.structs.replace(
        told,
        **{
            name: getattr(before, name)
            for name in kept
            if not getattr(told, name)
            or (other and name != "gate" and _same(getattr(told, name), getattr(before, name)))
        },
    )


def happened(before: Vehicle | None, after: Vehicle, heard_at: datetime) -> list[PortEvent]:
    """The events between what was known of a vehicle and what is known now, in order of time. A
    time that is only corrected is no event; a registration after the end is a new visit."""
    found: dict[PortChange, str] = {}
    for change, name in _TIMED:
        at, known = getattr(after, name), getattr(before, name) if before else ""
        if at and at != known and not (known and before and _had(change, before, after)):
            found[change] = at
    if before is None or before.state is not after.state or before.reason != after.reason:
        change = _OF_STATE[after.state]
        if change is PortChange.REGISTERED and before and before.state in _INTERRUPTED:
            change = PortChange.RELEASED  # back in line: no longer held, or its call taken back
        if change is PortChange.HELD or before is None or before.state is not after.state:
            found.setdefault(change, after.as_of)
    return in_order(_event(change, after, at, heard_at) for change, at in found.items())


def gate_happened(before: Gate | None, after: Gate, heard_at: datetime) -> list[PortEvent]:
    """The gate's opening or closing, if it has changed. A port that says nothing new of a gate
    that is open since ever tells nothing."""
    same = before is not None and (before.open, before.since) == (after.open, after.since)
    if same or (before is None and after.open):
        return []
    change = PortChange.OPENED if after.open else PortChange.CLOSED
    return [
        PortEvent(
            id=new_id(),
            home=after.home,
            change=change,
            at=_stamped(after.since or after.as_of, heard_at),
            heard_at=stamp(heard_at),
            reason=after.reason,
            feed=after.feed,
        )
    ]


def in_order(events: Iterable[PortEvent]) -> list[PortEvent]:
    """Events by the time at which they happened; of one second in a vehicle's own order."""
    return sorted(events, key=order)


def order(event: PortEvent) -> tuple[str, int, str, str]:
    """The key of that order."""
    return (event.at, _RANK[event.change], event.vehicle, event.id)


def _older(told: Vehicle, known: Vehicle) -> bool:
    """Whether a row is behind what is known: by its time, or, from another feed, by its state,
    since such a table is young and its row may be old."""
    behind = _instant(told.as_of) < _instant(known.as_of)
    return behind or (told.feed != known.feed and _WAY[told.state] < _WAY[known.state])


def _anew(told: Vehicle, known: Vehicle) -> bool:
    """Whether a row tells of a new visit: it registered when the one that is known was over. Such
    a row is never behind."""
    past = (known.registered_at, known.called_at, known.departed_at)
    return known.state in _ENDED and _instant(told.registered_at) > max(map(_instant, past)) + _SAME


def _had(change: PortChange, before: Vehicle, after: Vehicle) -> bool:
    """Whether a vehicle had this behind it already, so that another time only corrects it."""
    if change is PortChange.REGISTERED and before.state in _ENDED:
        return not _anew(after, before)
    return before.state in _BEHIND[change]


def _same(told: str, known: str) -> bool:
    return abs(_instant(told) - _instant(known)) < _SAME


def _instant(text: str) -> float:
    at = instant(text)
    return at.timestamp() if at else 0.0


def _event(change: PortChange, vehicle: Vehicle, at: str, heard_at: datetime) -> PortEvent:
    return PortEvent(
        id=new_id(),
        home=vehicle.home,
        change=change,
        at=_stamped(at, heard_at),
        heard_at=stamp(heard_at),
        vehicle=vehicle.id,
        lane=vehicle.lane,
        reason=vehicle.reason if change is PortChange.HELD else "",
        gate=vehicle.gate if change is PortChange.CALLED else "",
        feed=vehicle.feed,
    )


def _stamped(at: str, heard_at: datetime) -> str:
    return stamp(instant(at) or heard_at)
