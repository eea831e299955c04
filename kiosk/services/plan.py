"""The floor plan as an SVG picture: walls, doors, the lit room and a dotted way to its door.

Lengths are decimetres of the house, as in `Place`: one corridor runs across it, every door opens
on it. Names and icons are not in the picture: the page lays them over it (kiosk/services/
FloorPlan.qml), so that they follow language and text size. A plan is never mirrored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sync.records import Place

EDGE = 6  # around the house, for the outer wall
STOOP = 18  # below it, for the mark of the entrance
DOOR = 16  # how wide a door is drawn
STEP = 9  # between two dots of the way
_WAY_IN = 8  # how far the way leads into the lit room
SIGN = 1 / 3  # where "you are here" stands in the kiosk's room, from the top: a part of its height
_DISC = 26  # how far from there the way begins

Point = tuple[float, float]


@dataclass(frozen=True)
class Colours:
    """What to draw with, as SVG colours."""

    floor: str  # the corridor
    room: str
    wall: str
    outer: str
    lit: str


@dataclass(frozen=True)
class Box:
    """What the picture covers, in the plan's own coordinates."""

    left: int
    top: int
    wide: int
    high: int


def box(places: Sequence[Place]) -> Box:
    """All rooms, and around them what outer wall and entrance need. Needs a place."""
    left, top = min(each.left for each in places), min(each.top for each in places)
    right = max(each.left + each.wide for each in places)
    bottom = max(each.top + each.high for each in places)
    return Box(left - EDGE, top - EDGE, right - left + 2 * EDGE, bottom - top + EDGE + STOOP)


def middle_of_corridor(places: Sequence[Place]) -> float:
    """Where one walks: halfway between the doors of both sides."""
    doors = [each.door_top for each in places]
    return (min(doors) + max(doors)) / 2


def way(places: Sequence[Place], lit: str) -> list[Point]:
    """The corners of the way from the kiosk through its door, along the corridor and through the
    lit place's door. Empty where there is no kiosk, no such place, or one stands there already."""
    start = next((each for each in places if each.kiosk), None)
    goal = next((each for each in places if each.id == lit), None)
    if start is None or goal is None or start is goal:
        return []
    corridor = middle_of_corridor(places)
    leaves = -1 if start.door_top <= start.top else 1  # up or down out of the kiosk's room
    begins = start.top + start.high * SIGN + leaves * _DISC
    enters = -1 if goal.door_top > goal.top else 1
    return [
        (start.door_left, begins),
        (start.door_left, corridor),
        (goal.door_left, corridor),
        (goal.door_left, goal.door_top + enters * _WAY_IN),
    ]


def dots(corners: Sequence[Point]) -> list[Point]:
    """Points every STEP along the way, its corners among them."""
    found: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        length = abs(x1 - x0) + abs(y1 - y0)
        pieces = max(1, round(length / STEP))
        found += [(x0 + (x1 - x0) * n / pieces, y0 + (y1 - y0) * n / pieces) for n in range(pieces)]
    return found + list(corners[-1:])


def svg(places: Sequence[Place], lit: str, colours: Colours) -> str:
    """The picture; empty where there is no place. `lit` is a place's id, or empty."""
    if not places:
        return ""
    whole = box(places)
    house = Box(
        whole.left + EDGE, whole.top + EDGE, whole.wide - 2 * EDGE, whole.high - EDGE - STOOP
    )
    parts = [_rect(house, fill=colours.floor)]
    for place in places:
        fill = colours.lit if place.id == lit else colours.room
        room = Box(place.left, place.top, place.wide, place.high)
        parts.append(_rect(room, fill=fill, stroke=colours.wall, width=3))
    parts.append(_rect(house, fill="none", stroke=colours.outer, width=5))
    parts += [_gap(each.door_left, each.door_top, colours.floor) for each in places]
    parts += [_entrance(each, colours) for each in places if each.entrance]
    parts += [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{_on(y, places, lit, colours)}"/>'
        for x, y in dots(way(places, lit))
    ]
    seen = f"{whole.left} {whole.top} {whole.wide} {whole.high}"
    body = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{seen}">{body}</svg>'


def _on(y: float, places: Sequence[Place], lit: str, colours: Colours) -> str:
    """A dot's colour: the lit room's, and inside the lit room that of the other rooms."""
    goal = next(each for each in places if each.id == lit)
    return colours.room if goal.top < y < goal.top + goal.high else colours.lit


def _rect(area: Box, fill: str, stroke: str = "none", width: int = 0) -> str:
    return (
        f'<rect x="{area.left}" y="{area.top}" width="{area.wide}" height="{area.high}"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
    )


def _gap(x: int, y: int, colour: str) -> str:
    """An open door in a wall that runs across."""
    return f'<rect x="{x - DOOR / 2}" y="{y - 2}" width="{DOOR}" height="4" fill="{colour}"/>'


def _entrance(place: Place, colours: Colours) -> str:
    """The way in from outside: a gap in the outer wall, and a mark before it."""
    x = place.left + place.wide // 2
    below = place.door_top <= place.top  # its outer wall is the one without the door
    y = place.top + place.high if below else place.top
    gap = f'<rect x="{x - 14}" y="{y - 3}" width="28" height="6" fill="{colours.floor}"/>'
    tip, base = (y + 5, y + 14) if below else (y - 5, y - 14)
    mark = f'<path d="M{x} {tip}L{x + 7} {base}H{x - 7}Z" fill="{colours.outer}"/>'
    return gap + mark
