"""The plan leads where it says: through doors and along the corridor, never through a wall."""

import re
import xml.etree.ElementTree as ET

import pytest

from kiosk.home import sample_content
from kiosk.services.plan import Colours, box, dots, svg, way
from sync.records import Place

PLACES = [record for record in sample_content() if isinstance(record, Place)]
HALL = next(place for place in PLACES if place.kiosk)
OTHERS = [place for place in PLACES if place is not HALL]
COLOURS = Colours(floor="#eee", room="#fff", wall="#999", outer="#000", lit="#087")


def inside(place: Place, x: float, y: float) -> bool:
    return place.left < x < place.left + place.wide and place.top < y < place.top + place.high


def drawn(lit: str) -> ET.Element:
    return ET.fromstring(svg(PLACES, lit, COLOURS))


@pytest.mark.parametrize("goal", OTHERS, ids=lambda place: place.id)
def test_the_way_leads_out_of_the_hall_into_the_lit_room_and_no_other(goal):
    points = dots(way(PLACES, goal.id))
    assert inside(HALL, *points[0])
    assert inside(goal, *points[-1])
    assert not [
        place.id
        for place in PLACES
        if place not in (HALL, goal) and any(inside(place, x, y) for x, y in points)
    ]


@pytest.mark.parametrize("goal", OTHERS, ids=lambda place: place.id)
def test_the_way_goes_through_the_doors(goal):
    corners = way(PLACES, goal.id)
    (out_x, _), (turn_x, _), (back_x, corridor), (in_x, _) = corners
    assert out_x == turn_x == HALL.door_left
    assert back_x == in_x == goal.door_left
    assert 120 < corridor < 160


@pytest.mark.parametrize("lit", ["", HALL.id, "place-of-no-house"])
def test_there_is_no_way_to_where_one_stands_or_to_nowhere(lit):
    assert way(PLACES, lit) == []
    assert not drawn(lit).findall("{*}circle")


def test_a_house_without_a_kiosk_has_a_plan_and_no_way():
    assert way(OTHERS, OTHERS[0].id) == []
    assert svg(OTHERS, OTHERS[0].id, COLOURS)


def test_one_room_alone_is_lit():
    lit = [each for each in drawn("place-massage").findall("{*}rect") if each.get("fill") == "#087"]
    massage = next(place for place in PLACES if place.id == "place-massage")
    assert [(each.get("x"), each.get("width")) for each in lit] == [
        (str(massage.left), str(massage.wide))
    ]


def test_every_room_has_a_door_and_the_house_an_entrance():
    gaps = [each for each in drawn("").findall("{*}rect") if each.get("height") == "4"]
    assert len(gaps) == len(PLACES)
    assert len(drawn("").findall("{*}path")) == 1


def test_nothing_is_drawn_outside_the_picture():
    whole = box(PLACES)
    view = [int(part) for part in drawn("").get("viewBox").split()]
    assert view == [whole.left, whole.top, whole.wide, whole.high]
    for each in drawn("place-yard").findall("{*}circle"):
        assert whole.left < float(each.get("cx")) < whole.left + whole.wide
    for number in re.findall(r"[\d.]+", drawn("").find("{*}path").get("d")):
        assert float(number) <= max(whole.wide, whole.high)


def test_a_house_without_places_has_no_plan():
    assert svg([], "", COLOURS) == ""
