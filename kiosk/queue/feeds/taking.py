"""Taking a batch over into the store: a feed that lies never empties the page."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from kiosk.queue.feeds.batch import Batch, FeedState
from kiosk.queue.feeds.validate import AHEAD
from kiosk.queue.history import gate_happened, happened, in_order, reconciled
from kiosk.queue.times import instant, stamp
from kiosk.store import Change, Store
from sync.records import FeedStatus, Gate, PortChange, PortEvent, Vehicle

PATIENCE = timedelta(hours=1)
"""After so long without a batch that was taken, one that runs backwards is believed: the port has
set its clock."""
REFRESH = timedelta(hours=1)
"""How old the `as_of` of a vehicle may grow in the store while nothing else of it changes."""
TELL_EVERY = timedelta(hours=1)
TELL_AGAIN = timedelta(minutes=1)


class Taken(NamedTuple):
    """The feed's new state, and what changed in the store."""

    state: FeedState
    changes: list[Change[Any]]


def take(store: Store, batch: Batch, state: FeedState, now: datetime) -> Taken:
    """Store what a batch tells. A full list removes this feed's vehicles that are not in it,
    unless it is empty or mostly unreadable; a batch older than the last one changes nothing."""
    heard = msgspec.structs.replace(state, heard_at=now, trouble="")
    if batch == Batch(as_of=batch.as_of):
        # nothing new; a table that was odd stays odd until the next one comes
        trouble = state.trouble if state.source and state.trouble in _OF_TABLES else ""
        as_of = _later(state.as_of, batch.as_of)
        return Taken(msgspec.structs.replace(heard, as_of=as_of, trouble=trouble), [])
    with store.together():  # two feeds tell of the same vehicles at the same moment
        return _take_over(store, batch, state, heard, now)


def _take_over(
    store: Store, batch: Batch, state: FeedState, heard: FeedState, now: datetime
) -> Taken:
    source = batch.source or state.source
    if _backwards(batch, state, now):
        # a torn table is old because its newest rows are missing
        trouble = "cut-off" if "cut-off" in batch.odd else "backwards"
        return Taken(msgspec.structs.replace(heard, trouble=trouble, source=source), [])
    empty = batch.full and not batch.vehicles and state.vehicles > 0
    spoilt = len(batch.refused) > len(batch.vehicles)
    whole = batch.full and not empty and not spoilt
    changes = _store(store, batch, state.name, now, whole=whole)
    trouble = "empty" if empty else "many-refused" if spoilt else next(iter(batch.odd), "")
    patient = state.accepted_at is not None and now - state.accepted_at < PATIENCE
    taken = msgspec.structs.replace(
        heard,
        # what an empty list claims to know is not believed, so its age goes on growing
        as_of=state.as_of
        if empty
        else _later(state.as_of, batch.as_of)
        if patient
        else batch.as_of,
        full_at=now if whole else state.full_at,
        accepted_at=state.accepted_at if empty else now,
        sequence=batch.sequence,
        etag=batch.etag,
        source=source,
        vehicles=len(batch.vehicles) if whole else state.vehicles + _first_told(changes),
        set_aside=len(batch.refused) + (0 if batch.full else state.set_aside),
        trouble=trouble,
    )
    return Taken(taken, changes)


def tell(store: Store, state: FeedState, home: str, now: datetime) -> None:
    """Keep the feed's status for headquarters. It is told only when its trouble changes (at most
    once a minute) and hourly: what changes every ten seconds does not go over a metered link."""
    told = store.get(FeedStatus, state.name)
    if told is not None:
        heard = instant(told.heard_at)
        age = now - heard if heard else TELL_EVERY
        if timedelta() <= age < (TELL_EVERY if told.trouble == state.trouble else TELL_AGAIN):
            return
    store.put(
        FeedStatus(
            id=state.name,
            home=home,
            heard_at=stamp(now),
            as_of=stamp(state.as_of) if state.as_of else "",
            sequence=state.sequence,
            vehicles=state.vehicles,
            set_aside=state.set_aside,
            trouble=state.trouble,
        )
    )


_OF_TABLES = frozenset({"backwards", "empty", "many-refused", "cut-off", "future", "duplicate"})


def _first_told(changes: list[Change[Any]]) -> int:
    return sum(change.kind is Vehicle and change.before is None for change in changes)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _backwards(batch: Batch, state: FeedState, now: datetime) -> bool:
    """Whether a batch tells of a time well before what was already known. Some minutes back are
    borne: clocks are set."""
    if batch.as_of is None or state.as_of is None or state.accepted_at is None:
        return False
    patient = timedelta() <= now - state.accepted_at < PATIENCE
    return patient and batch.as_of < state.as_of - AHEAD


def _store(
    store: Store, batch: Batch, feed: str, now: datetime, *, whole: bool
) -> list[Change[Any]]:
    told = {vehicle.id for vehicle in batch.vehicles}
    if whole:
        there = {vehicle.id: vehicle for vehicle in store.find(Vehicle)}
    else:
        there = store.pick(Vehicle, *told)
    known = [reconciled(there.get(each.id), each) for each in batch.vehicles]
    new = [each for each in known if _says_more(there.get(each.id), each)]
    events = [event for each in new for event in happened(there.get(each.id), each, now)]
    gates = [batch.gate] if batch.gate else []
    for gate in gates:
        events += gate_happened(store.get(Gate, gate.id), gate, now)
    first = {each.id for each in new if each.id not in there}
    # in the order in which it happened: the forecast learns from a first list as from a day heard
    changes = store.put(*new, *gates, *in_order(_unlogged(store, events, first)))
    if whole:
        gone = [key for key, each in there.items() if each.feed == feed and key not in told]
        changes += store.remove(Vehicle, *gone)
    return changes


def _unlogged(store: Store, events: list[PortEvent], first: set[str]) -> list[PortEvent]:
    """The events without those that the log has already of vehicles told of for the `first` time:
    one that was missing from a list, or that another feed left out, comes back with all its past.
    """
    times = {each.at for each in events if each.vehicle in first}
    if not store.last_mark(PortEvent):
        return events
    logged = {_key(each) for at in times for each in store.find(PortEvent, at=at)}
    return [each for each in events if _key(each) not in logged]


def _key(event: PortEvent) -> tuple[str, PortChange, str]:
    return (event.vehicle, event.change, event.at)


def _says_more(old: Vehicle | None, new: Vehicle) -> bool:
    """Whether a vehicle is worth writing: it changed, or its `as_of` would grow too old."""
    if old is None:
        return True
    age = datetime.fromisoformat(new.as_of) - datetime.fromisoformat(old.as_of)
    same = msgspec.structs.replace(new, as_of=old.as_of, feed=old.feed) == old
    return not same or age >= REFRESH
