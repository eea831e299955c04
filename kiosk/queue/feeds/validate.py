"""The one judgement every row of every feed passes: a vehicle, or a sentence why not."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec

from kiosk.queue.feeds.batch import Refused
from kiosk.queue.feeds.words import COUNTRIES, LANES, STATES, folded, is_blank, known_word
from kiosk.queue.plates import (
    UNKNOWN_COUNTRY,
    Plate,
    UnknownPlate,
    normalise,
    read_plate,
    vehicle_id,
)
from kiosk.queue.times import stamp
from sync.records import Lane, Vehicle, VehicleState

AHEAD = timedelta(minutes=5)
"""How far a port's clock may run before ours until its times are called future ones."""

_NO_REGISTRATION_NEEDED = frozenset({VehicleState.RESERVED, VehicleState.CANCELLED})


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed said of one vehicle: its own words, times already aware instants."""

    number: int
    plate: str
    state: str
    country: str = ""
    lane: str = ""
    registered_at: datetime | None = None
    called_at: datetime | None = None
    departed_at: datetime | None = None
    reason: str = ""
    gate: str = ""
    position: int = 0
    as_of: datetime | None = None


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A feed's own words, folded, asked before those that are known everywhere."""

    states: Mapping[str, VehicleState] = {}
    lanes: Mapping[str, Lane] = {}
    countries: Mapping[str, str] = {}


def judge(said: Said, words: Words, as_of: datetime, feed: str, home: str) -> Vehicle | Refused:
    """The vehicle that a row tells of, or why it is set aside. A plate of no known form is kept,
    as country ZZ. An empty lane is the general one."""
    named = _country(said.country, words)
    known = plate_in(said.plate, named)
    plate = known.plate if known else normalise(said.plate)
    if not 2 <= len(plate) <= 16:
        why = "It has no plate." if not plate else "Its plate is too short or too long."
        return Refused(said.number, why)
    if "\ufffd" in plate:
        return Refused(said.number, "Its plate has a broken letter; check the file's encoding.")
    state = _state(said.state, words)
    if state is None:
        shown = _shown(said.state)
        return Refused(said.number, f"Its state {shown} is not known; name it under states.")
    if state is VehicleState.RELEASED and said.departed_at:
        state = VehicleState.DEPARTED  # let out at the gate ("放行"), not out of a hold
    lane = _lane(said.lane, words)
    if lane is None:
        shown = _shown(said.lane)
        return Refused(said.number, f"Its lane {shown} is not known; name it under lanes.")
    if wrong := _times(said, state):
        return Refused(said.number, wrong)
    country = known.country if known else UNKNOWN_COUNTRY
    return Vehicle(
        id=vehicle_id(country, plate),
        home=home,
        plate=plate,
        country=country,
        lane=lane,
        state=state,
        registered_at=stamp(said.registered_at) if said.registered_at else "",
        called_at=stamp(said.called_at) if said.called_at else "",
        departed_at=stamp(said.departed_at) if said.departed_at else "",
        reason=said.reason.strip()[:200],
        gate=said.gate.strip()[:20],
        position=max(0, said.position),
        as_of=stamp(said.as_of or as_of),
        feed=feed,
    )


def plate_in(cell: str, named: str | None = None) -> Plate | None:
    """The plate that a cell holds, alone or beside its country ("KZ 123ABC02", "新F12345（中国）")
    or the trailer's ("123ABC02/12DEF02"); None if no known form is in it. A country beside the
    plate counts only where the plate has that country's form."""
    if len(cell) > 60:
        return None
    if whole := _known(cell, named):
        return whole
    for form in _BESIDE:
        if (found := form.fullmatch(cell.strip())) and (
            country := known_word(COUNTRIES, found["country"])
        ):
            plate = _known(found["plate"], country)
            if plate and plate.country == country:
                return plate
    first, *others = re.split(r"[/\\,;+|\n]+", cell)
    return _known(first, named) if others else None


_BESIDE = (
    re.compile(r"[(（\[]?(?P<country>[^\W\d_]+)[)）\]]?[\s/|,;:·-]+(?P<plate>.+)"),
    re.compile(r"(?P<plate>.+?)[\s/|,;:(（\[-]+(?P<country>[^\W\d_][^\d()]*?)[)）\]]?"),
    re.compile(r"(?P<country>[A-Za-z]{2,3})(?P<plate>\d.+|[A-Za-z]\d.+)"),
    re.compile(r"(?P<plate>.+\d)(?P<country>RUS|rus)"),
)


def _known(text: str, named: str | None) -> Plate | None:
    try:
        return read_plate(text, named)
    except UnknownPlate:
        return None


def once_each(rows: Iterable[tuple[int, Vehicle]]) -> tuple[list[Vehicle], list[Refused]]:
    """Each vehicle once: of two rows with one plate the later registration wins, of two with the
    same registration the later row."""
    kept: dict[str, tuple[int, Vehicle]] = {}
    refused = []
    for number, vehicle in rows:
        other = kept.get(vehicle.id)
        if other is not None:
            # ISO texts at one offset (times.stamp) sort as instants do
            newer = vehicle.registered_at >= other[1].registered_at
            lost, winner = (other[0], number) if newer else (number, other[0])
            sentence = f"Its plate stands again in row {winner}, which is later; that one is taken."
            refused.append(Refused(lost, sentence))
            if not newer:
                continue
        kept[vehicle.id] = (number, vehicle)
    return [vehicle for _, vehicle in kept.values()], refused


def in_future(vehicle: Vehicle, now: datetime) -> bool:
    """Whether one of a vehicle's times lies more than five minutes ahead of `now`."""
    latest = stamp(now + AHEAD)
    return max(vehicle.registered_at, vehicle.called_at, vehicle.departed_at) > latest


def _state(word: str, words: Words) -> VehicleState | None:
    return words.states.get(folded(word)) or known_word(STATES, word)


def _lane(word: str, words: Words) -> Lane | None:
    if is_blank(word):
        return Lane.GENERAL
    return words.lanes.get(folded(word)) or known_word(LANES, word)


def _country(word: str, words: Words) -> str | None:
    return words.countries.get(folded(word)) or known_word(COUNTRIES, word)


def _times(said: Said, state: VehicleState) -> str:
    """What is wrong with a row's times, in one sentence; empty if nothing is."""
    told = [each for each in (said.registered_at, said.called_at, said.departed_at) if each]
    if not told and state not in _NO_REGISTRATION_NEEDED and not said.position:
        return "It has no time of registration."
    if any(later < earlier for earlier, later in pairwise(told)):
        return "Its times run backwards."
    return ""


def _shown(word: str) -> str:
    word = " ".join(word.split())
    return f"“{word[:40]}”" if word else "(empty)"
