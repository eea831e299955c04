"""The floor plan of the sample home can be walked: rooms don't overlap, doors open on the
corridor, and what is said about left, right and the door's number is true."""

import re

import pytest

from kiosk.home import sample_content
from sync.records import Place

PLACES = [record for record in sample_content() if isinstance(record, Place)]
HALL = next(place for place in PLACES if place.kiosk)
OTHERS = [place for place in PLACES if place is not HALL]

# What each language says for left and right, in any form.
SIDES = {
    "en": ("left", "right"),
    "zh_CN": ("左", "右"),
    "kk_KZ": ("сол", "оң"),
    "kk_Arab_CN": ("سول", "وڭ"),
    "ru_RU": ("лев", "прав"),
    "ug_CN": ("سول", "ئوڭ"),
}


def overlap(one: Place, other: Place) -> bool:
    return (
        one.left < other.left + other.wide
        and other.left < one.left + one.wide
        and one.top < other.top + other.high
        and other.top < one.top + one.high
    )


def turn(place: Place) -> str:
    """Where a driver turns who leaves the hall, which lies below the corridor."""
    return "right" if place.door_left > HALL.door_left else "left"


def side(place: Place) -> str:
    """On which hand the door lies of one who walks along the corridor."""
    above = place.top < HALL.top
    return "left" if above == (turn(place) == "right") else "right"


def number(place: Place) -> int:
    """Which door it is on its side, counted from the hall."""
    passed = [
        other
        for other in OTHERS
        if (turn(other), side(other)) == (turn(place), side(place))
        and abs(other.door_left - HALL.door_left) <= abs(place.door_left - HALL.door_left)
    ]
    return len(passed)


def said_sides(code: str, walk: str) -> list[str]:
    left, right = SIDES[code]
    found = re.findall(f"{left}|{right}", walk.lower())
    return ["left" if word == left else "right" for word in found]


def test_there_is_one_kiosk_and_one_entrance():
    assert [place.id for place in PLACES if place.kiosk] == ["place-hall"]
    assert [place.id for place in PLACES if place.entrance] == ["place-hall"]


def test_the_house_has_the_areas_that_are_reported():
    ids = {place.id.removeprefix("place-") for place in PLACES}
    told = "rest dining shower shop massage fitness culture games office health laundry"
    assert set(told.split()) <= ids
    assert 10 <= len(ids) <= 13


def test_the_house_has_over_a_thousand_square_metres():
    wide = max(place.left + place.wide for place in PLACES)
    high = max(place.top + place.high for place in PLACES)
    assert min(place.left for place in PLACES) == min(place.top for place in PLACES) == 0
    assert 1000 <= wide * high / 100 <= 1300


def test_no_two_rooms_overlap():
    for at, one in enumerate(PLACES):
        for other in PLACES[at + 1 :]:
            assert not overlap(one, other), f"{one.id} and {other.id}"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
def test_a_door_is_in_the_wall_of_its_room_on_the_corridor(place):
    bottom = place.top + place.high
    assert place.door_top == (bottom if place.top < HALL.top else place.top)
    # half a door (1 m wide) on either side, and some wall
    assert place.left + 10 <= place.door_left <= place.left + place.wide - 10


def test_the_corridor_is_free_from_end_to_end():
    upper = max(place.door_top for place in PLACES if place.top < HALL.top)
    lower = HALL.door_top
    assert lower - upper >= 20  # two metres
    for place in PLACES:
        assert place.top + place.high <= upper or place.top >= lower, place.id


@pytest.mark.parametrize("place", OTHERS, ids=lambda place: place.id)
def test_the_way_is_told_truly_in_every_language(place):
    for code, walk in place.walk.items():
        assert said_sides(code, walk) == [turn(place), side(place)], f"{code}: {walk}"
        told = [int(figure) for figure in re.findall(r"\d+", walk)]
        assert told == [number(place), place.minutes], f"{code}: {walk}"


@pytest.mark.parametrize("place", OTHERS, ids=lambda place: place.id)
def test_a_minute_is_enough_for_the_way(place):
    metres = (abs(place.door_left - HALL.door_left) + 2 * HALL.high) / 10
    assert metres / 70 <= place.minutes  # 70 m a minute is a tired man's pace


def test_who_stands_at_the_kiosk_has_no_way_to_go():
    assert HALL.minutes == 0
    assert all(said_sides(code, walk) == [] for code, walk in HALL.walk.items())
