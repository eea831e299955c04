"""The sample kitchen can be trusted: what is not halal never says it is, what one must not eat is
told, and every dish is served at some meal."""

import re
from itertools import pairwise

import pytest

from kiosk.home import sample_content
from sync.records import Allergen, Course, Dish, Meal, Menu

RECORDS = sample_content()
DISHES = {record.id: record for record in RECORDS if isinstance(record, Dish)}
MENUS = [record for record in RECORDS if isinstance(record, Menu)]

PORK = {
    "en": r"\b(pork|ham|bacon)\b",
    "zh_CN": "猪|火腿|培根|红烧肉|肉丝",
    "kk_KZ": "шошқа|ветчина|бекон",
    "kk_Arab_CN": "شوشقا",
    "ru_RU": "свин|ветчин|бекон",
    "ug_CN": "چوشقا",
}
ALCOHOL = r"\b(beer|wine|vodka|kvass|kumis|brandy|rum|liqueur)\b"

# What a dish of this English name is made of, wherever it is cooked.
CONTAINS = {
    Allergen.GLUTEN: (
        r"noodle|laghman|beshbarmak|dumpling|nan$|samsa|manti|baursak|bun\b|oatmeal|dough|blini"
        r"|spaghetti|sandwich|pelmeni|cake|liangpi|cutlet|big plate chicken"
    ),
    Allergen.EGGS: r"\beggs?\b|blini|honey cake|pelmeni|sandwich|cutlet",
    Allergen.MILK: (
        r"(?<!soy )milk|yogurt|ayran|cheese|sour cream|borscht|solyanka|blini|mash|honey cake"
    ),
    Allergen.FISH: r"\bfish\b",
    Allergen.SOY: r"\bsoy\b|tofu|fried diced|braised|kung pao|sausages",
    Allergen.PEANUTS: r"kung pao|peanut",
    Allergen.NUTS: r"walnut|almond|pistachio",
}


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def test_there_are_over_forty_dishes_a_day():
    served = {dish for menu in MENUS for dish in menu.dishes}
    assert len(served) > 40


def test_every_course_has_dishes_from_east_and_west():
    assert {dish.course for dish in DISHES.values()} == set(Course)


@pytest.mark.parametrize("dish", DISHES.values(), ids=lambda dish: dish.id)
def test_pork_is_named_in_every_language_and_never_halal(dish):
    named = {code for code, words in PORK.items() if re.search(words, dish.name[code].lower())}
    assert named in (set(), set(PORK)), dish.name
    assert dish.halal is not bool(named)


def test_the_house_serves_both_and_most_is_halal():
    halal = [dish for dish in DISHES.values() if dish.halal]
    assert len(DISHES) * 0.8 < len(halal) < len(DISHES)


def test_no_alcohol_for_who_drives():
    for dish in DISHES.values():
        assert not re.search(ALCOHOL, dish.name["en"].lower()), dish.id


@pytest.mark.parametrize("allergen", CONTAINS)
def test_what_one_must_not_eat_is_told(allergen):
    for dish in DISHES.values():
        if re.search(CONTAINS[allergen], dish.name["en"].lower()):
            assert allergen in dish.allergens, f"{dish.id} lacks {allergen}"


def test_allergens_are_told_once():
    for dish in DISHES.values():
        assert len(dish.allergens) == len(set(dish.allergens)), dish.id


def test_prices_are_whole_yuan_that_a_driver_pays():
    for dish in DISHES.values():
        assert dish.price % 100 == 0, dish.id
        assert 100 <= dish.price <= 10_000, dish.id
        assert 0 <= dish.spicy <= 3, dish.id


def test_no_two_dishes_bear_one_name():
    for code in PORK:
        names = [dish.name[code] for dish in DISHES.values()]
        assert sorted(set(names)) == sorted(names), code


def test_every_dish_is_served_at_some_meal():
    served = {dish for menu in MENUS for dish in menu.dishes}
    assert served == set(DISHES)
    for menu in MENUS:
        assert len(menu.dishes) == len(set(menu.dishes)), menu.id


def test_each_meal_is_served_every_day():
    assert [menu.meal for menu in MENUS] == list(Meal)
    assert all(menu.hours.weekdays == [1, 2, 3, 4, 5, 6, 7] for menu in MENUS)


def test_meals_follow_each_other_and_the_night_runs_past_midnight():
    spans = [(minutes(menu.hours.opens), minutes(menu.hours.closes)) for menu in MENUS]
    for (_, closes), (opens, _) in pairwise(spans):
        assert closes <= opens
    opens, closes = spans[-1]
    assert closes < opens
    assert closes <= spans[0][0]


def test_each_meal_offers_something_halal_to_eat_and_to_drink():
    for menu in MENUS:
        halal = [DISHES[id] for id in menu.dishes if DISHES[id].halal]
        assert len(halal) >= 10, menu.id
        assert any(dish.course is Course.DRINK for dish in halal), menu.id
        assert any(dish.course is not Course.DRINK for dish in halal), menu.id
